from __future__ import annotations

import numpy as np

from themer.themes.naming import Name, names_of

PARKING = [
    "the car park is full by nine",
    "a car park for staff, none for readers",
    "our car park floods",
    "the car park again",
]
STAFF = [
    "a librarian who knows the readers",
    "the librarian has no time",
    "our librarian is leaving next yr",
    "librarians are gone by next yr",
]
OTHER = ["readers wait", "the readers are many", "some readers ask", "most readers go"]


def names(*groups: list[str]) -> list[Name]:
    texts = [text for group in groups for text in group]
    ends = np.cumsum([len(group) for group in groups]).tolist()
    places = [range(end - len(group), end) for group, end in zip(groups, ends, strict=True)]
    owners = [f"o{place % 4}" for place in range(len(texts))]
    return names_of(texts, [""] * len(texts), owners, places, np.ones(len(texts)))


def test_a_compound_is_preferred_to_its_parts() -> None:
    assert [name.text for name in names(PARKING, STAFF, OTHER)][:2] == ["car park", "librarian"]


def test_when_and_typed_shorthand_name_nothing() -> None:
    texts = [
        f"{start} mgr will say so next yr, in feb"
        for start in ("the", "our", "this", "a", "her", "his")
    ]
    for name in names(texts, PARKING):
        for way in (name.text, *name.words):
            assert not {"mgr", "yr", "next", "feb"} & set(way.split())


def test_what_everybody_says_does_not_tell_a_group() -> None:
    said = [[f"{text} for the readers" for text in group] for group in (PARKING, STAFF)]
    for name in names(*said):
        assert "readers" not in (name.text, *name.words)


def test_a_clipped_word_does_not_stand_for_the_whole_one() -> None:
    clipped = ["a stud came", "the stud left", "our stud sat", "this stud asked"]
    whole = [f"the student in room {letter}" for letter in "abcdefghijklmnop"]
    assert "stud" not in names(clipped, whole)[0].words


def test_no_two_groups_share_a_name() -> None:
    texts = [name.text for name in names(PARKING, PARKING, PARKING, STAFF)]
    assert len(set(texts)) == len(texts)
