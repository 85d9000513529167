from __future__ import annotations

import pytest

from themer.coding.queue import Order, QueueItem, arranged, strength, suggested_for
from themer.model.suggestion import Reason, SuggestedSegment, Suggestion


def passage(*confidences: float, codes: str = "abcdefgh") -> SuggestedSegment:
    suggestions = tuple(
        Suggestion(code, 0.0, confidence, rank, Reason(0, 1))
        for rank, (code, confidence) in enumerate(zip(codes, confidences, strict=False), 1)
    )
    return SuggestedSegment("x", "q", 0, 1, "x", none=0.0, suggestions=suggestions)


def item(
    *passages: SuggestedSegment,
    interview: str = "i",
    asked: tuple[str, int] = ("s", 0),
    organisation: str = "",
) -> QueueItem:
    return QueueItem((interview, f"q{asked[1]}"), asked, organisation, passages)


@pytest.mark.parametrize(
    ("confidence", "word"),
    [(1.0, "strong"), (0.5, "strong"), (0.499, "fair"), (0.25, "fair"), (0.249, "weak")],
)
def test_strength_is_said_in_a_word(confidence: float, word: str) -> None:
    assert strength(confidence) == word


UNSURE = [
    item(passage(), interview="i0"),
    item(passage(0.95, 0.5), interview="i1"),
    item(passage(0.9), passage(0.52), interview="i2"),
    item(passage(0.1), interview="i3"),
    item(passage(0.9), interview="i4"),
    item(interview="i5"),
]


def test_the_least_sure_best_suggestion_comes_first_and_none_last() -> None:
    assert arranged(UNSURE, "instructive") == (2, 3, 4, 1, 0, 5)
    assert arranged(UNSURE, "conversation") == (0, 1, 2, 3, 4, 5)


def test_what_the_machine_says_teaches_most_comes_before_all_else() -> None:
    first = [("i5", "q0"), ("gone", "q0"), ("i1", "q0")]
    assert arranged(UNSURE, "instructive", first=first) == (5, 1, 2, 3, 4, 0)
    assert arranged(UNSURE, "conversation", first=first) == (0, 1, 2, 3, 4, 5)


def test_by_question_all_answers_to_one_question_stand_together_in_the_order_of_asking() -> None:
    places = [("t", 1), ("s", 2), ("s", 10), ("s", 2), ("s", 1)]
    items = [item(asked=place) for place in places]
    assert arranged(items, "question") == (4, 1, 3, 2, 0)


def test_by_organisation_in_the_order_of_their_names() -> None:
    items = [item(organisation=name) for name in ("Weir", "ash", "Weir", "Birch")]
    assert arranged(items, "organisation") == (1, 3, 0, 2)


def test_by_code_the_surest_suggestion_of_it_comes_first_and_nobody_is_lost() -> None:
    items = [
        item(passage(0.9, codes="b")),
        item(passage(0.2, codes="a"), passage(0.5, 0.4, codes="ba")),
        item(passage(0.6, codes="a")),
        item(),
    ]
    assert arranged(items, "code", code="a") == (2, 1, 0, 3)
    assert arranged(items, "code", code="b") == (0, 1, 2, 3)
    assert suggested_for(items[1].passages, "a") == 0.4
    assert suggested_for(items[3].passages, "a") == 0.0


@pytest.mark.parametrize(
    "order", ["conversation", "instructive", "question", "code", "organisation"]
)
def test_an_empty_queue_has_an_order(order: Order) -> None:
    assert arranged([], order, code="a") == ()
