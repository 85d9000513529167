"""Where sentences begin and end, counted in code points of the stored text."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

LONGEST = 20_000
"""Characters of a text that are read, some 3,500 words; nobody said more in one answer."""
# People who type while listening end a fragment with a new line or a bullet, not with a full stop.
_LINES = re.compile(r"[^\n\r\v\f\u2028\u2029]+")
# A quote or bracket that opens after a full stop belongs to what follows, not to the sentence.
_OPENING = re.compile(r"\s(?:[\"'\u201c\u2018(\[]+)\s*\Z")
_BULLET = re.compile(r"[ \t]*(?:[-*\u2022\u2013\u2014>]+|\d{1,2}[.)])[ \t]+")
# What people shorten while they type; a full stop after it ends nothing where what follows goes on
# in lower case or with a number. "no." is also an answer, so only a number goes on after it.
_SHORTENED = re.compile(
    r"\b(?i:incl|excl|e\.g|i\.e|eg|ie|etc|approx|dept|mgr|vs)\.\s+(?=[a-z\d])|\b(?i:nos?)\.\s+(?=\d)"
)


@cache
def _pipeline() -> Any:
    # Imported here: spaCy takes a second, and the conversation desk must never wait for it.
    from spacy.lang.en import English

    pipeline = English()
    # spaCy's limit of a million characters is for parsers; this one only looks for full stops.
    pipeline.max_length = 1 << 30
    pipeline.add_pipe("sentencizer")
    return pipeline


@lru_cache(maxsize=8192)
def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Find the sentences of a text.

    A line break always ends a sentence; within a line, spaCy's rule-based sentencizer does, but
    not after an abbreviation such as "incl." where the sentence goes on. Space around it and a
    bullet before it belong to none.

    Args:
        text: The stored text, untouched.

    Returns:
        ``(start, end)`` in code points, end exclusive, ascending, never empty, never overlapping.
    """
    found: list[tuple[int, int]] = []
    for line in _LINES.finditer(text):
        bullet = _BULLET.match(line.group())
        begin = line.start() + (bullet.end() if bullet else 0)
        found.extend(_in_line(text, begin, line.end()))
    return tuple(found)


def _in_line(text: str, begin: int, end: int) -> list[tuple[int, int]]:
    line = text[begin:end]
    if not any(mark in line.rstrip()[:-1] for mark in ".!?\u2026\u3002"):
        borders = [(0, len(line))]
    else:
        going_on = [(found.start(), found.end()) for found in _SHORTENED.finditer(line)]
        ends = [_before_opening(line, s.end_char) for s in _pipeline()(line).sents]
        ends = [at for at in ends if not any(first < at <= last for first, last in going_on)]
        borders = list(zip([0, *ends], [*ends[:-1], len(line)], strict=False))
    spans: list[tuple[int, int]] = []
    for start, stop in borders:
        piece = line[start:stop]
        if not piece.strip():
            continue
        left = start + len(piece) - len(piece.lstrip())
        right = start + len(piece.rstrip())
        if not any(char.isalnum() for char in piece) and spans:
            spans[-1] = (spans[-1][0], begin + right)
        else:
            spans.append((begin + left, begin + right))
    return spans


def _before_opening(line: str, end: int) -> int:
    opening = _OPENING.search(line, 0, end)
    return end if opening is None else opening.start()
