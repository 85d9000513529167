"""Rows into CSV or JSON Lines, the same bytes for the same rows, and no text ever a formula."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

Value = str | int | float | None
Format = Literal["csv", "jsonl", "parquet"]
_FORMULA = re.compile(r"'*[=+\-@\t]")


def as_text(value: Value, *, decimals: int = 6) -> str:
    """Write a cell for CSV; a text that a spreadsheet would run gets an apostrophe before it.

    Args:
        value: None becomes an empty cell.
        decimals: The most that a number keeps.
    """
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(rounded(value, decimals))
    if isinstance(value, int):
        return str(value)
    text = value
    if "\r" in value:  # csv would leave a lone CR unquoted
        text = value.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if _FORMULA.match(text) else text


def without_apostrophe(text: str) -> str:
    """Take off the apostrophe that ``as_text`` put before a text."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def rounded(number: float, decimals: int = 6) -> float:
    """Keep so many decimals, and no minus before nought."""
    return round(number, decimals) + 0.0


def csv_of_texts(rows: Iterable[Sequence[str]]) -> str:
    """Write rows whose cells ``as_text`` made as CSV, without a header."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def csv_text(
    columns: Sequence[str], rows: Iterable[Mapping[str, Value]], *, with_header: bool = True
) -> str:
    """Write rows as CSV: UTF-8 without a mark, commas, LF."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if with_header:
        writer.writerow([as_text(column) for column in columns])
    writer.writerows([as_text(row[column]) for column in columns] for row in rows)
    return out.getvalue()


def jsonl_text(columns: Sequence[str], rows: Iterable[Mapping[str, Value]]) -> str:
    """Write rows as JSON Lines; texts stay to the letter."""
    out = io.StringIO()
    for row in rows:
        cells = {column: plain(row[column]) for column in columns}
        out.write(json.dumps(cells, ensure_ascii=False) + "\n")
    return out.getvalue()


def plain(value: Value) -> Value:
    """Round a number as it is written; other values stay."""
    return rounded(value) if isinstance(value, float) else value


def table_text(form: Format, columns: Sequence[str], rows: Iterable[Mapping[str, Value]]) -> str:
    """Write rows as text in the format that was asked for; one that is no text as JSON Lines."""
    return csv_text(columns, rows) if form == "csv" else jsonl_text(columns, rows)
