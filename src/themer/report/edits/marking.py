"""Author text with a mark in the place of each word, so that rendered words tell where they stand.

Each word of the Markdown becomes one private-use character, which Markdown treats as it treats a
letter; each ``{{ … }}`` gets one before it and one behind it. What renders without a mark was
computed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

_FIRST, _LAST = 0xF0000, 0x10FFFD
MARKS = re.compile(f"[{chr(_FIRST)}-{chr(_LAST)}]")
"""The characters that marks are made of; U+FFFE and U+FFFF of a plane are left out."""

_STRINGS = r"(?:'[^']*'|\"[^\"]*\"|(?!{end}).)*?"
_LIVE = r"\{\{" + _STRINGS.format(end=r"\}\}") + r"\}\}"
_CONTROL = r"\{%" + _STRINGS.format(end=r"%\}") + r"%\}"
_RAW = r"\{%-?\s*raw\s*-?%\}.*?\{%-?\s*endraw\s*-?%\}"
_COMMENT = r"\{##.*?##\}"
JINJA = re.compile(
    f"(?P<raw>{_RAW})|(?P<comment>{_COMMENT})|(?P<live>{_LIVE})|(?P<control>{_CONTROL})", re.DOTALL
)
"""Everything in a template that is not printed as it stands."""

_LEFT_ALONE = re.compile(
    r"\\."  # an escaped sign
    r"|&(?:#[xX]?[0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);"  # an entity
    r"|\{#[A-Za-z][A-Za-z0-9_-]*\}"  # the name of a heading
    r"|\]\([^()\n]*\)"  # where a link leads
    r"|(?m:^[ \t]*\d+[.)](?=\s))"  # the number of an item
    r"|(?P<word>[^\W_]+)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of the source that renders as one whole."""

    kind: Literal["word", "opening", "closing"]
    """A word, or the beginning or the end of what ``{{ … }}`` prints."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A source with marks, and what each stands for."""

    text: str
    places: dict[str, Place]


def mark(source: str) -> MarkedText | None:
    """Put marks into an author's text; None where it holds such characters, or too many words."""
    if MARKS.search(source):
        return None
    marks = _free_marks()
    places: dict[str, Place] = {}
    parts: list[str] = []

    def put(kind: Literal["word", "opening", "closing"], start: int, end: int) -> None:
        """Write the next mark, and keep what it stands for."""
        sign = next(marks)
        places[sign] = Place(kind, start, end)
        parts.append(sign)

    try:
        end = 0
        for found in JINJA.finditer(source):
            for piece in _pieces(source, end, found.start()):
                if piece[2]:
                    put("word", piece[0], piece[1])
                else:
                    parts.append(source[piece[0] : piece[1]])
            end = found.end()
            if found.lastgroup == "live":
                put("opening", found.start(), end)
                parts.append(found[0])
                put("closing", found.start(), end)
            else:
                parts.append(found[0])
        for piece in _pieces(source, end, len(source)):
            if piece[2]:
                put("word", piece[0], piece[1])
            else:
                parts.append(source[piece[0] : piece[1]])
    except StopIteration:
        return None
    return MarkedText("".join(parts), places)


def _pieces(source: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Give the words of a stretch, and what stands between them."""
    for found in _LEFT_ALONE.finditer(source, start, end):
        if found["word"]:
            if start < found.start():
                yield start, found.start(), False
            yield found.start(), found.end(), True
            start = found.end()
    if start < end:
        yield start, end, False


def _free_marks() -> Iterator[str]:
    return (chr(code) for code in range(_FIRST, _LAST + 1) if code & 0xFFFF < 0xFFFE)
