"""``themer record``: a conversation as its partner gets it, and what the partner says to it."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from themer.conversation import outline
from themer.conversation.confirming import confirm, mark_sent, note_correction
from themer.errors import InputError
from themer.model.interview import Confirmation, Interview
from themer.model.question_set import Question
from themer.report.record import is_unsettled, make_record, refuse_unagreed
from themer.report.record_answers import hidden_words
from themer.report.record_opening import RecordSource
from themer.storage.durable import replace_file
from themer.storage.study_folder import StudyFolder
from themer.storage.writing import to_yaml
from themer.workflows.auditing import InterviewAudit
from themer.workflows.interviews.opening import OpenInterview, open_interview
from themer.workflows.reporting.formats import document_writers
from themer.workflows.reporting.report import write_whole
from themer.workflows.reporting.templates import read_house

FOLDER = "records"


@dataclass(frozen=True, slots=True)
class WrittenRecord:
    """What was written, and where."""

    paths: tuple[Path, ...]
    notes: tuple[str, ...]
    """What to look at before it is sent."""


def write_record(
    folder: StudyFolder,
    interview_id: str,
    formats: Sequence[str] = ("docx",),
    out: Path | None = None,
) -> WrittenRecord:
    """Write the record of a conversation as it is on the disk, every format or none.

    Args:
        folder: The study.
        interview_id: The conversation.
        formats: Of ``docx``, ``html`` and ``md``.
        out: Where to write instead of ``records/``.

    Raises:
        InputError: There is no such conversation, question set or format.
        ProblemsError: A file does not hold.
        RefusedError: Consent was withdrawn, or nobody agreed to take part.
        StorageError: The disk refused; nothing was changed.
    """
    source = read_source(folder, interview_id)
    refuse_unagreed(source.interview)
    house = read_house(folder, source.study) if "docx" in formats else None
    writers = document_writers(formats, house=house)
    document = make_record(source, data_sha256=_hash_of(source))
    target = out or folder.root / FOLDER
    content = {f"{interview_id}.{ending}": write(document) for ending, write in writers.items()}
    write_whole(target, content)
    return WrittenRecord(tuple(target / name for name in content), tuple(_notes(source)))


def read_source(folder: StudyFolder, interview_id: str) -> RecordSource:
    """Read what a record is made from; errors as in ``write_record``."""
    interview = folder.interview(interview_id).value
    sets = [found.value for found in folder.question_sets() if found.value.id == interview.set.id]
    if not sets:
        raise InputError(
            f'Its question set "{interview.set.id}" is not in question_sets/.',
            hint="Put the set back; the conversation itself is whole.",
        )
    return RecordSource(folder.study().value, sets[0], interview)


def _hash_of(source: RecordSource) -> str:
    """Give the SHA-256 of all that the record says."""
    said = (source.interview, source.questions, source.study.consent, source.study.record_reply)
    plain = [None if part is None else dataclasses.asdict(part) for part in said]
    text = json.dumps(
        [*plain, source.unit_name, source.study.title],
        sort_keys=True,
        ensure_ascii=False,
        default=lambda value: dict(value) if isinstance(value, Mapping) else str(value),
    )
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _notes(source: RecordSource) -> Iterator[str]:
    interview = source.interview
    if interview.state == "open":
        yield "the conversation is not finished, and the record says so."
    live = sum(bool(a.noted.strip()) and a.fair_copy is None for a in interview.answers.values())
    if live:
        yield f"without a fair copy: {live}. These notes go out just as they were typed."
    unsettled = {copy.question for copy in interview.other_copies}
    if unsettled or any(is_unsettled(line) for line in interview.unassigned):
        yield "another copy of this conversation waits to be settled in the desk; it is left out."
    kept = sum(not is_unsettled(line) for line in interview.unassigned)
    if kept:
        yield (
            f"{kept} kept for later and in no answer: under “Also noted”. Look whether all of it "
            "is theirs."
        )
    for question_id in _open_elsewhere(interview):
        yield f"words that are restricted in another answer stand open in “{question_id}”."


def _open_elsewhere(interview: Interview) -> Iterator[str]:
    for question_id, answer in interview.answers.items():
        others = (a for name, a in interview.answers.items() if name != question_id)
        text = answer.coded_text
        if any(words in text for words in hidden_words(others)):
            yield question_id


# What the partner says to it


@dataclass(frozen=True, slots=True)
class Noted:
    """What is noted of a partner's word on their record; None and empty where nothing is."""

    sent: str | None = None
    confirmed: str | None = None
    by: str | None = None
    corrections: tuple[tuple[str | None, str, str], ...] = ()
    """Question (None for the whole), words and day of each, as ``YYYY-MM-DD``."""


class Confirming:
    """A conversation held open to note what the partner says to its record.

    Nothing that was said is changed. The lock is held until ``close``.

    Raises:
        HeldError: It is open elsewhere.
        InputError: It was withdrawn, or words of an earlier session wait to be put back.
        RefusedError: Nobody agreed to take part.
    """

    def __init__(self, folder: StudyFolder, interview_id: str) -> None:
        self._folder = folder
        self._opened: OpenInterview = open_interview(folder.root, interview_id)
        with contextlib.ExitStack() as on_failure:
            on_failure.callback(self.close)
            if self._opened.recovery is not None:
                raise InputError(
                    "Words of an earlier session wait to be put back into this conversation.",
                    hint=f'Open it first: "themer interview {interview_id}".',
                )
            refuse_unagreed(self._opened.stored.value)
            on_failure.pop_all()
        self._interview = self._opened.stored.value

    def find(self, typed: str) -> tuple[tuple[int, Question], ...]:
        """Find questions of the conversation by number or words, each with its number."""
        found = outline.find(self._opened.session, typed)
        return tuple((line.number, line.question) for line in found)

    @property
    def confirmation(self) -> Confirmation:
        """What is noted so far."""
        return self._interview.confirmation or Confirmation()

    def note(self, noted: Noted) -> None:
        """Note what a partner says; nothing is on the disk before ``save``.

        Raises:
            InputError: A day that is none or cannot be, or a question that is not in the set.
        """
        interview = self._interview
        if noted.sent is not None:
            interview = mark_sent(interview, noted.sent)
        for question_id, words, day in noted.corrections:
            interview = note_correction(interview, self._opened.questions, words, day, question_id)
        if noted.confirmed is not None:
            interview = confirm(interview, noted.confirmed, noted.by)
        self._interview = interview

    def save(self) -> bool:
        """Write what was noted; says whether there was anything.

        Raises:
            ChangedUnderneathError: Somebody else wrote the file meanwhile; it is as they left it.
            StorageError: The disk refused; the file is as it was.
        """
        stored = self._opened.stored
        if self._interview == stored.value:
            return False
        content = to_yaml(self._interview).encode()
        sha256 = replace_file(stored.path, content, expected=stored.sha256)
        InterviewAudit(self._opened.folder, stored.value, stored.sha256).saved(
            self._interview, sha256
        )
        saved = dataclasses.replace(stored, value=self._interview, sha256=sha256)
        self._opened = dataclasses.replace(self._opened, stored=saved)
        return True

    def close(self) -> None:
        """Give the conversation back."""
        self._opened.lock.release()
