from __future__ import annotations

import numpy as np

from themer.coding.suggestions import grounds_of, suggest_on
from themer.coding.texts import Judgement, TextForCoding
from themer.coding.unseen import unseen_confidence
from themer.model.codebook import Code
from themer.model.dealing import dealt

CODES = [Code("hours", "Opening hours"), Code("noise", "Noise and quiet")]
TEXTS = [
    TextForCoding(f"{at}", f"{'Shuts early' if at % 2 else 'Too loud'}, said person {at}.")
    for at in range(16)
]
GROUNDS = grounds_of(TEXTS, CODES, encode=None)
DECIDED = [Judgement(f"{at}", "hours", at % 2 == 1) for at in range(12)]


def without(fold_of: str, folds: dict[str, int], owner: dict[str, str]) -> np.ndarray:
    """Give confidences of a machine that learned without the fold of one text."""
    gone = folds[owner.get(fold_of, fold_of)]
    kept = [one for one in DECIDED if folds[owner.get(one.text, one.text)] != gone]
    return suggest_on(GROUNDS, judgements=kept, lines={None: None}).confidence


def test_of_a_decided_text_speaks_a_machine_that_did_not_learn_from_it() -> None:
    found, folds = unseen_confidence(GROUNDS, DECIDED), dealt(one.text for one in DECIDED)
    for at in range(12):
        assert (found[at] == without(f"{at}", folds, {})[at]).all()
    learned = suggest_on(GROUNDS, judgements=DECIDED, lines={None: None}).confidence
    assert (found[:12, 0] != learned[:12, 0]).all()


def test_its_own_decision_changes_nothing_that_is_said_of_a_text() -> None:
    turned = [Judgement("3", "hours", accepted=False) if d.text == "3" else d for d in DECIDED]
    assert (unseen_confidence(GROUNDS, turned)[3] == unseen_confidence(GROUNDS, DECIDED)[3]).all()


def test_of_the_others_speaks_the_mean_of_the_machines() -> None:
    found, folds = unseen_confidence(GROUNDS, DECIDED), dealt(one.text for one in DECIDED)
    by_fold = {folds[f"{at}"]: without(f"{at}", folds, {}) for at in range(12)}
    assert np.allclose(found[12:], sum(by_fold.values())[12:] / 4)


def test_texts_that_were_read_together_are_kept_apart_together() -> None:
    owner = {f"{at}": f"answer {at // 3}" for at in range(16)}
    folds = dealt(owner[one.text] for one in DECIDED)
    found = unseen_confidence(GROUNDS, DECIDED, owner=owner.__getitem__)
    for at in range(12):
        assert (found[at] == without(f"{at}", folds, owner)[at]).all()


def test_without_decisions_it_is_what_is_suggested() -> None:
    assert np.allclose(unseen_confidence(GROUNDS, []), suggest_on(GROUNDS).confidence)
