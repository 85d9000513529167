"""A conversation written into another folder as well, where its own disk refuses or may soon."""

from __future__ import annotations

import contextlib
import itertools
from pathlib import Path

from themer.errors import StorageError
from themer.model.interview import Interview
from themer.storage.durable import create_file
from themer.storage.writing import to_yaml


def write_copy(interview: Interview, folder: Path) -> Path:
    """Write a conversation into another folder, durably, and give the copy's path.

    Raises:
        StorageError: There is no such folder, or its disk refuses too.
    """
    if not folder.is_dir():
        raise StorageError("There is no such folder.", path=folder)
    content = to_yaml(interview).encode()
    for number in itertools.count(1):
        path = folder / f"{interview.id}.copy-{number}.yaml"
        with contextlib.suppress(FileExistsError):
            create_file(path, content)
            return path
    raise AssertionError("the numbers do not end")
