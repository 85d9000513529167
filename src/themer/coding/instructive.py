"""Which undecided texts teach the machine most, were a person to decide them next."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from themer.coding.suggestions import Suggestions

FRONT = 100
"""So many answers are chosen one by one; a coder decides fewer before the next refit."""


def worth(made: Suggestions) -> npt.NDArray[np.float64]:
    """Say how much each text would teach.

    Args:
        made: What is suggested now.

    Returns:
        Shape ``(texts,)``, from 0: how unsure the first code is, of texts that many are like.
    """
    found = np.zeros(len(made.texts))
    for part in made.grounds.parts.values():
        if not len(part.rows) or not len(part.columns):
            continue
        own = made.confidence[np.ix_(part.rows, part.columns)]
        share = own / np.maximum(own.sum(axis=1, keepdims=True), 1e-9)
        ordered = np.sort(share, axis=1)
        lead = ordered[:, -1] - (ordered[:, -2] if own.shape[1] > 1 else 0)
        crowd = _crowd(part.prepared.around.weight)
        found[part.rows] = (1 - lead) * crowd
    return found


def _crowd(weight: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return weight.mean(axis=1) if weight.size else np.ones(len(weight))


def front(
    made: Suggestions, answers: Sequence[Sequence[int]], most: int = FRONT
) -> tuple[int, ...]:
    """Choose the answers to decide first, each unlike those chosen before it.

    Args:
        made: What is suggested now.
        answers: The texts of each answer that may be chosen.
        most: How many to choose.

    Returns:
        Places in ``answers``, the one that teaches most first.
    """
    worths = worth(made)
    values = np.array([max(worths[text] for text in texts) for texts in answers])
    return tuple(int(place) for place in np.argsort(-values, kind="stable")[:most])
