"""Sentences and stems of very many texts: the same as of few, where nothing is unusual."""

from __future__ import annotations

import pytest

from themer.language import sentences, terms
from themer.language.quick import quick_sentences, quick_stems


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in quick_sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "The van was late",
        "The van was late. Nobody came! Why? Nobody knows.",
        "The van was late.\nNobody came",
        'She said "no". Then she left.',
        "Ring Mrs. Okoro, e.g. on Monday.",
        "It costs 3.50 a day. Too much.",
        "Wait... what?",
        "Open on Sundays.  ",
    ],
)
def test_both_ways_find_the_same_sentences(text: str) -> None:
    assert quick_sentences(text) == sentences(text)


def test_a_million_characters_and_no_letters_are_no_trouble() -> None:
    assert len(quick_sentences("word. " * 200_000)) == 200_000
    assert quick_sentences("." * 100_000) == ()
    assert quick_sentences("🙂! 🙂!") == ()
    assert cut("Good 🙂. !!") == ["Good 🙂. !!"]


@pytest.mark.parametrize(
    "text", ["The drivers' vans aren’t waiting, café-goers said 12 times", "x y 3 🙂 don't", ""]
)
def test_both_ways_find_the_same_stems(text: str) -> None:
    assert quick_stems(text) == [term.stem for term in terms(text)]
