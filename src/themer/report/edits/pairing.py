"""Which line of an edited text is which line of the text before it.

Method: runs of equal lines first (Ratcliff and Metzener 1988, as in ``difflib``); in what is left,
the pairs in order whose likeness sums to most (Needleman and Wunsch 1970).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from themer.report.edits.lines import TextLine

LEAST = 0.5
"""The least likeness of two lines that are taken for one, before and after."""
_WORDS = re.compile(r"\w+|[^\w\s]")

Paired = tuple[int | None, int | None]


def pair(was: Sequence[TextLine], now: Sequence[TextLine]) -> tuple[Paired, ...]:
    """Pair lines in order; None stands for a line that is only in one of the two."""
    found: list[Paired] = []
    matcher = SequenceMatcher(
        None, [one.skeleton for one in was], [one.skeleton for one in now], autojunk=False
    )
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            found += zip(range(i1, i2), range(j1, j2), strict=True)
        else:
            found += _within(was, now, range(i1, i2), range(j1, j2))
    return tuple(found)


def likeness(one: TextLine, other: TextLine) -> float:
    """Say how alike the words of two lines are, from 0 to 1."""
    words, others = _WORDS.findall(one.skeleton), _WORDS.findall(other.skeleton)
    return SequenceMatcher(None, words, others, autojunk=False).ratio()


def _within(
    was: Sequence[TextLine], now: Sequence[TextLine], left: range, right: range
) -> list[Paired]:
    best: dict[tuple[int, int], tuple[float, list[Paired]]] = {}
    alike = {(i, j): likeness(was[i], now[j]) for i in left for j in right}
    for i in range(left.start, left.stop + 1):
        for j in range(right.start, right.stop + 1):
            ways: list[tuple[float, int, tuple[int, int], Paired]] = []
            if i > left.start and j > right.start and alike[i - 1, j - 1] >= LEAST:
                gain = alike[i - 1, j - 1]
                before = best[i - 1, j - 1][0]
                ways.append((before + gain, 2, (i - 1, j - 1), (i - 1, j - 1)))
            if j > right.start:
                ways.append((best[i, j - 1][0], 1, (i, j - 1), (None, j - 1)))
            if i > left.start:
                ways.append((best[i - 1, j][0], 0, (i - 1, j), (i - 1, None)))
            if not ways:
                best[i, j] = 0.0, []
                continue
            total, _, before_at, step = max(ways, key=lambda way: way[:2])
            best[i, j] = total, [*best[before_at][1], step]
    return best[left.stop, right.stop][1]
