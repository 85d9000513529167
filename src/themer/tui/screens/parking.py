"""One line that puts a fact or words under another question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from themer.conversation.parking import Parked
from themer.tui.key import Key, bindings
from themer.tui.keys import FIND
from themer.tui.screens.asking import Box, unkept
from themer.tui.text import cut, joined, shown
from themer.tui.widgets.line import Line

_HOW = "a number, then a fact or words: 12 yes · 12 yes / since April"
_TOO_LONG = "That is too long for a line: the notes take it, and alt+j sends it from there."


class ParkScreen(Box[str]):
    """A number and what belongs there; what will be recorded is said before enter records it.

    Args:
        read: Reads what is typed; None while it names no question by number.
        find: Finds questions by number or words, for the list.
    """

    KEYS: ClassVar[tuple[Key, ...]] = FIND
    BINDINGS: ClassVar[list[BindingType]] = bindings(FIND)

    def __init__(
        self,
        read: Callable[[str], Parked | None],
        find: Callable[[str], Sequence[tuple[str, str]]],
    ) -> None:
        super().__init__()
        self._read = read
        self._find = find
        self._labels: list[str] = []

    def compose(self) -> ComposeResult:
        """Show the line, what it means, and the questions."""
        with Vertical(classes="box"):
            yield Static(shown("Under another question"), classes="title")
            yield Line(placeholder="12 yes", id="parked")
            yield Static(shown(_HOW), id="meant")
            yield OptionList()
            how = self.how_to("enter records it")
            yield Static(shown(how), classes="quiet")

    def on_mount(self) -> None:
        """Begin with every question in the list."""
        self.query_one(OptionList).can_focus = False
        self._list("")
        self.set_focus(self.query_one(Line))

    @on(Input.Changed)
    def _typed(self) -> None:
        typed = self.query_one(Line).stored
        parked = self._read(typed)
        if parked is None:
            self._list(typed)
            self.query_one("#meant", Static).update(shown(_HOW))
            return
        self._list(typed.split()[0].rstrip(":.,"))
        meant = joined(shown(cut(parked.question.title, 60), "bold"), f"\n{cut(parked.said, 200)}")
        self.query_one("#meant", Static).update(meant)

    @on(Line.TooLong)
    def _too_long(self) -> None:
        self.query_one("#meant", Static).update(shown(_TOO_LONG, "bold"))

    @on(Input.Submitted)
    def _entered(self) -> None:
        typed = self.query_one(Line).stored
        parked = self._read(typed)
        if parked is not None and (parked.fact is not None or parked.words):
            self.dismiss(typed)
        elif self._labels:
            self._take_number(self.query_one(OptionList).highlighted or 0)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self._take_number(event.option_index)

    def _take_number(self, place: int) -> None:
        """Put a question's number into the line, so that what belongs there can follow."""
        line = self.query_one(Line)
        line.value = f"{self._labels[place].split()[1]} "
        line.cursor_position = len(line.value)

    def action_move(self, by: int) -> None:
        """Move along the list while the cursor stays in the line."""
        found = self.query_one(OptionList)
        if self._labels:
            found.highlighted = ((found.highlighted or 0) + by) % len(self._labels)

    def action_back(self) -> None:
        """Go back; what was typed is not thrown away without a word."""
        typed = self.query_one(Line).stored
        parked = self._read(typed)
        if parked is not None and (parked.fact is not None or parked.words):
            self.app.push_screen(unkept(cut(typed, 200)), self._answered)
        else:
            self.dismiss(None)

    def _answered(self, picked: str | None) -> None:
        if picked == "discard":
            self.dismiss(None)

    def _list(self, typed: str) -> None:
        self._labels = [label for _, label in self._find(typed)]
        found = self.query_one(OptionList)
        found.set_options([Option(shown(label)) for label in self._labels])
        found.highlighted = 0 if self._labels else None
