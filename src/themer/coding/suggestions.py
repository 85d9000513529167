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
from themer.coding.reasons import Reasons, SuggestionReason
from themer.coding.scoring import Prepared, nearness, prepare, scored
from themer.coding.texts import Judgement, TextForCoding
from themer.language import one_thread
from themer.model.codebook import Code

FOLDS = 4
Line = tuple[float, float]
"""Slope and shift of the curve, fitted to a study's own decisions."""


@dataclass(frozen=True, slots=True)
class Part:
    """Texts that have the same candidate codes."""

    rows: npt.NDArray[np.intp]
    """Their places among all texts, in the order of their keys."""
    columns: npt.NDArray[np.intp]
    """The codes' places among all codes, in the order of their ids."""
    prepared: Prepared


@dataclass(frozen=True, slots=True)
class Grounds:
    """Texts and codes with all that does not change while people decide."""

    texts: tuple[TextForCoding, ...]
    codes: tuple[str, ...]
    parts: Mapping[str | None, Part]
    with_vectors: bool

    def part_of(self, text: int) -> str | None:
        """Name the part that a text is in."""
        group = self.texts[text].group
        return group if group in self.parts else None


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Scores, confidences and reasons, in the order in which texts and codes were given."""

    grounds: Grounds
    scores: Scores
    """For ranking within this run; ``-inf`` where a code is no candidate."""
    confidence: npt.NDArray[np.float64]
    """Probability that a person accepts the code here; 0 where it is no candidate."""
    none: npt.NDArray[np.float64]
    """Probability, for each text, that no code fits."""
    calibration: CalibrationSource
    calibration_note: str
    """What the curve was fitted on, in words for a person."""
    lines: Mapping[str | None, Line | None]
    """For each part, how the shipped curve is stretched and shifted; None where it is not."""
    taught: Mapping[str | None, Taught]
    """For each part, what people decided."""
    _reasons: Mapping[str | None, Reasons]

    @property
    def texts(self) -> tuple[TextForCoding, ...]:
        """The texts, as they were given."""
        return self.grounds.texts

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes' ids, as they were given."""
        return self.grounds.codes

    @property
    def with_vectors(self) -> bool:
        """False where TF-IDF worked alone, because there was no encoder."""
        return self.grounds.with_vectors

    def ranked(self, text: int) -> list[int]:
        """List the candidate codes of a text, best first; ties by the code's id."""
        row = self.scores[text]
        candidates = [code for code in range(len(self.codes)) if np.isfinite(row[code])]
        return sorted(candidates, key=lambda code: (-row[code], self.codes[code]))

    def reason(self, text: int, code: int) -> SuggestionReason:
        """Say why a candidate code is suggested for a text."""
        group = self.grounds.part_of(text)
        part = self.grounds.parts[group]
        row = int(np.flatnonzero(part.rows == text)[0])
        column = int(np.flatnonzero(part.columns == code)[0])
        return self._reasons[group].of(row, column)


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
    examples: likeness of text and best sentence to the codebook, in meaning and in letters,
    self-training, and the nearest neighbours' scores. With decisions: codes move to their examples,
    and a model draws the borders (``docs/method.md``, "How suggestions are made").

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
    grounds = grounds_of(texts, codes, encode=encode)
    return suggest_on(grounds, judgements=judgements, read=read)


def grounds_of(
    texts: Sequence[TextForCoding], codes: Sequence[Code], *, encode: Encode | None
) -> Grounds:
    """Read texts and codes once, to suggest on them after every decision; see `suggest`."""
    parts: dict[str | None, Part] = {}
    grouped = any(code.group is not None for code in codes)
    with one_thread():
        for group in sorted({t.group for t in texts}, key=str) if grouped else [None]:
            rows = _ordered(
                [i for i, t in enumerate(texts) if not grouped or t.group == group], texts
            )
            mine = (j for j, c in enumerate(codes) if not grouped or c.group in (None, group))
            columns = np.array(sorted(mine, key=lambda j: codes[j].id), dtype=np.intp)
            prepared = prepare([texts[i] for i in rows], [codes[j] for j in columns], encode)
            parts[group] = Part(rows, columns, prepared)
    return Grounds(tuple(texts), tuple(code.id for code in codes), parts, encode is not None)


def suggest_on(
    grounds: Grounds,
    *,
    judgements: Sequence[Judgement] = (),
    read: Collection[str] = (),
    lines: Mapping[str | None, Line | None] | None = None,
) -> Suggestions:
    """Score after decisions.

    Args:
        grounds: Texts and codes.
        judgements: As in `suggest`.
        read: As in `suggest`.
        lines: Those of earlier suggestions on the same grounds, to be kept: to fit them anew costs
            four times the rest. None fits them to these decisions.

    Returns:
        With ``lines`` None, what `suggest` gives, byte for byte.
    """
    with one_thread():
        return _suggested(grounds, judgements, frozenset(read), lines)


def _suggested(
    grounds: Grounds,
    judgements: Sequence[Judgement],
    read: frozenset[str],
    lines: Mapping[str | None, Line | None] | None,
) -> Suggestions:
    scores = np.full((len(grounds.texts), len(grounds.codes)), -np.inf)
    confidence, none = np.zeros(scores.shape), np.ones(len(grounds.texts))
    curve = calibration.shipped_curve()
    fitted: dict[str | None, Line | None] = {}
    lessons: dict[str | None, Taught] = {}
    reasons: dict[str | None, Reasons] = {}
    for group, part in grounds.parts.items():
        prepared = part.prepared
        taught = lessons[group] = _places(prepared, judgements)
        reasons[group], fitted[group] = Reasons(prepared, taught), None
        if not len(part.rows) or not len(part.columns):
            continue
        found = scored(prepared, taught)
        logits = calibration.logits_of(
            found, float(taught.weights(len(prepared.codes)).mean()), curve
        )
        line = lines[group] if lines is not None else _line(prepared, taught, read)
        if line is not None:
            logits = line[0] * logits + line[1]
        block = np.ix_(part.rows, part.columns)
        scores[block], confidence[block] = found, calibration.probability(logits)
        none[part.rows] = calibration.none_confidence(logits, nearness(prepared, taught), curve)
        fitted[group] = line
    source: CalibrationSource = "study" if any(fitted.values()) else "shipped"
    before = "decisions of this study, over " if source == "study" else ""
    note = f"{before}a curve fitted on {curve.source}"
    return Suggestions(grounds, scores, confidence, none, source, note, fitted, lessons, reasons)


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


def _line(prepared: Prepared, taught: Taught, read: frozenset[str]) -> Line | None:
    """Fit slope and shift of the curve to what is known, by what was said before it was learned."""
    curve, codes = calibration.shipped_curve(), len(prepared.codes)
    known = _known(prepared, taught, read)
    if not calibration.is_enough(known.accepted):
        return None
    folds = np.array([_fold(text.key) for text in prepared.texts])
    unseen = np.zeros(len(known.texts))
    for number in range(FOLDS):
        held = folds[known.texts] == number
        rest = taught.without(folds[taught.texts] == number)
        again = calibration.logits_of(
            scored(prepared, rest), float(rest.weights(codes).mean()), curve
        )
        unseen[held] = again[known.texts[held], known.codes[held]]
    return calibration.fitted(unseen, known.accepted)


def _fold(key: str) -> int:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()[0] % FOLDS
