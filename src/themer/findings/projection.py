"""The gap in years to come, if the study's assumptions hold: low, middle and high.

The model is a plain one, made to be followed with a pencil: a stock that loses some and gains some
each year, a supply that neither the stock nor what is offered can exceed, and a demand that grows.
It is for saying what a range of assumptions comes to. It forecasts nothing: it knows no cause, no
year before this one, and no unit that did not give its figures.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from themer.findings.material import Material
from themer.findings.measured import Measured, over_same, together
from themer.findings.recorded import ProjectedPath, ProjectedYear, Projection, Total
from themer.model.assumptions import (
    NEEDED,
    RATE_KINDS,
    SCENARIOS,
    Assumption,
    AssumptionsFile,
    Scenario,
)

RULE = "projection"


def find_projection(material: Material, measured: Measured, units: set[str]) -> Projection | None:
    """Project the gap, or say why it is not projected; None where nothing is assumed.

    It starts from the units that gave supply, demand, and every measure of the stock and of those
    on their way; nothing is put in for the others.
    """
    assumed, asked_for = material.assumptions, material.study.workforce
    if assumed is None or asked_for is None:
        return None
    named = {"supply": asked_for.supply, "demand": asked_for.demand}
    start = [one for one in named.values() if one is not None]
    totals = over_same(measured, (*start, *assumed.stock, *assumed.on_their_way), units)
    both, rest = totals[: len(start)], totals[len(start) :]
    stock = together(rest[: len(assumed.stock)])
    coming = together(rest[len(assumed.stock) :])
    supply, demand = both if len(both) == 2 else (together(()), together(()))
    given = dict(assumed.rates.each())
    lacking = [name for name in NEEDED if name not in given]
    if not assumed.on_their_way and "joining" in lacking:
        lacking.remove("joining")
    no_measure = tuple(what for what, measure in named.items() if measure is None)
    holds = not lacking and not no_measure and stock.n >= max(assumed.least_units, 1)
    return Projection(
        now=assumed.now,
        paths=tuple(_paths(assumed, given, (stock, coming, supply, demand))) if holds else (),
        stock=stock,
        on_their_way=coming,
        supply=supply,
        demand=demand,
        units=tuple(sorted({*stock.units, *stock.awaited, *stock.missing})),
        least_units=assumed.least_units,
        lacking=tuple(lacking),
        no_measure=no_measure,
        rule=RULE,
    )


def _paths(
    assumed: AssumptionsFile,
    given: dict[str, Assumption],
    start: tuple[Total, Total, Total, Total],
) -> Iterator[ProjectedPath]:
    values = [total.value or 0.0 for total in start]
    for scenario in SCENARIOS:
        rates = {
            name: rate_for(name, one, scenario) for name, one in given.items() if name in NEEDED
        }
        yield ProjectedPath(scenario, rates, tuple(project(assumed.years, rates, *values)))


def rate_for(name: str, assumption: Assumption, scenario: Scenario) -> float:
    """Choose a rate's value: for the smallest gap, the end that makes the gap small."""
    if scenario == "middle":
        return assumption.middle
    wants_high = RATE_KINDS[name].widens == (scenario == "high")
    return assumption.high if wants_high else assumption.low


def project(
    years: tuple[str, ...],
    rates: dict[str, float],
    stock: float,
    on_their_way: float,
    supply: float,
    demand: float,
) -> Iterator[ProjectedYear]:
    """Go year by year from where a stock, its supply and the demand stand now.

    Args:
        years: What they are called.
        rates: The value of each rate, by its name.
        stock: Those who can supply now.
        on_their_way: Those who may join in a year.
        supply: What is offered now.
        demand: What is needed now.

    Yields:
        A year each, in whole numbers; what one year hands to the next is not rounded.
    """
    offered = supply
    for year in years:
        stock += rates.get("joining", 0.0) * on_their_way - rates["leaving"] * stock
        offered *= 1 + rates["supply_growth"]
        demand *= 1 + rates["demand_growth"]
        possible = min(stock * rates["capacity"], offered)
        yield ProjectedYear(
            year, _whole(stock), _whole(possible * rates["comes_true"]), _whole(demand)
        )


def _whole(number: float) -> float:
    """Round to a whole number, halves up, as every printed number is."""
    # Twelve decimals take back what binary fractions add: 2.4999999999999996 was meant as 2.5.
    exact = Decimal(repr(round(number, 12)))
    return float(exact.quantize(Decimal("1"), ROUND_HALF_UP))
