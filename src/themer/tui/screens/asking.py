"""Small boxes over a screen: pick one thing, type one line, read something."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from themer.tui.text import joined, shown


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be picked."""

    id: str
    label: str
    key: str
    """One character that picks it at once; empty where there is none."""


def numbered(pairs: Sequence[tuple[str, str]]) -> tuple[Choice, ...]:
    """Give the keys 1 to 9 to the first nine of some pairs of id and label."""
    return tuple(
        Choice(item, label, str(place) if place < 10 else "")
        for place, (item, label) in enumerate(pairs, 1)
    )


class PickScreen(ModalScreen[str | None]):
    """Pick one of several things by its key, or by the arrows and enter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f3", "dismiss(None)", "back", priority=True)
    ]

    def __init__(
        self, title: str, choices: Sequence[Choice], *, said: str = "", by_key: bool = False
    ) -> None:
        """Take what is offered.

        Args:
            title: The question.
            choices: What can be picked.
            said: Words above the choices.
            by_key: Only a choice's own key picks it: for what nobody may agree to by a mere enter.
        """
        super().__init__()
        self._by_key = by_key
        self._title = title
        self._choices = tuple(choices)
        self._said = said

    def compose(self) -> ComposeResult:
        """Show title, words and choices."""
        with Vertical(classes="box"):
            yield Static(shown(self._title), classes="title")
            if self._said:
                with VerticalScroll(can_focus=False):
                    yield Static(shown(self._said))
            yield OptionList(
                *(
                    Option(joined(shown(f"{choice.key or ' '} ", "bold"), f" {choice.label}"))
                    for choice in self._choices
                )
            )
            keys = " or ".join(choice.key for choice in self._choices)
            hint = f"press {keys}" if self._by_key else "its key, or enter"
            yield Static(shown(f"{hint} · escape goes back"), classes="quiet", id="hint")

    def on_mount(self) -> None:
        """Begin on the first choice."""
        self.set_focus(self.query_one(OptionList))

    def on_key(self, event: events.Key) -> None:
        """Pick by a choice's own key."""
        for choice in self._choices:
            if choice.key and event.character == choice.key:
                event.stop()
                self.dismiss(choice.id)

    @on(OptionList.OptionSelected)
    def _picked(self, event: OptionList.OptionSelected) -> None:
        if self._by_key:
            keys = " or ".join(choice.key for choice in self._choices)
            self.query_one("#hint", Static).update(
                shown(f"Enter decides nothing here: {keys}?", "bold")
            )
        else:
            self.dismiss(self._choices[event.option_index].id)


class LineScreen(ModalScreen[str | None]):
    """Type one line; escape keeps what was there before."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f3", "dismiss(None)", "back", priority=True)
    ]

    def __init__(self, title: str, said: str = "", value: str = "") -> None:
        super().__init__()
        self._title = title
        self._said = said
        self._value = value

    def compose(self) -> ComposeResult:
        """Show title, words and a line."""
        with Vertical(classes="box"):
            yield Static(shown(self._title), classes="title")
            yield Static(shown(self._said), classes="quiet")
            yield Input(self._value, select_on_focus=False)
            yield Static(shown("enter keeps it · escape goes back"), classes="quiet")

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        self.dismiss(event.value)


class FindScreen(ModalScreen[str | None]):
    """Type part of something, and pick it from what is left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f3", "dismiss(None)", "back", priority=True),
        Binding("down", "move(1)", "down", priority=True),
        Binding("up", "move(-1)", "up", priority=True),
    ]

    def __init__(
        self,
        title: str,
        find: Callable[[str], Sequence[tuple[str, str]]],
        said: str = "a number, or part of its words",
    ) -> None:
        super().__init__()
        self._title = title
        self._find = find
        self._said = said
        self._ids: list[str] = []

    def compose(self) -> ComposeResult:
        """Show title, line and list."""
        with Vertical(classes="box"):
            yield Static(shown(self._title), classes="title")
            yield Input(placeholder=self._said)
            yield OptionList()
            yield Static(shown("enter goes there · escape goes back"), classes="quiet")

    def on_mount(self) -> None:
        """Show everything at first."""
        self.query_one(OptionList).can_focus = False
        self._list("")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._list(event.value)

    @on(Input.Submitted)
    def _entered(self) -> None:
        place = self.query_one(OptionList).highlighted
        if place is not None:
            self.dismiss(self._ids[place])

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._ids[event.option_index])

    def action_move(self, by: int) -> None:
        """Move along the list while the cursor stays in the line."""
        found = self.query_one(OptionList)
        if self._ids:
            found.highlighted = ((found.highlighted or 0) + by) % len(self._ids)

    def _list(self, typed: str) -> None:
        pairs = self._find(typed)
        self._ids = [item for item, _ in pairs]
        found = self.query_one(OptionList)
        found.set_options([Option(shown(label)) for _, label in pairs])
        found.highlighted = 0 if pairs else None


class ReadScreen(ModalScreen[None]):
    """Read something, and go back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,f1,f3", "dismiss(None)", "back", priority=True)
    ]

    def __init__(self, title: str, said: str) -> None:
        super().__init__()
        self._title = title
        self._said = said

    def compose(self) -> ComposeResult:
        """Show title and words."""
        with Vertical(classes="box"):
            yield Static(shown(self._title), classes="title")
            with VerticalScroll():
                yield Static(shown(self._said))
            yield Static(shown("escape or enter goes back"), classes="quiet")
