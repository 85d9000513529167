"""What a list needs of each file, in SQLite by the file's state; safe to delete at any time.

A file whose time and size are as when it was last read is taken as unchanged, except where it was
written so shortly before that a second write may carry the same time; such a file, and any other
that differs, is compared by the SHA-256 of its bytes.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from themer.storage.durable import sha256_of
from themer.storage.reading import read_bytes

_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS files (kind TEXT, path TEXT, mtime_ns INTEGER, size INTEGER, "
    "looked_ns INTEGER, sha256 TEXT, is_what TEXT, PRIMARY KEY (kind, path)) WITHOUT ROWID"
)
_MAY_REPEAT_NS = 2_000_000_000
"""Within this time after a write, some file systems give a second write the same time."""
_PATIENCE = 2.0
Entry = tuple[int, int, int, str, str]


class ListCache:
    """A file of short descriptions; one that cannot be read or written costs time, nothing else.

    Args:
        path: The file; it and its folder are made when something is kept.
        kind: Whose descriptions, with the version of their form: another form finds nothing.
    """

    def __init__(self, path: Path, kind: str) -> None:
        self._path = path
        self._kind = kind
        self._known: dict[str, Entry] = {}
        self._new: dict[str, Entry] = {}
        with contextlib.suppress(sqlite3.Error):
            if path.is_file():
                self._known = self._load()

    def describe(self, path: Path, read: Callable[[Path], Mapping[str, Any]]) -> dict[str, Any]:
        """Give a file's description, reading the file only where it has changed.

        Args:
            path: The file.
            read: Makes the description, of what JSON can hold; what it raises is not kept.

        Raises:
            ThemerError: As ``read`` does.
        """
        looked = time.time_ns()
        name = path.name
        state = path.stat() if path.is_file() else None
        known = self._known.get(name)
        if state is not None and known is not None:
            is_settled = known[2] - known[0] > _MAY_REPEAT_NS
            if is_settled and known[:2] == (state.st_mtime_ns, state.st_size):
                return dict(json.loads(known[4]))
            if sha256_of(read_bytes(path)) == known[3]:
                self._new[name] = (state.st_mtime_ns, state.st_size, looked, *known[3:])
                return dict(json.loads(known[4]))
        before = sha256_of(read_bytes(path))
        description = dict(read(path))
        if state is not None and sha256_of(read_bytes(path)) == before:
            words = json.dumps(description)
            self._new[name] = (state.st_mtime_ns, state.st_size, looked, before, words)
        return description

    def keep(self) -> None:
        """Write down what was learned."""
        if not self._new:
            return
        rows = [(self._kind, name, *entry) for name, entry in self._new.items()]
        with contextlib.suppress(sqlite3.Error, OSError):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
            with self._open() as connection:
                connection.execute(_SCHEMA)
                connection.executemany("INSERT OR REPLACE INTO files VALUES (?,?,?,?,?,?,?)", rows)
                connection.commit()

    def _load(self) -> dict[str, Entry]:
        query = "SELECT path, mtime_ns, size, looked_ns, sha256, is_what FROM files WHERE kind = ?"
        with self._open() as connection:
            return {row[0]: row[1:] for row in connection.execute(query, (self._kind,))}

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self._path, timeout=_PATIENCE)
        try:
            yield connection
        finally:
            connection.close()
