"""What has been typed since the file was last saved, on disk within half a second.

A journal is JSON Lines in the user's state folder, one a process: a header that names the
interview and the hash of the file that it continues, then each changed part, whole. A newline
goes *before* each record, so that a torn end spoils one record and never two.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from themer.errors import StorageError
from themer.model.interview import Interview
from themer.storage.durable import close_quietly, sync_folder, write_fully
from themer.storage.state_folder import study_state
from themer.storage.validation import InvalidData, validate
from themer.storage.writing import iso, to_plain

SCHEMA = "themer/journal/1"
_WHOLE_PARTS = (
    "set",
    "state",
    "roster",
    "sittings",
    "consent",
    "unassigned",
    "other_copies",
    "next_steps",
    "confirmation",
    "withdrawn_at",
)
"""The parts of an interview that are journalled whole; answers go one by one."""


@dataclass(frozen=True, slots=True)
class Journal:
    """A journal as it was found on disk."""

    path: Path
    interview: str
    base: str
    """The SHA-256 of the file that it continues."""
    set_version: str
    last_at: dt.datetime
    """When its last whole record was written, as that record says."""
    parts: Mapping[str, Any]
    """The latest value of each changed part, as plain data; an answer is ``answers.<id>``."""

    def apply(self, interview: Interview) -> Interview:
        """Put what was typed over an interview.

        Raises:
            InvalidData: A record does not fit the format.
        """
        data = _jsonable(interview)
        answers = data.setdefault("answers", {})
        for name, value in self.parts.items():
            kind, _, answer_id = name.partition(".")
            if kind == "answers":
                answers[answer_id] = value
            else:
                data[kind] = value
        data["answers"] = {key: value for key, value in answers.items() if value is not None}
        return validate(Interview, data)


class JournalWriter:
    """Appends to one journal; the caller sees to it that only one thread does so at a time.

    Args:
        study: The study's folder.
        interview: What is in the interview's file.
        base: The SHA-256 of that file.
        is_whole: Whether the first record is to hold everything, because that file is gone.
    """

    def __init__(
        self, study: Path, interview: Interview, base: str, *, is_whole: bool = False
    ) -> None:
        # Against one that is empty, all there is has changed.
        self._held = interview.emptied() if is_whole else interview
        """What file and journal together hold."""
        folder = study_state(study, "journals")
        stamp = f"{os.getpid()}-{secrets.token_hex(3)}"
        self.path = folder / f"{interview.id}.{stamp}.jsonl"
        self._descriptor = os.open(
            self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600
        )
        header = {
            "schema": SCHEMA,
            "interview": interview.id,
            "base": base,
            "set_version": interview.set.version,
        }
        try:
            write_fully(self._descriptor, _record(header))
            sync_folder(folder)  # or a power cut takes the journal's name, with all that is in it
        except OSError:
            with contextlib.suppress(OSError):
                self.discard()
            raise

    def append(self, interview: Interview) -> None:
        """Write what has changed since the last call, and sync it.

        Raises:
            OSError: The disk refused. The journal is then not to be used any more: after a failed
                fsync nobody knows what it holds.
        """
        at = iso(dt.datetime.now(dt.UTC))
        content = b"".join(
            _record({"at": at, "part": name, "is": value})
            for name, value in changed_parts(self._held, interview)
        )
        if content:
            if os.fstat(self._descriptor).st_nlink == 0:
                raise OSError(errno.ENOENT, "the journal was deleted")
            write_fully(self._descriptor, content)
        self._held = interview

    def discard(self) -> None:
        """Close and delete it, because the file now holds all of it."""
        self.close()
        self.path.unlink(missing_ok=True)

    def close(self) -> None:
        """Close it and leave it for recovery."""
        if self._descriptor >= 0:
            close_quietly(self._descriptor)
            self._descriptor = -1


def changed_parts(before: Interview, after: Interview) -> Iterator[tuple[str, Any]]:
    """Go through the parts that differ, each with its new value as plain data.

    An answer is called ``answers.<id>``; None says that it is gone.
    """
    for name in _WHOLE_PARTS:
        value = getattr(after, name)
        if value is not getattr(before, name) and value != getattr(before, name):
            yield name, _jsonable(value)
    for answer_id in before.answers.keys() | after.answers.keys():
        old, new = before.answers.get(answer_id), after.answers.get(answer_id)
        if old is not new and old != new:
            yield f"answers.{answer_id}", None if new is None else _jsonable(new)


def read_journals(study: Path, interview_id: str) -> tuple[tuple[Path, Journal | None], ...]:
    """Read all that lies there under an interview's name, the oldest first.

    Returns:
        Each file with what is in it: None where nothing can be read, not even its header.

    Raises:
        StorageError: The disk does not let one be read: it may hold words that are nowhere else.
    """
    found = []
    try:
        for path in study_state(study, "journals").glob(f"{interview_id}.*.jsonl"):
            try:
                journal = read_journal(path)
                at = journal.last_at.timestamp() if journal is not None else path.stat().st_mtime
            except FileNotFoundError:  # deleted since, because the file holds its words
                continue
            found.append((at, path, journal))
    except OSError as error:
        raise StorageError(
            f"What earlier sessions left unsaved cannot be read: {error.strerror}.",
            hint="Nothing was opened or changed. Try again when the disk is well.",
            path=Path(error.filename) if error.filename else None,
        ) from error
    return tuple((path, journal) for _, path, journal in sorted(found, key=lambda one: one[:2]))


def find_journals(study: Path, interview_id: str) -> tuple[Journal, ...]:
    """Find the journals in which earlier sessions left words of an interview, the oldest first.

    Raises:
        StorageError: The disk does not let one be read.
    """
    found = (journal for _, journal in read_journals(study, interview_id))
    whole = (one for one in found if one is not None and one.interview == interview_id)
    return tuple(one for one in whole if one.parts)


def read_journal(path: Path) -> Journal | None:
    """Read a journal, leaving out records that are torn; None where its header is."""
    lines = path.read_bytes().split(b"\n")
    header: Mapping[str, Any] | None = None
    parts: dict[str, Any] = {}
    last_at = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
    for line in lines:
        record = _read_record(line)
        if record is None:
            continue
        if header is None:
            if record.get("schema") != SCHEMA:
                return None
            header = record
        elif isinstance(record.get("part"), str):
            last_at = _moment_of(record.get("at")) or last_at
            parts.pop(record["part"], None)
            parts[record["part"]] = record.get("is")
    if header is None:
        return None
    return Journal(
        path=path,
        interview=str(header.get("interview")),
        base=str(header.get("base")),
        set_version=str(header.get("set_version")),
        last_at=last_at,
        parts=parts,
    )


def recover(journal: Journal, interview: Interview) -> Interview | None:
    """Put a journal over the interview on file; None where it does not fit the format any more."""
    try:
        return journal.apply(interview)
    except InvalidData:
        return None


def _record(value: Mapping[str, Any]) -> bytes:
    return b"\n" + json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode()


def _read_record(line: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _moment_of(at: Any) -> dt.datetime | None:
    """Read when a record was written; the file's own time changes as it is copied or restored."""
    try:
        moment = dt.datetime.fromisoformat(at)
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo is not None else None


def _jsonable(value: Any) -> Any:
    """Turn a model value into what JSON can hold: dates as text, nothing left out."""
    plain = to_plain(value)
    return json.loads(json.dumps(plain, default=_moment))


def _moment(value: Any) -> str:
    return iso(value) if isinstance(value, dt.datetime) else str(value.isoformat())
