"""The coding screen: an answer with one passage marked, and the codes to decide on beside it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.screen import Screen
from textual.widgets import Static

from themer.coding.queue import Order
from themer.coding.steps import Step
from themer.conversation.entry import fact_words
from themer.errors import StorageError, ThemerError
from themer.model.interview import SKIPPED
from themer.model.suggestion import SuggestedSegment
from themer.tui.keys import CODING, Key, bindings
from themer.tui.screens.asking import FindScreen, LineScreen, ReadScreen
from themer.tui.text import cut, shown
from themer.tui.widgets.coding_answer import AnswerText
from themer.tui.widgets.coding_codes import SIGNS, CodeList, Why
from themer.tui.widgets.frame import Fault, Head, KeyLine
from themer.workflows.coding import CodingSession
from themer.workflows.coding_answers import AnswerToCode, CodeHere, Place, codes_here

_WIDE = 110
_MOST_FOUND = 300
_ORDERS: dict[Order, str] = {
    "conversation": "by conversation",
    "instructive": "most to learn",
}
_DID = {
    "accept": "accepted",
    "refuse": "refused",
    "undo": "left open",
    "read": "answer read",
    "memo": "memo",
    "unsure": "question to a colleague",
    "status": "state of a component",
}


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
        self._is_order_new = False
        """Whether the next unread answer is to be looked for from the first one on."""
        self._fault: str | None = None

    def compose(self) -> ComposeResult:
        """Make the parts once; keys change what they show."""
        yield Head(f"Coding · {self.session.coder}")
        yield Fault()
        yield Static(id="coding-place")
        yield Static(id="coding-ask")
        yield Static(id="coding-known")
        with Container(id="coding"):
            yield AnswerText()
            with Vertical(id="deciding"):
                yield CodeList()
                yield Why()
        yield Static(id="said")
        yield KeyLine(CODING)

    def on_mount(self) -> None:
        """Begin with the first answer that is not read."""
        self._say("Enter accepts the highlighted code, x refuses it, d ends the answer.")
        if self.session.set_aside is not None:
            name = self.session.set_aside.name
            self._say(f"A torn last line, never shown as decided, was set aside in {name}.")
        if self.session.is_read(self.answer):
            self._go_to_unread()
        else:
            self._go(0)

    def on_resize(self) -> None:
        """Put answer and codes side by side where there is room."""
        self.set_class(self.app.size.width >= _WIDE, "-wide")
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
        answer, progress = self.answer, self.session.progress
        counts = f"{progress.accepted} accepted · {progress.refused} refused"
        self.query_one(Head).show(
            right=f"{progress.read} of {progress.answers} answers read · {counts}"
        )
        self._show_place(answer, progress.minutes_left)
        self.query_one("#coding-ask", Static).update(shown(answer.question.ask))
        self.query_one("#coding-known", Static).update(shown(self._known(answer)))
        signs = [self._sign(passage) for passage in answer.passages]
        text = answer.open_text
        self.query_one(AnswerText).show(text, answer.passages, signs, self._passage)
        code = self.code
        self.query_one(CodeList).show(self.codes, self._code, in_numbers=self._in_numbers)
        reason = code.suggestion.reason if code and code.suggestion else None
        example = self.session.example(reason.nearest) if reason else None
        self.query_one(Why).show(code, text, self.passage.text, example)

    def _show_place(self, answer: AnswerToCode, minutes: int | None) -> None:
        parts = [
            f"answer {self._at + 1} of {len(self._places)}",
            f"passage {self._passage + 1} of {len(answer.passages)}",
            "read" if self.session.is_read(answer) else "not read",
        ]
        if self._is_suggesting:
            parts.append("suggesting anew …")
        else:
            parts.append(_ORDERS[self._order])
        if minutes is not None:
            parts.append(f"{minutes} min left")
        self.query_one("#coding-place", Static).update(shown(" · ".join(parts)))

    def _known(self, answer: AnswerToCode) -> str:
        """Say who answered, the fact, and what stands beside the answer."""
        fact = fact_words(answer.question.answer, answer.answer.fact)
        state = SKIPPED.get(answer.answer.state, "")
        parts = [answer.unit_name, *([f"recorded: {fact}"] if fact else []), *filter(None, [state])]
        for event in self.session.notes(answer.place):
            label = "asked" if event.action == "unsure" else "memo"
            parts.append(f"{label}: {event.reason}" if event.reason else "not sure")
        if gone := self.session.misplaced(answer):
            parts.append(f"{len(gone)} decided on words that have changed since")
        return " · ".join(parts)

    def _sign(self, passage: SuggestedSegment) -> str:
        states = self.session.decided(self.answer.place, passage).values()
        if "accepted" in states:
            return SIGNS["accepted"]
        return SIGNS["refused"] if states else "·"

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

        def find(typed: str) -> list[tuple[str, str]]:
            wanted = typed.casefold().split()
            decided = self.session.decided(self.answer.place, self.passage)
            return [
                (code.id, f"{SIGNS[decided.get(code.id)]} {code.name}")
                for code in self.answer.codes
                if all(part in f"{code.name} {code.id}".casefold() for part in wanted)
            ]

        said = "part of its name"
        found = await self.app.push_screen_wait(FindScreen("Give which code?", find, said))
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
        event = step[0]
        name = next((c.name for c in self.answer.codes if c.id == event.code), event.code)
        self._say(f"{did}: {_DID.get(event.action, event.action)}{f', {name}' if name else ''}")
        self._go_to_step(step)

    def _go_to_step(self, step: Step) -> None:
        event = step[0]
        for at, place in enumerate(self._places):
            answer = self.session.queue[place]
            if answer.place == (event.interview, event.question):
                starts = [passage.start for passage in answer.passages]
                self._at = at
                self._passage = starts.index(event.start) if event.start in starts else 0
                codes = [code.code.id for code in self.codes]
                self._code = codes.index(event.code) if event.code in codes else 0
        self._show()

    @work
    async def action_memo(self) -> None:
        """Write a memo."""
        answer, passage = self.answer, self.passage
        said = f"“{cut(passage.text, 60)}”"
        line = await self.app.push_screen_wait(LineScreen("Memo beside this passage", said))
        if line and self._save(lambda: self.session.note(answer, line, passage=passage)):
            self._say("The memo is kept.")
        self._show()

    @work
    async def action_ask(self) -> None:
        """Mark the passage as not sure, with a question if there is one."""
        answer, passage = self.answer, self.passage
        said = "What you would ask a colleague; it may stay empty."
        line = await self.app.push_screen_wait(LineScreen("Not sure: ask", said))
        if line is not None and self._save(
            lambda: self.session.note(answer, line, passage=passage, is_question=True)
        ):
            self._say("Kept as a question to a colleague.")
        self._show()

    # Going about

    def _go(self, at: int, passage: int = 0) -> None:
        self._at, self._passage, self._code = at, passage, 0
        self.query_one(AnswerText).scroll_home(animate=False)
        self._show()

    def _go_to_unread(self) -> None:
        """Go to the next answer that is not read, round to the first."""
        size = len(self._places)
        before = -1 if self._is_order_new else self._at
        for step in range(1, size + 1):
            at = (before + step) % size
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
            found = []
            wanted = typed.casefold().split()
            for at, place in enumerate(self._places):
                answer = self.session.queue[place]
                label = f"{answer.unit_name} · {answer.question.title}"
                words = f"{label} {answer.question.ask}".casefold()
                if typed.strip() == str(at + 1) or all(p in words for p in wanted):
                    sign = "✓" if self.session.is_read(answer) else " "
                    found.append((str(at), f"{sign} {at + 1:>3} {label}"))
                if len(found) == _MOST_FOUND:
                    break
            return found

        said = "a number, or part of the unit or the question"
        found = await self.app.push_screen_wait(FindScreen("Go to which answer?", find, said))
        if found is not None:
            self._go(int(found))

    def action_order(self) -> None:
        """Go by conversation, from this answer on; or by what teaches most, from its first."""
        self._order = "instructive" if self._order == "conversation" else "conversation"
        self._stay(self.answer.place, self.passage.start)
        self._say(f"In order: {_ORDERS[self._order]}")
        if self._is_order_new:
            self._go_to_unread()
        else:
            self._show()

    def _stay(self, here: Place, start: int) -> None:
        """Put the queue in order anew, and stay where we were."""
        self._places = self.session.ordered(self._order)
        at_place = {self.session.queue[place].place: at for at, place in enumerate(self._places)}
        self._at = at_place.get(here, 0)
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
        lines = [code.definition or "The codebook does not define it."]
        lines += [f"Give it to: {code.include}"] if code.include else []
        lines += [f"Not to: {code.exclude}"] if code.exclude else []
        lines += [f"Such as: “{example}”" for example in code.examples]
        self.app.push_screen(ReadScreen(code.name, "\n\n".join(lines)))

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
