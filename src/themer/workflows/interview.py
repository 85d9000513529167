"""``themer interview``: begin a conversation, or open one with all that is known to be unsaved."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
from dataclasses import dataclass
from pathlib import Path

from themer.conversation.beginning import Particulars, begin
from themer.conversation.merging import merge
from themer.conversation.naming import NewInterview
from themer.conversation.session import Session
from themer.errors import InputError, NotFoundError, ThemerError
from themer.model.interview import Interview
from themer.model.question_set import QuestionSet
from themer.model.scalars import is_identifier
from themer.model.study import Partner, Study, Unit
from themer.storage import files
from themer.storage.durable import PREVIOUS, create_file
from themer.storage.files import Stored
from themer.storage.journal import Journal, find_journals, recover
from themer.storage.locks import InterviewLock
from themer.storage.study_folder import StudyFolder
from themer.storage.writing import to_yaml


@dataclass(frozen=True, slots=True)
class Beginning:
    """What can be chosen from when a conversation begins."""

    folder: Path
    study: Study
    sets: tuple[Stored[QuestionSet], ...]
    units: tuple[tuple[Partner, Unit], ...]

    def set_for(self, unit: Unit) -> Stored[QuestionSet]:
        """Give the question set for a unit's audience.

        Raises:
            NotFoundError: No set is for that audience.
        """
        found = next((s for s in self.sets if s.value.audience == unit.audience), None)
        if found is None:
            raise NotFoundError(
                f'No question set is for "{unit.audience}", the audience of {unit.name}.',
                hint="Set audience: in one of question_sets/.",
            )
        return found


@dataclass(frozen=True, slots=True)
class Recovery:
    """What earlier sessions left unsaved."""

    journals: tuple[Journal, ...]
    interview: Interview
    """The conversation with it put back."""
    changed: tuple[str, ...]
    """The ids of the answers that differ from the file."""
    is_on_this_file: bool
    """Whether the file is still the one that the journal continues."""

    @property
    def at(self) -> dt.datetime:
        """When the last of it was written."""
        return self.journals[-1].last_at

    @property
    def paths(self) -> tuple[Path, ...]:
        """The journals' files."""
        return tuple(journal.path for journal in self.journals)


@dataclass(frozen=True, slots=True)
class OpenInterview:
    """A conversation that this process may write."""

    folder: Path
    study: Study
    questions: QuestionSet
    stored: Stored[Interview]
    lock: InterviewLock
    recovery: Recovery | None
    notices: tuple[str, ...]

    @property
    def session(self) -> Session:
        """The conversation as it is on file, where it stopped."""
        return Session.open(self.questions, self.stored.value)

    @property
    def unit_name(self) -> str:
        """The name of the unit; its id where the study does not list it."""
        found = self.study.find_unit(self.stored.value.unit)
        return found[1].name if found else self.stored.value.unit


def prepare(folder: Path, new: NewInterview) -> Beginning:
    """Gather what can be chosen from, narrowed to what is already said.

    Raises:
        NotFoundError: There is no such set, organisation or unit, or no question set at all.
    """
    study_folder = StudyFolder(folder)
    study = study_folder.study().value
    sets = tuple(study_folder.question_sets())
    units = tuple(study.units())
    if new.set_id is not None:
        sets = tuple(s for s in sets if s.value.id == new.set_id)
        units = tuple(u for u in units if sets and u[1].audience == sets[0].value.audience)
    if new.organisation is not None:
        units = tuple(u for u in units if _is_named(new.organisation, u[0].id, u[0].name))
    if new.unit is not None:
        units = tuple(u for u in units if _is_named(new.unit, u[1].id, u[1].name))
    if not sets:
        raise NotFoundError(
            f'There is no question set "{new.set_id}".' if new.set_id else "No question set here.",
            hint="They are the files in question_sets/.",
        )
    if not units:
        raise NotFoundError(
            "No organisation or unit in study.yaml fits what was asked for.",
            hint="Partners and their units are listed in study.yaml; names or ids will do.",
        )
    return Beginning(folder, study, sets, units)


def _is_named(said: str, *names: str) -> bool:
    return said.casefold() in (name.casefold() for name in names)


def create(beginning: Beginning, chosen: Stored[QuestionSet], particulars: Particulars) -> str:
    """Write the file of a new conversation and give its id: the unit's, with the next number."""
    folder = StudyFolder(beginning.folder)
    joined = dt.datetime.now().astimezone().strftime("%H:%M")
    for number in itertools.count(1):
        interview_id = f"{particulars.unit[:70]}-{number}"
        path = folder.interview_path(interview_id)
        if path.exists():
            continue
        record = begin(
            beginning.study, chosen.value, chosen.sha256, interview_id, particulars, joined
        )
        try:
            create_file(path, to_yaml(record).encode())
        except FileExistsError:
            continue
        return interview_id
    raise AssertionError("the numbers do not end")


def open_interview(folder: Path, interview_id: str) -> OpenInterview:
    """Open a conversation for writing.

    Raises:
        NotFoundError: There is no such conversation, or its question set is missing.
        InputError: It was withdrawn.
        HeldError: It is open elsewhere.
        ProblemsError: A file does not hold; nothing is written.
    """
    study_folder = StudyFolder(folder)
    if not is_identifier(interview_id):
        raise NotFoundError(
            f'"{interview_id}" cannot be the id of a conversation.',
            hint='"themer" lists those that there are.',
        )
    lock = InterviewLock.acquire(folder, interview_id)
    try:
        stored = study_folder.interview(interview_id)
        if stored.value.state == "withdrawn":
            raise InputError(
                f'The conversation "{interview_id}" was withdrawn, so nothing is added to it.',
                path=study_folder.relative(stored.path),
            )
        questions = _questions_of(study_folder, stored)
        return OpenInterview(
            folder=folder,
            study=study_folder.study().value,
            questions=questions.value,
            stored=stored,
            lock=lock,
            recovery=_find_recovery(folder, stored),
            notices=tuple(_notices(stored.value, questions)),
        )
    except BaseException:
        lock.release()
        raise


def _questions_of(folder: StudyFolder, stored: Stored[Interview]) -> Stored[QuestionSet]:
    wanted = stored.value.set
    for questions in folder.question_sets():
        if questions.value.id == wanted.id:
            return questions
    raise NotFoundError(
        f'Its question set "{wanted.id}" is not in question_sets/.',
        hint="Put the set back; the conversation itself is whole.",
        path=folder.relative(stored.path),
    )


def _notices(interview: Interview, questions: Stored[QuestionSet]) -> list[str]:
    """Say what has changed in the questions since the conversation began."""
    held = interview.set
    found = []
    if held.version != questions.value.version:
        found.append(
            f"It began with version {held.version} of the questions, and they are now version "
            f"{questions.value.version}. Every answer stays with its question."
        )
    elif held.sha256 is not None and not questions.sha256.startswith(held.sha256):
        found.append("The questions were edited since, without a new version.")
    known = {question.id for question in questions.value.questions()}
    if missing := [answer_id for answer_id in interview.answers if answer_id not in known]:
        found.append(f"Answers to questions that the set no longer has: {', '.join(missing)}.")
    return found


def _find_recovery(folder: Path, stored: Stored[Interview]) -> Recovery | None:
    journals = find_journals(folder, stored.value.id)
    interview = stored.value
    telling = []
    for journal in journals:
        recovered = _put_back(journal, stored, interview)
        if recovered == interview:
            # All of it reached the file before that session died. Left lying, it would be offered
            # again as if new once the file has moved on.
            with contextlib.suppress(OSError):
                journal.path.unlink(missing_ok=True)
        elif recovered is not None:
            interview = recovered
            telling.append(journal)
    if not telling:
        return None
    changed = tuple(
        answer_id
        for answer_id in interview.answers
        if interview.answers[answer_id] != stored.value.answers.get(answer_id)
    )
    on_this = all(journal.base == stored.sha256 for journal in telling)
    return Recovery(tuple(telling), interview, changed, on_this)


def _put_back(
    journal: Journal, stored: Stored[Interview], interview: Interview
) -> Interview | None:
    """Put a journal over an interview; joined, where the file has moved on since it was begun."""
    if journal.base == stored.sha256:
        return recover(journal, interview)
    base = _version_before(stored, journal.base)
    mine = recover(journal, base or interview)
    return None if mine is None else merge(base, mine, interview).interview


def _version_before(stored: Stored[Interview], sha256: str) -> Interview | None:
    """Read the version kept beside the file, if it is the one that is meant."""
    try:
        previous = files.read(files.INTERVIEW, stored.path.with_name(stored.path.name + PREVIOUS))
    except ThemerError:
        return None
    return previous.value if previous.sha256 == sha256 else None
