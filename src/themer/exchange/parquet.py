"""Parquet in and out, batch by batch, through pyarrow where it is installed."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from themer.errors import InputError
from themer.exchange.table_writing import Value, plain
from themer.exchange.text_streams import fault

MAGIC = b"PAR1"
BATCH = 10_000
"""Rows that are in memory at once."""
_HOW = 'Install it with: pip install "themer[parquet]". Or save the table as "CSV UTF-8".'


def columns_and_rows(
    stream: BinaryIO, path: Path, needed: Collection[str] | None
) -> tuple[tuple[str, ...], Iterator[Mapping[str, Any]], Any]:
    """Open a Parquet file.

    Numbers, dates and truth values become texts; lists and tables stay what they are.

    Args:
        stream: At its beginning; it must be able to seek.
        path: The file, for messages.
        needed: The only columns that rows shall have, as far as they are there; None for all.

    Returns:
        All columns, the rows, and a function that says what share of the rows was given.

    Raises:
        InputError: pyarrow is not installed.
        ProblemsError: The file is damaged, which may show only while going through the rows, or has
            two columns of one name.
    """
    pyarrow = _pyarrow(path)
    with _said_plainly(pyarrow, path):
        file = pyarrow.parquet.ParquetFile(stream)
        names = tuple(str(name) for name in file.schema_arrow.names)
        total = int(file.metadata.num_rows)
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        message = f'has two columns called "{twice[0]}". Give each a name of its own'
        raise fault(path, 0, "004", message)
    wanted = [name for name in names if needed is None or name in needed]
    given = [0]

    def rows() -> Iterator[Mapping[str, Any]]:
        """Give row after row, and count them."""
        """Give one row after the other, a batch in memory at a time."""
        with _said_plainly(pyarrow, path):
            for batch in file.iter_batches(BATCH, columns=wanted, use_threads=False):
                cells = [_as_texts(pyarrow, column) for column in batch.columns]
                for values in zip(*cells, strict=True) if cells else [()] * batch.num_rows:
                    given[0] += 1
                    yield dict(zip(wanted, values, strict=True))

    return names, rows(), lambda: given[0] / total if total else 1.0


def batch_bytes(columns: Sequence[str], rows: Iterable[Mapping[str, Value]]) -> bytes:
    """Pack some rows, so that ``join_batches`` can put them into a file; texts stay to the letter.

    Args:
        columns: Their names; ``score`` and ``confidence`` and the like are numbers with a point.
        rows: At least one.

    Raises:
        InputError: pyarrow is not installed.
    """
    pyarrow = _pyarrow(None)
    held = list(rows)
    arrays = [pyarrow.array([plain(row[name]) for row in held]) for name in columns]
    batch = pyarrow.record_batch(arrays, names=list(columns))
    sink = pyarrow.BufferOutputStream()
    with pyarrow.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    return bytes(sink.getvalue())


def join_batches(batches: Iterable[bytes], stream: BinaryIO) -> None:
    """Write packed rows as one Parquet file, the same bytes for the same rows and pyarrow.

    A column that has only empty cells in one batch takes its type from the first that has more.

    Raises:
        InputError: pyarrow is not installed.
    """
    pyarrow = _pyarrow(None)
    writer: Any = None
    schema: Any = None
    try:
        for content in batches:
            table = pyarrow.ipc.open_stream(content).read_all()
            if schema is None:
                schema = _without_nulls(pyarrow, table.schema)
                writer = pyarrow.parquet.ParquetWriter(stream, schema)
            writer.write_table(table.cast(schema))
    finally:
        if writer is not None:
            writer.close()


def is_installed() -> bool:
    """Say whether Parquet can be read and written."""
    from importlib.util import find_spec

    return find_spec("pyarrow") is not None


def require_installed(path: Path) -> None:
    """Refuse to go on without pyarrow.

    Raises:
        InputError: It is not installed.
    """
    if not is_installed():
        raise InputError("A Parquet file needs pyarrow, which is not here.", hint=_HOW, path=path)


def _pyarrow(path: Path | None) -> Any:
    try:
        import pyarrow
        import pyarrow.ipc
        import pyarrow.parquet
    except ImportError as error:
        raise InputError(
            "A Parquet file needs pyarrow, which is not here.", hint=_HOW, path=path
        ) from error
    return pyarrow


@contextlib.contextmanager
def _said_plainly(pyarrow: Any, path: Path) -> Iterator[None]:
    try:
        yield
    except (pyarrow.ArrowException, OSError, UnicodeDecodeError) as error:
        message = "is damaged, or no Parquet file that can be read here"
        raise fault(path, 0, "001", message) from error


def _as_texts(pyarrow: Any, column: Any) -> list[Any]:
    """Give a column's cells as texts; nested ones as they are."""
    kind = column.type
    if pyarrow.types.is_dictionary(kind):
        column, kind = column.dictionary_decode(), kind.value_type
    values: list[Any] = column.to_pylist()
    if pyarrow.types.is_binary(kind) or pyarrow.types.is_large_binary(kind):
        return [None if value is None else value.decode("utf-8") for value in values]
    if pyarrow.types.is_nested(kind) or pyarrow.types.is_boolean(kind):
        return values
    return [value if value is None or isinstance(value, str) else str(value) for value in values]


def _without_nulls(pyarrow: Any, schema: Any) -> Any:
    """Give columns that had only empty cells so far the type that numbers have."""
    fields = [
        pyarrow.field(field.name, pyarrow.float64()) if field.type == pyarrow.null() else field
        for field in schema
    ]
    return pyarrow.schema(fields)
