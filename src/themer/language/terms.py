"""The words of a text that carry meaning: offsets, stems, and the stop words between them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+(?:['\u2019\-][^\W_]+)*")

STOP_WORDS = frozenset(
    """
    a about above across actually after again against all almost along already also although
    always am among an and another any anybody anyone anything anyway apart are aren't around
    as asked at away back be became because been before being below between both but by came
    can can't cannot could couldn't did didn't do does doesn't doing don't done down due
    during each either else enough especially etc even ever every everybody everyone
    everything except far few for from further gave get gets getting give given go goes going
    gone got had hadn't has hasn't have haven't having he he's her here hers herself him
    himself his how however i i'd i'll i'm i've if in instead into is isn't it it's its itself
    just keep kept know knows let like likely lot lots made make makes making many may maybe
    me might more most much must my myself need needs neither never no nobody none nor not
    nothing now of off often on once one ones only onto or other others otherwise our ours
    ourselves out over own per perhaps please put quite rather really s said same say saying
    says see seem seems seen self several shall she should shouldn't since so some somebody
    someone something sometimes soon still such sure t take taken takes than thank thanks that
    that's the their theirs them themselves then there there's these they they'd they're
    they've thing things think this those though through thus till to together too took toward
    towards two under unless until up upon us use used uses using usually various very via
    want wanted wants was wasn't way ways we we'd we'll we're we've well went were weren't
    what what's whatever when where whether which while who who's whoever whole whom whose why
    will with within without won't would wouldn't yes yet you you'd you'll you're you've your
    yours yourself yourselves
    """.split()  # noqa: SIM905
)
"""Words that name nothing by themselves: neither a theme nor the reason for a suggestion."""


class Term(NamedTuple):
    """One word of a text that carries meaning."""

    start: int
    """First code point."""
    end: int
    """Code point after the last."""
    word: str
    """Lower case, with a plain apostrophe."""
    stem: str
    """What its inflections share; for counting, never for showing."""


@lru_cache(maxsize=8192)
def terms(text: str) -> tuple[Term, ...]:
    """List the words of a text that are not stop words, single letters or bare numbers.

    Those of the latest texts are kept: an analysis asks for the same text a dozen times.
    """
    found: list[Term] = []
    for match in _WORD.finditer(text):
        word = match.group().lower().replace("\u2019", "'")
        if is_content(word):
            found.append(Term(match.start(), match.end(), word, stem(word)))
    return tuple(found)


def is_content(word: str) -> bool:
    """Tell whether a lower-case word carries meaning by itself."""
    return len(word) > 1 and word not in STOP_WORDS and not word.isdigit()


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Strip the commonest English endings, so that ``meeting`` and ``meetings`` count as one.

    Deliberately shy: it joins inflections (plural, -ing, -ed, possessive), not families of words,
    because wrong joins show in a reason that a person reads.
    """
    word = word.removesuffix("'s").removesuffix("'")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes", "zes")):
        word = word[:-2]
    elif len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        root = word.removesuffix(ending)
        if root != word and len(root) > 3 and any(vowel in root for vowel in "aeiouy"):
            return root[:-1] if root[-1] == root[-2] and root[-1] not in "lsz" else root
    return word.removesuffix("e") if len(word) > 4 else word
