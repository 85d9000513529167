"""A document's lines beside those that were written, and where each figure is to be found now.

Method: the longest runs of equal lines first (Ratcliff and Metzener 1988, as in ``difflib``), then
lines that share an anchor, then lines that are alike; within two lines, the same by words.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from themer.report.verifying.lines import Line, Mark
from themer.report.verifying.pairs import Pair, apart
from themer.report.verifying.sentences import figures_by_words, has_same_words

_ALIKE = 0.6
"""The least likeness of two lines that are taken for one that was edited."""
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"\s*([^\W_]+|\S)")


def align(written: Sequence[Line], read: Sequence[Line]) -> tuple[Pair, ...]:
    """Pair the lines of a document with those that were written, each at most once."""
    pairs: list[Pair] = []
    left: list[tuple[Line, int]] = []
    added: list[int] = []
    has_anchors = any(line.marks for line in read)
    was = [_skeleton(line, has_anchors=has_anchors) for line in written]
    now = [_skeleton(line, has_anchors=has_anchors) for line in read]
    for kind, i1, i2, j1, j2 in _blocks(was, now):
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


def _blocks(
    was: Sequence[tuple[str, ...]], now: Sequence[tuple[str, ...]]
) -> Iterator[tuple[str, int, int, int, int]]:
    """Give the blocks in which two lists of lines agree and differ, as ``difflib`` gives them.

    Lines that stand once in each hold the rest in place (patience sorting), so that a long
    document is compared between them, and not each of its lines with every other.
    """
    i, j = 0, 0
    for one, other in (*_held(was, now), (len(was), len(now))):
        matcher = SequenceMatcher(None, was[i:one], now[j:other], autojunk=False)
        for kind, i1, i2, j1, j2 in matcher.get_opcodes():
            yield kind, i + i1, i + i2, j + j1, j + j2
        if one < len(was):
            yield "equal", one, one + 1, other, other + 1
        i, j = one + 1, other + 1


def _held(was: Sequence[tuple[str, ...]], now: Sequence[tuple[str, ...]]) -> list[tuple[int, int]]:
    """Pair the lines that stand once in both lists, as many as keep their order."""
    once, once_now = _standing_once(was), _standing_once(now)
    pairs = [(at, once_now[line]) for line, at in once.items() if line in once_now]
    ends: list[int] = []
    """The least last place in ``now`` of a run of each length, and the pair that it ends with."""
    last: list[int] = []
    before: list[int | None] = []
    for index, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        before.append(last[length - 1] if length else None)
        ends[length : length + 1] = [place]
        last[length : length + 1] = [index]
    kept: list[tuple[int, int]] = []
    at = last[-1] if last else None
    while at is not None:
        kept.append(pairs[at])
        at = before[at]
    return kept[::-1]


def _standing_once(lines: Sequence[tuple[str, ...]]) -> dict[tuple[str, ...], int]:
    many = Counter(lines)
    return {line: at for at, line in enumerate(lines) if many[line] == 1}


def _skeleton(line: Line, *, has_anchors: bool) -> tuple[str, ...]:
    """Give what two lines are first compared by: their anchors and the words apart from them.

    So a line is still itself when a figure in it was edited, also among a hundred cells that hold
    nothing but a number. A document that lost its anchors is compared by its words. What a number
    is does not matter either way, or a table in which each was changed would be another table.
    """
    if not has_anchors:
        return (_DIGITS.sub("0", line.key),)
    words = _DIGITS.sub("0", " ".join(apart(line).split()))
    return (*(mark.ledger_id for mark in line.marks), words)


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
    """Say how alike two lines are, from 0 to 1; above 1 where they hold the same figures.

    The same words go before the same figures: those may have been carried to another sentence.
    """
    if not was.key or not now.key:
        return 0.0
    if has_same_words(was, now):
        return 100.0 + (was.key == now.key)
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


def found_at(pair: Pair, marks: Sequence[Mark]) -> Iterator[tuple[Mark, int, int]]:
    """Give each mark of a line as it was written with the place that it has in the line now.

    An anchor of the document says where it is; where the anchor is gone, what the words around it
    were aligned with does. What was typed onto its end belongs to it: ``1`` before ``17 of 31``.

    Args:
        pair: A line as it was written and as it is.
        marks: Of the line as it was written: its anchors, or others that were found in its words.
    """
    was, now = pair.was, pair.now
    if was is None or now is None:
        return
    if was.text == now.text:
        yield from ((mark, mark.start, mark.end) for mark in marks)
        return
    by_words = figures_by_words(was, now)
    steps = tuple(_steps(was, now))
    used: dict[str, int] = defaultdict(int)
    for mark in marks:
        anchors = [one for one in now.marks if one.ledger_id == mark.ledger_id]
        place = used[mark.ledger_id]
        used[mark.ledger_id] += 1
        if mark in by_words:
            start, end = by_words[mark].start, by_words[mark].end
        elif mark.ledger_id and place < len(anchors):
            start, end = anchors[place].start, anchors[place].end
        else:
            start, end = _moved_to(steps, mark, now.text)
        yield mark, *_with_ends(was.text, mark, now.text, start, end)


@dataclass(frozen=True, slots=True)
class _Step:
    """A stretch of a line as it was, and the stretch that stands for it now."""

    start: int
    end: int
    now: int
    now_end: int
    is_same: bool


def _steps(was: Line, now: Line) -> Iterator[_Step]:
    """Say what became of each stretch of a line; where both have the same anchors, between them."""
    same = [mark.ledger_id for mark in was.marks] == [mark.ledger_id for mark in now.marks]
    fixed = list(zip(was.marks, now.marks, strict=True)) if same else []
    end, now_end = 0, 0
    for one, other in fixed:
        if one.start < end or other.start < now_end:
            continue  # one anchor within another
        yield from _word_steps(was.text, (end, one.start), now.text, (now_end, other.start))
        yield _Step(one.start, one.end, other.start, other.end, is_same=False)
        end, now_end = one.end, other.end
    yield from _word_steps(was.text, (end, len(was.text)), now.text, (now_end, len(now.text)))


def _word_steps(
    was: str, place: tuple[int, int], now: str, now_place: tuple[int, int]
) -> Iterator[_Step]:
    """Align two stretches word by word: by letters, numbers that all changed would be mixed up."""
    words = [found.span(1) for found in _WORD.finditer(was, *place)]
    now_words = [found.span(1) for found in _WORD.finditer(now, *now_place)]
    matcher = SequenceMatcher(
        None, [was[i:j] for i, j in words], [now[i:j] for i, j in now_words], autojunk=False
    )
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if i2 - i1 == j2 - j1:
            for (start, end), (at, until) in zip(words[i1:i2], now_words[j1:j2], strict=True):
                yield _Step(start, end, at, until, is_same=kind == "equal")
        elif i1 < i2:
            at = now_words[j1][0] if j1 < j2 else now_place[1]
            until = now_words[j2 - 1][1] if j1 < j2 else at
            yield _Step(words[i1][0], words[i2 - 1][1], at, until, is_same=False)


def _moved_to(steps: Sequence[_Step], mark: Mark, now: str) -> tuple[int, int]:
    start = end = 0
    for step in steps:
        if step.start <= mark.start < step.end:
            start = step.now + (mark.start - step.start if step.is_same else 0)
        if step.start < mark.end <= step.end:
            end = step.now + mark.end - step.start if step.is_same else step.now_end
    end = max(start, end)
    return end - len(now[start:end].lstrip()), end


def _with_ends(was: str, mark: Mark, now: str, start: int, end: int) -> tuple[int, int]:
    """Take in letters and digits that stand at a figure's ends now and did not before."""
    if not _joins(was[mark.start - 1 : mark.start]):
        while start and _joins(now[start - 1 : start]):
            start -= 1
    if not _joins(was[mark.end : mark.end + 1]):
        while end < len(now) and _joins(now[end : end + 1]):
            end += 1
    return start, end


def _joins(sign: str) -> bool:
    return sign.isalnum() or sign == "%"
