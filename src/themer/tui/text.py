"""The one door through which a string from a file or a person reaches a widget.

Textual takes a bare string for markup: an answer with ``[sic]`` loses it in silence, ``[/`` ends
the program, and ``escape()`` mends neither. Control characters and writing-direction overrides are
shown as signs instead of being sent to the terminal. Every sign is one character for one, so
places in the shown text are places in the stored one.
"""

from __future__ import annotations

import itertools
import textwrap

from rich.text import Text
from textual.content import Content

_SIGN = 0xFFFD
_SIGNS: dict[int, int] = {
    **{code: 0x2400 + code for code in range(0x20) if chr(code) not in "\n\t"},
    0x7F: 0x2421,
    **dict.fromkeys(range(0x80, 0xA0), _SIGN),
    0x2028: 0x2424,
    0x2029: 0x2424,
    # Writing-direction controls, and halves of characters, which no terminal can be sent.
    **dict.fromkeys(
        [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)], _SIGN
    ),
    **dict.fromkeys(range(0xD800, 0xE000), _SIGN),
}


def visible(text: str) -> str:
    """Give a text as it may be sent to a terminal, character for character."""
    return text.translate(_SIGNS)


def shown(text: str, style: str = "") -> Content:
    """Give a text for any widget that takes content."""
    return Content.styled(visible(text), style) if style else Content(visible(text))


def shown_in_table(text: str) -> Text:
    """Give a text for the widgets that still take rich's kind: DataTable and Tree."""
    return Text(visible(text))


def joined(*parts: Content | str) -> Content:
    """Put pieces one after the other."""
    return Content.assemble(*(shown(part) if isinstance(part, str) else part for part in parts))


def side_by_side(left: str, right: str, width: int) -> str:
    """Put two texts beside each other as lines of plain text."""
    half = (width - 3) // 2
    columns = [
        [part for line in text.split("\n") for part in textwrap.wrap(line, half) or [""]]
        for text in (left, right)
    ]
    pairs = itertools.zip_longest(*columns, fillvalue="")
    return "\n".join(f"{one:<{half}} │ {other}" for one, other in pairs)


def cut(text: str, width: int) -> str:
    """Shorten a text to one line of at most so many characters."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[: max(width - 1, 0)].rstrip() + "…"
