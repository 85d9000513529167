"""Charts of the workforce picture; a number that may not be printed is in none of them.

Bars beside each other rest on the same units, so each chart is over those that gave all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from themer.findings.recorded import (
    ProjectedYear,
    Projection,
    Total,
    WorkforceFinding,
    WorkforceRow,
)
from themer.model.study import Stock
from themer.report.marked_text import Rich, joined, say
from themer.report.printing import plain_number
from themer.report.source import Source
from themer.report.workforce_sums import Sums, measure_names

SCENARIO_LABELS = {"low": "Smallest gap", "middle": "Middle", "high": "Largest gap"}
_Bars = tuple[str, list[float], list[Rich]]
"""A series: its name, its values, and each value as it is entered in the ledger."""


def supply_chart(source: Source, sums: Sums, found: WorkforceFinding) -> dict[str, Any] | None:
    """Draw supply, filled and demand for each part; None where two cannot be compared."""
    names = measure_names(source)
    parts = found.rows[:-1] or found.rows
    rows = [row for row in parts if _has_all(sums, tuple(row.same.values()))]
    whats = list(found.rows[-1].same)
    # A part alone is beside nothing that it could be compared with.
    if not rows or len(whats) < 2 or (len(rows) < 2 <= len(parts)):
        return None
    bases = joined((_base_of(sums, row, found.rule) for row in rows), ", ")
    return _chart(
        say(
            "{what}, over those that gave all of them ({bases})",
            what=_started(_listed([names[what] for what in whats])),
            bases=bases,
        ),
        [row.label for row in rows],
        [_supply_bars(sums, rows, what, names[what], found.rule) for what in whats],
        left_out=[row.label for row in parts if row not in rows],
    )


def _base_of(sums: Sums, row: WorkforceRow, rule: str) -> Rich:
    total = next(iter(row.same.values()))
    n = sums.printer.number(
        f"same:{row.key}:n", f"{row.label}: gave all", total.n, total.units, rule
    )
    return say("{label} {n}", label=row.label, n=n)


def _supply_bars(
    sums: Sums, rows: Sequence[WorkforceRow], what: str, name: str, rule: str
) -> _Bars:
    values = [row.same[what].value or 0.0 for row in rows]
    entered = [
        sums.value(f"same:{row.key}:{what}", f"{what}, {row.label}: gave all", value,
                   row.same[what], rule)
        for row, value in zip(rows, values, strict=True)
    ]  # fmt: skip
    return _started(name), values, entered


def stock_chart(
    source: Source, sums: Sums, whole: WorkforceRow, rule: str
) -> dict[str, Any] | None:
    """Draw the stock, a bar for each category with its activities stacked; None without both."""
    wanted = source.material.study.workforce
    stock = wanted.stock if wanted else ()
    if not stock or not _has_all(sums, whole.same_stock):
        return None
    kinds = list(dict.fromkeys(one.category for one in stock if one.category))
    activities = list(dict.fromkeys(one.activity for one in stock if one.activity))
    if not kinds or not activities:
        return None
    pairs = list(zip(stock, whole.same_stock, strict=True))
    return _chart(
        _over(source, sums, whole.same_stock[0], "By kind and activity", "same_stock:n", rule),
        kinds,
        [_stock_bars(sums, pairs, kinds, activity, rule) for activity in activities],
        stacked=True,
    )


def _stock_bars(
    sums: Sums,
    pairs: Sequence[tuple[Stock, Total]],
    kinds: Sequence[str],
    activity: str,
    rule: str,
) -> _Bars:
    values, entered = [], []
    for at, kind in enumerate(kinds):
        totals = [t for s, t in pairs if (s.category, s.activity) == (kind, activity)]
        value = sum(total.value or 0.0 for total in totals)
        values.append(value)
        key = f"same_stock:{at}:{activity.replace(' ', '_')}"
        label = f"{kind}, {activity}: gave all"
        entered.append(sums.value(key, label, value, totals[0] if totals else pairs[0][1], rule))
    return _started(activity), values, entered


def flow_chart(
    source: Source, sums: Sums, found: WorkforceFinding, rule: str
) -> dict[str, Any] | None:
    """Draw the steps of the chain as bars, over the units that gave every step."""
    chain = found.chain
    if chain is None or not _has_all(sums, chain.steps):
        return None
    values = [total.value or 0.0 for total in chain.steps]
    entered = [
        sums.value(f"chain:{at}", f"{chain.labels[at]}: gave every step", value, total, rule)
        for at, (value, total) in enumerate(zip(values, chain.steps, strict=True))
    ]
    return _chart(
        _over(source, sums, chain.steps[0], "Step by step", "chain:n", rule),
        [_started(label) for label in chain.labels],
        [("People", values, entered)],
    )


def projection_chart(
    found: Projection, entered: Callable[[str, int, ProjectedYear], Rich]
) -> dict[str, Any]:
    """Draw the projected gaps year by year; what is to spare has no bar, and says so.

    Args:
        found: A projection with paths.
        entered: Gives the size of a gap as it is entered in the ledger.
    """
    years = [year.year for year in found.paths[0].years]
    series = [
        (
            SCENARIO_LABELS[path.scenario],
            [year.gap for year in path.years],
            [entered(path.scenario, at, year) for at, year in enumerate(path.years)],
        )
        for path in found.paths
    ]
    return _chart("Projected gap, not a finding", years, series)


def _has_all(sums: Sums, totals: Sequence[Total]) -> bool:
    return bool(totals) and all(one.value is not None for one in totals) and sums.may(*totals)


def _over(source: Source, sums: Sums, total: Total, what: str, key: str, rule: str) -> Rich:
    n = sums.printer.number(key, f"{what}: gave all", total.n, total.units, rule)
    noun = source.unit_noun(total)
    return say("{what}, over the {n} {noun} that gave all", what=what, n=n, noun=noun)


def _chart(
    caption: object,
    categories: list[str],
    series: Sequence[_Bars],
    *,
    stacked: bool = False,
    left_out: Sequence[str] = (),
) -> dict[str, Any]:
    """Make a chart whose alternative text says every number in it."""
    alt = [
        f"{category}: "
        + ", ".join(
            f"{name.lower() if len(series) > 1 else ''} {_words(values[at])}".strip()
            for name, values, _ in series
        )
        + "."
        for at, category in enumerate(categories)
    ]
    if left_out:
        alt.append(f"Not drawn: {_listed(left_out)}; not all gave the figures, or too few did.")
    return {
        "caption": caption,
        "alt": " ".join(alt),
        "categories": categories,
        "series": [
            {
                "name": name,
                "values": [max(value, 0.0) for value in values],
                "labels": [_words(value) for value in values],
                "entered": entered,
            }
            for name, values, entered in series
        ],
        "stacked": stacked,
        "unit": "",
        "squares": False,
        "grid": False,
    }


def _words(value: float) -> str:
    return f"{plain_number(-value)} to spare" if value < 0 else plain_number(value)


def _started(words: str) -> str:
    return words[:1].upper() + words[1:]


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words[:-1]) + f" and {words[-1]}" if len(words) > 1 else "".join(words)
