"""After words were struck: which files here still hold them, because others wrote them there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from themer.storage.state_folder import state_folder

_LONGEST = 64 * 1024 * 1024
"""Bytes from which a file is no text of a study."""
_TELLING = 8
"""Characters below which the same words stand in too many files to tell anything."""


def find_holders(study: Path, words: str) -> tuple[Path, ...]:
    """List the files of a study and of the state folder that hold some words.

    Their lines are looked for one by one, as they are and as JSON writes them.

    Args:
        study: The study's folder; git's own files in it are passed over.
        words: What was struck.
    """
    lines = [line.strip() for line in words.splitlines() if len(line.strip()) >= _TELLING]
    wanted = [form for line in lines for form in _forms(line)]
    if not wanted:
        return ()
    files = (*_files(study), *_files(state_folder()))
    return tuple(path for path in files if _holds(path, wanted))


def _forms(line: str) -> set[bytes]:
    escaped = (json.dumps(line)[1:-1], json.dumps(line, ensure_ascii=False)[1:-1])
    return {form.encode(errors="replace") for form in (line, *escaped)}


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if ".git" not in path.relative_to(folder).parts and path.is_file():
            yield path


def _holds(path: Path, wanted: list[bytes]) -> bool:
    try:
        if path.stat().st_size > _LONGEST:
            return False
        content = path.read_bytes()
    except OSError:
        return False
    return any(form in content for form in wanted)
