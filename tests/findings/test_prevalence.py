"""Shares of all answers from a random part: right on average, honest in width, never worse."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import combinations, permutations

import pytest

from themer.findings import prevalence
from themer.findings.association import wilson
from themer.findings.prevalence import ReadAnswer, ShareEstimate, estimated_share


def estimated(
    drawn: Sequence[int], carries: Sequence[int], machine: Sequence[float]
) -> ShareEstimate:
    """Estimate from the drawn places of a population, dealt into four folds in their order."""
    others = [machine[place] for place in range(len(carries)) if place not in set(drawn)]
    found = estimated_share(
        [ReadAnswer(bool(carries[p]), machine[p], at % 4) for at, p in enumerate(drawn)],
        unread=len(others),
        expected=sum(others) / len(others) if others else 0.0,
    )
    assert found is not None
    return found


def test_over_all_samples_that_could_be_drawn_it_is_right_on_average(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(prevalence, "LEAST_READ", 1)
    carries = [1, 0, 1, 0, 0, 1, 1]
    machine = [0.6, 0.4, 0.5, 0.5, 0.3, 0.6, 0.3]  # of some use, and far from right
    found = [
        estimated(order, carries, machine)
        for drawn in combinations(range(7), 4)
        for order in permutations(drawn)
    ]
    assert any(0 < one.lean < 1 for one in found)
    assert sum(one.share for one in found) / len(found) == pytest.approx(4 / 7, abs=1e-12)


def test_nothing_read_gives_no_estimate() -> None:
    assert estimated_share([], unread=10, expected=0.4) is None


def test_everything_read_gives_the_count_and_no_width() -> None:
    read = [ReadAnswer(at < 9, 0.9, at % 4) for at in range(30)]
    found = estimated_share(read, unread=0)
    assert found is not None
    assert (found.k, found.n, found.answers) == (9, 30, 30)
    assert found.low == found.share == found.high == 9 / 30


@pytest.mark.parametrize("carry", [False, True])
def test_where_no_answer_or_every_answer_carries_the_code_the_interval_is_open_to_one_side(
    carry: bool,
) -> None:
    read = [ReadAnswer(carry, 0.5 + at / 100, at % 4) for at in range(40)]
    found = estimated_share(read, unread=60, expected=0.1)
    assert found is not None
    assert found.share == (1 if carry else 0)
    assert found.lean == 0
    assert 0.01 < found.high - found.low < 0.1
    assert (found.high == found.share) if carry else (found.low == found.share)


def test_a_machine_that_says_the_same_of_all_gives_the_plain_share_of_the_sample() -> None:
    read = [ReadAnswer(at % 3 == 0, 0.7, at % 4) for at in range(60)]
    found = estimated_share(read, unread=10**9, expected=0.7)
    assert found is not None
    assert found.share == pytest.approx(20 / 60)
    assert (found.low, found.high) == pytest.approx(wilson(20, 60))


def test_few_answers_are_not_enough_to_lean_on_the_machine() -> None:
    read = [ReadAnswer(at % 2 == 0, float(at % 2 == 0), at % 4) for at in range(19)]
    found = estimated_share(read, unread=100, expected=1.0)
    assert found is not None
    assert found.lean == 0
    assert found.share == pytest.approx(10 / 19)


def test_a_machine_that_knows_narrows_the_interval_and_one_that_errs_does_no_harm() -> None:
    def width(machine: Sequence[float]) -> float:
        found = estimated(range(100), carries, machine)
        return found.high - found.low

    carries = [int(at % 5 == 0) for at in range(400)]
    knows = [0.9 if carry else 0.05 for carry in carries]
    errs = [1 - seen for seen in knows]
    blind = [0.2] * 400
    assert width(knows) < 0.75 * width(blind)
    assert width(errs) == pytest.approx(width(blind), rel=0.02)


def test_what_is_known_of_the_others_is_never_contradicted() -> None:
    read = [ReadAnswer(at < 20, 0.5, at % 4) for at in range(40)]
    free = estimated_share(read, unread=60, expected=0.5)
    bound = estimated_share(read, unread=60, expected=0.5, known=(0, 55))
    assert free is not None and bound is not None
    assert free.share == 0.5
    assert (bound.share, bound.high) == (0.25, 0.25)
    assert bound.low < 0.25 <= free.low + 0.25


@pytest.mark.parametrize(("size", "share"), [(40, 0.3), (100, 0.05), (100, 0.5), (200, 0.02)])
def test_the_interval_holds_the_truth_about_as_often_as_it_says(size: int, share: float) -> None:
    drawing = random.Random(f"{size} {share}")
    carries = [int(drawing.random() < share) for _ in range(1000)]
    machine = [min(max(0.4 * c + drawing.gauss(0.25, 0.15), 0), 1) for c in carries]
    truth, held = sum(carries) / 1000, 0
    for _ in range(200):
        found = estimated(drawing.sample(range(1000), size), carries, machine)
        held += found.low <= truth <= found.high
    assert 0.92 <= held / 200 <= 1
