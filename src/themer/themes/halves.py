"""Whether a group says more than that its texts share words: halves of a text, placed apart.

Groups of nearest neighbours come back in resamples even where the words of all texts were shuffled
among them, for the neighbours are the same again. But only where texts are about something do both
halves of one speak of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import comb

import numpy as np

from themer.language import Vectors, unit
from themer.themes.communities import Labels
from themer.themes.space import Points, beyond_who_and_what

LEAST_WORDS = 4
"""Texts of fewer words have no halves."""
MOST_WORDS = 400
"""Words of a text that are halved; of more, an encoder reads the beginning."""


def halves_of(texts: Sequence[str]) -> tuple[list[int], list[str]]:
    """Cut each text in the middle, by words.

    Returns:
        Places of the texts that have halves; all their first halves, then all their second ones.
    """
    words = [text.split()[:MOST_WORDS] for text in texts]
    places = [place for place, row in enumerate(words) if len(row) >= LEAST_WORDS]
    middles = [(place, (len(words[place]) + 1) // 2) for place in places]
    first = [" ".join(words[place][:middle]) for place, middle in middles]
    return places, first + [" ".join(words[place][middle:]) for place, middle in middles]


def chance_of(
    vectors: Vectors,
    halves: Vectors,
    places: Sequence[int],
    contexts: Sequence[str],
    owners: Sequence[str],
    labels: Labels,
) -> list[float]:
    """Give for each group how likely it is that its texts' halves meet in it by chance alone.

    Each half goes to the group with the nearest centre; its own text has no part in that centre.
    Where first and second halves know nothing of each other, the number of texts with both in a
    group is hypergeometric (Fisher's exact test, one-sided).

    Args:
        vectors: Of whole texts, rows of length one.
        halves: Of the halves, as `halves_of` lists them.
        places: Of the texts that have halves.
        contexts: The question that each text answers; empty where unknown.
        owners: The conversation of each text; empty where unknown.
        labels: The group of each text; under 0 for none.

    Returns:
        One probability for each group, from 0 to 1.
    """
    whole = unit(beyond_who_and_what(vectors.astype(np.float64), contexts, owners))
    mine = np.asarray(places, dtype=np.intp)
    asked, whose = [contexts[p] for p in places], [owners[p] for p in places]
    groups = int(labels.max(initial=-1)) + 1
    if not groups or not places:
        return [1.0] * groups
    sums = np.zeros((groups, whole.shape[1]))
    np.add.at(sums, labels[labels >= 0], whole[labels >= 0])
    one, other = (
        _nearest(unit(beyond_who_and_what(part, asked, whose)), whole[mine], labels[mine], sums)
        for part in np.split(halves.astype(np.float64), 2)
    )
    return [
        _at_least(
            int(((one == group) & (other == group)).sum()),
            len(mine),
            int((one == group).sum()),
            int((other == group).sum()),
        )
        for group in range(groups)
    ]


def _nearest(parts: Points, whole: Points, labels: Labels, sums: Points) -> Labels:
    """Place halves by the centres of groups, each without the text that it is from."""
    near = parts @ unit(sums).T
    for row in np.flatnonzero(labels >= 0):
        near[row, labels[row]] = parts[row] @ unit(sums[labels[row]] - whole[row])
    return np.asarray(np.round(near, 6).argmax(axis=1), dtype=np.intp)


def _at_least(both: int, texts: int, one: int, other: int) -> float:
    """Give the chance that of two draws at random so many or more are the same."""
    if not both:
        return 1.0
    ways = sum(
        comb(one, k) * comb(texts - one, other - k) for k in range(both, min(one, other) + 1)
    )
    return ways / comb(texts, other)
