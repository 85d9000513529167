"""Recorded numbers by the measure that they are of: who gave them, and sums over chosen units."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence

from themer.findings.counting import observe, sort_references
from themer.findings.facts import summarise
from themer.findings.figure import AnswerReference
from themer.findings.material import Material
from themer.findings.recorded import APART_LABELS, NumberSummary, Total

Measured = Mapping[str, tuple[NumberSummary, ...]]
"""What was recorded of each measure, from every question and audience that has it."""


def measure(material: Material) -> Measured:
    """Gather every recorded number that is of a measure, by measure."""
    found: dict[str, tuple[NumberSummary, ...]] = {}
    for audience in material.audiences():
        for asked in observe(material, audience):
            answer = asked.question.answer
            if answer.type not in ("number", "numbers"):
                continue
            for field in answer.fields or (None,):
                summary = summarise(asked, field)
                if summary.measure is not None:
                    found[summary.measure] = (*found.get(summary.measure, ()), summary)
    return found


def label_of(measured: Measured, name: str) -> str:
    """Give what a measure is called in the question that records it."""
    return next((one.label for one in measured.get(name, ())), name.replace("_", " "))


def add_up(measured: Measured, name: str, units: set[str]) -> Total:
    """Sum a measure over some units, naming those that gave it, will give it, or did not."""
    values: dict[str, float] = {}
    reasons: dict[str, str] = {}
    estimates: set[str] = set()
    answers: list[AnswerReference] = []
    for summary in measured.get(name, ()):
        for unit, value in summary.values.items():
            if unit in units:
                values[unit] = values.get(unit, 0.0) + value
        for reason, apart in summary.apart_units.items():
            reasons |= {unit: reason for unit in apart if _is_better(reason, reasons.get(unit))}
        estimates |= units & set(summary.estimates)
        answers += [answer for unit, answer in summary.answers.items() if unit in units]
    left = {unit: reason for unit, reason in reasons.items() if unit in units - set(values)}
    return Total(
        value=sum(values[unit] for unit in sorted(values)) if values else None,
        n=len(values),
        units=tuple(sorted(values)),
        awaited=tuple(sorted(unit for unit, reason in left.items() if reason == "awaited")),
        missing=tuple(sorted(unit for unit, reason in left.items() if reason != "awaited")),
        estimates=tuple(sorted(estimates & set(values))),
        answers=sort_references(answers),
        measures=(name,),
        apart=_by_reason(left),
    )


def _is_better(reason: str, before: str | None) -> bool:
    """Say whether a reason tells more than another of the same unit: awaited most of all."""
    return before is None or reason == "awaited" or before == "not_asked"


def _by_reason(left: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    return {
        reason: tuple(sorted(unit for unit, said in left.items() if said == reason))
        for reason in APART_LABELS
        if reason in left.values()
    }


def over_same(measured: Measured, names: Sequence[str], units: set[str]) -> tuple[Total, ...]:
    """Sum several measures over the units that gave all of them.

    Who still owes any of them is named in each.
    """
    every = [add_up(measured, name, units) for name in names]
    same = units.intersection(*(one.units for one in every)) if every else set()
    left: dict[str, str] = {}
    for reason, unit in _apart(every):
        if unit not in same and _is_better(reason, left.get(unit)):
            left[unit] = reason
    apart = _by_reason(left)
    return tuple(
        dataclasses.replace(
            add_up(measured, name, same),
            awaited=apart.get("awaited", ()),
            missing=tuple(sorted(unit for unit, reason in left.items() if reason != "awaited")),
            apart=apart,
        )
        for name in names
    )


def _apart(totals: Iterable[Total]) -> Iterator[tuple[str, str]]:
    for total in totals:
        for reason, units in total.apart.items():
            for unit in units:
                yield reason, unit


def together(totals: Sequence[Total]) -> Total:
    """Add up totals over the same units; nothing where there are none."""
    if not totals:
        return Total(None, 0, (), (), (), (), ())
    first = totals[0]
    values = [one.value for one in totals if one.value is not None]
    return dataclasses.replace(
        first,
        value=sum(values) if values else None,
        estimates=tuple(sorted({unit for one in totals for unit in one.estimates})),
        answers=sort_references([answer for one in totals for answer in one.answers]),
        measures=tuple(name for one in totals for name in one.measures),
    )
