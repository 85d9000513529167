"""Why a code is suggested: the sentence, the words that weighed, the nearest confirmed example."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from themer.coding.evidence import facets_of
from themer.coding.learning import AWAY, HOME, PRIOR_EXAMPLES, Taught
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


def telling_stems(prepared: Prepared, taught: Taught) -> tuple[Mapping[str, float], ...]:
    """Weigh, for each code, the words of its description and those that its examples share.

    A word weighs as it moves the code's centre: towards it from the description and from each
    confirmed text that has it, away from each refused one, and the more the rarer it is. So a word
    of the codebook that people's refusals speak against is not given as a reason.

    Returns:
        For each code, stems with what they weigh, above 0.
    """
    by_text = [frozenset(term.stem for term in terms(text.text)) for text in prepared.texts]
    everywhere: Counter[str] = Counter()
    for stems in by_text:
        everywhere.update(stems)
    told: list[Mapping[str, float]] = []
    for column, code in enumerate(prepared.codes):
        facet = facets_of(code)
        named = {term.stem for term in terms(" ".join((facet.whole, *facet.parts)))}
        mine = taught.codes == column
        given = np.unique(taught.texts[mine & taught.accepted])
        refused = np.unique(taught.texts[mine & ~taught.accepted])
        given_in, refused_in = (_counted(by_text, rows) for rows in (given, refused))
        usual = COMMONER * len(given) / max(1, len(by_text))
        least = min(FEWEST_EXAMPLES, len(given))
        shared = {s for s, n in given_in.items() if n >= least and n >= usual * everywhere[s]}
        weights = {}
        for stem in named | shared:
            towards = (HOME * (stem in named) + given_in[stem]) / (HOME + len(given))
            away = AWAY * refused_in[stem] / (PRIOR_EXAMPLES + len(refused))
            rarity = math.log((1 + len(by_text)) / (1 + everywhere[stem])) + 1
            weights[stem] = (towards - away) * rarity**2
        told.append({stem: weight for stem, weight in weights.items() if weight > 0})
    return tuple(told)


def _counted(by_text: Sequence[frozenset[str]], rows: npt.NDArray[np.intp]) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in rows:
        found.update(by_text[int(row)])
    return found


class Reasons:
    """Gives the reason for any text and code; what all texts share is worked out once.

    Args:
        prepared: The texts and codes.
        taught: What people decided.
    """

    def __init__(self, prepared: Prepared, taught: Taught) -> None:
        self._prepared = prepared
        self._taught = taught
        self._telling: tuple[Mapping[str, float], ...] | None = None
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
        views = prepared.views
        rows = views.vectors if views.vectors is not None else views.letters
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


def _telling_words(sentence: str, telling: Mapping[str, float]) -> tuple[str, ...]:
    """Give the words of a sentence that weigh most, as they were typed, in their order."""
    weighs: dict[str, float] = {}
    for term in terms(sentence):
        if term.stem in telling:
            weighs.setdefault(sentence[term.start : term.end], telling[term.stem])
    kept = sorted(weighs, key=lambda word: -weighs[word])[:MOST_WORDS]
    return tuple(word for word in weighs if word in kept)
