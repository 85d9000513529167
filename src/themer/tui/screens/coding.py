"""The coding screen: every decision on the answer in front goes to the session from here."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import ClassVar

from textual import work
from textual.binding import BindingType

from themer.coding.queue import Order
from themer.coding.steps import Step
from themer.errors import ThemerError
from themer.model.suggestion import SuggestedSegment
from themer.tui.analysis_keys import CODING, CODING_DIGITS
from themer.tui.key import Key, bindings
from themer.tui.screens.asking import FindScreen
from themer.tui.screens.coding_around import CodingAround
from themer.tui.screens.coding_board import BoardScreen
from themer.tui.text import cut
from themer.tui.widgets.coding_panel import DIRECTION_SIGNS
from themer.tui.widgets.coding_words import (
    NEW,
    find_or_new,
    is_worth_deciding,
    place_of,
    step_words,
)
from themer.workflows.coding.answers import CodeHere, Direction
from themer.workflows.coding.desk import CodingSession
from themer.workflows.coding.learning_beside import Learner


class CodingScreen(CodingAround):
    """Shows a session, and hands it every decision; what is shown as decided is on the disk.

    Args:
        session: The coder's work.
        suggest_anew: Makes the machine's suggestions again, without making a key wait.
        teach: Begins what learns from every decision beside the screen; None where nothing is
            suggested.
        order: That of the answers at first.
    """

    KEYS: ClassVar[tuple[Key, ...]] = CODING
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(CODING),
        *bindings(CODING_DIGITS),
    ]

    def __init__(
        self,
        session: CodingSession,
        suggest_anew: Callable[[], Awaitable[None]],
        teach: Callable[[], Learner] | None = None,
        order: Order = "conversation",
    ) -> None:
        super().__init__(session, order)
        self._suggest_anew = suggest_anew
        self._teach = teach
        self._learner: Learner | None = None

    def on_mount(self) -> None:
        """Learn from here on; Textual also calls what the screen does without a learner."""
        self.learn_anew()

    def learn_anew(self) -> None:
        """Learn from the study as it is on the disk now."""
        self._end_learner()
        if self._teach is not None:
            self._learner = self._teach()
            self.session.listen(self._learner.tell)
            self._learn(self._learner)

    @work
    async def _learn(self, learner: Learner) -> None:
        """Hear what is learned; it comes beside the passages as the coder goes on."""
        try:
            async for update in learner.updates():
                self.session.hear(update, self.answer)
        except ThemerError as error:
            self.say(str(error))

    def on_unmount(self) -> None:
        """End what learns with the screen."""
        self._end_learner()

    def _end_learner(self) -> None:
        if self._learner is not None:
            self._learner.close()

    def _decide(self, code: CodeHere | None, *, accept: bool) -> None:
        if code is None:
            self.say("No code is highlighted: a gives any code of the codebook.")
            return
        answer, passage = self.answer, self.passage
        if self.save(lambda: self.session.decide(answer, passage, code.code.id, accept=accept)):
            self.say(f"{'Accepted' if accept else 'Refused'}: {code.code.name}")
            self._highlight_undecided()
        self.show_all()

    def _highlight_undecided(self) -> None:
        """Go on to the next code that is open and not merely weak; else stay.

        Whoever presses the same key once more must not give a code that nearly never fits.
        """
        codes = self.codes
        others = [*range(self._code + 1, len(codes)), *range(self._code)]
        self._code = next((n for n in others if is_worth_deciding(codes[n])), self._code)

    def action_accept(self) -> None:
        """Accept the highlighted code."""
        self._decide(self.code, accept=True)

    def action_refuse(self) -> None:
        """Refuse the highlighted code."""
        self._decide(self.code, accept=False)

    def action_number(self, number: int) -> None:
        """Accept a code by its number, or leave it open again."""
        codes = self.codes
        if number > len(codes):
            self.say(f"There is no code {number} here: a gives any code of the codebook.")
            return
        code = codes[number - 1]
        answer, passage = self.answer, self.passage
        if code.state != "accepted":
            self._code = number - 1
            self._decide(code, accept=True)
        elif self.save(lambda: self.session.take_back(answer, passage, code.code.id)):
            self.say(f"Left open again: {code.code.name}")
            self.show_all()

    @work
    async def action_any_code(self) -> None:
        """Choose from the whole codebook, and accept."""
        await self._give("Give which code?", self.passage)

    @work
    async def action_whole_answer(self) -> None:
        """Choose from the whole codebook, and accept for all words of the answer."""
        passage = self.session.whole(self.answer)
        if passage is None:
            self.say("Words of this answer are restricted: give codes to its passages.")
            return
        await self._give("Give which code to the whole answer?", passage)

    async def _give(self, title: str, passage: SuggestedSegment) -> None:
        answer = self.answer
        decided = self.session.decided(answer.place, passage)

        def find(typed: str) -> list[tuple[str, str]]:
            """Find codes by what was typed, or offer a new one."""
            return find_or_new(answer, decided, typed)

        found = await self.app.push_screen_wait(
            FindScreen(title, find, "part of its name, or a new one", "No code has this name.")
        )
        is_new = found is not None and found.startswith(NEW)
        if found is not None and is_new:
            found = await self.new_code(found.removeprefix(NEW))
            answer = self.answer
        if found is None:
            return
        if self.save(lambda: self.session.decide(answer, passage, found, accept=True)):
            self._mark(passage.start, passage.end)
            self._code = next(n for n, code in enumerate(self.codes) if code.code.id == found)
            what = ", the whole answer" if answer.is_whole(passage) else ""
            what += "; u takes it off here, C out of the codebook" if is_new else ""
            self.say(f"Accepted: {self.codes[self._code].code.name}{what}")
        self.show_all()

    def action_strength(self) -> None:
        """Say that the passage speaks of a strength, or no longer."""
        self._direct("strength")

    def action_challenge(self) -> None:
        """Say that the passage speaks of a challenge, or no longer."""
        self._direct("challenge")

    def _direct(self, direction: Direction) -> None:
        answer, passage = self.answer, self.passage
        was = self.session.direction(answer.place, passage)
        wanted = None if was == direction else direction
        if self.save(lambda: self.session.direct(answer, passage, wanted)):
            said = f"No longer said to speak of a {direction}."
            self.say(
                said if wanted is None else f"{DIRECTION_SIGNS[direction]} speaks of a {direction}"
            )
        self.show_all()

    def action_board(self) -> None:
        """Judge the components of the unit whose answer this is."""
        components = self.session.components(self.answer)
        if not components:
            self.say("The codebook of these answers has no component to judge.")
            return
        board = BoardScreen(self.session, self.answer, components)
        self.app.push_screen(board, lambda _: self.show_all())

    def action_finish(self) -> None:
        """Record that the answer is read, and go on."""
        answer = self.answer
        if not self.session.is_read(answer) and not self.save(
            lambda: self.session.finish_answer(answer)
        ):
            return
        self.say(f"Read to its end: {answer.unit_name}, {answer.question.title}")
        self._go_to_unread()

    def action_undo(self) -> None:
        """Take a step back, and show where it was."""
        self._travel(self.session.undo, "Undone", "There is nothing to undo.")

    def action_redo(self) -> None:
        """Make a step again, and show where it is."""
        self._travel(self.session.redo, "Done again", "There is nothing to do again.")

    def _travel(self, go: Callable[[], Step | None], did: str, nothing: str) -> None:
        step = self.travel(go, nothing)
        if step is None:
            return
        self.say(f"{did}: {step_words(self.answer, step)}")
        self._go_to_step(step)

    def _go_to_step(self, step: Step) -> None:
        event = step[0]
        at = place_of(self.session, self._places, (event.interview, event.question))
        if at is not None:
            self._at = at
            self._mark(event.start, event.end)
            codes = [code.code.id for code in self.codes]
            self._code = codes.index(event.code) if event.code in codes else 0
        self.show_all()

    @work
    async def action_memo(self) -> None:
        """Write a memo."""
        said = f"“{cut(self.passage.text, 60)}”"
        await self._note("Memo beside this passage", said, is_question=False)

    @work
    async def action_ask(self) -> None:
        """Mark the passage as not sure, with a question if there is one."""
        said = "What you would ask a colleague; it may stay empty."
        await self._note("Not sure: ask", said, is_question=True)

    async def _note(self, title: str, said: str, *, is_question: bool) -> None:
        """Ask for a line and keep it; one that cannot be saved is there to be sent again."""
        keep = partial(
            self.session.note, self.answer, passage=self.passage, is_question=is_question
        )
        needed = None if is_question else "A memo without words is not kept."
        if await self.keep(title, keep, said=said, needed=needed):
            self.say("Kept, as a question to a colleague." if is_question else "Kept.")
            self.show_all()

    @work
    async def action_refresh(self) -> None:
        """Suggest anew while the coder works on."""
        if self._is_suggesting:
            self.say("The machine is at it already.")
            return
        self._is_suggesting = True
        self.say("Suggesting anew from what is decided so far; work on meanwhile.")
        self.show_all()
        said = await self._suggested()
        self._is_suggesting = False
        self.say(said)
        self.show_all()

    async def _suggested(self) -> str:
        try:
            await self._suggest_anew()
            take = await asyncio.to_thread(self.session.read_suggestions)
        except ThemerError as error:
            return str(error)
        here, passage = self.answer.place, self.passage
        take()
        self._stay(here, passage)
        return "The suggestions are new."
