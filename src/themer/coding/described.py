"""Answers of a large table as numbers: what is like which code, which words, what was asked.

Nothing here looks at more than the answers that it is given, so a part of a table gets the same
numbers as it would among all the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from themer.coding.evidence import (
    FULL_ANSWER,
    Encode,
    Scores,
    best_by_owner,
    code_likeness,
    facets_of,
    term_likeness,
)
from themer.language import Vectors
from themer.language.quick import quick_sentences, quick_stems
from themer.model.codebook import Code

VECTOR_WEIGHT, LIKENESS_WEIGHT, WORD_WEIGHT = 2.0, 2.0, 1.0
"""What a unit of each counts for beside the others, when a model is fitted to them."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of a sample of answers, and how rare each is in it."""

    columns: Mapping[str, int]
    """A column for each stem, in the order of the alphabet."""
    rarity: npt.NDArray[np.float64]
    """Inverse document frequency of each column, and of any word that is in none."""

    def rows(self, texts: Sequence[str]) -> Any:
        """Weigh the words of texts (TF-IDF): sparse rows of length one, without unknown words.

        Unknown words make a row's known ones count for less: an answer that speaks of something
        else beside them is less like what uses them.
        """
        from scipy.sparse import csr_matrix

        unknown = len(self.columns)
        found = [[self.columns.get(s, unknown) for s in quick_stems(text)] for text in texts]
        ends = np.cumsum([0, *(len(row) for row in found)])
        places = np.array([place for row in found for place in row], dtype=np.int32)
        shape = (len(texts), unknown + 1)
        rows = csr_matrix((np.ones(len(places)), places, ends), shape=shape)
        rows.sum_duplicates()
        strange = rows.indices == unknown
        # Unknown words are mostly different ones, so n of them weigh as n words, not as one often.
        times = np.where(strange, np.sqrt(rows.data), 1 + np.log(rows.data))
        rows.data = times * self.rarity[rows.indices]
        squares = np.add.reduceat(np.append(rows.data**2, 0), rows.indptr[:-1])
        length = np.sqrt(np.where(np.diff(rows.indptr) > 0, squares, 1))
        rows.data = rows.data / np.repeat(length, np.diff(rows.indptr))
        return rows[:, :unknown]


def lexicon_of(texts: Sequence[str]) -> Lexicon:
    """Count in how many texts of a sample each stem stands."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(set(quick_stems(text)))
    stems = sorted(counts)
    seen = np.array([*(counts[stem] for stem in stems), 1], dtype=np.float64)
    rarity = np.log((1 + len(texts)) / (1 + seen)) + 1
    return Lexicon({stem: column for column, stem in enumerate(stems)}, rarity)


@dataclass(frozen=True, slots=True)
class Described:
    """Some texts as numbers; the sentences of those that have more than one come after them."""

    dense: npt.NDArray[np.float64]
    """Shape ``(texts and sentences, numbers)``."""
    words: Any
    """Sparse, shape ``(texts and sentences, stems of the lexicon)``."""
    spans: tuple[tuple[tuple[int, int], ...], ...]
    """Sentences of each text."""
    owners: npt.NDArray[np.intp]
    """The text of each sentence that has a row."""


class Describer:
    """Describes answers for one set of codes.

    Args:
        codes: The candidates.
        encode: A quick encoder of texts; the same for every part.
        lexicon: The words that count.
        level: Mean and spread of the two likenesses over a sample; ones that change nothing while
            they are not known.
    """

    def __init__(
        self,
        codes: Sequence[Code],
        encode: Encode,
        lexicon: Lexicon,
        level: npt.NDArray[np.float64] | None = None,
    ) -> None:
        self._facets = [facets_of(code) for code in codes]
        parts = [part for facet in self._facets for part in facet.parts]
        self._owners = np.repeat(
            np.arange(len(codes)), [len(facet.parts) for facet in self._facets]
        )
        self._encode, self._lexicon = encode, lexicon
        said = [t for f in self._facets for t in (f.name, f.whole, *f.parts, *f.excluded)]
        unique = list(dict.fromkeys(said))
        self._known = dict(zip(unique, encode(unique), strict=True))
        self._parts = lexicon.rows(parts)
        self._asked: dict[str, npt.NDArray[np.float64]] = {}
        self.level = np.array([[0.0, 1.0], [0.0, 1.0]]) if level is None else level

    def levelled(self, texts: Sequence[str]) -> Describer:
        """Return the same, with likenesses standardised by what they are in a sample."""
        spans = tuple(quick_sentences(text) for text in texts)
        likeness, terms = self._likenesses(texts, *_cut(texts, spans))[1:3]
        parts = (likeness[: len(texts)], terms[: len(texts)])
        self.level = np.array([[part.mean(), max(float(part.std()), 1e-6)] for part in parts])
        return self

    def describe(self, texts: Sequence[str], questions: Sequence[str]) -> Described:
        """Describe texts.

        Args:
            texts: Any.
            questions: What each answers; empty where that is not known.
        """
        spans = tuple(quick_sentences(text) for text in texts)
        cut, owners = _cut(texts, spans)
        vectors, likeness, terms, words = self._likenesses(texts, cut, owners)
        (mean, spread), (usual, range_) = self.level
        whose = np.concatenate([np.arange(len(texts)), owners]).astype(np.intp)
        dense = np.hstack(
            [
                VECTOR_WEIGHT * vectors,
                LIKENESS_WEIGHT * (likeness - mean) / spread,
                LIKENESS_WEIGHT * (terms - usual) / range_,
                self._questions([*texts, *cut], [questions[place] for place in whose]),
            ]
        )
        return Described(dense, WORD_WEIGHT * words, spans, owners)

    def _likenesses(
        self,
        texts: Sequence[str],
        cut: Sequence[str],
        owners: npt.NDArray[np.intp],
    ) -> tuple[Any, Scores, Scores, Any]:
        rows = [*texts, *cut]
        vectors = self._encode(rows)
        like = code_likeness(vectors, self._facets, self._of_codes)
        best = like.copy()
        several = np.unique(owners)
        best[several] = best_by_owner(like[len(texts) :], owners, len(texts))[several]
        words = self._lexicon.rows(rows)
        terms = term_likeness(words, self._parts, self._owners, len(self._facets))
        return vectors, like + best, terms, words

    def _of_codes(self, texts: Sequence[str]) -> Vectors:
        """Give the vectors of what the codebook says, which are the same for every part."""
        return np.stack([self._known[text] for text in texts])

    def _questions(self, texts: Sequence[str], questions: Sequence[str]) -> Scores:
        """Say how like each code the question is; more where the answer has few words."""
        found = np.zeros((len(texts), len(self._facets)))
        for place, (text, question) in enumerate(zip(texts, questions, strict=True)):
            if question.strip():
                short = max(0.0, 1 - len(quick_stems(text)) / FULL_ANSWER)
                found[place] = short * self._of_question(question)
        return found

    def _of_question(self, question: str) -> npt.NDArray[np.float64]:
        if question not in self._asked:
            like = code_likeness(self._encode([question]), self._facets, self._of_codes)[0]
            self._asked[question] = (like - like.mean()) / max(float(like.std()), 1e-6)
        return self._asked[question]


def _cut(
    texts: Sequence[str], spans: Sequence[Sequence[tuple[int, int]]]
) -> tuple[list[str], npt.NDArray[np.intp]]:
    """Cut out the sentences of texts that have more than one."""
    several = [(place, row) for place, row in enumerate(spans) if len(row) > 1]
    cut = [texts[place][start:end] for place, row in several for start, end in row]
    owners = np.repeat([place for place, _ in several], [len(row) for _, row in several])
    return cut, owners.astype(np.intp)
