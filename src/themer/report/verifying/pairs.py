"""A line as it was written beside the line that it is now, and the words apart from its figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from themer.report.verifying.lines import Line


@dataclass(frozen=True, slots=True)
class Pair:
    """A line as it was written and as it is; None where there is no such line."""

    was: Line | None
    now: Line | None
    place: int
    """The line's place in the document as it is, or where it would stand."""
    where: str = ""
    """Of a cell: the label of its row and the heading of its column, as they were written."""
    is_label: bool = False
    """Whether it labels a row or column of figures: with other words they are other figures."""
    quote: str = ""
    """Of the line that says who is quoted: the quote's id in the ledger."""


def apart(line: Line) -> str:
    """Give the words of a line that are no figure's and no quote's."""
    return words_apart(line.text, ((mark.start, mark.end) for mark in line.marks))


def words_apart(text: str, places: Iterable[tuple[int, int]]) -> str:
    """Give the words of a line that lie outside of some places in it."""
    kept, end = [], 0
    for start, stop in sorted(places):
        kept.append(text[end : max(end, start)])
        end = max(end, stop)
    return " … ".join([*kept, text[end:]])
