"""How much room words take on a slide, and where they are parted when there is too little."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from math import inf
from typing import Final

from themer.report.blocks import (
    ComputedFigure,
    Emphasis,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Strong,
    Text,
)
from themer.report.writers.docx_tables import width_of
from themer.report.writers.outline import plain

LEADING: Final = 1.2
"""The height of a line, as a multiple of the size of its words."""
_TWIPS: Final = 20
_LONG_WORD: Final = 300
"""Letters that fit on no line."""
_MOST_LINES: Final = 60
"""More lines than a slide has room for."""
_WHOLE_FIGURE: Final = 80
"""A figure or a quote that is longer may be parted; a shorter one stands on one slide."""


@lru_cache(maxsize=8192)
def _width(word: str, points: float, *, bold: bool) -> float:
    return width_of(word, points, bold=bold) / _TWIPS


def line_ends(text: str, points: float, width: float, *, bold: bool = False) -> Iterator[int]:
    """Say where each line of a text ends, line by line.

    Args:
        text: The words; a newline ends a line.
        points: Their size.
        width: The room for a line, in points.
        bold: Whether they are bold.

    Yields:
        The place after the last character of each line, ascending; at least one.
    """
    start = 0
    for paragraph in text.split("\n"):
        yield from _wrapped(paragraph, start, points, max(width, points), bold=bold)
        start += len(paragraph) + 1


def _wrapped(
    paragraph: str, start: int, points: float, width: float, *, bold: bool
) -> Iterator[int]:
    used, place = 0.0, start
    space = _width(" ", points, bold=bold)
    for word in paragraph.split(" "):
        # A word that is longer than any line is not measured as a whole.
        long = _width(word, points, bold=bold) if len(word) < _LONG_WORD else inf
        if used and used + long > width:
            yield place
            used = 0.0
        if long > width:
            for letter in word:
                wide = _width(letter, points, bold=bold)
                if used and used + wide > width:
                    yield place
                    used = 0.0
                used += wide
                place += 1
            place += 1
        else:
            used += long
            place += len(word) + 1
        used += space
    yield start + len(paragraph)


def height_of(words: Inlines, points: float, width: float, *, bold: bool = False) -> float:
    """Give the height that words need, in points; of those taller than a slide, so much of it."""
    ends = islice(line_ends(plain(words), points, width, bold=bold), _MOST_LINES)
    return sum(1 for _ in ends) * points * LEADING


def parted(words: Inlines, place: int) -> tuple[Inlines, Inlines]:
    """Part words at a place of their plain text; a figure stays whole unless it is very long."""
    before: list[Inline] = []
    after: list[Inline] = []
    left = place
    for one in words:
        size = len(plain((one,)))
        if left >= size:
            before.append(one)
        elif left <= 0:
            after.append(one)
        else:
            head, tail = _parted_one(one, left)
            before += head
            after += tail
        left -= size
    return tuple(before), tuple(after)


def _parted_one(one: Inline, place: int) -> tuple[Inlines, Inlines]:
    match one:
        case Text():
            return (Text(one.text[:place]),), (Text(one.text[place:]),)
        case ComputedFigure():
            if len(one.text) <= _WHOLE_FIGURE:
                return (), (one,)
            head = ComputedFigure(one.ledger_id, one.text[:place])
            return (head,), (ComputedFigure(one.ledger_id, one.text[place:]),)
        case LineBreak():
            return (one,), ()
        case Strong() | Emphasis() | Link():
            first, second = parted(one.children, place)
            return (
                (replace(one, children=first),) if first else (),
                (replace(one, children=second),) if second else (),
            )


def first_lines(
    words: Inlines, points: float, width: float, lines: int, *, bold: bool = False
) -> tuple[Inlines, Inlines]:
    """Part words after so many lines; at least one character goes into the first part.

    Returns:
        What stands on the lines, and the rest; the rest is empty where everything does.
    """
    ends = list(islice(line_ends(plain(words), points, width, bold=bold), max(lines, 1) + 1))
    if len(ends) <= max(lines, 1):
        return words, ()
    head, tail = parted(words, max(ends[-2], 1))
    return (head, tail) if head else (tail, ())
