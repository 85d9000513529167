"""Bar charts as SVG: they reflow with the page, and say in words what they show.

Lengths across are per cent of the drawing's width and lengths down are pixels, so the drawing
fills any width without its words growing or shrinking. Labels stand above their bars for the same
reason. Each shape has a class, so that a page's style sheet may set its colours.
"""

from __future__ import annotations

from html import escape
from textwrap import wrap
from typing import Final

from themer.report.blocks import BarChart, Series
from themer.report.palette import INK, fill_of, words_on
from themer.report.writers.visible import visible

_LINE: Final = 19
"""The height of a line of words, in pixels."""
_BAR: Final = 20
_GAP: Final = 16
_SQUARE: Final = 16
_SQUARES_ACROSS: Final = 14
"""Fourteen squares fit beside each other on the narrowest screen."""
_LETTERS: Final = 30
"""The letters of a label that fit beside a value on the narrowest screen."""
_CIRCLE: Final = 15
"""The radius of the largest circle, in pixels."""
_ROOM_IN_CIRCLE: Final = 10
"""The smallest radius that holds a number of two digits."""
_ROOM_FOR_NUMBER: Final = 7.0
"""The narrowest part, in per cent, that holds a number of two digits."""


def bar_chart_svg(chart: BarChart, name: str) -> str:
    """Draw a chart.

    Args:
        chart: The chart; a chart of squares takes whole values.
        name: What the ids of the title and the description begin with; unique in the page.

    Returns:
        One ``svg`` element with a title and a description.
    """
    legend, top = _legend(chart) if len(chart.series) > 1 and not chart.grid else ("", 0)
    if chart.grid:
        body, height = circle_grid(chart)
    elif chart.squares:
        body, height = _squares(chart, top)
    elif chart.stacked:
        body, height = _stacked(chart, top)
    else:
        body, height = _bars(chart, top)
    title, described = f"{name}-title", f"{name}-description"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" width="100%" '
        f'height="{height}" aria-labelledby="{title} {described}" font-size="14" '
        f'font-family="Arial, Helvetica, sans-serif"><title id="{title}">Chart</title>'
        f'<desc id="{described}">{_text(chart.alt)}</desc>{legend}{body}</svg>'
    )


def number_words(value: float) -> str:
    """Write a value without a needless fraction."""
    return f"{value:g}"


def label_of(series: Series, position: int) -> str:
    """Give what stands beside a bar: its label, else its value."""
    if position < len(series.labels):
        return series.labels[position]
    return number_words(series.values[position])


def _text(words: str) -> str:
    return escape(visible(words))


def _percent(part: float) -> str:
    return f"{part:.2f}%"


def _words(x: str, y: float, words: str, *, end: bool = False, kind: str = "label") -> str:
    anchor = ' text-anchor="end"' if end else ""
    return f'<text class="{kind}" x="{x}" y="{y:g}" fill="#{INK}"{anchor}>{_text(words)}</text>'


def _label(words: str, y: int, *, letters: int = _LETTERS) -> tuple[str, int]:
    """Write a label over as many lines as it needs; give it and the height below it."""
    lines = wrap(" ".join(words.split()), letters) or [""]
    drawn = "".join(_words("0", y + 14 + at * _LINE, line) for at, line in enumerate(lines))
    return drawn, y + len(lines) * _LINE


def _legend(chart: BarChart) -> tuple[str, int]:
    across = 2 if all(len(series.name) <= 17 for series in chart.series) else 1
    parts, y = [], 0
    for at, series in enumerate(chart.series):
        x = _percent(at % across * 50)
        parts.append(_shape(at, x, y + 3, "14", 14))
        lines = wrap(" ".join(series.name.split()), _LETTERS + 4) or [""]
        drawn = "".join(_words("22", 15 + line * _LINE, one) for line, one in enumerate(lines))
        parts.append(f'<svg x="{x}" y="{y}" overflow="visible">{drawn}</svg>')
        if (at + 1) % across == 0 or at + 1 == len(chart.series):
            y += len(lines) * _LINE + 3
    return "".join(parts), y + 10


def _shape(series: int, x: str, y: float, width: str, height: int) -> str:
    return (
        f'<rect class="series-{series % 6}" x="{x}" y="{y:g}" width="{width}" height="{height}" '
        f'fill="#{fill_of(series)}" stroke="#{INK}" stroke-width="0.75"/>'
    )


def _bars(chart: BarChart, top: int) -> tuple[str, int]:
    longest = max((value for series in chart.series for value in series.values), default=0) or 1
    room = _room_beside(chart) if len(chart.series) > 1 else 0.0
    parts, y = [], top
    for position, category in enumerate(chart.categories):
        label, below = _label(category, y, letters=_LETTERS if len(chart.series) == 1 else 40)
        parts.append(label)
        if len(chart.series) == 1:
            words = label_of(chart.series[0], position)
            parts.append(_words("100%", y + 14, words, end=True, kind="value"))
        y = below + 4
        for at, series in enumerate(chart.series):
            width = _percent((100 - room) * series.values[position] / longest)
            parts.append(_shape(at, "0", y, width, _BAR) if series.values[position] else "")
            if len(chart.series) > 1:
                words = label_of(series, position)
                parts.append(_words("100%", y + 15, words, end=True, kind="value"))
            y += _BAR + (3 if len(chart.series) > 1 else 0)
        y += _GAP
    return "".join(parts), y


def _room_beside(chart: BarChart) -> float:
    """Give the room, in per cent, that the longest value needs beside a bar on a narrow screen."""
    places = range(len(chart.categories))
    letters = max((len(label_of(one, at)) for one in chart.series for at in places), default=0)
    return min(50.0, 3.0 * letters + 2)


def _stacked(chart: BarChart, top: int) -> tuple[str, int]:
    totals = [
        sum(series.values[at] for series in chart.series) for at in range(len(chart.categories))
    ]
    longest = max(totals, default=0) or 1
    parts, y = [], top
    for position, category in enumerate(chart.categories):
        label, y = _label(category, y, letters=40)
        parts.append(label)
        x = 0.0
        for at, series in enumerate(chart.series):
            share = 100 * series.values[position] / longest
            if share:
                parts.append(_shape(at, _percent(x), y + 4, _percent(share), _BAR + 4))
            if share >= _ROOM_FOR_NUMBER:
                parts.append(
                    f'<text class="on-{at % 6}" x="{_percent(x + share / 2)}" y="{y + 21}" '
                    f'text-anchor="middle" fill="#{words_on(at)}">'
                    f"{_text(label_of(series, position))}</text>"
                )
            x += share
        y += _BAR + 8 + _GAP
    return "".join(parts), y


def _squares(chart: BarChart, top: int) -> tuple[str, int]:
    parts, y = [], top
    step = _SQUARE + 4
    for position, category in enumerate(chart.categories):
        label, y = _label(category, y, letters=40)
        parts.append(label)
        units = [
            at for at, one in enumerate(chart.series) for _ in range(round(one.values[position]))
        ]
        for place, at in enumerate(units):
            row, column = divmod(place, _SQUARES_ACROSS)
            parts.append(_shape(at, str(column * step + 1), y + 5 + row * step, "16", _SQUARE))
        y += 5 + -(-len(units) // _SQUARES_ACROSS) * step + _GAP
    return "".join(parts), y


def circle_grid(chart: BarChart) -> tuple[str, int]:
    """Draw a circle for each value, a category down and a series across; give it and its height.

    The columns have letters, and what each means stands above: names would not fit beside each
    other on a narrow screen.
    """
    letters = [chr(ord("A") + at) for at in range(len(chart.series))]
    across = 100 / max(len(chart.series), 1)
    parts, y = [], 0
    for at, (letter, series) in enumerate(zip(letters, chart.series, strict=True)):
        x = _percent(at % 2 * 50)
        label = f"{letter} {series.name}"
        short = label if len(label) <= _LETTERS - 6 else f"{label[: _LETTERS - 7].rstrip()}…"
        parts.append(_words(x, at // 2 * _LINE + 14, short))
    y = -(-len(letters) // 2) * _LINE + _GAP
    largest = max((value for one in chart.series for value in one.values), default=0) or 1
    for at, letter in enumerate(letters):
        parts.append(_in_column(at, across, _middle(y + 12, letter, "value")))
    y += _LINE
    for position, category in enumerate(chart.categories):
        label, y = _label(category, y, letters=44)
        parts.append(label)
        for at, series in enumerate(chart.series):
            value = series.values[position]
            if value:
                drawn = _circle(value / largest, y + _CIRCLE + 3, label_of(series, position))
                parts.append(_in_column(at, across, drawn))
        y += 2 * _CIRCLE + _GAP
    return "".join(parts), y


def _in_column(at: int, across: float, drawn: str) -> str:
    return f'<svg x="{_percent((at + 0.5) * across)}" overflow="visible">{drawn}</svg>'


def _circle(share: float, y: int, words: str) -> str:
    radius = max(4.0, round(_CIRCLE * share**0.5, 1))
    circle = (
        f'<circle class="series-0" cx="0" cy="{y}" r="{radius:g}" fill="#{fill_of(0)}" '
        f'stroke="#{INK}" stroke-width="0.75"/>'
    )
    if radius >= _ROOM_IN_CIRCLE:
        return (
            f'{circle}<text class="on-0" x="0" y="{y + 5}" text-anchor="middle" '
            f'fill="#{words_on(0)}">{_text(words)}</text>'
        )
    return f"{circle}{_words(f'{radius + 2:g}', y + 5, words)}"


def _middle(y: float, words: str, kind: str) -> str:
    return (
        f'<text class="{kind}" x="0" y="{y:g}" fill="#{INK}" text-anchor="middle">'
        f"{_text(words)}</text>"
    )
