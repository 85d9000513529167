"""Vectors by the hash of their text and their encoder, in SQLite; safe to delete at any time."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float32]
_AT_ONCE = 500
_SCHEMA = "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB) WITHOUT ROWID"


class VectorCache:
    """A file of vectors; one that cannot be read or written costs time and nothing else.

    Args:
        path: The file; it and its folder are made when something is kept.
        encoder: The key of the encoder, so that vectors of two encoders never mix.
    """

    def __init__(self, path: Path, encoder: str) -> None:
        self._path = path
        self._encoder = encoder.encode()

    def find(self, texts: Sequence[str]) -> dict[str, Vector]:
        """Give the vectors that are kept, by text."""
        keys = {self._key(text): text for text in texts}
        found: dict[str, Vector] = {}
        if not self._path.is_file():
            return found
        with contextlib.suppress(sqlite3.Error), self._open() as connection:
            for part in _parts(list(keys)):
                marks = ",".join("?" * len(part))
                query = f"SELECT key, vector FROM vectors WHERE key IN ({marks})"
                for key, vector in connection.execute(query, part):
                    found[keys[key]] = np.frombuffer(vector, dtype=np.float32)
        return found

    def keep(self, vectors: Mapping[str, Vector]) -> None:
        """Keep vectors by text."""
        rows = [(self._key(text), vector.tobytes()) for text, vector in vectors.items()]
        with contextlib.suppress(sqlite3.Error, OSError):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
            with self._open() as connection:
                connection.execute(_SCHEMA)
                connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
                connection.commit()

    def _key(self, text: str) -> bytes:
        words = text.encode("utf-8", "surrogatepass")
        return hashlib.sha256(self._encoder + b"\0" + words).digest()

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self._path, timeout=5.0)
        try:
            yield connection
        finally:
            connection.close()


def _parts(keys: list[bytes]) -> Iterator[list[bytes]]:
    for start in range(0, len(keys), _AT_ONCE):
        yield keys[start : start + _AT_ONCE]
