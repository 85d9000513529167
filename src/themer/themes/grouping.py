"""Texts into candidate themes: grouped, named, shown by exemplars, tried for stability."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from themer.language import Vectors, one_thread, terms, unit
from themer.themes.communities import Labels, communities, fixed_number
from themer.themes.naming import names_of
from themer.themes.space import Points, points_of
from themer.themes.stability import kept_in

RelationKind = Literal["inside", "across", "beyond"]

LEAST_TEXTS, LEAST_OWNERS = 12, 3
"""With fewer, a pattern across conversations cannot be told from chance."""
SMALLEST, SMALLEST_OWNERS = 3, 2
"""A group of less is listed as unplaced: a theme is a pattern across conversations."""
WEAKEST = 0.3
"""Cosine to the group's centre under which a text is listed as unplaced."""
RESAMPLES = 25
"""Each tells a share of about ten in a hundred; more would double what an analysis costs."""
MOST_FOR_STABILITY = 3000
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


@dataclass(frozen=True, slots=True)
class Grouping:
    """Every text in one theme or unplaced."""

    themes: tuple[GroupedTheme, ...]
    """Largest first."""
    unplaced: tuple[int, ...]
    resamples: int
    """How many resamples ``kept`` counts; 0 where stability was not tried."""
    note: str | None = None
    """A sentence where there is too little to group, or stability was not tried."""


def group(
    texts: Sequence[TextForGrouping],
    vectors: Vectors | None,
    *,
    themes: int | None = None,
    resamples: int = RESAMPLES,
    progress: Callable[[int, int], None] | None = None,
) -> Grouping:
    """Find candidate themes; the same texts give the same themes whatever their order.

    Args:
        texts: Any number; keys differ.
        vectors: Rows of length one, in the order of ``texts``; None works with words alone.
        themes: A number that a person fixed; the method finds one itself otherwise.
        resamples: How often conversations are resampled for stability; 0 for not at all.
        progress: Called with resamples done and wanted.
    """
    with one_thread():
        return _grouped(texts, vectors, themes, resamples, progress)


def _grouped(
    texts: Sequence[TextForGrouping],
    vectors: Vectors | None,
    themes: int | None,
    resamples: int,
    progress: Callable[[int, int], None] | None,
) -> Grouping:
    order = sorted(range(len(texts)), key=lambda i: (texts[i].key, texts[i].text))
    read = [i for i in order if terms(texts[i].text)]
    owners = {texts[i].owner or texts[i].key for i in read}
    few = len(read) < LEAST_TEXTS or len(owners) < LEAST_OWNERS
    if few and not (themes and themes <= len(read)):
        return Grouping((), tuple(range(len(texts))), 0, _too_few(len(read), len(owners)))
    mine = [texts[i] for i in read]
    points = points_of(
        [t.text for t in mine],
        None if vectors is None else vectors[read],
        [t.context for t in mine],
        [t.owner for t in mine],
    )
    fixed = min(themes, len(mine)) if themes else None
    labels = fixed_number(points, fixed) if fixed else communities(points)
    groups, strength = _placed(points, labels, mine, everything=fixed is not None)
    tried = 0 if len(mine) > MOST_FOR_STABILITY else resamples
    kept = kept_in(points, [t.owner or t.key for t in mine], groups, fixed, tried, progress)
    made = _themes(mine, points, groups, strength, kept)
    placed = {read[place] for theme in made for place in theme.members}
    note = None if tried or not resamples else "Too many texts to try how stable the themes are."
    return Grouping(
        tuple(_renumbered(theme, read) for theme in made),
        tuple(i for i in range(len(texts)) if i not in placed),
        tried,
        note,
    )


def _too_few(texts: int, owners: int) -> str:
    return (
        f"Too few to group: {texts} passages from {owners} conversations; "
        f"it takes {LEAST_TEXTS} from {LEAST_OWNERS}."
    )


def _placed(
    points: Points, labels: Labels, texts: Sequence[TextForGrouping], *, everything: bool
) -> tuple[list[list[int]], npt.NDArray[np.float64]]:
    strength = np.zeros(len(points))
    groups: list[list[int]] = []
    for label in sorted(set(labels.tolist())):
        members = np.flatnonzero(labels == label)
        centre = unit(points[members].sum(axis=0))
        strength[members] = np.clip(np.round(points[members] @ centre, 6), 0, 1)
        near = [int(m) for m in members if everything or strength[m] >= WEAKEST]
        owners = {texts[m].owner or texts[m].key for m in near}
        if everything or (len(near) >= SMALLEST and len(owners) >= SMALLEST_OWNERS):
            groups.append(near)
    return sorted(groups, key=lambda g: (-len(g), texts[g[0]].key)), strength


def _themes(
    texts: Sequence[TextForGrouping],
    points: Points,
    groups: Sequence[Sequence[int]],
    strength: npt.NDArray[np.float64],
    kept: Sequence[int],
) -> list[GroupedTheme]:
    names = names_of(
        [t.text for t in texts],
        [t.context for t in texts],
        [t.owner or t.key for t in texts],
        groups,
        strength,
    )
    made = []
    for members, name, times in zip(groups, names, kept, strict=True):
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
    shares = {c: sum(c in row for row in codes) / size for row in codes for c in row}
    ranked = sorted(shares, key=lambda code: (-shares[code], code))
    if sum(bool(row) for row in codes) / size < CODED or shares[ranked[0]] < TOUCHED:
        return ThemeRelation("beyond")
    if shares[ranked[0]] >= INSIDE or len(ranked) == 1:
        return ThemeRelation("inside", (ranked[0],))
    touched = tuple(code for code in ranked if shares[code] >= TOUCHED)
    return ThemeRelation("across", max(touched, tuple(ranked[:2]), key=len))


def _renumbered(theme: GroupedTheme, read: Sequence[int]) -> GroupedTheme:
    return GroupedTheme(
        tuple(read[m] for m in theme.members), theme.strengths, theme.name, theme.words,
        tuple(read[m] for m in theme.exemplars), theme.kept, theme.relation,
    )  # fmt: skip
