"""Copies of a conversation that a sync client left beside it: found, joined, and put aside."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

from themer.conversation.merging import Merged
from themer.errors import StorageError, ThemerError
from themer.model.interview import Interview
from themer.storage import files
from themer.storage.durable import make_folders, sync_folder
from themer.storage.files import Stored
from themer.storage.study_folder import StudyFolder
from themer.workflows.interviews.recovery import version_before
from themer.workflows.interviews.underneath import join

_HEAD = 4096
"""Bytes of a file in which its id is looked for: it stands at its beginning."""


@dataclass(frozen=True, slots=True)
class ConflictCopy:
    """Another file with the same conversation."""

    path: Path
    stored: Stored[Interview] | None
    """None where it cannot be read."""
    changed_at: dt.datetime

    def describe(self) -> str:
        """Say which file it is and from when, and what it holds."""
        at = f"{self.changed_at.astimezone():%d %B %Y, %H:%M}"
        if self.stored is None:
            return f"{self.path.name}, of {at}, which cannot be read"
        answers = self.stored.value.answers.values()
        answered = sum(answer.is_substantive for answer in answers)
        return f"{self.path.name}, of {at}, {answered} answer{'' if answered == 1 else 's'}"


def find_copies(folder: StudyFolder, interview_id: str) -> tuple[ConflictCopy, ...]:
    """Find the files that hold an interview besides its own, whatever a sync client called them.

    Its own is the one that is named by its id. A file whose name merely begins like it, and that
    cannot be read, is told of too: it may be a copy that is still arriving.
    """
    own = folder.interview_path(interview_id)
    found = []
    for path in folder.interview_paths():
        if path == own or not own.is_file() or not _may_be(path, interview_id):
            continue
        try:
            stored = folder.read(files.INTERVIEW, path)
        except ThemerError:
            found.append(ConflictCopy(path, None, _changed_at(path)))
            continue
        if stored.value.id == interview_id:
            found.append(ConflictCopy(path, stored, _changed_at(path)))
    return tuple(found)


def join_copy(current: Stored[Interview], mine: Interview, copy: ConflictCopy) -> Merged:
    """Join a copy with a conversation.

    Args:
        current: Its file.
        mine: All that is recorded, which may be more than the file holds.
        copy: The copy, which could be read.
    """
    assert copy.stored is not None
    if copy.stored.sha256 == current.sha256:
        return Merged(mine, ())
    base = version_before(current.path, copy.stored.sha256)
    return join(base, mine, copy.stored.value, source=copy.path.name)


def put_aside(folder: StudyFolder, path: Path) -> Path:
    """Move a copy that was joined out of the way; it is never deleted.

    Raises:
        StorageError: It could not be moved, and is where it was.
    """
    try:
        make_folders(folder.aside)
        for number in range(1, 1000):
            aside = folder.aside / (path.name if number == 1 else f"{path.stem}.{number}.yaml")
            if aside.exists():
                continue
            path.rename(aside)
            with contextlib.suppress(OSError):
                sync_folder(folder.aside)
            return aside
    except OSError as error:
        said = error.strerror or str(error)
        raise StorageError(f"The copy could not be moved away: {said}.", path=path) from error
    raise StorageError("Too many copies of that name.", path=path)


def _may_be(path: Path, interview_id: str) -> bool:
    """Say whether a file may hold an interview, without reading all of every one."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return path.stem.startswith(interview_id)
    written = re.escape(interview_id.encode())
    if re.search(rb"(?m)^[{ ]?\s*id:\s*[\"']?" + written + rb"[\"']?\s*([#,}\r\n]|$)", head):
        return True
    has_own_id = re.search(rb"(?m)^id:", head) is not None
    return not has_own_id and _is_named_like(path.stem, interview_id)


def _is_named_like(stem: str, interview_id: str) -> bool:
    rest = stem.removeprefix(interview_id)
    return rest != stem and bool(rest) and rest[0] in " ._-(["


def _changed_at(path: Path) -> dt.datetime:
    try:
        return dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
    except OSError:
        return dt.datetime.now(dt.UTC)
