"""Write what a command makes: whole or not at all, and only where it differs."""

from __future__ import annotations

from pathlib import Path

from themer.errors import StorageError
from themer.storage.durable import create_file, replace_file, sha256_of


def write_output(path: Path, content: str | bytes) -> bool:
    """Write a file that only a command of ours writes; what it held before is replaced.

    Args:
        path: The file; folders above it are made.
        content: All of it; text is written as UTF-8.

    Returns:
        Whether anything was written: the same content is left alone.

    Raises:
        StorageError: The disk refused, or somebody else writes there; the file is as it was.
    """
    wanted = content.encode("utf-8") if isinstance(content, str) else content
    try:
        present = path.read_bytes() if path.is_file() else None
    except OSError as error:
        raise StorageError(f"It cannot be read: {error.strerror}.", path=path) from error
    if present == wanted:
        return False
    if present is None:
        create_file(path, wanted)
    else:
        replace_file(path, wanted, expected=sha256_of(present), keep_previous=False)
    return True
