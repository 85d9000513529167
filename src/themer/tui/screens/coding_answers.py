"""Going about in the answers of a study: which answer, passage and code a coder has in front."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from textual import work
from textual.app import ComposeResult
from textual.widgets import Static

from themer.coding.queue import Order
from themer.errors import ThemerError
from themer.model.suggestion import SuggestedSegment
from themer.tui.analysis_keys import CODING
from themer.tui.screens.asking import Choice, FindScreen, PickScreen, ReadScreen
from themer.tui.screens.coding_session import SessionScreen
from themer.tui.widgets.coding_answer import AnswerText
from themer.tui.widgets.coding_panel import ORDERS, CodingPanel, Shown
from themer.tui.widgets.coding_words import (
    code_words,
    find_answers,
    left_words,
    opening_words,
    place_of,
)
from themer.tui.widgets.frame import Fault, Head, KeyLine
from themer.workflows.coding.answers import AnswerToCode, CodeHere, Place
from themer.workflows.coding.desk import CodingSession

_LOW = 20
"""Rows below which no reason is shown."""


class AnswersScreen(SessionScreen):
    """Shows one answer of a session, with one passage and one code marked."""

    SCROLLED = "#answer"

    def __init__(self, session: CodingSession, order: Order = "conversation") -> None:
        super().__init__(session)
        self._order: Order = order
        self._ordered_by: str | None = None
        """The code, where the order is by one."""
        self._places = session.ordered(self._order)
        self._at = 0
        """In ``_places``."""
        self._passage = 0
        self._code = 0
        self._in_numbers = False
        self._is_suggesting = False
        self._is_reading = False
        """Whether the study is being read again."""
        self._is_order_new = True
        """Whether the next unread answer is to be looked for from the first one on."""

    def compose(self) -> ComposeResult:
        """Make the parts once; keys change what they show."""
        blind = " · blind" if self.session.blind else ""
        yield Head(f"Coding · {self.session.coder}{blind}")
        yield Fault()
        yield CodingPanel()
        yield Static(id="said")
        yield KeyLine(CODING)

    def on_mount(self) -> None:
        """Begin with the first answer that is not read."""
        self.say(opening_words(self.session))
        self._go_to_unread()

    def on_resize(self) -> None:
        """Put answer and codes side by side where there is room."""
        self.set_class(self.app.size.height < _LOW, "-low")

    # What is in front of the coder

    @property
    def answer(self) -> AnswerToCode:
        """The answer on the screen."""
        return self.session.queue[self._places[self._at]]

    @property
    def passage(self) -> SuggestedSegment:
        """The passage that is marked."""
        return self.answer.passages[min(self._passage, len(self.answer.passages) - 1)]

    @property
    def codes(self) -> tuple[CodeHere, ...]:
        """The codes beside the passage."""
        return self.session.codes(self.answer, self.passage)

    @property
    def code(self) -> CodeHere | None:
        """The code that is highlighted."""
        codes = self.codes
        return codes[min(self._code, len(codes) - 1)] if codes else None

    def show_all(self) -> None:
        """Show the answer, and what is left."""
        self.count_left()
        answer = self.answer
        self._passage = answer.passages.index(self.passage)
        self.query_one(Head).show(right=left_words(self.session, self.app.size.width))
        doing = "suggesting anew …" if self._is_suggesting else self._order_words()
        place = f"answer {self._at + 1} of {len(self._places)}"
        self.query_one(CodingPanel).show(
            self.session, answer, Shown(place, doing, self._passage, self._code, self._in_numbers)
        )

    def _mark(self, start: int | None, end: int | None) -> None:
        """Mark a passage by its place; where it has gone, the first that begins there, or any."""
        places = [(passage.start, passage.end) for passage in self.answer.passages]
        starts = [first for first, _ in places]
        if start is None or end is None or start not in starts:
            self._passage = 0
        elif (start, end) in places:
            self._passage = places.index((start, end))
        else:
            self._passage = starts.index(start)

    # Going about

    def _order_words(self) -> str:
        if self._order != "code":
            return ORDERS[self._order]
        names = {code.id: code.name for code in self.answer.codes}
        name = names.get(self._ordered_by or "", self._ordered_by)
        return f"{ORDERS[self._order]}: {name}"

    def _go_to(self, at: int, passage: int = 0) -> None:
        # Only between passages: what is suggested never changes under the coder's hands.
        self.session.take_heard()
        self._at, self._passage, self._code = at, passage, 0
        self.query_one(AnswerText).scroll_home(animate=False)
        self.show_all()
        self._look_at_codebook()

    def _go_to_unread(self) -> None:
        """Go to the next answer that is not read, round to the first."""
        if self._order == "instructive":
            self.session.take_heard()
            self._stay(self.answer.place, self.passage)
        first = 0 if self._is_order_new else self._at + 1
        for at in (*range(first, len(self._places)), *range(first)):
            if not self.session.is_read(self.session.queue[self._places[at]]):
                self._is_order_new = False
                self._go_to(at)
                return
        self.say("Every answer is read.")
        self.show_all()
        self._look_at_codebook()

    def action_next_passage(self) -> None:
        """Go to the next passage of the answer."""
        if self._passage + 1 < len(self.answer.passages):
            self._go_to_passage(self._passage + 1)
        else:
            self.say("That was the last passage: d records the answer as read, n only goes on.")

    def action_previous_passage(self) -> None:
        """Go to the passage before."""
        if self._passage:
            self._go_to_passage(self._passage - 1)

    def _go_to_passage(self, passage: int) -> None:
        self.session.take_heard()
        self._passage, self._code = passage, 0
        self.show_all()

    def action_next_code(self) -> None:
        """Highlight the next code, round to the first."""
        self._code = (self._code + 1) % max(len(self.codes), 1)
        self.show_all()

    def action_previous_code(self) -> None:
        """Highlight the code before, round to the last."""
        self._code = (self._code - 1) % max(len(self.codes), 1)
        self.show_all()

    def action_next_answer(self) -> None:
        """Go to the next answer, read or not."""
        self._go_to((self._at + 1) % len(self._places))

    def action_previous_answer(self) -> None:
        """Go to the answer before."""
        self._go_to((self._at - 1) % len(self._places))

    @work
    async def action_jump(self) -> None:
        """Find an answer by its number, its unit or its question."""

        def find(typed: str) -> list[tuple[str, str]]:
            """Find answers by what was typed."""
            return find_answers(self.session, self._places, typed)

        said = "a number, or part of the unit or the question"
        screen = FindScreen("Go to which answer?", find, said, "No answer has these words.")
        found = await self.app.push_screen_wait(screen)
        if found is not None:
            self._go_to(int(found))

    @work
    async def action_order(self) -> None:
        """Choose the order; by what teaches most, and by code, it begins anew."""
        choices = orders_to_choose(self.code, blind=self.session.blind)
        picked = await self.app.push_screen_wait(PickScreen("Answers in which order?", choices))
        order = next((order for order in ORDERS if order == picked), None)
        if order is None:
            return
        self._order = order
        self._ordered_by = self.code.code.id if order == "code" and self.code else None
        self._stay(self.answer.place, self.passage)
        self.say(f"In order: {self._order_words()}")
        if self._is_order_new:
            self._go_to_unread()
        else:
            self.show_all()

    def _stay(self, here: Place, passage: SuggestedSegment) -> None:
        """Put the queue in order anew, and stay where we were."""
        self._places = self.session.ordered(self._order, self._ordered_by)
        self._at = place_of(self.session, self._places, here) or 0
        self._mark(passage.start, passage.end)
        self._is_order_new = self._order in ("instructive", "code")

    # What others changed meanwhile

    def learn_anew(self) -> None:
        """Learn from the study as it is on the disk now."""
        raise NotImplementedError

    def go_on_with(self, take: Callable[[], None]) -> None:
        """Put the study as it was read again under the screen, and stay where we are."""
        here, passage, code = self.answer.place, self.passage, self.code
        take()
        self._stay(here, passage)
        codes = [one.code.id for one in self.codes]
        self._code = codes.index(code.code.id) if code and code.code.id in codes else 0
        self.learn_anew()
        self.show_all()

    def _look_at_codebook(self) -> None:
        """Read again where somebody changed the codebook; no key waits for it."""
        if not self._is_reading and self.session.codebook_changed():
            self._is_reading = True
            self._read_changed()

    @work
    async def _read_changed(self) -> None:
        try:
            take = await asyncio.to_thread(self.session.read_again)
        except ThemerError as error:
            self.say(str(error))
            return
        finally:
            self._is_reading = False
        # Under a box that is open nothing changes: the next answer looks again.
        if self.app.screen is self:
            self.go_on_with(take)
            self.say("The codebook was changed: read again.")

    def action_numbers(self) -> None:
        """Show strengths as numbers, or as words again."""
        self._in_numbers = not self._in_numbers
        how = "the chance that a person accepts it, 0 to 1" if self._in_numbers else "words"
        self.say(f"Strength: {how}")
        self.show_all()

    def action_definition(self) -> None:
        """Read the codebook's words on the highlighted code."""
        code = None if self.code is None else self.code.code
        if code is None:
            self.say("No code is highlighted.")
            return
        self.app.push_screen(ReadScreen(code.name, code_words(code)))


def orders_to_choose(code: CodeHere | None, *, blind: bool) -> tuple[Choice, ...]:
    """List the orders of the answers, each with its key.

    Args:
        code: The highlighted code, by which answers can be ordered.
        blind: Leave out what follows from what the machine says.
    """
    choices = [
        Choice("conversation", "by conversation", "c"),
        Choice("question", "by question: all answers to one together", "q"),
        Choice("organisation", "by organisation", "o"),
    ]
    if not blind:
        choices.insert(0, Choice("instructive", "what the machine learns most from, first", "m"))
        if code is not None:
            choices.append(Choice("code", f"the surest of {code.code.name} first", "k"))
    return tuple(choices)
