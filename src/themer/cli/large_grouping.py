"""``themer group`` on a large table: called, and told in sentences."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from themer.cli.printing import put, say
from themer.cli.progress import shown
from themer.cli.tables import in_and_out
from themer.errors import InputError

if TYPE_CHECKING:
    from themer.workflows.tables.answer_table import Columns
    from themer.workflows.tables.large_group import LargeGrouping


def large_grouping(
    table: Path,
    columns: Columns,
    *,
    themes: int | None,
    out: Path | None,
    themes_out: Path | None,
    processes: int | None,
    as_json: bool,
) -> None:
    """Group a large table into a file.

    Args:
        table: As typed; so are the following.
        columns: Which column is what.
        themes: How many there shall be.
        out: The file of rows.
        themes_out: The file of themes.
        processes: How many; one a processor where it is None.
        as_json: Whether the summary and the themes are printed as JSON.

    Raises:
        InputError: No file of rows is named.
    """
    from themer.workflows.tables.group import THEME_COLUMNS
    from themer.workflows.tables.large_group import group_large
    from themer.workflows.tables.parts import usual_processes
    from themer.workflows.tables.table_output import write_table

    if out is None:
        raise InputError(
            "Rows of a large table go to a file, and the work on it lies beside that meanwhile.",
            hint="Name it with --out FILE.",
        )
    with shown() as progress:
        result = group_large(
            table,
            columns,
            out=out,
            themes=themes,
            processes=processes or usual_processes(),
            progress=progress,
        )
    if themes_out is not None:
        write_table(themes_out, THEME_COLUMNS, [theme.cells() for theme in result.themes])
    if as_json:
        put(json.dumps(result.summary(), ensure_ascii=False, indent=1))
    for line in _told(result, listed=themes_out is None and not as_json):
        say(line)


def _told(result: LargeGrouping, *, listed: bool) -> list[str]:
    """Say in sentences what was found, how, and what was not placed."""
    lines = [] if result.begun_anew is None else [result.begun_anew]
    placed = (
        f"{result.answers - result.unplaced} in {len(result.themes)} themes, "
        f"{result.unplaced} unplaced"
    )
    lines.append(in_and_out(result.answers, result.distinct, placed, result.empty))
    for theme in result.themes if listed else ():
        kept = f", kept in {theme.kept} of {theme.resamples} samples" if theme.resamples else ""
        lines.append(f"  {theme.theme}  {theme.name}: {theme.answers} answers{kept}")
    lines.append(result.note)
    if result.foreign:
        lines.append(
            f"{result.foreign} of {result.answers} answers look not to be English; "
            "they are in no theme."
        )
    return lines
