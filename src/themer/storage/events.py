"""Append whole lines to a file, so that what was decided is on the disk before it is shown."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Sequence
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


def append_decisions(path: Path, events: Sequence[Decision]) -> None:
    """Append events durably; a line torn by an earlier crash spoils itself alone.

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
    """Append whole lines durably; a line torn by an earlier crash spoils itself alone.

    Args:
        path: The file; made, with its folder, where it is missing.
        lines: The lines, each with its newline.

    Raises:
        OSError: The disk refused; part of a line is taken off again, if the disk allows it.
    """
    make_folders(path.parent)
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        before = os.fstat(descriptor).st_size
        content = (_missing_newline(descriptor) + lines).encode("utf-8")
        try:
            write_fully(descriptor, content)
        except OSError:
            _take_part_back(descriptor, before, content)
            raise
        if before == 0:
            sync_folder(path.parent)  # or a power cut takes the file's name, with all that is in it
    finally:
        close_quietly(descriptor)


def set_aside_torn_end(path: Path) -> Path | None:
    """Move half a line at the end of a file, left by a crash, into a file beside it.

    Such a line was never shown as decided: a decision is shown once its whole line is on the disk.

    Returns:
        The file beside it; None where nothing was torn.

    Raises:
        StorageError: The disk refused; nothing is changed.
    """
    if not path.is_file():
        return None
    content = path.read_bytes()
    torn = content[content.rfind(b"\n") + 1 :]
    if not torn or _is_whole(torn):
        return None
    aside = path.with_name(f"{path.name}.torn-{hashlib.sha256(torn).hexdigest()[:8]}")
    try:
        with contextlib.suppress(FileExistsError):  # the same torn line, set aside before
            create_file(aside, torn)
        os.truncate(path, len(content) - len(torn))
    except OSError as error:
        raise StorageError(
            f"The last line of {path.name} is torn, and cannot be set aside: {error.strerror}.",
            hint="Check that the folder may be written to.",
            path=path,
        ) from error
    return aside


def _is_whole(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def _take_part_back(descriptor: int, before: int, content: bytes) -> None:
    """Take off the part of a line that reached the disk; leave what somebody else added."""
    with contextlib.suppress(OSError):
        os.lseek(descriptor, before, os.SEEK_SET)
        if content.startswith(os.read(descriptor, len(content) + 1)):
            os.ftruncate(descriptor, before)


def _missing_newline(descriptor: int) -> str:
    """Give the newline that a torn last line lacks."""
    size = os.fstat(descriptor).st_size
    if size == 0:
        return ""
    os.lseek(descriptor, size - 1, os.SEEK_SET)
    return "" if os.read(descriptor, 1) == b"\n" else "\n"
