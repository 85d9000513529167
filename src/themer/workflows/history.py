"""``themer history``: who changed a conversation, and when, from every writer's log."""

from __future__ import annotations

from collections.abc import Mapping

from themer.errors import NotFoundError, ThemerError
from themer.model.audit import AuditLine
from themer.storage.study_folder import StudyFolder
from themer.workflows.auditing import read_log
from themer.workflows.interviews.held_sets import versions_of


def question_titles(folder: StudyFolder, interview_id: str) -> Mapping[str, str]:
    """Give the number and title of each question of a conversation, by its id.

    Returns:
        Such as ``pay`` → ``3 What is paid``; nothing where conversation or set cannot be read.
    """
    try:
        interview = folder.interview(interview_id).value
        versions = versions_of(folder, interview)
    except ThemerError:
        return {}
    session = versions.session(interview, is_new=versions.began is None)
    return {
        question.id: f"{number} {question.title}"
        for number, question in enumerate(session.order, 1)
    }


def history(folder: StudyFolder, interview_id: str | None = None) -> tuple[AuditLine, ...]:
    """Read what the log says, the earliest first.

    Args:
        folder: The study.
        interview_id: Only of this conversation; of all where None.

    Raises:
        NotFoundError: There is neither such a conversation nor a word of it in the log.
    """
    found = read_log(folder.root, interview_id)
    if interview_id is None:
        return found
    if not found and not folder.interview_path(interview_id).is_file():
        raise NotFoundError(
            f'There is no conversation "{interview_id}" in this study, nor in its log.',
            hint='"themer" lists those that there are.',
        )
    return found
