"""Append events to a coder's file, so that what was decided is on the disk before it is shown."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from themer.errors import StorageError
from themer.model.decision import Decision
from themer.storage.durable import write_fully
from themer.storage.json_lines import lines_of


def append_decisions(path: Path, events: Sequence[Decision]) -> None:
    """Append events durably; a line torn by an earlier crash spoils itself alone.

    Args:
        path: The coder's file; made, with its folder, where it is missing.
        events: What was decided, in order.

    Raises:
        StorageError: The disk refused; the file may end in part of a line, never in a changed one.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            content = (_missing_newline(descriptor) + lines_of(events)).encode("utf-8")
            write_fully(descriptor, content)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise StorageError(
            f"The decision was not saved: {error.strerror}.",
            hint="It is kept on the screen; make room or check the folder, and decide again.",
            path=path,
        ) from error


def _missing_newline(descriptor: int) -> str:
    """Give the newline that a torn last line lacks."""
    size = os.fstat(descriptor).st_size
    if size == 0:
        return ""
    os.lseek(descriptor, size - 1, os.SEEK_SET)
    return "" if os.read(descriptor, 1) == b"\n" else "\n"
