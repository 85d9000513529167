from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from themer.language import sentences


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\t ", []),
        ("no full stop", ["no full stop"]),
        ("We try. They leave!  Why?", ["We try.", "They leave!", "Why?"]),
        ("no lead\nworkload bad\n\nasked twice", ["no lead", "workload bad", "asked twice"]),
        ("- rota\n• cover\n2) money", ["rota", "cover", "money"]),
        ("We ask, e.g. the rota. It fails.", ["We ask, e.g. the rota.", "It fails."]),
        ("Good... Really 🙂 good. Yes", ["Good... Really 🙂 good.", "Yes"]),
    ],
)
def test_sentences_are_found_as_people_type_them(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "a freeze on everything incl. milk",
        "All of it excl. 3 posts",
        "about approx. 40 of them, the mgr. says, dept. by dept. in the spring",
        "vans, bikes etc. and a boat",
        "the form no. 12 and Nos. 4 to 6",
        "cars vs. bikes, eg. on the hill, i.e. seldom",
    ],
)
def test_an_abbreviation_ends_no_sentence_that_goes_on(text: str) -> None:
    assert found(text) == [text]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("no. each does it its own way", ["no.", "each does it its own way"]),
        ("We have vans, bikes etc. Nobody comes.", ["We have vans, bikes etc.", "Nobody comes."]),
        ("a freeze incl.\nmilk", ["a freeze incl.", "milk"]),
        ("he was a tie. then he left", ["he was a tie.", "then he left"]),
        ("They paid incl. milk. Then they left.", ["They paid incl. milk.", "Then they left."]),
    ],
)
def test_a_sentence_that_ends_there_still_does(text: str, pieces: list[str]) -> None:
    assert found(text) == pieces


def test_offsets_count_code_points_not_bytes() -> None:
    text = "🙂 café. Fin."
    assert sentences(text) == ((0, 7), (8, 12))
    assert text[8:12] == "Fin."


@given(st.text(alphabet=st.sampled_from("ab .!?\n\r-🙂é…\u2028\"'"), max_size=60))
def test_no_word_is_lost_and_no_two_sentences_overlap(text: str) -> None:
    spans = sentences(text)
    assert all(a < b for a, b in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    kept = {place for start, end in spans for place in range(start, end)}
    assert all(place in kept for place, char in enumerate(text) if char.isalnum())


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ('It was hard. "Imposter" was the word.', ["It was hard.", '"Imposter" was the word.']),
        ("They come. (I missed one.) Then home.", ["They come.", "(I missed one.)", "Then home."]),
        ('She said "no." Then she left.', ['She said "no."', "Then she left."]),
    ],
)  # fmt: skip
def test_an_opening_quote_or_bracket_begins_the_next_sentence(text: str, pieces: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == pieces


def test_a_line_of_more_than_a_million_characters_is_read() -> None:
    text = "word " * 210_000 + "end. And more."
    assert len(sentences(text)) == 2
