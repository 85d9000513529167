"""The picture of supply and demand, from the measures that the study names."""

from __future__ import annotations

from collections.abc import Iterable

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
        if measure is None:
            return None
        return add_up(measures.get(measure, ()), units if only is None else units & only)

    supply, demand = total(asked_for.supply), total(asked_for.demand)
    both = _both(supply, demand)
    paired_supply = total(asked_for.supply, both)
    paired_demand = total(asked_for.demand, both)
    flow = asked_for.flow
    start = total(flow.start) if flow else None
    end = total(flow.end) if flow else None
    flowing = _both(start, end)
    return WorkforceRow(
        key=key,
        label=label,
        supply=supply,
        filled=total(asked_for.filled),
        demand=demand,
        gap=_gap(supply, demand, paired_supply, paired_demand),
        gap_supply=None if paired_supply is None or demand is None else paired_supply.value,
        gap_demand=None if paired_demand is None or supply is None else paired_demand.value,
        stock=tuple(
            (stock.label, add_up(measures.get(stock.measure, ()), units))
            for stock in asked_for.stock
        ),
        flow_start=total(flow.start, flowing) if flow else None,
        flow_end=total(flow.end, flowing) if flow else None,
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


def _both(one: Total | None, other: Total | None) -> set[str]:
    if one is None or other is None:
        return set()
    return set(one.units) & set(other.units)


def _gap(
    supply: Total | None, demand: Total | None, same_supply: Total | None, same_demand: Total | None
) -> Total | None:
    """Take supply from demand over the units that gave both; who still owes either is named."""
    if supply is None or demand is None or same_supply is None or same_demand is None:
        return None
    awaited = set(supply.awaited) | set(demand.awaited)
    missing = (set(supply.missing) | set(demand.missing)) - awaited
    value = (
        None
        if same_supply.value is None or same_demand.value is None
        else same_demand.value - same_supply.value
    )
    return Total(
        value=value,
        n=same_supply.n,
        units=same_supply.units,
        awaited=tuple(sorted(awaited)),
        missing=tuple(sorted(missing)),
        estimates=tuple(sorted({*same_supply.estimates, *same_demand.estimates})),
        answers=sort_references([*same_supply.answers, *same_demand.answers]),
    )
