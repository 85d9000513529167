"""The log of changes on disk: JSON Lines, only ever appended, each vouching for the one before.

One file for each writer, ``audit/<user>-<machine>.jsonl``, so that two machines on a synced folder
never write one file. Whoever can write the folder can make a whole file anew with every sum right:
the chain shows what was altered, taken out, put in or moved, and not who is honest.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
import platform
import re
import time
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from themer.errors import Problem, StorageError
from themer.model.audit import AuditLine, Change
from themer.storage.durable import close_quietly
from themer.storage.events import append_lines, set_aside_torn_end
from themer.storage.locks import take, user_name
from themer.storage.state_folder import study_state
from themer.storage.validation import InvalidData, validate
from themer.storage.writing import iso, to_plain

FOLDER = "audit"
_PATIENCE = 10
_PAUSE = 0.05
_TAIL = 1 << 16
_SUM = re.compile(rb',"sha256":"([0-9a-f]{64})"\}\Z')


class AuditLog:
    """This user's file of the log, on this machine.

    Args:
        study: The study's folder.
        who: The user; as the system knows them where None.
        machine: As the system is called where None.
    """

    def __init__(self, study: Path, who: str | None = None, machine: str | None = None) -> None:
        self._study = study
        self._who = who or user_name()
        self._machine = machine or platform.node() or "this machine"
        self.path = study / FOLDER / f"{slug(self._who)}-{slug(self._machine)}.jsonl"

    def append(self, changes: Sequence[Change]) -> None:
        """Append a line for each change, durably and after the lines of any other window.

        Raises:
            StorageError: The disk refused; nothing was added.
        """
        if not changes:
            return
        try:
            with _turn(self._study):
                set_aside_torn_end(self.path)
                seq, before = _end_of(self.path)
                text = ""
                for change in changes:
                    seq += 1
                    line, before = _signed(self._line(change, seq, before))
                    text += line
                append_lines(self.path, text)
        except StorageError:
            raise
        except OSError as error:
            raise StorageError(
                f"The log of changes cannot be written: {error.strerror or error}.",
                hint="What was recorded is not touched by that.",
                path=self.path,
            ) from error

    def _line(self, change: Change, seq: int, before: str | None) -> AuditLine:
        return AuditLine(
            seq=seq,
            at=dt.datetime.now(dt.UTC).replace(microsecond=0),
            who=self._who,
            machine=self._machine,
            action=change.action,
            interview=change.interview,
            changed=change.changed,
            file_sha256=change.file_sha256,
            why=change.why,
            before=before,
        )


def audit_paths(study: Path) -> tuple[Path, ...]:
    """List the log's files by name."""
    return tuple(sorted((study / FOLDER).glob("*.jsonl")))


def read_lines(path: Path, interview: str | None = None) -> tuple[AuditLine, ...]:
    """Read the lines of a file that can be read; what does not fit is ``find_break``'s to say.

    Args:
        path: The file.
        interview: Only lines of this interview, in a fraction of the time.

    Raises:
        StorageError: The file cannot be read at all.
    """
    named = b"" if interview is None else f'"{interview}"'.encode()
    read = (_read_line(raw) for raw in _raw_lines(path) if named in raw)
    found = (line for line in read if line is not None)
    return tuple(line for line in found if interview is None or line.interview == interview)


def latest_hashes(path: Path) -> dict[str, str]:
    """Give the last hash of each interview's file that a writer noted, by the interview's id.

    Raises:
        StorageError: The file cannot be read at all.
    """
    found: dict[str, str] = {}
    for raw in _raw_lines(path):
        line = _plain(raw) if b'"file_sha256"' in raw else None
        if line is not None and "interview" in line and "file_sha256" in line:
            found[str(line["interview"])] = str(line["file_sha256"])
    return found


def find_break(path: Path, shown: Path) -> Problem | None:
    """Find the first line of a file that does not fit; None where every line does.

    Raises:
        StorageError: The file cannot be read at all.
    """
    before: str | None = None
    raw = _raw_lines(path)
    for number, line in enumerate(raw, 1):
        found = _plain(line)
        if found is None or "seq" not in found:
            if number == len(raw) and _is_torn(path):
                message = (
                    "the last line is half, as a crash leaves it; the next entry sets it aside"
                )
                return Problem(shown, number, 0, "AU003", message, "advice")
            message = "this line is no entry of the log. From here on nothing is vouched for"
            return Problem(shown, number, 0, "AU003", message)
        if not _has_its_sum(line):
            message = "this line was altered after it was written: its sum is another"
            return Problem(shown, number, 0, "AU050", message)
        if found.get("before") != before or found["seq"] != number:
            message = (
                "this line does not follow the one before it: a line was taken out, put in or moved"
            )
            return Problem(shown, number, 0, "AU051", message)
        before = found["sha256"]
    return None


def _signed(line: AuditLine) -> tuple[str, str]:
    """Write a line with its own sum at the end, and give both."""
    plain = to_plain(line)
    plain.pop("sha256", None)
    body = json.dumps(plain, separators=(",", ":"), default=_moment)  # ASCII: any text can be held
    own = hashlib.sha256(body.encode()).hexdigest()
    return f'{body[:-1]},"sha256":"{own}"}}\n', own


def _moment(value: Any) -> str:
    return iso(value)


def _has_its_sum(line: bytes) -> bool:
    match = _SUM.search(line)
    if match is None:
        return False
    own = hashlib.sha256(line[: match.start()] + b"}").hexdigest()
    return own == match[1].decode()


def _read_line(line: bytes) -> AuditLine | None:
    try:
        return validate(AuditLine, json.loads(line))
    except (ValueError, RecursionError, InvalidData):
        return None


def _plain(line: bytes) -> dict[str, Any] | None:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def _raw_lines(path: Path) -> list[bytes]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise StorageError(f"It cannot be read: {error.strerror}.", path=path) from error
    return content.removesuffix(b"\n").split(b"\n") if content else []


def _is_torn(path: Path) -> bool:
    return not path.read_bytes().endswith(b"\n")


def _end_of(path: Path) -> tuple[int, str | None]:
    """Give number and sum of the last line; of a spoilt one, what the next can hold on to."""
    if not path.is_file() or path.stat().st_size == 0:
        return 0, None
    line = _read_line(_last_line(path))
    if line is not None:
        return line.seq, line.sha256
    raw = _raw_lines(path)
    return len(raw), hashlib.sha256(raw[-1]).hexdigest()


def _last_line(path: Path) -> bytes:
    """Read back from the end to the line's beginning, however long it is."""
    size = path.stat().st_size
    with path.open("rb") as file:
        tail = _TAIL
        while True:
            start = max(0, size - tail)
            file.seek(start)
            _, line_break, last = file.read().removesuffix(b"\n").rpartition(b"\n")
            if line_break or start == 0:
                return last
            tail *= 2


@contextlib.contextmanager
def _turn(study: Path) -> Iterator[None]:
    """Wait, half a second at most, until no other window of this user writes the log."""
    path = study_state(study, "locks") / "audit-log.turn"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        for _ in range(_PATIENCE):
            try:
                take(descriptor)
                break
            except OSError:
                time.sleep(_PAUSE)
        else:
            raise StorageError(
                "The log of changes is being written by another window.", hint="It is tried again."
            )
        yield
    finally:
        close_quietly(descriptor)


def slug(name: str) -> str:
    """Make a part of a file's name, or an id: at most 40 lower-case letters, digits and ``-``."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    made = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-")
    return made or hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
