"""Why a code is suggested: the sentence, the words that weighed, the nearest confirmed example."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from themer.coding.evidence import facets_of
from themer.coding.learning import Taught
from themer.coding.scoring import Prepared
from themer.language import terms

MOST_WORDS = 5


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


def reason_for(prepared: Prepared, taught: Taught, row: int, column: int) -> SuggestionReason:
    """Find the best sentence of a text for a code, its telling words and a like example."""
    text = prepared.texts[row].text
    spans = prepared.spans[row]
    if not spans:
        return SuggestionReason(0, len(text), (), None)
    first = int(np.searchsorted(prepared.sentence_owners, row))
    own = prepared.sentence_scores[first : first + len(spans), column]
    start, end = spans[int(own.argmax())]
    return SuggestionReason(
        start,
        end,
        _telling_words(prepared, taught, text[start:end], column),
        _nearest(prepared, taught, row, column),
    )


def _telling_words(
    prepared: Prepared, taught: Taught, sentence: str, column: int
) -> tuple[str, ...]:
    """Words that the codebook uses for this code, or that confirmed examples share, in order."""
    facet = facets_of(prepared.codes[column])
    source = " ".join((facet.whole, *facet.parts))
    named = {term.stem for term in terms(source)}
    mine = (taught.codes == column) & taught.accepted
    for example in taught.texts[mine]:
        named |= {term.stem for term in terms(prepared.texts[int(example)].text)}
    found = [term for term in terms(sentence) if term.stem in named]
    return tuple(dict.fromkeys(sentence[t.start : t.end] for t in found))[:MOST_WORDS]


def _nearest(prepared: Prepared, taught: Taught, row: int, column: int) -> str | None:
    mine = taught.texts[(taught.codes == column) & taught.accepted]
    mine = mine[mine != row]
    if not len(mine):
        return None
    rows = prepared.vectors if prepared.vectors is not None else prepared.features
    if rows is None:
        return None
    likeness = rows[mine] @ rows[row].T
    if hasattr(likeness, "toarray"):
        likeness = likeness.toarray().ravel()
    return prepared.texts[int(mine[int(np.argmax(np.round(likeness, 6)))])].key
