"""The picture of supply and demand, from the measures that the study names."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable

from themer.findings.counting import observe, sort_references
from themer.findings.facts import summarise
from themer.findings.figure import AnswerReference
from themer.findings.material import Material
from themer.findings.recorded import NumberSummary, Total, WorkforceFinding, WorkforceRow
from themer.model.study import Workforce

RULE = "workforce"
ALL = "all"


def find_workforce(material: Material) -> WorkforceFinding | None:
    """Sum the study's measures for each value of its attribute, and for all; None without them."""
    asked_for = material.study.workforce
    if asked_for is None:
        return None
    measures = _measures(material)
    rows = []
    for key, label in (*_values(material, asked_for), (ALL, "All")):
        units = _units_with(material, asked_for.by, key)
        rows.append(_row(asked_for, measures, key, label, units))
    return WorkforceFinding(asked_for.by, tuple(rows), RULE)


def _measures(material: Material) -> dict[str, tuple[NumberSummary, ...]]:
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


def _values(material: Material, asked_for: Workforce) -> list[tuple[str, str]]:
    if asked_for.by is None:
        return []
    named = list(material.study.attributes.get(asked_for.by, {}).items())
    used = {p.attributes.get(asked_for.by) for p in material.study.partners}
    return [(key, label) for key, label in named if key in used]


def _units_with(material: Material, by: str | None, key: str) -> set[str]:
    counted = material.counted()
    if key == ALL or by is None:
        return {material.unit_of(interview) for interview in counted}
    return {
        material.unit_of(interview)
        for interview in counted
        if (partner := material.study.partner(interview.organisation)) is not None
        and partner.attributes.get(by) == key
    }


def _row(
    asked_for: Workforce,
    measures: dict[str, tuple[NumberSummary, ...]],
    key: str,
    label: str,
    units: set[str],
) -> WorkforceRow:
    def total(measure: str | None, only: set[str] | None = None) -> Total | None:
        """Add up a measure; None where the study names none."""
        if measure is None:
            return None
        return add_up(measures.get(measure, ()), units if only is None else units & only)

    supply, demand = total(asked_for.supply), total(asked_for.demand)
    same_supply, same_demand = _over_both(total, asked_for.supply, asked_for.demand)
    flow = asked_for.flow
    start, end = _over_both(total, flow.start, flow.end) if flow else (None, None)
    return WorkforceRow(
        key=key,
        label=label,
        supply=supply,
        filled=total(asked_for.filled),
        demand=demand,
        gap=_gap(same_supply, same_demand),
        gap_supply=None if same_supply is None else same_supply.value,
        gap_demand=None if same_demand is None else same_demand.value,
        stock=tuple(
            (stock.label, add_up(measures.get(stock.measure, ()), units))
            for stock in asked_for.stock
        ),
        flow_start=start,
        flow_end=end,
    )


def add_up(summaries: Iterable[NumberSummary], units: set[str]) -> Total:
    """Sum a measure over some units, naming those that gave it, will give it, or did not."""
    values: dict[str, float] = {}
    awaited: set[str] = set()
    missing: set[str] = set()
    estimates: set[str] = set()
    answers: list[AnswerReference] = []
    for summary in summaries:
        for unit, value in summary.values.items():
            if unit in units:
                values[unit] = values.get(unit, 0.0) + value
        for reason, apart in summary.apart_units.items():
            (awaited if reason == "awaited" else missing).update(units & set(apart))
        estimates |= units & set(summary.estimates)
        answers += [answer for unit, answer in summary.answers.items() if unit in units]
    return Total(
        value=sum(values[unit] for unit in sorted(values)) if values else None,
        n=len(values),
        units=tuple(sorted(values)),
        awaited=tuple(sorted(awaited - set(values))),
        missing=tuple(sorted(missing - awaited - set(values))),
        estimates=tuple(sorted(estimates)),
        answers=sort_references(answers),
    )


def _over_both(
    total: Callable[[str | None, set[str] | None], Total | None],
    one: str | None,
    other: str | None,
) -> tuple[Total | None, Total | None]:
    """Sum two measures over the units that gave both; who still owes either is named in each."""
    first, second = total(one, None), total(other, None)
    if first is None or second is None:
        return None, None
    both = set(first.units) & set(second.units)
    awaited = tuple(sorted({*first.awaited, *second.awaited}))
    missing = tuple(sorted({*first.missing, *second.missing} - set(awaited)))

    def over_both(measure: str | None) -> Total | None:
        """Add up a measure over the units that gave both."""
        found = total(measure, both)
        return found and dataclasses.replace(found, awaited=awaited, missing=missing)

    return over_both(one), over_both(other)


def _gap(supply: Total | None, demand: Total | None) -> Total | None:
    """Take supply from demand, both summed over the same units."""
    if supply is None or demand is None:
        return None
    known = supply.value is not None and demand.value is not None
    return dataclasses.replace(
        demand,
        value=(demand.value or 0.0) - (supply.value or 0.0) if known else None,
        estimates=tuple(sorted({*supply.estimates, *demand.estimates})),
        answers=sort_references([*supply.answers, *demand.answers]),
    )
