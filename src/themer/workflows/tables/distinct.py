"""The answers of a large table as they lie in its work folder: each distinct text once, and rows.

Texts are one after another in one file, with the places where they end beside it, so that a chunk
of them, or any one, is read without the rest. An answer is the same as another where its text, its
question and its group are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from themer.errors import StorageError
from themer.storage.work_folder import WorkFolder, sha256_of_file

CHUNK = 10_000
"""Distinct texts of a chunk; fixed, because sums differ in the last bit with the borders."""
BLOCK = 50_000
"""Rows of a block, which are written together."""
FILES = ("texts.bin", "text_ends.npy", "about.npy", "ids.bin", "id_ends.npy", "row_texts.npy")
NOTHING = -1
"""The place of the text of a row that has none."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some distinct texts, in the order in which the table first has them."""

    first: int
    """Place of the first among all distinct texts."""
    texts: tuple[str, ...]
    questions: tuple[str, ...]
    groups: tuple[str, ...]
    rows: npt.NDArray[np.int64]
    """How many rows of the table have each text."""


@dataclass(frozen=True, slots=True)
class RowBlock:
    """Some rows of the table, in its order."""

    ids: tuple[str, ...]
    texts: npt.NDArray[np.int64]
    """Place of each row's text among the distinct ones; ``NOTHING`` where it is empty."""


class DistinctTexts:
    """Reads what ``intake`` wrote; small however large the table is.

    Args:
        folder: The work folder, after the table was taken in.

    Raises:
        StorageError: It is not there.
    """

    def __init__(self, folder: Path) -> None:
        work = WorkFolder(folder)
        about = work.json("intake")
        if about is None:
            raise StorageError("The table was not taken in to the end.", path=folder)
        self.rows: int = about["rows"]
        self.empty: int = about["empty"]
        """Rows without a word in them."""
        self.count: int = about["texts"]
        self.questions: tuple[str, ...] = tuple(about["questions"])
        self.groups: tuple[str, ...] = tuple(about["groups"])
        self._texts = _mapped(work.file("texts.bin"))
        self._text_ends = _loaded(work.file("text_ends.npy"))
        self._about = _loaded(work.file("about.npy"))
        self._ids = _mapped(work.file("ids.bin"))
        self._id_ends = _loaded(work.file("id_ends.npy"))
        self._row_texts = _loaded(work.file("row_texts.npy"))

    @property
    def chunks(self) -> int:
        """How many chunks there are."""
        return -(-self.count // CHUNK)

    @property
    def blocks(self) -> int:
        """How many blocks of rows there are."""
        return -(-self.rows // BLOCK)

    def chunk(self, number: int) -> Chunk:
        """Read a chunk by its number, from 0."""
        first = number * CHUNK
        about = self._about[first : first + CHUNK]
        return Chunk(
            first,
            tuple(_cut(self._texts, self._text_ends, first, min(first + CHUNK, self.count))),
            tuple(self.questions[place] for place in about[:, 0]),
            tuple(self.groups[place] for place in about[:, 1]),
            np.array(about[:, 2], dtype=np.int64),
        )

    def some(self, places: Sequence[int]) -> tuple[list[str], list[str], list[str]]:
        """Read texts, questions and groups of any places."""
        about = self._about[list(places)]
        return (
            [self.text(place) for place in places],
            [self.questions[place] for place in about[:, 0]],
            [self.groups[place] for place in about[:, 1]],
        )

    def text(self, place: int) -> str:
        """Read one text."""
        return next(_cut(self._texts, self._text_ends, place, place + 1))

    def block(self, number: int) -> RowBlock:
        """Read a block of rows by its number, from 0."""
        first, last = number * BLOCK, min(number * BLOCK + BLOCK, self.rows)
        ids = tuple(_cut(self._ids, self._id_ends, first, last))
        return RowBlock(ids, np.array(self._row_texts[first:last], dtype=np.int64))


def is_whole(folder: WorkFolder) -> bool:
    """Say whether everything that ``intake`` wrote is there to the letter."""
    about = folder.json("intake")
    if not isinstance(about, dict):
        return False
    try:
        return all(sha256_of_file(folder.file(name)) == about["files"][name] for name in FILES)
    except (OSError, KeyError, TypeError):
        return False


def _cut(content: Any, ends: npt.NDArray[np.int64], first: int, last: int) -> Iterator[str]:
    start = int(ends[first - 1]) if first else 0
    part = bytes(content[start : int(ends[last - 1])]) if last > first else b""
    at = 0
    for end in ends[first:last].tolist():
        yield part[at : end - start].decode("utf-8")
        at = end - start


def _mapped(path: Path) -> Any:
    """Map a file's bytes; the system reads what is used and drops it again."""
    return np.memmap(path, dtype=np.uint8, mode="r") if path.stat().st_size else b""


def _loaded(path: Path) -> Any:
    return np.load(path, mmap_mode="r", allow_pickle=False)
