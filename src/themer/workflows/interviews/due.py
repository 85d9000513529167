"""When a conversation is due to be written: its journal within half a second, its file in seconds.

Times are seconds of a clock that only grows. Nothing is read or written here.
"""

from __future__ import annotations

from dataclasses import dataclass

_JOURNAL_IDLE = 0.2
_JOURNAL_MOST = 0.35
"""Seconds from the first key that is not on disk: with the fsync itself, under half a second."""
_FILE_IDLE = 2.0
_FILE_MOST = 10.0
_TRY_AGAIN = 1.0


@dataclass(slots=True)
class Due:
    """From when journal and file lack something, and until when each is left alone."""

    _changed_at: float = 0.0
    _journal_since: float = 0.0
    _file_since: float = 0.0
    _journal_rests_until: float = 0.0
    _file_rests_until: float = 0.0

    def changed(self, now: float, *, journal_held_all: bool, file_held_all: bool) -> None:
        """Take note of a change, the first that journal or file lacks where it held all."""
        if journal_held_all:
            self._journal_since = now
        if file_held_all:
            self._file_since = now
        self._changed_at = now

    def hurry(self, now: float) -> None:
        """Have the file written without waiting for a pause."""
        self._file_since = now - _FILE_MOST

    def journal_written(self, now: float) -> None:
        """Count anew for the journal."""
        self._journal_since = now

    def file_written(self, now: float) -> None:
        """Count anew for both: the file holds all that the journal does."""
        self._file_since = self._journal_since = now

    def journal_failed(self, now: float) -> None:
        """Leave the journal alone for a while; meanwhile the file is due in its place."""
        self._journal_rests_until = now + _TRY_AGAIN

    def file_failed(self, now: float) -> None:
        """Leave the file alone for a while."""
        self._file_rests_until = now + _TRY_AGAIN

    def file_is_well(self) -> None:
        """Leave the file alone no longer: what stood in the way is gone."""
        self._file_rests_until = 0.0

    def may_write_journal(self, now: float) -> bool:
        """Say whether the journal is not left alone; whatever is written, it goes first."""
        return now >= self._journal_rests_until

    def must_write_file(self, now: float) -> bool:
        """Say whether the file's time has come."""
        return now >= self._next_file(now)

    def wait(self, now: float, *, journal_lacks: bool, file_lacks: bool) -> float | None:
        """Say for how many seconds nothing has to be written; None until something changes."""
        due = []
        if journal_lacks:
            due.append(max(self._next_journal(), self._journal_rests_until))
        if file_lacks:
            due.append(self._next_file(now))
        return min(due) - now if due else None

    def _next_journal(self) -> float:
        return min(self._changed_at + _JOURNAL_IDLE, self._journal_since + _JOURNAL_MOST)

    def _next_file(self, now: float) -> float:
        """Say when the file is due: in the journal's place, and as soon, where that one fails."""
        if self._journal_rests_until > now:
            due = self._next_journal()
        else:
            due = min(self._changed_at + _FILE_IDLE, self._file_since + _FILE_MOST)
        return max(due, self._file_rests_until)
