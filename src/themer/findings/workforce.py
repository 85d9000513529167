"""The picture of supply and demand, from the measures that the study names."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from themer.findings.counting import sort_references
from themer.findings.flow import find_assessing, find_chain, find_parts
from themer.findings.imported import find_imported
from themer.findings.material import Material
from themer.findings.measured import Measured, add_up, measure, over_same
from themer.findings.projection import find_projection
from themer.findings.recorded import Total, UnitFigures, WorkforceFinding, WorkforceRow
from themer.model.study import Workforce

RULE = "workforce"
ALL = "all"
_FIGURES = ("supply", "filled", "demand")


def find_workforce(material: Material) -> WorkforceFinding | None:
    """Sum the study's measures for each value of its attribute, and for all; None without them."""
    asked_for = material.study.workforce
    if asked_for is None:
        return None
    measured = measure(material)
    everyone = _units_with(material, None, ALL)
    rates = material.assumptions.rates if material.assumptions else None
    return WorkforceFinding(
        by=asked_for.by,
        rows=tuple(
            _row(asked_for, measured, key, label, _units_with(material, asked_for.by, key))
            for key, label in (*_values(material, asked_for), (ALL, "All"))
        ),
        rule=RULE,
        units=tuple(_units(material, asked_for, measured, everyone)),
        chain=find_chain(measured, asked_for.flow, everyone),
        assessing=find_assessing(
            measured, asked_for.assessing, rates.assessors_each if rates else None, everyone
        ),
        imported=find_imported(material, measured),
        projection=find_projection(material, measured, everyone),
    )


def _values(material: Material, asked_for: Workforce) -> list[tuple[str, str]]:
    if asked_for.by is None:
        return []
    named = list(material.study.attributes.get(asked_for.by, {}).items())
    used = {p.attributes.get(asked_for.by) for p in material.study.partners}
    return [(key, label) for key, label in named if key in used]


def _units_with(material: Material, by: str | None, key: str) -> set[str]:
    return {
        unit
        for unit, value in _attribute_of(material, by).items()
        if key == ALL or by is None or value == key
    }


def _attribute_of(material: Material, by: str | None) -> dict[str, str]:
    """Give every unit that counts with its organisation's value of an attribute, or nothing."""
    found = {}
    for interview in material.counted():
        partner = material.study.partner(interview.organisation)
        value = partner.attributes.get(by) if partner is not None and by is not None else None
        found[material.unit_of(interview)] = value or ""
    return found


def _row(
    asked_for: Workforce, measured: Measured, key: str, label: str, units: set[str]
) -> WorkforceRow:
    named = {what: name for what in _FIGURES if (name := getattr(asked_for, what)) is not None}
    totals = {what: add_up(measured, name, units) for what, name in named.items()}
    gap, supply, demand = _gap(asked_for, measured, units)
    same = over_same(measured, list(named.values()), units)
    return WorkforceRow(
        key=key,
        label=label,
        supply=totals.get("supply"),
        filled=totals.get("filled"),
        demand=totals.get("demand"),
        gap=gap,
        gap_supply=supply,
        gap_demand=demand,
        same=dict(zip(named, same, strict=True)),
        stock=tuple(
            (stock.label, add_up(measured, stock.measure, units)) for stock in asked_for.stock
        ),
        same_stock=over_same(measured, [stock.measure for stock in asked_for.stock], units),
        flow=find_parts(measured, asked_for.flow, units),
    )


def _gap(
    asked_for: Workforce, measured: Measured, units: set[str]
) -> tuple[Total | None, float | None, float | None]:
    """Take supply from demand over the units that gave both; give the gap, and the two."""
    if asked_for.supply is None or asked_for.demand is None:
        return None, None, None
    supply, demand = over_same(measured, (asked_for.supply, asked_for.demand), units)
    known = supply.value is not None and demand.value is not None
    gap = dataclasses.replace(
        demand,
        value=(demand.value or 0.0) - (supply.value or 0.0) if known else None,
        estimates=tuple(sorted({*supply.estimates, *demand.estimates})),
        answers=sort_references([*supply.answers, *demand.answers]),
        measures=(*supply.measures, *demand.measures),
    )
    return gap, supply.value, demand.value


def _units(
    material: Material, asked_for: Workforce, measured: Measured, units: set[str]
) -> Iterator[UnitFigures]:
    """Go through the units that were asked for supply or demand, with what each gave."""
    named = {what: name for what in _FIGURES if (name := getattr(asked_for, what)) is not None}
    keys = _attribute_of(material, asked_for.by)
    for unit in sorted(units):
        found = {what: add_up(measured, name, {unit}) for what, name in named.items()}
        missing = {w: next(iter(t.apart)) for w, t in found.items() if t.value is None and t.apart}
        if any(total.n for total in found.values()) or set(missing.values()) - {"not_asked"}:
            yield UnitFigures(
                unit=unit,
                key=keys[unit],
                supply=found["supply"].value if "supply" in found else None,
                filled=found["filled"].value if "filled" in found else None,
                demand=found["demand"].value if "demand" in found else None,
                missing=missing,
                answers=sort_references([a for total in found.values() for a in total.answers]),
            )
