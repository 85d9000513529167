"""Rows of figures as text: tables in a terminal, plain tab-separated lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from itertools import groupby

from themer.cli.printing import put, shown

GroupedRow = tuple[str, str, str, str]
"""Group, label, value, and what stands beside the value."""


def print_grouped(rows: Iterable[GroupedRow]) -> None:
    """Print rows under a heading for each group."""
    for group, found in groupby(rows, key=lambda row: row[0]):
        if sys.stdout.isatty():
            _print_table(group, list(found))
        else:
            for row in found:
                put("\t".join(row))


def _print_table(group: str, rows: list[GroupedRow]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(
        box=None, title=Text(shown(group), style="bold"), title_justify="left", pad_edge=False
    )
    table.add_column(ratio=3)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(ratio=2, style="dim")
    table.show_header = False
    for _, label, value, beside in rows:
        table.add_row(*(Text(shown(part)) for part in (label, value, beside)))
    console = Console(highlight=False)
    console.print(table)
    console.print()
