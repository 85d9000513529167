"""What in words that a person typed is a figure: a number, a share, a word of quantity.

Dates, years, lengths of time, numbering and the study's own names (``not_figures``) are none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_NUMBERS = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_TO = r"(?:\s*(?:,|and then|and|or|to|–|-|/|&)\s*)"
_DATE = (
    rf"\b{_DAY}(?:{_TO}{_DAY})? (?:of )?(?:{_MONTHS})\b\.?(?:,? \d{{4}}\b)?"
    rf"|\b(?:{_MONTHS})\b\.? {_DAY}(?!\w)(?:,? \d{{4}}\b)?"
    rf"|\b(?:{_MONTHS}) \d{{4}}\b"
    r"|\b\d{4}-\d{2}(?:-\d{2})?\b"
    r"|(?<![\d/.])\d{1,2}([/.])\d{1,2}\1(?:\d{4}|\d{2})\b"
    r"|\b(?:19|20)\d{2}(?:s\b|(?:[/–-]\d{2,4})?\b)"
    r"|\b\d{1,2}[:.]\d{2}(?= ?(?:am|pm)\b)|\b(?:[01]?\d|2[0-3]):[0-5]\d\b"
)
_LENGTH = (
    rf"(?<![\w.,])\d{{1,4}}(?:{_TO}\d{{1,4}})*[ -](?:working |calendar )?"
    r"(?:day|week|month|term|year)s?\b"
)
_NUMBERED = (
    r"\b(?:section|chapter|page|part|annex|appendix|table|figure|finding|item|step|version|paragraph"
    rf"|question|no\.|number|level|stage|phase|year)s? \d+(?:\.\d+)*(?:{_TO}\d+(?:\.\d+)*)*(?!\w|%)"
)
"""What a number behind such a word says is which one, not how many."""
_ADDRESS = r"\b(?:https?://|www\.)\S+|\S+@\S+\.\S+"
_NO_FIGURE = re.compile(f"{_ADDRESS}|{_DATE}|{_LENGTH}|{_NUMBERED}", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*%?(?!\w)")
_SHARE = (
    r"nearly all|almost all|about half|half of|the majority|a majority|a minority|a third of"
    r"|two thirds|two-thirds|a quarter of|three quarters|three-quarters"
    rf"|(?:one|{_NUMBERS}) (?:out of|in (?:{_NUMBERS})|of (?:the )?(?:{_NUMBERS}|\d+))"
)
_QUANTITY = re.compile(rf"\b(?:{_SHARE}|a few of|some of the|most)\b", re.IGNORECASE)
_OWN = re.compile(
    rf"{_DATE}|\d+(?:[.,]\d+)*%?"
    rf"|\b(?:{_SHARE}|{_NUMBERS}|a few|few|some|most|half|all|both|none)\b",
    re.IGNORECASE,
)


def typed_numbers(words: str, not_figures: Sequence[str]) -> Iterator[str]:
    """Give the numbers in some words that are neither dates nor part of the study's own names.

    Args:
        words: No computed figure is in them.
        not_figures: The study's words that hold a number and are no figure.
    """
    names = _names(tuple(not_figures))
    bare = words if names is None else names.sub(" ", words)
    for number in _NUMBER.finditer(_NO_FIGURE.sub(" ", bare)):
        yield number[0]


def typed_quantities(words: str, not_figures: Sequence[str]) -> Iterator[str]:
    """Give the numbers in some words, as in `typed_numbers`, and the words of quantity."""
    yield from typed_numbers(words, not_figures)
    for match in _QUANTITY.finditer(words):
        yield match[0].lower()


def own_quantities(words: str) -> Iterator[tuple[int, int]]:
    """Find every number, date and word of quantity in a line that themer wrote: start and end."""
    for match in _OWN.finditer(words):
        yield match.start(), match.end()


@lru_cache(maxsize=8)
def _names(not_figures: tuple[str, ...]) -> re.Pattern[str] | None:
    """Match each of the names, and several of one kind in a row: "stages 1 and 2"."""
    if not not_figures:
        return None
    stems: dict[str, set[str]] = defaultdict(set)
    for name in not_figures:
        if found := re.fullmatch(r"(.*\w) (\d+)", name.strip()):
            stems[found[1]].add(found[2])
    rows = []
    for stem, numbers in stems.items():
        one = f"(?:{'|'.join(sorted(numbers, key=len, reverse=True))})"
        rows.append(rf"{re.escape(stem)}s? {one}(?:{_TO}{one})*")
    names = [re.escape(name) for name in sorted(not_figures, key=len, reverse=True)]
    return re.compile(rf"(?<!\w)(?:{'|'.join([*rows, *names])})(?!\w)", re.IGNORECASE)
