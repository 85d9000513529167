from __future__ import annotations

from rich.cells import cell_len

from themer.conversation.comparing import compare
from themer.model.interview import Answer, Passage
from themer.tui.widgets.two_columns import two_columns

HEADS = ("MINE", "THEIRS")


def lines(mine: Answer, theirs: Answer, width: int = 60) -> list[str]:
    return two_columns(HEADS, compare(None, mine, theirs), width).plain.split("\n")


def test_lines_that_differ_bear_a_sign_and_their_words_a_style() -> None:
    mine, theirs = Answer(noted="post only\nsince May"), Answer(noted="post alone\nsince May")
    drawn = lines(mine, theirs)
    assert next(line for line in drawn if "post only" in line).startswith("≠ post only")
    assert next(line for line in drawn if "since May" in line).startswith("  since May")
    content = two_columns(HEADS, compare(None, mine, theirs), 60)
    styled = [content.plain[s.start : s.end] for s in content.spans if s.style == "bold underline"]
    assert styled == ["only", "alone"]


def test_a_text_that_only_one_copy_has_is_marked_too() -> None:
    drawn = lines(Answer(noted="one"), Answer(noted="one\ntwo"))
    assert any(line.startswith("≠") and line.endswith("│ two") for line in drawn)


def test_wide_characters_long_words_markup_and_escapes_stay_in_their_column() -> None:
    mine = Answer(noted="[b]図書館\x1b[31m " + "図" * 40 + " x" * 30, restricted=(Passage(0, 3),))
    drawn = lines(mine, Answer(noted="[/]"))
    assert "[b]" in "".join(drawn)
    assert "\x1b" not in "".join(drawn)
    places = {cell_len(line.split("│")[0]) for line in drawn if "│" in line}
    assert len(places) == 1
    assert max(cell_len(line) for line in drawn) <= 60


def test_what_is_restricted_is_shown_as_such() -> None:
    drawn = lines(Answer(noted="Ann is ill", restricted=(Passage(0, 3),)), Answer(noted="Ann"))
    place = next(i for i, line in enumerate(drawn) if "Restricted" in line)
    assert "“Ann”" in drawn[place + 1]
