"""A screen with two copies of something side by side, and what may be done with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from themer.conversation.comparing import Row
from themer.tui.key import BOX, bindings
from themer.tui.screens.asking import Box, Choice
from themer.tui.text import shown
from themer.tui.widgets.two_columns import two_columns

_ROUND = 8
"""Cells that frame, padding and scroll bar take."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two copies of one thing."""

    title: str
    rows: tuple[Row, ...]


class BesideScreen(Box[str]):
    """Two columns to read; a key of its own for each choice, so that enter decides nothing."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(BOX)

    def __init__(
        self,
        title: str,
        heads: tuple[str, str],
        pairs: Sequence[Pair],
        choices: Sequence[Choice],
        said: str = "",
    ) -> None:
        """Take what is shown and offered.

        Args:
            title: What this is about.
            heads: What the left and the right column are called.
            pairs: The copies, one under the other.
            choices: What may be done; each has a key.
            said: Words before the columns.
        """
        super().__init__()
        self._title = title
        self._heads = heads
        self._pairs = tuple(pairs)
        self._choices = tuple(choices)
        self._said = said

    def compose(self) -> ComposeResult:
        """Show the columns, and under them the choices."""
        with Vertical(classes="box -broad"):
            yield Static(shown(self._title), classes="title")
            with VerticalScroll():
                yield Static(id="columns")
            for choice in self._choices:
                yield Static(shown(f"{choice.key} {choice.label}", "bold"))
            said = "≠ marks what differs · arrows scroll · escape decides later"
            yield Static(shown(said), classes="quiet")

    def on_mount(self) -> None:
        """Begin with the columns, so that the arrows scroll them."""
        self.set_focus(self.query_one(VerticalScroll))
        self._draw()

    def on_resize(self) -> None:
        """Draw the columns as wide as there is room."""
        self._draw()

    def on_key(self, event: events.Key) -> None:
        """Choose by a choice's own key."""
        for choice in self._choices:
            if event.character == choice.key:
                event.stop()
                self.dismiss(choice.id)

    def _draw(self) -> None:
        width = min(self.app.size.width * 95 // 100, 140) - _ROUND
        parts = [shown(self._said)] if self._said else []
        for pair in self._pairs:
            drawn = two_columns(self._heads, pair.rows, width)
            if pair.title not in self._title:
                drawn = Content("\n").join([shown(pair.title, "bold reverse"), drawn])
            parts.append(drawn)
        self.query_one("#columns", Static).update(Content("\n\n").join(parts))
