"""Interviews as they were read before, in SQLite by the hash of their bytes; safe to delete.

Reading YAML costs ten times what reading JSON does. A file's bytes are read and hashed each time,
which costs less than a tenth of parsing, so that no clock, sync program or copy is trusted: what
comes back is what parsing these very bytes gave. An interview with problems is not kept, so that
its problems are found each time. Each row carries a sum over itself: an altered one is not there.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pydantic
from pydantic import TypeAdapter

import themer
from themer.errors import ThemerError
from themer.model.interview import Interview
from themer.storage import files
from themer.storage.durable import sha256_of
from themer.storage.files import Stored
from themer.storage.reading import read_bytes

_FILE = "interviews.sqlite"
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS interviews "
    "(path TEXT PRIMARY KEY, form TEXT, sha256 TEXT, value BLOB, sum BLOB) WITHOUT ROWID"
)
_PATIENCE = 2.0
_OF_ANOTHER_FORM = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR)
"""What is said of a file that is damaged or has other tables; a busy one or a full disk is left."""
Row = tuple[str, bytes, bytes]
"""The hash of a file's bytes, the interview as JSON, and a sum over both and the form."""


class InterviewCache:
    """A file of interviews; one that cannot be read or written costs time and nothing else.

    Args:
        folder: Where the file is; it is made when something is kept.
        shown: Gives a path as messages show it.
    """

    def __init__(self, folder: Path, shown: Callable[[Path], Path]) -> None:
        self._shown = shown
        self._path = folder / _FILE
        self._known: dict[str, Row] = {}
        self._new: dict[str, Row] = {}
        self._seen: set[str] = set()
        with contextlib.suppress(sqlite3.Error):
            if self._path.is_file():
                self._known = self._load()

    def read(self, path: Path) -> Stored[Interview]:
        """Read an interview's file; what it gives and raises is what ``files.read`` does."""
        name = path.name
        self._seen.add(name)
        known = self._known.get(name)
        if known is not None:
            with contextlib.suppress(ThemerError):  # said below, with the path that is shown
                content = read_bytes(path)
                sha256 = sha256_of(content)
                if known[0] == sha256 and known[2] == _sum(sha256, known[1]):
                    held = _adapter().validate_json(known[1])
                    return Stored(path, held, sha256, content.decode("utf-8-sig"))
        stored = files.read(files.INTERVIEW, path, shown_as=self._shown(path))
        with contextlib.suppress(ValueError):  # half a surrogate pair, which JSON cannot hold
            value = _adapter().dump_json(stored.value, exclude_defaults=True)
            self._new[name] = (stored.sha256, value, _sum(stored.sha256, value))
        return stored

    def keep(self) -> None:
        """Write down what was read anew, and take away what was not asked for.

        To be called once every interview of the study was asked for.
        """
        gone = self._known.keys() - self._seen
        if not self._new and not gone:
            return
        try:
            self._write(gone)
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", None) in _OF_ANOTHER_FORM:
                self._begin_anew()
        except OSError:
            return

    def _write(self, gone: set[str]) -> None:
        rows = [(name, _form(), *row) for name, row in self._new.items()]
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
        with self._open() as connection, connection:
            connection.execute(_SCHEMA)
            connection.executemany("DELETE FROM interviews WHERE path = ?", [(n,) for n in gone])
            connection.execute("DELETE FROM interviews WHERE form <> ?", (_form(),))
            connection.executemany("INSERT OR REPLACE INTO interviews VALUES (?,?,?,?,?)", rows)

    def _begin_anew(self) -> None:
        """Take away a file that is no cache of this form; it is made again at the next reading."""
        with contextlib.suppress(OSError):
            # A journal of the file before would be played back into the next one.
            self._path.with_name(f"{_FILE}-journal").unlink(missing_ok=True)
            self._path.unlink(missing_ok=True)

    def _load(self) -> dict[str, Row]:
        query = "SELECT path, sha256, value, sum FROM interviews WHERE form = ?"
        with self._open() as connection:
            rows = connection.execute(query, (_form(),)).fetchall()
        return {row[0]: row[1:] for row in rows if isinstance(row[2], bytes)}

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self._path, timeout=_PATIENCE)
        try:
            # Words that are replaced or deleted are overwritten in the file.
            connection.execute("PRAGMA secure_delete = ON")
            # A cache that a power cut tears is made anew; nothing waits for the disk.
            connection.execute("PRAGMA synchronous = OFF")
            yield connection
        finally:
            connection.close()


@functools.cache
def _adapter() -> TypeAdapter[Interview]:
    return TypeAdapter(Interview)


@functools.cache
def _form() -> str:
    """Name the form of what is kept: the version of the program, and the shape of an interview."""
    shape = json.dumps(_adapter().json_schema(), sort_keys=True)
    parts = (themer.__version__, pydantic.VERSION, shape)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _sum(sha256: str, value: bytes) -> bytes:
    return hashlib.sha256(f"{_form()}{sha256}".encode() + value).digest()
