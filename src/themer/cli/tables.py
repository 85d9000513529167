"""Rows of figures as text: tables in a terminal, plain tab-separated lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from themer.cli.printing import put, shown

GroupedRow = tuple[str, str, str, str]
"""Group, label, value, and what stands beside the value."""
_GAPS = 4
"""Columns between the parts of a line, all together."""
_WIDEST_WORD = 30
"""Columns; a word that is longer is broken."""


def print_grouped(rows: Iterable[GroupedRow]) -> None:
    """Print rows: under one heading a group on a terminal, as they come elsewhere."""
    if not sys.stdout.isatty():
        for row in rows:
            put("\t".join(row))
        return
    groups: dict[str, list[GroupedRow]] = {}
    for row in rows:
        groups.setdefault(row[0], []).append(row)
    for group, found in groups.items():
        _print_table(group, found)


def _print_table(group: str, rows: list[GroupedRow]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    cells = [[shown(part) for part in row[1:]] for row in rows]
    widest = [max(map(len, column)) for column in zip(*cells, strict=True)]
    # Where they do not fit, a long value or remark goes over lines, and labels keep their room.
    tight = sum(widest) + _GAPS > console.width
    table = Table(
        box=None, title=Text(shown(group), style="bold"), title_justify="left", pad_edge=False
    )
    table.add_column(min_width=_longest_word(cells))
    table.add_column(justify="right", max_width=console.width // 3 if tight else None)
    table.add_column(style="dim", max_width=console.width // 4 if tight else None)
    table.show_header = False
    for parts in cells:
        table.add_row(*map(Text, parts))
    console.print(table)
    console.print()


def _longest_word(cells: Iterable[list[str]]) -> int:
    """Give how wide labels must be for none of their words to be broken, as far as may be."""
    return min(_WIDEST_WORD, max(len(word) for label, *_ in cells for word in label.split()))


def in_and_out(answers: int, distinct: int, placed: str, empty: int) -> str:
    """Say that every answer of a large table came out again, and what became of it."""
    some = f" ({empty} of them empty)." if empty else "."
    return f"{answers} answers in, {answers} out, {distinct} different ones: {placed}{some}"
