"""Taking away files whose words must not stay: overwritten first, and then deleted.

What a file system or a disk keeps below the file's name is out of reach: snapshots, a drive's
versions, and blocks that an SSD has moved.
"""

from __future__ import annotations

import os
from pathlib import Path

from themer.storage.durable import PREVIOUS, write_fully


def erase(path: Path) -> bool:
    """Overwrite and delete a file; say whether it is gone.

    A file that has another name as well is not overwritten: the other name may be somebody's.
    """
    try:
        if path.stat().st_nlink == 1:
            _overwrite(path)
        path.unlink()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def delete(path: Path) -> bool:
    """Delete a file, and say whether it is gone."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def beside(path: Path) -> tuple[Path, ...]:
    """List what stands beside a file because of it: the version before, and unfinished writes."""
    previous = path.with_name(path.name + PREVIOUS)
    return (*(one for one in (previous,) if one.exists()), *unfinished(path))


def unfinished(path: Path) -> tuple[Path, ...]:
    """List the writes of a file that a killed program, or one at work, has not finished."""
    return tuple(sorted(path.parent.glob(f".{path.name}.*.tmp")))


def _overwrite(path: Path) -> None:
    descriptor = os.open(path, os.O_WRONLY | getattr(os, "O_BINARY", 0))
    try:
        write_fully(descriptor, bytes(os.fstat(descriptor).st_size))
    finally:
        os.close(descriptor)
