from __future__ import annotations

import pytest

from themer.coding.queue import in_order, strength
from themer.model.suggestion import Reason, SuggestedSegment, Suggestion


def passage(*confidences: float) -> SuggestedSegment:
    suggestions = tuple(
        Suggestion("c", 0.0, confidence, rank, Reason(0, 1))
        for rank, confidence in enumerate(confidences, 1)
    )
    return SuggestedSegment("x", "q", 0, 1, "x", none=0.0, suggestions=suggestions)


@pytest.mark.parametrize(
    ("confidence", "word"),
    [(1.0, "strong"), (0.5, "strong"), (0.499, "fair"), (0.25, "fair"), (0.249, "weak")],
)
def test_strength_is_said_in_a_word(confidence: float, word: str) -> None:
    assert strength(confidence) == word


def test_the_least_sure_best_suggestion_comes_first_and_none_last() -> None:
    answers = [
        [passage()],
        [passage(0.95, 0.5)],
        [passage(0.9), passage(0.52)],
        [passage(0.1)],
        [passage(0.9)],
        [],
    ]
    assert in_order(answers, "instructive") == (2, 3, 4, 1, 0, 5)
    assert in_order(answers, "conversation") == (0, 1, 2, 3, 4, 5)
