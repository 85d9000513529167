"""What somebody else wrote into the same conversation: joined, shown side by side, settled."""

from __future__ import annotations

from dataclasses import replace

from textual import work

from themer.conversation.entry import fact_words
from themer.conversation.merging import other_copy_mark
from themer.model.interview import Answer
from themer.tui.order import KEYS_WAIT
from themer.tui.screens.asking import Choice, PickScreen
from themer.tui.screens.desk_base import DeskBase
from themer.tui.text import side_by_side
from themer.tui.widgets.notes import Notes


class DeskCopies(DeskBase):
    """Takes in what changed underneath."""

    theirs: dict[str, Answer]
    """What the other copy holds where both changed an answer."""
    before: Answer
    """The answer before its fact was typed, which stands while what is typed does not fit."""

    def take_in(self) -> None:
        """Show what somebody else wrote into the file, joined with what is typed here."""
        merged = self.saver.take_in(self.session.interview)
        if merged is None:
            return
        self.theirs |= merged.theirs
        # The screen must show the result, or the next key would save the stale text over it.
        had = self.session.answer.fact
        self.session = replace(self.session, interview=merged.interview)
        if self.session.answer.fact != had:
            self.before = self.session.answer
        if self.query_one(Notes).stored != self.session.answer.noted:
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
        """Show an answer that two copies hold differently, side by side, and settle it."""
        waiting = [q for q in self.session.order if self.session.is_in_conflict(q.id)]
        if not waiting:
            self.app.notify("No answer has two copies.", markup=False)
            return
        here = self.session.question
        question = here if here in waiting else waiting[0]
        theirs = self.theirs.get(question.id)
        mark = other_copy_mark(question.id)
        kept = [u.removeprefix(mark) for u in self.session.interview.unassigned if mark in u]
        columns = [
            f"{title}\n{fact_words(question.answer, answer.fact)}\n{answer.noted}"
            for title, answer in (
                ("YOURS", self.session.answer_to(question.id)),
                ("THEIRS", theirs or Answer(noted="\n".join(kept))),
            )
        ]
        offered = (
            Choice("mine", "keep mine", "m"),
            Choice("theirs", "take theirs", "t"),
            Choice("both", "keep both, theirs after mine", "b"),
        )
        said = side_by_side(columns[0], columns[1], 62)
        picked = await self.app.push_screen_wait(
            PickScreen(f"Two copies of {question.title}", offered, said=said)
        )
        if picked is not None:
            self.change(self.session.settle(question.id, keep=picked, theirs=theirs), soon=True)
            if question.id == self.session.at:
                self.before = self.session.answer
            self.query_one(Notes).show(self.session.answer.noted)
            self.changed_here()
