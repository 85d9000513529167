"""What is true of the words on the screen: saved when, where, and what stands in the way."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from themer.errors import StorageError
from themer.model.interview import Interview
from themer.storage.files import Stored


@dataclass(frozen=True, slots=True)
class SaveState:
    """What is true of the words on the screen."""

    saved_at: dt.datetime | None = None
    """When all that had been typed was last on disk: after fsync returned, not before."""
    is_all_on_disk: bool = True
    file_fault: str | None = None
    """Why the interview's file could not be written."""
    journal_fault: str | None = None
    journal: Path | None = None
    """Where the words are meanwhile."""
    theirs: Stored[Interview] | None = None
    """What somebody else wrote into the file; it waits for ``take_in``."""
    edited: Path | None = None
    """The journal with our words too, where somebody edited the file after its last save."""
    log_fault: str | None = None
    """Why the log of changes could not be written; no words are at stake."""

    @property
    def fault(self) -> str | None:
        """Say what is wrong and where the words are; None where all is well."""
        if self.file_fault and self.journal and not self.journal_fault:
            return (
                f"NOT SAVED in the study: {self.file_fault} Your words are kept in {self.journal}"
            )
        if self.journal_fault or self.file_fault:
            said = self.file_fault or self.journal_fault
            return f"NOT SAVED: {said} Your words are only on this screen: keep it open"
        return None

    @property
    def notice(self) -> str | None:
        """Say what is to be known although all is saved; None where there is nothing."""
        if self.edited is None:
            return None
        return (
            "Somebody changed the conversation's file after your words were saved in it. They are "
            f"kept in a journal as well, {self.edited}, and are offered when it is opened next."
        )


def reason_of(error: Exception) -> str:
    """Say why something could not be written, as a sentence."""
    if isinstance(error, StorageError):
        return f"{error.message} {error.hint or ''}".rstrip()
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}."
    return f"{error}."
