"""Vectors by the hash of their text and their encoder, memory-mapped; safe to delete at any time.

Two files that grow at their ends: rows of float32, and beside them one entry a row, which is the
SHA-256 of the encoder and the text, and a sum over that and the row. A row whose sum does not fit
is not there: half a row of a process that died, a changed byte, a file of another time than the
other, or one that is being erased while it is read cost time and nothing else.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from themer.storage.locks import take

Vector = npt.NDArray[np.float32]
Rows = npt.NDArray[np.uint8]
_KEY, _ENTRY = 32, 36
"""Bytes of a hash, and of an entry: the hash and four bytes of CRC-32 over it and the row."""
_PATIENCE, _PAUSE = 5.0, 0.02
"""Seconds for which another process is waited for, and between looks."""
MOST_UNUSED = 2.0
"""A file is written anew once it holds so many times the rows that an analysis used …"""
FEW = 5_000
"""… and more than these: a small file is not worth the work."""


class VectorCache:
    """Two files of vectors; what cannot be read or written costs time and nothing else.

    Nothing is truncated in place, because a process that has mapped the file would be ended by it.

    Args:
        folder: Where the files are; it is made when something is kept.
        encoder: The key of the encoder, so that vectors of two encoders never mix.
        dimension: Numbers in a vector.
    """

    def __init__(self, folder: Path, encoder: str, dimension: int) -> None:
        self._folder = folder
        self._encoder = encoder.encode()
        self._row = 4 * dimension
        name = hashlib.sha256(self._encoder).hexdigest()[:12]
        self._rows = folder / f"vectors-{name}.f32"
        self._entries = folder / f"vectors-{name}.sums"
        self._places: dict[bytes, int] = {}
        self._sums: list[bytes] = []
        self._file = 0
        self._used: set[bytes] = set()

    def find(self, texts: Sequence[str]) -> dict[str, Vector]:
        """Give the vectors that are kept, by text; they stay when the files go."""
        found: dict[str, Vector] = {}
        with contextlib.suppress(OSError, ValueError):
            self._look()
            wanted = [(text, key) for text in texts if (key := self._key(text)) in self._places]
            rows = self._mapped() if wanted else None
            for text, key in wanted:
                row = None if rows is None else self._whole(rows, key)
                if row is not None:
                    found[text] = np.frombuffer(row, dtype="<f4")
                    self._used.add(key)
        return found

    def keep(self, vectors: Mapping[str, Vector]) -> None:
        """Keep vectors by text; nothing is kept where another process writes for seconds."""
        keyed = {
            self._key(text): vector.astype("<f4").tobytes() for text, vector in vectors.items()
        }
        self._used.update(keyed)
        with contextlib.suppress(OSError, ValueError), self._alone() as is_alone:
            if is_alone:
                self._append(keyed)

    def drop_unused(self) -> None:
        """Take away what nothing asks for any more: other encoders', and texts that changed.

        To be called when everything that a study needs has been asked for. Rows are dropped once
        they outnumber the used ones, so that an undone edit costs nothing.
        """
        with contextlib.suppress(OSError, ValueError), self._alone() as is_alone:
            if not is_alone:
                return
            for path in self._folder.glob("vectors*"):
                if path not in (self._rows, self._entries):
                    path.unlink(missing_ok=True)
            self._look()
            used = {key for key in self._used if key in self._places}
            if len(self._sums) > max(FEW, MOST_UNUSED * len(used)):
                self._rewrite(used)

    def _append(self, keyed: Mapping[bytes, bytes]) -> None:
        self._look()
        rows = self._mapped()
        fresh = {
            key: row
            for key, row in keyed.items()
            if key not in self._places or rows is None or self._whole(rows, key) is None
        }
        del rows  # Windows writes to no file that is mapped
        # What a process that died left beyond the last whole pair is written over.
        count = len(self._sums)
        with _opened(self._rows) as file:
            file.seek(count * self._row)
            file.write(b"".join(fresh.values()))
        with _opened(self._entries) as file:
            file.seek(count * _ENTRY)
            file.write(b"".join(key + _sum(key, row) for key, row in fresh.items()))

    def _rewrite(self, used: set[bytes]) -> None:
        rows = self._mapped()
        kept = [] if rows is None else [(key, self._whole(rows, key)) for key in sorted(used)]
        del rows
        pairs = [(key, row) for key, row in kept if row is not None]
        # A process that reads between the two finds sums that do not fit, and computes.
        for path, content in (
            (self._rows, b"".join(row for _, row in pairs)),
            (self._entries, b"".join(key + _sum(key, row) for key, row in pairs)),
        ):
            beside = path.with_name(path.name + ".new")
            with _opened(beside) as file:
                file.write(content)
                file.truncate()
            beside.replace(path)
        self._forget()

    def _look(self) -> None:
        """Read the entries that were written since the last look; all of them in a new file."""
        try:
            file = self._entries.open("rb")
        except FileNotFoundError:
            self._forget()
            return
        with file:
            state = os.fstat(file.fileno())
            count = min(state.st_size // _ENTRY, self._rows.stat().st_size // self._row)
            if state.st_ino != self._file or count < len(self._sums):
                self._forget()
                self._file = state.st_ino
            known = len(self._sums)
            file.seek(known * _ENTRY)
            content = file.read((count - known) * _ENTRY)
        for at in range(len(content) // _ENTRY):
            entry = content[at * _ENTRY : (at + 1) * _ENTRY]
            # The later of two rows of one text counts: the earlier was found damaged.
            self._places[entry[:_KEY]] = known + at
            self._sums.append(entry[_KEY:])

    def _forget(self) -> None:
        self._places, self._sums, self._file = {}, [], 0

    def _mapped(self) -> Rows | None:
        if not self._sums:
            return None
        size = (len(self._sums), self._row)
        return np.memmap(self._rows, dtype=np.uint8, mode="r", shape=size)

    def _whole(self, rows: Rows, key: bytes) -> bytes | None:
        """Give a row's bytes, where they are what was written."""
        place = self._places[key]
        row = rows[place].tobytes()
        return row if _sum(key, row) == self._sums[place] else None

    def _key(self, text: str) -> bytes:
        words = text.encode("utf-8", "surrogatepass")
        return hashlib.sha256(self._encoder + b"\0" + words).digest()

    @contextlib.contextmanager
    def _alone(self) -> Iterator[bool]:
        """Keep other processes from writing; the system lets them again however this one ends."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self._folder / "lock", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            yield _taken(descriptor)
        finally:
            os.close(descriptor)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """Open a file for its owner alone, as it is, or make it."""
    flags = os.O_CREAT | os.O_RDWR | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o600), "r+b") as file:
        yield file


def _taken(descriptor: int) -> bool:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            take(descriptor)
        except OSError:
            if time.monotonic() > until:
                return False
            time.sleep(_PAUSE)
        else:
            return True


def _sum(key: bytes, row: bytes) -> bytes:
    return zlib.crc32(row, zlib.crc32(key)).to_bytes(4, "little")
