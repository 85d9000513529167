"""The grid of the framework matrix: names and headings stay, the cells between them move."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence

from rich.cells import chop_cells
from textual.content import Content
from textual.widgets import Static

from themer.findings.matrix import CellState, Matrix, MatrixCell
from themer.tui.text import cut, joined, padded, shown

HEADING_ROWS = 2
_NAMES = 30
"""The columns of the terminal that names of units take at most."""
_LEAST_NAMES = 20
_CELL = 11
"""The columns of the terminal that a cell takes, with the space after it."""
_SIGNS: Mapping[CellState, str] = {
    "coded": "",
    "nothing_coded": "·",
    "not_read": "?",
    "not_asked": "–",
    "no_words": "–",
}
LEGEND = "✓ summed up, ! changed, + more to read, · nothing, ? not read, – not asked"


class MatrixGrid(Static):
    """Shows as much of the matrix as there is room for, with one cell highlighted."""

    def __init__(self) -> None:
        super().__init__(id="grid")
        self._first_row = 0
        self._first_column = 0

    def show(self, matrix: Matrix, names: Sequence[str], row: int, column: int) -> None:
        """Show a matrix.

        Args:
            matrix: With at least one unit and one column.
            names: Of its units, in their order.
            row: The highlighted cell's.
            column: The highlighted cell's.
        """
        width = self.content_size.width or self.app.size.width
        widest = max(len(name) for name in names) + 2
        room = min(max(_LEAST_NAMES, min(widest, _NAMES)), width - _CELL - 1)
        across = max(1, (width - room - 1) // _CELL)
        down = max(1, (self.content_size.height or 10) - HEADING_ROWS - 1)
        self._first_row = _in_sight(self._first_row, row, down, len(matrix.units))
        self._first_column = _in_sight(self._first_column, column, across, len(matrix.columns))
        seen = range(self._first_column, min(self._first_column + across, len(matrix.columns)))
        lines = self._headings(matrix, seen, room, column)
        for at in range(self._first_row, min(self._first_row + down, len(matrix.units))):
            cells = matrix.row(matrix.units[at])
            name = shown(padded(cut(names[at], room - 1), room), "bold" if at == row else "")
            drawn = [_cell(cells[n], is_here=(at, n) == (row, column)) for n in seen]
            lines.append(joined(name, *drawn))
        self.update(Content("\n").join(lines), layout=False)

    def _headings(self, matrix: Matrix, seen: range, room: int, column: int) -> list[Content]:
        more_left = "‹" if seen.start else " "
        more_right = "›" if seen.stop < len(matrix.columns) else ""
        names = [_heading(matrix.columns[n].name) for n in seen]
        lines = []
        for line in range(HEADING_ROWS):
            left = padded("", room - 2) + f"{more_left if line else ' '} "
            parts = [
                shown(padded(name[line], _CELL), "bold reverse" if n == column else "bold")
                for n, name in zip(seen, names, strict=True)
            ]
            lines.append(joined(left, *parts, more_right if line else ""))
        rule = "─" * (room + _CELL * len(seen))
        return [*lines, shown(rule)]


def mark_of(cell: MatrixCell) -> str:
    """Give the sign of a cell's summary: none, one that holds, or one that is older."""
    if cell.summary is None:
        return " "
    return "!" if cell.age.is_stale else "✓"


def _cell(cell: MatrixCell, *, is_here: bool) -> Content:
    if cell.passages:
        number = f"{len(cell.passages)}{'' if cell.is_read else '+'}"
    else:
        number = _SIGNS[cell.state]
    words = f"{number:>4} {mark_of(cell)}"
    style = "reverse bold" if is_here else ""
    return joined(shown(padded(words, _CELL - 1), style), " ")


def _heading(name: str) -> list[str]:
    """Break a name over the rows of the headings."""
    width = _CELL - 1
    lines = textwrap.wrap(name, width, break_long_words=False, break_on_hyphens=True)
    lines = [line if len(line) <= width else chop_cells(line, width - 1)[0] + "…" for line in lines]
    if len(lines) > HEADING_ROWS:
        lines = [lines[0], cut(" ".join(lines[1:]), width)]
    return [*[""] * (HEADING_ROWS - len(lines)), *lines]


def _in_sight(first: int, at: int, room: int, number: int) -> int:
    """Move as little as is needed for a place to be in sight."""
    first = min(first, max(0, number - room))
    if at < first:
        return at
    return at - room + 1 if at >= first + room else first
