"""One point for each text: what it means and the words it uses, without what its question says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from themer.language import Vectors, terms, unit

Points = npt.NDArray[np.float64]
"""Shape ``(texts, dimensions)``, rows of length one (zero where a text has no words)."""

DIMENSIONS = 50
TERM_DIMENSIONS = 100
TERM_WEIGHT = 0.5
QUESTION_SHARE, OWNER_SHARE = 0.5, 1.0
PRIOR = 10
"""A mean is taken away in full only where many texts share it."""
LEAN, FULL_TEXT = 0.5, 25
"""A text of fewer words than this leans on the rest of its answer."""


def points_of(
    texts: Sequence[str],
    vectors: Vectors | None,
    contexts: Sequence[str],
    owners: Sequence[str],
) -> Points:
    """Place texts by PCA of vectors and half-weighted LSA.

    What all answers to one question share says which question it was, and what all texts of one
    conversation share is how somebody types and where they work. A theme goes across both, so the
    one is taken away in part and the other whole.

    Args:
        texts: In a fixed order.
        vectors: Rows of length one; None works with LSA alone.
        contexts: The question that each text answers; empty where unknown.
        owners: The conversation of each text; empty where unknown.
    """
    blocks = [np.zeros((len(texts), 1))]
    by_terms = lsa(texts, contexts)
    if by_terms is not None:
        blocks.append(by_terms * (TERM_WEIGHT if vectors is not None else 1.0))
    if vectors is not None:
        whole = _leaning(texts, vectors.astype(np.float64), contexts, owners)
        blocks.append(beyond_who_and_what(whole, contexts, owners))
    joined = np.hstack(blocks)
    centred = joined - joined.mean(axis=0)
    values, directions = np.linalg.eigh(centred.T @ centred)
    strongest = np.argsort(-values, kind="stable")[: min(DIMENSIONS, len(texts))]
    points = unit(centred @ directions[:, strongest])
    points[np.linalg.norm(joined, axis=1) < 1e-9] = 0
    return np.asarray(np.round(points, 6))


def beyond_who_and_what(vectors: Points, contexts: Sequence[str], owners: Sequence[str]) -> Points:
    """Take away what texts have in common by whose they are, and in part by what was asked."""
    alike = _without_mean(vectors, owners, OWNER_SHARE)
    alike = _without_mean(alike, contexts, QUESTION_SHARE)
    return alike - alike.mean(axis=0) if len(alike) else alike


def _leaning(
    texts: Sequence[str], vectors: Points, contexts: Sequence[str], owners: Sequence[str]
) -> Points:
    """Let short texts lean on the answer that they are from; alone some say next to nothing."""
    answers: dict[tuple[str, str], list[int]] = {}
    for place, key in enumerate(zip(owners, contexts, strict=True)):
        if all(key):
            answers.setdefault(key, []).append(place)
    short = np.array([max(0.0, 1 - len(text.split()) / FULL_TEXT) for text in texts])
    leaning = vectors.copy()
    for members in answers.values():
        if len(members) > 1:
            mean = vectors[members].mean(axis=0)
            leaning[members] += LEAN * short[members, None] * mean
    return np.asarray(unit(leaning))


def _without_mean(vectors: Points, names: Sequence[str], share: float) -> Points:
    """Take from each row a share of what the rows of its name have in common, beyond all rows."""
    left = vectors.copy()
    known = sorted({name for name in names if name.strip()})
    if len(known) < 2:
        return left
    named = np.array(names, dtype=object)
    overall = vectors.mean(axis=0)
    for name in known:
        mine = np.flatnonzero(named == name)
        taken = share * len(mine) / (len(mine) + PRIOR)
        left[mine] -= taken * (vectors[mine].mean(axis=0) - overall)
    return left


def lsa(texts: Sequence[str], contexts: Sequence[str]) -> Points | None:
    """Place texts by their words alone, those of their questions apart; None for too few words."""
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    stems = [own_stems(text, context) for text, context in zip(texts, contexts, strict=True)]
    if len({stem for row in stems for stem in row}) < 3:
        return None
    matrix: Any = TfidfVectorizer(
        analyzer=lambda row: row, sublinear_tf=True, dtype=np.float64
    ).fit_transform(stems)
    size = min(TERM_DIMENSIONS, min(matrix.shape) - 1)
    if size < 1:
        return None
    return np.asarray(unit(TruncatedSVD(size, random_state=0).fit_transform(matrix)))


def own_stems(text: str, context: str) -> list[str]:
    """List the stems of a text that its question does not say already."""
    asked = {term.stem for term in terms(context)}
    return [term.stem for term in terms(text) if term.stem not in asked]
