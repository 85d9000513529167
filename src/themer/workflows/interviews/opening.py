"""``themer interview``: open a conversation with all that is known to be unsaved, or beside it."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

from themer.conversation.session import Session
from themer.errors import InputError, NotFoundError, ThemerError
from themer.model.interview import Interview
from themer.model.question_set import QuestionSet
from themer.model.scalars import is_identifier
from themer.model.study import Study
from themer.storage.erasing import erase, unfinished
from themer.storage.files import Stored
from themer.storage.locks import InterviewLock
from themer.storage.study_folder import StudyFolder
from themer.workflows.interviews.copies import ConflictCopy, find_copies
from themer.workflows.interviews.held_sets import Versions, versions_of
from themer.workflows.interviews.recovery import Recovery, erase_journals, find_recovery
from themer.workflows.interviews.rescue import raise_for_remains


@dataclass(frozen=True, slots=True)
class OpenInterview:
    """A conversation that this process may write."""

    folder: Path
    study: Study
    stored: Stored[Interview]
    lock: InterviewLock
    versions: Versions
    """Of its question set."""
    recovery: Recovery | None
    copies: tuple[ConflictCopy, ...]
    """Other files with the same conversation, as sync clients leave them."""
    notices: tuple[str, ...]

    @property
    def questions(self) -> QuestionSet:
        """The questions that it was held with, as far as they were kept."""
        found = self.versions.began or self.versions.now
        assert found is not None
        return found.value

    @property
    def session(self) -> Session:
        """The conversation as it is on file, where it stopped."""
        return self.versions.session(self.stored.value, is_new=self.versions.began is None)

    @property
    def unit_name(self) -> str:
        """The name of the unit; its id where the study does not list it."""
        found = self.study.find_unit(self.stored.value.unit)
        return found[1].name if found else self.stored.value.unit


def open_interview(folder: Path, interview_id: str, *, take_over: bool = False) -> OpenInterview:
    """Open a conversation for writing.

    Args:
        folder: The study.
        interview_id: The conversation's id.
        take_over: Whether it is taken over from somebody who has it open on another machine.

    Raises:
        NotFoundError: There is no such conversation, or its question set is missing.
        DamagedError: Its file is damaged or gone, and something of it is left.
        InputError: It was withdrawn, or its file holds another conversation.
        HeldElsewhereError: It is open on another machine.
        HeldError: It is open here.
        ProblemsError: A file does not hold; nothing is written.
    """
    study_folder = StudyFolder(folder)
    if not is_identifier(interview_id):
        raise NotFoundError(
            f'"{interview_id}" cannot be the id of a conversation.',
            hint='"themer" lists those that there are.',
        )
    lock = InterviewLock.acquire(folder, interview_id, take_over=take_over)
    with contextlib.ExitStack() as on_failure:
        on_failure.callback(lock.release)
        stored = _read(study_folder, interview_id)
        if not take_over:  # else another machine may be writing it
            _erase_unfinished(stored.path)
        versions = versions_of(study_folder, stored.value)
        recovery, notices = find_recovery(study_folder, stored)
        opened = OpenInterview(
            folder=folder,
            study=study_folder.study().value,
            stored=stored,
            lock=lock,
            versions=versions,
            recovery=recovery,
            copies=find_copies(study_folder, interview_id),
            notices=(*notices, *_about_questions(stored.value, versions)),
        )
        on_failure.pop_all()
    return opened


def _read(folder: StudyFolder, interview_id: str) -> Stored[Interview]:
    try:
        stored = folder.interview(interview_id)
    except ThemerError as error:
        raise_for_remains(folder, interview_id, error)
        raise
    if stored.value.id != interview_id:
        raise InputError(
            f'The file holds another conversation, "{stored.value.id}".',
            hint="Give the file the name of its id; nothing was changed.",
            path=folder.relative(stored.path),
        )
    if stored.value.state == "withdrawn":
        raise InputError(
            f'The conversation "{interview_id}" was withdrawn, so nothing is added to it.',
            hint=_erased(folder, interview_id),
            path=folder.relative(stored.path),
        )
    return stored


def _erased(folder: StudyFolder, interview_id: str) -> str | None:
    """Erase what this machine kept unsaved of a conversation that was withdrawn, and say so."""
    gone, left = erase_journals(folder, interview_id)
    if left:
        return f"Delete by hand what cannot be erased: {', '.join(map(str, left))}"
    return "What was kept of it here, unsaved, is erased." if gone else None


def _erase_unfinished(path: Path) -> None:
    """Erase what a killed program left half written, with all the words, beside a whole file."""
    for left in unfinished(path):
        erase(left)


def _about_questions(interview: Interview, versions: Versions) -> tuple[str, ...]:
    if versions.now is not None:
        return ()
    return (
        f'The question set "{interview.set.id}" is no longer in question_sets/: it goes on with '
        f"version {interview.set.version}, which was kept.",
    )
