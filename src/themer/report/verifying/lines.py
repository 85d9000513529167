"""What a document says, line by line, whatever its format: the words, and where figures stand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_USED = re.compile(r"used-([eq]\d+)")
_USED_NAME = re.compile(r"a_used_([eq]\d+)(?:_\d+)?_[0-9a-f]{12}\Z")
_SPACE = re.compile(r"\s+")
Cell = tuple[int, int, int]
"""A table, a row and a column, each from 0."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a line that is a figure's or a quote's, by its id in the ledger."""

    start: int
    end: int
    ledger_id: str


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, a cell, a caption or a label of a chart."""

    text: str
    marks: tuple[Mark, ...] = ()
    author: bool = False
    """Whether it stands in a section that a person wrote."""
    heading: bool = False
    cell: Cell | None = None
    """The table, row and column that it stands in, each from 0."""

    @property
    def key(self) -> str:
        """Give the words without what programs change in passing: spaces and line ends."""
        return _SPACE.sub(" ", self.text).strip()


@dataclass(frozen=True, slots=True)
class ReadBack:
    """A document as it was found."""

    report_id: str | None
    """None where the document carries none: then themer did not write it."""
    lines: tuple[Line, ...]
    dangling: tuple[str, ...] = ()
    """The words of links that lead to nothing in this document."""
    flowing: bool = False
    """Whether its lines are those of pages, so that paragraphs and cells have to be found."""
    scripts: tuple[str, ...] = ()
    """What a page runs: it can show other words than those that were read."""
    styles: tuple[str, ...] = ()
    """What says how a page looks: it can hide words, and show others."""
    alternatives: tuple[str, ...] = ()
    """The alternative texts of charts and pictures in Word, which LibreOffice drops."""
    marks_author: bool = True
    """Whether it is known which lines a person wrote; else any added line may be such a one."""


@dataclass(slots=True)
class Draft:
    """A line that is being read: its words so far, and the marks that are still open."""

    author: bool = False
    heading: bool = False
    cell: Cell | None = None
    parts: list[str] = field(default_factory=list)
    length: int = 0
    marks: list[Mark] = field(default_factory=list)
    _open: dict[object, tuple[int, str]] = field(default_factory=dict)

    def add(self, words: str) -> None:
        """Add words at the end."""
        self.parts.append(words)
        self.length += len(words)

    def begin(self, token: object, ledger_id: str) -> None:
        """Open a mark here."""
        self._open[token] = (self.length, ledger_id)

    def end(self, token: object) -> None:
        """Close a mark that was opened; one that was not is none of ours."""
        if token in self._open:
            start, ledger_id = self._open.pop(token)
            self.marks.append(Mark(start, self.length, ledger_id))

    def line(self) -> Line | None:
        """Give the line, without spaces around it; None where it has no words."""
        text = "".join(self.parts)
        bare = text.strip()
        if not bare:
            return None
        cut = len(text) - len(text.lstrip())
        marks = joined(self.marks, cut, len(bare))
        return Line(bare, marks, self.author, self.heading, self.cell)


@dataclass(slots=True)
class Tables:
    """Which cell is being read: the tables that are open, and how many there were."""

    many: int = 0
    _open: list[list[int]] = field(default_factory=list)

    def begin(self) -> None:
        """Open a table."""
        self._open.append([self.many, -1, -1])
        self.many += 1

    def row(self) -> None:
        """Begin its next row."""
        if self._open:
            self._open[-1][1] += 1
            self._open[-1][2] = -1

    def column(self) -> None:
        """Begin the next cell of the row."""
        if self._open:
            self._open[-1][2] += 1

    def skip(self, columns: int) -> None:
        """Pass over columns that a cell takes beside its own."""
        if self._open:
            self._open[-1][2] += columns

    def end(self) -> None:
        """Close the table that was opened last."""
        if self._open:
            self._open.pop()

    @property
    def cell(self) -> Cell | None:
        """Give the cell; None outside of any."""
        if not self._open or min(self._open[-1]) < 0:
            return None
        table, row, column = self._open[-1]
        return table, row, column


def joined(marks: Iterable[Mark], cut: int, length: int) -> tuple[Mark, ...]:
    """Give marks by place, moved by what was cut off; one stretch that is marked twice is one."""
    found = {
        Mark(max(mark.start - cut, 0), min(mark.end - cut, length), mark.ledger_id)
        for mark in marks
    }
    return tuple(sorted(found, key=lambda mark: (mark.start, mark.end, mark.ledger_id)))


def id_of_place(name: str) -> str | None:
    """Say which ledger entry a bookmark or element id belongs to; None for any other."""
    found = _USED.match(name) or _USED_NAME.match(name)
    return found[1] if found else None
