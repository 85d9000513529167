"""What a screen needs that changes a conversation: its session, its writer, and what is wrong."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from textual import on, work
from textual.screen import Screen

from themer.conversation.session import NotPossibleError, Session
from themer.errors import StorageError
from themer.tui.messages import SavingTold
from themer.tui.order import KEYS_WAIT
from themer.tui.screens.asking import LineScreen, ReadScreen
from themer.tui.widgets.frame import Fault, Head
from themer.workflows.interviews.save_state import SaveState
from themer.workflows.interviews.saving import Saver

_SOON = 0.05
"""Seconds until a disk that was at work is asked again; no key waits for it."""


class SecondPlace(Screen[str]):
    """A screen from which everything can be written into another folder as well."""

    saver: Saver

    @work(group=KEYS_WAIT)
    async def action_second_place(self) -> None:
        """Write everything into another folder as well, and say where it is."""
        said = "A folder on another disk. All that is recorded is written there, as one file."
        typed = await self.app.push_screen_wait(
            LineScreen("A second place", said, str(Path.home()))
        )
        if not typed or not typed.strip():
            return
        try:
            folder = Path(typed.strip()).expanduser()
            path = await asyncio.to_thread(self.saver.write_copy, folder)
        except StorageError as error:
            title, words = "No copy was written", str(error)
        else:
            title = "A copy is written"
            words = f"{path}\n\nIt holds what is recorded until now; later words need another."
        await self.app.push_screen_wait(ReadScreen(title, words))


class KeptScreen(SecondPlace):
    """A screen round one conversation; every change is in the model and with the writer at once.

    Args:
        session: The conversation as it stands.
        saver: Writes it.
    """

    def __init__(self, session: Session, saver: Saver) -> None:
        super().__init__()
        self.session = session
        self.saver = saver

    @abstractmethod
    def show_session(self) -> None:
        """Show the conversation again, as it may have changed."""

    @abstractmethod
    def head_words(self) -> str:
        """Say how far it is, for the top line."""

    def on_mount(self) -> None:
        """Listen to the writer."""
        self.saver.told = lambda state: self._told(SavingTold(state))
        self.show_saving()

    def on_unmount(self) -> None:
        """Stop listening: the screen is going."""
        self.saver.told = lambda _: None

    def _told(self, message: SavingTold) -> None:
        self.post_message(message)

    @on(SavingTold)
    def _saving_told(self, event: SavingTold) -> None:
        event.stop()
        merged = self.saver.take_in(self.session.interview, waits=False)
        if merged is not None:
            # The screen must show the result, or the next key would save the stale text over it.
            self.session = replace(self.session, interview=merged.interview)
            if merged.interview.state == "withdrawn":
                self.dismiss("leave")
                return
            self.show_session()
            said = "Somebody else changed this conversation's file; both versions are joined."
            self.app.notify(said, severity="warning", markup=False, timeout=20)
        come_back(self, self.saver)
        self.show_saving()

    def show_saving(self) -> None:
        """Say what is saved, and in red what is not."""
        state = self.saver.state
        self.query_one(Fault).show(fault_words(state))
        self.query_one(Head).show(right=f"{self.head_words()}   {saved_words(state)}")

    def change(self, session: Session, *, soon: bool = False) -> None:
        """Take the new state of the conversation: into the model first, then to the writer."""
        self.session = session
        self.saver.note(session.interview, soon=soon)

    def attempt(self, act: Callable[[], Session], *, soon: bool = False) -> bool:
        """Do something that may not be possible, and say why where it is not."""
        try:
            self.change(act(), soon=soon)
        except NotPossibleError as error:
            self.app.notify(str(error), markup=False)
            return False
        return True


def come_back(screen: Screen[str], saver: Saver) -> None:
    """Tell a screen again soon while something waits to be taken in: the disk was at work."""
    if saver.state.theirs is not None:
        screen.set_timer(_SOON, lambda: screen.post_message(SavingTold(saver.state)))


def fault_words(state: SaveState) -> str | None:
    """Say what is wrong with saving, and the key that helps; None where all is well."""
    if state.fault:
        return f"{state.fault.rstrip('.')}. alt+w: a second place."
    return state.log_fault


def saved_words(state: SaveState) -> str:
    """Say in short what is saved, always as wide: what stands before it must not move."""
    return _saved_words(state).rjust(len("saved 10:42:07"))


def _saved_words(state: SaveState) -> str:
    if state.fault:
        return "NOT SAVED"
    if not state.is_all_on_disk:
        return "saving …"
    if state.saved_at is None:
        return "all saved"
    return f"saved {state.saved_at.astimezone():%H:%M:%S}"
