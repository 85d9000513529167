"""Small boxes over a screen: pick one thing, type one line, read something."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from themer.tui.key import BOX, Key, as_set, bindings, own_keys
from themer.tui.keys import FIND, LINE, READ
from themer.tui.text import cut, joined, shown
from themer.tui.widgets.notes import Notes

T = TypeVar("T")


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


class Box(ModalScreen[T | None]):
    """A box that can be left without an answer."""

    KEYS: ClassVar[tuple[Key, ...]] = BOX

    def action_back(self) -> None:
        """Go back without an answer."""
        self.dismiss(None)

    def how_to(self, words: str) -> str:
        """Say how to answer, and the key that goes back."""
        back = next(key for key in as_set(self.KEYS, own_keys(self.app)) if key.action == "back")
        return f"{words} · {back.names[0]} goes back"


class PickScreen(Box[str]):
    """Pick one of several things by its key, or by the arrows and enter."""

    KEYS: ClassVar[tuple[Key, ...]] = BOX
    BINDINGS: ClassVar[list[BindingType]] = bindings(BOX)

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
            yield Static(shown(self.how_to(hint)), classes="quiet", id="hint")

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


class LineScreen(Box[str]):
    """Type a few words; going back asks first where something was typed.

    Args:
        title: What is asked for.
        said: Words above the line.
        value: What was there before.
        typed: What was typed for it earlier and is kept nowhere yet; the line begins with it.
    """

    KEYS: ClassVar[tuple[Key, ...]] = LINE
    BINDINGS: ClassVar[list[BindingType]] = bindings(LINE)

    def __init__(
        self, title: str, said: str = "", value: str = "", typed: str | None = None
    ) -> None:
        super().__init__()
        self._title = title
        self._said = said
        self._value = value
        self._typed = typed

    def compose(self) -> ComposeResult:
        """Show title, words and a line, which grows with what is typed."""
        with Vertical(classes="box"):
            yield Static(shown(self._title), classes="title")
            yield Static(shown(self._said), classes="quiet")
            yield Notes(id="line")
            yield Static(shown(self.how_to("enter keeps it")), classes="quiet")

    def on_mount(self) -> None:
        """Begin with what was there."""
        line = self.query_one(Notes)
        line.show(self._value if self._typed is None else self._typed)
        self.set_focus(line)

    @on(Notes.Edited)
    def _edited(self, event: Notes.Edited) -> None:
        event.stop()

    def action_keep(self) -> None:
        """Keep what is typed."""
        self.dismiss(self.query_one(Notes).stored)

    def action_back(self) -> None:
        """Go back; what was typed is not thrown away without a word."""
        typed = self.query_one(Notes).stored
        if typed.strip() and typed != self._value:
            self.app.push_screen(unkept(cut(typed, 200)), self._answered)
        else:
            self.dismiss(None)

    def _answered(self, picked: str | None) -> None:
        if picked == "discard":
            self.dismiss(None)


def unkept(typed: str) -> PickScreen:
    """Ask what is to be done with words that are typed and not kept yet."""
    return PickScreen(
        "This is not kept yet",
        (Choice("on", "go on with it", "g"), Choice("discard", "throw it away", "t")),
        said=f"“{typed}”",
        by_key=True,
    )


class FindScreen(Box[str]):
    """Type part of something, and pick it from what is left."""

    KEYS: ClassVar[tuple[Key, ...]] = FIND
    BINDINGS: ClassVar[list[BindingType]] = bindings(FIND)

    def __init__(
        self,
        title: str,
        find: Callable[[str], Sequence[tuple[str, str]]],
        said: str = "a number, or part of its words",
        none: str = "No question has these words.",
    ) -> None:
        """Take what is looked for.

        Args:
            title: What is asked.
            find: Gives ids and labels by what is typed.
            said: In the empty line.
            none: What stands in the list where nothing is found.
        """
        super().__init__()
        self._title = title
        self._find = find
        self._said = said
        self._none = none
        self._ids: list[str] = []

    def compose(self) -> ComposeResult:
        """Show title, line and list."""
        with Vertical(classes="box"):
            yield Static(shown(self._title), classes="title")
            yield Input(placeholder=self._said)
            yield OptionList()
            yield Static(shown(self.how_to("enter goes there")), classes="quiet")

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
        nothing = [Option(shown(self._none), disabled=True)]
        found.set_options([Option(shown(label)) for _, label in pairs] or nothing)
        found.highlighted = 0 if pairs else None


class ReadScreen(Box[None]):
    """Read something, and go back."""

    KEYS: ClassVar[tuple[Key, ...]] = READ
    BINDINGS: ClassVar[list[BindingType]] = bindings(READ)

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
            yield Static(shown(self.how_to("arrows scroll")), classes="quiet")
