"""Figures from elsewhere, a row each: unit, measure, value, and perhaps its day and source.

What cannot be a figure is named with its line, and nothing of such a table is taken.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import BinaryIO

from themer.exchange.tables import Faults, Row, Table, read_table, text_of
from themer.model.imported_figures import (
    FigureColumns,
    FiguresAbout,
    ImportedFigure,
    ImportedFigures,
)

AWAITED = "awaited"
_NUMBER = re.compile(r"\d{1,12}(\.\d{1,6})?\Z")
_NEGATIVE = re.compile(r"[-\u2212]\s?\d+([.,]\d+)?\Z")
_DECIMAL_COMMA = re.compile(r"\d+,\d{1,2}\Z")
_GROUPED = re.compile(r"\d{1,3}([ ,.'\u00a0\u202f]\d{3})+([.,]\d+)?\Z")
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")


def read_figures(stream: BinaryIO, path: Path, about: FiguresAbout) -> ImportedFigures:
    """Read a table of figures.

    Args:
        stream: The table, at its beginning: UTF-8 or UTF-16, with or without a byte order mark.
        path: As it is shown in messages.
        about: What its columns, units and measures are called.

    Raises:
        ProblemsError: It is no table, a column is missing, or rows do not hold; all of them.
    """
    table = read_table(stream, path)
    columns = about.columns
    for name in ("unit", "measure", "value"):
        table.require(getattr(columns, name), option=f'"columns: {{{name}: …}}" in the YAML file')
    rows = _rows(table, columns, about)
    return ImportedFigures(path.stem, about.title, about.source, about.as_at, rows)


def _rows(table: Table, columns: FigureColumns, about: FiguresAbout) -> tuple[ImportedFigure, ...]:
    faults, found = Faults(table.path, "FG"), dict[tuple[str, str], ImportedFigure]()
    units = {name.casefold(): unit for name, unit in about.units.items()}
    measures = {name.casefold(): measure for name, measure in about.measures.items()}
    for row in table.rows:
        try:
            unit, measure = (_named(row, column) for column in (columns.unit, columns.measure))
            one = ImportedFigure(
                unit=units.get(unit.casefold(), unit),
                measure=measures.get(measure.casefold(), measure),
                value=_value(text_of(row, columns.value).strip()),
                as_at=_day(text_of(row, columns.as_at).strip()) or about.as_at,
                source=text_of(row, columns.source).strip() or about.source,
                line=row.line,
            )
        except ValueError as error:
            faults.add(row.line, "012", str(error))
            continue
        before = found.setdefault((one.unit, one.measure), one)
        if before is not one:
            message = (
                f'"{unit[:60]}" has "{measure[:60]}" a second time; the first is in line '
                f"{before.line}. Keep one of them"
            )
            faults.add(row.line, "020", message)
    if not found:
        faults.add(1, "003", "has a header and no row")
    faults.finish()
    return tuple(found.values())


def _named(row: Row, column: str) -> str:
    written = text_of(row, column).strip()
    if not written:
        raise ValueError(f'nothing stands in "{column}"')
    return written


def _value(written: str) -> float | None:
    """Read a number; None where it is awaited.

    Raises:
        ValueError: It is none, or could be two different ones.
    """
    if written.casefold() == AWAITED:
        return None
    if _NUMBER.match(written):
        return float(written)
    shown = f'"{written[:40]}"'
    if not written:
        raise ValueError('no value. Write "awaited" where it is still to come, or take the row out')
    if _NEGATIVE.match(written):
        raise ValueError(f"{shown} is below 0, and nothing that is counted can be")
    if written[0] in "=+@-\t":
        raise ValueError(f"{shown} is a formula, which is not worked out here. Write its number")
    if _GROUPED.match(written):
        raise ValueError(f"{shown} can be read in two ways. Write it without marks, such as 1234")
    if _DECIMAL_COMMA.match(written):
        raise ValueError(f"{shown} has a comma. Write it with a point, such as 12.5")
    raise ValueError(f"{shown} is no number, such as 12 or 12.5")


def _day(written: str) -> dt.date | None:
    if not written:
        return None
    try:
        if _DAY.match(written):
            return dt.date.fromisoformat(written)
    except ValueError:
        pass
    raise ValueError(f'"{written[:40]}" is no day such as 2026-03-04')
