"""Where the rows of ``tag`` and ``group`` go, and that it is none of the files they came from."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from themer.errors import InputError
from themer.exchange import parquet
from themer.exchange.table_writing import Format, Value, csv_text, jsonl_text
from themer.storage.output import write_output

_FORMATS: Mapping[str, Format] = {
    ".csv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
}


def format_of(path: Path | None, sources: Sequence[Path | None] = ()) -> Format:
    """Tell the format from a file's ending; CSV where rows go to standard output.

    Args:
        path: The file to write, or None.
        sources: Files that are read, and so must not be written over.

    Raises:
        InputError: The ending says nothing, the file is one of those that are read, or what
            writes its format is not installed.
    """
    if path is None:
        return "csv"
    if path.suffix.lower() not in _FORMATS:
        raise InputError(
            f'The ending "{path.suffix}" says no format that themer writes.',
            hint="End the file's name with .csv or .jsonl, or .parquet.",
            path=path,
        )
    if any(source is not None and _is_same(path, source) for source in sources):
        raise InputError("It would be written over what is read.", hint="Name another.", path=path)
    form = _FORMATS[path.suffix.lower()]
    if form == "parquet":
        parquet.require_installed(path)
    return form


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, Value]]) -> None:
    """Write rows to a file, whole or not at all.

    Raises:
        InputError: The ending says nothing.
        StorageError: The disk refused.
    """
    out = io.BytesIO()
    form = format_of(path)
    unpacked(form, [packed(form, columns, rows, is_first=True)], out)
    write_output(path, out.getvalue())


def packed(
    form: Format, columns: Sequence[str], rows: Iterable[Mapping[str, Value]], *, is_first: bool
) -> bytes:
    """Write a part of a table's rows, for ``unpacked`` to put together.

    Args:
        form: What the table is written in.
        columns: Their names.
        rows: At least one.
        is_first: Whether nothing comes before.
    """
    if form == "parquet":
        return parquet.batch_bytes(columns, rows)
    if form == "csv":
        return csv_text(columns, rows, with_header=is_first).encode("utf-8")
    return jsonl_text(columns, rows).encode("utf-8")


def unpacked(form: Format, parts: Iterable[bytes], stream: BinaryIO) -> None:
    """Write the parts of a table, in their order, as one file."""
    if form == "parquet":
        parquet.join_batches(parts, stream)
        return
    for part in parts:
        stream.write(part)


def _is_same(path: Path, other: Path) -> bool:
    if path.exists() and other.exists():
        return path.samefile(other)
    return path.resolve() == other.resolve()
