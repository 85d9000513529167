"""Rows of which one is highlighted, and below or beside them what is said of that one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Static


@dataclass(frozen=True, slots=True)
class Lines:
    """What is to be seen: rows, and which of them is highlighted."""

    rows: Sequence[Content]
    at: int
    """The place of the highlighted row."""


class RowsPanel(Container):
    """The widgets stay, and their contents change; only rows that can be seen are painted."""

    def __init__(self) -> None:
        super().__init__(id="rows-panel")
        self._first = 0

    def compose(self) -> ComposeResult:
        """Make the widgets once."""
        yield Static(id="rows")
        with VerticalScroll(id="row-detail", can_focus=False):
            yield Static(id="row-detail-text")

    @property
    def row_width(self) -> int:
        """Cells that a row has."""
        return max(self.query_one("#rows", Static).content_size.width, 40)

    def show(self, lines: Lines, detail: Content) -> None:
        """Show rows and what is said of the highlighted one."""
        listed = self.query_one("#rows", Static)
        room = max(listed.content_size.height, 1)
        if lines.at < self._first:
            self._first = max(lines.at - 1, 0)
        if lines.at >= self._first + room:
            self._first = lines.at - room + 1
        self._first = max(min(self._first, len(lines.rows) - room), 0)
        seen = lines.rows[self._first : self._first + room]
        listed.update(Content("\n").join(seen), layout=False)
        self.query_one("#row-detail-text", Static).update(detail)
        self.query_one("#row-detail").scroll_home(animate=False)
