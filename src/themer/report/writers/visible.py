"""What cannot be printed is shown as a mark, at the writer only; the text in the file stays."""

from __future__ import annotations

import re

_BIDI = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
"""Controls that could make a document show words in another order than they are stored."""


def _named(code: int) -> str:
    return f"[U+{code:04X}]"


def _marks() -> dict[int, str]:
    marks = {code: chr(0x2400 + code) for code in range(0x20) if code not in (0x09, 0x0A)}
    marks[0x7F] = "\u2421"
    marks |= {code: _named(code) for code in range(0x80, 0xA0)}
    marks |= {code: _named(code) for code in _BIDI}
    marks |= dict.fromkeys((8232, 8233), "\n")
    return marks


_MARKS = _marks()
# A translation table for surrogates and all 66 noncharacters would cost more than one search.
_UNPRINTABLE = re.compile(
    "[\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + 0xFFFE) + chr(plane * 0x10000 + 0xFFFF) for plane in range(17))
    + "]"
)


def visible(text: str) -> str:
    """Show control characters, direction overrides and noncharacters as marks.

    NUL becomes ``␀``, U+FFFE becomes ``[U+FFFE]``. Tabs and newlines stay; a carriage return that
    belongs to a newline goes with it.
    """
    marked = text.replace("\r\n", "\n").replace("\r", "\n").translate(_MARKS)
    return _UNPRINTABLE.sub(lambda found: _named(ord(found[0])), marked)
