"""A sign in the study that a conversation is open: who, on which machine, since when, still there.

The lock of ``locks`` guards one machine only. On a shared or synced folder this small file tells
other machines; it binds nobody, holds no word of an answer, and its loss costs nothing but the
telling. Whoever takes a conversation over puts a sign of their own in its place.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
import platform
import secrets
import threading
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from themer.storage.state_folder import state_folder

_BEAT = 60.0
"""Seconds between signs of life: each is sent over the wire by whoever syncs the folder."""
_LOOK = 5.0
"""Seconds between looks whether somebody has taken it over."""
_QUIET = dt.timedelta(minutes=5)
"""After this long without a sign of life, a desk was probably closed with its machine."""
_LARGEST = 4096


@dataclass(frozen=True, slots=True)
class Sign:
    """Who has a conversation open."""

    who: str
    machine: str
    process: int
    since: str
    """When it was opened, ISO 8601 in UTC."""
    beat: str
    """The last sign of life."""
    seat: str
    """Names machine and state folder, where the machine's own lock decides."""
    token: str
    """Tells this opening from any other."""

    def describe(self, now: dt.datetime) -> str:
        """Say who it is, since when, and how long ago they last gave a sign of life."""
        silence = max(now - _moment(self.beat), dt.timedelta())
        since = f"{_moment(self.since).astimezone():%d %B, %H:%M}"
        said = f"{self.who} on {self.machine} since {since}; last sign of life {_ago(silence)}"
        if silence > _QUIET:
            said += " (so its machine sleeps, is offline, or was switched off)"
        return said

    @property
    def is_gone(self) -> bool:
        """Say whether it was surely left behind: by this seat, or by a dead process beside it."""
        if self.seat == seat():
            return True
        return self.machine == _machine() and not _runs(self.process)


class Presence:
    """This desk's own sign, renewed until it is taken down or somebody else puts theirs there."""

    def __init__(self, study: Path, interview: str, who: str) -> None:
        self._path = sign_path(study, interview)
        now = _now()
        self._sign = Sign(
            who=who,
            machine=_machine(),
            process=os.getpid(),
            since=now,
            beat=now,
            seat=seat(),
            token=secrets.token_hex(8),
        )
        self.taken_by: Sign | None = None
        """Who has taken the conversation over since."""
        self._ended = threading.Event()
        _write(self._path, self._sign)
        self._thread = threading.Thread(target=self._run, name="themer-presence", daemon=True)
        self._thread.start()

    def look(self) -> Sign | None:
        """See whether somebody has taken the conversation over, and say who."""
        found = read_sign(self._path)
        if found is not None and found.token != self._sign.token:
            self.taken_by = found
        return self.taken_by

    def end(self) -> None:
        """Take the sign down, unless it is another's by now."""
        self._ended.set()
        self._thread.join()
        found = read_sign(self._path)
        if found is not None and found.token == self._sign.token:
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)

    def _run(self) -> None:
        waited = 0.0
        while not self._ended.wait(_LOOK):
            waited += _LOOK
            if self.look() is None and waited >= _BEAT:
                waited = 0.0
                self._sign = replace(self._sign, beat=_now())
                _write(self._path, self._sign)


def sign_path(study: Path, interview: str) -> Path:
    """Say where the sign of a conversation is; a sync client's copy of it has another name."""
    return study / "interviews" / f".{interview}.open"


def read_sign(path: Path) -> Sign | None:
    """Read a sign; None where there is none, or none that makes sense."""
    try:
        with path.open("rb") as file:
            data = json.loads(file.read(_LARGEST))
        sign = Sign(**data)
        _moment(sign.since)
        _moment(sign.beat)
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return None
    texts = (sign.who, sign.machine, sign.seat, sign.token)
    is_whole = isinstance(sign.process, int) and all(isinstance(text, str) for text in texts)
    return sign if is_whole else None


def seat() -> str:
    """Name this machine with this user's state folder: two of one name never lock each other."""
    said = f"{_machine()}\n{state_folder().resolve()}"
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def _write(path: Path, sign: Sign) -> None:
    """Put a sign there; a folder that cannot be written goes without."""
    temporary = path.with_name(f"{path.name}.{sign.token}.tmp")
    with contextlib.suppress(OSError):
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
            descriptor = os.open(temporary, flags, 0o600)
            try:
                os.write(descriptor, json.dumps(asdict(sign)).encode())
            finally:
                os.close(descriptor)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)


def _machine() -> str:
    return platform.node() or "this machine"


def _runs(process: int) -> bool:
    """Say whether a process runs on this machine; yes where that cannot be asked."""
    if os.name == "nt" or process <= 0:  # there, asking with signal 0 ends the process
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _now() -> str:
    return dt.datetime.now(dt.UTC).replace(microsecond=0).isoformat()


def _moment(written: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(written)
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _ago(silence: dt.timedelta) -> str:
    minutes = int(silence.total_seconds() // 60)
    if minutes < 1:
        return "just now"
    if minutes < 120:
        return f"{minutes} minute{'s' * (minutes > 1)} ago"
    hours = minutes // 60
    return f"{hours} hours ago" if hours < 48 else f"{hours // 24} days ago"
