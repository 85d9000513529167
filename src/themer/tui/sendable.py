"""Which keys a terminal can send, and the bytes in which it sends them.

xterm and what follows it (which is nearly everything) write a key as a control character, as an
escape sequence, or as itself; ``invisible-island.net/xterm/ctlseqs`` has the sequences. A key with
no bytes of its own never arrives: ctrl+h, ctrl+i, ctrl+j and ctrl+m are backspace, tab, line feed
and enter, ctrl and shift with a letter is the same byte as ctrl with it, ctrl and a digit none.
``tests/tui/test_sendable.py`` feeds each through Textual's parser, and through a real tmux.
"""

from __future__ import annotations

import string

from textual.keys import REPLACED_KEYS, _character_to_key, key_to_character

_NAMED = {
    "enter": "\r",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "escape": "\x1b",
    "space": " ",
    "backspace": "\x7f",
}
_F_KEYS = ("OP", "OQ", "OR", "OS", *(f"[{n}~" for n in (15, 17, 18, 19, 20, 21, 23, 24)))
_LETTERED = {"up": "A", "down": "B", "right": "C", "left": "D", "end": "F", "home": "H"}
_NUMBERED = {"insert": 2, "delete": 3, "pageup": 5, "pagedown": 6}
_MODIFIERS = {"": 1, "shift": 2, "alt": 3, "ctrl": 5, "ctrl+shift": 6}
_TAKEN_CTRL = "hijm"


def bytes_of(key: str) -> str | None:
    """Give what a terminal sends for a key, or None where it cannot send it.

    Args:
        key: As Textual names it, such as ``ctrl+n``, ``alt+c``, ``f4``, ``question_mark``.
    """
    if key in _NAMED:
        return _NAMED[key]
    if key.startswith("f") and key[1:].isdecimal():
        number = int(key[1:])
        return f"\x1b{_F_KEYS[number - 1]}" if 1 <= number <= len(_F_KEYS) else None
    modifier, _, base = key.rpartition("+")
    if base in _LETTERED or base in _NUMBERED:
        return _moving(base, _MODIFIERS.get(modifier))
    if modifier == "ctrl" and len(base) == 1 and base in string.ascii_lowercase:
        return None if base in _TAKEN_CTRL else chr(ord(base) & 0x1F)
    if modifier == "alt" and len(base) == 1 and base in string.ascii_lowercase + string.digits:
        return f"\x1b{base}"
    return sign_of(key) if not modifier else None


def sign_of(key: str) -> str | None:
    """Give the letter, digit or sign that a key writes; None where it writes none."""
    character = key if len(key) == 1 else key_to_character(REPLACED_KEYS.get(key, key))
    return character if character and len(character) == 1 and character.isprintable() else None


def _moving(base: str, modifier: int | None) -> str | None:
    if modifier is None:
        return None
    if base in _LETTERED:
        return f"\x1b[1;{modifier}{_LETTERED[base]}" if modifier > 1 else f"\x1b[{_LETTERED[base]}"
    number = _NUMBERED[base]
    return f"\x1b[{number};{modifier}~" if modifier > 1 else f"\x1b[{number}~"


def as_textual_name(written: str) -> str:
    """Give Textual's name of a key as a person wrote it: ``F4``, ``^n``, ``Ctrl+N``, ``?``."""
    written = written.strip()
    if len(written) == 1:
        return _character_to_key(written)
    if written.startswith("^") and len(written) == 2:
        written = f"ctrl+{written[1:]}"
    return written.lower()
