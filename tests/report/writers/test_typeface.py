"""What the fonts of a PDF hold, and what is printed where they hold nothing."""

from __future__ import annotations

import pytest

from themer.report.writers.typeface import fonts_folder, lacks_signs, printable, signs_of_fonts

SCRIPTS = {
    "Latin": "Aéßœșţž",
    "Greek": "Αλφάβητος",
    "Cyrillic": "АБВгдёђї",
    "Hebrew": "אבג",
    "Arabic": "ابج",
    "signs": "“”‘’–—…•→≥½€£●◐○",
}


@pytest.mark.parametrize("script", SCRIPTS)
def test_scripts_that_the_fonts_hold_are_printed_as_they_are(script: str) -> None:
    assert printable(SCRIPTS[script]) == SCRIPTS[script]
    assert not lacks_signs(SCRIPTS[script])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("中", "[U+4E2D]"),
        ("👩", "[U+1F469 woman]"),
        ("\0", "[U+0000]"),
        ("\x7f", "[U+007F]"),
        ("\u202e", "[U+202E]"),
        ("\ue000", "[U+E000]"),
        ("\udcff", "[U+DCFF]"),
        ("a\tb", "a    b"),
        ("a\r\nb", "a\nb"),
    ],
)
def test_what_they_lack_is_named(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_the_signs_of_the_house_s_own_wording_are_all_there() -> None:
    assert {ord(sign) for sign in "0123456789%“”‘’·–—…−×≤≥→←●◐○✓"} <= signs_of_fonts()


def test_every_font_has_its_licence_beside_it() -> None:
    names = {path.stem.partition("-")[0] for path in fonts_folder().glob("*.ttf")}
    families = {name.removesuffix("Sans") for name in names}
    assert families == {"Liberation", "DejaVu"}
    for family in families:
        assert (fonts_folder() / f"LICENCE-{family}.txt").read_text("utf-8").count("\n") > 40
