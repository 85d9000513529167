"""What is written of a theme on its page: its name, statement, reading, and how sure one is."""

from __future__ import annotations

from textual import work

from themer.model.theme import ConfidenceLevel, ThemeConfidence
from themer.tui.screens.asking import PickScreen, numbered
from themer.tui.screens.theme_page import ThemePage
from themer.tui.screens.themes_asking import merge_entry, name_entry, refuse_entry
from themer.workflows.themes.acts import Field
from themer.workflows.themes.views import Role

_ASKED: dict[Field, tuple[str, str]] = {
    "statement": ("Those who voice it say that …", "The end of a sentence; empty takes it away."),
    "otherwise": ("Those who do not share it say that …", "The end of a sentence."),
    "interpretation": ("How do you read it?", "In your words; the report prints it as a reading."),
}
_LEVELS: dict[str, ConfidenceLevel] = {"high": "high", "moderate": "moderate", "low": "low"}
_ROLES: dict[str, Role] = {
    "neutral": "neutral",
    "strength": "strength",
    "challenge": "challenge",
}


class ThemeWriting(ThemePage):
    """Asks for the words of a theme, and hands them to the desk."""

    @work
    async def action_name(self) -> None:
        """Name the candidate, or rename the theme."""
        if self.entry is not None:
            self._become(await name_entry(self, self.entry))

    @work
    async def action_merge(self) -> None:
        """Merge it into a theme."""
        if self.entry is not None:
            self._become(await merge_entry(self, self.entry))

    def _become(self, wanted: str | None) -> None:
        """Go on with another theme."""
        if wanted is not None:
            self.wanted = wanted
            self._marked.clear()
            self.show_all()

    @work
    async def action_refuse(self) -> None:
        """Refuse it, and go back to the list."""
        if self.entry is not None and await refuse_entry(self, self.entry):
            self.dismiss(None)

    def action_statement(self) -> None:
        """Write what those say who voice it."""
        self._write("statement")

    def action_otherwise(self) -> None:
        """Write what those say who do not share it."""
        self._write("otherwise")

    def action_interpretation(self) -> None:
        """Write how it is read."""
        self._write("interpretation")

    @work
    async def _write(self, field: Field) -> None:
        entry = self.theme
        if entry is None:
            return
        theme = entry.theme
        was: str = getattr(theme, field) or ""
        words: str | None = None
        while True:
            words = await self.ask(*_ASKED[field], was, words)
            if words is None or words == was:
                return
            if await self.keep_with_reason(
                "The reason for these words",
                lambda reason, words=words: self.desk.edit(theme.id, field, words, reason=reason),  # type: ignore[misc]
            ):
                self.say("Kept.")
                return

    @work
    async def action_role(self) -> None:
        """Say whether it speaks of a strength or a challenge."""
        entry = self.theme
        if entry is None:
            return
        choices = numbered([(role, role) for role in _ROLES])
        role = await self.app.push_screen_wait(PickScreen("What does it speak of?", choices))
        if role is None:
            return
        theme = entry.theme.id
        if await self.keep_with_reason(
            f"It speaks of: {role}", lambda why: self.desk.set_role(theme, _ROLES[role], reason=why)
        ):
            self.say(f"It speaks of: {role}")

    @work
    async def action_confidence(self) -> None:
        """Say how sure one is, and why; the reason is printed, so it cannot be empty."""
        entry = self.theme
        if entry is None:
            return
        choices = numbered([(level, level) for level in _LEVELS])
        level = await self.app.push_screen_wait(PickScreen("How sure are you of it?", choices))
        if level is None:
            return
        theme = entry.theme
        if await self.keep(
            f"{level.capitalize()}: because …",
            lambda why: self.desk.set_confidence(
                theme.id, ThemeConfidence(_LEVELS[level], why.strip())
            ),
            said="The report prints this reason, so it is needed.",
            value=theme.confidence.reason if theme.confidence else "",
        ):
            self.say(f"Kept: {level}")
