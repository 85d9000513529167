"""How often a group is found again when some conversations are left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from themer.themes.broader import broader_groups
from themer.themes.communities import SEED, Labels
from themer.themes.space import Points

DRAWN = 0.8
"""Share of conversations in each resample."""
FOUND_AGAIN = 0.5
"""Jaccard likeness from which a group counts as found again (Hennig 2007: under it, dissolved)."""


def kept_in(
    points: Points,
    owners: Sequence[str],
    groups: Sequence[Sequence[int]],
    broader: Sequence[Sequence[int]],
    cut: Callable[[Points], Labels],
    resamples: int,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[list[int], list[int]]:
    """Count, for each group, the resamples of conversations in which it was found again.

    Whole conversations are drawn, not texts: texts of one conversation resemble each other, and
    drawing them apart would flatter the groups.

    Args:
        points: One row a text.
        owners: The conversation of each text.
        groups: Places of the members of each group.
        broader: The same of each broader group.
        cut: What groups the points of a resample.
        resamples: How many; 0 gives zeros.
        progress: Called with resamples done and wanted.

    Returns:
        A count for each group, and one for each broader group.
    """
    kept, kept_broader = [0] * len(groups), [0] * len(broader)
    names = sorted(set(owners))
    index = {name: i for i, name in enumerate(names)}
    whose = np.array([index[owner] for owner in owners], dtype=np.intp)
    rng = np.random.default_rng(SEED)
    for done in range(resamples):
        size = max(2, round(DRAWN * len(names)))
        drawn = np.zeros(len(names), dtype=bool)
        drawn[rng.permutation(len(names))[:size]] = True
        rows = np.flatnonzero(drawn[whose])
        labels = np.full(len(points), -1, dtype=np.intp)
        labels[rows] = cut(points[rows])
        for at, members in enumerate(groups):
            kept[at] += _is_found(labels, np.asarray(members, dtype=np.intp))
        if broader:
            labels[rows] = broader_groups(points[rows], labels[rows])[labels[rows]]
        for at, members in enumerate(broader):
            kept_broader[at] += _is_found(labels, np.asarray(members, dtype=np.intp))
        if progress is not None:
            progress(done + 1, resamples)
    return kept, kept_broader


def _is_found(labels: Labels, members: Labels) -> bool:
    present = labels[members]
    present = present[present >= 0]
    if not len(present):
        return False
    shared = np.bincount(present)
    sizes = np.bincount(labels[labels >= 0], minlength=len(shared))[: len(shared)]
    likeness = shared / (len(present) + sizes - shared)
    return bool(likeness.max() >= FOUND_AGAIN)
