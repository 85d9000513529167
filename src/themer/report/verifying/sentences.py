"""Sentences of a paragraph beside those that were written, by the words around their figures.

A figure belongs to its sentence. Where the words of one are as they were, what stands in the place
of its figure is held against it, and not the anchor, which may have been carried elsewhere.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from themer.report.verifying.lines import Line, Mark
from themer.report.verifying.pairs import apart, words_apart

_END = re.compile(r"[.;:!?](?:[”’\"')]*)\s+")
_SPACE = re.compile(r"\s+")
_FEWEST_LETTERS = 4
"""A sentence whose own words have fewer letters is known by its figures alone."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    words: str
    """The words apart from figures, with a sign in the place of each."""
    marks: tuple[Mark, ...]


def figures_by_words(was: Line, now: Line) -> dict[Mark, Mark]:
    """Say which figure stands now where each was written, in sentences that kept their words.

    Args:
        was: A line as it was written.
        now: The line that it is now, with its anchors.
    """
    free: dict[str, list[_Sentence]] = defaultdict(list)
    for one in sentences(now):
        free[one.words].append(one)
    found: dict[Mark, Mark] = {}
    for one in sentences(was):
        same = free[one.words]
        if len(one.marks) and same and len(same[0].marks) == len(one.marks):
            found |= dict(zip(one.marks, same.pop(0).marks, strict=True))
    return found


def has_same_words(was: Line, now: Line) -> bool:
    """Say whether two lines have the same words of their own around their figures."""
    if len(was.marks) != len(now.marks) or not was.marks:
        return False
    one, other = (_SPACE.sub(" ", apart(line)).strip() for line in (was, now))
    return one == other and sum(map(str.isalpha, one)) >= _FEWEST_LETTERS


def sentences(line: Line) -> Iterator[_Sentence]:
    """Give the sentences of a line that hold figures, and have enough words to be known by."""
    start = 0
    ends = [found.end() for found in _END.finditer(line.text)]
    for end in (*ends, len(line.text)):
        if any(mark.start < end < mark.end for mark in line.marks):
            continue
        marks = tuple(one for one in line.marks if start <= one.start and one.end <= end)
        words = _apart(line.text, marks, start, end)
        if marks and sum(map(str.isalpha, words)) >= _FEWEST_LETTERS:
            yield _Sentence(words, marks)
        start = end


def _apart(text: str, marks: Sequence[Mark], start: int, end: int) -> str:
    places = ((mark.start - start, mark.end - start) for mark in marks)
    return _SPACE.sub(" ", words_apart(text[start:end], places)).strip().casefold().rstrip(".;:!?")
