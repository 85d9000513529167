"""Scores that lean on those of the most similar texts."""

from __future__ import annotations

import numpy as np

from themer.coding.evidence import Scores
from themer.language import Neighbourhood

SHARE, ROUNDS = 0.3, 2
"""How much of a text's scores is its neighbours', before people have decided anything."""


def propagated(scores: Scores, around: Neighbourhood, lean: float = 0.0) -> Scores:
    """Mix each text's scores with its neighbours' (Zhou and others 2004, local and global).

    Args:
        scores: One row a text.
        around: The nearest texts of each.
        lean: How far scores rest on decisions already, 0 to 1: the further, the less neighbours
            add, and from many decisions on they only blur what was learned.
    """
    if not around.nearest.size:
        return scores
    share = SHARE * (1 - lean)
    total = around.weight.sum(axis=1, keepdims=True)
    mixed = scores
    for _ in range(ROUNDS):
        seen = (mixed[around.nearest] * around.weight[..., None]).sum(axis=1)
        lent = np.where(total > 1e-9, seen / np.maximum(total, 1e-9), scores)
        mixed = (1 - share) * scores + share * lent
    return mixed
