"""The box in which a summary is written, below the passages that it is about."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from themer.tui.analysis_keys import SUM_UP
from themer.tui.key import Key, bindings
from themer.tui.screens.asking import Box, unkept
from themer.tui.text import cut, shown
from themer.tui.widgets.notes import Notes


class SumUpScreen(Box[str]):
    """Ends with the summary as typed, or None; nothing typed is thrown away unasked.

    Args:
        title: The cell, in words.
        passages: What it is about.
        value: The summary that there is.
        fault: Why what was typed could not be kept; the box is opened again with it.
        typed: What was typed then.
    """

    KEYS: ClassVar[tuple[Key, ...]] = SUM_UP
    BINDINGS: ClassVar[list[BindingType]] = bindings(SUM_UP)

    def __init__(
        self,
        title: str,
        passages: Content,
        value: str,
        fault: str | None = None,
        typed: str | None = None,
    ) -> None:
        super().__init__()
        self._title = title
        self._passages = passages
        self._value = value
        self._fault = fault
        self._typed = value if typed is None else typed

    def compose(self) -> ComposeResult:
        """Show the passages, and below them the box."""
        with Vertical(classes="box", id="sum-up"):
            yield Static(shown(self._title), classes="title")
            with VerticalScroll(id="sum-up-passages", can_focus=False):
                yield Static(self._passages)
            if self._fault:
                yield Static(shown(f"! {self._fault}"), classes="fault -on")
            yield Notes(id="sum-up-words")
            hint = "your summary, in words of your own · F4 keeps it · PgDn scrolls the passages"
            yield Static(shown(self.how_to(hint)), classes="quiet")

    def on_mount(self) -> None:
        """Begin with what was there."""
        words = self.query_one(Notes)
        words.show(self._typed)
        self.set_focus(words)

    @on(Notes.Edited)
    def _edited(self, event: Notes.Edited) -> None:
        event.stop()

    def action_keep(self) -> None:
        """Keep what is typed; an empty box takes the summary off."""
        self.dismiss(self.query_one(Notes).stored)

    def action_passages_down(self) -> None:
        """Scroll the passages."""
        self.query_one("#sum-up-passages").scroll_page_down(animate=False)

    def action_passages_up(self) -> None:
        """Scroll them back."""
        self.query_one("#sum-up-passages").scroll_page_up(animate=False)

    def action_back(self) -> None:
        """Go back; what was typed is not thrown away without a word."""
        typed = self.query_one(Notes).stored
        if typed != self._value:
            said = cut(typed, 200) or "(the summary was taken out)"
            self.app.push_screen(unkept(said), self._answered)
        else:
            self.dismiss(None)

    def _answered(self, picked: str | None) -> None:
        if picked == "discard":
            self.dismiss(None)
