"""``themer purge``: after the retention date nothing stays of what people said."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from themer.errors import RefusedError, StorageError
from themer.model.audit import Change
from themer.model.interview import Interview
from themer.storage.audit import AuditLog
from themer.storage.erasing import erase
from themer.storage.locks import InterviewLock
from themer.storage.study_folder import StudyFolder
from themer.workflows.removing.clearing import Clearing, clear, erase_caches
from themer.workflows.removing.clearing_plan import out_of_reach, plan_clearing, state_files

_FOLDERS = ("interviews", "coding", "records")
"""What is only there because of conversations."""


@dataclass(frozen=True, slots=True)
class Purge:
    """A purge that can be carried out; nothing is changed yet."""

    folder: StudyFolder
    until: dt.date | None
    """The retention date of ``study.yaml``."""
    interviews: tuple[Interview, ...]
    clearing: Clearing
    last: tuple[Path, ...]
    """The conversations' own files, which go last."""
    beyond: tuple[str, ...]


def plan_purge(folder: StudyFolder, *, keep_reports: bool = False) -> Purge:
    """Look for everything that goes; nothing is changed.

    Raises:
        ProblemsError: A conversation's file or ``themes.yaml`` does not hold, so that its words
            could not be found elsewhere.
    """
    interviews = tuple(stored.value for stored in folder.interviews(keep=False))
    found = plan_clearing(folder, interviews, keep_reports=keep_reports)
    last = tuple(folder.interview_paths())
    everything = {*found.files, *state_files(folder.root)}
    for name in _FOLDERS:
        everything |= {path for path in (folder.root / name).rglob("*") if path.is_file()}
    return Purge(
        folder=folder,
        until=folder.study().value.retention_until,
        interviews=interviews,
        clearing=replace(found, files=tuple(sorted(everything - set(last))), coders=()),
        last=last,
        beyond=out_of_reach(folder, interviews),
    )


def refuse_early(purge: Purge, today: dt.date, *, even_now: bool, reason: str | None) -> None:
    """Refuse to purge before the retention date is over, unless somebody says why.

    Raises:
        RefusedError: It is too early, or there is no date.
    """
    if purge.until is not None and today > purge.until:
        return
    if even_now and reason:
        return
    said = (
        "study.yaml has no retention_until, so it is not known when the conversations are to go."
        if purge.until is None
        else f"The conversations may be kept until {purge.until:%d %B %Y}."
    )
    raise RefusedError(said, hint='"--even-now --reason WHY" removes them all the same.')


def purge(planned: Purge, reason: str | None = None) -> None:
    """Carry a purge out. Stopped halfway, the same command goes on from there.

    Raises:
        HeldError: A conversation is open in a desk; nothing was changed.
        StorageError: Something could not be taken away, or the log could not be written.
    """
    root = planned.folder.root
    with _all_held(root, planned.interviews):
        clear(planned.clearing)
        AuditLog(root).append([Change("purged", i.id, why=reason) for i in planned.interviews])
        left = [path for path in planned.last if not erase(path)]
        if left:
            names = ", ".join(path.name for path in left[:5])
            raise StorageError(
                f"These could not be taken away: {names}.",
                hint="Close them where they are open, and run the same command again.",
            )
        erase_caches(root)  # a command that ran meanwhile may have kept the words once more


@contextlib.contextmanager
def _all_held(root: Path, interviews: tuple[Interview, ...]) -> Iterator[None]:
    """Keep every conversation from being opened, or refuse because one is."""
    with contextlib.ExitStack() as held:
        for interview in interviews:
            lock = InterviewLock.acquire(root, interview.id)
            held.callback(erase, lock.path)
            held.callback(lock.release)
        yield
