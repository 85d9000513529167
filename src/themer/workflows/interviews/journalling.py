"""The journal of an open conversation, and those that go once the file holds their words.

None of it is safe for two threads at once: the saver sees to that.
"""

from __future__ import annotations

from pathlib import Path

from themer.model.interview import Interview
from themer.storage.erasing import delete, erase
from themer.storage.journal import JournalWriter


class Journals:
    """The journal that is written to, if any, and those that are superseded.

    Args:
        study: The study's folder.
    """

    def __init__(self, study: Path) -> None:
        self._study = study
        self._open: JournalWriter | None = None
        self._superseded: tuple[Path, ...] = ()

    @property
    def path(self) -> Path | None:
        """Where the journal is that is written to; None before there is one."""
        return None if self._open is None else self._open.path

    def append(
        self, interview: Interview, saved: Interview, sha256: str, *, is_whole: bool
    ) -> Path:
        """Write what has changed, into a new journal where none is open, and say where it is.

        Args:
            interview: All that is recorded.
            saved: What the file holds.
            sha256: Of that file's bytes.
            is_whole: Whether a new journal must hold everything, because that file is gone.

        Raises:
            OSError: The disk refused; the journal is then not to be used any more.
            ValueError: Something in it cannot be written.
        """
        if self._open is None:
            self._open = JournalWriter(self._study, saved, sha256, is_whole=is_whole)
        self._open.append(interview)
        return self._open.path

    def lay_by(self) -> None:
        """Write no more to the journal; what is in it stays until the file holds as much."""
        if self._open is not None:
            self._open.close()
            self.supersede((self._open.path,))
            self._open = None

    def supersede(self, paths: tuple[Path, ...]) -> None:
        """Have journals deleted at the next ``discard``."""
        self._superseded = (*self._superseded, *paths)

    def discard(self, *, erases: bool) -> None:
        """Delete what is superseded; what the disk keeps back is tried again the next time.

        Args:
            erases: Whether no byte is to be left.
        """
        is_gone = erase if erases else delete
        self._superseded = tuple(path for path in self._superseded if not is_gone(path))

    def close(self) -> None:
        """Leave the journal for recovery."""
        if self._open is not None:
            self._open.close()
