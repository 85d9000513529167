"""Phrases that a text uses, and how far each of their words reads as a thing.

Phrases are runs of words between stop words, also across an *of*. What is a noun is guessed from
the word before and from the ending. spaCy's small tagger instead bettered some names and worsened
others (benchmarks/README.md), for 15 MB more to install.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence

from themer.language import Term, stem, terms
from themer.language.terms import is_content

LONGEST = 3
CLIPPED = 3
"""A word that begins one used so many times as often is that one, typed in haste ("stud")."""
_BEFORE = re.compile(r"([^\W_]+(?:['\u2019][^\W_]+)*)\s+$")
_AFTER = re.compile(r"[ \t]+([^\W_]+(?:['\u2019][^\W_]+)*)")
_DETERMINERS = """
a an the this that these those my our your his her its their no any some each every more less
most many much few of for with without in on about per by from between into over two three four
one other another such
"""
_PRONOUNS = """
to we they i you he she it who not can can't will would could should must may might don't didn't
doesn't won't never always also just be been being is are was were very so too really quite
"""
_NOUN_AFTER, _VERB_AFTER = frozenset(_DETERMINERS.split()), frozenset(_PRONOUNS.split())
_NOUN_ENDINGS = (
    "tion", "sion", "ment", "ness", "ity", "ship", "ance", "ence", "ism", "load", "age", "ing",
)  # fmt: skip
_ADJECTIVE = re.compile(r"\w{3}(?:ical|ous|ful|ible|less)$")
_LONGEST_ABBREVIATION = 5

Phrase = tuple[str, ...]
"""Stems of a phrase, in order."""


def phrases_in(text: str, asked: Collection[str]) -> dict[Phrase, str]:
    """Find runs of one to three content words, with the way that they are written.

    Args:
        text: As stored.
        asked: Stems of the question; what they alone make up is no phrase of the answer.
    """
    found: dict[Phrase, str] = {}
    run: list[Term] = []
    for term in terms(text):
        gap = text[run[-1].end : term.start] if run else ""
        # "lack of time" is one thing, "the end of a day of rain" is not.
        joined = gap == " of " and len(run) == 1 and run[0].word.isalpha()
        if run and gap.strip(" \t") and not joined:
            run = []
        run.append(term)
        for size in range(1, min(LONGEST, len(run)) + 1):
            part = run[-size:]
            stems = tuple(t.stem for t in part)
            if len(set(stems)) == size and not all(s in asked for s in stems):
                found.setdefault(stems, text[part[0].start : part[-1].end])
    return {p: way for p, way in found.items() if not (len(p) == 1 and p[0] in asked)}


def ways_written(found: Sequence[dict[Phrase, str]]) -> dict[Phrase, str]:
    """Choose how each phrase is shown: the way it is written most often."""
    ways: dict[Phrase, Counter[str]] = defaultdict(Counter)
    for phrases in found:
        for phrase, way in phrases.items():
            # Capitals inside a text mark shorthand (QA, HR); at its beginning they mark nothing.
            ways[phrase][" ".join(_plain(word) for word in way.split())] += 1
    return {p: min(c, key=lambda way: (-c[way], way)) for p, c in ways.items()}


def _plain(word: str) -> str:
    shouted = word.isupper() and len(word) > _LONGEST_ABBREVIATION
    shorthand = word[0].isupper() and sum(char.isupper() for char in word) > 1
    return word if shorthand and not shouted else word.lower()


def noun_shares(texts: Sequence[str]) -> dict[str, float]:
    """Guess for each stem how often it is a noun, from the word before it and from its ending."""
    seen: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for text in texts:
        for term in terms(text):
            before = _BEFORE.search(text, max(0, term.start - 24), term.start)
            word = before.group(1).lower() if before else ""
            counts = seen[term.stem]
            if word in _NOUN_AFTER or (word and is_content(word) and stem(word) != term.stem):
                counts[0] += 1.0 if word in _NOUN_AFTER else 0.5
            if word in _VERB_AFTER:
                counts[1] += 1.0
            after = _AFTER.match(text, term.end)
            following = after.group(1).lower() if after else ""
            # A word that mostly opens a longer phrase ("social", "shared") does not stand alone.
            if following and is_content(following):
                counts[1] += 0.5
            if len(term.word) > 5 and term.word.endswith(_NOUN_ENDINGS):
                counts[0] += 0.5
            if term.word.endswith(("ed", "ly")) or _ADJECTIVE.search(term.word):
                counts[1] += 0.7
    shares = {s: (yes + 0.3) / (yes + no + 1.0) for s, (yes, no) in seen.items()}
    return shares | dict.fromkeys(_clipped(texts), 0.0)


def _clipped(texts: Sequence[str]) -> set[str]:
    """Find stems that are the first half of a far commoner one."""
    counts = Counter(term.stem for text in texts for term in terms(text))
    found: set[str] = set()
    for whole, often in counts.items():
        for length in range(3, len(whole) * 2 // 3 + 1):
            if 0 < CLIPPED * counts[whole[:length]] <= often:
                found.add(whole[:length])
    return found
