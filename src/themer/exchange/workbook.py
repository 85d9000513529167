"""Sheets of rows as an Excel workbook: every text as text, always the same bytes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from themer.errors import InputError
from themer.exchange.table_writing import Value

MOST_IN_A_CELL: Final = 32_767
"""Characters of UTF-16 that Excel takes in one cell."""
MOST_ROWS: Final = 1_048_576
_LINE: Final = 15.0
_HIGHEST: Final = 405.0
"""In points; Excel allows a row no more than 409."""
_NOT_A_NAME = re.compile(r"[\[\]:*?/\\]")
_NO_CHARACTER = re.compile("[\ud800-\udfff\ufffe\uffff]")
_EPOCH = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a sheet."""

    words: str
    width: int
    """In characters, as Excel counts them."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table in a workbook; its first row holds the headings and stays in sight."""

    name: str
    columns: tuple[Heading, ...]
    rows: tuple[tuple[Value, ...], ...]
    frozen: int = 0
    """How many columns stay in sight at the left."""


def fits(text: str) -> bool:
    """Say whether a text can stand in one cell."""
    return _units(text) <= MOST_IN_A_CELL


def workbook(sheets: Sequence[Sheet], *, title: str, made: dt.date | None) -> bytes:
    """Write a workbook.

    A text that is too long for a cell is cut there and says so at its end: see ``fits``. Control
    characters are written as Excel writes them; halves of characters, which no file can hold, as
    the sign for what cannot be shown.

    Args:
        sheets: In their order; names of at most 31 characters.
        title: In the file's properties, beside which there is nothing of who or where.
        made: The day in the properties: of the data, so that the same data give the same bytes.

    Raises:
        InputError: A sheet has more rows than Excel takes.
    """
    from xlsxwriter import Workbook

    stream = BytesIO()
    when = dt.datetime.combine(made, dt.time(), dt.UTC) if made else _EPOCH
    plain = dict.fromkeys(("formulas", "urls", "numbers"), False)
    options = {f"strings_to_{kind}": value for kind, value in plain.items()}
    book: Any = Workbook(stream, {"in_memory": True, **options})
    book.set_properties({"title": _writable(title)[:255], "author": "", "created": when})
    styles = {
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
        "words": book.add_format({"text_wrap": True, "valign": "top"}),
        "number": book.add_format({"valign": "top"}),
    }
    for sheet in sheets:
        _write(book.add_worksheet(sheet_name(sheet.name)), sheet, styles)
    book.close()
    return stream.getvalue()


def sheet_name(name: str) -> str:
    """Give a name that Excel takes for a sheet."""
    return _NOT_A_NAME.sub(" ", _writable(name)).strip("' ")[:31] or "Sheet"


def _write(page: Any, sheet: Sheet, styles: dict[str, Any]) -> None:
    if len(sheet.rows) >= MOST_ROWS:
        raise InputError(
            f'"{sheet.name}" would have {len(sheet.rows):,} rows, and Excel takes {MOST_ROWS:,}.',
            hint="Write CSV: it has no such limit.",
        )
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, column.width)
        page.write_string(0, at, _cell(column.words), styles["head"])
    widths = [column.width for column in sheet.columns]
    page.set_row(0, _height([column.words for column in sheet.columns], widths, bold=True))
    for line, row in enumerate(sheet.rows, 1):
        page.set_row(line, _height(row, widths))
        for at, value in enumerate(row):
            if value is None:
                page.write_blank(line, at, None, styles["number"])
            elif isinstance(value, str):
                page.write_string(line, at, _cell(value), styles["words"])
            else:
                page.write_number(line, at, value, styles["number"])
    page.freeze_panes(1, sheet.frozen)
    if sheet.columns:
        page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.columns) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _height(row: Sequence[Value], widths: Sequence[int], *, bold: bool = False) -> float:
    """Give a row room for its longest text, in points: not every program works it out itself."""
    lines = 1
    for value, width in zip(row, widths, strict=True):
        if isinstance(value, str):
            room = max(1, int(width * (0.75 if bold else 0.9)))
            lines = max(lines, sum(-(-len(line) // room) or 1 for line in value.split("\n")))
    return min(lines * _LINE, _HIGHEST)


def _cell(text: str) -> str:
    words = _writable(text)
    if fits(words):
        return words
    note = f" […] (cut here: it has {len(text):,} characters, and a cell takes {MOST_IN_A_CELL:,})"
    kept = words[: MOST_IN_A_CELL - len(note)]
    while _units(kept) > MOST_IN_A_CELL - len(note):
        kept = kept[: -max(1, (_units(kept) - MOST_IN_A_CELL + len(note)) // 2)]
    return kept + note


def _writable(text: str) -> str:
    return _NO_CHARACTER.sub("\ufffd", text)


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)
