"""A document's lines beside those that were written, and where each figure is to be found now.

Method: the longest runs of equal lines first (Ratcliff and Metzener 1988, as in ``difflib``), then
lines that share an anchor, then lines that are alike; within two lines, the same by characters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from themer.report.verifying.lines import Line, Mark

_ALIKE = 0.6
"""The least likeness of two lines that are taken for one that was edited."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A line as it was written and as it is; None where there is no such line."""

    was: Line | None
    now: Line | None
    place: int
    """The line's place in the document as it is, or where it would stand."""


def align(written: Sequence[Line], read: Sequence[Line]) -> tuple[Pair, ...]:
    """Pair the lines of a document with those that were written, each at most once."""
    pairs: list[Pair] = []
    left: list[tuple[Line, int]] = []
    added: list[int] = []
    has_anchors = any(line.marks for line in read)
    was = [_skeleton(line, has_anchors=has_anchors) for line in written]
    now = [_skeleton(line, has_anchors=has_anchors) for line in read]
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            pairs += [Pair(line, read[j1 + at], j1 + at) for at, line in enumerate(written[i1:i2])]
            continue
        found, lost, new = _within(written[i1:i2], read, range(j1, j2))
        pairs += found
        left += [(line, j1) for line in lost]
        added += new
    moved, gone, fresh = _moved(left, read, added)
    pairs += moved
    pairs += [Pair(line, None, place) for line, place in gone]
    pairs += [Pair(None, read[place], place) for place in fresh]
    return tuple(sorted(pairs, key=lambda pair: (pair.place, pair.was is None)))


def _skeleton(line: Line, *, has_anchors: bool) -> tuple[str, ...]:
    """Give what two lines are first compared by: their anchors and the words apart from them.

    So a line is still itself when a figure in it was edited, also among a hundred cells that hold
    nothing but a number. A document that lost its anchors is compared by its words.
    """
    if not has_anchors:
        return (line.key,)
    return (*(mark.ledger_id for mark in line.marks), " ".join(apart(line).split()))


def _within(
    was: Sequence[Line], read: Sequence[Line], places: Sequence[int]
) -> tuple[list[Pair], list[Line], list[int]]:
    """Pair the lines of two stretches that differ, keeping their order where they are alike."""
    free = list(places)
    pairs: list[Pair] = []
    lost: list[Line] = []
    for line in was:
        best = max(free, key=lambda at: _likeness(line, read[at]), default=None)
        if best is None or _likeness(line, read[best]) < _ALIKE:
            lost.append(line)
            continue
        pairs.append(Pair(line, read[best], best))
        free.remove(best)
    if len(lost) == len(free):  # as when a cell that holds only a number holds another now
        pairs += [Pair(line, read[at], at) for line, at in zip(lost, free, strict=True)]
        return pairs, [], []
    return pairs, lost, free


def _likeness(was: Line, now: Line) -> float:
    """Say how alike two lines are, from 0 to 1; above 1 where they hold the same figures."""
    if not was.key or not now.key:
        return 0.0
    shared = {mark.ledger_id for mark in was.marks} & {mark.ledger_id for mark in now.marks}
    matcher = SequenceMatcher(None, was.key, now.key, autojunk=False)
    if matcher.real_quick_ratio() < _ALIKE and not shared:
        return 0.0
    return matcher.ratio() + len(shared)


def _moved(
    left: Sequence[tuple[Line, int]], read: Sequence[Line], added: Sequence[int]
) -> tuple[list[Pair], list[tuple[Line, int]], list[int]]:
    """Pair lines that stand elsewhere now: with the same words, or with the same figures."""
    by_key: dict[str, list[int]] = defaultdict(list)
    by_mark: dict[str, list[int]] = defaultdict(list)
    for place in added:
        by_key[read[place].key].append(place)
        for mark in read[place].marks:
            by_mark[mark.ledger_id].append(place)
    taken: set[int] = set()
    pairs: list[Pair] = []
    lost: list[tuple[Line, int]] = []
    for line, place in left:
        same = [*by_key[line.key], *(p for m in line.marks for p in by_mark[m.ledger_id])]
        found = next((p for p in same if p not in taken), None)
        if found is None:
            lost.append((line, place))
        else:
            taken.add(found)
            pairs.append(Pair(line, read[found], found))
    return pairs, lost, [place for place in added if place not in taken]


def found_at(pair: Pair) -> Iterator[tuple[Mark, str]]:
    """Give each mark of a line as it was written with the words that stand in its place now.

    An anchor of the document says where it is; where the anchor is gone, what the words around it
    were aligned with does. What was typed onto its end belongs to it: ``1`` before ``17 of 31``.
    """
    was, now = pair.was, pair.now
    if was is None or now is None:
        return
    if was.text == now.text:
        yield from ((mark, was.text[mark.start : mark.end]) for mark in was.marks)
        return
    steps = SequenceMatcher(None, was.text, now.text, autojunk=False).get_opcodes()
    used: dict[str, int] = defaultdict(int)
    for mark in was.marks:
        anchors = [one for one in now.marks if one.ledger_id == mark.ledger_id]
        place = used[mark.ledger_id]
        used[mark.ledger_id] += 1
        if place < len(anchors):
            start, end = anchors[place].start, anchors[place].end
        else:
            start, end = _moved_to(steps, mark)
        yield mark, _with_ends(was.text, mark, now.text, start, end)


def _moved_to(steps: Sequence[tuple[str, int, int, int, int]], mark: Mark) -> tuple[int, int]:
    start = end = 0
    for kind, i1, i2, j1, j2 in steps:
        if i1 <= mark.start < i2:
            start = j1 + (mark.start - i1 if kind == "equal" else 0)
        if i1 < mark.end <= i2:
            end = j1 + mark.end - i1 if kind == "equal" else j2
    return start, max(start, end)


def _with_ends(was: str, mark: Mark, now: str, start: int, end: int) -> str:
    """Take in letters and digits that stand at a figure's ends now and did not before."""
    if not _joins(was[mark.start - 1 : mark.start]):
        while start and _joins(now[start - 1 : start]):
            start -= 1
    if not _joins(was[mark.end : mark.end + 1]):
        while end < len(now) and _joins(now[end : end + 1]):
            end += 1
    return now[start:end]


def _joins(sign: str) -> bool:
    return sign.isalnum() or sign == "%"


def apart(line: Line) -> str:
    """Give the words of a line that are no figure's and no quote's."""
    kept, end = [], 0
    for mark in line.marks:
        kept.append(line.text[end : max(end, mark.start)])
        end = max(end, mark.end)
    return " … ".join([*kept, line.text[end:]])
