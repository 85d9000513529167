"""Takes the words of conversations out of a study and of this user's state folder, step by step.

What is to go is planned before (``clearing_plan``); carrying it out can stop anywhere and be begun
again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from themer.errors import ChangedUnderneathError, StorageError
from themer.storage.durable import replace_file, sha256_of
from themer.storage.erasing import erase
from themer.storage.study_folder import StudyFolder
from themer.storage.wordless import without_words
from themer.workflows.removing.matrix_clearing import Retold
from themer.workflows.removing.redaction_clearing import without_redactions
from themer.workflows.removing.traces import Trace
from themer.workflows.reporting.ledgers import LEDGER
from themer.workflows.themes.passages import themes_without

_TRIES = 5


@dataclass(frozen=True, slots=True)
class Clearing:
    """What is to go, and what is left for people to see to."""

    root: Path
    interviews: frozenset[str]
    units: frozenset[str]
    """Units of which no conversation is left that counts."""
    files: tuple[Path, ...]
    """To be erased: earlier versions, copies, journals, records, what ``analyse`` wrote, caches."""
    coders: tuple[tuple[Path, int], ...]
    """Coders' files, and how many lines of each hold words that go."""
    passages: int
    """In ``themes.yaml``."""
    reports: tuple[Path, ...]
    """Reports that hold the words, to be erased."""
    kept_reports: tuple[Path, ...]
    """Reports that hold the words and are to stay, because somebody says so."""
    stale: tuple[Path, ...]
    """Reports that only count what went."""
    retold: Retold
    """Summaries of the framework matrix that people wrote of them."""
    redactions: tuple[tuple[Path, int], ...] = field(default=(), kw_only=True)
    """Files of decisions about names, and how many lines of each go."""
    traces: tuple[Trace, ...]
    """Words in texts that people wrote, which are not changed for them."""


def clear(plan: Clearing) -> None:
    """Carry a plan out, but for the conversations' own files.

    Raises:
        StorageError: Something could not be changed or taken away; the rest was, and the same call
            goes on from there.
    """
    folder = StudyFolder(plan.root)
    for path, _ in plan.coders:
        rewrite(path, lambda held: without_words(held, plan.interviews, plan.units)[0])
    if plan.passages:
        rewrite(folder.root / "themes.yaml", lambda held: themes_without(held, plan.interviews))
    if plan.retold.summaries:
        rewrite(folder.matrix_path, plan.retold.matrix_without)
    for path, _ in plan.retold.logs:
        rewrite(path, plan.retold.log_without)
    for path, _ in plan.redactions:
        rewrite(path, lambda held: without_redactions(held, plan.interviews, plan.units))
    left = [path for path in plan.files if not erase(path)]
    for report in plan.reports:
        left += _erase_report(report)
    for path in {path.parent for path in plan.files}:
        _drop_if_empty(path, plan.root)
    _refuse_left(folder, left)


def erase_caches(root: Path) -> None:
    """Erase what any command kept to be quicker; last, when nothing is left to keep again.

    Raises:
        StorageError: A file could not be taken away.
    """
    folder = StudyFolder(root)
    _refuse_left(folder, [path for path in all_files(folder.cache) if not erase(path)])


def _refuse_left(folder: StudyFolder, left: Sequence[Path]) -> None:
    if left:
        names = ", ".join(str(folder.relative(path)) for path in left[:5])
        more = f" and {len(left) - 5} more" if len(left) > 5 else ""
        raise StorageError(
            f"These could not be taken away: {names}{more}.",
            hint="Close them where they are open, and run the same command again.",
        )


def _erase_report(report: Path) -> list[Path]:
    """Erase a report, its ledger last: by that it is known whose words are in the rest.

    Returns:
        What could not be taken away.
    """
    inside = list(all_files(report))
    ledgers = [path for path in inside if path.name == LEDGER]
    left = [path for path in inside if path not in ledgers and not erase(path)]
    left = left or [path for path in ledgers if not erase(path)]
    for folder in sorted({path.parent for path in inside}, reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    return left


def rewrite(path: Path, change: Callable[[bytes], bytes]) -> str:
    """Replace a file by what is made of it, with no version kept; again, if it changes meanwhile.

    Returns:
        The SHA-256 of what is in it now.
    """
    for _ in range(_TRIES):
        held = path.read_bytes()
        content = change(held)
        if content == held:
            return sha256_of(held)
        try:
            return replace_file(path, content, expected=sha256_of(held), keep_previous=False)
        except ChangedUnderneathError:
            continue
    raise StorageError("Another program keeps changing it.", hint="Close it there.", path=path)


def all_files(place: Path) -> Iterator[Path]:
    """Go through a folder's files, or a file itself; nothing where there is none."""
    if place.is_file():
        yield place
    elif place.is_dir():
        yield from sorted(path for path in place.rglob("*") if path.is_file())


def _drop_if_empty(path: Path, root: Path) -> None:
    keep = {root, root / "interviews", root / "coding"}
    while path not in keep and root in path.parents and path.is_dir() and not any(path.iterdir()):
        path.rmdir()
        path = path.parent
