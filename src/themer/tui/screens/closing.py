"""The end of a conversation: what is left, what was agreed, what to read back; then finish."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from themer.conversation.clock import Clock, planned_minutes, spend, spent_before
from themer.conversation.closing import (
    BY_RULE,
    add_step,
    change_step,
    close,
    read_step,
    step_words,
    still_open,
)
from themer.conversation.outline import find
from themer.conversation.session import NotPossibleError, Session, today
from themer.model.interview import NextStep
from themer.tui.key import Key, bindings
from themer.tui.keys import CLOSING
from themer.tui.order import KEYS_WAIT
from themer.tui.screens.asking import Choice, FindScreen, PickScreen, numbered
from themer.tui.screens.form import FormScreen, Row, Values
from themer.tui.screens.kept import KeptScreen
from themer.tui.screens.summary import SummaryScreen
from themer.tui.text import cut, joined, shown
from themer.tui.widgets.frame import Fault, Head, KeyLine, is_shared
from themer.workflows.interviews.saving import Saver

_CLOCK_SECONDS = 5.0
_ALL_THE_SAME = (
    Choice("finish", "yes, it is over: from now on it counts", "y"),
    Choice("back", "no, back to the end", "n"),
)


class ClosingScreen(KeptScreen):
    """Ends with ``finish``, ``leave`` (open, for another sitting) or ``back``.

    Args:
        session: The conversation as it stands; afterwards, as it was left here.
        saver: Writes it.
        title: For the top line.
        clock: Goes on: the end takes time too, and belongs to no section.
    """

    KEYS: ClassVar[tuple[Key, ...]] = CLOSING
    BINDINGS: ClassVar[list[BindingType]] = bindings(CLOSING)

    def __init__(self, session: Session, saver: Saver, title: str, clock: Clock) -> None:
        super().__init__(session, saver)
        self._title = title
        self.clock = clock.enter(None, time.monotonic())

    def compose(self) -> ComposeResult:
        """Show everything in one text that scrolls."""
        yield Head(f"{self._title} · the end")
        yield Fault()
        with VerticalScroll(classes="form"):
            yield Static(id="closing")
        yield KeyLine(CLOSING)

    def on_mount(self) -> None:
        """Gather and show."""
        super().on_mount()
        self.set_focus(self.query_one(VerticalScroll))
        self.set_interval(_CLOCK_SECONDS, self._tick)
        self.show_session()

    def on_resize(self) -> None:
        """Fit the lines into the new width."""
        self.show_session()

    def _tick(self) -> None:
        if self.clock.running_since is not None:
            after = spend(self.session, self.clock, time.monotonic())
            if after is not self.session:
                self.change(after)
        self.show_saving()

    def head_words(self) -> str:
        """Say how much time has passed."""
        minutes = spent_before(self.session) + self.clock.minutes(time.monotonic())
        return f"{minutes} of {planned_minutes(self.session)} min"

    def show_session(self) -> None:
        """Show what is left and what was agreed."""
        self.query_one("#closing", Static).update(self._text())

    def _text(self) -> Content:
        closing = close(self.session)
        width = max(self.app.size.width - 8, 40)
        total = len(self.session.order)
        plural = "" if closing.quotes == 1 else "s"
        quotes = f"{closing.quotes} quote{plural}, {closing.quotes_usable} may be used"
        parts = [shown(f"{closing.answered} of {total} answered · {quotes}", "bold")]
        if self.session.questions.closing:
            parts += _block("Ask", [f"“{self.session.questions.closing}”"])
        steps = [step_words(step) for step in self.session.interview.next_steps]
        parts += _block(f"Next steps agreed ({len(steps)}) · n adds one, s changes one", steps)
        if not steps:
            parts += [shown(""), shown("Next steps: none yet · n adds one", "bold")]
        parts += _block(
            f"Not asked ({len(closing.not_reached)}) · g goes to one",
            [
                f"{line.number:>2} {cut(line.question.title, width - 24)}"
                + (" · core" if line.question.core else "")
                + (" · may not apply" if line.mark.symbol == "?" else "")
                for line in closing.not_reached
            ],
        )
        parts += _block(
            f"Skipped ({len(closing.skipped)})",
            [
                f"{s.number:>2} {cut(s.question.title, width - 24)} · {s.word}"
                for s in closing.skipped
            ],
        )
        parts += _block(
            f"To follow ({len(closing.due)})",
            [f"{d.number:>2} {d.question.title}: {d.what}" for d in closing.due],
        )
        if not is_shared(self.app):
            parts += _block(
                f"Kept for later, in no answer yet ({len(closing.unassigned)}) · k sends them",
                [cut(words, width) for words in closing.unassigned],
            )
        parts += [shown(""), shown("r shows what to read back to them", "bold")]
        return Content("\n").join(parts)

    # What is left

    @work(group=KEYS_WAIT)
    async def action_ask(self) -> None:
        """Go to a question that was not asked."""
        left = {line.question.id for line in close(self.session).not_reached}
        if not left:
            self.app.notify("Everything was asked.", markup=False)
            return

        def listed(typed: str) -> Sequence[tuple[str, str]]:
            """List what is left among the questions found."""
            return [
                (line.question.id, f"{line.number:>2} {line.question.title}")
                for line in find(self.session, typed)
                if line.question.id in left
            ]

        to = await self.app.push_screen_wait(FindScreen("Ask what was not asked", listed))
        if to is not None and self.attempt(lambda: self.session.go(to)):
            self.dismiss("back")

    @work(group=KEYS_WAIT)
    async def action_send(self) -> None:
        """Send kept words to a question."""
        kept = self.session.interview.unassigned
        if is_shared(self.app) or not kept:
            said = "Not while the screen is shared." if kept else "Nothing is kept for later."
            self.app.notify(said, markup=False)
            return
        pairs = numbered([(str(place), cut(line, 60)) for place, line in enumerate(kept)])
        line = await self.app.push_screen_wait(PickScreen("Send which words?", pairs))
        if line is None:
            return
        to = await self.app.push_screen_wait(FindScreen("To which question?", self._questions))
        if to is not None and self.attempt(lambda: self.session.send(int(line), to), soon=True):
            self.show_session()

    def _questions(self, typed: str) -> Sequence[tuple[str, str]]:
        return [
            (line.question.id, f"{line.mark.symbol} {line.number:>2} {line.question.title}")
            for line in find(self.session, typed)
        ]

    # What was agreed

    @work(group=KEYS_WAIT)
    async def action_next_step(self) -> None:
        """Add a next step."""
        step = await self._ask_step(None)
        if step is not None:
            self.change(add_step(self.session, step), soon=True)
            self.show_session()

    async def _ask_step(self, step: NextStep | None) -> NextStep | None:
        was = step or NextStep("")
        rows = (
            Row("what", "what", was.what, "what is to be done"),
            Row("who", "who", was.who or "", "by role; no names"),
            Row("by", "by when", was.by or "", BY_RULE),
        )
        values = await self.app.push_screen_wait(FormScreen("A next step", rows, _wrong_step))
        return None if values is None else _step(values)

    @work(group=KEYS_WAIT)
    async def action_steps(self) -> None:
        """Change a next step, or take it off."""
        steps = self.session.interview.next_steps
        if not steps:
            self.app.notify("There are no next steps yet: n adds one.", markup=False)
            return
        place = 0
        if len(steps) > 1:
            pairs = numbered([(str(i), cut(step_words(s), 60)) for i, s in enumerate(steps)])
            picked = await self.app.push_screen_wait(PickScreen("Which next step?", pairs))
            if picked is None:
                return
            place = int(picked)
        offered = (Choice("change", "change it", "c"), Choice("off", "take it off", "t"))
        done = await self.app.push_screen_wait(
            PickScreen("This next step", offered, said=step_words(steps[place]))
        )
        if done == "change":
            step = await self._ask_step(steps[place])
            if step is not None:
                self.change(change_step(self.session, place, step), soon=True)
        elif done == "off":
            self.change(change_step(self.session, place, None), soon=True)
        self.show_session()

    @work(group=KEYS_WAIT)
    async def action_read_back(self) -> None:
        """Show the summary to read back."""
        await self.app.push_screen_wait(SummaryScreen(self.session, self._title))

    @work(group=KEYS_WAIT)
    async def action_record(self) -> None:
        """Write the record of all that is recorded until now."""
        state = await asyncio.to_thread(self.saver.flush)
        if state.fault:
            self.app.notify("It is not saved, so no record is made of it.", markup=False)
            return
        from themer.tui.recording import write_and_tell

        await write_and_tell(self.app, self.saver.study, self.session.interview.id)

    # Where to from here

    @work(group=KEYS_WAIT)
    async def action_finish(self) -> None:
        """Finish: the conversation counts from now on. What is open is named first."""
        if left := still_open(self.session, self.saver.state.fault):
            said = f"Still open: {' · '.join(left)}."
            box = PickScreen("Finish all the same?", _ALL_THE_SAME, said=said, by_key=True)
            if await self.app.push_screen_wait(box) != "finish":
                return
        self._tick()
        self.change(self.session.finish(), soon=True)
        self.dismiss("finish")

    def action_back_to_desk(self) -> None:
        """Go back to the questions."""
        self.dismiss("back")

    def action_leave_open(self) -> None:
        """Leave it open."""
        self._tick()
        self.dismiss("leave")

    def action_leave(self) -> None:
        """Leave the program; it stays open for another sitting."""
        self.action_leave_open()


def _step(values: Values) -> NextStep:
    return read_step(values["what"], values["who"], values["by"], today())


def _wrong_step(values: Values) -> str | None:
    try:
        _step(values)
    except NotPossibleError as error:
        return str(error)
    return None


def _block(title: str, lines: list[str]) -> list[Content]:
    if not lines:
        return []
    return [shown(""), shown(title, "bold"), *(joined("  ", line) for line in lines)]
