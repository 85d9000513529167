"""Which signs the fonts of a PDF have, and what stands for those that they lack.

A PDF carries its fonts, and none holds every script. A sign that is in neither of the house's
fonts is printed as its number and name in square brackets, so that nothing is lost in silence.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from themer.report.writers.visible import visible

FONTS: Final = ("LiberationSans-Regular.ttf", "DejaVuSans.ttf")
"""The fonts that words are set in: the second for what the first lacks."""
_PLAIN = re.compile("[\\n -~\u00a0-\u00ac\u00ae-\u017f‐–—‘’“”•…]*")
"""Signs that every font of the house has; most text is of no others."""
_PRIVATE: Final = (0xE000, 0xF8FF)
_NAMELESS = re.compile("CJK |HANGUL SYLLABLE|TANGUT|NUSHU|EGYPTIAN|ANATOLIAN|KHITAN")
_CONTROL_PICTURES: Final = range(0x2400, 0x2420)


def printable(text: str) -> str:
    """Give text as the house's fonts can print it.

    Control characters are shown as in every format; a sign that the fonts lack becomes
    ``[U+1F600 grinning face]``, a tab four spaces.
    """
    shown = visible(text).replace("\t", "    ")
    if _PLAIN.fullmatch(shown):
        return shown
    known = signs_of_fonts()
    return "".join(one if ord(one) in known else _named(one) for one in shown)


def lacks_signs(text: str) -> bool:
    """Say whether some sign of a text is in none of the fonts."""
    shown = visible(text).replace("\t", "    ")
    return not _PLAIN.fullmatch(shown) and any(ord(one) not in signs_of_fonts() for one in shown)


def _named(sign: str) -> str:
    code = ord(sign)
    if code in _CONTROL_PICTURES:
        return f"[U+{code - 0x2400:04X}]"
    if code == 0x2421:
        return "[U+007F]"
    name = unicodedata.name(sign, "")
    if not name or _NAMELESS.match(name):
        return f"[U+{code:04X}]"
    return f"[U+{code:04X} {name.lower()}]"


def fonts_folder() -> Path:
    """Give the folder with the house's fonts."""
    return Path(str(files("themer.report.house").joinpath("fonts")))


@cache
def signs_of_fonts() -> frozenset[int]:
    """List the code points that the fonts hold, newline among them.

    Private code points are left out: they mean nothing to a program that reads the PDF aloud.
    """
    found = {ord("\n")}
    for name in FONTS:
        found.update(_code_points((fonts_folder() / name).read_bytes()))
    return frozenset(code for code in found if not _PRIVATE[0] <= code <= _PRIVATE[1])


def _code_points(font: bytes) -> Iterator[int]:
    """Read the table that maps characters to glyphs (OpenType, ``cmap``, formats 4 and 12)."""
    (tables,) = struct.unpack_from(">H", font, 4)
    for at in range(tables):
        tag, _, start, _ = struct.unpack_from(">4sIII", font, 12 + 16 * at)
        if tag != b"cmap":
            continue
        (many,) = struct.unpack_from(">H", font, start + 2)
        for part in range(many):
            platform, _, offset = struct.unpack_from(">HHI", font, start + 4 + 8 * part)
            (form,) = struct.unpack_from(">H", font, start + offset)
            if platform in (0, 3) and form == 4:
                yield from _format_4(font, start + offset)
            elif platform in (0, 3) and form == 12:
                yield from _format_12(font, start + offset)


def _format_4(font: bytes, at: int) -> Iterator[int]:
    segments = struct.unpack_from(">H", font, at + 6)[0] // 2
    ends = struct.unpack_from(f">{segments}H", font, at + 14)
    starts = struct.unpack_from(f">{segments}H", font, at + 16 + 2 * segments)
    deltas = struct.unpack_from(f">{segments}H", font, at + 16 + 4 * segments)
    place = at + 16 + 6 * segments
    offsets = struct.unpack_from(f">{segments}H", font, place)
    for segment, (first, last) in enumerate(zip(starts, ends, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            if offsets[segment]:
                index = place + 2 * segment + offsets[segment] + 2 * (code - first)
                (glyph,) = struct.unpack_from(">H", font, index)
            else:
                glyph = (code + deltas[segment]) & 0xFFFF
            if glyph:
                yield code


def _format_12(font: bytes, at: int) -> Iterator[int]:
    (groups,) = struct.unpack_from(">I", font, at + 12)
    for group in range(groups):
        first, last, _ = struct.unpack_from(">III", font, at + 16 + 12 * group)
        yield from range(first, last + 1)
