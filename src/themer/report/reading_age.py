"""The age at which an English text can be read: a formula, and our own counter of syllables.

Method: the grade level of Kincaid, Fishburne, Rogers and Chissom (1975),

    0.39 × words per sentence + 11.8 × syllables per word − 15.59,

which is a year of an American school; a child in its first year is six, so the age is five more.
It is for running text of a hundred words or more, and knows only lengths: short words can be hard
and long ones known to everybody. It is no use for tables, lists of names or other languages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

FEWEST_WORDS = 100
"""With fewer words than this the figure says nothing."""
_YEARS_BEFORE_SCHOOL = 5
_GROUPS = re.compile(r"[aeiouy]+")
_NO_LETTER = re.compile(r"[^a-z]")
_SILENT = re.compile(
    r"""
      (?<![aeiouy])(?<![^aeiouy]l)e$                     # made, but not table
    | (?<![aeiouytd])(?<![^aeiouyl]l)ed$                 # looked, but not needed or handled
    | (?<![aeiouysxzcg])(?<![cs]h)(?<![^aeiouyl]l)es$    # names, but not places or tables
    | (?<=[aeiouy][^aeiouy])e(?=(?:ful|less|ly|ment|ness|some|where|times?|guard|keep)[a-z]{0,3}$)
    | (?<=[aeiouy][^aeiouy][^aeiouyl])e(?=(?:ful|less|ly|ment)s?$)
    | (?<=^som)e(?=[btwohd]) | (?<=^ev)e(?=ry|ning) | (?<=^els)e | (?<=^lik)e(?=[lnw])
    | (?<=^for)e(?=ver|see|go|man)
    | (?<=[aio][mnst])e(?=(?:work|book|line|load|table)s?$) | e(?=ships?$)
    | (?<=ic)a(?=lly$) | (?<=^n[ia]n)e(?=t)
    """,
    re.VERBOSE,
)
_APART = re.compile(
    r"""
      (?<![cgst])(?<![a-z][nl](?=ion))i(?=[ao])(?!ou)        # radio, but not nation
    | (?<![cgstx])i(?=ous)              # various, but not anxious
    | (?<=[cst])i(?=at)                 # initiate, association
    | (?<![gq])u(?=a(?!r[dr]))          # actual, but not quality or guard
    | (?<![gq])u(?=ou|ity|el|ing)       # gratuity, fuel
    | i(?=er$|ers$|est$|et|um|us)(?<=[^aeioucgst]i)(?<!fri)(?<!tri)
    | (?<=[^aeioucgst])i(?=enc|ent)     # experience
    | (?<=sc)i(?=en)                    # science
    | (?<!g)e(?=o(?!u))(?<!pe)          # video, but not people
    | [aeouy](?=ing)                    # doing
    | (?<=^r)e(?=act|assess) | (?<=[cr])e(?=at(?:e|ing|ion|or)) | (?<=r|d)e(?=as?$)   # react, area
    | (?<=^re)e(?=[mn])                 # reenter
    | (?<=^c)o(?=o[pr]) | (?<=p)o(?=e[mt])     # cooperate, poet
    | (?<=[^aeiou])y(?=[ao])            # dryad
    | (?<=[aeo])y(?=o|ers?$)            # beyond
    """,
    re.VERBOSE,
)
_HEARD_END = re.compile(r"(?:is|as|ys)ms?$|thms?$|[ds]nt$|[^aeiouy][lt]re[sd]?$|dred$")
_KNOWN: Mapping[str, int] = {
    **dict.fromkeys(("real", "drawer", "squires"), 1),
    **dict.fromkeys(("senior", "seniors", "junior", "colleague", "colleagues", "really"), 2),
    **dict.fromkeys(("maybe", "ninety", "people", "quiet", "business", "tired"), 2),
    **dict.fromkeys(("recipe", "recipes", "easier", "whatever", "however", "whoever"), 3),
    **dict.fromkeys(("area", "areas", "idea", "ideas", "policeman"), 3),
}


def reading_age(sentences: Sequence[Sequence[str]]) -> float | None:
    """Give the age at which a text can be read; None for one that is too short to say.

    Args:
        sentences: The words of each; a number is one word of one syllable.
    """
    words = [word for sentence in sentences for word in sentence]
    if len(words) < FEWEST_WORDS:
        return None
    syllables = sum(syllables_of(word) for word in words)
    grade = 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59
    return max(grade, 0.0) + _YEARS_BEFORE_SCHOOL


@lru_cache(maxsize=20_000)
def syllables_of(word: str) -> int:
    """Count the syllables of an English word by its spelling; at least 1."""
    if "-" in word.strip("-"):
        return sum(syllables_of(part) for part in word.split("-") if part)
    letters = _NO_LETTER.sub("", word.lower())
    if word.isupper() and len(letters) > 1 and len(_GROUPS.findall(letters)) < 2:
        return len(letters) + 2 * letters.count("w")
    if letters in _KNOWN:
        return _KNOWN[letters]
    heard = len(_GROUPS.findall(letters)) - len(_SILENT.findall(letters))
    heard += len(_APART.findall(letters)) + bool(_HEARD_END.search(letters))
    return max(heard, 1)
