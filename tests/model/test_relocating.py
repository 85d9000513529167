from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from themer.model.relocating import relocated


def test_words_still_at_their_place_are_there() -> None:
    assert relocated("we keep a list", 3, 7, "keep") == (3, 7)


def test_words_moved_by_an_edit_before_them_are_found() -> None:
    assert relocated("Now we keep a list", 3, 7, "keep") == (7, 11)


@pytest.mark.parametrize("text", ["we had a list", "to keep and to keep", ""])
def test_words_that_are_gone_or_there_twice_are_not_guessed(text: str) -> None:
    assert relocated(text, 0, 4, "keep") is None


def test_words_there_twice_are_still_meant_at_their_own_place() -> None:
    assert relocated("keep and keep", 9, 13, "keep") == (9, 13)


def test_no_words_are_nowhere() -> None:
    assert relocated("keep", 2, 9, "") is None


@given(st.text(max_size=60), st.text(min_size=1, max_size=20), st.text(max_size=60), st.data())
def test_what_is_found_is_the_very_words(
    before: str, words: str, after: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, 90))
    text = before + words + after
    found = relocated(text, start, start + len(words), words)
    assert found is None or text[slice(*found)] == words
    if text.count(words) == 1 and text.find(words, text.find(words) + 1) < 0:
        assert found == (len(before), len(before) + len(words))
