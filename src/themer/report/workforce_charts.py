"""Charts of the workforce picture; a number that may not be printed is in none of them.

Bars beside each other rest on the same units, so each chart is over those that gave all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from themer.findings.recorded import Projection, Total, WorkforceFinding, WorkforceRow
from themer.model.assumptions import SCENARIOS
from themer.report.printing import plain_number
from themer.report.source import Source
from themer.report.workforce_sums import Sums, measure_names

SCENARIO_LABELS = {"low": "Smallest gap", "middle": "Middle", "high": "Largest gap"}


def supply_chart(source: Source, sums: Sums, found: WorkforceFinding) -> dict[str, Any] | None:
    """Draw supply, filled and demand for each part; None where two cannot be compared."""
    names = measure_names(source)
    parts = found.rows[:-1] or found.rows
    rows = [row for row in parts if _has_all(sums, tuple(row.same.values()))]
    whats = list(found.rows[-1].same)
    if not rows or len(whats) < 2:
        return None
    return _chart(
        f"{_started(_listed([names[what] for what in whats]))}, over those that gave all of them",
        [f"{row.label} (n = {row.same[whats[0]].n})" for row in rows],
        [(_started(names[what]), [row.same[what].value or 0.0 for row in rows]) for what in whats],
        left_out=[row.label for row in parts if row not in rows],
    )


def stock_chart(source: Source, sums: Sums, whole: WorkforceRow) -> dict[str, Any] | None:
    """Draw the stock, a bar for each category with its activities stacked; None without both."""
    wanted = source.material.study.workforce
    stock = wanted.stock if wanted else ()
    if not stock or not _has_all(sums, whole.same_stock):
        return None
    categories = list(dict.fromkeys(one.category for one in stock if one.category))
    activities = list(dict.fromkeys(one.activity for one in stock if one.activity))
    if not categories or not activities:
        return None
    values = {
        (one.category, one.activity): total.value or 0.0
        for one, total in zip(stock, whole.same_stock, strict=True)
    }
    n = whole.same_stock[0].n
    return _chart(
        f"By kind and activity, over the {n} {source.unit_noun(whole.same_stock[0])} that gave all",
        categories,
        [
            (_started(activity), [values.get((kind, activity), 0.0) for kind in categories])
            for activity in activities
        ],
        stacked=True,
    )


def flow_chart(source: Source, sums: Sums, found: WorkforceFinding) -> dict[str, Any] | None:
    """Draw the steps of the chain as bars, over the units that gave every step."""
    chain = found.chain
    if chain is None or not _has_all(sums, chain.steps):
        return None
    n = chain.steps[0].n
    return _chart(
        f"Step by step, over the {n} {source.unit_noun(chain.steps[0])} that gave every step",
        [_started(label) for label in chain.labels],
        [("People", [total.value or 0.0 for total in chain.steps])],
    )


def projection_chart(found: Projection) -> dict[str, Any]:
    """Draw the projected gaps year by year; what is to spare has no bar, and says so."""
    years = [year.year for year in found.paths[0].years]
    series = []
    for scenario, path in zip(SCENARIOS, found.paths, strict=True):
        series.append((SCENARIO_LABELS[scenario], [year.gap for year in path.years]))
    return _chart("Projected gap, not a finding", years, series)


def _has_all(sums: Sums, totals: Sequence[Total]) -> bool:
    return bool(totals) and all(one.value is not None for one in totals) and sums.may(*totals)


def _chart(
    caption: str,
    categories: list[str],
    series: Sequence[tuple[str, list[float]]],
    *,
    stacked: bool = False,
    left_out: Sequence[str] = (),
) -> dict[str, Any]:
    """Make a chart whose alternative text says every number in it."""
    alt = [
        f"{category}: "
        + ", ".join(
            f"{name.lower() if len(series) > 1 else ''} {_words(values[at])}".strip()
            for name, values in series
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
            }
            for name, values in series
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
