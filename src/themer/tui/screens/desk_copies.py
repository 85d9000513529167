"""What somebody else wrote into the same conversation: joined, shown side by side, settled."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from textual import work

from themer.conversation.comparing import compare
from themer.conversation.settling import Keep, settle
from themer.model.interview import Answer, OtherCopy
from themer.tui.order import KEYS_WAIT
from themer.tui.screens.asking import Choice
from themer.tui.screens.beside import BesideScreen, Pair
from themer.tui.screens.desk_base import DeskBase
from themer.tui.screens.kept import come_back
from themer.tui.widgets.notes import Notes
from themer.tui.widgets.question import QuestionPanel

CHOICES = (
    Choice("mine", "keep mine; theirs goes to the words kept for later", "m"),
    Choice("theirs", "take theirs; mine goes to the words kept for later", "t"),
    Choice("both", "keep both, theirs after mine", "b"),
)


class DeskCopies(DeskBase):
    """Takes in what changed underneath."""

    before: Answer
    """The answer before its fact was typed, which stands while what is typed does not fit."""

    def take_in(self) -> None:
        """Show what somebody else wrote into the file, joined with what is typed here."""
        merged = self.saver.take_in(self.session.interview, waits=False)
        if merged is None:
            come_back(self, self.saver)
            return
        # The screen must show the result, or the next key would save the stale text over it.
        had = self.session.answer.fact
        self.session = replace(self.session, interview=merged.interview)
        if merged.interview.state == "withdrawn":
            self.dismiss("leave")
            return
        if self.session.answer.fact != had:
            self._show_anew()
        elif self.query_one(Notes).stored != self.session.answer.noted:
            self.query_one(Notes).show(self.session.answer.noted)
        self.changed_here()
        where = ", ".join(str(self.session.number_of(q)) for q in self._asked(merged.conflicts))
        said = "Somebody else changed this conversation's file; both versions are joined."
        if where:
            said += f" Both changed question {where}: yours stands until alt+m shows both."
        self.app.notify(said, severity="warning", markup=False, timeout=20)

    def _asked(self, ids: tuple[str, ...]) -> list[str]:
        return [question.id for question in self.session.order if question.id in ids]

    @work(group=KEYS_WAIT)
    async def action_both_copies(self) -> None:
        """Show answers that two copies hold differently, side by side, and settle them."""
        if self.session.is_off_record:
            self.app.notify("This is off the record: nothing is settled now.", markup=False)
            return
        if not self.session.interview.other_copies:
            self.app.notify("No answer has two copies.", markup=False)
        while (copy := self._next_copy()) is not None:
            picked = await self.app.push_screen_wait(self._beside(copy))
            if picked is None:
                return
            settled = settle(self.session.interview, copy, cast(Keep, picked))
            self.change(replace(self.session, interview=settled), soon=True)
            if copy.question == self.session.at:
                self._show_anew()
            self.changed_here()

    def _show_anew(self) -> None:
        """Show fact and notes as they are now: what stood there before is not to be typed on."""
        self.before = self.session.answer
        self.query_one(QuestionPanel).show(self.session)

    def _next_copy(self) -> OtherCopy | None:
        """Give the copy to settle next: of the question on the screen first."""
        waiting = self.session.interview.other_copies
        here = [copy for copy in waiting if copy.question == self.session.at]
        return next(iter((*here, *waiting)), None)

    def _beside(self, copy: OtherCopy) -> BesideScreen:
        question = self.session.questions.question(copy.question)
        title = copy.question if question is None else question.title
        rows = compare(question, self.session.answer_to(copy.question), copy.answer)
        waiting = len(self.session.interview.other_copies)
        more = f" · {waiting} copies wait" if waiting > 1 else ""
        said = f"Theirs is from {copy.source}, found {copy.found.astimezone():%d %B, %H:%M}.{more}"
        return BesideScreen(
            f"Two copies of {title}", ("MINE", "THEIRS"), [Pair(title, rows)], CHOICES, said
        )
