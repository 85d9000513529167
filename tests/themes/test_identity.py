from __future__ import annotations

import itertools

from themer.language import load_encoder
from themer.themes.grouping import TextForGrouping, group
from themer.themes.identity import Continuation, continued

encode = load_encoder().encode
THINGS = (
    "car park,parking space,road outside,parking ticket",
    "new novel,large print book,crime story,picture book",
    "printer,scanner,photocopier,ink cartridge",
    "coffee machine,tea,biscuits,vending machine",
)
MANY = [
    TextForGrouping(f"{topic}-{n}", f"It is about the {a} and the {b}", f"conversation {n % 12}")
    for topic, listed in enumerate(THINGS)
    for n, (a, b) in enumerate(itertools.permutations(listed.split(","), 2))
]


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


def test_candidates_of_a_study_are_known_again_after_another_conversation() -> None:
    """Of eleven conversations, then of a twelfth: most groups go on, and it says what came."""
    eleven = [text for text in MANY if text.owner != "conversation 11"]
    before, after = (
        group(texts, encode([text.text for text in texts]), resamples=0) for texts in (eleven, MANY)
    )
    old = {t.name: [eleven[m].key for m in t.members] for t in before.themes}
    new = [[MANY[m].key for m in t.members] for t in after.themes]
    made = continued(old, new)
    went_on = [one for one in made if one.new is not None]
    assert len(went_on) >= 0.6 * len(old)
    came = {key for one in went_on for key in one.joined}
    assert came & {text.key for text in MANY if text.owner == "conversation 11"}
