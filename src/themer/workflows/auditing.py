"""Who changed what, noted in the log when it happens; a log that cannot be written stops nobody."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from themer.conversation.changes import changes_between
from themer.errors import StorageError
from themer.model.audit import AuditAction, AuditLine, Change
from themer.model.interview import Interview
from themer.storage.audit import AuditLog, audit_paths, latest_hashes, read_lines


def log_changes(study: Path, changes: Sequence[Change]) -> str | None:
    """Note changes in the log, at once.

    Returns:
        What stood in the way, in a sentence; None where they are in the log.
    """
    try:
        AuditLog(study).append(changes)
    except StorageError as error:
        return f"{error.message} {error.hint or ''}".rstrip()
    return None


def read_log(study: Path, interview: str | None = None) -> tuple[AuditLine, ...]:
    """Read every writer's lines, the earliest first; files that cannot be read are left out.

    Args:
        study: The study's folder.
        interview: Only lines of this interview.
    """
    found: list[AuditLine] = []
    for path in audit_paths(study):
        try:
            found += read_lines(path, interview)
        except StorageError:
            continue
    return tuple(sorted(found, key=lambda line: (line.at, line.who, line.machine, line.seq)))


def known_hashes(study: Path) -> dict[str, frozenset[str]]:
    """Give the last hash of each interview's file that each writer noted, by the interview's id.

    Each writer's, because two machines' clocks cannot be set against each other.
    """
    found: dict[str, frozenset[str]] = {}
    for path in audit_paths(study):
        try:
            latest = latest_hashes(path)
        except StorageError:
            continue
        for interview, sha256 in latest.items():
            found[interview] = found.get(interview, frozenset()) | {sha256}
    return found


class InterviewAudit:
    """Notes what happens to one conversation while it is open; it never raises.

    What cannot be written waits, and goes with what is written next.

    Args:
        study: The study's folder.
        interview: What is in the interview's file.
        sha256: Of the file's bytes.
    """

    def __init__(self, study: Path, interview: Interview, sha256: str) -> None:
        self._study = study
        self._logged = interview
        self._found: str | None = sha256
        self._said: deque[Change] = deque()
        self._waiting: list[Change] = []

    def say(
        self, action: AuditAction, *, questions: Iterable[str] = (), why: str | None = None
    ) -> None:
        """Note something that a comparison cannot show, such as that a passage was struck.

        Any thread may call it; nothing is written until the file is saved next.
        """
        changed: dict[str, tuple[str, ...]] = {f"answers.{question}": () for question in questions}
        self._said.append(Change(action, self._logged.id, changed, why=why))

    def took_in(self, mine: Interview, theirs: Interview) -> None:
        """Note that another copy was joined with this one; its changes are its writer's.

        Args:
            mine: What was in the file by this writer.
            theirs: What was in it by another.
        """
        self._waiting += changes_between(self._logged, mine)
        self._logged = theirs
        parts = [name for change in changes_between(mine, theirs) for name in change.changed]
        self.say("merged", questions=(p[8:] for p in parts if p.startswith("answers.")))

    def saved(self, interview: Interview, sha256: str) -> str | None:
        """Note what has changed since the last call, now that it is in the file.

        Returns:
            What stood in the way, in a sentence; None where all is in the log.
        """
        changes = changes_between(self._logged, interview)
        self._logged = interview
        while self._said:
            self._waiting.append(self._said.popleft())
        self._waiting += changes
        if not self._waiting:
            return None
        self._look_before()
        self._waiting[-1] = replace(self._waiting[-1], file_sha256=sha256)
        fault = log_changes(self._study, self._waiting)
        if fault is None:
            self._waiting = []
        return fault

    def _look_before(self) -> None:
        """Note, once, that the file is not as any writer of the log left it."""
        if self._found is None:
            return
        try:
            known = known_hashes(self._study).get(self._logged.id)
        except OSError:
            return
        if known and self._found not in known:
            change = Change("found_changed", self._logged.id, file_sha256=self._found)
            self._waiting.insert(0, change)
        self._found = None
