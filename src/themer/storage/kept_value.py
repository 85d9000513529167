"""One value that is costly to work out, kept as JSON with what it follows from; safe to delete.

A file that is torn, altered, of another form or of other inputs is passed over.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter

from themer.errors import ThemerError
from themer.storage.output import write_output

T = TypeVar("T")


def recalled(path: Path, kind: type[T], follows_from: str) -> T | None:
    """Give what is kept, where it follows from the same; None where it is not there.

    Args:
        path: The file.
        kind: A dataclass that JSON can hold and give back.
        follows_from: A hash of everything that the value follows from.
    """
    with contextlib.suppress(OSError, ValueError):
        head, _, held = path.read_bytes().partition(b"\n")
        if head == _head(kind, follows_from, held):
            value: T = _adapter(kind).validate_json(held)
            return value
    return None


def keep(path: Path, value: T, follows_from: str) -> None:
    """Keep a value in the place of the one before; where it cannot be written, nothing is said."""
    held = _adapter(type(value)).dump_json(value)
    with contextlib.suppress(OSError, ThemerError):
        write_output(path, _head(type(value), follows_from, held) + b"\n" + held)


def kept_value(path: Path, kind: type[T], follows_from: str, work_out: Callable[[], T]) -> T:
    """Give what is kept, or work it out and keep it; arguments as in `recalled`."""
    found = recalled(path, kind, follows_from)
    if found is None:
        found = work_out()
        keep(path, found, follows_from)
    return found


def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _head(kind: Any, follows_from: str, held: bytes) -> bytes:
    form = json.dumps(_adapter(kind).json_schema(), sort_keys=True)
    return hashlib.sha256(f"{form}\0{follows_from}\0".encode() + held).hexdigest().encode()
