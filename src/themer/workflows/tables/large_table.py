"""What work on any large table has in common: taken in once, stopped and taken up, put in place."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import themer
from themer.errors import InputError, ProblemsError, StoppedError, StorageError
from themer.storage.work_folder import (
    WorkFolder,
    in_folder,
    removed,
    sha256_of_file,
    work_path,
)
from themer.workflows.progress import Progress
from themer.workflows.tables.answer_table import Columns, answers_of
from themer.workflows.tables.distinct import BLOCK, CHUNK, DistinctTexts, is_whole
from themer.workflows.tables.intake import take_in

LARGEST_WHOLE = 20_000
"""Up to so many answers a table is worked on as a whole: each is compared with each."""
_RESTS_ON = ("numpy", "scipy", "scikit-learn")


def is_large(table: Path, columns: Columns) -> bool:
    """Say whether a table has more answers than are worked on as a whole; errors as in reading.

    What is no file of its own, such as a pipe, can be gone through only once and counts as small.
    """
    if not table.is_file():
        return False
    with answers_of(table, columns) as (answers, _):
        return any(number >= LARGEST_WHOLE for number, _ in enumerate(answers))


@contextmanager
def taken_in(
    table: Path,
    columns: Columns,
    out: Path,
    settings: Mapping[str, object],
    progress: Progress,
) -> Iterator[tuple[WorkFolder, DistinctTexts, str | None]]:
    """Open the work folder of a table, with the table in it, while the block works on it.

    When the block ends without an error the folder is deleted; otherwise it stays, and the same
    command goes on where it was.

    Args:
        table: CSV, JSON Lines or Parquet.
        columns: Which column is what.
        out: The file that is made; the folder lies beside it.
        settings: What else the result depends on: options, files by hash, models by hash.
        progress: Told how far the reading is.

    Yields:
        The folder, the table in it, and a sentence where work that was begun could not be taken up.

    Raises:
        ProblemsError: Rows of the table do not hold; no folder stays.
        StorageError: The disk refused.
        StoppedError: Somebody pressed ctrl-C.
    """
    if out.is_dir():
        raise StorageError("A folder of that name is in the way.", path=out)
    wanted = {
        "schema": "themer/table-in-parts/1",
        "themer": themer.__version__,
        "python": platform.python_version(),
        "versions": {name: version(name) for name in _RESTS_ON},
        "input": _identity(table),
        "columns": [columns.id, columns.text, columns.question, columns.group],
        "sizes": [CHUNK, BLOCK],
        "settings": dict(settings),
    }
    with in_folder(work_path(out), wanted) as (folder, changed):
        try:
            if not is_whole(folder):
                _take_in(table, columns, folder, progress)
            yield folder, DistinctTexts(folder.path), _told(changed)
        except KeyboardInterrupt:
            raise StoppedError(
                f"Stopped. What is done so far is kept in {folder.path.name}/, with answers in it.",
                hint="Run the same command again to go on, or delete that folder.",
            ) from None
        removed(folder)


def sha256_of_source(path: Path) -> str:
    """Give the hash of a file that the result depends on.

    Raises:
        InputError: There is none.
        StorageError: It cannot be read.
    """
    try:
        return sha256_of_file(path)
    except FileNotFoundError as error:
        raise InputError("There is no such file.", path=path) from error
    except OSError as error:
        raise StorageError(f"The file cannot be read: {error.strerror}.", path=path) from error


def _identity(table: Path) -> dict[str, object]:
    return {"sha256": sha256_of_source(table), "size": table.stat().st_size}


def _take_in(table: Path, columns: Columns, folder: WorkFolder, progress: Progress) -> None:
    try:
        with answers_of(table, columns) as (answers, share_read):
            take_in(answers, share_read, folder, progress)
    except ProblemsError:
        removed(folder)
        raise
    if folder.json("intake")["rows"] == 0:
        removed(folder)
        raise InputError("The table has a header and no row.", path=table)


def _told(changed: str | None) -> str | None:
    if changed is None:
        return None
    return f"Work that was begun could not be taken up, because its {changed} differ: begun anew."
