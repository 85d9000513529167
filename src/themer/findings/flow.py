"""What passes along a chain, what is lost between its steps, and the assessors that it takes."""

from __future__ import annotations

import itertools

from themer.findings.measured import Measured, label_of, over_same, together
from themer.findings.recorded import AssessingFinding, Chain, FlowPart
from themer.model.assumptions import SCENARIOS, Assumption
from themer.model.study import Assessing, Flow, FlowStep

RULE = "flow"


def find_parts(measured: Measured, flow: Flow | None, units: set[str]) -> tuple[FlowPart, ...]:
    """Go from each step of a chain to the next, over those of the units that gave both."""
    steps = flow.chain() if flow else ()
    parts = []
    for first, then in itertools.pairwise(steps):
        start, end = over_same(measured, (first.measure, then.measure), units)
        labels = (_label(measured, first), _label(measured, then))
        parts.append(FlowPart(*labels, start, end, of_those=then.of_those))
    return tuple(parts)


def find_chain(measured: Measured, flow: Flow | None, units: set[str]) -> Chain | None:
    """Put the steps of a chain side by side; None where the study has none."""
    steps = flow.chain() if flow else ()
    if len(steps) < 2:
        return None
    return Chain(
        labels=tuple(_label(measured, step) for step in steps),
        steps=over_same(measured, [step.measure for step in steps], units),
        parts=find_parts(measured, flow, units),
    )


def _label(measured: Measured, step: FlowStep) -> str:
    return step.label or label_of(measured, step.measure)


def find_assessing(
    measured: Measured, asked_for: Assessing | None, each: Assumption | None, units: set[str]
) -> AssessingFinding | None:
    """Hold those who need an assessor against those who may assess, by the units that gave both.

    Args:
        measured: The recorded numbers.
        asked_for: Which measures are meant; None where the study names none.
        each: How many assessors one person takes in a year, if that is assumed.
        units: Whose numbers are wanted.
    """
    if asked_for is None:
        return None
    *people, by = over_same(measured, (*asked_for.people, asked_for.by), units)
    total = together(people)
    needed: dict[str, float] = {}
    if each is not None and total.value is not None:
        needed = {one: round(total.value * getattr(each, one), 6) for one in SCENARIOS}
    return AssessingFinding(total, by, label_of(measured, asked_for.by), needed)
