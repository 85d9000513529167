"""``themer history``: who changed a conversation, and when, from every writer's log."""

from __future__ import annotations

from themer.errors import NotFoundError
from themer.model.audit import AuditLine
from themer.storage.study_folder import StudyFolder
from themer.workflows.auditing import read_log


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
