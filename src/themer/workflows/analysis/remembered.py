"""What the last analysis was made from and wrote, so that the next leaves alone what still holds.

It is kept in the cache: without it everything is worked out again, to the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from themer.storage.output import write_output
from themer.storage.study_folder import StudyFolder
from themer.workflows.analysis.indicators import FILE as INDICATORS

_FILE = "analysed.json"


@dataclass(frozen=True, slots=True)
class Remembered:
    """Hashes of what was written, by what it was made from."""

    files: Mapping[str, str] = field(default_factory=dict)
    """Of each of the machine's files, by its name."""
    words: Mapping[str, str] = field(default_factory=dict)
    """Of what segments are cut from, by the id of the interview."""
    parts: Mapping[str, str] = field(default_factory=dict)
    """Of what suggestions follow from, by the id of the interview."""

    def still(self, held: Mapping[str, str], read: Collection[str]) -> Remembered:
        """Give what of it still stands in the machine's folder as it was written.

        Args:
            held: The hash of each file that is there.
            read: The interviews whose suggestions could be read.
        """
        files = {name: sha for name, sha in self.files.items() if held.get(name) == sha}
        there = {name for name in read if f"{name}.jsonl" in files}
        return Remembered(
            files,
            {name: sha for name, sha in self.words.items() if name in there},
            {name: sha for name, sha in self.parts.items() if name in there},
        )


def held_files(folder: StudyFolder) -> dict[str, str]:
    """Hash what stands in the machine's folder, by name."""
    paths = sorted(folder.machine.iterdir()) if folder.machine.is_dir() else []
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in paths
        if path.name != INDICATORS  # it follows from facts too, and from the run before
    }


def recall(folder: StudyFolder) -> Remembered:
    """Read what the last analysis left; nothing where that is gone or damaged."""
    path = _path(folder)
    try:
        data: Any = json.loads(path.read_bytes())
        return Remembered(*({str(k): str(v) for k, v in data[name].items()} for name in _NAMES))
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return Remembered()


def remember(folder: StudyFolder, what: Remembered) -> None:
    """Write down what this analysis leaves.

    Raises:
        StorageError: It cannot be written.
    """
    content = {name: dict(sorted(getattr(what, name).items())) for name in _NAMES}
    write_output(_path(folder), json.dumps(content))


_NAMES = ("files", "words", "parts")


def _path(folder: StudyFolder) -> Path:
    return folder.cache / _FILE
