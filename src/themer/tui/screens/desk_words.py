"""The actions of the desk on the words themselves: quotes, and what must not be kept."""

from __future__ import annotations

from textual import work

from themer.conversation.editing import words_to_quote
from themer.tui.order import KEYS_WAIT
from themer.tui.screens.asking import Choice, PickScreen
from themer.tui.screens.desk_base import DeskBase
from themer.tui.widgets.notes import Notes


class DeskWords(DeskBase):
    """Marks words that were said exactly so."""

    @work(group=KEYS_WAIT)
    async def action_quote(self) -> None:
        """Mark the selection as word for word."""
        notes = self.session.answer.noted
        if self.session.is_in_conflict(self.session.at):
            self.attempt(lambda: self.session.quote(0, len(notes), may_use=False))
            return
        start, end = words_to_quote(notes, *self.query_one(Notes).selected_range)
        if not notes[start:end].strip():
            said = "Select the words first (shift and the arrows), or put them in quotation marks."
            self.app.notify(said, markup=False)
            return
        if not self.session.interview.may_quote:
            said = (
                "They did not agree to be quoted: it is marked as verbatim, and will not be used."
            )
            permission: str | None = "no"
            self.app.notify(said, markup=False)
        else:
            permission = await self.app.push_screen_wait(
                PickScreen(
                    "These words were said exactly so. May they be used?",
                    (Choice("yes", "yes, under the role", "y"), Choice("no", "no", "n")),
                    said=f"“{notes[start:end].strip()}”",
                    by_key=True,
                )
            )
        if permission is not None:
            self.attempt(lambda: self.session.quote(start, end, may_use=permission == "yes"))
            self.changed_here()
