"""Themes of more answers than can be grouped at once: found in a sample, then every answer placed.

Pure functions over chunks that know nothing of who runs them: ``theme_map`` finds the themes,
``placed`` maps a chunk, ``counted`` counts it and ``merged`` joins two counts, in any order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from themer.language import Vectors, unit
from themer.themes.broader import broader_groups
from themer.themes.grouping import Grouping, TextForGrouping, exemplars_of, group
from themer.themes.space import PRIOR, QUESTION_SHARE
from themer.themes.stability import FOUND_AGAIN

SAMPLE = 10_000
"""Distinct texts in which themes are found; their neighbours are all compared."""
OTHER_SAMPLES, OTHER_SAMPLE = 10, 2000
"""How many further samples tell how stable themes are, and their size: no text is in two."""
WEAKEST = 0.05
"""Cosine to the nearest centre under which an answer is unplaced, such as one of names alone."""
CANDIDATES = 16
"""Texts that a count keeps for each theme, from which the exemplars are chosen at the end."""
UNPLACED = -1
SHORT, LONG = 6, 40
_UNIT = 1_000_000
_TOO_SHORT, _TOO_LONG = _UNIT // 20, _UNIT // 10
"""What an exemplar loses for each word under six, and beyond forty."""

Candidate = tuple[int, int]
"""How poor an exemplar a text is, in millionths, and its place among all: least is best."""


@dataclass(frozen=True, slots=True)
class ThemeMap:
    """Where the centres of themes lie, and how a text is brought there."""

    centres: npt.NDArray[np.float64]
    """Shape ``(themes, dimensions)``, rows of length one."""
    mean: npt.NDArray[np.float64]
    """What all texts have in common."""
    asked: npt.NDArray[np.float64]
    """For each question, what its answers have in common beyond that."""
    questions: tuple[str, ...]
    """The questions of ``asked``, in its order."""


@dataclass(frozen=True, slots=True)
class Placing:
    """The theme of each text of a chunk."""

    themes: npt.NDArray[np.int64]
    """``UNPLACED`` for a text that is near to none."""
    strengths: npt.NDArray[np.float64]
    """Cosine to the theme's centre, 0 to 1, rounded to six places; 0 where it is unplaced."""


@dataclass(frozen=True, slots=True)
class ThemeCounts:
    """Exact counts of some chunks, and the best exemplars in them."""

    answers: tuple[int, ...]
    """Rows of the table in each theme."""
    candidates: tuple[tuple[Candidate, ...], ...]
    """For each theme the best, at most ``CANDIDATES`` and in order."""
    unplaced: int
    """Rows that are near to no theme."""


def theme_map(
    sample: Sequence[TextForGrouping], vectors: Vectors, *, themes: int | None = None
) -> tuple[Grouping, ThemeMap]:
    """Find themes in a sample, and where their centres lie.

    Args:
        sample: Texts that nobody chose, such as the first by hash.
        vectors: Rows of length one, or zero, in the order of ``sample``.
        themes: A number that a person fixed.

    Returns:
        The grouping of the sample, and the map; it has no centre where there is too little.
    """
    found = group(sample, vectors, themes=themes, resamples=0)
    return found, map_of(found, sample, vectors)


def map_of(found: Grouping, sample: Sequence[TextForGrouping], vectors: Vectors) -> ThemeMap:
    """Say where the centres of themes lie that were found in a sample.

    Every theme's centre is the mean of its texts' vectors, less what all texts and all answers to
    one question have in common. On public sets nearest centres give the same agreement with
    people's groups as the grouping itself, within 2 of AMI × 100, on texts that it never saw.

    Args:
        found: The grouping of ``sample``.
        sample: Any texts.
        vectors: Theirs, all of length one or zero.
    """
    rows = np.asarray(vectors, dtype=np.float64)
    mean = rows.sum(axis=0) / max(1, len(rows))
    contexts = np.array([text.context for text in sample], dtype=object)
    questions = tuple(sorted({text.context for text in sample} - {""}))
    asked = np.zeros((len(questions), rows.shape[1]))
    for number, question in enumerate(questions if len(questions) > 1 else ()):
        mine = np.flatnonzero(contexts == question)
        share = QUESTION_SHARE * len(mine) / (len(mine) + PRIOR)
        asked[number] = share * (rows[mine].mean(axis=0) - mean)
    start = ThemeMap(np.zeros((0, rows.shape[1])), mean, asked, questions)
    points = _brought(start, rows, [text.context for text in sample])
    sums = [points[list(theme.members)].sum(axis=0) for theme in found.themes]
    centres = np.round(unit(np.array(sums)), 6) if sums else start.centres
    return ThemeMap(centres, mean, asked, questions)


def placed(where: ThemeMap, vectors: Vectors, questions: Sequence[str]) -> Placing:
    """Place each text to the nearest centre; a text alone decides, never its neighbours.

    Args:
        where: From ``theme_map``.
        vectors: Rows of length one; zero for a text without a word, which stays unplaced.
        questions: The question that each text answers; empty where unknown.
    """
    rows = np.asarray(vectors, dtype=np.float64)
    if not len(where.centres) or not len(rows):
        return Placing(np.full(len(rows), UNPLACED), np.zeros(len(rows)))
    near = np.round(_brought(where, rows, questions) @ where.centres.T, 6)
    near[~rows.any(axis=1)] = 0
    themes, strengths = near.argmax(axis=1), near.max(axis=1)
    themes[strengths < WEAKEST] = UNPLACED
    strengths[themes == UNPLACED] = 0
    return Placing(themes.astype(np.int64), strengths)


def _brought(
    where: ThemeMap, rows: npt.NDArray[np.float64], questions: Sequence[str]
) -> npt.NDArray[np.float64]:
    left = rows - where.mean
    number_of = {question: number for number, question in enumerate(where.questions)}
    numbers = np.array([number_of.get(question, -1) for question in questions], dtype=np.intp)
    known = numbers >= 0
    left[known] -= where.asked[numbers[known]]
    return np.asarray(unit(left))


def broader_of(
    where: ThemeMap, vectors: Vectors, questions: Sequence[str]
) -> npt.NDArray[np.int64]:
    """Say which themes lie near each other under one broader theme (see `broader_groups`).

    Args:
        where: From ``theme_map``.
        vectors: Of the sample.
        questions: Likewise.

    Returns:
        The broader theme of each theme, from 0; a theme that lies under none has one of its own.
    """
    near = placed(where, vectors, questions).themes
    upper = np.arange(len(where.centres), dtype=np.int64)
    rows = _brought(where, np.asarray(vectors, dtype=np.float64), questions)
    if len(upper) and near.max(initial=UNPLACED) == len(upper) - 1:
        upper = broader_groups(rows, near.astype(np.intp)).astype(np.int64)
    return upper


def found_again(
    near: npt.NDArray[np.int64], anew: npt.NDArray[np.int64], themes: int
) -> tuple[bool, ...]:
    """Say which themes are found again in a sample of other texts, grouped without knowing them.

    A theme is found again where one of the new groups and the texts placed to the theme share half
    of what either holds (Jaccard; Hennig 2007).

    Args:
        near: The theme of each text of that sample, from `placed`.
        anew: Its group there; ``UNPLACED`` for none.
        themes: How many themes there are.
    """
    again = []
    for theme in range(themes):
        shared = np.bincount(anew[(near == theme) & (anew != UNPLACED)])
        sizes = np.bincount(anew[anew != UNPLACED])[: len(shared)]
        either = int((near == theme).sum()) + sizes - shared
        again.append(bool((shared >= FOUND_AGAIN * either).any()))
    return tuple(again)


def counted(
    placing: Placing,
    texts: Sequence[str],
    rows: npt.NDArray[np.int64],
    first: int,
    themes: int,
) -> ThemeCounts:
    """Count one chunk.

    Args:
        placing: Of its texts.
        texts: The texts themselves; all different ones of the table lie in one chunk each.
        rows: How many rows of the table have each text.
        first: Place of the chunk's first text among all.
        themes: How many themes there are.
    """
    words = np.array([len(text.split()) for text in texts], dtype=np.int64)
    poor = np.round((1 - placing.strengths) * _UNIT).astype(np.int64)
    poor += _TOO_SHORT * np.maximum(0, SHORT - words) + _TOO_LONG * (words > LONG)
    answers, candidates = [], []
    for theme in range(themes):
        mine = np.flatnonzero(placing.themes == theme)
        best = mine[np.lexsort((mine, poor[mine]))][:CANDIDATES]
        answers.append(int(rows[mine].sum()))
        candidates.append(tuple((int(poor[at]), first + int(at)) for at in best))
    missed = int(rows[placing.themes == UNPLACED].sum())
    return ThemeCounts(tuple(answers), tuple(candidates), missed)


def nothing_counted(themes: int) -> ThemeCounts:
    """Give the count of no chunk at all, which changes nothing that it is merged with."""
    return ThemeCounts((0,) * themes, ((),) * themes, 0)


def merged(one: ThemeCounts, other: ThemeCounts) -> ThemeCounts:
    """Join the counts of different chunks; the order in which chunks are joined changes nothing."""
    return ThemeCounts(
        tuple(a + b for a, b in zip(one.answers, other.answers, strict=True)),
        tuple(
            tuple(sorted({*a, *b})[:CANDIDATES])
            for a, b in zip(one.candidates, other.candidates, strict=True)
        ),
        one.unplaced + other.unplaced,
    )


def exemplars_among(
    where: ThemeMap, texts: Sequence[TextForGrouping], vectors: Vectors
) -> tuple[int, ...]:
    """Choose the exemplars of a theme among its candidates: central, and different from each other.

    Args:
        where: From ``theme_map``.
        texts: The candidates, best first.
        vectors: Theirs.

    Returns:
        Their places in ``texts``.
    """
    points = _brought(
        where, np.asarray(vectors, dtype=np.float64), [text.context for text in texts]
    )
    near = np.zeros(len(texts))
    if len(where.centres):
        near = np.round((points @ where.centres.T).max(axis=1), 6)
    return tuple(exemplars_of(texts, points, range(len(texts)), near))
