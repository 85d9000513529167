"""Answers drawn to be coded twice: in proportion, the same anywhere, undisturbed by later ones."""

from __future__ import annotations

from collections import Counter
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from themer.coding.sampling import Drawable, allotted, draw, in_order


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


def test_an_answer_is_as_likely_as_any_other_whatever_its_question() -> None:
    every = [*(Drawable(f"i{at}", "q1", "branch", "t") for at in range(19))]
    every.append(Drawable("i0", "q2", "branch", "t"))
    drawn = Counter(name for seed in range(1000) for name in draw(every, 0.1, seed)[1])
    assert drawn.total() == 2000
    # 100 each by chance, with a standard deviation of 9.5; the seeds are fixed, so it never varies
    assert all(60 < drawn[one.name] < 140 for one in every)


def test_a_stratum_too_small_for_its_share_takes_nothing_from_the_others() -> None:
    strata, drawn = draw([*answers(10, 10), *answers(1, 1, kind="trust")], 0.1, 1)
    assert [one.drawn for one in strata] == [10, 0]
    assert len(drawn) == 10


def test_one_answer_is_drawn_at_least() -> None:
    assert len(draw(answers(1, 3), 0.1, 1)[1]) == 1


def test_all_are_drawn_where_all_are_wanted() -> None:
    every = answers(3, 3)
    assert draw(every, 1.0, 1)[1] == tuple(sorted(one.name for one in every))


def test_the_order_of_files_changes_nothing_and_the_seed_everything() -> None:
    every = answers(10, 6)
    assert draw(every, 0.2, 7) == draw(every[::-1], 0.2, 7)
    assert draw(every, 0.2, 7)[1] != draw(every, 0.2, 8)[1]


@given(st.integers(0, 2**32), st.permutations(answers(6, 4)), st.integers(0, 24))
def test_later_answers_change_the_order_of_none_that_were_there(
    seed: int, every: list[Drawable], at: int
) -> None:
    earlier = every[:at]
    assert [one for one in in_order(every, seed) if one in earlier] == in_order(earlier, seed)


@given(
    st.lists(st.integers(1, 300), min_size=1, max_size=8),
    st.floats(0.01, 1.0),
)
def test_what_is_allotted_adds_up(sizes: list[int], share: float) -> None:
    strata = {("branch", str(at)): size for at, size in zip(count(), sizes, strict=False)}
    found = allotted(strata, share)
    assert all(0 <= found[key] <= size for key, size in strata.items())
    assert sum(found.values()) == max(round(sum(size * share for size in sizes)), 1)
    assert all(abs(found[key] - size * share) < 1 + 1e-9 for key, size in strata.items())
