"""A second level: groups that lie near each other under one broader group."""

from __future__ import annotations

import numpy as np

from themer.language import unit
from themer.themes.communities import LEAST_BETTER, Labels, silhouette
from themer.themes.space import Points

LEAST_GROUPS = 8
"""A list of fewer is seen at a glance, and needs no headings."""


def broader_groups(points: Points, labels: Labels) -> Labels:
    """Join groups whose centres are nearest, pair by pair, to where the rest stand apart best.

    Of all cuts into two and more, up to half as many as there are groups, the one with the largest
    silhouette (Rousseeuw 1987) is taken.

    Args:
        points: Rows of length one.
        labels: The group of each point, from 0; under 0 for none.

    Returns:
        The broader group of each *group*, from 0; each its own where there are too few to join.
    """
    count = int(labels.max(initial=-1)) + 1
    own = np.arange(count, dtype=np.intp)
    if count < LEAST_GROUPS:
        return own
    placed = labels >= 0
    sums = np.zeros((count, points.shape[1]))
    np.add.at(sums, labels[placed], points[placed])
    best, clearest = own, -2.0
    for joined in _joined_step_by_step(sums):
        if 2 <= joined.max() + 1 <= count // 2:
            clear = silhouette(points[placed], joined[labels[placed]])
            if clear > clearest + LEAST_BETTER:
                best, clearest = joined, clear
    return best


def _joined_step_by_step(sums: Points) -> list[Labels]:
    """List what is one after each joining of the two groups whose centres are most alike."""
    member = np.arange(len(sums), dtype=np.intp)
    totals, steps = sums.copy(), []
    while len(totals) > 2:
        likeness = np.round(unit(totals) @ unit(totals).T, 9)
        likeness[np.tril_indices(len(totals))] = -np.inf
        one, other = divmod(int(likeness.argmax()), len(totals))
        totals[one] += totals[other]
        totals = np.delete(totals, other, axis=0)
        member = np.where(member == other, one, np.where(member > other, member - 1, member))
        steps.append(member)
    return steps
