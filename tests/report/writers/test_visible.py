"""What cannot be printed is shown, and nothing else is changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from themer.report.writers.visible import visible


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("a\0b", "a␀b"),
        ("\x1b[31m", "␛[31m"),
        ("\x7f", "␡"),
        ("\x85", "[U+0085]"),
        ("\ufffe\uffff", "[U+FFFE][U+FFFF]"),
        ("\U0001fffe", "[U+1FFFE]"),
        ("\ud800", "[U+D800]"),
        ("\u202eabc", "[U+202E]abc"),
        ("a\r\nb\rc", "a\nb\nc"),
    ],
)
def test_marks(stored: str, shown: str) -> None:
    assert visible(stored) == shown


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cn", "Zl", "Zp"])))
def test_printable_text_is_untouched(text: str) -> None:
    assert visible(text) == text


@given(st.text(st.characters()))
def test_what_comes_out_is_valid_xml_text(text: str) -> None:
    for letter in visible(text):
        code = ord(letter)
        assert (
            letter in "\t\n"
            or 0x20 <= code <= 0xD7FF
            or 0xE000 <= code <= 0xFFFD
            or (code >= 0x10000)
        )
