"""What is learned: from the texts that fit a code most surely, and from what people decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from themer.coding.evidence import LETTER_WEIGHT, Scores, by_row, standardised
from themer.coding.views import Views

SUREST, FEWEST_SUREST = 0.3, 5
"""Share of the texts nearest to a code that teach the first round, and how many at least."""
USUAL_SPREAD = 0.5
"""The coefficient of variation of examples a code from which they count as decided as they came."""
PRIOR_EXAMPLES = 3.0
"""A code with n confirmed examples leans n / (3 + n) on them."""
HOME = 2.0
"""How many examples a code's description is worth where its centre moves to its examples."""
AWAY = 0.25
"""How far a centre moves from what was refused, beside what it moves to an example."""
STRICTNESS = 2.0
"""Ridge penalty; rows have a squared length of one and a half."""
REFUSED = -0.5
"""What a model learns for a code that was refused; 0 where the text is another code's example."""
COMMONNESS = 0.2
"""How far a code's share of the examples counts, where they were decided as they came."""


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


def self_taught(scores: Scores, views: Views) -> Scores:
    """Move each code to the texts that it fits most surely; half of the scores come from that.

    Self-training after Yarowsky (1995); it lets a text count for what texts of its code say, not
    only for the codebook's words. It does nothing for a single code or a few texts.
    """
    texts, codes = scores.shape
    plain = standardised(scores)
    if codes < 2 or texts < 3 * codes or views.is_empty:
        return plain
    return 0.5 * plain + 0.5 * standardised(moved(views, _surest(scores)))


def _surest(scores: Scores) -> Taught:
    first = scores.argmax(axis=1)
    ordered = np.sort(scores, axis=1)
    margin = np.round(ordered[:, -1] - ordered[:, -2], 9)
    chosen: list[npt.NDArray[np.intp]] = []
    for code in range(scores.shape[1]):
        mine = np.flatnonzero(first == code)
        count = max(FEWEST_SUREST, int(np.ceil(SUREST * len(mine))))
        chosen.append(mine[np.argsort(-margin[mine], kind="stable")][:count])
    texts = np.concatenate(chosen)
    codes = np.repeat(np.arange(len(chosen)), [len(mine) for mine in chosen])
    return Taught(texts, codes.astype(np.intp), np.ones(len(texts), dtype=np.bool_))


def moved(views: Views, taught: Taught) -> Scores:
    """Compare texts with codes whose centres moved to their examples (Rocchio 1971).

    Args:
        views: Not empty.
        taught: Texts that carry a code, or do not.

    Returns:
        Shape ``(texts, codes)``: each code beside the text's others, in meaning and in letters.
    """
    found: Scores | None = None
    if views.vectors is not None and views.code_vectors is not None:
        centres = _centres(views.vectors, views.code_vectors, taught)
        found = standardised(by_row(standardised(views.vectors @ centres.T)))
    if views.letters is not None:
        centres = _letter_centres(views, taught)
        likeness = standardised((views.letters @ centres.T).toarray())
        found = likeness if found is None else found + LETTER_WEIGHT * likeness
    return by_row(found) if found is not None else np.zeros((0, 0))


def _centres(rows: Any, homes: Any, taught: Taught) -> Any:
    """Move centres from home to the mean of examples, and a little from what was refused."""
    codes = homes.shape[0]
    to = _sums(taught, taught.accepted, codes, rows.shape[0])
    away = _sums(taught, ~taught.accepted, codes, rows.shape[0])
    examples, refused = (np.asarray(part.sum(axis=1)).ravel() for part in (to, away))
    drawn = _scaled(to @ rows + HOME * homes, 1 / (HOME + examples))
    # Many refusals say less and less; they never weigh as much as what the code is.
    pushed = _scaled(away @ rows, AWAY / (PRIOR_EXAMPLES + refused))
    return _unit(drawn - pushed)


def _letter_centres(views: Views, taught: Taught) -> Any:
    from scipy.sparse import csr_matrix

    parts = views.owners
    codes = int(parts.max()) + 1
    whose = csr_matrix((np.ones(len(parts)), (parts, np.arange(len(parts)))), (codes, len(parts)))
    return _centres(views.letters, _unit(whose @ views.part_letters), taught)


def _sums(taught: Taught, which: npt.NDArray[np.bool_], codes: int, texts: int) -> Any:
    from scipy.sparse import csr_matrix

    ones = np.ones(int(which.sum()))
    return csr_matrix((ones, (taught.codes[which], taught.texts[which])), (codes, texts))


def _scaled(rows: Any, by: npt.NDArray[np.float64]) -> Any:
    if isinstance(rows, np.ndarray):
        return rows * by[:, None]
    return rows.multiply(by[:, None]).tocsr()


def _unit(rows: Any) -> Any:
    if isinstance(rows, np.ndarray):
        length = np.linalg.norm(rows, axis=1)
    else:
        length = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return _scaled(rows, 1 / np.maximum(length, 1e-9))


def fitted(views: Views, taught: Taught, codes: int) -> Scores:
    """Fit one linear model to all that was decided and say it of every text: ridge regression.

    The parts of the codes' descriptions are examples too, those of one code together worth one. A
    text that carries a code is an example against those that it does not carry; of a text on which
    a code was only refused nothing is said of the others (they get what is usual for them).
    """
    from scipy.sparse import vstack
    from sklearn.linear_model import Ridge

    rows, part_rows = views.features, views.part_features
    texts, places = np.unique(taught.texts, return_inverse=True)
    goal = np.zeros((len(texts), codes))
    goal[places[taught.accepted], taught.codes[taught.accepted]] = 1
    carried = goal.any(axis=1)
    if carried.any():
        goal[~carried] = goal[carried].mean(axis=0)
    goal[places[~taught.accepted], taught.codes[~taught.accepted]] = REFUSED
    of_parts = np.eye(codes)[views.owners]
    worth = np.concatenate([np.ones(len(texts)), 1 / of_parts.sum(axis=0)[views.owners]])
    goal = np.vstack([goal, of_parts])
    # How common a code is among the examples is said elsewhere, and once.
    goal -= np.average(goal, axis=0, weights=worth)
    model = Ridge(alpha=STRICTNESS, solver="sparse_cg", tol=1e-6, fit_intercept=False)
    model.fit(vstack([rows[texts], part_rows]).tocsr(), goal, sample_weight=worth)
    said = model.predict(rows).reshape(rows.shape[0], codes)
    return np.asarray(said, dtype=np.float64)


def taught_by_people(plain: Scores, views: Views, taught: Taught, asked: Scores) -> Scores:
    """Blend in, code by code, what follows from what people confirmed and refused.

    A few examples move a code's centre; a model fitted to all of them draws borders between codes.
    Neither sees what was asked, so that stands beside what they say and not in its place.

    Args:
        plain: What is thought without decisions; standardised.
        views: Not empty.
        taught: At least one decision.
        asked: What the question of each text says of the codes.

    Returns:
        Scores in which a code with n examples leans n / (3 + n) on them.
    """
    codes = plain.shape[1]
    lean = taught.weights(codes)
    near = standardised(standardised(moved(views, taught)) + asked)
    model = standardised(by_row(standardised(fitted(views, taught, codes))))
    model = standardised(model + asked)
    return lean * 0.5 * (near + model) + (1 - lean) * 0.5 * (plain + near)


def commonness(taught: Taught, codes: int) -> npt.NDArray[np.float64]:
    """Say how much commoner than usual each code is among examples that were decided as they came.

    Returns:
        Log ratios, one a code; zeros where as many examples were chosen of each.
    """
    examples = np.bincount(taught.codes[taught.accepted], minlength=codes) + 1.0
    return np.asarray(taught.as_they_came(codes) * np.log(examples / examples.mean()))


def pinned(scores: Scores, taught: Taught) -> Scores:
    """Put what was decided of a text in the place of what the machine had thought."""
    held = scores.copy()
    high, low = scores.max(axis=0), scores.min(axis=0)
    held[taught.texts, taught.codes] = np.where(
        taught.accepted, high[taught.codes], low[taught.codes]
    )
    return held
