"""The words given as a reason are words that weigh: by description, by examples, not refused."""

from __future__ import annotations

import pytest

from themer.coding.suggestions import grounds_of, suggest_on
from themer.coding.texts import Judgement, TextForCoding
from themer.model.codebook import Code

CODES = [
    Code("post", "Books by post", "Books sent by post"),
    Code("staff", "People who work there", "Kindness of librarians"),
]
POST = [f"My post office is shut, errand {n}." for n in range(12)]
BOOKS = [f"They sent books to my door, parcel {n}." for n in range(12)]
TEXTS = [
    *(TextForCoding(f"p{n}", text) for n, text in enumerate(POST)),
    *(TextForCoding(f"b{n}", text) for n, text in enumerate(BOOKS)),
    *(TextForCoding(f"o{n}", f"The garden was lovely, visit {n}.") for n in range(24)),
    TextForCoding("both", "The post brought books in a parcel on Monday with a stamp and a label."),
]
GROUNDS = grounds_of(TEXTS, CODES, encode=None)


def words_of(*judgements: Judgement) -> tuple[str, ...]:
    made = suggest_on(GROUNDS, judgements=judgements, lines={None: None})
    return made.reason(len(TEXTS) - 1, 0).words


def test_without_decisions_the_words_of_the_description_are_given() -> None:
    assert words_of() == ("post", "books")


def test_a_word_that_examples_share_is_given_too() -> None:
    given = (Judgement(f"b{n}", "post", accepted=True) for n in range(6))
    assert words_of(*given) == ("post", "books", "parcel")


def test_a_word_of_the_codebook_that_refusals_speak_against_is_no_reason() -> None:
    given = [Judgement(f"b{n}", "post", accepted=True) for n in range(12)]
    refused = [Judgement(f"p{n}", "post", accepted=False) for n in range(12)]
    assert words_of(*given, *refused) == ("books", "parcel")


@pytest.mark.parametrize("most", [1, 2])
def test_of_many_words_those_that_weigh_most_are_given_in_their_order(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("themer.coding.reasons.MOST_WORDS", most)
    given = [Judgement(f"b{n}", "post", accepted=True) for n in range(6)]
    assert words_of(*given) == (("books",) if most == 1 else ("books", "parcel"))
