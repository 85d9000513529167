"""A codebook on the screen: a line for each code with its counts, and the page of one of them."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from themer.tui.text import cut, joined, padded, shown
from themer.workflows.codebook.desk import CodeRow

_COUNTS = "passages units  again"
_SIDE = 2


class CodebookPanel(Container):
    """The codes at one side, the highlighted one's page at the other; below where it is narrow."""

    def __init__(self) -> None:
        super().__init__(id="codebook")

    def compose(self) -> ComposeResult:
        """Make the widgets once."""
        with Vertical(id="listed"):
            yield Static(id="listed-head")
            yield OptionList(id="listed-codes")
        with VerticalScroll(id="page", can_focus=False):
            yield Static(id="page-name")
            yield Static(id="page-words")

    def on_mount(self) -> None:
        """Leave the keys to the screen."""
        self.query_one(OptionList).can_focus = False

    def show(self, rows: Sequence[CodeRow], at: int, page: str) -> None:
        """Show the codes with one of them highlighted, and its page."""
        listed = self.query_one(OptionList)
        width = max((listed.size.width or 40) - _SIDE, 40)
        head = padded("", width - len(_COUNTS)) + _COUNTS
        self.query_one("#listed-head", Static).update(shown(f" {head}"))
        listed.set_options(Option(_row(row, width, is_here=n == at)) for n, row in enumerate(rows))
        listed.highlighted = at
        self.query_one("#page-name", Static).update(shown(rows[at].code.name, "bold"))
        self.query_one("#page-words", Static).update(shown(page))
        self.query_one("#page").scroll_home(animate=False)


def _row(row: CodeRow, width: int, *, is_here: bool) -> Content:
    retired = row.code.retired_in is not None
    left = f"{'›' if is_here else ' '}{'×' if retired else ' '}"
    again = row.waiting or ""
    right = f"{row.passages:>8} {row.units:>5} {again:>6}"
    room = width - len(left) - len(right)
    words = joined(left, padded(cut(row.code.name, room - 1), room), right)
    return words.stylize("bold") if is_here else words
