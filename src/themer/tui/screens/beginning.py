"""Before the first question: who, in which role, when, how, and who is asking."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widgets import Input, Label, OptionList
from textual.widgets.option_list import Option

from themer.conversation.beginning import MODES, Particulars
from themer.conversation.session import today
from themer.model.question_set import QuestionSet
from themer.storage.files import Stored
from themer.tui.key import Key, bindings
from themer.tui.keys import BEGIN
from themer.tui.screens.asking import unkept
from themer.tui.text import cut, shown
from themer.tui.widgets.frame import Fault, Head, KeyLine
from themer.tui.widgets.line import Line
from themer.workflows.interviews.beginning import Beginning


@dataclass(frozen=True, slots=True)
class Begun:
    """What was chosen."""

    questions: Stored[QuestionSet]
    particulars: Particulars


class _FormError(ValueError):
    """A line of the form that does not hold."""

    def __init__(self, line: str, message: str) -> None:
        super().__init__(message)
        self.line = line


class BeginScreen(Screen[Begun | None]):
    """A form of five lines; enter goes down it."""

    KEYS: ClassVar[tuple[Key, ...]] = BEGIN
    BINDINGS: ClassVar[list[BindingType]] = bindings(BEGIN)

    def __init__(self, beginning: Beginning) -> None:
        super().__init__()
        self._beginning = beginning
        self._shown = list(beginning.units)
        self._untouched: tuple[str, ...] = ()
        """What stood in the lines before anybody typed."""

    def compose(self) -> ComposeResult:
        """Make the form."""
        yield Head(f"A new conversation · {self._beginning.study.title}")
        yield Fault()
        with VerticalScroll(classes="form", can_focus=False):
            yield from self._line("who", "With whom", "part of the name; arrows choose")
            yield OptionList(id="units")
            yield from self._line("role", "Their role", "such as: practice lead; no names")
            yield from self._line("date", "Date", "2026-03-04", today().isoformat())
            yield from self._line("mode", "How you meet", ", ".join(MODES), MODES[0])
            yield from self._line("asked_by", "Who asks (role)", "", "interviewer")
        yield KeyLine(BEGIN)

    def _line(self, name: str, label: str, hint: str, value: str = "") -> ComposeResult:
        with Horizontal(classes="row"):
            yield Label(shown(label))
            yield Line(value, hint, id=name)

    def on_mount(self) -> None:
        """List all units."""
        self._list("")
        units = self.query_one(OptionList)
        units.can_focus = False
        first = "#role" if len(self._shown) == 1 else "#who"
        self.set_focus(self.query_one(first, Line))
        self._untouched = self._typed()

    def _typed(self) -> tuple[str, ...]:
        return tuple(line.stored for line in self.query(Line))

    @on(Line.TooLong)
    def _too_long(self, event: Line.TooLong) -> None:
        event.stop()
        said = f"{len(event.words):,} characters do not belong into this line; it is as it was."
        self.query_one(Fault).show(said)

    def on_key(self, event: object) -> None:
        """Move along the list of units while the cursor is in its line."""
        key = getattr(event, "key", "")
        units = self.query_one(OptionList)
        if key in ("up", "down") and self.focused is self.query_one("#who") and self._shown:
            by = 1 if key == "down" else -1
            units.highlighted = ((units.highlighted or 0) + by) % len(self._shown)

    @on(Input.Changed, "#who")
    def _who_typed(self, event: Input.Changed) -> None:
        self._list(event.value)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        order = ["who", "role", "date", "mode", "asked_by"]
        place = order.index(str(event.input.id)) + 1
        if place < len(order):
            self.set_focus(self.query_one(f"#{order[place]}", Line))
        else:
            self.action_go_on()

    def _list(self, typed: str) -> None:
        words = typed.casefold().split()
        self._shown = [
            (partner, unit)
            for partner, unit in self._beginning.units
            if all(word in f"{partner.name} {unit.name} {unit.id}".casefold() for word in words)
        ]
        units = self.query_one(OptionList)
        units.set_options(
            Option(shown(f"{unit.name} · {unit.contact.state.replace('_', ' ')}"))
            for _, unit in self._shown
        )
        units.highlighted = 0 if self._shown else None

    def action_go_on(self) -> None:
        """Check the form, and go on."""
        try:
            self.dismiss(self._read())
        except _FormError as error:
            self.query_one(Fault).show(str(error))
            self.set_focus(self.query_one(f"#{error.line}", Line))

    def action_cancel(self) -> None:
        """Leave without beginning; what was typed is not thrown away without a word."""
        typed = self._typed()
        if typed == self._untouched:
            self.dismiss(None)
            return
        new = [words for words, had in zip(typed, self._untouched, strict=True) if words != had]
        self.app.push_screen(unkept(cut(" · ".join(new), 200)), self._answered)

    def action_leave(self) -> None:
        """Leave in the same way by the key that leaves everything."""
        self.action_cancel()

    def _answered(self, picked: str | None) -> None:
        if picked == "discard":
            self.dismiss(None)

    def _read(self) -> Begun:
        highlighted = self.query_one(OptionList).highlighted
        if highlighted is None or not self._shown:
            raise _FormError("who", "Choose with whom: no unit in study.yaml fits what is typed.")
        partner, unit = self._shown[highlighted]
        role = self._value("role")
        if not role:
            raise _FormError("role", "Their role is missing; quotes are attributed to it.")
        try:
            date = dt.date.fromisoformat(self._value("date"))
        except ValueError as error:
            raise _FormError("date", "The date is to be written as 2026-03-04.") from error
        particulars = Particulars(
            unit=unit.id,
            organisation=partner.id,
            role=role,
            asked_by=self._value("asked_by") or "interviewer",
            date=date,
            mode=self._value("mode") or MODES[0],
        )
        return Begun(self._beginning.set_for(unit), particulars)

    def _value(self, name: str) -> str:
        return " ".join(self.query_one(f"#{name}", Line).stored.split())
