"""One value that is costly to work out, kept as JSON with what it follows from; safe to delete.

A file that is torn, altered, of another form or of other inputs is passed over.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter

from themer.errors import ThemerError
from themer.storage.output import write_output

T = TypeVar("T")


def kept_value(path: Path, kind: type[T], follows_from: str, work_out: Callable[[], T]) -> T:
    """Give what is kept where it follows from the same, or work it out and keep it.

    Args:
        path: The file.
        kind: A dataclass that JSON can hold and give back.
        follows_from: A hash of everything that the value follows from.
        work_out: Makes the value; what it raises is not kept.
    """
    adapter = TypeAdapter(kind)
    form = json.dumps(adapter.json_schema(), sort_keys=True)
    with contextlib.suppress(OSError, ValueError):
        head, _, held = path.read_bytes().partition(b"\n")
        if head == _head(form, follows_from, held):
            return adapter.validate_json(held)
    value = work_out()
    held = adapter.dump_json(value)
    with contextlib.suppress(OSError, ThemerError):  # then it is worked out next time too
        write_output(path, _head(form, follows_from, held) + b"\n" + held)
    return value


def _head(form: str, follows_from: str, held: bytes) -> bytes:
    return hashlib.sha256(f"{form}\0{follows_from}\0".encode() + held).hexdigest().encode()
