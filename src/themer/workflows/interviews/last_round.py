"""What the same unit, or else its organisation, said in the round before this conversation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from themer.conversation.entry import fact_words
from themer.conversation.restricting import open_words
from themer.errors import ThemerError
from themer.model.interview import SKIPPED, Answer, Interview
from themer.model.question_set import Question, QuestionSet
from themer.storage import files
from themer.storage.study_folder import StudyFolder

_FIRST_LINES = 6


@dataclass(frozen=True, slots=True)
class LastRound:
    """What was said then, by question."""

    date: dt.date
    who: str
    """The unit's name."""
    is_same_unit: bool
    said: Mapping[str, str]
    """By question id: the fact, and the first lines of the words, restricted ones left out."""


def last_round(folder: Path, interview: Interview, questions: QuestionSet) -> LastRound | None:
    """Find what was said last round; None where there was none.

    It is the latest finished conversation before this one's first day: of the same unit, and of
    another unit of the same organisation only where that one has none. Files that cannot be read
    are passed over, as ``themer check`` names them.

    Args:
        folder: The study.
        interview: The conversation that is being held.
        questions: Its questions; those of the earlier one are matched by id.
    """
    study_folder = StudyFolder(folder)
    began = min((sitting.date for sitting in interview.sittings), default=dt.date.max)
    earlier = [
        (other.last_date, other)
        for path in study_folder.interview_paths()
        if (other := _read_kin(study_folder, path, interview)) is not None
        and other.last_date is not None
        and other.last_date < began
    ]
    own = [found for found in earlier if found[1].unit == interview.unit]
    if not earlier:
        return None
    date, other = max(own or earlier, key=lambda found: (found[0], found[1].id))
    said = {
        question.id: words
        for question in questions.current()
        if (answer := other.answers.get(question.id)) is not None
        and (words := _said(question, answer))
    }
    return LastRound(date, _name(study_folder, other.unit), bool(own), said)


def component_names(folder: Path, questions: QuestionSet) -> dict[str, str]:
    """Give the names of a question set's components by id; none where the codebook is not there."""
    study_folder = StudyFolder(folder)
    try:
        books = [stored.value for stored in study_folder.codebooks()]
    except ThemerError:
        return {}
    return {code.id: code.name for b in books if b.id == questions.codebook for code in b.codes}


def _read_kin(folder: StudyFolder, path: Path, interview: Interview) -> Interview | None:
    """Read a finished conversation of the same organisation; None for any other.

    Only files that hold its id are parsed: this runs beside somebody who types, and 500 files
    would take seconds from them.
    """
    try:
        if interview.organisation not in path.read_text(encoding="utf-8"):
            return None
        other = folder.read(files.INTERVIEW, path).value
    except (ThemerError, OSError, UnicodeDecodeError):
        return None
    is_kin = other.organisation == interview.organisation and other.id != interview.id
    return other if is_kin and other.state == "finished" and other.counts else None


def _said(question: Question, answer: Answer) -> str:
    if answer.state != "answered":
        return SKIPPED[answer.state]
    fact = fact_words(question.answer, answer.fact)
    lines = open_words(answer.coded_text, answer.closed).strip().split("\n")
    return "\n".join([part for part in (fact, *lines[:_FIRST_LINES]) if part])


def _name(folder: StudyFolder, unit: str) -> str:
    try:
        found = folder.study().value.find_unit(unit)
    except ThemerError:
        return unit
    return found[1].name if found else unit
