"""Why a code is suggested: the sentence, the words that weighed, the nearest confirmed example."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from themer.coding.evidence import facets_of
from themer.coding.learning import Taught
from themer.coding.scoring import Prepared
from themer.language import terms

MOST_WORDS = 5
FEWEST_EXAMPLES, COMMONER = 2, 2.0
"""A word of confirmed examples tells when so many use it, and so many times oftener than others."""


@dataclass(frozen=True, slots=True)
class SuggestionReason:
    """What a person sees beside a suggestion."""

    start: int
    """First code point of the sentence, in the text."""
    end: int
    words: tuple[str, ...]
    """Words of the sentence as typed that weighed most; none where meaning alone did."""
    nearest: str | None
    """Key of the most similar text that a person gave this code; None where there is none."""


def telling_stems(prepared: Prepared, taught: Taught) -> tuple[frozenset[str], ...]:
    """List, for each code, what its description says and what its confirmed examples share."""
    everywhere: Counter[str] = Counter()
    if taught.accepted.any():
        for text in prepared.texts:
            everywhere.update({term.stem for term in terms(text.text)})
    told: list[frozenset[str]] = []
    for column, code in enumerate(prepared.codes):
        facet = facets_of(code)
        source = " ".join((facet.whole, *facet.parts))
        named = {term.stem for term in terms(source)}
        examples = np.unique(taught.texts[(taught.codes == column) & taught.accepted])
        shared: Counter[str] = Counter()
        for example in examples:
            shared.update({term.stem for term in terms(prepared.texts[int(example)].text)})
        expected = COMMONER * len(examples) / max(1, len(prepared.texts))
        least = min(FEWEST_EXAMPLES, len(examples))
        named |= {s for s, n in shared.items() if n >= least and n >= expected * everywhere[s]}
        told.append(frozenset(named))
    return tuple(told)


class Reasons:
    """Gives the reason for any text and code; what all texts share is worked out once.

    Args:
        prepared: The texts and codes.
        taught: What people decided.
    """

    def __init__(self, prepared: Prepared, taught: Taught) -> None:
        self._prepared = prepared
        self._taught = taught
        self._telling: tuple[frozenset[str], ...] | None = None
        self._examples: dict[int, tuple[npt.NDArray[np.intp], Any]] = {}

    def of(self, row: int, column: int) -> SuggestionReason:
        """Find the best sentence of a text for a code, its telling words and a like example."""
        prepared = self._prepared
        text, spans = prepared.texts[row].text, prepared.spans[row]
        if not spans:
            return SuggestionReason(0, len(text), (), None)
        if self._telling is None:
            self._telling = telling_stems(prepared, self._taught)
        first = int(np.searchsorted(prepared.sentence_owners, row))
        own = prepared.sentence_scores[first : first + len(spans), column]
        start, end = spans[int(own.argmax())]
        words = _telling_words(text[start:end], self._telling[column])
        return SuggestionReason(start, end, words, self._nearest(row, column))

    def _nearest(self, row: int, column: int) -> str | None:
        """Name the confirmed example of a code that is likest to a text, itself apart."""
        prepared, taught = self._prepared, self._taught
        rows = prepared.vectors if prepared.vectors is not None else prepared.features
        if rows is None:
            return None
        if column not in self._examples:
            found = taught.texts[(taught.codes == column) & taught.accepted]
            self._examples[column] = found, rows[found]
        mine, examples = self._examples[column]
        if row in mine:
            mine = mine[mine != row]
            examples = rows[mine]
        if not len(mine):
            return None
        likeness = examples @ rows[row].T
        if hasattr(likeness, "toarray"):
            likeness = likeness.toarray().ravel()
        return prepared.texts[int(mine[int(np.argmax(np.round(likeness, 6)))])].key


def _telling_words(sentence: str, telling: frozenset[str]) -> tuple[str, ...]:
    """Give the telling words of a sentence as they were typed, in their order."""
    found = [term for term in terms(sentence) if term.stem in telling]
    return tuple(dict.fromkeys(sentence[t.start : t.end] for t in found))[:MOST_WORDS]
