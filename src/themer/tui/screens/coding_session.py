"""A screen over a coder's session: what it could not save is a line that stays."""

from __future__ import annotations

from collections.abc import Callable

from textual.screen import Screen
from textual.widgets import Static

from themer.coding.steps import Step
from themer.errors import StorageError
from themer.tui.text import cut, shown
from themer.tui.widgets.frame import Fault
from themer.workflows.coding import CodingSession

_WIDE = 110
"""Columns from which two parts stand side by side."""


class SessionScreen(Screen[None]):
    """Hands a session what writes, and says what came of it.

    Args:
        session: The coder's work.
    """

    # Beside themer.tcss, not in it: every start waits until that one is parsed.
    CSS_PATH = "coding.tcss"

    def __init__(self, session: CodingSession) -> None:
        super().__init__()
        self.session = session
        self._fault: str | None = None

    def on_resize(self) -> None:
        """Put parts side by side where there is room."""
        self.set_class(self.app.size.width >= _WIDE, "-wide")
        self.call_after_refresh(self.show_all)

    def show_all(self) -> None:
        """Show everything as the session has it now."""
        raise NotImplementedError

    def say(self, words: str) -> None:
        """Say something in the line above the keys."""
        self.query_one("#said", Static).update(shown(cut(words, self.app.size.width - 2)))

    def save(self, act: Callable[[], object]) -> bool:
        """Do what writes; what could not be written does not hold, and is said until it can."""
        try:
            act()
        except StorageError as error:
            self._fault = str(error)
        else:
            self._fault = None
        self.query_one(Fault).show(self._fault)
        return self._fault is None

    def travel(self, go: Callable[[], Step | None], nothing: str) -> Step | None:
        """Take a step back or make one again; give it, or None where none was."""
        found: list[Step | None] = []
        if not self.save(lambda: found.append(go())):
            return None
        if found[0] is None:
            self.say(nothing)
        return found[0]
