"""The actions of the desk that ask something in a box first: jump, skip, keep and the like."""

from __future__ import annotations

import asyncio
from pathlib import Path

from textual import work

from themer.conversation.outline import probes_now
from themer.errors import StorageError
from themer.model.interview import SKIPPED
from themer.tui.order import KEYS_WAIT
from themer.tui.screens.asking import FindScreen, LineScreen, PickScreen, ReadScreen, numbered
from themer.tui.screens.desk_base import DeskBase
from themer.tui.widgets.notes import Notes


class DeskBoxes(DeskBase):
    """Jump, skip, probes, kept words, follow-ups, figures, a second place."""

    @work(group=KEYS_WAIT)
    async def action_jump(self) -> None:
        """Ask for a question and go there."""
        found = await self.app.push_screen_wait(FindScreen("Go to question", self.find_question))
        if found is not None:
            self.move(lambda: self.session.go(found))

    @work(group=KEYS_WAIT)
    async def action_skip(self) -> None:
        """Ask for the reason, and go on."""
        pairs = [(state, words) for state, words in SKIPPED.items()]
        reason = await self.app.push_screen_wait(PickScreen("Why no answer?", numbered(pairs)))
        for state in SKIPPED:
            if state == reason:
                self.change(self.session.skip(state))
                self.changed_here()
                self.action_next()

    @work(group=KEYS_WAIT)
    async def action_probes(self) -> None:
        """Tick probes, one or several."""
        listed = probes_now(self.session)
        if not listed:
            self.app.notify("This question has no probes.", markup=False)
            return
        pairs = [(p.id, f"{'✓' if used else '·'} {p.ask}") for p, _, used in listed]
        picked = await self.app.push_screen_wait(
            PickScreen("Which probe did you use?", numbered(pairs))
        )
        if picked is not None:
            self.change(self.session.tick_probe(picked))
            self.changed_here()

    @work(group=KEYS_WAIT)
    async def action_capture(self) -> None:
        """Keep words that belong nowhere yet."""
        said = "They stay with the conversation until you send them to a question (alt+s)."
        line = await self.app.push_screen_wait(LineScreen("Keep for later", said))
        if line:
            self.attempt(lambda: self.session.capture(line))
            self.changed_here()

    @work(group=KEYS_WAIT)
    async def action_send(self) -> None:
        """Send kept words to a question, and stay here."""
        kept = self.session.interview.unassigned
        if not kept:
            self.app.notify("Nothing is kept for later. F10 keeps words.", markup=False)
            return
        pairs = [(str(place), line) for place, line in enumerate(kept)]
        line = await self.app.push_screen_wait(PickScreen("Send which words?", numbered(pairs)))
        if line is None:
            return
        to = await self.app.push_screen_wait(FindScreen("To which question?", self.find_question))
        if to is not None and self.attempt(lambda: self.session.send(int(line), to)):
            if to == self.session.at:
                self.query_one(Notes).show(self.session.answer.noted)
            self.changed_here()

    @work(group=KEYS_WAIT)
    async def action_follow_up(self) -> None:
        """Note what is to come."""
        noted = self.session.answer.follow_up or ""
        said = "What is to be sent, asked or checked, by whom and when. Empty takes it off."
        line = await self.app.push_screen_wait(LineScreen("Follow up", said, noted))
        if line is not None:
            self.change(self.session.follow_up(line))
            self.changed_here()

    @work(group=KEYS_WAIT)
    async def action_figure(self) -> None:
        """Say how sure the figure is, and of which day."""
        if not self.session.question.answer.has_fact:
            self.attempt(lambda: self.session.set_status("awaited"))
            return
        offered = numbered(
            [
                ("awaited", "awaited: they will send it"),
                ("estimate", "an estimate"),
                ("confirmed", "confirmed"),
                ("as_at", "as at a day, a month or a year …"),
                ("none", "nothing of the kind"),
            ]
        )
        picked = await self.app.push_screen_wait(PickScreen("The figure is", offered))
        answer = self.session.answer
        as_at = answer.as_at
        if picked == "as_at":
            line = await self.app.push_screen_wait(
                LineScreen("As at", "2026, 2026-03 or 2026-03-04", as_at or "")
            )
            if line is not None:
                self.attempt(lambda: self.session.set_as_at(line))
        for status in ("awaited", "estimate", "confirmed"):
            if picked == status:
                self.change(self.session.set_status(status, as_at))
        if picked == "none":
            self.change(self.session.set_status(None))
        self.changed_here()

    @work(group=KEYS_WAIT)
    async def action_second_place(self) -> None:
        """Write everything into another folder as well, and say where it is."""
        said = "A folder on another disk. All that is recorded is written there, as one file."
        typed = await self.app.push_screen_wait(
            LineScreen("A second place", said, str(Path.home()))
        )
        if not typed or not typed.strip():
            return
        folder = Path(typed.strip()).expanduser()
        try:
            path = await asyncio.to_thread(self.saver.write_copy, folder)
        except StorageError as error:
            title, words = "No copy was written", str(error)
        else:
            title = "A copy is written"
            words = f"{path}\n\nIt holds what is recorded until now; later words need another."
        await self.app.push_screen_wait(ReadScreen(title, words))
