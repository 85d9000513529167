"""Differences between coders one by one: what each said, and which of them holds."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.widgets import Static

from themer.errors import StorageError
from themer.tui.difference_keys import DIFFERENCES
from themer.tui.key import Key, bindings
from themer.tui.order import KEYS_WAIT
from themer.tui.screens.asking import LineScreen, ReadScreen
from themer.tui.text import cut, shown
from themer.tui.widgets.coding_answer import AnswerText
from themer.tui.widgets.coding_words import code_words
from themer.tui.widgets.difference_panel import DifferencePanel
from themer.tui.widgets.frame import Fault, Head, KeyLine
from themer.workflows.adjudicating import Adjudication

_WIDE = 110
"""Columns from which the answer and what was said of it stand side by side."""


class AdjudicatingScreen(Screen[None]):
    """Shows one difference after the other, and hands each verdict on; what is shown is saved.

    Args:
        adjudication: The differences, and who settles them.
    """

    CSS_PATH = "adjudicating.tcss"
    KEYS: ClassVar[tuple[Key, ...]] = DIFFERENCES
    BINDINGS: ClassVar[list[BindingType]] = bindings(DIFFERENCES)

    def __init__(self, adjudication: Adjudication) -> None:
        super().__init__()
        self.adjudication = adjudication
        self._at = 0

    def compose(self) -> ComposeResult:
        """Make the parts once; keys change what they show."""
        yield Head(f"Differences · {self.adjudication.coder}")
        yield Fault()
        yield DifferencePanel()
        yield Static(id="said")
        yield KeyLine(DIFFERENCES)

    def on_mount(self) -> None:
        """Begin with the first that nobody has settled."""
        self.say("1 it carries the code, 2 it does not; what both decided stays in their files.")
        aside = self.adjudication.log.set_aside
        if aside is not None:
            self.say(f"A torn last line, never shown as decided, is now in {aside.name}")
        self._at = self._following(0) or 0
        self.show_all()

    def on_resize(self) -> None:
        """Put the answer and what was said of it side by side where there is room."""
        self.set_class(self.app.size.width >= _WIDE, "-wide")
        self.call_after_refresh(self.show_all)

    def say(self, words: str) -> None:
        """Say something in the line above the keys."""
        self.query_one("#said", Static).update(shown(cut(words, self.app.size.width - 2)))

    def show_all(self) -> None:
        """Show the difference, and how many are left."""
        total = len(self.adjudication.differences)
        self.query_one(Head).show(right=f"{self.adjudication.left} of {total} to settle")
        panel = self.query_one(DifferencePanel)
        none = self.adjudication.why_none
        if none is None:
            panel.show(self.adjudication, self._at)
        else:
            panel.show_none(none)

    # Going about

    def action_next(self) -> None:
        """Go to the next difference."""
        self._go(self._at + 1)

    def action_previous(self) -> None:
        """Go to the difference before."""
        self._go(self._at - 1)

    def action_next_open(self) -> None:
        """Go to the next difference that nobody has settled."""
        found = self._following(self._at + 1)
        if found is None:
            self.say("Every difference is settled.")
        else:
            self._go(found)

    def _go(self, at: int) -> None:
        if not 0 <= at < len(self.adjudication.differences):
            self.say("There are no more in this direction.")
            return
        self._at = at
        self.say("")
        self.show_all()

    def _following(self, first: int) -> int | None:
        """Find the next that nobody has settled, going round."""
        every = self.adjudication.differences
        around = (*range(first, len(every)), *range(min(first, len(every))))
        return next((at for at in around if every[at].verdict is None), None)

    def action_page_down(self) -> None:
        """Scroll the answer down."""
        self.query_one(AnswerText).scroll_page_down(animate=False)

    def action_page_up(self) -> None:
        """Scroll the answer up."""
        self.query_one(AnswerText).scroll_page_up(animate=False)

    def action_definition(self) -> None:
        """Read what the codebook says on the code."""
        if self.adjudication.why_none is not None:
            return
        code = self.adjudication.code(self.adjudication.differences[self._at])
        if code is not None:
            self.app.push_screen(ReadScreen(code.name, code_words(code)))

    def action_back(self) -> None:
        """Leave: every verdict is on the disk."""
        self.dismiss(None)

    # Settling

    def action_give(self) -> None:
        """Settle that the passage carries the code."""
        self._settle(give=True)

    def action_do_not_give(self) -> None:
        """Settle that the passage does not carry it."""
        self._settle(give=False)

    @work(group=KEYS_WAIT)
    async def _settle(self, *, give: bool) -> None:
        """Ask why and keep the verdict; what cannot be saved is there to be sent again."""
        none = self.adjudication.why_none
        if none is not None:
            self.say(none)
            return
        at = self._at
        one = self.adjudication.differences[at]
        name = self.adjudication.names.get(one.code, one.code)
        title = f"{name}: {'give it' if give else 'do not give it'}"
        said = "Why? A line; both coders' decisions stay beside it."
        words = self._own_reason()
        while True:
            line = await self.app.push_screen_wait(LineScreen(title, said, words))
            if line is None or not line.strip():
                self.say("Nothing is settled without a reason.")
                return
            words = line
            fault = self._saved(partial(self.adjudication.settle, at, give=give, reason=words))
            if fault is None:
                break
            said = fault
        following = self._following(at + 1)
        self._at = at if following is None else following
        self.say(f"Settled: {name}, {'given' if give else 'not given'}.")
        self.show_all()

    def _own_reason(self) -> str:
        """Give the reason that this person gave before, to be changed."""
        event = self.adjudication.differences[self._at].verdict
        return event.reason or "" if event and event.coder == self.adjudication.coder else ""

    def _saved(self, act: Callable[[], object]) -> str | None:
        """Do what writes; say what could not be written, as long as it cannot."""
        fault = None
        try:
            act()
        except StorageError as error:
            fault = str(error)
        self.query_one(Fault).show(fault)
        return fault

    def action_undo(self) -> None:
        """Take the latest verdict back, and show what it was about."""
        self._travel(self.adjudication.undo, "Open again.", "undo")

    def action_redo(self) -> None:
        """Give the verdict again that was taken back, and show what it is about."""
        self._travel(self.adjudication.redo, "Settled again.", "do again")

    def _travel(self, go: Callable[[], int | None], done: str, what: str) -> None:
        found: list[int | None] = []
        if self._saved(lambda: found.append(go())) is not None:
            return
        if found[0] is None:
            self.say(f"There is no verdict to {what}; what was coded is undone at the coding desk.")
            return
        self._at = found[0]
        self.say(done)
        self.show_all()
