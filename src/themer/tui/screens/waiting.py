"""Screens without a task: while files are read, and where the terminal is too small."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from themer.tui.keys import EVERYWHERE
from themer.tui.text import shown
from themer.tui.widgets.frame import Head, KeyLine


class WaitingScreen(Screen[None]):
    """The frame with a few words in it."""

    KEYS = EVERYWHERE

    def __init__(self, said: str) -> None:
        super().__init__()
        self._said = said

    def compose(self) -> ComposeResult:
        """Show the words."""
        yield Head("themer")
        yield Static(shown(f"\n  {self._said}"))
        yield KeyLine(())


class TooSmallScreen(ModalScreen[None]):
    """Covers everything, and keeps it."""

    def __init__(self, smallest: tuple[int, int]) -> None:
        super().__init__()
        self._smallest = smallest

    def compose(self) -> ComposeResult:
        """Say how much is needed."""
        columns, rows = self._smallest
        yield Static(shown(f"Too small: {columns}×{rows} at least. Your words are safe."))
