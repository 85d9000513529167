"""What a key is: its action, its words, and the binding that Textual makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from textual.binding import Binding, BindingType


@dataclass(frozen=True, slots=True)
class Key:
    """One action and its keys."""

    id: str
    """For keymaps, such as ``desk.next``; the action's name is what stands after the dot."""
    keys: str
    """As Textual writes them, the one that is shown first."""
    label: str
    """One word, for the footer."""
    tooltip: str
    """What it does, for help and palette."""
    footer: bool = False
    does: str = ""
    """The action as Textual writes it, where it is not the name after the dot."""

    @property
    def action(self) -> str:
        """The action of the screen."""
        return self.does or self.id.split(".", 1)[1].replace("-", "_")

    @property
    def names(self) -> tuple[str, ...]:
        """The keys as people write them."""
        return tuple(key_name(key) for key in self.keys.split(","))


def key_name(key: str) -> str:
    """Write a key as people do: ``F2``, ``^o``, ``alt+c``."""
    if key.startswith("f") and key[1:].isdigit():
        return key.upper()
    if key.startswith("ctrl+"):
        return key.replace("ctrl+", "^")
    return _SIGN_KEYS.get(key, key)


_SIGN_KEYS = {
    "question_mark": "?",
    "percent_sign": "%",
    "plus": "+",
    "minus": "-",
    "slash": "/",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
}
"""Textual's names of keys that people know by their sign."""


def second_place(screen: str) -> Key:
    """Give the key of a screen that writes a conversation into another folder as well."""
    said = "Write everything into another folder as well"
    return Key(f"{screen}.second-place", "alt+w", "copy", said)


def undo_and_redo(screen: str) -> tuple[Key, Key]:
    """Give the keys of a screen that take the last step back, and make it again."""
    return (
        Key(f"{screen}.undo", "u", "undo", "Take the last step back", footer=True),
        Key(f"{screen}.redo", "U,ctrl+r", "redo", "Make the step again that was taken back"),
    )


def back(screen: str, said: str, label: str = "back", keys: str = "escape,f3,b") -> Key:
    """Give the key that leads back from a screen, or leaves where nothing lies behind it.

    Args:
        screen: The group of keys.
        said: Where it leads, and what is saved.
        label: One word, for the footer.
        keys: Where the letter is taken, those that are left.
    """
    return Key(f"{screen}.back", keys, label, said, footer=True)


BOX = (Key("box.back", "escape,f3", "back", "Go back; nothing is decided"),)
"""The keys of every box over a screen."""


def bindings(group: tuple[Key, ...], *, first: bool = True) -> list[BindingType]:
    """Make Textual's bindings of a group.

    Args:
        group: One of the tuples above.
        first: Whether they come before those of the widget in focus.
    """
    return [
        Binding(
            key.keys,
            key.action,
            key.label,
            tooltip=key.tooltip,
            id=key.id,
            show=key.footer,
            priority=first,
        )
        for key in group
    ]


NONE: Mapping[str, str] = {}


def as_set(group: tuple[Key, ...], own: Mapping[str, str]) -> tuple[Key, ...]:
    """Give a group with a person's own keys in the place of the standard ones.

    Args:
        group: One of the tuples above.
        own: Keys by the id of their action, as Textual writes them.
    """
    return tuple(replace(key, keys=own.get(key.id, key.keys)) for key in group)


def own_keys(app: object) -> Mapping[str, str]:
    """Give the keys that the person at an app has set, by action; none in a bare app."""
    own: Mapping[str, str] = getattr(app, "own_keys", NONE)
    return own
