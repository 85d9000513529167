"""Which undecided answers teach the machine most, were a person to decide them next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from themer.coding.suggestions import Part, Suggestions

FRONT = 100
"""So many answers are chosen one by one; a coder decides fewer before the next refit."""
_CANDIDATES = 10
"""Chosen from so many times as many answers, those that teach most by themselves."""


def front(
    made: Suggestions, answers: Sequence[Sequence[int]], most: int = FRONT
) -> tuple[int, ...]:
    """Choose the answers to decide first, each unlike those chosen before it.

    Uncertainty sampling by the lead of the first code over the second (Scheffer and others 2001),
    times how rare either code is among the confirmed examples, for a few codes are most of what
    people say and the others would hardly be met; less what a chosen answer says already (maximal
    marginal relevance, Carbonell and Goldstein 1998), for neighbours are unsure together.

    Args:
        made: What is suggested now.
        answers: The texts of each answer that may be chosen; an answer is worth what its most
            instructive text is.
        most: How many to choose.

    Returns:
        Places in ``answers``, the one that teaches most first.
    """
    worths = worth(made)
    telling = [max(texts, key=lambda text: worths[text]) for texts in answers]
    values = worths[np.array(telling, dtype=np.intp)]
    candidates = np.argsort(-values, kind="stable")[: _CANDIDATES * most]
    likeness = _likeness(made, [telling[place] for place in candidates])
    left, nearest = values[candidates], np.zeros(len(candidates))
    chosen: list[int] = []
    for _ in range(min(most, len(candidates))):
        at = int((left * (1 - nearest)).argmax())
        chosen.append(int(candidates[at]))
        left[at] = -1.0
        nearest = np.maximum(nearest, likeness[at])
        nearest[at] = 0.0
    return tuple(chosen)


def worth(made: Suggestions) -> npt.NDArray[np.float64]:
    """Say how much each text would teach by itself, from 0 to 1; shape ``(texts,)``."""
    found = np.zeros(len(made.texts))
    for group, part in made.grounds.parts.items():
        codes = len(part.columns)
        if not len(part.rows) or not codes:
            continue
        own = made.confidence[np.ix_(part.rows, part.columns)]
        taught = made.taught[group]
        examples = np.bincount(taught.codes[taught.accepted], minlength=codes)
        rarity = 1 / np.sqrt(1 + examples)
        ranked = np.argsort(-own, axis=1, kind="stable")[:, :2]
        first, second = ranked[:, 0], ranked[:, -1]
        share = own / np.maximum(own.sum(axis=1, keepdims=True), 1e-9)
        rows = np.arange(len(own))
        lead = share[rows, first] - share[rows, second] if codes > 1 else share[:, 0]
        found[part.rows] = (1 - lead) * np.maximum(rarity[first], rarity[second])
    return found


def _likeness(made: Suggestions, texts: Sequence[int]) -> npt.NDArray[np.float64]:
    """Compare texts with each other, never under 0; those of two parts are not alike."""
    found = np.zeros((len(texts), len(texts)))
    place = {text: at for at, text in enumerate(texts)}
    for part in made.grounds.parts.values():
        rows = _rows(part)
        mine = [row for row, text in enumerate(part.rows) if int(text) in place]
        if rows is None or not mine:
            continue
        cosines = rows[mine] @ rows[mine].T
        if hasattr(cosines, "toarray"):
            cosines = cosines.toarray()
        at = [place[int(part.rows[row])] for row in mine]
        found[np.ix_(at, at)] = np.maximum(cosines, 0)
    return found


def _rows(part: Part) -> Any:
    """Give a row of length one for each text; None where no text has a word."""
    prepared = part.prepared
    return prepared.views.letters if prepared.views.vectors is None else prepared.views.vectors
