"""Names for groups: phrases that a group uses and the others do not, as a person might put it.

Phrases are weighed by class-based TF-IDF (Grootendorst 2022), by how far they read as things, and
by how many conversations use them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from themer.language import stem, terms
from themer.themes.people import people_named
from themer.themes.phrases import Phrase, noun_shares, phrases_in, ways_written

WORDS_SHOWN = 8
_FILLERS = """
people person someone time times day days week weeks month months year years hour hours minute
minutes today yesterday tomorrow morning afternoon evening night january february march april june
july august september october november december monday tuesday wednesday thursday friday saturday
sunday first second third last next half bit lot lots number numbers list five six seven eight nine
ten eleven twelve dozen hundred new old big small long short able
different certain note notes moment somewhere anywhere nowhere elsewhere right wrong word words
question answer matter way side end start part place three four twenty thirty fourteen fifteen
january feb mar apr jun jul aug sept oct nov dec date dates late early round yr
yrs wk wks mth abt bc tho spring summer autumn winter xmas christmas twice afterwards
"""
_FILLER_STEMS = frozenset(stem(word) for word in _FILLERS.split())
"""Words that neither begin nor end a name: when, how many, how good."""
_HOLLOW = """
lack problem issue kind type sort means mean point area reason idea term fact amount couple case
difficulty challenge lady man woman men women guy chap mother father name mind eye eyes hand hands
"""
_JUDGEMENTS = """
good bad better best great nice brilliant excellent fine poor lovely happy amazing fantastic
wonderful superb outstanding terrible awful horrible friendly helpful polite pleasant safe clean
"""
_VERBS = """
 add allow appear arrive ask asking become believe bring brought buy caring carry choose come
comes coming decide describe expect explain fall fell find follow forget found gather grow happen
heard held hold improve include involve join kept know leave left listen lose losing lost meant
met mention miss open pay pick pull push ran receive remember ring rings rang sat sell send sent
set shut sit speak spend spent spoke stating stood stop suggest tell thought told tried try
understand wait walk watch wear win wish wonder write wrote
"""
_EMPTY_ENDS = frozenset(
    stem(word) for words in (_HOLLOW, _VERBS, _JUDGEMENTS) for word in words.split()
)
"""Nouns that say nothing until another word says of what, judgements, and the commonest verbs."""
LEAST_NOUN, LEAST_NOUN_ALONE = 0.4, 0.5
"""A phrase whose last word is a noun more seldom than this names nothing; alone it needs more."""
_VERB_STEM = re.compile(r"\w{2,}(?:iz|ify|alis|onis|imis|aris)$")
"""What *legalise*, *subsidize* and *modify* end in: they say what to do, and name nothing."""
LEAST_CONTRAST = 0.7
"""A phrase is used twice as often in the group as elsewhere, or it does not tell the group."""
SEVERAL, MANY_OWNERS = 3, 6
"""In a group of so many conversations a phrase of fewer than three is one or two people's way."""
TWO_OWNERS = 0.5
"""What such a phrase counts for: it names a group only where nothing else does."""
COMPOUND = 2.2
"""What two words and three count for: *project delays* says more than *delays*."""
SECOND, SECOND_OF_ONE_WORD = 0.8, 0.4
"""A second phrase is added where it is as good as this; one word alone seldom says enough."""
NOTHING_TELLING = "other remarks"
"""The name of a group of fillers and shorthand alone."""
ALIKE = 0.6
"""What a phrase counts for that is a part of another theme's name, or has that as a part."""
WHOLE = 0.7
"""A phrase that stands so often in one longer phrase is a part of it, and no phrase."""


@dataclass(frozen=True, slots=True)
class Name:
    """What a group is called until a person names it."""

    text: str
    words: tuple[str, ...]
    """The phrases that tell it from the others, best first."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What all texts say, by phrase."""

    found: list[dict[Phrase, str]]
    owners: Sequence[str]
    ways: dict[Phrase, str]
    everywhere: Counter[Phrase]
    nouns: dict[str, float]
    """How often each stem is a noun."""
    parts: frozenset[Phrase]
    """Phrases that are hardly used but within a longer one."""
    people: frozenset[str]
    """Stems that name a person."""


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
    found = [phrases_in(text, known) for text, known in zip(texts, asked, strict=True)]
    everywhere = Counter(phrase for phrases in found for phrase in phrases)
    said = _Said(
        found,
        owners,
        ways_written(found),
        everywhere,
        noun_shares(texts),
        _parts(everywhere),
        people_named(texts, owners),
    )
    names: list[Name] = []
    taken: set[str] = set()
    heads: set[Phrase] = set()
    for members in groups:
        order = _ranked(said, members, strength)
        shown = [said.ways[phrase] for phrase, _ in order[:WORDS_SHOWN]]
        chosen = _chosen(said, members, _new(order, heads))
        chosen = chosen or _at_a_pinch(said, members, heads, strength)
        if any({word for phrase in chosen for word in phrase} == set(head) for head in heads):
            chosen = chosen[:1]
        # Two things together are a name as well, which no other group has in another order.
        heads |= {*chosen, tuple(word for phrase in chosen for word in phrase)}
        text = " and ".join(said.ways[phrase] for phrase in chosen)
        text = _numbered(text or NOTHING_TELLING, taken)
        taken.add(text)
        names.append(Name(text, tuple(shown)))
    return names


def _new(
    order: Sequence[tuple[Phrase, float]], heads: Collection[Phrase]
) -> list[tuple[Phrase, float]]:
    """Leave out what names another group in any order of words; what is like it counts less."""
    taken = [set(head) for head in heads]
    ranked = []
    for phrase, worth in order:
        mine = set(phrase)
        if mine in taken:
            continue
        alike = any(mine < other or other < mine for other in taken)
        ranked.append((phrase, worth * ALIKE if alike else worth))
    return sorted(ranked, key=lambda item: (-item[1], item[0]))


def joint_name(names: Sequence[str]) -> str:
    """Name a broader theme by the themes under it: what leads the names of the first three."""
    leads = [name.split(" and ")[0] for name in names[:3]]
    return f"{', '.join(leads[:-1])} and {leads[-1]}" if len(leads) > 1 else leads[0]


def _parts(everywhere: Counter[Phrase]) -> frozenset[Phrase]:
    return frozenset(
        part
        for phrase, often in everywhere.items()
        if len(phrase) > 2 and often > 1
        for part in (phrase[:-1], phrase[1:])
        if often >= WHOLE * everywhere[part]
    )


def _ranked(
    said: _Said, members: Collection[int], strength: npt.NDArray[np.float64]
) -> list[tuple[Phrase, float]]:
    """Order the phrases that may name a group, best first, with what each is worth."""
    size, texts = len(members), len(said.found)
    several = SEVERAL if len({said.owners[m] for m in members}) >= MANY_OWNERS else 2
    scored: list[tuple[Phrase, float]] = []
    for phrase, (share, owners) in _uses(said, members, strength).items():
        if (owners < 2 and size > 3) or phrase in said.parts or not _can_name(phrase, said):
            continue
        inside = share * size
        rest = max(0.0, said.everywhere[phrase] - inside) / max(1, texts - size)
        contrast = np.log((share + 0.01) / (rest + 0.01))
        if contrast < LEAST_CONTRAST:
            continue
        worth = (0.8 if len(phrase) == 1 else COMPOUND) * said.nouns.get(phrase[-1], 0.0)
        worth *= 1.0 if owners >= several else TWO_OWNERS
        scored.append((phrase, round(float(share**0.6 * contrast**1.3 * worth), 6)))
    return sorted(scored, key=lambda item: (-item[1], item[0]))


def _uses(
    said: _Said, members: Collection[int], strength: npt.NDArray[np.float64]
) -> dict[Phrase, tuple[float, int]]:
    """For each phrase, the share of a group that uses it, central texts first, and its owners."""
    shares: dict[Phrase, float] = defaultdict(float)
    whose: dict[Phrase, set[str]] = defaultdict(set)
    size = max(1e-9, float(strength[list(members)].sum()))
    for member in members:
        for phrase in said.found[member]:
            shares[phrase] += float(strength[member]) / size
            whose[phrase].add(said.owners[member])
    return {phrase: (share, len(whose[phrase])) for phrase, share in shares.items()}


def _can_name(phrase: Phrase, said: _Said) -> bool:
    """Tell whether a phrase reads as a thing: no time, judgement, verb, person or shorthand."""
    if phrase[-1] in _EMPTY_ENDS or not _says_something(phrase, said):
        return False
    if _VERB_STEM.match(phrase[0]) or _VERB_STEM.match(phrase[-1]):
        return False
    return said.nouns.get(phrase[-1], 0.0) >= (LEAST_NOUN if len(phrase) > 1 else LEAST_NOUN_ALONE)


def _says_something(phrase: Phrase, said: _Said) -> bool:
    short = len(phrase) == 1 and len(phrase[0]) < 3
    return not short and not any(
        word in _FILLER_STEMS or word in said.people or _is_shorthand(word) for word in phrase
    )


def _is_shorthand(word: str) -> bool:
    # "mgr", "wkly", "tm": what somebody types in haste is no name, and guessing it could be wrong.
    return len(word) < 5 and not any(letter in "aeiou" for letter in word)


def _chosen(
    said: _Said, members: Collection[int], order: Sequence[tuple[Phrase, float]]
) -> tuple[Phrase, ...]:
    """Take the strongest phrase, and a second one that is nearly as good and of other texts."""
    if not order:
        return ()
    first, worth = order[0]
    covered = {m for m in members if first in said.found[m]}
    added: list[tuple[float, Phrase]] = []
    for phrase, other in order[1:12]:
        mine = [m for m in members if phrase in said.found[m]]
        if not set(first) & set(phrase):
            added.append((other * sum(m not in covered for m in mine) / len(mine), phrase))
    best = min(added, key=lambda item: (-item[0], item[1]), default=(0.0, first))
    enough = SECOND if len(first) > 1 else SECOND_OF_ONE_WORD
    return (first, best[1]) if best[0] >= enough * worth else (first,)


def _at_a_pinch(
    said: _Said,
    members: Collection[int],
    heads: Collection[Phrase],
    strength: npt.NDArray[np.float64],
) -> tuple[Phrase, ...]:
    """Take what most tells a group that has no thing in common: it may be *good*, or *ring*."""
    taken = {frozenset(head) for head in heads}
    central = sorted(members, key=lambda m: (-strength[m], m))
    inside = Counter(
        phrase
        for member in central
        for phrase in said.found[member]
        if frozenset(phrase) not in taken and _says_something(phrase, said)
    )
    share = len(members) / len(said.found)

    def telling(phrase: Phrase) -> tuple[float, Phrase]:
        """Rank by how much oftener it is said in here than elsewhere."""
        ratio = inside[phrase] / (said.everywhere[phrase] * share)
        return -round(inside[phrase] * float(np.log(ratio)), 6), phrase

    return tuple(sorted(inside, key=telling)[:1])


def _numbered(stem_text: str, taken: Collection[str]) -> str:
    number = 1
    while (text := f"{stem_text} ({number})" if number > 1 else stem_text) in taken:
        number += 1
    return text
