"""Which codes a text may carry, how surely, and why: for many texts and codes at once."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from themer.coding import calibration
from themer.coding.calibration import CalibrationSource
from themer.coding.evidence import Encode, Scores
from themer.coding.learning import Taught
from themer.coding.reasons import SuggestionReason, reason_for, telling_stems
from themer.coding.scoring import Prepared, nearness, prepare, scored
from themer.language import one_thread
from themer.model.codebook import Code

FOLDS = 4


@dataclass(frozen=True, slots=True)
class TextForCoding:
    """One text that may carry codes."""

    key: str
    """Its id; every text of a run needs another one."""
    text: str
    question: str = ""
    """The words of the question that it answers, where there was one."""
    linked: tuple[str, ...] = ()
    """Codes that the question is linked to: evidence, not a decision."""
    group: str | None = None
    """Where candidates differ by group: only codes of this group, or of none, are candidates."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person decided about one text and one code."""

    text: str
    """The text's key."""
    code: str
    accepted: bool


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Scores, confidences and reasons, in the order in which texts and codes were given."""

    texts: tuple[TextForCoding, ...]
    codes: tuple[str, ...]
    scores: Scores
    """For ranking within this run; ``-inf`` where a code is no candidate."""
    confidence: npt.NDArray[np.float64]
    """Probability that a person accepts the code here; 0 where it is no candidate."""
    none: npt.NDArray[np.float64]
    """Probability, for each text, that no code fits."""
    calibration: CalibrationSource
    calibration_note: str
    """What the curve was fitted on, in words for a person."""
    with_vectors: bool
    """False where TF-IDF worked alone, because there was no encoder."""
    _parts: Mapping[str | None, tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], Prepared]]
    _taught: Mapping[str | None, Taught]
    _telling: Mapping[str | None, tuple[frozenset[str], ...]]

    def ranked(self, text: int) -> list[int]:
        """List the candidate codes of a text, best first; ties by the code's id."""
        row = self.scores[text]
        candidates = [code for code in range(len(self.codes)) if np.isfinite(row[code])]
        return sorted(candidates, key=lambda code: (-row[code], self.codes[code]))

    def reason(self, text: int, code: int) -> SuggestionReason:
        """Say why a candidate code is suggested for a text."""
        group = _group_of(self.texts[text], self._parts)
        rows, columns, prepared = self._parts[group]
        row, column = int(np.flatnonzero(rows == text)[0]), int(np.flatnonzero(columns == code)[0])
        return reason_for(prepared, self._taught[group], self._telling[group], row, column)


def suggest(
    texts: Sequence[TextForCoding],
    codes: Sequence[Code],
    *,
    encode: Encode | None,
    judgements: Sequence[Judgement] = (),
    read: Collection[str] = (),
) -> Suggestions:
    """Score every text against every code that is a candidate for it.

    The answer depends on the whole set of texts, but never on their order or the codes'. Zero
    examples: likeness of text and best sentence to the codebook, TF-IDF, self-training, and the
    nearest neighbours' scores. With decisions: a classifier on them, code by code.

    Args:
        texts: Any number, also none; keys differ.
        codes: At least one; ids differ.
        encode: Turns texts into rows of length one; None works with TF-IDF alone.
        judgements: Decisions of people about texts of this run; others are passed over. Where
            one pair was judged more than once, the last holds.
        read: Keys of texts that somebody read to the end. There a code that nobody gave is one that
            does not fit, so the curve is fitted on these where there are any: people who add codes
            and seldom refuse one would else make every confidence near certain.

    Returns:
        Scores, confidences and, on demand, reasons.
    """
    with one_thread():
        return _suggested(texts, codes, encode, judgements, frozenset(read))


def _suggested(
    texts: Sequence[TextForCoding],
    codes: Sequence[Code],
    encode: Encode | None,
    judgements: Sequence[Judgement],
    read: frozenset[str],
) -> Suggestions:
    scores = np.full((len(texts), len(codes)), -np.inf)
    confidence, none = np.zeros(scores.shape), np.ones(len(texts))
    grouped = any(code.group is not None for code in codes)
    source: CalibrationSource = "shipped"
    parts, lessons, telling = {}, {}, {}
    for group in sorted({t.group for t in texts}, key=str) if grouped else [None]:
        rows = _ordered([i for i, t in enumerate(texts) if not grouped or t.group == group], texts)
        columns = np.array(
            sorted(
                (j for j, c in enumerate(codes) if not grouped or c.group in (None, group)),
                key=lambda j: codes[j].id,
            ),
            dtype=np.intp,
        )
        prepared = prepare([texts[i] for i in rows], [codes[j] for j in columns], encode)
        taught = _places(prepared, judgements)
        parts[group], lessons[group] = (rows, columns, prepared), taught
        telling[group] = telling_stems(prepared, taught)
        if not len(rows) or not len(columns):
            continue
        block = np.ix_(rows, columns)
        scores[block], logits, own = _calibrated(prepared, taught, read)
        confidence[block] = calibration.probability(logits)
        none[rows] = calibration.none_confidence(
            logits, nearness(prepared, taught), calibration.shipped_curve()
        )
        source = "study" if own else source
    note = (
        "decisions of this study, over a curve fitted on "
        if source == "study"
        else "a curve fitted on "
    ) + calibration.shipped_curve().source
    return Suggestions(
        tuple(texts), tuple(code.id for code in codes), scores, confidence, none,
        source, note, encode is not None, parts, lessons, telling,
    )  # fmt: skip


def _group_of(text: TextForCoding, parts: Mapping[str | None, object]) -> str | None:
    return text.group if text.group in parts else None


def _ordered(rows: list[int], texts: Sequence[TextForCoding]) -> npt.NDArray[np.intp]:
    # Sums differ in the last bit with their order, so texts are always read in one order.
    return np.array(sorted(rows, key=lambda i: (texts[i].key, texts[i].text)), dtype=np.intp)


def _places(prepared: Prepared, judgements: Sequence[Judgement]) -> Taught:
    rows = {text.key: row for row, text in enumerate(prepared.texts)}
    columns = {code.id: column for column, code in enumerate(prepared.codes)}
    last = {
        (rows[j.text], columns[j.code]): j.accepted
        for j in judgements
        if j.text in rows and j.code in columns
    }
    pairs = sorted(last)
    return Taught(
        np.array([text for text, _ in pairs], dtype=np.intp),
        np.array([code for _, code in pairs], dtype=np.intp),
        np.array([last[pair] for pair in pairs], dtype=np.bool_),
    )


def _known(prepared: Prepared, taught: Taught, read: frozenset[str]) -> Taught:
    """Give the pairs of which it is known whether the code fits, the silent refusals among them."""
    texts = [row for row, text in enumerate(prepared.texts) if text.key in read]
    if not texts:
        return taught
    fits = np.zeros((len(prepared.texts), len(prepared.codes)), dtype=np.bool_)
    fits[taught.texts, taught.codes] = taught.accepted
    rows = np.repeat(np.array(texts, dtype=np.intp), len(prepared.codes))
    columns = np.tile(np.arange(len(prepared.codes), dtype=np.intp), len(texts))
    return Taught(rows, columns, fits[rows, columns])


def _calibrated(
    prepared: Prepared, taught: Taught, read: frozenset[str]
) -> tuple[Scores, Scores, bool]:
    """Return scores, logits, and whether the study's own decisions shaped the curve."""
    curve, codes = calibration.shipped_curve(), len(prepared.codes)
    scores = scored(prepared, taught)
    logits = calibration.logits_of(scores, float(taught.weights(codes).mean()), curve)
    known = _known(prepared, taught, read)
    if not calibration.is_enough(known.accepted):
        return scores, logits, False
    folds = np.array([_fold(text.key) for text in prepared.texts])
    unseen = np.zeros(len(known.texts))
    for number in range(FOLDS):
        held = folds[known.texts] == number
        rest = taught.without(folds[taught.texts] == number)
        again = calibration.logits_of(
            scored(prepared, rest), float(rest.weights(codes).mean()), curve
        )
        unseen[held] = again[known.texts[held], known.codes[held]]
    slope, shift = calibration.fitted(unseen, known.accepted)
    return scores, slope * logits + shift, True


def _fold(key: str) -> int:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()[0] % FOLDS
