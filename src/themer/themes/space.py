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
CONTEXT_SHARE = 0.5
CONTEXT_PRIOR = 10
"""A question's mean is taken away in full only when many texts answer it."""


def points_of(texts: Sequence[str], vectors: Vectors | None, contexts: Sequence[str]) -> Points:
    """Place texts by PCA of vectors and half-weighted LSA.

    What all answers to one question share says which question it was, not what people said; a part
    of it is taken away.

    Args:
        texts: In a fixed order.
        vectors: Rows of length one; None works with LSA alone.
        contexts: The question that each text answers; empty where unknown.
    """
    blocks = [np.zeros((len(texts), 1))]
    by_terms = _lsa(texts, contexts)
    if by_terms is not None:
        blocks.append(by_terms * (TERM_WEIGHT if vectors is not None else 1.0))
    if vectors is not None:
        blocks.append(_without_context(vectors.astype(np.float64), contexts))
    joined = np.hstack(blocks)
    centred = joined - joined.mean(axis=0)
    values, directions = np.linalg.eigh(centred.T @ centred)
    strongest = np.argsort(-values, kind="stable")[: min(DIMENSIONS, len(texts))]
    points = unit(centred @ directions[:, strongest])
    points[np.linalg.norm(joined, axis=1) < 1e-9] = 0
    return np.asarray(np.round(points, 6))


def _without_context(vectors: Points, contexts: Sequence[str]) -> Points:
    left = vectors.copy()
    known = sorted({context for context in contexts if context.strip()})
    if len(known) < 2:
        return left
    named = np.array(contexts, dtype=object)
    overall = vectors.mean(axis=0)
    for context in known:
        mine = np.flatnonzero(named == context)
        share = CONTEXT_SHARE * len(mine) / (len(mine) + CONTEXT_PRIOR)
        left[mine] -= share * (vectors[mine].mean(axis=0) - overall)
    return left


def _lsa(texts: Sequence[str], contexts: Sequence[str]) -> Points | None:
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
