from __future__ import annotations

import numpy as np
import pytest

from themer.coding.evidence import Encode
from themer.coding.instructive import front, worth
from themer.coding.suggestions import Suggestions, suggest
from themer.coding.texts import Judgement, TextForCoding
from themer.language import load_encoder
from themer.model.codebook import Code

CODES = [
    Code("hours", "Opening hours", "When the library is open. Evenings; Sundays; early closing"),
    Code("noise", "Noise and quiet", "How loud it is. Quiet desks; children shouting; phones"),
    Code("stock", "Books and other stock", "What can be borrowed. New novels; large print; films"),
]
TEXTS = [
    "Please open on a Sunday afternoon and in the evening.",
    "It shuts early in the evening and never opens on Sundays.",
    "Children shouting and phones, there is no quiet desk.",
    "Hardly a new novel, and few films to borrow.",
    "The noise of the new films in the evening, on Sundays too.",
    "The noise of the new films in the evening, Sundays too.",
    "More large print novels, please.",
]
PLAIN, MIXED, TWIN = 0, 4, 5
encode = load_encoder().encode


def made(judgements: tuple[Judgement, ...] = (), how: Encode | None = encode) -> Suggestions:
    texts = [TextForCoding(str(n), text) for n, text in enumerate(TEXTS)]
    return suggest(texts, CODES, encode=how, judgements=judgements)


def test_an_unsure_text_teaches_more_than_a_plain_one() -> None:
    found = worth(made())
    assert found[MIXED] > found[PLAIN]
    assert ((found >= 0) & (found <= 1)).all()


def test_a_common_code_takes_worth_from_a_text_and_a_rare_one_does_not() -> None:
    after = made(tuple(Judgement(str(n), "hours", True) for n in (0, 1)))
    found = worth(after)
    for row in range(len(TEXTS)):
        # The rarer of the two codes that it may carry counts, and of those one has no example.
        assert found[row] == pytest.approx(1 - _lead(after, row))
    all_known = tuple(
        Judgement(str(n), code, True) for n, code in enumerate(("hours", "hours", "noise", "stock"))
    )
    known = made(all_known)
    assert all(
        worth(known)[row] <= (1 - _lead(known, row)) / np.sqrt(2) + 1e-9
        for row in range(len(TEXTS))
    )


def _lead(suggestions: Suggestions, row: int) -> float:
    own = np.sort(suggestions.confidence[row])
    return float((own[-1] - own[-2]) / own.sum())


@pytest.mark.parametrize("how", [encode, None])
def test_two_that_say_the_same_are_not_both_asked_for_first(how: Encode | None) -> None:
    order = front(made(how=how), [[n] for n in range(len(TEXTS))])
    assert sorted(order) == list(range(len(TEXTS)))
    assert abs(order.index(MIXED) - order.index(TWIN)) > 2


def test_an_answer_is_worth_what_its_most_instructive_text_is() -> None:
    order = front(made(), [[PLAIN], [PLAIN + 1, MIXED], [3]], most=1)
    assert order == (1,)


def test_nothing_to_choose_from_gives_nothing() -> None:
    assert front(made(), []) == ()
