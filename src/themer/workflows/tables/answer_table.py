"""The answers of a table for work that needs no study: ids that are there and differ, and texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from themer.errors import InputError, RefusedError, StorageError
from themer.exchange.tables import Faults, Row, Table, read_table, text_of
from themer.workflows.progress import Progress, silent

QUESTION = "question"
"""The column that is taken for the question where none is named and one is called so."""


FEWEST_WORDS = 3
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column is what."""

    id: str = "id"
    text: str = "text"
    question: str | None = None
    group: str | None = None


ORDINARY = Columns()
"""The names that a table's columns have unless somebody says otherwise."""


class TableAnswer(NamedTuple):
    """One answer of a table; a tuple, because a table may have a million of them."""

    id: str
    text: str
    question: str = ""
    group: str = ""

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to read in it."""
        return not self.text.strip()


@contextmanager
def opened(path: Path, needed: Collection[str] | None = None) -> Iterator[Table]:
    """Open a table while the block goes through its rows.

    Args:
        path: The table.
        needed: The only columns that are wanted; None for all.

    Raises:
        InputError: There is no such file, or it is no table.
        StorageError: It cannot be read.
    """
    try:
        with path.open("rb") as stream:
            yield read_table(stream, path, needed)
    except FileNotFoundError as error:
        raise InputError("There is no such file.", path=path) from error
    except IsADirectoryError as error:
        raise InputError("This is a folder, not a table.", path=path) from error
    except StorageError:
        raise
    except OSError as error:
        raise StorageError(f"The file cannot be read: {error.strerror}.", path=path) from error


def read_answers(
    path: Path, columns: Columns, progress: Progress = silent
) -> tuple[TableAnswer, ...]:
    """Read every answer of a table, in its order; only the named columns are ever kept.

    Raises:
        ProblemsError: A column is missing, or rows do not hold: all of them, by number.
        InputError: There is no such file.
        StorageError: It cannot be read.
    """
    with answers_of(path, columns) as (rows, _):
        progress("Reading the table", 0, 1)
        answers = tuple(rows)
    if not answers:
        raise InputError("The table has a header and no row.", path=path)
    return answers


@contextmanager
def answers_of(
    path: Path, columns: Columns
) -> Iterator[tuple[Iterator[TableAnswer], Callable[[], float]]]:
    """Open a table to go through its answers once, in its order; errors as in `read_answers`.

    Yields:
        The answers, and a function that says about what share of the table was gone through.
    """
    needed = {columns.id, columns.text, columns.question or QUESTION, columns.group or columns.id}
    with opened(path, needed) as table:
        table.require(columns.id, option="--id")
        table.require(columns.text, option="--text")
        if columns.question is not None:
            table.require(columns.question, option="--question")
        if columns.group is not None:
            table.require(columns.group, option="--group")
        question = columns.question or (QUESTION if QUESTION in table.columns else None)
        yield _answers(table, columns, question), table.share_read


def _answers(table: Table, columns: Columns, question: str | None) -> Iterator[TableAnswer]:
    faults, seen = Faults(table.path), dict[str, int]()
    for row in table.rows:
        try:
            answer = TableAnswer(
                identity_of(row, columns.id, seen),
                text_of(row, columns.text),
                _as_question(text_of(row, question)),
                text_of(row, columns.group),
            )
        except ValueError as error:
            faults.add(row.line, "020", str(error))
        else:
            yield answer
    faults.finish()


def _as_question(text: str) -> str:
    """Leave out what only numbers a question, such as ``Ward B - Q1``: it would mislead."""
    return text if len(_WORD.findall(text)) >= FEWEST_WORDS else ""


def identity_of(row: Row, column: str, seen: dict[str, int]) -> str:
    """Give a row's id, which no earlier row may have.

    Args:
        row: The row.
        column: Where its id stands.
        seen: Ids of earlier rows with their numbers; this one is added.

    Raises:
        ValueError: It is empty, or taken.
    """
    identity = text_of(row, column)
    if not identity.strip():
        raise ValueError(f'row {row.number} has no id in "{column}"')
    if identity in seen:
        raise ValueError(f'row {row.number} has the id "{identity[:60]}" of row {seen[identity]}')
    seen[identity] = row.number
    return identity


def require_all(answers: Iterable[TableAnswer], given: Iterable[str]) -> None:
    """Prove that every answer that came in goes out, and no other.

    Raises:
        RefusedError: They differ, which is a fault in themer; nothing is written.
    """
    wanted, found = [answer.id for answer in answers], list(dict.fromkeys(given))
    if wanted != found:
        raise RefusedError(
            f"{len(wanted)} answers came in and {len(found)} would go out, so nothing is written.",
            hint="This is a fault in themer; please report it.",
        )
