from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from themer.coding.ends import moved
from themer.model.interview import Passage

TEXT = "We keep a list. It is on paper, v2.1 of it\nand nobody reads it."


def passage(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


@pytest.mark.parametrize(
    ("words", "edge", "stride", "by", "after"),
    [
        ("keep a", "end", "word", 1, "keep a list."),
        ("keep a", "end", "word", -1, "keep"),
        ("keep a", "start", "word", -1, "We keep a"),
        ("keep a", "start", "word", 1, "a"),
        ("keep a", "end", "sentence", 1, "keep a list."),
        ("We keep a list.", "end", "sentence", 1, "We keep a list. It is on paper, v2.1 of it"),
        ("nobody reads it.", "start", "sentence", -1, "and nobody reads it."),
        ("reads it.", "end", "word", 1, "reads it."),
        ("We", "start", "word", -1, "We"),
        ("keep", "end", "word", -1, "keep"),
    ],
)
def test_an_end_goes_to_the_next_boundary(
    words: str, edge: Any, stride: Any, by: Any, after: str
) -> None:
    start, end = moved(TEXT, passage(words), edge, stride, by)
    assert TEXT[start:end] == after


def test_a_passage_never_comes_to_touch_words_that_are_closed() -> None:
    closed = (Passage(*passage("a list.")),)
    keep = passage("keep")
    assert moved(TEXT, keep, "end", "word", 1, closed=closed) == keep


@given(
    st.text(alphabet="ab .!\n", max_size=40),
    st.lists(
        st.tuples(
            st.sampled_from(["start", "end"]),
            st.sampled_from(["word", "sentence"]),
            st.sampled_from([-1, 1]),
        ),
        max_size=30,
    ),
)
def test_whatever_is_pressed_some_of_the_text_is_left(text: str, keys: list[Any]) -> None:
    ends = (0, len(text))
    for edge, stride, by in keys:
        before = ends
        ends = moved(text, ends, edge, stride, by)
        assert ends == before or 0 <= ends[0] < ends[1] <= len(text)
