"""A group is known by its passages, whatever its number in a run."""

from __future__ import annotations

import datetime as dt

from themer.model.recognising import Held, Holders, Span, decided_groups, recognised, reference_of
from themer.model.theme import (
    CandidateTheme,
    CandidateThemes,
    MadeBy,
    Relation,
    Theme,
    ThemeChange,
    ThemePassage,
)

AT = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)


def spans(*units: str) -> list[Span]:
    return [(f"{unit}-1", "q", 0, 10) for unit in units]


def theme(name: str, *units: str, sources: tuple[str, ...] = ()) -> Theme:
    members = tuple(ThemePassage(f"{unit}-1", "q", 5, 20, "words of it") for unit in units)
    history = (ThemeChange(AT, "anna", "named", sources),)
    return Theme(name, "named", name, members=members, history=history)


def candidates(*ids: str) -> CandidateThemes:
    made = tuple(CandidateTheme(one, one, (), 0, 0, Relation("beyond"), (), ()) for one in ids)
    made_by = MadeBy("themer", "0", "none", "0000")
    return CandidateThemes("themer/candidate-themes/1", made_by, "c0dec0dec0de", made)


def test_a_passage_is_held_where_any_of_its_words_are() -> None:
    held = Held([("a-1", "q", 5, 20)])
    assert ("a-1", "q", 0, 6) in held
    assert ("a-1", "q", 0, 5) not in held
    assert ("a-1", "other", 0, 6) not in held
    assert Holders([theme("t", "a")]).of(("a-1", "q", 19, 30)) == {"t"}


def test_a_group_is_the_theme_s_from_half_of_its_passages_on() -> None:
    one = theme("t", "a", "b")
    groups = [spans("a", "b", "c", "d"), spans("a", "c", "d"), spans("e")]
    assert recognised([one], groups) == ["t", None, None]
    assert recognised([one], [[]]) == [None]


def test_of_two_themes_the_one_with_more_of_it_is_meant() -> None:
    first, second = theme("first", "a"), theme("second", "a", "b")
    assert recognised([first, second], [spans("a", "b")]) == ["second"]


def test_the_number_counts_in_its_own_run_and_bare_only_where_nothing_else_is_known() -> None:
    found = candidates("c01", "c02", "c03")
    assert reference_of(found, found.themes[0]) == "c01@c0dec0de"
    themes = (
        theme("by-number", "z", sources=("c01@c0dec0de",)),
        theme("other-run", "z", sources=("c02@beefbeef",)),
        theme("bare", sources=("c03",)),
        theme("bare-with-passages", "z", sources=("c02",)),
    )
    groups = [spans("a"), spans("b"), spans("c")]
    assert decided_groups(themes, found, groups) == {"c01": "by-number", "c03": "bare"}
