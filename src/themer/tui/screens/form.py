"""A small form over a screen: a few lines, some of them a choice by one key."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Label, Static

from themer.tui.key import Key, bindings
from themer.tui.keys import FORM
from themer.tui.screens.asking import Box, Choice, unkept
from themer.tui.text import cut, joined, shown
from themer.tui.widgets.fact import in_lines
from themer.tui.widgets.line import Line

Values = dict[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a form."""

    id: str
    label: str
    value: str = ""
    hint: str = ""
    offered: tuple[Choice, ...] = ()
    """What can be chosen by a key; empty for a line to type in."""
    then: Mapping[str, str] | None = None
    """The row to go to after a choice, by its id; the next one where nothing is said."""


class Chooser(Static, can_focus=True):
    """Choices side by side, each with its letter."""

    class Took(Message):
        """A choice's key was pressed."""

        def __init__(self, row: Row, chosen: str) -> None:
            super().__init__()
            self.row = row
            self.chosen = chosen

    def __init__(self, row: Row) -> None:
        super().__init__(id=f"row-{row.id}", classes="chooser")
        self.row = row
        self.value = row.value

    def on_resize(self) -> None:
        """Show what is chosen."""
        self._draw()

    def on_key(self, event: events.Key) -> None:
        """Choose by a letter."""
        for choice in self.row.offered:
            if event.character == choice.key:
                event.stop()
                self.value = choice.id
                self._draw()
                self.post_message(self.Took(self.row, self.value))

    def _draw(self) -> None:
        parts = [
            joined(
                "(•) " if choice.id == self.value else "( ) ",
                shown(choice.key, "bold underline"),
                f" {choice.label}",
            )
            for choice in self.row.offered
        ]
        self.update(in_lines(parts, self.content_size.width or self.app.size.width))


class FormScreen(Box[Values]):
    """Ends with what is typed, by the rows' ids, or None; nothing typed is thrown away unasked.

    Args:
        title: What it is about.
        rows: Its lines.
        check: Says what is wrong with what is typed; None where it holds.
        said: Words above the lines.
        at: The row to begin at, by its id; the first one where nothing is said.
    """

    KEYS: ClassVar[tuple[Key, ...]] = FORM
    BINDINGS: ClassVar[list[BindingType]] = bindings(FORM)

    def __init__(
        self,
        title: str,
        rows: Sequence[Row],
        check: Callable[[Values], str | None] = lambda _: None,
        said: str = "",
        at: str | None = None,
    ) -> None:
        super().__init__()
        self._title = title
        self._rows = tuple(rows)
        self._check = check
        self._said = said
        self._at = at or self._rows[0].id

    def compose(self) -> ComposeResult:
        """Show title, words and lines."""
        with Vertical(classes="box"):
            yield Static(shown(self._title), classes="title")
            if self._said:
                yield Static(shown(self._said), classes="quiet")
            for row in self._rows:
                with Horizontal(classes="row"):
                    yield Label(shown(row.label))
                    if row.offered:
                        yield Chooser(row)
                    else:
                        yield Line(row.value, row.hint, id=f"row-{row.id}")
            yield Static(
                shown(self.how_to("enter goes down, at the end it keeps · F4 keeps")), id="hint"
            )

    def on_mount(self) -> None:
        """Begin with the first line, or with the one that is asked for."""
        self.set_focus(self._widget(self._at))

    def on_key(self, event: events.Key) -> None:
        """Go between the lines by the arrows, and down from a choice by enter."""
        if event.key in ("down", "up"):
            event.stop()
            self._go(1 if event.key == "down" else -1)
        elif event.key == "enter" and isinstance(self.focused, Chooser):
            event.stop()
            self._down()

    @property
    def values(self) -> Values:
        """What is typed and chosen, by the rows' ids."""
        found = {}
        for row in self._rows:
            widget = self._widget(row.id)
            found[row.id] = widget.stored if isinstance(widget, Line) else widget.value  # type: ignore[attr-defined]
        return found

    @on(Chooser.Took)
    def _took(self, event: Chooser.Took) -> None:
        event.stop()
        to = (event.row.then or {}).get(event.chosen)
        if to is not None:
            self.set_focus(self._widget(to))
        else:
            self._go(1)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self._down()

    def action_keep(self) -> None:
        """Keep what is typed, where it holds."""
        wrong = self._check(self.values)
        if wrong is None:
            self.dismiss(self.values)
        else:
            self.query_one("#hint", Static).update(shown(wrong, "bold"))

    def action_back(self) -> None:
        """Go back; where something was typed, ask first."""
        changed = [self.values[row.id] for row in self._rows if self.values[row.id] != row.value]
        if changed:
            said = ", ".join(words for words in changed if words) or "(something was taken out)"
            self.app.push_screen(unkept(cut(said, 200)), self._answered)
        else:
            self.dismiss(None)

    def _answered(self, picked: str | None) -> None:
        if picked == "discard":
            self.dismiss(None)

    def _widget(self, row_id: str) -> Widget:
        return self.query_one(f"#row-{row_id}")

    def _place(self) -> int:
        here = [self._widget(row.id) is self.focused for row in self._rows]
        return here.index(True) if True in here else 0

    def _go(self, by: int) -> None:
        to = max(0, min(self._place() + by, len(self._rows) - 1))
        self.set_focus(self._widget(self._rows[to].id))

    def _down(self) -> None:
        """Go to the next line, and from the last one keep it all."""
        if self._place() == len(self._rows) - 1:
            self.action_keep()
        else:
            self._go(1)
