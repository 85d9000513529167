"""What F1 shows: the screen's keys, then those where the cursor is, then those of all.

It is made from the bindings that are in force, so a key that a screen takes from a box is listed
with the screen, and a person's own keys stand in the place of the standard ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from textual.binding import Binding
from textual.screen import Screen
from textual.widget import Widget

from themer.tui.key import key_name
from themer.tui.sendable import bytes_of

_WIDTH = 18
_TOGETHER = {
    "desk.choose-": "Set the fact to that choice, wherever the cursor is",
    "coding.number-": "Give that code of the list, or take it back",
}
"""Actions that differ by a digit are one line of the help."""

PLAIN_WORDS: Mapping[str, str] = {
    "cursor_up": "a row up",
    "cursor_down": "a row down",
    "cursor_left": "a character to the left",
    "cursor_right": "a character to the right",
    "cursor_word_left": "a word to the left",
    "cursor_word_right": "a word to the right",
    "cursor_left_word": "a word to the left",
    "cursor_right_word": "a word to the right",
    "cursor_line_start": "to the start of the line",
    "cursor_line_end": "to the end of the line",
    "cursor_page_up": "a page up",
    "cursor_page_down": "a page down",
    "cursor_up(True)": "select a row up",
    "cursor_down(True)": "select a row down",
    "cursor_left(True)": "select a character to the left",
    "cursor_right(True)": "select a character to the right",
    "cursor_word_left(True)": "select a word to the left",
    "cursor_word_right(True)": "select a word to the right",
    "cursor_left_word(True)": "select a word to the left",
    "cursor_right_word(True)": "select a word to the right",
    "cursor_line_start(True)": "select to the start of the line",
    "cursor_line_end(True)": "select to the end of the line",
    "home": "to the start of the line",
    "end": "to the end of the line",
    "home(True)": "select to the start of the line",
    "end(True)": "select to the end of the line",
    "select_line": "select the line",
    "select_all": "select everything",
    "delete_left": "delete the character before",
    "delete_right": "delete the character after",
    "delete_word_left": "delete the word before",
    "delete_word_right": "delete the word after",
    "delete_left_word": "delete the word before",
    "delete_right_word": "delete the word after",
    "delete_left_all": "delete to the start of the line",
    "delete_right_all": "delete to the end of the line",
    "delete_to_start_of_line": "delete to the start of the line",
    "delete_to_end_of_line_or_delete_line": "delete to the end of the line",
    "delete_line": "delete the line",
    "cut": "cut the selection, to put it elsewhere in themer",
    "copy": "copy the selection",
    "paste": "put in what was cut or copied in themer",
    "undo": "take back the last change here",
    "redo": "make it again",
    "submit": "take it, and go on",
    "select": "take the highlighted one",
    "select_cursor": "take the highlighted one",
    "first": "to the first",
    "last": "to the last",
    "page_up": "a page up",
    "page_down": "a page down",
    "page_left": "a page to the left",
    "page_right": "a page to the right",
    "scroll_up": "scroll up",
    "scroll_down": "scroll down",
    "scroll_left": "scroll to the left",
    "scroll_right": "scroll to the right",
    "scroll_home": "to the top",
    "scroll_end": "to the end",
    "scroll_top": "to the top",
    "scroll_bottom": "to the end",
    "app.focus_next": "to the next part of the screen",
    "app.focus_previous": "to the part before",
    "screen.copy_text": "copy what is selected",
}
"""What Textual's own bindings do, in plain words."""

_MOST = 10
_FIRST = (
    *("cursor_left(True)", "cursor_right(True)", "cursor_word_left", "cursor_word_right"),
    *("cursor_line_start", "cursor_line_end", "undo", "cut", "copy", "paste"),
)
"""What somebody who listens needs to know of a box of text, by the names of its actions."""
_FOLDED = "… and what moves, selects and deletes in any box of text"
_ARROWS = {"up": "↑", "down": "↓", "left": "←", "right": "→"}


def help_text(screen: Screen[Any]) -> str:
    """Write the keys that work on a screen as it is now, its own first.

    Of those where the cursor is, what everybody knows of a box of text is folded away.
    """
    here: dict[str, list[str]] = {}
    of_screen: dict[str, list[str]] = {}
    everywhere: dict[str, list[str]] = {}
    for key, active in screen.active_bindings.items():
        if active.enabled and bytes_of(key) is not None:
            of_focus = isinstance(active.node, Widget) and not isinstance(active.node, Screen)
            # Textual binds tab on every screen; what is in the table of keys comes first.
            of_all = active.node is screen.app or active.binding.id is None
            group = here if of_focus else everywhere if of_all else of_screen
            group.setdefault(_words(active.binding), []).append(_written(key))
    focused = screen.focused
    said = (*_said_by(focused), *_essential(here))
    parts = [
        _part("ON THIS SCREEN", (*_said_by(screen), *_lines(of_screen))),
        _part(_title(focused), said),
        _part("EVERYWHERE", _lines(everywhere)),
    ]
    return "\n\n".join(part for part in parts if part)


def _essential(here: Mapping[str, list[str]]) -> Iterable[tuple[str, str]]:
    """Give the keys of the part in focus: all where they are few, else the ten that matter most."""
    if len(here) <= _MOST:
        return _lines(here)
    rank = {PLAIN_WORDS[action]: place for place, action in enumerate(_FIRST)}
    kept = sorted(here, key=lambda words: rank.get(words, len(rank)))[:_MOST]
    return (*_lines({words: here[words] for words in kept}), ("", _FOLDED))


def _words(binding: Binding) -> str:
    for begun, words in _TOGETHER.items():
        if binding.id and binding.id.startswith(begun):
            return words
    plain = PLAIN_WORDS.get(binding.action.replace(" ", ""))
    return binding.tooltip or plain or binding.description


def _title(focused: Widget | None) -> str:
    named = getattr(focused, "HELP_NAME", None)
    return f"WHERE THE CURSOR IS: {named}" if named else "WHERE THE CURSOR IS"


def _said_by(node: object) -> tuple[tuple[str, str], ...]:
    """Give the keys that a widget or screen takes itself: pairs of keys and words."""
    said: tuple[tuple[str, str], ...] = getattr(node, "HELP_KEYS", ())
    return said


def _lines(group: Mapping[str, list[str]]) -> Iterable[tuple[str, str]]:
    for words, keys in group.items():
        if len(keys) > 4:
            yield f"{keys[0]} … {keys[-1]}", words
        else:
            yield " ".join(keys), words


def _part(title: str, lines: Iterable[tuple[str, str]]) -> str:
    written = [f"{keys:<{_WIDTH}} {words}" for keys, words in lines]
    return "\n".join([title, *written]) if written else ""


def _written(key: str) -> str:
    modifier, _, base = key.rpartition("+")
    if base in _ARROWS:
        return f"{modifier}+{_ARROWS[base]}" if modifier else _ARROWS[base]
    return key_name(key)
