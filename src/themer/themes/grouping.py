"""Texts into candidate themes: grouped, named, shown by exemplars, tried for stability."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from themer.language import LONGEST, Vectors, one_thread, terms, unit
from themer.language.english import looks_foreign
from themer.themes.broader import broader_groups
from themer.themes.communities import Labels, best_resolution, communities, fixed_number
from themer.themes.halves import chance_of, halves_of
from themer.themes.naming import joint_name, names_of
from themer.themes.space import Points, points_of
from themer.themes.stability import kept_in

RelationKind = Literal["inside", "across", "beyond"]
Encode = Callable[[Sequence[str]], Vectors]

LEAST_TEXTS, LEAST_OWNERS = 12, 3
"""With fewer, a pattern across conversations cannot be told from chance."""
SMALLEST, SMALLEST_OWNERS = 3, 2
"""A group of less is listed as unplaced: a theme is a pattern across conversations."""
WEAKEST = 0.15
"""Cosine to the group's centre under which a text is listed as unplaced."""
RESAMPLES = 25
"""Each tells a share of about ten in a hundred; more would double what an analysis costs."""
MOST_FOR_STABILITY = 3000
FIRM = 0.5
"""A group found again in fewer of the resamples is not firm, and no broader group is shown."""
CHANCE = 0.05
"""Nor is one in which halves of texts meet as often by chance; of those told to be firm so large a
share is wrong at most (Benjamini and Hochberg 1995)."""
ALL_THE_SAME = "Every passage says the same: there is nothing to group."
EXEMPLARS = 4
INSIDE, CODED, TOUCHED = 0.6, 0.4, 0.2


@dataclass(frozen=True, slots=True)
class TextForGrouping:
    """One text to group."""

    key: str
    """Its id; every text of a run needs another one."""
    text: str
    owner: str = ""
    """The conversation that it comes from; texts without one count as one conversation each."""
    organisation: str = ""
    context: str = ""
    """The question that it answers; its words name no theme."""
    codes: tuple[str, ...] = ()
    """Codes that it carries, decided or surely suggested."""


@dataclass(frozen=True, slots=True)
class ThemeRelation:
    """How a theme relates to the codes that its texts carry."""

    kind: RelationKind
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupedTheme:
    """One candidate theme."""

    members: tuple[int, ...]
    """Places of its texts, in the order given; strongest first."""
    strengths: tuple[float, ...]
    """How near each member is to the group's centre, 0 to 1."""
    name: str
    words: tuple[str, ...]
    exemplars: tuple[int, ...]
    kept: int
    """In how many resamples of conversations the group was found again."""
    relation: ThemeRelation
    firm: bool | None = None
    """Whether it was found again in half of the resamples, and halves of its texts, placed apart,
    meet in it oftener than by chance; None where that was not tried."""
    broader: str = ""
    """The name of the broader theme that it lies under; empty where it lies under none."""


@dataclass(frozen=True, slots=True)
class BroaderTheme:
    """Several themes that lie near each other; its texts are theirs, and it has no other life."""

    name: str
    kept: int
    """In how many resamples of conversations it was found again."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """Every text in one theme or unplaced."""

    themes: tuple[GroupedTheme, ...]
    """Largest first."""
    unplaced: tuple[int, ...]
    resamples: int
    """How many resamples ``kept`` counts; 0 where stability was not tried."""
    note: str | None = None
    """A sentence where there is too little to group, nothing is firm, or that was not tried."""
    broader: tuple[BroaderTheme, ...] = ()
    """The broader themes, that of most texts first; empty where the data carry one level only."""


def group(
    texts: Sequence[TextForGrouping],
    vectors: Vectors | None,
    *,
    themes: int | None = None,
    resamples: int = RESAMPLES,
    encode: Encode | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Grouping:
    """Find candidate themes; the same texts give the same themes whatever their order.

    Args:
        texts: Any number; keys differ.
        vectors: Rows of length one, in the order of ``texts``; None works with words alone.
        themes: A number that a person fixed; the method finds one itself otherwise.
        resamples: How often conversations are resampled for stability; 0 for not at all.
        encode: What made ``vectors``; without it no theme is told to be firm or not.
        progress: Called with resamples done and wanted.
    """
    with one_thread():
        return _grouped(texts, vectors, themes, resamples, encode, progress)


def _grouped(
    texts: Sequence[TextForGrouping],
    vectors: Vectors | None,
    themes: int | None,
    resamples: int,
    encode: Encode | None,
    progress: Callable[[int, int], None] | None,
) -> Grouping:
    order = sorted(range(len(texts)), key=lambda i: (texts[i].key, texts[i].text))
    foreign = {i for i in order if looks_foreign(texts[i].text)}
    read = [i for i in order if i not in foreign and terms(texts[i].text[:LONGEST])]
    owners = {texts[i].owner or texts[i].key for i in read}
    few = len(read) < LEAST_TEXTS or len(owners) < LEAST_OWNERS
    if few and not (themes and themes <= len(read)):
        return Grouping(
            (), tuple(range(len(texts))), 0, _too_few(len(read), len(owners), len(foreign))
        )
    if len({" ".join(texts[i].text[:LONGEST].lower().split()) for i in read}) == 1:
        return Grouping((), tuple(range(len(texts))), 0, ALL_THE_SAME)
    mine = [_cut_short(texts[i]) for i in read]
    rows = None if vectors is None else vectors[read]
    points = points_of(
        [t.text for t in mine], rows, [t.context for t in mine], [t.owner for t in mine]
    )
    cut = _cut(points, min(themes, len(mine)) if themes else None)
    groups, strength = _placed(points, cut(points), mine, everything=bool(themes))
    tried = 0 if len(mine) > MOST_FOR_STABILITY else resamples
    upper = _upper(points, groups) if tried else []
    joined = [[m for at in under for m in groups[at]] for under in upper]
    whose = [t.owner or t.key for t in mine]
    kept, kept_upper = kept_in(points, whose, groups, joined, cut, tried, progress)
    firm = _firm(mine, groups, rows, encode, kept, tried)
    made = _themes(mine, points, groups, strength, kept, firm)
    made, broader = _under(made, upper, kept_upper, tried)
    placed = {read[i] for theme in made for i in theme.members}
    return Grouping(
        tuple(_renumbered(theme, read) for theme in made),
        tuple(i for i in range(len(texts)) if i not in placed),
        tried,
        _note(len(foreign), made, tried, resamples),
        broader,
    )


def _cut_short(text: TextForGrouping) -> TextForGrouping:
    return text if len(text.text) <= LONGEST else replace(text, text=text.text[:LONGEST])


def _cut(points: Points, number: int | None) -> Callable[[Points], Labels]:
    """Give what groups these points and any part of them in the same way."""
    if number:
        return lambda part: fixed_number(part, min(number, len(part)))
    resolution = best_resolution(points)
    return lambda part: communities(part, resolution)


def _labels(groups: Sequence[Sequence[int]], count: int) -> Labels:
    labels = np.full(count, -1, dtype=np.intp)
    for number, members in enumerate(groups):
        labels[list(members)] = number
    return labels


def _upper(points: Points, groups: Sequence[Sequence[int]]) -> list[list[int]]:
    """List the broader groups of two and more groups, and of at most half of all that is placed."""
    belongs = broader_groups(points, _labels(groups, len(points)))
    under = [np.flatnonzero(belongs == one).tolist() for one in sorted(set(belongs.tolist()))]
    most = sum(map(len, groups)) / 2
    return [u for u in under if len(u) > 1 and sum(len(groups[at]) for at in u) <= most]


def _firm(
    texts: Sequence[TextForGrouping],
    groups: Sequence[Sequence[int]],
    vectors: Vectors | None,
    encode: Encode | None,
    kept: Sequence[int],
    tried: int,
) -> list[bool | None]:
    if not tried or vectors is None or encode is None:
        return [None] * len(groups)
    places, halves = halves_of([text.text for text in texts])
    chances = chance_of(
        vectors,
        encode(halves),
        places,
        [text.context for text in texts],
        [text.owner for text in texts],
        _labels(groups, len(texts)),
    )
    ranked = sorted(chances)
    # Several tests at once: each is held to its rank among them.
    passed = [c for n, c in enumerate(ranked, 1) if c <= CHANCE * n / len(ranked)]
    least = max(passed, default=-1.0)
    return [t >= FIRM * tried and c <= least for t, c in zip(kept, chances, strict=True)]


def _under(
    themes: Sequence[GroupedTheme], upper: Sequence[Sequence[int]], kept: Sequence[int], tried: int
) -> tuple[list[GroupedTheme], tuple[BroaderTheme, ...]]:
    """Put themes under the broader ones that are found again in half of the resamples."""
    made, broader = list(themes), list[tuple[int, BroaderTheme]]()
    for under, times in zip(upper, kept, strict=True):
        if times < FIRM * tried:
            continue
        name = joint_name([themes[at].name for at in under])
        for at in under:
            made[at] = replace(themes[at], broader=name)
        size = sum(len(themes[at].members) for at in under)
        broader.append((size, BroaderTheme(name, times)))
    ranked = sorted(broader, key=lambda pair: (-pair[0], pair[1].name))
    return made, tuple(theme for _, theme in ranked)


def _note(foreign: int, themes: Sequence[GroupedTheme], tried: int, resamples: int) -> str | None:
    said = [_in_no_theme(foreign)] if foreign else []
    if resamples and not tried:
        said.append("Too many texts to try how stable the themes are.")
    if themes and all(theme.firm is False for theme in themes):
        said.append("No theme is firm: these may be no more than texts that share words.")
    return " ".join(said) or None


def _too_few(texts: int, owners: int, foreign: int) -> str:
    few = (
        f"Too few to group: {texts} text{'s' * (texts != 1)} with words from "
        f"{owners} conversation{'s' * (owners != 1)}; "
        f"it takes {LEAST_TEXTS} from {LEAST_OWNERS}."
    )
    return f"{few} {_in_no_theme(foreign)}" if foreign else few


def _in_no_theme(foreign: int) -> str:
    one = foreign == 1
    return (
        f"{foreign} text{'' if one else 's'} look{'s' if one else ''} not to be English and "
        f"{'is' if one else 'are'} in no theme: themes are found and named in English."
    )


def _placed(
    points: Points, labels: Labels, texts: Sequence[TextForGrouping], *, everything: bool
) -> tuple[list[list[int]], npt.NDArray[np.float64]]:
    """Give the groups that are large enough, largest first, and how near each text is to its own.

    Texts of smaller groups go to the nearest of these. With ``everything`` all groups stay.
    """
    whose = [text.owner or text.key for text in texts]
    found = [np.flatnonzero(labels == label) for label in sorted(set(labels.tolist()))]
    large = [
        members
        for members in found
        if everything
        or (len(members) >= SMALLEST and len({whose[m] for m in members}) >= SMALLEST_OWNERS)
    ]
    if not large:
        return [], np.zeros(len(points))
    centres = unit(np.array([points[members].sum(axis=0) for members in large]))
    near = np.clip(np.round(points @ centres.T, 6), 0, 1)
    nearest = near.argmax(axis=1)
    for number, members in enumerate(large):
        nearest[members] = number
    strength = np.asarray(near[np.arange(len(points)), nearest])
    nearest[(strength < WEAKEST) & (not everything)] = -1
    groups = [np.flatnonzero(nearest == number).tolist() for number in range(len(large))]
    return sorted(filter(None, groups), key=lambda g: (-len(g), texts[g[0]].key)), strength


def _themes(
    texts: Sequence[TextForGrouping],
    points: Points,
    groups: Sequence[Sequence[int]],
    strength: npt.NDArray[np.float64],
    kept: Sequence[int],
    firm: Sequence[bool | None],
) -> list[GroupedTheme]:
    names = names_of(
        [t.text for t in texts],
        [t.context for t in texts],
        [t.owner or t.key for t in texts],
        groups,
        strength,
    )
    made = []
    for members, name, times, is_firm in zip(groups, names, kept, firm, strict=True):
        ranked = sorted(members, key=lambda m: (-strength[m], m))
        made.append(
            GroupedTheme(
                tuple(ranked),
                tuple(float(strength[m]) for m in ranked),
                name.text,
                name.words,
                tuple(exemplars_of(texts, points, ranked, strength)),
                times,
                relation_of([texts[m].codes for m in members]),
                is_firm,
            )
        )
    return made


def exemplars_of(
    texts: Sequence[TextForGrouping],
    points: Points,
    ranked: Sequence[int],
    strength: npt.NDArray[np.float64],
) -> list[int]:
    """Choose central texts that differ from each other and come from different organisations."""
    chosen: list[int] = []
    while len(chosen) < min(EXEMPLARS, len(ranked)):
        left = [member for member in ranked if member not in chosen]
        worth = {m: strength[m] - _repeats(texts, points, m, chosen) for m in left}
        chosen.append(max(left, key=lambda m: (round(float(worth[m]), 6), -m)))
    return chosen


def _repeats(
    texts: Sequence[TextForGrouping], points: Points, member: int, chosen: Sequence[int]
) -> float:
    """Count against a text what is chosen already: its sense, its words, who said it."""
    text, taken = texts[member], [texts[m] for m in chosen]
    words = len(terms(text.text))
    against = 0.075 * max(0, 4 - words) + 0.1 * (words > 40)
    if chosen:
        against += 0.5 * max(0.0, float((points[list(chosen)] @ points[member]).max()))
    against += 0.5 * any(text.owner and text.owner == other.owner for other in taken)
    against += 0.2 * any(t.organisation and t.organisation == text.organisation for t in taken)
    said = text.text.strip().lower()
    return against + 2.0 * any(said == other.text.strip().lower() for other in taken)


def relation_of(codes: Sequence[Collection[str]]) -> ThemeRelation:
    """Tell whether a theme lies inside one code, across several, or beyond them all.

    Inside: at least 60 % of its texts carry the code. Beyond: under 40 % carry any, or no code is
    carried by 20 %. Else across,
    with the codes that at least 20 % carry, and with the two commonest in any case.
    """
    size = max(1, len(codes))
    carried = Counter(code for row in codes for code in set(row))
    shares = {code: times / size for code, times in carried.items()}
    ranked = sorted(shares, key=lambda code: (-shares[code], code))
    if sum(bool(row) for row in codes) / size < CODED or shares[ranked[0]] < TOUCHED:
        return ThemeRelation("beyond")
    if shares[ranked[0]] >= INSIDE or len(ranked) == 1:
        return ThemeRelation("inside", (ranked[0],))
    touched = tuple(code for code in ranked if shares[code] >= TOUCHED)
    return ThemeRelation("across", max(touched, tuple(ranked[:2]), key=len))


def _renumbered(theme: GroupedTheme, read: Sequence[int]) -> GroupedTheme:
    return replace(
        theme,
        members=tuple(read[m] for m in theme.members),
        exemplars=tuple(read[m] for m in theme.exemplars),
    )
