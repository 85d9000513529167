"""The framework matrix in the evidence report: what a person wrote in each cell, and its count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from themer.findings.figure import Figure
from themer.findings.matrix import (
    RULE,
    STATE_WORDS,
    Column,
    Matrix,
    MatrixCell,
    find_matrix,
    repeats_closed_words,
)
from themer.model.matrix import By, CellSummary
from themer.report.dates import long_date
from themer.report.ledger import Entry
from themer.report.marked_text import Rich, emphasis, joined, rich, say
from themer.report.printing import listed, started
from themer.report.source import Source
from themer.report.tables import table

MOST_COLUMNS = 5
"""Codes beside each other on a page that lies on its side."""
LEFT_OUT = "a summary is left out: it repeats words that may not be printed"


def framework(source: Source) -> list[dict[str, Any]]:
    """Give the matrices in which a person wrote something; none in documents that are shared.

    Each has what it is of, how to read it, and its tables: a few columns each, so that cells have
    room for sentences.
    """
    if source.profile != "internal":
        return []
    ways: tuple[By, ...] = ("codes", "themes")
    matrices = [
        find_matrix(source.material, audience, by)
        for audience in source.material.audiences()
        if source.material.units(audience)
        for by in ways
    ]
    return [_one(source, matrix) for matrix in matrices if _has_summary(matrix)]


def _has_summary(matrix: Matrix) -> bool:
    return any(cell.summary is not None for cell in matrix.cells.values())


def _one(source: Source, matrix: Matrix) -> dict[str, Any]:
    noun = source.printer.audience(matrix.audience).many
    parts = list(_parts(matrix.columns))
    return {
        "title": started(f"{noun} by {'code' if matrix.by == 'codes' else 'theme'}"),
        "said": joined((_said(matrix), _who(matrix)), " "),
        "tables": [
            _table(source, matrix, columns, number, len(parts))
            for number, columns in enumerate(parts, 1)
        ],
    }


def _said(matrix: Matrix) -> Rich:
    of = "code" if matrix.by == "codes" else "theme"
    return say(
        "What stands in a cell is what a person wrote after reading its passages; it is no "
        "quotation. The number of passages that people took for the {of} stands behind it. Where "
        "no passage was, the cell says why: nothing coded, although all words were read; not read "
        "yet; or not asked.",
        of=of,
    )


def _who(matrix: Matrix) -> Rich:
    """Say who wrote the summaries, and when the last one."""
    written = [cell.summary for cell in matrix.cells.values() if cell.summary is not None]
    coders = sorted({one.coder for one in written})
    last = max(one.at for one in written).date()
    said = say("Written by {coders}, last on {date}.", coders=listed(coders), date=long_date(last))
    return joined((said, *_looked_at(written)), " ")


def _looked_at(written: Sequence[CellSummary]) -> Iterator[Rich]:
    """Say how many of them somebody read again when passages had come or gone."""
    looked = [one.looked for one in written if one.looked is not None]
    if looked:
        number = len(looked)
        yield say(
            "When passages had come or gone, {number} of them {was} read again by {coders}, last "
            "on {date}, and found to hold.",
            number=number,
            was="was" if number == 1 else "were",
            coders=listed(sorted({who for who, _ in looked})),
            date=long_date(max(when for _, when in looked).date()),
        )


def _parts(columns: Sequence[Column]) -> Iterator[tuple[Column, ...]]:
    """Share the columns out over as few tables as will do, as evenly as may be."""
    number = -(-len(columns) // MOST_COLUMNS)
    for at in range(number):
        first, last = (len(columns) * n // number for n in (at, at + 1))
        yield tuple(columns[first:last])


def _table(
    source: Source, matrix: Matrix, columns: tuple[Column, ...], number: int, of: int
) -> dict[str, Any]:
    words = source.printer.audience(matrix.audience)
    across = "codes" if matrix.by == "codes" else "themes"
    part = f", part {number} of {of}" if of > 1 else ""
    names = source.printer.unit_name
    rows: list[list[object]] = [
        [names(unit), *(_cell(source, matrix.cells[unit, one.id], one) for one in columns)]
        for unit in sorted(matrix.units, key=names)
    ]
    rows.append(["All together", *(_total(source, matrix, one) for one in columns)])
    headings = [started(words.one), *(one.name for one in columns)]
    return table(f"Framework matrix: {words.many} by {across}{part}", headings, rows)


def _cell(source: Source, cell: MatrixCell, column: Column) -> Rich:
    if not cell.passages and cell.summary is None:
        return emphasis(rich(STATE_WORDS[cell.state]))
    parts = (_summary(source, cell), _count(source, cell, column))
    return joined([part for part in parts if part is not None], "\n")


def _summary(source: Source, cell: MatrixCell) -> Rich | None:
    one = cell.summary
    if one is None:
        return None
    if repeats_closed_words(source.material, one):
        return emphasis(rich(LEFT_OUT))
    if not cell.age.is_stale:
        return rich(one.text)
    return joined((rich(one.text), emphasis(started(cell.age.words))), "\n")


def _count(source: Source, cell: MatrixCell, column: Column) -> Rich:
    """Print how many passages a cell has, with the places of all of them in the ledger."""
    number = len(cell.passages)
    if not number:
        return emphasis(rich(STATE_WORDS[cell.state]))
    unit, by, of = cell.place
    entry = Entry(
        key=f"matrix:{by}:{unit}:{of}",
        label=f"{source.printer.unit_name(unit)}, {column.name}: passages",
        rule=RULE,
        value=number,
        units=(unit,),
        answers=tuple(one.reference for one in cell.passages),
    )
    return say(
        "{number} {noun}{more}",
        number=source.printer.ledger.enter(entry, str(number)),
        noun="passage" if number == 1 else "passages",
        more="" if cell.is_read else " so far",
    )


def _total(source: Source, matrix: Matrix, column: Column) -> object:
    """Print in how many units the code or theme was found, of those that were read."""
    figure = _figure(source, matrix, column)
    return source.printer.counted(figure) if figure is not None and figure.n else "none read yet"


def _figure(source: Source, matrix: Matrix, column: Column) -> Figure | None:
    findings = source.findings
    if matrix.by == "codes":
        figures = (one.figure for one in findings.codes if one.code == column.id)
    else:
        themes = (one for one in findings.themes if one.id == column.id)
        figures = (count.voiced for one in themes for count in one.counts)
    return next((one for one in figures if one.audience == matrix.audience), None)
