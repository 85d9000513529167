from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from themer.tui.text import cut, joined, shown, shown_in_table, visible

HOSTILE = "[sic] [/] [bold]x[/bold] $foo \x1b[31mred\x07 \u202egnol \x9b2J \ud800"


@given(st.text())
def test_every_character_stays_one_character(text: str) -> None:
    assert len(visible(text)) == len(text)
    assert len(shown(text).plain) == len(text)


def test_nothing_is_taken_for_markup() -> None:
    assert "[sic] [/] [bold]x[/bold]" in shown(HOSTILE).plain
    assert "[sic] [/] [bold]x[/bold]" in shown_in_table(HOSTILE).plain
    assert joined("[a]", shown("[b]", "bold")).plain == "[a][b]"


def test_what_a_terminal_would_obey_is_shown_as_a_sign() -> None:
    said = visible(HOSTILE)
    assert not any(sign in said for sign in "\x1b\x07\u202e\x9b\ud800")
    assert "␛[31mred␇" in said
    said.encode()


def test_line_ends_and_tabs_stay() -> None:
    assert visible("a\n\tb") == "a\n\tb"


def test_cutting_makes_one_line() -> None:
    assert cut("one\ntwo  three", 20) == "one two three"
    assert cut("one two three", 8) == "one two…"
    assert cut("one", 3) == "one"
