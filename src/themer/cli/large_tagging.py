"""``themer tag`` on a large table: called, and told in sentences."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from themer.cli.printing import put, say
from themer.cli.tables import in_and_out
from themer.errors import InputError

if TYPE_CHECKING:
    from themer.workflows.tables.answer_table import Columns
    from themer.workflows.tables.large_tag import LargeTagging

LEAST_AGREEMENT = 0.05
"""A quick model that gives back less of what it learned from says nothing of its own."""


def large_tagging(
    table: Path,
    codebook: Path,
    columns: Columns,
    *,
    confirmed: Path | None,
    at_random: bool,
    top: int | None,
    reasons: bool,
    out: Path | None,
    counts_out: Path | None,
    processes: int | None,
    as_json: bool,
) -> None:
    """Tag a large table into a file.

    Args:
        table: As typed; so are the following.
        codebook: The codes.
        columns: Which column is what.
        confirmed: What people decided.
        at_random: Whether they decided on a random part.
        top: The most codes an answer gets; None where all were asked for.
        reasons: Whether words and likest examples were asked for.
        out: The file of rows.
        counts_out: The file of counts.
        processes: How many; one a processor where it is None.
        as_json: Whether the summary is printed as JSON.

    Raises:
        InputError: Options do not go with a large table.
    """
    from themer.cli.progress import shown
    from themer.workflows.tables.large_shares import LARGE_COUNT_COLUMNS
    from themer.workflows.tables.large_tag import tag_large
    from themer.workflows.tables.parts import usual_processes
    from themer.workflows.tables.table_output import write_table

    if out is None:
        raise InputError(
            "Rows of a large table go to a file, and the work on it lies beside that meanwhile.",
            hint="Name it with --out FILE.",
        )
    if reasons:
        raise InputError(
            "Words that weighed and likest examples are not looked for in a large table.",
            hint="Leave --reasons out; the sentence that is the reason stands in each row.",
        )
    if top is None:
        raise InputError(
            "Every code for every answer is too much of a large table.",
            hint="Leave out --all; --top N gives up to 20 codes an answer.",
        )
    with shown() as progress:
        result = tag_large(
            table,
            codebook,
            columns,
            out=out,
            confirmed=confirmed,
            at_random=at_random,
            top=top,
            processes=processes or usual_processes(),
            progress=progress,
        )
    counts = [row.cells() for row in result.counts]
    if counts_out is not None:
        write_table(counts_out, LARGE_COUNT_COLUMNS, counts)
    if as_json:
        put(json.dumps({**result.summary(), "counts": counts}, ensure_ascii=False, indent=1))
    for line in _told(result, has_counts=counts_out is not None or as_json):
        say(line)


def foreign_line(foreign: int, answers: int) -> str:
    """Say that some answers look not to be English."""
    return (
        f"{foreign} of {answers} answers look not to be English; suggestions for them are guesses."
    )


def _told(result: LargeTagging, *, has_counts: bool) -> list[str]:
    """Say in sentences what was suggested, what it rests on and what was not done."""
    lines = [] if result.begun_anew is None else [result.begun_anew]
    placed = (
        f"{result.answers - result.without_code} with suggestions, "
        f"{result.without_code} that no code seems to fit"
    )
    lines.append(in_and_out(result.answers, result.distinct, placed, result.empty))
    if result.decided:
        rest = "" if result.confirmed == result.decided else f" of the {result.decided}"
        lines.append(f"Learned from {result.confirmed}{rest} decisions.")
    if result.sample:
        lines.append(
            f"{result.sample} of them were read and compared with each other "
            f"({result.encoders[0]}); "
            f"a quick model ({result.encoders[1]}), which gives back "
            f"{_gives_back(result.agreement)} of how those differ, says the codes of all."
        )
        lines.append(f"Confidence ({result.calibration}): {result.calibration_note}.")
    if result.foreign:
        lines.append(foreign_line(result.foreign, result.answers))
    if has_counts:
        lines.append(
            "The counts of suggestions are the machine's; nobody has looked at them. "
            "How common a code is, only what people decide can tell (--confirmed)."
        )
    return lines


def _gives_back(agreement: float) -> str:
    return f"{agreement:.0%}" if agreement >= LEAST_AGREEMENT else "next to nothing"
