"""Many passages and one code: see what they are, tick some, and decide on them together."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from themer.coding.queue import strength
from themer.model.codebook import Code
from themer.tui.analysis_keys import ALIKE
from themer.tui.key import Key, bindings
from themer.tui.screens.asking import LineScreen
from themer.tui.screens.coding_session import SessionScreen
from themer.tui.text import cut, padded, shown
from themer.tui.widgets.frame import Fault, Head, KeyLine
from themer.workflows.coding.alike import Alike
from themer.workflows.coding.desk import CodingSession

_MOST = 300
"""More than this nobody looks through; the rest comes when these are decided."""


class AlikeScreen(SessionScreen):
    """Shows passages that may carry one code; what is decided on them is one step.

    Args:
        session: The coder's work.
        code: The code.
        words: What they have to hold; empty for what the machine suggests.
    """

    SCROLLED = "#alike-passage"
    KEYS: ClassVar[tuple[Key, ...]] = ALIKE
    BINDINGS: ClassVar[list[BindingType]] = bindings(ALIKE)

    def __init__(self, session: CodingSession, code: Code, words: str = "") -> None:
        super().__init__(session)
        self._given = code
        self._words = words
        self._found: tuple[Alike, ...] = ()
        self._ticked: set[int] = set()
        self._in_numbers = False

    def compose(self) -> ComposeResult:
        """Make the parts once; keys change what they show."""
        yield Head(f"Alike · {self._given.name}")
        yield Fault()
        yield Static(id="alike-said")
        passages = OptionList(id="alike-list")
        passages.can_focus = False
        yield passages
        with VerticalScroll(id="alike-passage", can_focus=False):
            yield Static(id="alike-text")
        yield Static(id="said")
        yield KeyLine(ALIKE)

    def on_mount(self) -> None:
        """List what there is."""
        self.say("space ticks a passage; enter gives the code to what is ticked, x refuses it.")
        self._list()

    def _list(self, at: int = 0) -> None:
        found = self.session.alike(self._given.id, self._words)
        self._left_out = max(len(found) - _MOST, 0)
        self._found = found[:_MOST]
        self._ticked = set()
        self._at = min(at, max(len(self._found) - 1, 0))
        self.call_after_refresh(self.show_all)

    def show_all(self) -> None:
        """Show the list with its ticks, and the whole of the highlighted passage."""
        options = self.query_one(OptionList)
        width = max(options.content_size.width - 2, 30)
        rows = [self._row(number, one, width) for number, one in enumerate(self._found)]
        options.set_options([Option(shown(row)) for row in rows])
        options.highlighted = self._at if rows else None
        self.query_one("#alike-said", Static).update(shown(self._what()))
        self.query_one(Head).show(right=f"{len(self._ticked)} of {len(self._found)} ticked")
        self._show_passage()

    def _what(self) -> str:
        if self._words:
            what = f"Undecided passages with “{self._words}”"
        else:
            what = "Undecided passages for which the machine suggests it, the surest first"
        if not self._found:
            return f"{what}: none. / finds passages by their words."
        return f"{what}; {self._left_out} more come later" if self._left_out else what

    def _row(self, number: int, one: Alike, width: int) -> str:
        tick = "■" if number in self._ticked else "□"
        how = _how(one.confidence, in_numbers=self._in_numbers)
        unit = padded(cut(one.answer.unit_name, 22), 22)
        return cut(f"{tick} {how} {unit} {' '.join(one.passage.text.split())}", width)

    def _show_passage(self) -> None:
        if not self._found:
            self.query_one("#alike-text", Static).update("")
            return
        one = self._found[self._at]
        about = f"{one.answer.unit_name} · {one.answer.question.title}"
        self.query_one("#alike-text", Static).update(shown(f"{about}\n“{one.passage.text}”"))
        self.query_one("#alike-passage").scroll_home(animate=False)

    def _mark(self, number: int) -> None:
        options = self.query_one(OptionList)
        width = max(options.content_size.width - 2, 30)
        options.replace_option_prompt_at_index(
            number, shown(self._row(number, self._found[number], width))
        )
        self.query_one(Head).show(right=f"{len(self._ticked)} of {len(self._found)} ticked")

    def _go(self, by: int) -> None:
        if self._found:
            self._at = (self._at + by) % len(self._found)
            self.query_one(OptionList).highlighted = self._at
            self._show_passage()

    def action_next(self) -> None:
        """Go to the next passage, round to the first."""
        self._go(1)

    def action_previous(self) -> None:
        """Go to the passage before, round to the last."""
        self._go(-1)

    def action_tick(self) -> None:
        """Tick the passage or take the tick off, and go on."""
        if self._found:
            self._ticked ^= {self._at}
            self._mark(self._at)
            self._go(1)

    def action_tick_all(self) -> None:
        """Tick all that are listed; where all are, none."""
        every = set(range(len(self._found)))
        self._ticked = set() if self._ticked == every else every
        self.show_all()

    def action_accept(self) -> None:
        """Give the code to what is ticked."""
        self._decide(accept=True)

    def action_refuse(self) -> None:
        """Refuse the code for what is ticked."""
        self._decide(accept=False)

    def _decide(self, *, accept: bool) -> None:
        chosen = [self._found[number] for number in sorted(self._ticked)]
        if not chosen:
            self.say("Nothing is ticked: space ticks the highlighted passage.")
            return
        code = self._given
        if not self.save(lambda: self.session.decide_many(chosen, code.id, accept=accept)):
            return
        number = len(chosen)
        did = f"{'Accepted' if accept else 'Refused'} for {number} passage{'s' * (number > 1)}"
        self.say(f"{did}: {code.name}. u takes it back, all together.")
        self._list(self._at)

    def action_undo(self) -> None:
        """Take the last step back, of this list or not."""
        if self.travel(self.session.undo, "There is nothing to undo."):
            self.say("Undone.")
            self._list(self._at)

    def action_redo(self) -> None:
        """Make a step again."""
        if self.travel(self.session.redo, "There is nothing to do again."):
            self.say("Done again.")
            self._list(self._at)

    @work
    async def action_search(self) -> None:
        """List passages that hold words, or with none what the machine suggests."""
        said = "each of these words or parts of words; empty: what the machine suggests"
        screen = LineScreen(f"Passages for {self._given.name} that hold", said, self._words)
        words = await self.app.push_screen_wait(screen)
        if words is not None:
            self._words = " ".join(words.split())
            self._list()

    def action_numbers(self) -> None:
        """Show strengths as numbers, or as words again."""
        self._in_numbers = not self._in_numbers
        self.show_all()


def _how(confidence: float | None, *, in_numbers: bool) -> str:
    if confidence is None:
        return "      "
    return f"{confidence:.2f}  " if in_numbers else f"{strength(confidence):<6}"
