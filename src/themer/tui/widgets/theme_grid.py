"""The map of themes as a grid: a bar for the units of each row, and a number for each code."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from themer.findings.theme_map import MapRow, ThemeMap, likeness
from themer.tui.text import cut, joined, padded, shown

_BAR, _CELL = 8, 3
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class ThemeGrid(Static):
    """Rows that fit the height, columns that fit the width; what does not fit is said."""

    def __init__(self) -> None:
        super().__init__(id="map")
        self._first = 0

    def show(self, found: ThemeMap, at: int) -> None:
        """Show a map with one row highlighted."""
        if not found.rows:
            self.update(shown("There is no theme yet: the list has the machine's candidates."))
            return
        width = max(self.content_size.width, 40)
        names = min(34, width // 3)
        fits = min((width - names - _BAR - 7) // _CELL, len(found.codes), len(_LETTERS))
        legend = _legend(found, fits, width)
        room = max(self.content_size.height - 1 - len(legend), 1)
        self._first = min(max(self._first, at - room + 1), at)
        most = max(len(row.units) for row in found.rows) or 1
        letters = "".join(f"{_LETTERS[n]:>{_CELL}}" for n in range(fits))
        head = shown(f"  {'':<{names}} {'units':<{_BAR + 4}}{letters}", "bold")
        rows = [
            _row(row, found, fits, names, most, is_here=n == at)
            for n, row in enumerate(found.rows)
            if self._first <= n < self._first + room
        ]
        self.update(Content("\n").join([head, *rows, *legend]))


def _row(
    row: MapRow, found: ThemeMap, fits: int, names: int, most: int, *, is_here: bool
) -> Content:
    name = f"({row.name})" if row.is_candidate else row.name
    cells = "".join(
        f"{len(row.cells.get(code, ())) or '·':>{_CELL}}" for code, _ in found.codes[:fits]
    )
    words = joined(
        f"{'›' if is_here else ' '} ",
        padded(cut(name, names), names),
        f" {_bar(len(row.units), most)} {len(row.units):>3}{cells}",
    )
    return words.stylize("bold reverse") if is_here else words


def _bar(value: int, most: int) -> str:
    eighths = round(value * _BAR * 8 / most)
    full, part = divmod(eighths, 8)
    return f"{'█' * full}{_EIGHTHS[part] if part else ''}".ljust(_BAR)


def _legend(found: ThemeMap, fits: int, width: int) -> list[Content]:
    if not found.codes:
        return [shown("No passage of a theme carries a code that people gave.")]
    across = max(width // 26, 1)
    room = width // across
    entries = [f"{_LETTERS[n]} {name}" for n, (_, name) in enumerate(found.codes[:fits])]
    lines = [
        "".join(padded(cut(entry, room - 1), room) for entry in entries[start : start + across])
        for start in range(0, len(entries), across)
    ]
    left = len(found.codes) - fits
    if left:
        lines.append(f"{left} more codes do not fit; the line below names them all.")
    return [shown(line) for line in lines]


def row_detail(row: MapRow | None, found: ThemeMap) -> Content:
    """Say a row in words: its codes, and which row is most like it."""
    if row is None:
        return shown("")
    names = dict(found.codes)
    in_order = sorted(row.cells, key=lambda code: (-len(row.cells[code]), code))
    codes = ", ".join(f"{names[code]} {len(row.cells[code])}" for code in in_order)
    others = [(likeness(row, other), other.name) for other in found.rows if other is not row]
    best = max(others, default=(0.0, ""), key=lambda pair: pair[0])
    kind = "suggested to" if row.is_candidate else "carried by"
    lines = [
        shown(row.name, "bold"),
        shown(
            f"{len(row.units)} units so far. Codes {kind} its passages, by units: {codes or 'none'}"
        ),
    ]
    if best[0] > 0:
        lines.append(shown(f"Most like it by codes: {best[1]}"))
    return Content("\n").join(lines)
