"""A screen over the theme desk: asks for words and reasons, and says what could not be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from themer.model.theme import ThemePassage
from themer.model.theme_step import ThemeStep
from themer.tui.screens.asking import FindScreen, LineScreen
from themer.tui.screens.working import WorkingScreen
from themer.workflows.themes.desk import ThemeDesk

REASON = "The reason, in a line; it may stay empty."


class ThemesDeskScreen(WorkingScreen):
    """Hands the desk every act, and shows what holds after it.

    Args:
        desk: One person's work on themes.
    """

    CSS_PATH: ClassVar = ["working.tcss", "themes.tcss"]
    SCROLLED = "#row-detail"

    def __init__(self, desk: ThemeDesk) -> None:
        super().__init__()
        self.desk = desk

    async def ask(
        self, title: str, said: str = "", value: str = "", typed: str | None = None
    ) -> str | None:
        """Ask for a line; None where somebody went back. For ``typed`` see ``LineScreen``."""
        words: str | None = await self.app.push_screen_wait(LineScreen(title, said, value, typed))
        return words

    def save(self, act: Callable[[], object], *, typed: bool = False) -> bool:
        """Do what writes, and show what holds after it."""
        done = super().save(act, typed=typed)
        self.show_all()
        return done

    async def keep_with_reason(self, title: str, act: Callable[[str], object]) -> bool:
        """Ask why and save; False where somebody went back, and nothing was done."""
        return await self.keep(title, act, said=REASON)

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

    def action_undo(self) -> None:
        """Take the last step back."""
        self._say_step(self.travel(self.desk.undo, "There is nothing to undo."), "Undone")

    def action_redo(self) -> None:
        """Make a step again."""
        self._say_step(self.travel(self.desk.redo, "There is nothing to do again."), "Done again")

    def _say_step(self, step: ThemeStep | None, did: str) -> None:
        if step is not None:
            self.say(f"{did}: {step.did}")
