"""What each unit said to each question: the one value that counts, from all its conversations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from themer.findings.figure import AnswerReference, Figure
from themer.findings.material import Material
from themer.findings.recorded import APART_LABELS
from themer.model.facts import Fact, FactError, read_fact
from themer.model.interview import Answer, Interview
from themer.model.question_set import Question


@dataclass(frozen=True, slots=True)
class Observation:
    """What one conversation recorded for a question."""

    unit: str
    interview: str
    question: str
    state: str
    """``value``, or a reason for standing apart; see ``APART_LABELS``."""
    answer: Answer | None
    fact: Fact | None

    @property
    def reference(self) -> AnswerReference:
        """Name the answer."""
        return AnswerReference(self.interview, self.question)

    @property
    def was_asked(self) -> bool:
        """Say whether the question was put to the unit."""
        return self.state not in ("not_asked", "not_applicable")


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question of an audience, with what every unit of that audience said to it."""

    audience: str
    question: Question
    latest: Mapping[str, Observation]
    """The observation that counts, by unit, sorted by unit."""
    every: tuple[Observation, ...]
    """All of them, the earliest conversation first."""

    def with_value(self) -> dict[str, Observation]:
        """Give the observations of the base, by unit."""
        return {unit: seen for unit, seen in self.latest.items() if seen.state == "value"}

    def apart_units(self) -> dict[str, tuple[str, ...]]:
        """Give the units outside the base by reason."""
        return group_apart({unit: seen.state for unit, seen in self.latest.items()})


def observe(material: Material, audience: str) -> tuple[AskedQuestion, ...]:
    """Work out what each unit of an audience said to each question of its sets.

    Of several conversations of a unit the latest with a value counts; where none has a value, the
    latest in which the question was put; else it was not asked. A question that is retired is left
    out unless somebody answered it.
    """
    interviews = [i for i in material.counted() if material.audience_of(i) == audience]
    questions: dict[str, Question] = {}
    for set_id in sorted({i.set.id for i in interviews}):
        for question in material.sets[set_id].questions():
            questions.setdefault(question.id, question)
    asked = (_asked(material, audience, question, interviews) for question in questions.values())
    return tuple(
        one
        for one in asked
        if one.question.retired_in is None or any(seen.answer for seen in one.every)
    )


def group_apart(states: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Group units by the reason for which they stand apart, in the order of printing."""
    return {
        reason: tuple(sorted(unit for unit, state in states.items() if state == reason))
        for reason in APART_LABELS
        if reason in states.values()
    }


def counts_of(apart_units: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Count units by reason."""
    return {reason: len(units) for reason, units in apart_units.items()}


def make_figure(
    figure_id: str,
    label: str,
    audience: str,
    *,
    counted: Iterable[str],
    base: Iterable[str],
    rule: str,
    answers: Iterable[AnswerReference] = (),
    apart: Mapping[str, int] | None = None,
    machine_only: bool = False,
) -> Figure:
    """Make a figure of the counted units that are in the base; everything in it is sorted."""
    base_units = tuple(sorted(set(base)))
    units = tuple(sorted(set(counted) & set(base_units)))
    return Figure(
        id=f"{figure_id}@{audience}",
        label=label,
        audience=audience,
        k=len(units),
        n=len(base_units),
        rule=rule,
        units=units,
        base_units=base_units,
        answers=sort_references(answers),
        apart=dict(apart or {}),
        machine_only=machine_only,
    )


def sort_references(references: Iterable[AnswerReference]) -> tuple[AnswerReference, ...]:
    """Sort references by place, each once."""
    return tuple(sorted(set(references), key=place_order))


def place_order(where: AnswerReference) -> tuple[str, str, int, int]:
    """Give the key by which places are sorted; a whole answer comes before its passages."""
    start = -1 if where.start is None else where.start
    return where.interview, where.question, start, -1 if where.end is None else where.end


def observation(material: Material, interview: Interview, question: Question) -> Observation:
    """Read what one conversation recorded for a question."""
    answer = interview.answers.get(question.id)
    state, fact = ("not_asked", None) if answer is None else _read(question, answer)
    return Observation(material.unit_of(interview), interview.id, question.id, state, answer, fact)


def _asked(
    material: Material, audience: str, question: Question, interviews: list[Interview]
) -> AskedQuestion:
    every = tuple(
        observation(material, interview, question)
        for interview in interviews
        if material.question(interview, question.id) is not None
    )
    latest: dict[str, Observation] = {}
    for seen in every:
        before = latest.get(seen.unit)
        if before is None or _weight(seen) >= _weight(before):
            latest[seen.unit] = seen
    return AskedQuestion(audience, question, dict(sorted(latest.items())), every)


def _weight(seen: Observation) -> int:
    return 2 if seen.state == "value" else int(seen.was_asked)


def _read(question: Question, answer: Answer) -> tuple[str, Fact | None]:
    if answer.state != "answered":
        return answer.state, None
    if not question.answer.has_fact:
        return ("value" if answer.is_substantive else "no_answer"), None
    if answer.fact is None:
        if answer.is_awaited:
            return "awaited", None
        return ("words_only" if answer.noted.strip() else "no_answer"), None
    try:
        return "value", read_fact(question.answer, answer.fact)
    except FactError:
        return "words_only", None
