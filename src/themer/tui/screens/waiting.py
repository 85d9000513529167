"""The screen without a task: while files are read."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from themer.tui.text import shown
from themer.tui.widgets.frame import Head, KeyLine


class WaitingScreen(Screen[None]):
    """The frame with a few words in it."""

    def __init__(self, said: str) -> None:
        super().__init__()
        self._said = said

    def compose(self) -> ComposeResult:
        """Show the words."""
        yield Head("themer")
        yield Static(shown(f"\n  {self._said}"))
        yield KeyLine(())
