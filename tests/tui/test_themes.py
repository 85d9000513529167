"""Both themes can be read: WCAG AA, 4.5 to 1, worked out from the colours as they are drawn."""

from __future__ import annotations

import pytest
from textual.app import App
from textual.color import Color

from themer.tui.program import DARK, LIGHT

AA = 4.5
PAIRS = [
    # text, its opacity, the ground, and where this is
    ("foreground", 1.0, "background", "everything"),
    ("foreground", 0.75, "background", "quiet words"),
    ("foreground", 0.80, "background", "guidance and place"),
    ("foreground", 0.75, "surface", "quiet words in a box"),
    ("foreground", 1.0, "surface", "boxes"),
    ("foreground", 1.0, "panel", "the line of keys"),
    ("auto", 0.87, "primary-darken-2", "the top line"),
    ("auto", 0.87, "error-darken-2", "the line that says NOT SAVED"),
    ("auto", 0.87, "warning", "off the record"),
    ("text-error", 1.0, "background", "a figure that does not fit"),
]


@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize(("text", "opacity", "ground", "where"), PAIRS)
def test_words_stand_out_from_their_ground(
    theme: str, text: str, opacity: float, ground: str, where: str
) -> None:
    known = App[None]().get_theme(theme)
    assert known is not None
    colours = known.to_color_system().generate()
    under = Color.parse(colours[ground])
    if text == "auto":
        over = under.get_contrast_text(opacity)
    else:
        over = Color.parse(colours[text]).multiply_alpha(opacity)
    drawn = under + over
    assert contrast(drawn, under) >= AA, where


def contrast(one: Color, other: Color) -> float:
    """Work out the ratio of WCAG 2.2 (W3C, 2023), for sRGB colours."""
    lighter, darker = sorted([luminance(one), luminance(other)], reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: Color) -> float:
    parts = [part / 255 for part in colour.rgb]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
