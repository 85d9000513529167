"""Charts as typst code: shapes drawn on the page, with the chart in words for those who need it."""

from __future__ import annotations

from themer.report.blocks import BarChart
from themer.report.charts import label_of
from themer.report.palette import SERIES, fill_of, words_on
from themer.report.writers.typst_inline import literal, words

_ROOM_FOR_NUMBER = 0.06
"""The narrowest part of a bar's width that holds a number of two digits."""


def chart_source(chart: BarChart) -> str:
    """Give the call that draws a chart, without its caption."""
    if chart.grid:
        return _circles(chart)
    if chart.squares:
        return _squares(chart)
    if chart.stacked:
        return _stacked(chart)
    return _bars(chart)


BAR = "bar-"
"""What the mark of a bar begins with; its name follows, as hexadecimal UTF-8."""
_LONGEST_NAME = 60
"""The letters up to which a series' name stays beside its colour on one line."""
_LONGEST_WORD = 24


def _label(text: str) -> str:
    return "{ []; " + words(text, longest=_LONGEST_WORD) + " }"


def _value(chart: BarChart, series: int, at: int) -> str:
    """Give what stands at a bar, marked with the bar's name so that it is found again."""
    one = chart.series[series]
    name = f"{chart.categories[at]}: {one.name}".encode("utf-8", "surrogatepass").hex()
    return f'marked("{BAR}{name}", {literal(label_of(one, at))})'


def _array(parts: list[str]) -> str:
    return "(" + "".join(f"{part}, " for part in parts) + ")"


def _legend(chart: BarChart) -> str:
    return _array(
        [
            f'("{fill_of(at)}", {_label(one.name)}, {str(len(one.name) <= _LONGEST_NAME).lower()})'
            for at, one in enumerate(chart.series)
        ]
        if len(chart.series) > 1
        else []
    )


def _part(share: float, series: int, label: str) -> str:
    return f'({share:.4f}, "{fill_of(series)}", "{words_on(series)}", {label})'


def _bars(chart: BarChart) -> str:
    longest = max((value for one in chart.series for value in one.values), default=0) or 1
    rows = []
    for at, category in enumerate(chart.categories):
        bars = [
            _part(one.values[at] / longest, place, _value(chart, place, at))
            for place, one in enumerate(chart.series)
        ]
        rows.append(f"({_label(category)}, {_array(bars)})")
    return f"bars({_legend(chart)}, {_array(rows)})"


def _stacked(chart: BarChart) -> str:
    totals = [sum(one.values[at] for one in chart.series) for at in range(len(chart.categories))]
    longest = max(totals, default=0) or 1
    rows = []
    for at, category in enumerate(chart.categories):
        shares = [one.values[at] / longest for one in chart.series]
        parts = [
            _part(share, place, _value(chart, place, at) if share >= _ROOM_FOR_NUMBER else "[]")
            for place, share in enumerate(shares)
            if share
        ]
        rows.append(f"({_label(category)}, {_array(parts)})")
    return f"stacked({_legend(chart)}, {_array(rows)})"


def _squares(chart: BarChart) -> str:
    rows = []
    for at, category in enumerate(chart.categories):
        runs = [
            f'({round(one.values[at])}, "{fill_of(place)}", "{words_on(place)}", '
            f"{_value(chart, place, at)})"
            for place, one in enumerate(chart.series)
            if round(one.values[at])
        ]
        rows.append(f"({_label(category)}, {_array(runs)})")
    return f"squares({_legend(chart)}, {_array(rows)})"


def _circles(chart: BarChart) -> str:
    largest = max((value for one in chart.series for value in one.values), default=0) or 1
    rows = []
    for at, category in enumerate(chart.categories):
        cells = [
            f"({(one.values[at] / largest) ** 0.5:.4f}, {_value(chart, place, at)})"
            for place, one in enumerate(chart.series)
        ]
        rows.append(f"({_label(category)}, {_array(cells)})")
    names = _array([_label(one.name) for one in chart.series])
    return f'circles("{SERIES[0]}", "{words_on(0)}", {names}, {_array(rows)})'
