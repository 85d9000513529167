from __future__ import annotations

from themer.themes.identity import Continuation, continued


def test_an_old_theme_goes_on_in_the_group_that_holds_most_of_it() -> None:
    made = continued({"t1": "abcd", "t2": "efg"}, ["xefg", "abcy"])
    assert made == [
        Continuation("t1", 1, joined=("y",), left=("d",)),
        Continuation("t2", 0, joined=("x",), left=()),
    ]


def test_a_split_theme_keeps_its_name_in_one_part_only() -> None:
    made = continued({"t1": "abcde"}, ["abc", "de"])
    assert [entry.new for entry in made] == [0]


def test_of_two_merged_themes_the_larger_part_goes_on() -> None:
    made = continued({"t1": "ab", "t2": "cdef"}, ["abcdef"])
    assert [(entry.old, entry.new) for entry in made] == [("t1", None), ("t2", 0)]


def test_a_theme_that_scattered_or_left_is_dissolved() -> None:
    made = continued({"gone": "xyz", "spread": "abcdef"}, ["abpqrs", "cdtuvw", "efghij"])
    assert [entry.new for entry in made] == [None, None]
    assert made[0].left == ("x", "y", "z")


def test_segments_that_were_withdrawn_do_not_end_a_theme() -> None:
    assert continued({"t": "abcdefgh"}, ["abcz"])[0].new == 0


def test_no_groups_and_no_themes() -> None:
    assert continued({}, ["ab"]) == []
    assert continued({"t": "ab"}, [])[0].new is None
