"""CSV, JSON Lines and Parquet into rows, one at a time; rows that do not fit named by number."""

from __future__ import annotations

import csv
import difflib
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from themer.errors import Problem, ProblemsError
from themer.exchange import parquet
from themer.exchange.text_streams import LONGEST_LINE, fault, lines_of

DELIMITERS = ",;\t|"
MOST_NAMED = 20
"""Faults named one by one; the rest are counted."""
_JSON_ENDINGS = (".jsonl", ".ndjson", ".json")


class Row(NamedTuple):
    """One row of a table; a tuple, because a table may have a million of them."""

    number: int
    """Counted from 1, the header aside."""
    line: int
    """Where it begins in the file, from 1; 0 where a file has no lines."""
    cells: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """A table that is being read: its rows can be gone through once."""

    path: Path
    columns: tuple[str, ...]
    """Of JSON Lines: the keys of the first row."""
    rows: Iterator[Row]
    share_read: Callable[[], float] = lambda: 0.0
    """Says about how much of it was gone through, 0 to 1; 0 where that cannot be told."""

    def require(self, column: str, *, option: str) -> None:
        """Refuse a table without a column.

        Args:
            column: Its name.
            option: What names another column, for the message.

        Raises:
            ProblemsError: It is not there; the message lists the columns and what is near.
        """
        if column in self.columns:
            return
        folded = {name.casefold(): name for name in self.columns}
        near = difflib.get_close_matches(column.casefold(), folded, 1)
        hint = f'Did you mean "{folded[near[0]]}"? ' if near else ""
        listed = ", ".join(f'"{name}"' for name in self.columns)
        raise fault(
            self.path, 0 if _is_parquet(self.path) else 1, "010",
            f'has no column "{column}". {hint}Its columns: {listed}. Name another with {option}',
        )  # fmt: skip


class Faults:
    """Faults of single rows, gathered so that all are said at once; many are cut short.

    Args:
        path: The table.
        prefix: The letters of the codes.
    """

    def __init__(self, path: Path, prefix: str = "TA") -> None:
        self._path, self._prefix = path, prefix
        self._problems: list[Problem] = []
        self._more = 0

    def add(self, line: int, number: str, message: str) -> None:
        """Remember a fault."""
        if len(self._problems) < MOST_NAMED:
            self._problems.append(Problem(self._path, line, 0, self._prefix + number, message))
        else:
            self._more += 1

    def finish(self) -> None:
        """Raise what was remembered.

        Raises:
            ProblemsError: There was any fault.
        """
        if self._more:
            message = f"and {self._more} more rows do not fit"
            last = self._problems[-1]
            self._problems.append(Problem(self._path, last.line, 0, f"{self._prefix}099", message))
        if self._problems:
            raise ProblemsError(self._problems)


def read_table(stream: BinaryIO, path: Path, needed: Collection[str] | None = None) -> Table:
    """Begin to read a table; rows come as they are asked for.

    Commas, semicolons, tabs or bars between cells, whichever the header uses; line ends within a
    cell become LF. A row of nothing but empty cells is no row.

    Args:
        stream: The file, at its beginning.
        path: Its name, for messages and for telling JSON Lines and Parquet from CSV.
        needed: The only columns that are wanted; of a Parquet file no others are read.

    Raises:
        ProblemsError: It is empty, no text, or its header does not hold; while going through the
            rows: those that do not fit the header, all of them.
        InputError: It is a Parquet file, and what reads those is not installed.
    """
    if _is_parquet(path):
        return _read_parquet(stream, path, needed)
    lines = lines_of(stream, path)
    first = next((line for line in lines if line.strip()), None)
    if first is None:
        raise fault(path, 0, "003", "is empty. It needs a header and a row for each answer")
    whole = chain((first,), lines)
    is_json = path.suffix.lower() in _JSON_ENDINGS or first.lstrip().startswith("{")
    table = _read_json_lines(whole, path) if is_json else _read_csv(whole, first, path)
    return replace(table, share_read=_share_of(stream))


def text_of(row: Row, column: str | None) -> str:
    """Give a cell's text to the letter; an absent, null or unnamed cell is empty.

    Raises:
        ValueError: The cell holds a list or a table; only JSON Lines can.
    """
    value = "" if column is None else row.cells.get(column)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        raise ValueError(f'row {row.number}: "{column}" is a list or a table, not a text')
    return value.replace("\r\n", "\n").replace("\r", "\n") if "\r" in value else value


def _is_parquet(path: Path) -> bool:
    return path.suffix.lower() == ".parquet"


def _read_parquet(stream: BinaryIO, path: Path, needed: Collection[str] | None) -> Table:
    columns, rows, share = parquet.columns_and_rows(stream, path, needed)
    return Table(path, columns, _parquet_rows(rows), share)


def _parquet_rows(rows: Iterator[Mapping[str, Any]]) -> Iterator[Row]:
    number = 0
    for cells in rows:
        if all(cell is None or cell == "" for cell in cells.values()):
            continue
        number += 1
        yield Row(number, 0, cells)


def _share_of(stream: BinaryIO) -> Callable[[], float]:
    if not stream.seekable():
        return lambda: 0.0
    here = stream.tell()
    size = stream.seek(0, 2)
    stream.seek(here)
    return lambda: stream.tell() / size if size else 1.0


def _read_csv(lines: Iterator[str], first: str, path: Path) -> Table:
    # csv keeps its limit for the whole process; an unclosed quote would else fill the memory.
    csv.field_size_limit(LONGEST_LINE)
    reader = csv.reader(lines, delimiter=_delimiter_of(first), strict=True)
    try:
        header = [name.strip() for name in next(reader)]
    except csv.Error as error:
        raise fault(path, 1, "005", _quoting(str(error))) from error
    while header and not header[-1]:
        header.pop()
    columns = [name or f"column {number}" for number, name in enumerate(header, 1)]
    _refuse_twice(columns, path)
    return Table(path, tuple(columns), _csv_rows(reader, columns, path))


def _delimiter_of(header: str) -> str:
    """Take the sign that stands most often outside quotes in the header."""
    outside = "".join(header.split('"')[0::2])
    return max(DELIMITERS, key=lambda sign: (outside.count(sign), -DELIMITERS.index(sign)))


def _refuse_twice(columns: Sequence[str], path: Path) -> None:
    twice = sorted({name for name in columns if columns.count(name) > 1})
    if twice:
        message = f'has two columns called "{twice[0]}". Give each a name of its own'
        raise fault(path, 1, "004", message)


def _csv_rows(reader: Any, columns: Sequence[str], path: Path) -> Iterator[Row]:
    faults, number, line = Faults(path), 0, reader.line_num + 1
    try:
        for cells in reader:
            begins, line = line, reader.line_num + 1
            while len(cells) > len(columns) and not cells[-1]:
                cells.pop()
            if not any(cells):
                continue
            number += 1
            if len(cells) != len(columns):
                message = (
                    f"cells in row {number}: {len(cells)}, where the header has {len(columns)}"
                )
                faults.add(begins, "006", message)
                continue
            yield Row(number, begins, dict(zip(columns, cells, strict=True)))
    except csv.Error as error:
        faults.add(line, "005", f"row {number + 1}: {_quoting(str(error))}")
    faults.finish()


def _quoting(said: str) -> str:
    if "unexpected end" in said or "field limit" in said:
        return "a quotation mark opens a cell that is never closed"
    return f"its quotation marks do not fit ({said}). Inside a quoted cell write them twice"


def _read_json_lines(lines: Iterator[str], path: Path) -> Table:
    rows = _json_rows(lines, path)
    first = next(rows, None)
    if first is None:
        raise fault(path, 0, "003", "holds no row")
    return Table(path, tuple(first.cells), chain((first,), rows))


def _json_rows(lines: Iterator[str], path: Path) -> Iterator[Row]:
    faults, number = Faults(path), 0
    for line, text in enumerate(lines, 1):
        if not text.strip():
            continue
        number += 1
        try:
            cells = _object_of(text)
        except (ValueError, RecursionError) as error:
            said = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
            faults.add(line, "007", f"row {number} is not a JSON object on one line ({said})")
            continue
        yield Row(number, line, cells)
    faults.finish()


def _object_of(text: str) -> dict[str, Any]:
    """Read one line; numbers stay as they are written."""
    value = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    if not isinstance(value, dict):
        raise ValueError("it begins with no {")
    if "\\u" in text and not _is_whole(value):
        raise ValueError("it holds half a character")
    return value


def _is_whole(value: object) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
