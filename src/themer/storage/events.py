"""Append whole lines to a file, so that what was decided is on the disk before it is shown."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from themer.errors import StorageError
from themer.model.decision import Decision
from themer.storage.durable import (
    close_quietly,
    create_file,
    make_folders,
    sync_folder,
    write_fully,
)
from themer.storage.json_lines import lines_of
from themer.storage.locks import take

_TRIES = 40
_PAUSE = 0.05
"""Seconds between tries: two seconds are more than a line takes."""
_HELD = (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK)
"""What a lock says that another has; anything else says that there are no locks."""
_refused: dict[Path, tuple[int, bytes]] = {}
"""What was refused but stands in a file, by its place there: the disk took no word back either."""


def append_decisions(path: Path, events: Sequence[Decision]) -> None:
    """Append events durably; half a line that a crash left goes aside first.

    Args:
        path: The coder's file; made, with its folder, where it is missing.
        events: What was decided, in order.

    Raises:
        StorageError: The disk refused; part of a line is taken off again, if the disk allows it.
    """
    try:
        append_lines(path, lines_of(events))
    except OSError as error:
        raise StorageError(
            f"The decision was not saved: {error.strerror}.",
            hint="It does not hold. Make room or check the folder, and decide again.",
            path=path,
        ) from error


def append_lines(path: Path, lines: str) -> None:
    """Append whole lines durably, while nobody else adds to the file or takes its end off.

    Half a line that a crash left at the end goes aside first, as in ``set_aside_torn_end``.

    Args:
        path: The file; made, with its folder, where it is missing.
        lines: The lines, each with its newline.

    Raises:
        OSError: The disk refused; part of a line is taken off again, if the disk allows it.
    """
    make_folders(path.parent)
    with _turn(path, os.O_RDWR | os.O_APPEND | os.O_CREAT) as descriptor:
        _take_off_refused(path, descriptor)
        if _missing_newline(descriptor):
            _set_aside(path, descriptor)
        before = os.fstat(descriptor).st_size
        content = (_missing_newline(descriptor) + lines).encode("utf-8")
        try:
            write_fully(descriptor, content)
            if before == 0:  # or a power cut takes the file's name, with all that is in it
                sync_folder(path.parent)
        except OSError:
            if not _take_part_back(descriptor, before, content):
                _refused[path] = (before, content)
            raise


def set_aside_torn_end(path: Path) -> Path | None:
    """Move half a line at the end of a file, left by a crash, into a file beside it.

    Such a line was never shown as decided: a decision is shown once its whole line is on the disk.
    A line that another window is just writing is waited for.

    Returns:
        The file beside it; None where nothing was torn.

    Raises:
        StorageError: The disk refused; nothing is changed.
    """
    if not path.is_file():
        return None
    try:
        if not _torn_end(path.read_bytes()):
            return None
        with _turn(path, os.O_RDWR) as descriptor:
            return _set_aside(path, descriptor)
    except OSError as error:
        raise StorageError(
            f"The last line of {path.name} is torn, and cannot be set aside: {error.strerror}.",
            hint="Check that the folder may be written to.",
            path=path,
        ) from error


@contextlib.contextmanager
def _turn(path: Path, flags: int) -> Iterator[int]:
    """Open a file for its only writer of this moment on this machine.

    Raises:
        OSError: It cannot be opened, or another has it for longer than a line takes.
    """
    descriptor = os.open(path, flags | getattr(os, "O_BINARY", 0), 0o600)
    try:
        _wait_for(descriptor)
        yield descriptor
    finally:
        close_quietly(descriptor)  # which gives the turn back


def _wait_for(descriptor: int) -> None:
    for _ in range(_TRIES):
        try:
            take(descriptor)
        except OSError as error:
            if error.errno not in _HELD:
                return  # a file system without locks: what is cut off is compared before
            time.sleep(_PAUSE)
        else:
            return
    raise OSError(errno.EBUSY, "another program is writing it")


def _set_aside(path: Path, descriptor: int) -> Path | None:
    content = _read_all(descriptor)
    torn = _torn_end(content)
    if not torn:
        return None
    aside = path.with_name(f"{path.name}.torn-{hashlib.sha256(torn).hexdigest()[:8]}")
    is_new = True
    try:
        create_file(aside, torn)
    except FileExistsError:  # the same torn line, set aside before
        is_new = False
    except StorageError as error:
        cause = error.__cause__
        number = cause.errno if isinstance(cause, OSError) and cause.errno else errno.EIO
        raise OSError(number, os.strerror(number)) from error
    if _read_all(descriptor) != content:  # another machine was writing it, and is done
        if is_new:
            aside.unlink(missing_ok=True)
        return None
    os.ftruncate(descriptor, len(content) - len(torn))
    return aside


def _torn_end(content: bytes) -> bytes:
    """Give what follows the last newline, where that is no whole line; empty otherwise."""
    end = content[content.rfind(b"\n") + 1 :]
    return b"" if not end or _is_whole(end) else end


def _read_all(descriptor: int) -> bytes:
    os.lseek(descriptor, 0, os.SEEK_SET)
    parts = []
    while part := os.read(descriptor, 1 << 20):
        parts.append(part)
    return b"".join(parts)


def _is_whole(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def _take_off_refused(path: Path, descriptor: int) -> None:
    """Take off what was refused and shown so, but could not be taken off then."""
    left = _refused.get(path)
    if left is None:
        return
    if not _take_part_back(descriptor, *left):
        raise OSError(errno.EIO, "what it refused before cannot be taken off again")
    del _refused[path]


def _take_part_back(descriptor: int, before: int, content: bytes) -> bool:
    """Take off the part of a line that reached the disk; leave what somebody else added.

    Returns:
        Whether nothing of it is left there.
    """
    try:
        os.lseek(descriptor, before, os.SEEK_SET)
        if content.startswith(os.read(descriptor, len(content) + 1)):
            os.ftruncate(descriptor, before)
    except OSError:
        return False
    return True


def _missing_newline(descriptor: int) -> str:
    """Give the newline that a torn last line lacks."""
    size = os.fstat(descriptor).st_size
    if size == 0:
        return ""
    os.lseek(descriptor, size - 1, os.SEEK_SET)
    return "" if os.read(descriptor, 1) == b"\n" else "\n"
