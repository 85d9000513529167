"""Keeps a conversation on disk while it is being typed, in a thread that no key waits for.

The journal follows within half a second of a key, the interview's file within seconds. The caller
hands over whole interviews, which never change, so nothing has to be copied or locked.
"""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from themer.conversation.merging import Merged
from themer.conversation.striking import without
from themer.errors import ChangedUnderneathError, ThemerError
from themer.model.interview import Interview
from themer.storage.durable import NotSyncedError, replace_file
from themer.storage.erasing import beside, erase
from themer.storage.writing import has_room, to_file
from themer.workflows.auditing import InterviewAudit
from themer.workflows.interviews.due import Due
from themer.workflows.interviews.journalling import Journals
from themer.workflows.interviews.save_state import SaveState, reason_of
from themer.workflows.interviews.second_place import write_copy
from themer.workflows.interviews.underneath import has_changed, holds, join, read_theirs


def _ignore(_: SaveState) -> None:
    return None


class Saver:
    """Writes one interview, from the moment that it is opened until ``close``.

    Args:
        study: The study's folder.
        path: The interview's file, which exists.
        interview: What is in it.
        sha256: Of the file's bytes, as read.
        told: Called with every change of state, from the writing thread.
        clock: Gives seconds that only grow.
    """

    def __init__(
        self,
        study: Path,
        path: Path,
        interview: Interview,
        sha256: str,
        told: Callable[[SaveState], None] = _ignore,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.told = told
        self._clock = clock
        self._study = study
        self._path = path
        self._latest = self._journalled = self._saved = interview
        self._sha256, self._own = sha256, {sha256}  # own: all versions that were read or written
        self._journals = Journals(study)
        self._struck: tuple[str, ...] = ()
        self._is_purging = False
        """Whether what earlier versions hold is to go with the next save."""
        self._stands_alone = False
        """Whether the journal must hold everything: the file holds its base no longer."""
        self._state = SaveState()
        self._due = Due()
        self._closing = False
        self.audit = InterviewAudit(study, interview, sha256)
        self._audit_due = False
        self._disk = threading.RLock()
        self._wake = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="themer-saver", daemon=True)
        self._begin()

    @property
    def study(self) -> Path:
        """The study's folder."""
        return self._study

    @property
    def state(self) -> SaveState:
        """What is true now."""
        latest = self._latest
        is_on_disk = latest is self._journalled or latest is self._saved
        return replace(self._state, is_all_on_disk=is_on_disk)

    @property
    def interview(self) -> Interview:
        """The latest that was noted."""
        return self._latest

    def note(self, interview: Interview, *, soon: bool = False) -> None:
        """Take the latest state of the conversation; returns at once.

        Args:
            interview: All that is recorded.
            soon: Write the file without waiting for a pause, as on leaving a question.
        """
        now = self._clock()
        with self._wake:
            if interview is not self._latest:
                self._due.changed(
                    now,
                    journal_held_all=self._latest is self._journalled,
                    file_held_all=self._latest is self._saved,
                )
                self._latest = interview
                if interview.state == "withdrawn":
                    self._is_purging = True  # none of its words is to stay in an earlier version
            if soon:
                self._audit_due = True
                self._due.hurry(now)
            self._wake.notify()

    def take_in(self, mine: Interview, *, waits: bool = True) -> Merged | None:
        """Join what somebody else wrote into the file with what is recorded here.

        Args:
            mine: All that is recorded here.
            waits: Whether to wait for a disk at work; else ask again while ``state.theirs`` waits.

        Returns:
            Both in one, which is to be shown and is already noted; None where nothing was joined.
        """
        if self._state.theirs is None or not self._disk.acquire(blocking=waits):
            return None
        try:
            theirs = self._state.theirs
            if theirs is None:
                return None
            # An older version that came back has changed nothing.
            base = theirs.value if theirs.sha256 in self._own else self._saved
            merged = join(base, mine, theirs.value)
            if self._struck:
                merged = replace(merged, interview=without(merged.interview, self._struck))
                self._is_purging = True  # their version is not to stay as the one before
            if theirs.value.state == "withdrawn":
                # What was typed here since must go too: the file is written anew, to that end.
                merged = replace(merged, interview=replace(merged.interview))
            self._journals.lay_by()
            self.audit.took_in(self._saved, theirs.value)
            self._journalled = self._saved = theirs.value
            self._sha256 = theirs.sha256
            self._stands_alone = False
            self._say(file_fault=None, theirs=None)
        finally:
            self._disk.release()
        self._due.file_is_well()
        self.note(merged.interview, soon=True)
        return merged

    def supersede(self, journals: tuple[Path, ...]) -> None:
        """Delete journals of earlier sessions once the file holds what was taken from them."""
        self._journals.supersede(journals)

    def discard_superseded(self) -> None:
        """Delete them now; those that the disk keeps back are tried again at the next save."""
        with self._disk:
            self._journals.discard(erases=self._is_purging)

    def purge(self, interview: Interview, words: str) -> SaveState:
        """Write an interview from which words were struck, and erase whatever held them before.

        What else was typed since the last save is in a new journal before the old one is erased.
        Where the file cannot be written, its older versions go with the first save that succeeds.

        Args:
            interview: What is left of it.
            words: What was struck; another copy that still has them does not bring them back.
        """
        self._struck = (*self._struck, words)
        self.note(interview)
        self.audit.say("struck")
        with self._disk:
            self._is_purging = True
            self._forget_journal()
            self._write_journal()
            if self._state.journal_fault is None:
                self.discard_superseded()
            self._write_file()
        return self.state

    def has_room_for(self, words: str) -> bool:
        """Say whether the interview with so many more words can be saved as a file."""
        latest = self._latest
        return has_room(replace(latest, unassigned=(*latest.unassigned, words)))

    def write_copy(self, folder: Path) -> Path:
        """Write all that is recorded into another folder as well, and give the copy's path."""
        return write_copy(self._latest, folder)

    def write_soon(self) -> None:
        """Write the file without waiting for a pause."""
        self.note(self._latest, soon=True)

    def flush(self) -> SaveState:
        """Write everything now, in the caller's thread, and say how it went."""
        with self._disk:
            self._write_journal()
            self._write_file()
            self._audit_due = True
            self._write_audit()
        return self.state

    def flush_journal(self) -> SaveState:
        """Bring everything into the journal now, in the caller's thread."""
        with self._disk:
            self._write_journal()
        return self.state

    def close(self) -> SaveState:
        """Write everything, stop the thread, and leave a journal only where the file failed."""
        with self._wake:
            self._closing = True
            self._wake.notify()
        if self._thread.is_alive():
            self._thread.join()
        is_edited = has_changed(self._path, self._sha256) and self._is_only_edited()
        state = self.flush()
        self._journals.close()
        if is_edited and self._journals.path is not None and state.journal_fault is None:
            self._say(file_fault=None, edited=self._journals.path)
        return self.state

    def write_due(self) -> float | None:
        """Write what is due, in the caller's thread; the saver's own does nothing else.

        Returns:
            The seconds until more is due; None until something is noted.
        """
        wait = self._seconds_until_due()
        if wait is not None and wait <= 0:
            with self._disk:
                self._write_what_is_due()
            wait = self._seconds_until_due()
        return wait

    # The thread

    def _begin(self) -> None:
        self._thread.start()

    def _run(self) -> None:
        try:
            while not self._closing:
                self.write_due()
                with self._wake:
                    wait = self._seconds_until_due()
                    if not self._closing and (wait is None or wait > 0):
                        self._wake.wait(wait)
        except BaseException as error:  # nobody writes any more: that must be seen
            self._say(journal_fault=f"the program has a fault ({type(error).__name__}).")
            raise

    def _seconds_until_due(self) -> float | None:
        """Say how long nothing has to be written; None until something changes."""
        return self._due.wait(
            self._clock(),
            journal_lacks=self._latest is not self._journalled,
            file_lacks=self._latest is not self._saved,
        )

    def _write_what_is_due(self) -> None:
        now = self._clock()
        if self._due.may_write_journal(now):
            self._write_journal()
        if self._due.must_write_file(now):
            self._write_file()
            self._write_audit()

    def _write_journal(self) -> None:
        interview = self._latest
        if interview is self._journalled:
            return
        try:
            path = self._journals.append(
                interview, self._saved, self._sha256, is_whole=self._stands_alone
            )
        except (OSError, ValueError) as error:
            self._forget_journal()
            self._due.journal_failed(self._clock())
            self._say(journal_fault=reason_of(error))
            return
        self._journalled = interview
        self._due.journal_written(self._clock())
        self._say_saved(journal_fault=None, journal=path)

    def _write_file(self) -> None:
        interview = self._latest
        if interview is self._saved:
            return
        try:
            content = to_file(interview)
            self._sha256 = replace_file(
                self._path, content, expected=self._sha256, keep_previous=not self._is_purging
            )
        except (ThemerError, OSError, ValueError) as error:
            self._due.file_failed(self._clock())
            if isinstance(error, NotSyncedError):
                self._sha256 = error.sha256
            theirs, why = self._state.theirs, ""
            if isinstance(error, ChangedUnderneathError):
                self._write_whole_journal()
                theirs, why = read_theirs(self._path, self._latest.id)
            self._say(file_fault=reason_of(error) + why, theirs=theirs)
            return
        # The file holds all that the journal does: what is typed next begins a new one, on the
        # file as it now is. And whatever ailed the journal, nothing is only on the screen.
        self._own.add(self._sha256)
        self._stands_alone = False
        self._saved = self._journalled = interview
        self._due.file_written(self._clock())
        self._journals.lay_by()
        self.discard_superseded()
        if self._is_purging:
            left = [path for path in beside(self._path) if not erase(path)]
            self._is_purging = bool(left)
        self._say_saved(file_fault=None, journal_fault=None)

    def _write_audit(self) -> None:
        """Note in the log what the file holds now; once for a question, not at every save."""
        if self._audit_due and self._latest is self._saved:
            fault = self.audit.saved(self._saved, self._sha256)
            self._audit_due = fault is not None
            if fault != self._state.log_fault:
                self._say(log_fault=fault)

    def _is_only_edited(self) -> bool:
        """See to it that the next flush keeps our words; say whether the file has them still."""
        theirs, _ = read_theirs(self._path, self._latest.id)
        if theirs is not None and theirs.value.state == "withdrawn":
            self._say(theirs=theirs)
            self.take_in(self._latest)
            return False
        is_saved = self._latest is self._saved
        if theirs is not None and is_saved and len(self._own) == 1:
            return False  # nothing was typed here
        self._saved = self._journalled = replace(self._latest)
        is_theirs = is_saved and theirs is not None and theirs.sha256 not in self._own
        return is_theirs and theirs is not None and holds(theirs.value, self._latest)

    def _write_whole_journal(self) -> None:
        """Keep everything in a journal: what was in the file that went is in no earlier one."""
        if not self._stands_alone:
            self._stands_alone = True
            self._forget_journal()
            self._write_journal()
            if self._state.journal_fault is None:
                self.discard_superseded()

    def _forget_journal(self) -> None:
        """Begin a new journal next time: after a failed write nobody knows what this one holds."""
        self._journals.lay_by()  # what reached it is worth keeping until the file holds more
        self._journalled = self._saved

    def _say_saved(self, **changes: object) -> None:
        self._say(saved_at=dt.datetime.now(dt.UTC), **changes)

    def _say(self, **changes: object) -> None:
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]
        self.told(self.state)
