"""In what order differences are settled, and what verdicts on passages say of a whole answer."""

from __future__ import annotations

import datetime as dt

import pytest

from themer.coding.differences import Difference, answer_by_answer, with_verdicts_of_parts
from themer.model.decision import Decision

NINE = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)
ALPHAS = {"worst": (0.1, "worst"), "middling": (0.5, "middling"), "best": (0.9, "best")}


def differ(place: str, start: int, end: int, code: str, verdict: str | None = None) -> Difference:
    event = Decision(f"{code}{start}", NINE, "cleo", "adjudicate", status=verdict)
    return Difference(place, "q", start, end, code, (), (), event if verdict else None)


def test_an_answers_differences_follow_the_one_of_its_worst_code() -> None:
    first, other = differ("a", 0, 40, "worst"), differ("b", 0, 40, "worst")
    twin = differ("a", 20, 60, "best")
    found = answer_by_answer([twin, first, other], lambda one: ALPHAS[one.code])
    assert found == [first, twin, other]


def test_those_on_the_same_words_come_before_others_of_the_answer() -> None:
    lead = differ("a", 0, 40, "worst")
    far = differ("a", 80, 99, "middling")
    near = differ("a", 30, 70, "best")
    chained = differ("a", 60, 75, "best")
    found = answer_by_answer([chained, near, far, lead], lambda one: ALPHAS[one.code])
    assert found == [lead, near, chained, far]


def test_words_are_shared_within_one_answer_only() -> None:
    one = differ("a", 0, 40, "worst")
    assert one.overlaps(differ("a", 39, 50, "best"))
    assert not one.overlaps(differ("a", 40, 50, "best"))
    assert not one.overlaps(differ("b", 0, 40, "best"))


@pytest.mark.parametrize(
    ("verdicts", "settled"),
    [
        (("refused", "refused"), "refused"),
        (("accepted", "refused"), "accepted"),
        (("refused", "accepted"), "accepted"),
        (("accepted", None), None),
        ((None, None), None),
    ],
)
def test_a_whole_answer_is_settled_with_its_passages(
    verdicts: tuple[str | None, ...], settled: str | None
) -> None:
    parts = [differ("a", 50 * at, 50 * at + 40, "worst", one) for at, one in enumerate(verdicts)]
    elsewhere = [differ("b", 0, 40, "worst", "accepted"), differ("a", 0, 40, "best", "accepted")]
    (whole,) = with_verdicts_of_parts([differ("a", 0, 90, "worst")], [*elsewhere, *parts])
    assert (whole.verdict and whole.verdict.status) == settled
