"""Two copies of something in two columns; what differs is underlined, and its lines bear a sign."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

from rich.cells import cell_len, chop_cells
from textual.content import Content

from themer.conversation.comparing import Piece, Row
from themer.tui.text import joined, shown, visible

DIFFERS = "≠"
"""Stands before each line in which the copies differ: never by colour or underline alone."""
_WORD = re.compile(r"\n|[^\S\n]+|\S+")
_BETWEEN = " │ "
Line = list[tuple[str, bool]]


def two_columns(heads: tuple[str, str], rows: Iterable[Row], width: int) -> Content:
    """Draw both copies, part by part.

    Args:
        heads: What each column is called.
        rows: The parts.
        width: Cells that there are.
    """
    half = (width - 2 - len(_BETWEEN)) // 2
    lines = [joined(_padded(f"  {heads[0]}", half + 2), _BETWEEN, heads[1]).stylize("bold")]
    for row in rows:
        sign = DIFFERS if row.differs else " "
        lines.append(shown(f"{sign} {row.label}", "bold"))
        columns = (_fold(row.mine, half), _fold(row.theirs, half))
        lines += [_line(left, right, half) for left, right in _beside(*columns)]
    return Content("\n").join(lines)


def _beside(left: list[Line], right: list[Line]) -> Iterable[tuple[Line, Line]]:
    return itertools.zip_longest(left, right, fillvalue=[])


def _line(left: Line, right: Line, half: int) -> Content:
    sign = DIFFERS if any(differs for _, differs in (*left, *right)) else " "
    gap = " " * (half - sum(cell_len(text) for text, _ in left))
    return joined(f"{sign} ", *map(_styled, left), gap, _BETWEEN, *map(_styled, right))


def _styled(part: tuple[str, bool]) -> Content:
    return shown(part[0], "bold underline" if part[1] else "")


def _fold(pieces: tuple[Piece, ...], width: int) -> list[Line]:
    """Break pieces into lines of at most so many cells, between words where that can be."""
    lines: list[Line] = [[]]
    room = width
    for piece in pieces:
        for word in _WORD.findall(visible(piece.text).expandtabs(4)):
            if word == "\n":
                if piece.differs and not lines[-1]:
                    lines[-1].append(("¶", True))
                lines.append([])
                room = width
                continue
            if cell_len(word) > room and lines[-1]:
                lines.append([])
                room = width
            if not lines[-1] and word.isspace() and len(lines) > 1:
                continue
            for part in chop_cells(word, width) if cell_len(word) > width else [word]:
                if cell_len(part) > room:
                    lines.append([])
                    room = width
                lines[-1].append((part, piece.differs))
                room -= cell_len(part)
    return lines


def _padded(text: str, width: int) -> str:
    text = visible(text)
    return text + " " * max(width - cell_len(text), 0)
