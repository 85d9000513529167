"""From texts and codes to one matrix of scores, by the steps of the method in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from themer.coding.evidence import (
    FULL_ANSWER,
    LINK_WEIGHT,
    QUESTION_WEIGHT,
    TERM_WEIGHT,
    Encode,
    Scores,
    best_by_owner,
    code_likeness,
    content_stems,
    facets_of,
    standardised,
    term_likeness,
    term_matrix,
)
from themer.coding.learning import Taught, pinned, self_taught, taught_by_people
from themer.coding.neighbours import propagated
from themer.coding.texts import TextForCoding
from themer.language import Neighbourhood, Vectors, neighbourhood, sentences
from themer.language.nearest import CHUNK
from themer.model.codebook import Code

LEAST_UNDECIDED = 10
"""With fewer, what is usual in a run cannot be told."""
VECTOR_FEATURE_WEIGHT = 2.0
"""Vectors beside TF-IDF in a classifier's features; both have length one."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything that does not change while people decide."""

    texts: tuple[TextForCoding, ...]
    codes: tuple[Code, ...]
    spans: tuple[tuple[tuple[int, int], ...], ...]
    """Sentences of each text."""
    sentence_scores: Scores
    """Shape ``(sentences of all texts, codes)``."""
    sentence_owners: npt.NDArray[np.intp]
    plain: Scores
    """Scores without decisions and without neighbours."""
    asked: Scores
    """What the question of each text says of the codes, decisions or none."""
    features: Any
    """One row a text, for classifiers."""
    part_features: Any
    part_owners: npt.NDArray[np.intp]
    around: Neighbourhood
    vectors: Vectors | None


def prepare(
    texts: Sequence[TextForCoding], codes: Sequence[Code], encode: Encode | None
) -> Prepared:
    """Read texts and codes; texts and codes come in a fixed order."""
    facets = [facets_of(code) for code in codes]
    parts = [part for facet in facets for part in facet.parts]
    owners = np.repeat(np.arange(len(facets)), [len(facet.parts) for facet in facets])
    words = [text.text for text in texts]
    spans = tuple(sentences(word) for word in words)
    cut = [words[i][start:end] for i, row in enumerate(spans) for start, end in row]
    whose = np.repeat(np.arange(len(words)), [len(row) for row in spans]).astype(np.intp)
    terms = term_matrix(words, [*parts, *cut])
    like = np.zeros((len(words), len(codes)))
    by_sentence = np.zeros((len(cut), len(codes)))
    vectors = None
    if encode is not None and words and codes:
        vectors = encode(words)
        both = code_likeness(np.vstack([vectors, encode(cut)]), facets, encode)
        by_sentence = both[len(words) :]
        like = standardised(both[: len(words)] + best_by_owner(by_sentence, whose, len(words)))
    if terms is not None:
        part_terms, cut_terms = terms[1][: len(parts)], terms[1][len(parts) :]
        share = TERM_WEIGHT if vectors is not None else 1.0
        like = like + share * standardised(term_likeness(terms[0], part_terms, owners, len(codes)))
        by_sentence = standardised(by_sentence) + share * standardised(
            term_likeness(cut_terms, part_terms, owners, len(codes))
        )
    features, part_features = _features(vectors, terms, parts, encode)
    asked = _of_question(texts, codes, facets, encode)
    like = standardised(standardised(like) + asked)
    plain = self_taught(like, features) if features is not None else like
    around = neighbourhood(vectors if vectors is not None else _dense_or_terms(terms, words))
    return Prepared(
        tuple(texts), tuple(codes), spans, by_sentence, whose, plain, asked,
        features, part_features, owners, around, vectors,
    )  # fmt: skip


def _dense_or_terms(terms: tuple[Any, Any] | None, words: Sequence[str]) -> Any:
    return terms[0] if terms is not None else np.zeros((len(words), 1))


def _features(
    vectors: Vectors | None,
    terms: tuple[Any, Any] | None,
    parts: Sequence[str],
    encode: Encode | None,
) -> tuple[Any, Any]:
    if vectors is None or encode is None:
        return (None, None) if terms is None else (terms[0], terms[1][: len(parts)])
    own, others = vectors * VECTOR_FEATURE_WEIGHT, encode(parts) * VECTOR_FEATURE_WEIGHT
    if terms is None:
        return own, others
    from scipy.sparse import csr_matrix, hstack

    return (
        hstack([csr_matrix(own), terms[0]]).tocsr(),
        hstack([csr_matrix(others), terms[1][: len(parts)]]).tocsr(),
    )


def _of_question(
    texts: Sequence[TextForCoding],
    codes: Sequence[Code],
    facets: Sequence[Any],
    encode: Encode | None,
) -> Scores:
    """What the question asked says of each code; more where the answer has few words."""
    evidence = np.zeros((len(texts), len(codes)))
    column = {code.id: j for j, code in enumerate(codes)}
    asked = sorted({text.question for text in texts if text.question.strip()})
    # One question for all tells nothing apart.
    if encode is not None and len(asked) > 1 and len(codes) > 1:
        likeness = code_likeness(encode(asked), facets, encode)
        likeness = standardised(likeness - likeness.mean(axis=1, keepdims=True))
        row = {question: i for i, question in enumerate(asked)}
        for i, text in enumerate(texts):
            if text.question in row:
                short = max(0.0, 1 - len(content_stems(text.text)) / FULL_ANSWER)
                evidence[i] += QUESTION_WEIGHT * short * likeness[row[text.question]]
    for i, text in enumerate(texts):
        for code in text.linked:
            if code in column:
                evidence[i, column[code]] += LINK_WEIGHT
    return evidence


def scored(prepared: Prepared, taught: Taught) -> Scores:
    """Let neighbours speak, then people's decisions; standardised over the whole matrix."""
    scores = propagated(pinned(prepared.plain, taught), prepared.around)
    if len(taught.texts) and prepared.features is not None:
        scores = taught_by_people(
            prepared.plain, scores, prepared.features, taught,
            prepared.part_features, prepared.part_owners, prepared.asked,
        )  # fmt: skip
    return np.asarray(np.round(standardised(scores), 6))


def nearness(prepared: Prepared, taught: Taught) -> npt.NDArray[np.float64]:
    """Say how near each text is to what people gave a code, and how crowded it is around it.

    A text that has many like it and yet is far from every confirmed example speaks of something
    else than the codes do (a local density, after Breunig and others 2000).

    Returns:
        Shape ``(texts, 2)``: the highest cosine to a text with an accepted code, and the mean
        cosine to its nearest texts, both against the other undecided texts of the run, both the
        weaker the fewer examples there are. Zeros without any, and without vectors.
    """
    found = np.zeros((len(prepared.texts), 2))
    examples = np.unique(taught.texts[taught.accepted]).astype(np.intp)
    undecided = np.ones(len(found), dtype=np.bool_)
    undecided[taught.texts] = False
    if prepared.vectors is None or not len(examples) or undecided.sum() < LEAST_UNDECIDED:
        return found
    for start in range(0, len(found), CHUNK):
        cosines = prepared.vectors[start : start + CHUNK] @ prepared.vectors[examples].T
        found[start : start + CHUNK, 0] = cosines.max(axis=1)
    found[:, 1] = prepared.around.weight.mean(axis=1)
    usual, spread = found[undecided].mean(axis=0), found[undecided].std(axis=0)
    found = np.clip((found - usual) / np.maximum(spread, 1e-6), -3, 3)
    return np.asarray(np.round(found * float(taught.weights(len(prepared.codes)).mean()), 6))
