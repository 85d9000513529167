"""Colours of a Word document: its theme, tints and shades, and how well they can be read."""

from __future__ import annotations

from typing import Any, Final

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SLOTS: Final = {
    "dark1": "dk1", "text1": "dk1", "light1": "lt1", "background1": "lt1", "dark2": "dk2",
    "text2": "dk2", "light2": "lt2", "background2": "lt2", "hyperlink": "hlink",
    "followedHyperlink": "folHlink",
}  # fmt: skip
"""What a style calls a colour, and what the theme calls it, where they differ."""


def theme_colours(theme: Any | None) -> dict[str, str]:
    """Read the colours of a theme: ``accent1`` and the like → six hexadecimal digits."""
    if theme is None:
        return {}
    scheme = theme.find(f"{_A}themeElements/{_A}clrScheme")
    found = {}
    for slot in scheme if scheme is not None else ():
        for colour in slot:
            value = colour.get("lastClr") or colour.get("val") or ""
            if _is_hex(value):
                found[str(slot.tag).rpartition("}")[2]] = value.upper()
    return found


def colour_of(element: Any | None, theme: dict[str, str]) -> str | None:
    """Resolve a ``w:color`` to six hexadecimal digits; None where it is automatic or unknown."""
    if element is None:
        return None
    name = element.get(f"{_W}themeColor")
    value = theme.get(_SLOTS.get(name, name)) if name else None
    if value is None:
        value = element.get(f"{_W}val", "")
        return value.upper() if _is_hex(value) else None
    tint, shade = element.get(f"{_W}themeTint"), element.get(f"{_W}themeShade")
    if tint and _is_hex(tint, 2):
        value = mixed(value, "FFFFFF", int(tint, 16) / 255)
    if shade and _is_hex(shade, 2):
        value = mixed(value, "000000", int(shade, 16) / 255)
    return value


def mixed(colour: str, other: str, part: float) -> str:
    """Mix two colours; ``part`` from 0 to 1 is how much there is of the first."""
    pairs = ((int(colour[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (0, 2, 4))
    return "".join(f"{round(part * one + (1 - part) * two):02X}" for one, two in pairs)


def contrast_with_white(colour: str) -> float:
    """Give the contrast with a white page, from 1 to 21, as WCAG 2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


def _is_hex(value: str, length: int = 6) -> bool:
    return len(value) == length and all(digit in "0123456789abcdefABCDEF" for digit in value)
