"""The answers of a large table as they lie in its work folder: each distinct text once, and rows.

An answer is the same as another where its text, its question and its group are. Texts are one after
another in one file, with their places in it beside it, so that a chunk of them, or any one, is read
without the rest.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from themer.errors import StorageError
from themer.storage.work_folder import WorkFolder, sha256_of_file

CHUNK = 5_000
"""Distinct texts of a chunk; fixed, because sums differ in the last bit with the borders."""
BLOCK = 20_000
"""Rows of a block, which are written together."""
FILES = ("texts.bin", "text_spans.npy", "about.npy", "ids.bin", "id_ends.npy", "row_texts.npy")
NOTHING = -1
"""The place of the text of a row that has none."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some distinct texts."""

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

    Places follow the hashes of texts, so the first so many are a sample of all that nobody chose,
    and the same whatever the order of the table's rows.

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
        """The different ones, in the order in which the table has them."""
        self.groups: tuple[str, ...] = tuple(about["groups"])
        self._chunk: int = about["sizes"][0]
        self._block: int = about["sizes"][1]
        self._texts = _mapped(work.file("texts.bin"))
        self._spans = _loaded(work.file("text_spans.npy"))
        self._about = _loaded(work.file("about.npy"))
        self._ids = _mapped(work.file("ids.bin"))
        self._id_ends = _loaded(work.file("id_ends.npy"))
        self._row_texts = _loaded(work.file("row_texts.npy"))

    @property
    def chunks(self) -> int:
        """How many chunks there are."""
        return -(-self.count // self._chunk)

    @property
    def blocks(self) -> int:
        """How many blocks of rows there are."""
        return -(-self.rows // self._block)

    def chunk(self, number: int) -> Chunk:
        """Read a chunk by its number, from 0."""
        return self.some(range(number * self._chunk, min((number + 1) * self._chunk, self.count)))

    def some(self, places: Sequence[int]) -> Chunk:
        """Read the texts of any places; at least one."""
        about = np.array(self._about[list(places)], dtype=np.int64).reshape(-1, 3)
        return Chunk(
            places[0],
            tuple(self.texts_at(places)),
            tuple(self.questions[number] for number in about[:, 0].tolist()),
            tuple(self.groups[number] for number in about[:, 1].tolist()),
            about[:, 2],
        )

    def rows_by_group(self) -> Mapping[str, int]:
        """Count the rows with words, by group."""
        counts = np.bincount(
            self._about[:, 1], weights=self._about[:, 2], minlength=len(self.groups)
        )
        return dict(zip(self.groups, counts.astype(int).tolist(), strict=True))

    def of_group(self, group: str, most: int) -> list[int]:
        """List the first places, at most so many, of texts with a group."""
        if group not in self.groups:
            return []
        number = self.groups.index(group)
        return [int(place) for place in np.flatnonzero(self._about[:, 1] == number)[:most]]

    def groups_at(self, places: Sequence[int]) -> list[str]:
        """Give the groups of the texts of any places."""
        about = self._about[np.asarray(places, dtype=np.int64)]
        return [self.groups[number] for number in about[:, 1].tolist()]

    def text(self, place: int) -> str:
        """Read one text."""
        return self.texts_at([place])[0]

    def texts_at(self, places: Sequence[int] | npt.NDArray[np.int64]) -> list[str]:
        """Read the texts of any places."""
        spans = self._spans[np.asarray(places, dtype=np.int64)].tolist()
        return [str(self._texts[start:end], "utf-8") for start, end in spans]

    def block(self, number: int) -> RowBlock:
        """Read a block of rows by its number, from 0."""
        first, last = number * self._block, min((number + 1) * self._block, self.rows)
        ends = [int(self._id_ends[first - 1]) if first else 0, *self._id_ends[first:last].tolist()]
        pairs = pairwise(ends)
        ids = tuple(str(self._ids[start:end], "utf-8") for start, end in pairs)
        return RowBlock(ids, np.array(self._row_texts[first:last], dtype=np.int64))

    def places_of(self, ids: Iterable[str]) -> Mapping[str, int]:
        """Find the rows with some ids: each with the place of its text, or ``NOTHING``."""
        wanted, found = set(ids), dict[str, int]()
        for number in range(self.blocks if wanted else 0):
            block = self.block(number)
            for identity, place in zip(block.ids, block.texts.tolist(), strict=True):
                if identity in wanted:
                    found[identity] = place
        return found


def is_whole(folder: WorkFolder) -> bool:
    """Say whether everything that ``intake`` wrote is there to the letter."""
    about = folder.json("intake")
    if not isinstance(about, dict):
        return False
    try:
        return all(sha256_of_file(folder.file(name)) == about["files"][name] for name in FILES)
    except (OSError, KeyError, TypeError):
        return False


def _mapped(path: Path) -> Any:
    """Map a file's bytes; the system reads what is used and drops it again."""
    if not path.stat().st_size:
        return b""
    with path.open("rb") as stream:
        return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)


def _loaded(path: Path) -> Any:
    # A plain view: what numpy makes of each slice of its own kind of map costs five times as much.
    return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
