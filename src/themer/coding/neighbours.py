"""Scores that lean on those of the most similar texts."""

from __future__ import annotations

import numpy as np

from themer.coding.evidence import Scores
from themer.language import Neighbourhood

SHARE, ROUNDS = 0.5, 2


def propagated(scores: Scores, around: Neighbourhood) -> Scores:
    """Mix each text's scores with its neighbours' (Zhou and others 2004, local and global)."""
    if not around.nearest.size:
        return scores
    total = around.weight.sum(axis=1, keepdims=True)
    mixed = scores
    for _ in range(ROUNDS):
        seen = (mixed[around.nearest] * around.weight[..., None]).sum(axis=1)
        lent = np.where(total > 1e-9, seen / np.maximum(total, 1e-9), scores)
        mixed = (1 - SHARE) * scores + SHARE * lent
    return mixed
