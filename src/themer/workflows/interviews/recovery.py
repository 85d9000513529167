"""What earlier sessions left unsaved: found, laid beside the file, and never taken unasked."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from themer.conversation.versions import fit
from themer.errors import NotFoundError, ThemerError
from themer.model.interview import Interview
from themer.storage import files
from themer.storage.durable import PREVIOUS
from themer.storage.erasing import delete, erase
from themer.storage.files import Stored
from themer.storage.journal import Journal, read_journals, recover
from themer.storage.state_folder import study_state
from themer.storage.study_folder import StudyFolder
from themer.workflows.interviews.held_sets import versions_of
from themer.workflows.interviews.underneath import join

ASIDE = ".aside"
"""Added to the name of a journal that cannot be taken from, so that it is offered no more."""


@dataclass(frozen=True, slots=True)
class Recovery:
    """What earlier sessions left unsaved."""

    journals: tuple[Journal, ...]
    interview: Interview
    """The conversation with it put back."""
    changed: tuple[str, ...]
    """The ids of the answers that differ from the file."""
    is_on_this_file: bool
    """Whether the file is still the one that the journal continues."""
    also: tuple[str, ...] = ()
    """What else differs, such as the consent, in words."""
    notes: tuple[str, ...] = ()
    """What is to be known before it is taken: torn ends, another version of the questions."""

    @property
    def at(self) -> dt.datetime:
        """When the last of it was written."""
        return self.journals[-1].last_at

    @property
    def paths(self) -> tuple[Path, ...]:
        """The journals' files."""
        return tuple(journal.path for journal in self.journals)

    def lines(self) -> tuple[str, ...]:
        """Say from when it is, and what is to be known of it, in sentences."""
        said = [f"Typed until {self.at.astimezone():%d %B %Y, %H:%M:%S} and not saved then."]
        if not self.is_on_this_file:
            said.append(
                "The file was changed since by another program or person: both are joined, and "
                "what both changed is settled later (alt+m)."
            )
        if self.also:
            said.append(f"Also: {', '.join(self.also)}.")
        return (*said, *self.notes)


def find_recovery(
    folder: StudyFolder, stored: Stored[Interview]
) -> tuple[Recovery | None, tuple[str, ...]]:
    """Find what earlier sessions left for an interview.

    Returns:
        What can be put back, and a line about each journal from which nothing can be taken; such a
        one is set aside under another name and never deleted.
    """
    interview = stored.value
    telling: list[Journal] = []
    notices: list[str] = []
    notes: list[str] = []
    for path, journal in _journals(folder, interview.id):
        if journal is None:
            notices.append(_set_aside(path, "cannot be read"))
            continue
        if journal.interview != stored.value.id:
            notices.append(_set_aside(path, f"is of another conversation, “{journal.interview}”"))
            continue
        recovered = _put_back(journal, stored, interview)
        if recovered is None:
            notices.append(_set_aside(path, "does not fit the format of conversations"))
        elif recovered == interview:
            # All of it reached the file before that session died. Left lying, it would be offered
            # again as if new once the file has moved on.
            erase(journal.path)
        else:
            notes += _notes(journal, stored.value)
            interview = _fitted(folder, journal, recovered)
            telling.append(journal)
    if not telling:
        return None, tuple(notices)
    before, after = stored.value.answers, interview.answers
    recovery = Recovery(
        tuple(telling),
        interview,
        changed=tuple(key for key in {**before, **after} if before.get(key) != after.get(key)),
        is_on_this_file=all(journal.base == stored.sha256 for journal in telling),
        also=tuple(_other_parts(stored.value, interview)),
        notes=tuple(dict.fromkeys(notes)),
    )
    return recovery, tuple(notices)


def erase_journals(
    folder: StudyFolder, interview_id: str
) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Erase what this user's machine keeps of an interview that was withdrawn, set aside or not.

    Returns:
        What is gone, and what the disk keeps back.
    """
    found = sorted(study_state(folder.root, "journals").glob(f"{interview_id}.*.jsonl*"))
    left = tuple(path for path in found if not erase(path))
    return tuple(path for path in found if path not in left), left


def _journals(folder: StudyFolder, interview_id: str) -> Iterator[tuple[Path, Journal | None]]:
    """Go through an interview's journals, the oldest first; None for one that makes no sense.

    Raises:
        StorageError: The disk does not let one be read: it is not set aside, and nothing is opened
            without it.
    """
    for path, journal in read_journals(folder.root, interview_id):
        if journal is not None and not journal.parts and not _torn(path):
            delete(path)  # it was begun, and nothing was ever typed into it
        else:
            yield path, journal


def _set_aside(path: Path, why: str) -> str:
    """Rename a journal so that it is offered no more, and say where it is."""
    for number in itertools.count(1):
        aside = path.with_name(f"{path.name}{ASIDE}" + (f"-{number}" if number > 1 else ""))
        if aside.exists():
            continue
        with contextlib.suppress(OSError):
            path.rename(aside)
            return f"A journal of unsaved words {why}. Nothing was taken from it; it is {aside}"
        break
    return f"A journal of unsaved words {why}. Nothing was taken from it; it is {path}"


def _put_back(
    journal: Journal, stored: Stored[Interview], interview: Interview
) -> Interview | None:
    """Put a journal over an interview; joined, where the file has moved on since it was begun."""
    if journal.base == stored.sha256:
        return recover(journal, interview)
    base = version_before(stored.path, journal.base)
    mine = recover(journal, base or interview)
    return None if mine is None else join(base, mine, interview).interview


def version_before(path: Path, sha256: str) -> Interview | None:
    """Read the version kept beside a file, if it is the one that is meant."""
    try:
        previous = files.read(files.INTERVIEW, path.with_name(path.name + PREVIOUS))
    except ThemerError:
        return None
    return previous.value if previous.sha256 == sha256 else None


def _fitted(folder: StudyFolder, journal: Journal, recovered: Interview) -> Interview:
    """Turn facts into kept words where a journal was typed under other questions."""
    if journal.set_version == recovered.set.version:
        return recovered
    try:
        versions = versions_of(folder, recovered)
    except (NotFoundError, ThemerError):
        return recovered
    questions = versions.began or versions.now
    if questions is None:
        return recovered
    return fit(recovered, questions.value, None, journal.set_version)


def _notes(journal: Journal, on_file: Interview) -> Iterator[str]:
    if journal.set_version != on_file.set.version:
        yield (
            f"It was typed under version {journal.set_version} of the questions, and the file is "
            f"at version {on_file.set.version}: a fact that does not fit becomes kept words."
        )
    if _torn(journal.path):
        yield "A record in it is torn: what was typed in its last half second may be missing."


def _torn(path: Path) -> bool:
    """Say whether a journal holds anything that is no whole record."""
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError:
        return True
    for line in filter(None, lines):
        try:
            json.loads(line)
        except (ValueError, RecursionError):
            return True
    return False


def _other_parts(before: Interview, after: Interview) -> Iterator[str]:
    named = {
        "set": "the version of the questions",
        "state": "how far it has come",
        "roster": "who was there",
        "sittings": "times",
        "consent": "consent",
        "unassigned": "words kept for later",
        "other_copies": "answers to settle",
        "next_steps": "next steps",
        "confirmation": "confirmation",
    }
    for name, words in named.items():
        if getattr(before, name) != getattr(after, name):
            yield words
