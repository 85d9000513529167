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


def test_a_hollow_noun_names_a_group_only_with_what_it_is_of() -> None:
    lack = [f"there is a lack of shelves {where}" for where in ("here", "upstairs", "at the back")]
    assert names([*lack, "the lack of shelves again"], STAFF, OTHER)[0].text == "lack of shelves"
    assert "lack" not in {word for name in names(lack, STAFF, OTHER) for word in name.words}


def test_one_persons_phrase_gives_way_to_one_of_several_people() -> None:
    queue = [f"the queue {where}" for where in ("outside", "again", "by noon", "indoors")] * 2
    two = [f"the queue and the barrier arm {where}" for where in ("outside", "again")]
    texts = [*queue, *two, *PARKING]
    owners = [f"o{place}" for place in range(len(texts))]
    found = names_of(texts, [""] * len(texts), owners, [range(10)], np.ones(len(texts)))
    assert found[0].text == "queue"


def test_a_group_with_no_thing_in_common_is_named_by_what_it_says_most() -> None:
    good = ["very good", "all good", "you were good", "good, truly"]
    assert names(good, PARKING, STAFF)[0].text == "good"


def test_no_theme_is_called_after_a_person() -> None:
    told = ["then Sarah came with the keys", "we asked Sarah for the keys", "it was Sarah, keys"]
    known = ["and Mrs Oduya has a shelf", "so Mrs Oduya said a shelf", "a shelf of Mrs Oduya"]
    few = ["a chat with Brannigan, a chair", "as Brannigan said, a chair", "some chair"]
    for name in names(told, known, few, PARKING, OTHER):
        said = " ".join((name.text, *name.words)).lower()
        assert not {"sarah", "oduya", "brannigan"} & set(said.split())


def test_what_ought_to_be_done_is_no_name() -> None:
    legal = ["legalise fishing now", "they should legalise fishing", "legalise fishing by night"]
    found = names(legal, PARKING, STAFF)[0]
    assert found.text == "fishing" and "legalise fishing" not in found.words


def test_the_same_words_in_another_order_are_the_same_name() -> None:
    one = ["the park wardens", "a park warden", "our park warden again", "any park warden"]
    two = ["the warden park", "a warden park", "our warden park again", "any warden park"]
    taken = [frozenset(name.text.replace("wardens", "warden").split()) for name in names(one, two)]
    assert len(set(taken)) == 2
