"""Names for groups: phrases that a group uses and the others do not, as a person might put it.

Phrases are runs of words between stop words; they are weighed by class-based TF-IDF (Grootendorst
2022) and by how often their last word stands where English puts a noun. No parser is needed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from themer.language import Term, stem, terms
from themer.language.terms import is_content

LONGEST = 3
WORDS_SHOWN = 8
_BEFORE = re.compile(r"([^\W_]+(?:['\u2019][^\W_]+)*)\s+$")
_AFTER = re.compile(r"[ \t]+([^\W_]+(?:['\u2019][^\W_]+)*)")
CLIPPED = 3
"""A word that begins one used so many times as often is that one, typed in haste ("stud")."""
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
_FILLERS = """
people person someone time times day days week weeks month months year years hour hours minute
minutes today yesterday tomorrow morning afternoon evening night january february march april june
july august september october november december monday tuesday wednesday thursday friday saturday
sunday first second third last next half bit lot lots number numbers list five six seven eight nine
ten eleven twelve dozen hundred good bad better best great nice new old big small long short able
different certain note notes moment somewhere anywhere nowhere elsewhere right wrong word words
question answer matter way side end start part place three four twenty thirty fourteen fifteen
january feb mar apr jun jul aug sept oct nov dec date dates late early round yr
yrs wk wks mth abt bc tho
"""
_FILLER_STEMS = frozenset(stem(word) for word in _FILLERS.split())
"""Words that neither begin nor end a name: when, how many, how good."""
LEAST_NOUN, LEAST_NOUN_ALONE = 0.4, 0.5
"""A phrase whose last word is a noun more seldom than this names nothing; alone it needs more."""
LEAST_CONTRAST = 0.7
"""A phrase is used twice as often in the group as elsewhere, or it does not tell the group."""
BOTH_STRONG = 0.8
_NOUN_ENDINGS = (
    "tion", "sion", "ment", "ness", "ity", "ship", "ance", "ence", "ism", "load", "age", "ing",
)  # fmt: skip

Phrase = tuple[str, ...]
"""Stems of a phrase, in order."""
Phrases = tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """What a group is called until a person names it."""

    text: str
    words: tuple[str, ...]
    """The phrases that tell it from the others, best first."""


def names_of(
    texts: Sequence[str],
    contexts: Sequence[str],
    owners: Sequence[str],
    groups: Sequence[Collection[int]],
    strength: npt.NDArray[np.float64],
) -> list[Name]:
    """Name groups so that each is told from the others, and no two are called the same.

    Words of the question that a text answers are not counted in that text: they say what was asked.

    Args:
        texts: All texts.
        contexts: The question of each text; empty where unknown.
        owners: Whose words each text holds: a phrase of one person names nothing.
        groups: Places of the members of each group.
        strength: For each text, how near it is to the centre of its group, 0 to 1.
    """
    asked = [{term.stem for term in terms(context)} for context in contexts]
    found = [_phrases(text, known) for text, known in zip(texts, asked, strict=True)]
    nouns = _noun_shares(texts)
    for stem_ in _clipped(texts):
        nouns[stem_] = 0.0
    ways = _ways_written(found)
    everywhere = Counter(phrase for phrases in found for phrase in phrases)
    names: list[Name] = []
    taken: set[str] = set()
    heads: set[Phrase] = set()
    for members in groups:
        uses = _uses(found, owners, members, strength)
        order = _ranked(uses, everywhere, len(texts), len(members), nouns)
        shown = [ways[phrase] for phrase, _ in order[:WORDS_SHOWN]]
        free = [c for c in _candidates(order) if not heads & {*c}]
        text = " and ".join(ways[phrase] for phrase in free[0]) if free else ""
        heads |= set(free[0]) if free else set()
        text = text if text and text not in taken else _numbered(text or "unnamed", taken)
        taken.add(text)
        names.append(Name(text, tuple(shown)))
    return names


def _phrases(text: str, asked: Collection[str]) -> dict[Phrase, str]:
    """Find runs of one to three content words, with the way that they are written."""
    found: dict[Phrase, str] = {}
    run: list[Term] = []
    for term in terms(text):
        gap = text[run[-1].end : term.start] if run else ""
        if run and gap.strip(" \t"):
            run = []
        run.append(term)
        for size in range(1, min(LONGEST, len(run)) + 1):
            part = run[-size:]
            stems = tuple(t.stem for t in part)
            if len(set(stems)) == size and not all(s in asked for s in stems):
                found.setdefault(stems, text[part[0].start : part[-1].end])
    return {p: way for p, way in found.items() if not (len(p) == 1 and p[0] in asked)}


def _ways_written(found: Sequence[dict[Phrase, str]]) -> dict[Phrase, str]:
    ways: dict[Phrase, Counter[str]] = defaultdict(Counter)
    for phrases in found:
        for phrase, way in phrases.items():
            # Capitals inside a text mark shorthand (QA, HR); at its beginning they mark nothing.
            ways[phrase][" ".join(_plain(word) for word in way.split())] += 1
    return {p: min(c, key=lambda way: (-c[way], way)) for p, c in ways.items()}


def _plain(word: str) -> str:
    shorthand = sum(char.isupper() for char in word) > 1
    return word if shorthand else word.lower()


def _uses(
    found: Sequence[dict[Phrase, str]],
    owners: Sequence[str],
    members: Collection[int],
    strength: npt.NDArray[np.float64],
) -> dict[Phrase, tuple[float, int]]:
    """For each phrase, the share of a group that uses it, central texts first, and its owners."""
    shares: dict[Phrase, float] = defaultdict(float)
    whose: dict[Phrase, set[str]] = defaultdict(set)
    size = max(1e-9, float(strength[list(members)].sum()))
    for member in members:
        for phrase in found[member]:
            shares[phrase] += float(strength[member]) / size
            whose[phrase].add(owners[member])
    return {phrase: (share, len(whose[phrase])) for phrase, share in shares.items()}


def _ranked(
    uses: dict[Phrase, tuple[float, int]],
    everywhere: Counter[Phrase],
    texts: int,
    size: int,
    nouns: dict[str, float],
) -> list[tuple[Phrase, float]]:
    least = 2 if size > 3 else 1
    scored: list[tuple[Phrase, float]] = []
    for phrase, (share, owners) in uses.items():
        if owners < least or not _can_name(phrase, nouns):
            continue
        inside = share * size
        rest = max(0.0, everywhere[phrase] - inside) / max(1, texts - size)
        contrast = np.log((share + 0.01) / (rest + 0.01))
        if contrast < LEAST_CONTRAST:
            continue
        length = (0.8, 1.5, 1.5)[len(phrase) - 1]
        noun = nouns.get(phrase[-1], 0.0)
        scored.append((phrase, round(float(share**0.6 * contrast**1.3 * length * noun), 6)))
    return sorted(scored, key=lambda item: (-item[1], item[0]))


def _can_name(phrase: Phrase, nouns: dict[str, float]) -> bool:
    """Tell whether a phrase reads as a thing, not as a time, a judgement, a verb or shorthand."""
    if any(stem_ in _FILLER_STEMS or _is_shorthand(stem_) for stem_ in phrase):
        return False
    if len(phrase) == 1 and len(phrase[0]) < 3:
        return False
    return nouns.get(phrase[-1], 0.0) >= (LEAST_NOUN if len(phrase) > 1 else LEAST_NOUN_ALONE)


def _is_shorthand(stem_: str) -> bool:
    # "mgr", "wkly", "tm": what somebody types in haste is no name, and guessing it could be wrong.
    return len(stem_) < 5 and not any(letter in "aeiou" for letter in stem_)


def _candidates(order: list[tuple[Phrase, float]]) -> list[Phrases]:
    """Offer names, best first: the strongest phrase, with a second one only where it is as good."""
    if not order:
        return []
    first, score = order[0]
    seconds = [
        phrase
        for phrase, other in order[1:4]
        if other >= BOTH_STRONG * score and not set(first) & set(phrase)
    ]
    single = [(phrase,) for phrase, _ in order[:6]]
    return [*((first, second) for second in seconds[:1]), *single]


def _numbered(stem_text: str, taken: Collection[str]) -> str:
    number = 1
    while (text := f"{stem_text} ({number})" if number > 1 else stem_text) in taken:
        number += 1
    return text


def _noun_shares(texts: Sequence[str]) -> dict[str, float]:
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
            if term.word.endswith(("ed", "ly")):
                counts[1] += 0.7
    return {s: (yes + 0.3) / (yes + no + 1.0) for s, (yes, no) in seen.items()}


def _clipped(texts: Sequence[str]) -> set[str]:
    """Find stems that are the first half of a far commoner one."""
    counts = Counter(term.stem for text in texts for term in terms(text))
    found: set[str] = set()
    for whole, often in counts.items():
        for length in range(3, len(whole) * 2 // 3 + 1):
            if 0 < CLIPPED * counts[whole[:length]] <= often:
                found.add(whole[:length])
    return found
