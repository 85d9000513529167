"""Prevalence of recorded facts, and sums and spreads of recorded numbers."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping

from themer.findings.counting import (
    AskedQuestion,
    Observation,
    counts_of,
    group_apart,
    make_figure,
    observe,
)
from themer.findings.figure import Figure
from themer.findings.material import Material
from themer.findings.recorded import FactFinding, NumberSummary
from themer.model.facts import Fact
from themer.model.question_set import NumberField, Question

PREVALENCE_RULE = "prevalence-of-a-fact"
NUMBERS_RULE = "numbers"
SCALE_RULE = "scales"


def find_facts(material: Material) -> tuple[FactFinding, ...]:
    """Count every recorded fact, audience by audience, in the order of the question sets."""
    return tuple(
        _finding(asked)
        for audience in material.audiences()
        for asked in observe(material, audience)
        if asked.question.answer.has_fact
    )


def summarise(asked: AskedQuestion, field: NumberField | None) -> NumberSummary:
    """Sum up a number over the units that gave it.

    Args:
        asked: A question that takes a number, a scale's point or several numbers.
        field: Which of several numbers; None where the question takes one.
    """
    question = asked.question
    states: dict[str, str] = {}
    given: dict[str, tuple[float, Observation]] = {}
    for unit, seen in number_observations(asked, field).items():
        number = number_of(seen, field)
        if number is None:
            states[unit] = _why_missing(seen)
        else:
            given[unit] = (number, seen)
    values = {unit: number for unit, (number, _) in given.items()}
    apart_units = group_apart(states)
    name = question.id if field is None else f"{question.id}.{field.id}"
    return NumberSummary(
        id=f"number:{name}@{asked.audience}",
        label=question.title if field is None else field.label,
        audience=asked.audience,
        question=question.id,
        field=None if field is None else field.id,
        unit=question.answer.unit,
        measure=question.answer.measure if field is None else field.measure,
        n=len(values),
        values=values,
        total=sum(values.values()) if values else None,
        median=statistics.median(values.values()) if values else None,
        least=min(values.values(), default=None),
        most=max(values.values(), default=None),
        estimates=tuple(
            unit
            for unit, (_, seen) in given.items()
            if seen.answer is not None and seen.answer.status == "estimate"
        ),
        apart=counts_of(apart_units),
        apart_units=apart_units,
        answers={unit: seen.reference for unit, (_, seen) in given.items()},
        rule=SCALE_RULE if question.answer.type == "scale" else NUMBERS_RULE,
    )


def number_observations(
    asked: AskedQuestion, field: NumberField | None
) -> Mapping[str, Observation]:
    """Give what counts by unit; of several numbers, the latest conversation that has this one."""
    if field is None:
        return asked.latest
    found = dict(asked.latest)
    for seen in asked.every:
        if number_of(seen, field) is not None:
            found[seen.unit] = seen
    return dict(sorted(found.items()))


def number_of(seen: Observation, field: NumberField | None) -> float | None:
    """Read the number of an observation; None where it was not given."""
    if isinstance(seen.fact, Mapping):
        return None if field is None else seen.fact.get(field.id)
    return seen.fact if isinstance(seen.fact, float) and field is None else None


def has_value(fact: Fact | None, value: str) -> bool:
    """Say whether a fact is a value, or holds it among several, or is that point of a scale."""
    if isinstance(fact, float):
        return f"{fact:g}" == value
    if isinstance(fact, str):
        return fact == value
    return isinstance(fact, tuple) and value in fact


def rows_of(question: Question) -> Iterator[tuple[str, str]]:
    """Go through the values that are counted for a question, each with its label."""
    kind = question.answer
    if kind.type == "scale" and kind.min is not None and kind.max is not None:
        for point in range(int(kind.min), int(kind.max) + 1):
            yield str(point), str(point)
    elif kind.possible:
        for option in kind.possible:
            yield option, kind.option_label(option)
    elif kind.type in ("text", "date"):
        yield "given", "given"


def _finding(asked: AskedQuestion) -> FactFinding:
    question = asked.question
    apart_units = asked.apart_units()
    kind = question.answer.type
    fields: tuple[NumberField | None, ...] = question.answer.fields or (None,)
    return FactFinding(
        id=f"fact:{question.id}@{asked.audience}",
        audience=asked.audience,
        question=question.id,
        label=question.title,
        ask=question.ask,
        kind=kind,
        role=question.role,
        sensitive=question.sensitive,
        exclusive=kind != "multi_choice",
        n=len(asked.with_value()),
        rows=tuple(_row(asked, value, label) for value, label in rows_of(question)),
        numbers=tuple(summarise(asked, field) for field in fields)
        if kind in ("number", "numbers", "scale")
        else (),
        apart=counts_of(apart_units),
        apart_units=apart_units,
    )


def _row(asked: AskedQuestion, value: str, label: str) -> Figure:
    base = asked.with_value()
    counted = {
        unit: seen
        for unit, seen in base.items()
        if (value == "given" and not asked.question.answer.possible) or has_value(seen.fact, value)
    }
    return make_figure(
        f"fact:{asked.question.id}:{value}",
        f"{asked.question.title}: {label}",
        asked.audience,
        counted=counted,
        base=base,
        rule=SCALE_RULE if asked.question.answer.type == "scale" else PREVALENCE_RULE,
        answers=(seen.reference for seen in counted.values()),
        apart=counts_of(asked.apart_units()),
    )


def _why_missing(seen: Observation) -> str:
    """Say why a number is not there; a table that has others of its numbers was answered."""
    if seen.state != "value":
        return seen.state
    awaited = seen.answer is not None and seen.answer.is_awaited
    return "awaited" if awaited else "no_answer"
