"""``themer agreement``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, cast

import click

from themer.cli.options import json_option, open_study, study_option
from themer.cli.printing import put, put_words, shown

if TYPE_CHECKING:
    from themer.coding.compared import Compared
    from themer.findings.material import Material

_WIDE = 100
"""Columns from which kappa's interval is printed beside alpha's; JSON always has it."""
_GAP = 2
"""Columns between two columns of a table."""


@click.command("agreement")
@click.option(
    "--coders",
    metavar="A,B",
    help="Compare only these; else all who coded.",
)
@click.option(
    "--by",
    type=click.Choice(["segment", "answer"]),
    default="segment",
    show_default=True,
    help="What is compared: each segment, or each answer as a whole.",
)
@click.option(
    "--sample", is_flag=True, help="Count only the answers that were drawn to be coded twice."
)
@click.option("--code", metavar="CODE", help="List only differences on this code, by id or name.")
@click.option(
    "--open/--all",
    "only_open",
    default=True,
    show_default=True,
    help="List the differences that nobody has settled, or all with their verdicts.",
)
@study_option
@json_option
def command(
    coders: str | None,
    by: str,
    sample: bool,
    code: str | None,
    only_open: bool,
    study: str | None,
    as_json: bool,
) -> None:
    """Say where coders differ, and how far they agree, code by code; then the machine with them.

    Differences are settled with themer code --differences. With --json all of them are given.
    """
    from themer.workflows.coding import agreement_output as output
    from themer.workflows.coding.agreement import agreement_of
    from themer.workflows.coding.sampling import sample_of
    from themer.workflows.coding.stances import code_meant
    from themer.workflows.material import load_material

    folder = open_study(study)
    material = load_material(folder)
    on = None if code is None else code_meant(material, code)
    named = [name.strip() for name in (coders or "").split(",") if name.strip()]
    found = agreement_of(
        material,
        coders=named,
        by=cast(Literal["segment", "answer"], by),
        sample=sample_of(folder, needed=sample),
        within_sample=sample,
    )
    if as_json:
        put(output.as_json(found, material, code=on), end="")
        return
    for line in output.opening_lines(found):
        put_words(line)
    for line in output.difference_lines(found, material, code=on, settled_too=not only_open):
        put_words(line, hang=2)
    put("")
    _print_figures(found.people, material)
    put("")
    for line in output.machine_lines(found):
        put_words(line)
    put("")
    _print_figures(found.machine, material)


def _print_figures(compared: Compared, material: Material) -> None:
    """Print a comparison: a table on a terminal, tab-separated lines elsewhere, and its notes."""
    from themer.workflows.coding import agreement_output as output

    rows = list(output.rows(compared, material))
    if rows:
        put_words(output.title_words(compared))
    if rows and sys.stdout.isatty():
        _print_table(output.HEADS, rows)
    elif rows:
        for row in (output.HEADS, *rows):
            put("\t".join(row))
    for line in output.note_lines(compared):
        put_words(line)


def _print_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, _GAP, 0, 0))
    cells = _fitting([list(heads), *map(list, rows)], console.width)
    for at, head in enumerate(cells[0]):
        # Names break between words; a number that is broken or cut misleads.
        table.add_column(Text(head), justify="right" if at else "left", no_wrap=at > 0)
    for row in cells[1:]:
        table.add_row(*(Text(shown(part)) for part in row))
    console.print(table)


def _fitting(lines: list[list[str]], columns: int) -> list[list[str]]:
    """Leave out what is in brackets, column by column, until no word of a name is broken.

    Args:
        lines: The heads and the rows; JSON has all that is left out here.
        columns: How wide the terminal is.
    """
    word = max(len(word) for name, *_ in lines for word in name.split())
    # Kappa's interval says what alpha's does; a percentage can be worked out from its counts.
    for number, at in enumerate((2, 3, 1)):
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        room = columns - sum(widths[1:]) - _GAP * (len(widths) - 1)
        if (number or columns >= _WIDE) and room >= word:
            break
        for line in lines:
            line[at] = line[at].partition(" (")[0]
    return lines
