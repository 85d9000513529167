"""What may be told in one conversation of all the others: cleared practice, and counts."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from themer.errors import ThemerError
from themer.findings.disclosure import suppress
from themer.findings.facts import find_facts
from themer.findings.material import Material
from themer.findings.recorded import FactFinding
from themer.model.interview import Answer, Interview
from themer.report.record_answers import closed, hidden_words
from themer.storage.study_folder import StudyFolder


@dataclass(frozen=True, slots=True)
class Others:
    """Lines that may be read out, none of which names anybody."""

    counts: tuple[str, ...]
    practices: tuple[str, ...]
    """Those that were marked with this question come first."""
    why_nothing: str
    """What to say where there is neither."""

    @property
    def lines(self) -> tuple[str, ...]:
        """Everything that may be told."""
        return (*self.counts, *self.practices)


def what_others_do(folder: Path, interview: Interview, question_id: str) -> Others:
    """Gather what a partner who asks may be told.

    Counts are of this question's fact over all other units, under the study's ``shareable``
    threshold; what the partner's own unit said is left out. A practice is told where it was marked
    as one that may be shared, in a conversation that counts; not while two copies of it differ, nor
    where it holds restricted words. A sensitive question gives nothing.

    Args:
        folder: The study.
        interview: The conversation that is being held.
        question_id: The question on the screen.

    Raises:
        ThemerError: The study or a question set does not hold. A conversation that does not is
            left out.
    """
    material = _others(folder, interview)
    minimum = material.study.minimum_cell.shareable
    counts: tuple[str, ...] = ()
    for finding in find_facts(material):
        if finding.question == question_id and not finding.sensitive:
            counts += tuple(_count_lines(material, finding, minimum))
    units = len({material.unit_of(one) for one in material.counted()})
    why = (
        "Nothing may be told yet: no practice was cleared for sharing, and a figure is told from "
        f"{minimum} others up that say the same. So far {units} others were talked to."
    )
    return Others(counts, tuple(_practices(material, question_id)), why)


def _others(folder: Path, interview: Interview) -> Material:
    study_folder = StudyFolder(folder)
    study = study_folder.study().value
    sets = {stored.value.id: stored.value for stored in study_folder.question_sets()}
    material = Material(study, sets, {}, ())
    found = []
    for path in study_folder.interview_paths():
        with contextlib.suppress(ThemerError):
            found.append(study_folder.interview(path.stem).value)
    own = material.unit_of(interview)
    return replace(material, interviews=tuple(one for one in found if material.unit_of(one) != own))


def _count_lines(material: Material, finding: FactFinding, minimum: int) -> Iterator[str]:
    audience = material.study.audiences[finding.audience]
    of = f"of {finding.n} {audience.counted(finding.n)}"
    for row in suppress(finding.rows, minimum, exclusive=finding.exclusive):
        if row.shown and row.figure.k:
            what = row.figure.label.removeprefix(f"{finding.label}: ")
            yield f"{row.figure.k} {of}: {what}"
    for number in finding.numbers:
        if number.n >= minimum and number.median is not None:
            unit = f" {number.unit}" if number.unit else ""
            of = f"of {number.n} {audience.counted(number.n)}"
            yield f"{number.label}: {number.median:g}{unit} is the middle figure {of}"


def _practices(material: Material, question_id: str) -> Iterator[str]:
    here: list[str] = []
    elsewhere: list[str] = []
    for interview in material.counted():
        for answer_id, answer in interview.answers.items():
            question = material.question(interview, answer_id)
            if question is None or question.sensitive or not _is_cleared(interview, answer_id):
                continue
            (here if answer_id == question_id else elsewhere).append(_practice_line(answer))
    yield from dict.fromkeys((*here, *elsewhere))


def _is_cleared(interview: Interview, question_id: str) -> bool:
    """Say whether a practice may be told: shared, in one copy, and without restricted words."""
    answer = interview.answers[question_id]
    if answer.practice is None or not answer.practice.share:
        return False
    line = _practice_line(answer)
    hidden = hidden_words(interview.answers.values())
    return not interview.has_other_copy(question_id) and closed(line, hidden) == line


def _practice_line(answer: Answer) -> str:
    assert answer.practice is not None
    ask = f" (ask: {answer.practice.ask})" if answer.practice.ask else ""
    return f"{answer.practice.what}{ask}"
