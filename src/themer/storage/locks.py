"""One writer for each interview: a lock that says who holds it, since when, on which machine.

The operating system drops the lock when its process ends, however it ends, so a lock left by a
crash never has to be judged stale. It guards one user's machine, and cannot be taken from whoever
holds it. Of another machine on a shared folder the sign of ``presence`` tells, which can be taken
over on purpose; what both then write is met by the comparison in ``durable``.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import getpass
import json
import os
import platform
from dataclasses import asdict, dataclass
from pathlib import Path

from themer.errors import StorageError
from themer.storage.durable import close_quietly
from themer.storage.presence import Presence, Sign, read_sign, sign_path
from themer.storage.state_folder import study_state

_WAIT_BYTE = 1 << 20
"""Windows locks bytes for reading too: a byte far behind the text is the one that is locked."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has an interview open."""

    who: str
    machine: str
    process: int
    since: str

    def __str__(self) -> str:
        return f"{self.who} on {self.machine} (process {self.process}), since {self.since}"


class HeldError(StorageError):
    """Somebody has the interview open already."""

    def __init__(self, interview: str, holder: Holder | None) -> None:
        by = f"by {holder}" if holder else "in another window"
        super().__init__(
            f'The conversation "{interview}" is open {by}.',
            hint="Close it there first; both would write the same file.",
        )
        self.holder = holder


class HeldElsewhereError(HeldError):
    """Somebody has the interview open on another machine; it can be taken over on purpose."""

    def __init__(self, interview: str, sign: Sign) -> None:
        said = sign.describe(dt.datetime.now(dt.UTC))
        StorageError.__init__(
            self,
            f'The conversation "{interview}" is open by {said}.',
            hint="Close it there, or take it over in the desk: what both write is then joined.",
        )
        self.holder = None
        self.sign = sign


class InterviewLock:
    """A lock that is held from the call of ``acquire`` until ``release`` or the process's end."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self._descriptor: int | None = descriptor
        self.presence: Presence | None = None
        """Tells other machines, and of them."""

    @classmethod
    def acquire(cls, study: Path, interview: str, *, take_over: bool = False) -> InterviewLock:
        """Take the lock of an interview.

        Args:
            study: The study's folder.
            interview: The interview's id.
            take_over: Whether somebody on another machine is to be told that it is ours now.

        Raises:
            HeldElsewhereError: Somebody on another machine has it open.
            HeldError: Another process, or another window of this one, holds it.
            StorageError: The state folder cannot be written.
        """
        try:
            path = study_state(study, "locks") / f"{interview}.lock"
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StorageError(
                f"The lock cannot be written: {error.strerror}.",
                hint="Set THEMER_STATE to a folder that you may write to.",
                path=Path(error.filename) if error.filename else None,
            ) from error
        try:
            take(descriptor)
        except OSError as error:
            holder = _read_holder(descriptor)
            os.close(descriptor)
            raise HeldError(interview, holder) from error
        sign = read_sign(sign_path(study, interview))
        if sign is not None and not sign.is_gone and not take_over:
            close_quietly(descriptor)
            raise HeldElsewhereError(interview, sign)
        lock = cls(path, descriptor)
        lock._say_who()
        lock.presence = Presence(study, interview, user_name())
        return lock

    def release(self) -> None:
        """Give the lock back; a second call does nothing."""
        if self.presence is not None:
            self.presence.end()
            self.presence = None
        if self._descriptor is not None:
            with contextlib.suppress(OSError):  # it holds nobody's words, and closing frees it
                os.ftruncate(self._descriptor, 0)
            close_quietly(self._descriptor)
            self._descriptor = None

    def _say_who(self) -> None:
        assert self._descriptor is not None
        holder = Holder(
            who=user_name(),
            machine=platform.node() or "this machine",
            process=os.getpid(),
            since=dt.datetime.now().astimezone().strftime("%Y-%m-%d %H:%M"),
        )
        with contextlib.suppress(OSError):  # held all the same; the next one is not told by whom
            os.ftruncate(self._descriptor, 0)
            os.lseek(self._descriptor, 0, os.SEEK_SET)
            os.write(self._descriptor, json.dumps(asdict(holder)).encode())


def user_name() -> str:
    """Name the user as the system knows them."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a user without a name, as in many containers
        return "somebody"


def _read_holder(descriptor: int) -> Holder | None:
    try:
        data = json.loads(os.read(descriptor, 4096))
        return Holder(**data)
    except (OSError, ValueError, TypeError):
        return None


if os.name == "nt":
    import msvcrt

    def take(descriptor: int) -> None:
        """Lock an open file for this process alone, or raise OSError where another has it."""
        os.lseek(descriptor, _WAIT_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
else:
    import fcntl

    def take(descriptor: int) -> None:
        """Lock an open file for this process alone, or raise OSError where another has it."""
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
