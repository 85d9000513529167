"""Themes in a study of more passages than are grouped at once: a sample is grouped, others placed.

Grouping compares every text with every other, and all of it follows from each of them. So beyond a
bound whole conversations are drawn by the hash of their names and grouped as a study of that size
is, with their stability tried; each other text goes to the nearest of these groups. What is drawn
stays while other conversations come, go and are edited.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from themer.language import Vectors, one_thread
from themer.themes.grouping import (
    MOST_FOR_STABILITY,
    RESAMPLES,
    Encode,
    GroupedTheme,
    Grouping,
    TextForGrouping,
    group,
    relation_of,
)
from themer.themes.large import UNPLACED, Placing, ThemeMap, map_of, placed
from themer.themes.space import lsa

MOST_TOGETHER = 12_000
"""Texts that are grouped as they are: 200 conversations. It takes 20 s of CPU, growing squarely."""
_AT_ONCE = 4096
OfSample = Callable[[Sequence[TextForGrouping], Callable[[], Grouping]], Grouping]
"""Takes a sample and what groups it."""


def group_any_number(
    texts: Sequence[TextForGrouping],
    vectors: Vectors | None,
    *,
    resamples: int = RESAMPLES,
    encode: Encode | None = None,
    progress: Callable[[int, int], None] | None = None,
    of_sample: OfSample | None = None,
) -> Grouping:
    """Find candidate themes; the same texts give the same themes whatever their order.

    Args:
        texts: Any number; keys differ.
        vectors: Rows of length one, in the order of ``texts``; None works with words alone.
        resamples: As in `group`.
        encode: As in `group`.
        progress: As in `group`.
        of_sample: Gives the grouping of the sample where it is known from before.

    Returns:
        What `group` gives, for as many as are grouped together; the note says where it is a sample.
    """
    if len(texts) <= MOST_TOGETHER:
        return group(texts, vectors, resamples=resamples, encode=encode, progress=progress)
    # Sums differ in the last bit with their order and shape, so both are fixed.
    order = sorted(range(len(texts)), key=lambda place: (texts[place].key, texts[place].text))
    ordered = [texts[place] for place in order]
    rows = _vectors_of(ordered) if vectors is None else vectors[order]
    chosen = drawn(ordered, MOST_FOR_STABILITY)
    # What codes a text carries changes oftener than what it says, and groups nothing.
    sample, mine = [replace(ordered[row], codes=()) for row in chosen], rows[chosen]

    def work_out() -> Grouping:
        """Group the sample."""
        held = None if vectors is None else mine
        return group(sample, held, resamples=resamples, encode=encode, progress=progress)

    found = work_out() if of_sample is None else of_sample(sample, work_out)
    if not found.themes:
        near = Placing(np.full(len(ordered), UNPLACED), np.zeros(len(ordered)))
    else:
        with one_thread():
            near = _near(map_of(found, sample, mine), ordered, rows)
    return _renumbered(_with_others(found, chosen, ordered, near), order)


def _near(where: ThemeMap, texts: Sequence[TextForGrouping], rows: Vectors) -> Placing:
    parts = []
    for start in range(0, len(texts), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        parts.append(placed(where, rows[part], [text.context for text in texts[part]]))
    return Placing(
        np.concatenate([part.themes for part in parts]),
        np.concatenate([part.strengths for part in parts]),
    )


def drawn(texts: Sequence[TextForGrouping], most: int) -> list[int]:
    """Draw whole conversations by the hash of their names, in the order of these hashes.

    Args:
        texts: Any number.
        most: Texts that are drawn at most; a conversation that would make it more is passed over.

    Returns:
        Places of the texts.
    """
    by_owner: dict[str, list[int]] = {}
    for place, text in enumerate(texts):
        by_owner.setdefault(text.owner or text.key, []).append(place)
    chosen: list[int] = []
    for owner in sorted(by_owner, key=_hashed):
        mine = by_owner[owner]
        if len(chosen) + len(mine) <= most:
            chosen += mine
    return chosen


def _hashed(owner: str) -> bytes:
    return hashlib.sha256(owner.encode("utf-8", "surrogatepass")).digest()


def _vectors_of(texts: Sequence[TextForGrouping]) -> Vectors:
    """Make vectors of words alone, where there is no encoder."""
    rows = lsa([text.text for text in texts], [text.context for text in texts])
    return np.zeros((len(texts), 1), dtype=np.float32) if rows is None else rows.astype(np.float32)


def _with_others(
    found: Grouping, chosen: Sequence[int], texts: Sequence[TextForGrouping], near: Placing
) -> Grouping:
    """Put every text that was not drawn into the group that is nearest, or leave it unplaced."""
    label = near.themes.copy()
    label[list(chosen)] = UNPLACED
    for number, theme in enumerate(found.themes):
        label[[chosen[member] for member in theme.members]] = number
    strength = near.strengths
    themes = [
        _joined(theme, chosen, np.flatnonzero(label == number), strength, texts)
        for number, theme in enumerate(found.themes)
    ]
    return replace(
        found,
        themes=tuple(sorted(themes, key=lambda t: (-len(t.members), texts[t.members[0]].key))),
        unplaced=tuple(int(place) for place in np.flatnonzero(label == UNPLACED)),
        note=_note(found, len(chosen), len(texts)),
    )


def _joined(
    theme: GroupedTheme,
    chosen: Sequence[int],
    members: npt.NDArray[np.intp],
    strength: npt.NDArray[np.float64],
    texts: Sequence[TextForGrouping],
) -> GroupedTheme:
    ranked = sorted((int(m) for m in members), key=lambda m: (-strength[m], m))
    return replace(
        theme,
        members=tuple(ranked),
        strengths=tuple(float(strength[m]) for m in ranked),
        exemplars=tuple(chosen[m] for m in theme.exemplars),
        relation=relation_of([texts[m].codes for m in ranked]),
    )


def _note(found: Grouping, sample: int, texts: int) -> str:
    said = (
        f"{sample:,} of {texts:,} passages, of conversations drawn by the hash of their names, "
        "were grouped and named; the others were placed with the nearest group."
    )
    return said if found.note is None else f"{said} {found.note}"


def _renumbered(found: Grouping, order: Sequence[int]) -> Grouping:
    themes = tuple(
        replace(
            theme,
            members=tuple(order[m] for m in theme.members),
            exemplars=tuple(order[m] for m in theme.exemplars),
        )
        for theme in found.themes
    )
    return replace(found, themes=themes, unplaced=tuple(sorted(order[m] for m in found.unplaced)))
