"""Differences between coders one by one: what each said, and which of them holds."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from themer.tui.analysis_keys import DIFFERENCES
from themer.tui.key import Key, bindings
from themer.tui.order import KEYS_WAIT
from themer.tui.screens.asking import ReadScreen
from themer.tui.screens.working import WorkingScreen
from themer.tui.widgets.coding_words import code_words
from themer.tui.widgets.difference_panel import DifferencePanel
from themer.tui.widgets.frame import Fault, Head, KeyLine
from themer.workflows.coding.adjudicating import Adjudication

_NO_REASON = "Nothing is settled without a reason."
_NOTHING = "There is no verdict to {}; what was coded is undone at the coding desk."


class AdjudicatingScreen(WorkingScreen):
    """Shows one difference after the other, and hands each verdict on; what is shown is saved.

    Args:
        adjudication: The differences, and who settles them.
    """

    CSS_PATH: ClassVar = ["working.tcss", "adjudicating.tcss"]
    SCROLLED = "#answer"
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

    def action_definition(self) -> None:
        """Read what the codebook says on the code."""
        if self.adjudication.why_none is not None:
            return
        code = self.adjudication.code(self.adjudication.differences[self._at])
        if code is not None:
            self.app.push_screen(ReadScreen(code.name, code_words(code)))

    def action_page_down(self) -> None:
        """Scroll the answer down, and what was said of it after that."""
        answer = self.query_one("#answer", VerticalScroll)
        at_end = answer.scroll_offset.y >= answer.max_scroll_y
        part = self.query_one("#difference-sides") if at_end else answer
        part.scroll_page_down(animate=False)

    def action_page_up(self) -> None:
        """Scroll what was said up, and the answer after that."""
        sides = self.query_one("#difference-sides", VerticalScroll)
        part = sides if sides.scroll_offset.y > 0 else self.query_one("#answer")
        part.scroll_page_up(animate=False)

    # Settling

    def action_give(self) -> None:
        """Settle that the passage carries the code."""
        self._settle(give=True)

    def action_do_not_give(self) -> None:
        """Settle that the passage does not carry it."""
        self._settle(give=False)

    @work(group=KEYS_WAIT)
    async def _settle(self, *, give: bool) -> None:
        """Ask why and keep the verdict."""
        none = self.adjudication.why_none
        if none is not None:
            self.say(none)
            return
        at = self._at
        one = self.adjudication.differences[at]
        name = self.adjudication.names.get(one.code, one.code)
        if await self.keep(
            f"{name}: {'give it' if give else 'do not give it'}",
            lambda reason: self.adjudication.settle(at, give=give, reason=reason),
            said="Why? A line; both coders' decisions stay beside it.",
            value=self._own_reason(),
            needed=_NO_REASON,
        ):
            following = self._following(at + 1)
            self._at = at if following is None else following
            self.say(f"Settled: {name}, {'given' if give else 'not given'}.")
            self.show_all()

    def _own_reason(self) -> str:
        """Give the reason that this person gave before, to be changed."""
        event = self.adjudication.differences[self._at].verdict
        return event.reason or "" if event and event.coder == self.adjudication.coder else ""

    def action_undo(self) -> None:
        """Take the latest verdict back, and show what it was about."""
        self._show_settled(
            self.travel(self.adjudication.undo, _NOTHING.format("undo")), "Open again."
        )

    def action_redo(self) -> None:
        """Give the verdict again that was taken back, and show what it is about."""
        self._show_settled(
            self.travel(self.adjudication.redo, _NOTHING.format("do again")), "Settled again."
        )

    def _show_settled(self, at: int | None, done: str) -> None:
        if at is not None:
            self._at = at
            self.say(done)
            self.show_all()
