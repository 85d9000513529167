"""Answers drawn to be coded twice: in proportion, the same anywhere, undisturbed by later ones."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from themer.coding.sampling import Drawable, allotted, draw


def answers(interviews: int, questions: int, *, kind: str = "council") -> list[Drawable]:
    return [
        Drawable(f"{kind}-{at}", f"q{number}", "branch", kind)
        for at in range(interviews)
        for number in range(questions)
    ]


def test_each_stratum_is_drawn_in_proportion() -> None:
    every = answers(10, 10) + answers(4, 5, kind="trust")
    strata, drawn = draw(every, 0.2, 7)
    assert [(one.type, one.answers, one.drawn) for one in strata] == [
        ("council", 100, 20),
        ("trust", 20, 4),
    ]
    assert sum(name.startswith("trust") for name in drawn) == 4
    assert list(drawn) == sorted(set(drawn))


def test_as_few_answers_as_possible_are_to_one_question() -> None:
    _, drawn = draw(answers(10, 10), 0.2, 7)
    to = [name.partition("/")[2] for name in drawn]
    assert {to.count(question) for question in to} == {2}


def test_a_small_stratum_is_drawn_from_once() -> None:
    strata, _ = draw([*answers(10, 10), *answers(1, 1, kind="trust")], 0.1, 1)
    assert [one.drawn for one in strata] == [10, 1]


def test_all_are_drawn_where_all_are_wanted() -> None:
    every = answers(3, 3)
    assert draw(every, 1.0, 1)[1] == tuple(sorted(one.name for one in every))


def test_the_order_of_files_changes_nothing_and_the_seed_everything() -> None:
    every = answers(10, 6)
    assert draw(every, 0.2, 7) == draw(every[::-1], 0.2, 7)
    assert draw(every, 0.2, 7)[1] != draw(every, 0.2, 8)[1]


@pytest.mark.parametrize("seed", range(5))
def test_a_later_conversation_moves_none_of_the_others_about(seed: int) -> None:
    before = set(draw(answers(10, 8), 0.25, seed)[1])
    after = set(draw(answers(12, 8), 0.25, seed)[1])
    assert len(before - after) <= 4  # of 20: what newer ones came before, and no reshuffle
    assert len(after) == 24


@given(
    st.lists(st.integers(1, 300), min_size=1, max_size=8),
    st.floats(0.01, 1.0),
)
def test_what_is_allotted_adds_up(sizes: list[int], share: float) -> None:
    strata = {("branch", str(at)): size for at, size in zip(count(), sizes, strict=False)}
    found = allotted(strata, share)
    assert all(1 <= found[key] <= size for key, size in strata.items())
    wanted = round(sum(size * share for size in sizes))
    assert wanted <= sum(found.values()) <= wanted + len(sizes)
    assert all(abs(found[key] - size * share) < 1 + 1e-9 for key, size in strata.items())
