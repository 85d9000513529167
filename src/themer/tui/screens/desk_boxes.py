"""The actions of the desk that ask something in a box first: jump, skip, keep and the like."""

from __future__ import annotations

import datetime as dt

from textual import work

from themer.conversation.figures import (
    DATE_RULE,
    DUE_RULE,
    STATUSES,
    Surety,
    set_surety,
    surety_of,
)
from themer.conversation.outline import probes_now
from themer.conversation.session import NotPossibleError
from themer.model.interview import SKIPPED
from themer.tui.order import KEYS_WAIT
from themer.tui.screens.asking import (
    Choice,
    FindScreen,
    LineScreen,
    PickScreen,
    numbered,
)
from themer.tui.screens.desk_base import DeskBase
from themer.tui.screens.form import FormScreen, Row, Values
from themer.tui.widgets.notes import Notes


class DeskBoxes(DeskBase):
    """Jump, skip, probes, kept words, follow-ups, figures."""

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
            self.kept_last = self.attempt(lambda: self.session.capture(line))
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
        """Say how sure the figure is, of which day, from whom it comes and by when."""
        held, today = surety_of(self.session.answer), dt.datetime.now().astimezone().date()
        if not self.session.question.answer.has_fact:
            self.attempt(lambda: set_surety(self.session, held, today))
            return

        def check(typed: Values) -> str | None:
            """Say what is wrong with the values typed, or nothing."""
            try:
                set_surety(self.session, Surety(**typed), today)
            except NotPossibleError as error:
                return str(error)
            return None

        letters = {"awaited": "a", "estimate": "e", "confirmed": "c"}
        known = tuple(Choice(status, status, letters[status]) for status in STATUSES)
        offered = (*known, Choice("", "none of these", "n"))
        to = {"awaited": "source", "estimate": "as_at", "confirmed": "as_at"}
        rows = (
            Row("status", "The figure is", held.status, offered=offered, then=to),
            Row("as_at", "As at", held.as_at, DATE_RULE),
            Row("source", "From whom, or where", held.source, "such as: the rota officer"),
            Row("due", "Promised by", held.due, DUE_RULE),
        )
        typed = await self.app.push_screen_wait(FormScreen("How sure is it?", rows, check))
        if typed is not None:
            self.attempt(lambda: set_surety(self.session, Surety(**typed), today))
            self.changed_here()
