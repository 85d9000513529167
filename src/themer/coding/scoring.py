"""From texts and codes to one matrix of scores, by the steps of the method in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from themer.coding.evidence import (
    FULL_ANSWER,
    LETTER_WEIGHT,
    LINK_WEIGHT,
    QUESTION_WEIGHT,
    Encode,
    Facets,
    Scores,
    best_by_owner,
    by_row,
    code_likeness,
    content_stems,
    facets_of,
    letter_matrix,
    likest_part,
    standardised,
)
from themer.coding.learning import (
    COMMONNESS,
    Taught,
    commonness,
    pinned,
    self_taught,
    taught_by_people,
)
from themer.coding.neighbours import propagated
from themer.coding.texts import TextForCoding
from themer.coding.views import Views, views_of
from themer.language import LONGEST, Neighbourhood, neighbourhood, sentences
from themer.language.nearest import CHUNK
from themer.model.codebook import Code

LEAST_UNDECIDED = 10
"""With fewer, what is usual in a run cannot be told."""


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
    """Scores without decisions and without neighbours; standardised."""
    asked: Scores
    """What the question of each text says of the codes, decisions or none."""
    fit: npt.NDArray[np.float64]
    """How like its likeliest code each text is, beside what is usual in this run."""
    views: Views
    around: Neighbourhood


def prepare(
    texts: Sequence[TextForCoding], codes: Sequence[Code], encode: Encode | None
) -> Prepared:
    """Read texts and codes; texts and codes come in a fixed order."""
    facets = [facets_of(code) for code in codes]
    words = [text.text[:LONGEST] for text in texts]
    spans = tuple(sentences(word) for word in words)
    cut = [words[i][start:end] for i, row in enumerate(spans) for start, end in row]
    whose = np.repeat(np.arange(len(words)), [len(row) for row in spans]).astype(np.intp)
    vectors = encode(words) if encode is not None and words and codes else None
    parts = [part for facet in facets for part in facet.parts]
    letters = letter_matrix(words, [*parts, *cut])
    rows = None if letters is None else (letters[0], letters[1][: len(parts)])
    views = views_of(vectors, rows, facets, encode)
    like = np.zeros((len(words), len(codes)))
    by_sentence = np.zeros((len(cut), len(codes)))
    if vectors is not None and encode is not None:
        both = code_likeness(np.vstack([vectors, encode(cut)]), facets, encode)
        by_sentence = both[len(words) :]
        like = standardised(both[: len(words)] + best_by_owner(by_sentence, whose, len(words)))
    if letters is not None:
        share = LETTER_WEIGHT if vectors is not None else 1.0
        like = like + share * standardised(_letters(letters[0], views, len(codes)))
        cut_letters = _letters(letters[1][len(parts) :], views, len(codes))
        by_sentence = standardised(by_sentence) + share * standardised(cut_letters)
    asked = _of_question(texts, codes, facets, encode)
    like = standardised(standardised(like) + asked)
    fit = np.round(like.max(axis=1), 6) if like.size else np.zeros(len(words))
    plain = standardised(self_taught(by_row(like), views))
    around = neighbourhood(vectors if vectors is not None else _letters_or_none(views, words))
    return Prepared(
        tuple(texts), tuple(codes), spans, by_sentence, whose, plain, asked, fit, views, around
    )


def _letters(rows: Any, views: Views, codes: int) -> Scores:
    return likest_part(rows, views.part_letters, views.owners, codes)


def _letters_or_none(views: Views, words: Sequence[str]) -> Any:
    return views.letters if views.letters is not None else np.zeros((len(words), 1))


def _of_question(
    texts: Sequence[TextForCoding],
    codes: Sequence[Code],
    facets: Sequence[Facets],
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
    """Let people's decisions speak, then neighbours; standardised over the whole matrix."""
    scores, learns, lean = prepared.plain, len(taught.texts) > 0, 0.0
    if learns and not prepared.views.is_empty:
        lean = float(taught.weights(len(prepared.codes)).mean())
        scores = taught_by_people(scores, prepared.views, taught, prepared.asked)
        common = COMMONNESS * commonness(taught, scores.shape[1])
        scores = by_row(standardised(scores) + common)
    scores = propagated(pinned(standardised(scores), taught), prepared.around, lean)
    # What was decided stands above and below all that is only thought.
    return np.asarray(np.round(pinned(standardised(scores), taught), 6))


def nearness(prepared: Prepared, taught: Taught) -> npt.NDArray[np.float64]:
    """Say how near each text is to what people gave a code, and how crowded it is around it.

    A text that has many like it and yet is far from every confirmed example speaks of something
    else than the codes do (a local density, after Breunig and others 2000).

    Returns:
        Shape ``(texts, 3)``: the highest cosine to a text with an accepted code, and the mean
        cosine to its nearest texts, both against the other undecided texts of the run, both the
        weaker the fewer examples there are, zeros without any, and without vectors; then how like
        its likeliest code the text is at all.
    """
    return np.column_stack([_among_examples(prepared, taught), prepared.fit])


def _among_examples(prepared: Prepared, taught: Taught) -> npt.NDArray[np.float64]:
    found, vectors = np.zeros((len(prepared.texts), 2)), prepared.views.vectors
    examples = np.unique(taught.texts[taught.accepted]).astype(np.intp)
    undecided = np.ones(len(found), dtype=np.bool_)
    undecided[taught.texts] = False
    if vectors is None or not len(examples) or undecided.sum() < LEAST_UNDECIDED:
        return found
    for start in range(0, len(found), CHUNK):
        cosines = vectors[start : start + CHUNK] @ vectors[examples].T
        found[start : start + CHUNK, 0] = cosines.max(axis=1)
    found[:, 1] = prepared.around.weight.mean(axis=1)
    usual, spread = found[undecided].mean(axis=0), found[undecided].std(axis=0)
    found = np.clip((found - usual) / np.maximum(spread, 1e-6), -3, 3)
    return np.asarray(np.round(found * float(taught.weights(len(prepared.codes)).mean()), 6))
