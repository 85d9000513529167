"""What a codebook says of each code, and how like it a text is, before any decision."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from themer.language import Vectors, terms, unit
from themer.model.codebook import Code

Scores = npt.NDArray[np.float64]
"""Shape ``(texts, codes)``."""
Encode = Callable[[Sequence[str]], Vectors]

LETTER_WEIGHT = 0.5
"""Share of likeness in letters beside that in meaning, both standardised over the whole matrix."""
LETTERS = (4, 6)
"""How many letters make a piece. Pieces tell words of one stem, compounds and slips of the pen to
be alike where whole words do not (on six public tasks one to two points better than stems)."""
MOST_PIECES = 200_000
"""The commonest that are counted, so that a model of all of them stays small."""
EXCLUDE_WEIGHT = 0.15
LINK_WEIGHT = 0.8
"""What a question's link to a code is worth, in standard deviations of the scores."""
QUESTION_WEIGHT = 0.4
FULL_ANSWER = 12
"""From this many words on an answer needs no question to be understood."""
_PARTS = re.compile(r"[;\n\u2022]|(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class Facets:
    """Everything that the codebook offers to compare a text with, for one code."""

    name: str
    whole: str
    """Name and definition, as one text."""
    parts: tuple[str, ...]
    """Name, parts of the definition and of what to include, examples."""
    excluded: tuple[str, ...]


def facets_of(code: Code) -> Facets:
    """Take a code apart into texts that an answer may be like."""
    definition = code.definition or ""
    parts = [code.name, *_parts(definition), *_parts(code.include or ""), *code.examples]
    whole = f"{code.name}. {definition}" if definition else code.name
    unique = tuple(dict.fromkeys(part for part in parts if part.strip()))
    return Facets(code.name, whole, unique or (code.id,), tuple(_parts(code.exclude or "")))


def _parts(text: str) -> list[str]:
    # A label such as "Sub-categories:" or "Include:" opens a list and says nothing itself.
    cut = (re.sub(r"^[\w\- ]{1,24}:\s+", "", part).strip(" .,") for part in _PARTS.split(text))
    return [part for part in cut if part]


def standardised(scores: Scores) -> Scores:
    """Shift and scale a whole matrix to mean 0 and standard deviation 1 (0 where all is equal)."""
    if not scores.size:
        return scores
    spread = float(scores.std())
    if spread <= 1e-9:
        return np.zeros_like(scores)
    return np.asarray((scores - scores.mean()) / spread)


def content_stems(text: str) -> list[str]:
    """List the stems that are counted in a text."""
    return [term.stem for term in terms(text)]


def letter_matrix(texts: Sequence[str], also: Sequence[str]) -> tuple[Any, Any] | None:
    """Count pieces of words as TF-IDF, fitted on ``texts`` alone.

    Returns:
        Sparse rows of length one for ``texts`` and for ``also``; None where no text has a word.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer

    if not any(content_stems(text) for text in texts):
        return None
    vectorizer = TfidfVectorizer(
        analyzer="char_wb",
        ngram_range=LETTERS,
        sublinear_tf=True,
        max_features=MOST_PIECES,
        dtype=np.float64,
    )
    return vectorizer.fit_transform(texts).tocsr(), vectorizer.transform(also).tocsr()


def by_row(scores: Scores) -> Scores:
    """Give each score beside those of the same text's other codes (a log share, softmax).

    What a text is a little like in any case counts for nothing; so texts can be ranked by a code.
    """
    if not scores.size:
        return scores
    above = scores - scores.max(axis=1, keepdims=True)
    return np.asarray(above - np.log(np.exp(above).sum(axis=1, keepdims=True)))


def code_likeness(rows: Vectors, facets: Sequence[Facets], encode: Encode) -> Scores:
    """Compare vectors with codes: half the mean of name and whole, half the likest part."""
    likeness = np.zeros((len(rows), len(facets)))
    for column, facet in enumerate(facets):
        name, whole, *parts = encode([facet.name, facet.whole, *facet.parts])
        centre = unit(name + whole)
        likest = (rows @ np.array(parts).T).max(axis=1) if len(rows) else np.zeros(0)
        likeness[:, column] = 0.5 * (rows @ centre) + 0.5 * likest
        if facet.excluded:
            against = rows @ encode(facet.excluded).T
            likeness[:, column] -= EXCLUDE_WEIGHT * np.maximum(against.max(axis=1), 0)
    return likeness


def likest_part(rows: Any, part_rows: Any, owners: npt.NDArray[np.intp], codes: int) -> Scores:
    """Compare sparse rows with the likest part of each code: cosines, shape ``(rows, codes)``."""
    # Code by code: of all parts at once the cosines would be too many to hold.
    columns = [
        (rows @ part_rows[owners == code].T).max(axis=1).toarray().ravel() for code in range(codes)
    ]
    return np.asarray(np.maximum(np.stack(columns, axis=1), 0))


def term_likeness(matrix: Any, part_rows: Any, owners: npt.NDArray[np.intp], codes: int) -> Scores:
    """Compare TF-IDF rows with the likest part of each code; the root tames rare words."""
    return np.asarray(np.sqrt(likest_part(matrix, part_rows, owners, codes)))


def best_by_owner(scores: Scores, owners: npt.NDArray[np.intp], count: int) -> Scores:
    """Take, for each text and code, the score of its best sentence."""
    best = np.full((count, scores.shape[1]), -np.inf)
    np.maximum.at(best, owners, scores)
    return np.where(np.isfinite(best), best, 0.0)
