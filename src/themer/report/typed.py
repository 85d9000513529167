"""What in words that a person typed is a figure: a number, a share, a word of quantity.

In what people write, dates, years, lengths of time, numbering and the study's own names
(``not_figures``) are none; in what somebody put among themer's own words, lengths and bare years
are. Where a month or a year stands before what can be counted, the number between them is one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

_MONTHS = (
    "(?-i:January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
)
"""With a capital: "12 may leave" holds no date."""
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_UNITS = "two|three|four|five|six|seven|eight|nine"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_FROM_TEN = (
    "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
    rf"|(?:{_TENS})(?:[- ](?:one|{_UNITS}))?|(?:(?:a|one|{_UNITS}) )?hundred"
)
_NUMBERS = f"{_UNITS}|{_FROM_TEN}"
_TO = r"(?:\s*(?:,|and then|and|or|to|–|-|/|&)\s*)"
_CENTURY = r"(?:19|20)\d{2}"
_YEAR = rf"(?<![£$€])\b{_CENTURY}(?:s\b|(?:[/–-]\d{{2,4}})?\b)(?!%| per ?cent)"
_MONTH_AND_DAY = rf"\b{_MONTHS}\b\.? {_DAY}(?!\w)"
_CERTAIN_DATE = (
    rf"\b{_DAY}(?:{_TO}{_DAY})? (?:of )?{_MONTHS}\b\.?(?:,? {_CENTURY}\b)?"
    rf"|{_MONTH_AND_DAY},? {_CENTURY}\b"
    rf"|\b{_MONTHS} {_CENTURY}\b"
    rf"|\b{_CENTURY}-\d{{2}}(?:-\d{{2}})?\b"
    r"|(?<![\d/.])\d{1,2}(?P<dot>[/.])\d{1,2}(?P=dot)(?:\d{4}|\d{2})\b"
    r"|\b\d{1,2}[:.]\d{2}(?= ?(?:am|pm)\b)|\b(?:[01]?\d|2[0-3]):[0-5]\d\b"
)
_DATE = f"{_CERTAIN_DATE}|{_MONTH_AND_DAY}|{_YEAR}"
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
_NO_FIGURE_ADDED = re.compile(
    f"{_ADDRESS}|{_CERTAIN_DATE}|(?P<day>{_MONTH_AND_DAY})|{_NUMBERED}", re.IGNORECASE
)
_NO_FIGURE = re.compile(
    f"{_NO_FIGURE_ADDED.pattern}|(?P<year>{_YEAR})|(?P<length>{_LENGTH})", re.IGNORECASE
)
_SEVERAL = (
    r"(?!(?:does|goes|comes|makes|takes|brings|marks|sees|shows|begins|starts|ends|remains|means"
    r"|always|perhaps|sometimes|besides|towards|afterwards)\b)"
    r"(?:people|staff|children|[a-z]{2,}[^\W\d_suiSUI]s)\b"
)
"""A word that may be a plural: what can be counted. It has no capital."""
_ON = re.compile(r"\bon $", re.IGNORECASE)
_MANY_BEHIND = re.compile(rf" (?:of\b|{_SEVERAL})")
_AMOUNT_BEHIND = re.compile(
    r" (?:of [\w-]+ )?(?:were |was |are |is |had been |have been )?"
    r"(?:lost|saved|missed|spent|given|cut|gained|wasted)\b",
    re.IGNORECASE,
)
_COUNTS_BEFORE = re.compile(
    r"(?:^|[.!?:;]\s|\b(?:about|some|nearly|almost|over|around|only|all|than|least)\s)\s*$",
    re.IGNORECASE,
)
_FRACTION = "[¼½¾⅐-⅞]"
_NUMBER = re.compile(
    rf"(?<![\w.,])(?:\d+(?:[.,]\d+)*(?: ?{_FRACTION}|%|×|k|m|bn|x)?|{_FRACTION})(?!\w)",
    re.IGNORECASE,
)
_PARTS = "third|quarter|fifth|sixth|seventh|eighth|ninth|tenth"
_SHARE = (
    r"nearly all|almost all|about half|half of|half the(?! (?:battle|time|day|way|year|term)\b)"
    r"|the majority|a majority|a minority"
    rf"|an? (?:{_PARTS}) of(?! an hour\b)|one[- ](?:{_PARTS})|(?:{_UNITS})[- ](?:{_PARTS})s"
    rf"|(?:one|{_NUMBERS}) (?:out of|in (?:{_NUMBERS})|of (?:the )?(?:{_NUMBERS}|\d+))"
    rf"|(?:one|{_NUMBERS}) per ?cent|(?:half )?a dozen|(?:dozens|hundreds|thousands) of"
    r"|none of (?:the|them|these|those|us)"
)
_IN_WORDS = rf"{_SHARE}|a few of|some of the|(?<!\bat )most"
_OWN = re.compile(
    rf"{_DATE}|\d+(?:[.,]\d+)*%?"
    rf"|\b(?:{_SHARE}|{_NUMBERS}|a few|few|some|most|half|all|both|none)\b",
    re.IGNORECASE,
)
_ADDED = re.compile(
    rf"\b(?:{_SHARE}|{_NUMBERS}|a few|few|some|most|half|all|both|none)\b", re.IGNORECASE
)


def typed_numbers(words: str, not_figures: Sequence[str]) -> Iterator[str]:
    """Give the numbers in some words that are neither dates nor part of the study's own names.

    Args:
        words: No computed figure is in them.
        not_figures: The study's words that hold a number and are no figure.
    """
    bare = _without_names(words, not_figures)
    for number in _NUMBER.finditer(_NO_FIGURE.sub(_unless_counted, bare)):
        yield number[0]


def typed_quantities(
    words: str, not_figures: Sequence[str], nouns: Sequence[str] = ()
) -> Iterator[str]:
    """Give the numbers in some words, as in `typed_numbers`, and the words of quantity.

    Args:
        words: What somebody wrote in a place for it; no computed figure is in them.
        not_figures: The study's words that hold a number and are no figure.
        nouns: What the study counts, in the plural, such as ``services``: before these a number in
            words is a figure, and so are *all*, *half* and *no*.
    """
    yield from typed_numbers(words, not_figures)
    for match in _in_words(tuple(nouns)).finditer(_without_names(words, not_figures)):
        yield match[0].strip().lower()


def added_quantities(words: str, not_figures: Sequence[str]) -> Iterator[str]:
    """Give every number and word of quantity that somebody put among themer's own words.

    Lengths of time and bare years are figures there; arguments as in `typed_numbers`.
    """
    bare = _without_names(words, not_figures)
    for number in _NUMBER.finditer(_NO_FIGURE_ADDED.sub(_unless_counted, bare)):
        yield number[0]
    for match in _ADDED.finditer(bare):
        yield match[0].lower()


def own_quantities(words: str) -> Iterator[tuple[int, int]]:
    """Find every number, date and word of quantity in a line that themer wrote: start and end."""
    for match in _OWN.finditer(words):
        yield match.start(), match.end()


def _unless_counted(match: re.Match[str]) -> str:
    """Blank out what is no figure; keep it where what it counts stands behind it."""
    before, behind = match.string[: match.start()], match.string[match.end() :]
    kind = match.lastgroup
    counts = (
        (kind == "day" and _MANY_BEHIND.match(behind) and not _ON.search(before))
        or (kind == "year" and _MANY_BEHIND.match(behind) and _COUNTS_BEFORE.search(before))
        or (kind == "length" and _AMOUNT_BEHIND.match(behind))
    )
    return match[0] if counts else " "


@lru_cache(maxsize=8)
def _in_words(nouns: tuple[str, ...]) -> re.Pattern[str]:
    """Match words of quantity; "two services" only where a sentence begins with it.

    In the middle of one, *two* is as often a manner of speaking as a count.
    """
    if not nouns:
        return re.compile(rf"\b(?:{_IN_WORDS})\b", re.IGNORECASE)
    noun = f"(?:{'|'.join(re.escape(one) for one in sorted(nouns, key=len, reverse=True))})"
    those = r"(?:of )?(?:(?:the|these|those|our) )?"
    from_three = f"{_UNITS.removeprefix('two|')}|{_FROM_TEN}"
    counted = (
        rf"(?:{from_three}) {those}(?:[\w'\u2019-]+ )?{noun}"
        rf"|two of (?:(?:the|these|those|our) )?{noun}"
        rf"|(?:all|none|half|both|no) {those}{noun}"
    )
    opening = rf"(?:^|(?<=[.!?:;]))\s*two {those}{noun}\b"
    return re.compile(rf"{opening}|\b(?:{counted}|{_IN_WORDS})\b", re.IGNORECASE)


def _without_names(words: str, not_figures: Sequence[str]) -> str:
    names = _names(tuple(not_figures))
    return words if names is None else names.sub(" ", words)


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
