"""An interview whose file is damaged or gone: what is left of it, brought back when asked for."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from pathlib import Path

from themer.conversation.beginning import Particulars, begin
from themer.errors import InputError, NewerFormatError, StorageError, ThemerError
from themer.model.interview import Interview
from themer.storage import files
from themer.storage.durable import PREVIOUS, create_file, replace_file, sha256_of
from themer.storage.journal import Journal, find_journals, recover
from themer.storage.locks import InterviewLock
from themer.storage.study_folder import StudyFolder
from themer.storage.writing import to_yaml

_MOST_NAMED = 12
"""Parts of a journal from which they are counted, because nobody reads so many names."""
_NUMBERED = re.compile(r"(?P<unit>.+)-\d+\Z")


@dataclass(frozen=True, slots=True)
class Remains:
    """What is left of an interview besides its file."""

    interview: Interview
    """The version before, with every journal put over it."""
    sources: tuple[str, ...]
    """Each thing it was made from: what, from when, and what it holds."""


class DamagedError(InputError):
    """An interview's file is damaged or gone, and something of it is left."""

    def __init__(self, fault: ThemerError, remains: Remains) -> None:
        said = "; ".join(remains.sources)
        super().__init__(
            f"{fault.message} Left of it: {said}.",
            hint="Open it in the desk or with --plain to bring it back; nothing was changed.",
            path=fault.path,
            line=fault.line,
        )
        self.fault = fault
        self.remains = remains


def find_remains(folder: StudyFolder, interview_id: str) -> Remains | None:
    """Find what is left of an interview besides its file; None where nothing is."""
    path = folder.interview_path(interview_id)
    sources: list[str] = []
    interview = None
    previous = path.with_name(path.name + PREVIOUS)
    try:
        kept = files.read(files.INTERVIEW, previous, shown_as=folder.relative(previous))
    except ThemerError:
        pass
    else:
        if kept.value.id == interview_id and kept.value.state != "withdrawn":
            interview = kept.value
            answered = sum(answer.is_substantive for answer in interview.answers.values())
            plural = "" if answered == 1 else "s"
            at = _when(dt.datetime.fromtimestamp(previous.stat().st_mtime, dt.UTC))
            sources.append(
                f"the version before, {previous.name}, of {at}, {answered} answer{plural}"
            )
    journals = find_journals(folder.root, interview_id)
    if interview is None and journals:
        interview = _blank(folder, interview_id, journals[0])
    for journal in journals:
        put_back = recover(journal, interview) if interview is not None else None
        if put_back is not None:
            interview = put_back
            sources.append(f"a journal of {_when(journal.last_at)} with {_held(folder, journal)}")
    return Remains(interview, tuple(sources)) if interview is not None and sources else None


def bring_back(folder: StudyFolder, interview_id: str, remains: Remains) -> Path | None:
    """Write what is left into the interview's file; the damaged one is kept aside.

    Returns:
        Where the damaged file is now; None where there was none.

    Raises:
        HeldError: Somebody has it open.
        StorageError: The disk refused; the file is as it was.
    """
    path = folder.interview_path(interview_id)
    content = to_yaml(remains.interview).encode()
    lock = InterviewLock.acquire(folder.root, interview_id)
    try:
        try:
            damaged = path.read_bytes()
        except FileNotFoundError:
            create_file(path, content)
            return None
        except OSError as error:
            raise StorageError(f"{error.strerror or error}.", path=path) from error
        aside = keep_aside(folder, f"{path.name}.damaged", damaged)
        replace_file(path, content, expected=sha256_of(damaged), keep_previous=False)
        return aside
    finally:
        lock.release()


def open_beside(folder: StudyFolder, interview_id: str, remains: Remains) -> str:
    """Write what is left into a new interview beside the damaged one, and give its id.

    Raises:
        StorageError: The disk refused; there is no new file.
    """
    for number in range(1, 1000):
        new_id = f"{interview_id[:66]}-restored" + (f"-{number}" if number > 1 else "")
        try:
            record = replace(remains.interview, id=new_id)
            create_file(folder.interview_path(new_id), to_yaml(record).encode())
        except FileExistsError:
            continue
        return new_id
    raise StorageError("It was restored too many times.", path=folder.interview_path(interview_id))


def keep_aside(folder: StudyFolder, name: str, content: bytes) -> Path:
    """Keep the bytes of a file that is read no more, under a name of their own.

    Raises:
        StorageError: The disk refused.
    """
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%d-%H%M%S")
    for number in range(1, 1000):
        path = folder.aside / (f"{name}-{stamp}" + (f"-{number}" if number > 1 else ""))
        try:
            create_file(path, content)
        except FileExistsError:
            continue
        return path
    raise StorageError("Too many files of that name.", path=folder.aside / name)


def raise_for_remains(folder: StudyFolder, interview_id: str, fault: ThemerError) -> None:
    """Raise what is left of an interview in place of why it cannot be read, where anything is.

    Raises:
        DamagedError: Something is left.
    """
    if isinstance(fault, NewerFormatError):
        return
    remains = find_remains(folder, interview_id)
    if remains is not None:
        raise DamagedError(fault, remains) from fault


def _blank(folder: StudyFolder, interview_id: str, journal: Journal) -> Interview | None:
    """Make an empty record for words of which only a journal is left, by the id's unit."""
    try:
        study = folder.study().value
        sets = folder.question_sets()
    except ThemerError:
        return None
    named = _NUMBERED.match(interview_id)
    found = study.find_unit(named["unit"]) if named else None
    if found is None:
        return None
    partner, unit = found
    chosen = next((one for one in sets if one.value.audience == unit.audience), None)
    if chosen is None:
        return None
    particulars = Particulars(
        unit.id, partner.id, "unknown", "interviewer", journal.last_at.date(), "unknown"
    )
    blank = begin(study, chosen.value, chosen.sha256, interview_id, particulars)
    if chosen.value.version == journal.set_version:
        return blank
    return replace(blank, set=replace(blank.set, version=journal.set_version, sha256=None))


def _held(folder: StudyFolder, journal: Journal) -> str:
    """Say what a journal holds: the titles of its questions, or their ids where none is known."""
    titles: dict[str, str] = {}
    try:
        for found in folder.question_sets():
            titles |= {question.id: question.title for question in found.value.questions()}
    except ThemerError:
        titles = {}
    parts = [name.partition(".")[2] or name for name in journal.parts]
    if len(parts) > _MOST_NAMED:
        answers = sum(name.startswith("answers.") for name in journal.parts)
        return f"{answers} answers"
    return ", ".join(f"“{titles.get(part, part)}”" for part in parts)


def _when(at: dt.datetime) -> str:
    return f"{at.astimezone():%d %B %Y, %H:%M:%S}"
