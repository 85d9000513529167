"""Where the rows of ``tag`` and ``group`` go, and that it is none of the files they came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from themer.errors import InputError
from themer.exchange.table_writing import Format, Value, table_text
from themer.storage.output import write_output

_FORMATS: Mapping[str, Format] = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}


def format_of(path: Path | None, sources: Sequence[Path | None] = ()) -> Format:
    """Tell the format from a file's ending; CSV where rows go to standard output.

    Args:
        path: The file to write, or None.
        sources: Files that are read, and so must not be written over.

    Raises:
        InputError: The ending says nothing, or the file is one of those that are read.
    """
    if path is None:
        return "csv"
    if path.suffix.lower() not in _FORMATS:
        raise InputError(
            f'The ending "{path.suffix}" says no format that themer writes.',
            hint="End the file's name with .csv or .jsonl.",
            path=path,
        )
    if any(source is not None and _is_same(path, source) for source in sources):
        raise InputError("It would be written over what is read.", hint="Name another.", path=path)
    return _FORMATS[path.suffix.lower()]


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, Value]]) -> None:
    """Write rows to a file, whole or not at all.

    Raises:
        InputError: The ending says nothing.
        StorageError: The disk refused.
    """
    write_output(path, table_text(format_of(path), columns, rows))


def _is_same(path: Path, other: Path) -> bool:
    if path.exists() and other.exists():
        return path.samefile(other)
    return path.resolve() == other.resolve()
