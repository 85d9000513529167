"""What is learned: from the texts that fit a code most surely, and from what people decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from themer.coding.evidence import Scores, standardised

SUREST = 0.3
"""Share of the texts nearest to a code that teach the first round."""
STRENGTH = 0.3
"""Inverse regularisation where the machine teaches itself; a person's word gets more."""
TAUGHT_STRENGTH = 3.0
USUAL_SPREAD = 0.5
"""The coefficient of variation of examples a code from which they count as decided as they came."""
PRIOR_EXAMPLES = 3.0
"""A code with n confirmed examples leans n / (3 + n) on them."""
DESCRIPTION_WEIGHT, IMPLICIT_WEIGHT = 0.7, 0.5


@dataclass(frozen=True, slots=True)
class Taught:
    """Decisions as places in the matrix."""

    texts: npt.NDArray[np.intp]
    codes: npt.NDArray[np.intp]
    accepted: npt.NDArray[np.bool_]

    def weights(self, code_count: int) -> npt.NDArray[np.float64]:
        """Return, for each code, how far to lean on decisions, from 0 to 1."""
        worth = np.where(self.accepted, 1.0, 0.25)
        examples = np.bincount(self.codes, weights=worth, minlength=code_count)
        return np.asarray(examples / (PRIOR_EXAMPLES + examples), dtype=np.float64)

    def as_they_came(self, code_count: int) -> float:
        """Say how far examples show how common each code is, from 0 to 1.

        As many examples of each code were chosen to be so, and show nothing; where texts are
        decided as they come, common codes have many and rare ones few.
        """
        examples = np.bincount(self.codes[self.accepted], minlength=code_count)
        if not examples.any():
            return 0.0
        return float(np.clip(examples.std() / examples.mean() / USUAL_SPREAD, 0, 1))

    def without(self, drop: npt.NDArray[np.bool_]) -> Taught:
        """Return the decisions that are not in ``drop``."""
        return Taught(self.texts[~drop], self.codes[~drop], self.accepted[~drop])


def self_taught(scores: Scores, features: Any) -> Scores:
    """Fit a classifier on the surest texts of each code and blend its view in, half and half.

    Self-training after Yarowsky (1995); it lets a text count for the words that texts of its code
    use, not only for those of the codebook. It does nothing for a single code or a few texts.
    """
    from sklearn.linear_model import LogisticRegression

    texts, codes = scores.shape
    if codes < 2 or texts < 3 * codes:
        return standardised(scores)
    chosen, labels = _surest(scores)
    if len(set(labels)) < 2:
        return standardised(scores)
    model = LogisticRegression(C=STRENGTH, max_iter=300).fit(features[chosen], labels)
    seen = np.full_like(scores, np.log(1e-4))
    seen[:, model.classes_] = np.maximum(model.predict_log_proba(features), np.log(1e-4))
    return 0.5 * standardised(seen) + 0.5 * standardised(scores)


def _surest(scores: Scores) -> tuple[list[int], list[int]]:
    first = scores.argmax(axis=1)
    ordered = np.sort(scores, axis=1)
    margin = np.round(ordered[:, -1] - ordered[:, -2], 9)
    chosen: list[int] = []
    labels: list[int] = []
    for code in range(scores.shape[1]):
        mine = np.flatnonzero(first == code)
        count = max(5, int(np.ceil(SUREST * len(mine))))
        best = mine[np.argsort(-margin[mine], kind="stable")][:count]
        chosen.extend(int(text) for text in best)
        labels.extend([code] * len(best))
    return chosen, labels


def taught_by_people(
    scores: Scores,
    spoken: Scores,
    features: Any,
    taught: Taught,
    parts: Any,
    owners: npt.NDArray[np.intp],
    asked: Scores,
) -> Scores:
    """Blend in, code by code, a logistic regression on what people confirmed and refused.

    With few examples a code keeps the level that it had without them, for which were confirmed
    first says what a code is like and not how common it is; with many, its own level counts, and
    is what tells rare codes from common ones. What is learned is not lent to neighbours: nearest
    neighbours are mostly of common codes, and took a fifth of macro-F1 from 300 decisions on.

    Args:
        scores: What is thought without decisions.
        spoken: The same after neighbours have spoken, those decided with what was decided.
        features: One row a text.
        taught: At least one decision.
        parts: Rows like ``features`` for the parts of the codes' descriptions, which stand in as
            weak examples so that one confirmed answer is not all that a code is known by.
        owners: The code of each part.
        asked: What the question of each text says of the codes; the words of an answer never show
            it, so what is learned from words stands beside it and not in its place (accuracy on
            conversations not yet decided: 61, and 46 without).

    Returns:
        Scores in which a code with n examples leans n / (3 + n) on them.
    """
    lean = taught.weights(scores.shape[1])
    plain = standardised(scores)
    learned = np.zeros_like(plain)
    for code in np.flatnonzero(lean > 0):
        learned[:, code] = _one_code(features, taught, parts, owners, int(code))
    own = plain.copy()
    for code in np.flatnonzero(lean > 0):
        column = standardised(standardised(learned[:, code]) + asked[:, code])
        own[:, code] = column * plain[:, code].std() + plain[:, code].mean()
    level = lean**2 * taught.as_they_came(scores.shape[1])
    heard = level * standardised(standardised(learned) + asked) + (1 - level) * own
    return pinned(lean * heard + (1 - lean) * standardised(spoken), taught)


def _one_code(
    features: Any, taught: Taught, parts: Any, owners: npt.NDArray[np.intp], code: int
) -> npt.NDArray[np.float64]:
    from sklearn.linear_model import LogisticRegression

    mine = taught.codes == code
    yes = np.unique(taught.texts[mine & taught.accepted])
    no = np.unique(taught.texts[mine & ~taught.accepted])
    others = np.setdiff1d(taught.texts[taught.accepted & ~mine], np.concatenate([yes, no]))
    own, foreign = np.flatnonzero(owners == code), np.flatnonzero(owners != code)
    rows = _stacked([features[yes], parts[own], features[no], features[others], parts[foreign]])
    positive = len(yes) + len(own)
    labels = np.zeros(rows.shape[0], dtype=int)
    labels[:positive] = 1
    if positive == len(labels):
        return np.zeros(features.shape[0])
    weight = np.concatenate(
        [
            np.ones(len(yes)),
            np.full(len(own), DESCRIPTION_WEIGHT / max(1, len(own))),
            np.ones(len(no)),
            np.full(len(others), IMPLICIT_WEIGHT),
            np.full(len(foreign), DESCRIPTION_WEIGHT / max(1, len(foreign))),
        ]
    )
    for label in (0, 1):
        weight[labels == label] /= weight[labels == label].sum()
    model = LogisticRegression(C=TAUGHT_STRENGTH * 10, max_iter=300)
    model.fit(rows, labels, sample_weight=weight)
    return np.asarray(model.decision_function(features), dtype=np.float64)


def _stacked(blocks: Sequence[Any]) -> Any:
    if any(hasattr(block, "toarray") for block in blocks):
        from scipy.sparse import vstack

        return vstack([block for block in blocks if block.shape[0]]).tocsr()
    return np.vstack(blocks)


def pinned(scores: Scores, taught: Taught) -> Scores:
    """Put what was decided of a text in the place of what the machine had thought."""
    held = scores.copy()
    high, low = scores.max(axis=0), scores.min(axis=0)
    held[taught.texts, taught.codes] = np.where(
        taught.accepted, high[taught.codes], low[taught.codes]
    )
    return held
