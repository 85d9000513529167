"""``themer tag``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from themer.cli.large_tagging import foreign_line, large_tagging
from themer.cli.options import json_option, processes_option
from themer.cli.printing import put, say

if TYPE_CHECKING:
    from themer.workflows.tables.tag import Tagging

FILE = click.Path(path_type=Path)


@click.command("tag")
@click.argument("table", type=FILE)
@click.option("--codebook", type=FILE, required=True, metavar="FILE", help="The codes (YAML).")
@click.option("--id", "id_column", default="id", metavar="COLUMN", help='Else "id".')
@click.option("--text", "text_column", default="text", metavar="COLUMN", help='Else "text".')
@click.option("--question", metavar="COLUMN", help='Else "question", where there is one.')
@click.option("--group", metavar="COLUMN", help="Where candidates differ by group.")
@click.option(
    "--confirmed", type=FILE, metavar="FILE", help="Learn from a table id, code[, decision]."
)
@click.option(
    "--confirmed-at-random",
    "at_random",
    is_flag=True,
    help="The answers in it were drawn at random and read to their end.",
)
@click.option(
    "--top",
    type=click.IntRange(min=1),
    default=3,
    metavar="N",
    help="At most so many codes an answer; else 3.",
)
@click.option("--all", "every", is_flag=True, help="Every code for every answer.")
@click.option(
    "--reasons", is_flag=True, help="Also the words that weighed, and the likest example."
)
@click.option("--out", type=FILE, metavar="FILE", help="Write .csv, .jsonl or .parquet.")
@click.option(
    "--counts-out", type=FILE, metavar="FILE", help="Write what was decided, code by code."
)
@click.option("--large", is_flag=True, help="Work as on a table of over 20,000 answers.")
@processes_option
@json_option
def command(
    table: Path,
    codebook: Path,
    id_column: str,
    text_column: str,
    question: str | None,
    group: str | None,
    confirmed: Path | None,
    at_random: bool,
    top: int,
    every: bool,
    reasons: bool,
    out: Path | None,
    counts_out: Path | None,
    large: bool,
    processes: int | None,
    as_json: bool,
) -> None:
    """Suggest codes for the answers of TABLE (CSV, JSON Lines, Parquet); no study needed.

    One row an answer and suggested code: id, code, score, confidence, rank, evidence. An answer
    that no code seems to fit has one row with an empty code.

    Over 20,000 answers are worked on in parts: ctrl-C stops, the same command goes on.
    """
    from themer.cli.progress import shown
    from themer.exchange.table_writing import table_text
    from themer.workflows.tables.answer_table import Columns
    from themer.workflows.tables.large_table import is_large
    from themer.workflows.tables.shares import COUNT_COLUMNS
    from themer.workflows.tables.table_output import format_of, write_table
    from themer.workflows.tables.tag import COLUMNS, WITH_REASONS, tag

    form = format_of(out, (table, codebook, confirmed))
    if counts_out is not None:
        format_of(counts_out, (table, codebook, confirmed, out))
    columns = Columns(id_column, text_column, question, group)
    if large or is_large(table, columns):
        large_tagging(
            table,
            codebook,
            columns,
            confirmed=confirmed,
            at_random=at_random,
            top=None if every else top,
            reasons=reasons,
            out=out,
            counts_out=counts_out,
            processes=processes,
            as_json=as_json,
        )
        return
    with shown() as progress:
        result = tag(
            table,
            codebook,
            columns,
            confirmed=confirmed,
            at_random=at_random,
            top=None if every else top,
            progress=progress,
        )
    rows = [row.cells() for row in result.rows]
    written = WITH_REASONS if reasons else COLUMNS
    if out is not None:
        write_table(out, written, rows)
    counts = [row.cells() for row in result.counts]
    if counts_out is not None:
        write_table(counts_out, COUNT_COLUMNS, counts)
    if as_json:
        extra = {"counts": counts} if out is not None else {"counts": counts, "rows": rows}
        put(json.dumps({**result.summary(), **extra}, ensure_ascii=False, indent=1))
    elif out is None:
        put(table_text(form, written, rows), end="")
    for line in _told(result, at_random=at_random):
        say(line)


def _told(result: Tagging, *, at_random: bool) -> list[str]:
    """Say in sentences what was suggested and what confidences rest on."""
    lines = [
        f"{result.answers} answers in, {result.answers} out: "
        f"{result.answers - result.without_code} with suggestions, "
        f"{result.without_code} that no code seems to fit"
        + (f" ({result.empty} of them without words)." if result.empty else "."),
    ]
    if result.answers > result.without_code:
        lines.append(f"Confidence ({result.calibration}): {result.calibration_note}.")
    if result.confirmed:
        lines.insert(1, f"Learned from {result.confirmed} decisions.")
    if at_random:
        lines.append(
            "How common each code is among all answers is estimated from the part that people "
            "read, 95 % intervals, in --counts-out and --json (docs/method.md)."
        )
    if result.foreign:
        lines.append(foreign_line(result.foreign, result.answers))
    if not result.with_vectors:
        lines.append("onnxruntime is not installed, so only the words themselves were compared.")
    return lines
