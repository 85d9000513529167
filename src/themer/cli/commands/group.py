"""``themer group``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from themer.cli.options import json_option, processes_option
from themer.cli.printing import put, say

if TYPE_CHECKING:
    from themer.workflows.tables.group import TableGrouping

FILE = click.Path(path_type=Path)


@click.command("group")
@click.argument("table", type=FILE)
@click.option("--id", "id_column", default="id", metavar="COLUMN", help='Else "id".')
@click.option("--text", "text_column", default="text", metavar="COLUMN", help='Else "text".')
@click.option("--question", metavar="COLUMN", help='Else "question", where there is one.')
@click.option("--organisation", metavar="COLUMN", help="Whose exemplars should differ.")
@click.option("--themes", type=click.IntRange(min=1), metavar="K", help="How many there shall be.")
@click.option("--out", type=FILE, metavar="FILE", help="Write .csv, .jsonl or .parquet.")
@click.option("--themes-out", type=FILE, metavar="FILE", help="Write the themes to a file too.")
@click.option("--large", is_flag=True, help="Work as on a table of over 20,000 answers.")
@processes_option
@json_option
def command(
    table: Path,
    id_column: str,
    text_column: str,
    question: str | None,
    organisation: str | None,
    themes: int | None,
    out: Path | None,
    themes_out: Path | None,
    large: bool,
    processes: int | None,
    as_json: bool,
) -> None:
    """Group the answers of TABLE (CSV, JSON Lines, Parquet) into themes; no codebook, no study.

    One row an answer: id, theme, name, strength, and the broader theme where there is one. An
    answer that fits no theme has an empty one.

    Over 20,000 answers: themes are found in a sample, and every answer is placed with the nearest,
    in parts: ctrl-C stops, the same command goes on.
    """
    from themer.cli.progress import shown
    from themer.exchange.table_writing import table_text
    from themer.workflows.tables.answer_table import Columns
    from themer.workflows.tables.group import ROW_COLUMNS, THEME_COLUMNS, group_table
    from themer.workflows.tables.large_table import is_large
    from themer.workflows.tables.table_output import format_of, write_table

    form = format_of(out, (table, themes_out))
    format_of(themes_out, (table, out))
    columns = Columns(id_column, text_column, question, organisation)
    if large or is_large(table, columns):
        from themer.cli.large_grouping import large_grouping

        large_grouping(
            table,
            columns,
            themes=themes,
            out=out,
            themes_out=themes_out,
            processes=processes,
            as_json=as_json,
        )
        return
    with shown() as progress:
        result = group_table(table, columns, themes=themes, progress=progress)
    rows = [row.cells() for row in result.rows]
    if out is not None:
        write_table(out, ROW_COLUMNS, rows)
    if themes_out is not None:
        write_table(themes_out, THEME_COLUMNS, [theme.cells() for theme in result.themes])
    if as_json:
        put(json.dumps(_as_plain(result, with_rows=out is None), ensure_ascii=False, indent=1))
    elif out is None:
        put(table_text(form, ROW_COLUMNS, rows), end="")
    for line in _told(result, listed=themes_out is None and not as_json):
        say(line)


def _as_plain(result: TableGrouping, *, with_rows: bool) -> dict[str, object]:
    plain: dict[str, object] = {
        "answers": len(result.rows),
        "unplaced": result.unplaced,
        "note": result.note,
        "vectors": result.with_vectors,
        "themes": [theme.plain() for theme in result.themes],
    }
    if with_rows:
        plain["rows"] = [row.cells() for row in result.rows]
    return plain


def _told(result: TableGrouping, *, listed: bool) -> list[str]:
    """Say in sentences what was found, with the list of themes where it is written nowhere else."""
    number = len(result.rows)
    lines = [
        f"{number} answers in, {number} out: {number - result.unplaced} in {len(result.themes)} "
        f"themes, {result.unplaced} unplaced."
    ]
    for theme in result.themes if listed else ():
        kept = f", kept in {theme.kept} of {theme.resamples} resamples" if theme.resamples else ""
        lines.append(f"  {theme.theme}  {theme.name}: {theme.answers} answers{kept}")
    if result.note:
        lines.append(result.note)
    if not result.with_vectors:
        lines.append("onnxruntime is not installed, so only the words themselves were compared.")
    return lines
