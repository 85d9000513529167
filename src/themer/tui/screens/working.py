"""A screen at which somebody decides: it says what came of a key, and what could not be saved."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar, TypeVar

from textual.screen import Screen
from textual.widgets import Static

from themer.errors import InputError, ProblemsError, ThemerError
from themer.tui.screens.asking import LineScreen
from themer.tui.text import cut, shown
from themer.tui.widgets.frame import Fault

T = TypeVar("T")
_WIDE = 110
"""Columns from which two parts stand side by side."""


class WorkingScreen(Screen[None]):
    """Hands on what writes; what could not be written does not hold, and is said until it can."""

    # Beside themer.tcss, not in it: every start waits until that one is parsed. A screen with a
    # sheet of its own names both, as Textual takes those of its class only.
    CSS_PATH: ClassVar = ["working.tcss"]
    SCROLLED: ClassVar[str]
    """What a page down scrolls."""

    def __init__(self) -> None:
        super().__init__()
        self.fault: str | None = None
        """What could not be done, as long as it cannot."""

    def on_resize(self) -> None:
        """Put parts side by side where there is room."""
        self.set_class(self.app.size.width >= _WIDE, "-wide")
        self.call_after_refresh(self.show_all)

    def show_all(self) -> None:
        """Show everything as it is now."""
        raise NotImplementedError

    def say(self, words: str) -> None:
        """Say something in the line above the keys."""
        self.query_one("#said", Static).update(shown(cut(words, self.app.size.width - 2)))

    def save(self, act: Callable[[], object], *, typed: bool = False) -> bool:
        """Do what reads or writes, and say what could not be done.

        Args:
            act: Does it.
            typed: Whether what was typed is asked for again; what is wrong with that is said there.

        Returns:
            Whether it was done.
        """
        said = self.fault = None
        try:
            act()
        except ThemerError as error:
            said = self.fault = str(error)
            if typed and isinstance(error, InputError) and not isinstance(error, ProblemsError):
                said = None
        self.query_one(Fault).show(said)
        return self.fault is None

    async def keep(
        self,
        title: str,
        act: Callable[[str], object],
        *,
        said: str = "",
        value: str = "",
        needed: str | None = None,
    ) -> bool:
        """Ask for a line and save by it; what cannot be saved is there to be sent again.

        Args:
            title: What is asked for.
            act: Does what writes, with the line.
            said: Words above the line.
            value: What was there before.
            needed: What is said where there is no line; None where an empty one holds.

        Returns:
            False where somebody went back; nothing was done then.
        """
        typed: str | None = None
        while True:
            line = await self.app.push_screen_wait(LineScreen(title, said, value, typed))
            if line is None or (needed is not None and not line.strip()):
                if needed is not None:
                    self.say(needed)
                return False
            typed = line
            if self.save(partial(act, line), typed=True):
                return True
            said = f"Not kept: {self.fault}"

    def travel(self, go: Callable[[], T | None], nothing: str) -> T | None:
        """Take a step back or make one again; give it, or None where none was."""
        found: list[T | None] = []
        if not self.save(lambda: found.append(go())):
            return None
        if found[0] is None:
            self.say(nothing)
        return found[0]

    def action_page_down(self) -> None:
        """Scroll what is longer than its part of the screen."""
        self.query_one(self.SCROLLED).scroll_page_down(animate=False)

    def action_page_up(self) -> None:
        """Scroll it back."""
        self.query_one(self.SCROLLED).scroll_page_up(animate=False)

    def action_back(self) -> None:
        """Go back, or leave: all that was decided is on the disk."""
        self.dismiss(None)
