"""The one door through which a string from a file or a person reaches a widget.

Textual takes a bare string for markup: an answer with ``[sic]`` loses it in silence, ``[/`` ends
the program, and ``escape()`` mends neither. Control characters and writing-direction overrides are
shown as signs instead of being sent to the terminal. Every sign is one character for one, so
places in the shown text are places in the stored one.
"""

from __future__ import annotations

from rich.cells import cell_len, chop_cells
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
_ONE_LINE = {0x09: 0x2409, 0x0A: 0x240A}
_MOST_CUT = 200
"""Characters that are looked at beyond the width: of zero-width signs there may be many."""


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


def pasted_text(text: str) -> str:
    """Give what was pasted with the line ends that are stored; nothing else of it is changed."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def on_one_line(text: str) -> str:
    """Give a text as it is shown in a single line: a sign for each line end and tab."""
    return visible(text).translate(_ONE_LINE)


def padded(text: str, width: int) -> str:
    """Fill a text up with spaces to so many cells."""
    return text + " " * max(width - cell_len(text), 0)


def cut(text: str, width: int) -> str:
    """Shorten a text to one line of at most so many cells of the terminal."""
    # A long text is not looked at beyond what could ever be shown of it.
    line = " ".join(text[: _MOST_CUT + width * 8].split())
    if cell_len(line) <= width:
        return line
    room = max(width - 1, 0)
    piece = chop_cells(line, room)[0] if room else ""
    return (piece.rstrip() if cell_len(piece) <= room else "") + "…"[:width]
