"""The coding screen: an answer with one passage marked, and the codes to decide on beside it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Static

from themer.coding.queue import Order
from themer.coding.steps import Step
from themer.errors import StorageError, ThemerError
from themer.model.suggestion import SuggestedSegment
from themer.tui.keys import CODING, Key, bindings
from themer.tui.screens.asking import FindScreen, LineScreen, ReadScreen
from themer.tui.text import cut, shown
from themer.tui.widgets.coding_answer import AnswerText
from themer.tui.widgets.coding_panel import ORDERS, CodingPanel, Shown
from themer.tui.widgets.coding_words import (
    code_words,
    find_answers,
    find_codes,
    opening_words,
    place_of,
    step_words,
)
from themer.tui.widgets.frame import Fault, Head, KeyLine
from themer.workflows.coding import CodingSession
from themer.workflows.coding_answers import AnswerToCode, CodeHere, Place, codes_here

_WIDE, _LOW = 110, 20
"""Columns from which answer and codes stand side by side; rows below which no reason is shown."""


class CodingScreen(Screen[None]):
    """Shows a session, and hands it every decision; what is shown as decided is on the disk.

    Args:
        session: The coder's work.
        suggest_anew: Makes the machine's suggestions again, without making a key wait.
    """

    KEYS: ClassVar[tuple[Key, ...]] = CODING
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(CODING),
        *(
            Binding(str(digit), f"number({digit})", show=False, priority=True)
            for digit in range(1, 10)
        ),
    ]

    def __init__(self, session: CodingSession, suggest_anew: Callable[[], Awaitable[None]]) -> None:
        super().__init__()
        self.session = session
        self._suggest_anew = suggest_anew
        self._order: Order = "conversation"
        self._places = session.ordered(self._order)
        self._at = 0
        """In ``_places``."""
        self._passage = 0
        self._code = 0
        self._in_numbers = False
        self._is_suggesting = False
        self._is_order_new = True
        """Whether the next unread answer is to be looked for from the first one on."""
        self._fault: str | None = None

    def compose(self) -> ComposeResult:
        """Make the parts once; keys change what they show."""
        yield Head(f"Coding · {self.session.coder}")
        yield Fault()
        yield CodingPanel()
        yield Static(id="said")
        yield KeyLine(CODING)

    def on_mount(self) -> None:
        """Begin with the first answer that is not read."""
        self._say(opening_words(self.session))
        self._go_to_unread()

    def on_resize(self) -> None:
        """Put answer and codes side by side where there is room."""
        self.set_class(self.app.size.width >= _WIDE, "-wide")
        self.set_class(self.app.size.height < _LOW, "-low")
        self.call_after_refresh(self._show)

    # What is in front of the coder

    @property
    def answer(self) -> AnswerToCode:
        """The answer on the screen."""
        return self.session.queue[self._places[self._at]]

    @property
    def passage(self) -> SuggestedSegment:
        """The passage that is marked."""
        return self.answer.passages[self._passage]

    @property
    def codes(self) -> tuple[CodeHere, ...]:
        """The codes beside the passage."""
        decided = self.session.decided(self.answer.place, self.passage)
        return codes_here(self.answer, self.passage, decided)

    @property
    def code(self) -> CodeHere | None:
        """The code that is highlighted."""
        codes = self.codes
        return codes[min(self._code, len(codes) - 1)] if codes else None

    def _show(self) -> None:
        session, progress = self.session, self.session.progress
        counts = f"{progress.accepted} accepted · {progress.refused} refused"
        read = f"{progress.read} of {progress.answers} answers read"
        self.query_one(Head).show(right=f"{read} · {counts}")
        doing = "suggesting anew …" if self._is_suggesting else ORDERS[self._order]
        place = f"answer {self._at + 1} of {len(self._places)}"
        self.query_one(CodingPanel).show(
            session, self.answer, Shown(place, doing, self._passage, self._code, self._in_numbers)
        )

    def _say(self, words: str) -> None:
        self.query_one("#said", Static).update(shown(cut(words, self.app.size.width - 2)))

    # Deciding

    def _save(self, act: Callable[[], object]) -> bool:
        """Do what writes; what could not be written does not hold, and is said until it can."""
        try:
            act()
        except StorageError as error:
            self._fault = str(error)
        else:
            self._fault = None
        self.query_one(Fault).show(self._fault)
        return self._fault is None

    def _decide(self, code: CodeHere | None, *, accept: bool) -> None:
        if code is None:
            self._say("No code is highlighted: a gives any code of the codebook.")
            return
        answer, passage = self.answer, self.passage
        if self._save(lambda: self.session.decide(answer, passage, code.code.id, accept=accept)):
            self._say(f"{'Accepted' if accept else 'Refused'}: {code.code.name}")
            self._highlight_undecided()
        self._show()

    def _highlight_undecided(self) -> None:
        """Go on to the next code that is not decided, round to the first; else stay."""
        codes = self.codes
        others = [*range(self._code + 1, len(codes)), *range(self._code)]
        self._code = next((n for n in others if codes[n].state is None), self._code)

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
            self._say(f"There is no code {number} here: a gives any code of the codebook.")
            return
        code = codes[number - 1]
        answer, passage = self.answer, self.passage
        if code.state != "accepted":
            self._code = number - 1
            self._decide(code, accept=True)
        elif self._save(lambda: self.session.take_back(answer, passage, code.code.id)):
            self._say(f"Left open again: {code.code.name}")
            self._show()

    @work
    async def action_any_code(self) -> None:
        """Choose from the whole codebook, and accept."""
        decided = self.session.decided(self.answer.place, self.passage)

        def find(typed: str) -> list[tuple[str, str]]:
            return find_codes(self.answer, decided, typed)

        asking = FindScreen("Give which code?", find, "part of its name")
        found = await self.app.push_screen_wait(asking)
        if found is None:
            return
        answer, passage = self.answer, self.passage
        if self._save(lambda: self.session.decide(answer, passage, found, accept=True)):
            self._code = next(n for n, code in enumerate(self.codes) if code.code.id == found)
            self._say(f"Accepted: {self.codes[self._code].code.name}")
        self._show()

    def action_finish(self) -> None:
        """Record that the answer is read, and go on."""
        answer = self.answer
        if not self.session.is_read(answer) and not self._save(
            lambda: self.session.finish_answer(answer)
        ):
            return
        self._say(f"Read to its end: {answer.unit_name}, {answer.question.title}")
        self._go_to_unread()

    def action_undo(self) -> None:
        """Take a step back, and show where it was."""
        self._travel(self.session.undo, "Undone", "There is nothing to undo.")

    def action_redo(self) -> None:
        """Make a step again, and show where it is."""
        self._travel(self.session.redo, "Done again", "There is nothing to do again.")

    def _travel(self, go: Callable[[], Step | None], did: str, nothing: str) -> None:
        found: list[Step | None] = []
        if not self._save(lambda: found.append(go())):
            return
        step = found[0]
        if step is None:
            self._say(nothing)
            return
        self._say(f"{did}: {step_words(self.answer, step)}")
        self._go_to_step(step)

    def _go_to_step(self, step: Step) -> None:
        event = step[0]
        at = place_of(self.session, self._places, (event.interview, event.question))
        if at is not None:
            self._at = at
            starts = [passage.start for passage in self.answer.passages]
            self._passage = starts.index(event.start) if event.start in starts else 0
            codes = [code.code.id for code in self.codes]
            self._code = codes.index(event.code) if event.code in codes else 0
        self._show()

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
        words = ""
        while True:
            line = await self.app.push_screen_wait(LineScreen(title, said, words))
            if line is None or not (line or is_question):
                return
            words = line
            if self._save(partial(keep, words)):
                break
            said = self._fault or said
        self._say("Kept, as a question to a colleague." if is_question else "Kept.")
        self._show()

    # Going about

    def _go(self, at: int, passage: int = 0) -> None:
        self._at, self._passage, self._code = at, passage, 0
        self.query_one(AnswerText).scroll_home(animate=False)
        self._show()

    def _go_to_unread(self) -> None:
        """Go to the next answer that is not read, round to the first."""
        first = 0 if self._is_order_new else self._at + 1
        for at in (*range(first, len(self._places)), *range(first)):
            if not self.session.is_read(self.session.queue[self._places[at]]):
                self._is_order_new = False
                self._go(at)
                return
        self._say("Every answer is read.")
        self._show()

    def action_next_passage(self) -> None:
        """Go to the next passage of the answer."""
        if self._passage + 1 < len(self.answer.passages):
            self._passage, self._code = self._passage + 1, 0
            self._show()
        else:
            self._say("That was the last passage: d records the answer as read, n only goes on.")

    def action_previous_passage(self) -> None:
        """Go to the passage before."""
        if self._passage:
            self._passage, self._code = self._passage - 1, 0
            self._show()

    def action_next_code(self) -> None:
        """Highlight the next code, round to the first."""
        self._code = (self._code + 1) % max(len(self.codes), 1)
        self._show()

    def action_previous_code(self) -> None:
        """Highlight the code before, round to the last."""
        self._code = (self._code - 1) % max(len(self.codes), 1)
        self._show()

    def action_next_answer(self) -> None:
        """Go to the next answer, read or not."""
        self._go((self._at + 1) % len(self._places))

    def action_previous_answer(self) -> None:
        """Go to the answer before."""
        self._go((self._at - 1) % len(self._places))

    @work
    async def action_jump(self) -> None:
        """Find an answer by its number, its unit or its question."""

        def find(typed: str) -> list[tuple[str, str]]:
            return find_answers(self.session, self._places, typed)

        said = "a number, or part of the unit or the question"
        found = await self.app.push_screen_wait(FindScreen("Go to which answer?", find, said))
        if found is not None:
            self._go(int(found))

    def action_order(self) -> None:
        """Go by conversation, from this answer on; or by what teaches most, from its first."""
        self._order = "instructive" if self._order == "conversation" else "conversation"
        self._stay(self.answer.place, self.passage.start)
        self._say(f"In order: {ORDERS[self._order]}")
        if self._is_order_new:
            self._go_to_unread()
        else:
            self._show()

    def _stay(self, here: Place, start: int) -> None:
        """Put the queue in order anew, and stay where we were."""
        self._places = self.session.ordered(self._order)
        self._at = place_of(self.session, self._places, here) or 0
        starts = [passage.start for passage in self.answer.passages]
        self._passage = starts.index(start) if start in starts else 0
        self._is_order_new = self._order == "instructive"

    def action_numbers(self) -> None:
        """Show strengths as numbers, or as words again."""
        self._in_numbers = not self._in_numbers
        how = "the chance that a person accepts it, 0 to 1" if self._in_numbers else "words"
        self._say(f"Strength: {how}")
        self._show()

    def action_definition(self) -> None:
        """Read the codebook's words on the highlighted code."""
        code = None if self.code is None else self.code.code
        if code is None:
            self._say("No code is highlighted.")
            return
        self.app.push_screen(ReadScreen(code.name, code_words(code)))

    @work
    async def action_refresh(self) -> None:
        """Suggest anew while the coder works on."""
        if self._is_suggesting:
            self._say("The machine is at it already.")
            return
        self._is_suggesting = True
        self._say("Suggesting anew from what is decided so far; work on meanwhile.")
        self._show()
        said = await self._suggested()
        self._is_suggesting = False
        self._say(said)
        self._show()

    async def _suggested(self) -> str:
        try:
            await self._suggest_anew()
            take = await asyncio.to_thread(self.session.read_suggestions)
        except ThemerError as error:
            return str(error)
        here, start = self.answer.place, self.passage.start
        take()
        self._stay(here, start)
        return "The suggestions are new."

    def action_page_down(self) -> None:
        """Scroll a long answer."""
        self.query_one(AnswerText).scroll_page_down(animate=False)

    def action_page_up(self) -> None:
        """Scroll a long answer back."""
        self.query_one(AnswerText).scroll_page_up(animate=False)

    def action_leave(self) -> None:
        """Leave: every decision is on the disk."""
        self.dismiss(None)
