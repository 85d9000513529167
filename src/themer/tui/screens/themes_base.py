"""A screen over the theme desk: asks for words and reasons, and says what could not be done."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual.screen import Screen
from textual.widgets import Static

from themer.errors import ThemerError
from themer.model.theme import ThemePassage
from themer.model.theme_step import ThemeStep
from themer.tui.screens.asking import FindScreen, LineScreen
from themer.tui.text import cut, shown
from themer.tui.widgets.frame import Fault
from themer.workflows.theme_desk import ThemeDesk

_WIDE = 110
"""Columns from which two parts stand side by side."""
REASON = "The reason, in a line; it may stay empty."


class DeskScreen(Screen[None]):
    """Hands the desk every act, and shows what holds after it.

    Args:
        desk: One person's work on themes.
    """

    CSS_PATH: ClassVar = "themes.tcss"

    def __init__(self, desk: ThemeDesk) -> None:
        super().__init__()
        self.desk = desk
        self._fault: str | None = None

    def on_resize(self) -> None:
        """Put parts side by side where there is room."""
        self.set_class(self.app.size.width >= _WIDE, "-wide")
        self.call_after_refresh(self.show_all)

    def show_all(self) -> None:
        """Show everything as the desk has it now."""
        raise NotImplementedError

    def say(self, words: str) -> None:
        """Say something in the line above the keys."""
        self.query_one("#said", Static).update(shown(cut(words, self.app.size.width - 2)))

    def do(self, act: Callable[[], object]) -> bool:
        """Do what writes; what could not be done does not hold, and is said until it can."""
        try:
            act()
        except ThemerError as error:
            self._fault = str(error)
        else:
            self._fault = None
        self.query_one(Fault).show(self._fault)
        self.show_all()
        return self._fault is None

    async def ask(self, title: str, said: str = "", value: str = "") -> str | None:
        """Ask for a line; None where somebody went back."""
        words: str | None = await self.app.push_screen_wait(LineScreen(title, said, value))
        return words

    async def keep(
        self, title: str, save: Callable[[str], object], *, said: str = REASON, value: str = ""
    ) -> bool:
        """Ask for a line and save by it; what cannot be saved is there to be sent again.

        Args:
            title: What is asked for.
            save: Does what writes, with the line.
            said: Words above the line.
            value: What was there before.

        Returns:
            False where somebody went back; nothing was done then.
        """
        while True:
            line = await self.ask(title, said, value)
            if line is None:
                return False
            value = line
            if self.do(partial(save, line)):
                return True
            said = self._fault or said

    def picked(self) -> list[ThemePassage]:
        """Give the passages that are picked on this screen."""
        return []

    async def choose_theme(self, title: str, *, but: str | None = None) -> str | None:
        """Ask for one of the named themes; None where somebody went back or there is none."""
        themes = [one.theme for one in self.desk.view.named if one.theme.id != but]
        if not themes:
            self.say("There is no other theme yet: name one first.")
            return None

        def find(typed: str) -> list[tuple[str, str]]:
            """List themes whose name holds what is typed."""
            wanted = typed.casefold().split()
            return [
                (theme.id, theme.name)
                for theme in themes
                if all(word in theme.name.casefold() for word in wanted)
            ]

        found: str | None = await self.app.push_screen_wait(
            FindScreen(title, find, "part of its name", "No theme has this name.")
        )
        return found

    def travel(self, *, back: bool) -> None:
        """Take a step back or make one again, and say which it was."""
        found: list[ThemeStep | None] = []
        if not self.do(lambda: found.append(self.desk.undo() if back else self.desk.redo())):
            return
        if found[0] is None:
            self.say("There is nothing to undo." if back else "There is nothing to do again.")
        else:
            self.say(f"{'Undone' if back else 'Done again'}: {found[0].did}")
