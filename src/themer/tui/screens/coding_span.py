"""Other ends for a passage: the answer, and the passage growing and shrinking in it."""

from __future__ import annotations

from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.widgets import Static

from themer.coding.ends import Edge, Stride, moved
from themer.model.suggestion import SuggestedSegment
from themer.tui.analysis_keys import SPAN
from themer.tui.key import Key, bindings
from themer.tui.text import shown
from themer.tui.widgets.coding_answer import AnswerText
from themer.tui.widgets.frame import Head, KeyLine
from themer.workflows.coding.answers import AnswerToCode


class SpanScreen(Screen[tuple[int, int] | None]):
    """Gives the chosen ends in code points, or None where nothing is to change.

    Args:
        answer: The answer.
        passage: Where the ends are at first.
        moves: What goes along, in words; empty where nothing was decided.
    """

    CSS_PATH: ClassVar = ["working.tcss", "coding.tcss"]
    KEYS: ClassVar[tuple[Key, ...]] = SPAN
    BINDINGS: ClassVar[list[BindingType]] = bindings(SPAN)

    def __init__(self, answer: AnswerToCode, passage: SuggestedSegment, moves: str) -> None:
        super().__init__()
        self._answer = answer
        self._moves = moves
        self.ends = (passage.start, passage.end)

    def compose(self) -> ComposeResult:
        """Make the parts once; keys change what they show."""
        yield Head(f"Ends of a passage · {self._answer.unit_name}")
        yield Static(shown(self._answer.question.ask), id="coding-ask")
        yield AnswerText()
        yield Static(id="said")
        yield KeyLine(SPAN)

    def on_mount(self) -> None:
        """Show where the passage begins and ends."""
        self.call_after_refresh(self._show)

    def on_resize(self) -> None:
        """Break the lines anew."""
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        start, end = self.ends
        text = self._answer.open_text
        chosen = SuggestedSegment("", "", start, end, text[start:end], none=0.0)
        self.query_one(AnswerText).show(text, [chosen], ["  "], 0)
        words = len(text[start:end].split())
        said = f"{words} word{'' if words == 1 else 's'}"
        self.query_one("#said", Static).update(shown(f"{said}{self._moves}"))

    def action_move(self, edge: Edge, stride: Stride, by: Literal[-1, 1]) -> None:
        """Move one of the ends."""
        text, closed = self._answer.answer.coded_text, self._answer.answer.closed
        self.ends = moved(text, self.ends, edge, stride, by, closed=closed)
        self._show()

    def action_keep(self) -> None:
        """Keep these ends."""
        self.dismiss(self.ends)

    def action_back(self) -> None:
        """Leave the passage as it was."""
        self.dismiss(None)
