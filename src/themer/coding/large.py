"""Codes for more answers than can be compared with each other: learned on a sample, said of all.

The whole method (vectors of the network, neighbours, what people decided) reads a sample of the
answers. A linear model then learns to give the same scores from what is quick to have of an answer:
a static vector, its words, its likeness to the codes. That model is said of every answer. This is
distillation (Hinton and others 2015) with ridge regression as the pupil; errors with each sample
answer left out follow from the fit itself (Cook and Weisberg 1982) and level its confidences.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from themer.coding import calibration
from themer.coding.calibration import CalibrationSource
from themer.coding.described import Described, Describer, Lexicon, lexicon_of
from themer.coding.evidence import Encode, Scores
from themer.coding.suggestions import Suggestions, suggest
from themer.coding.texts import Judgement, TextForCoding
from themer.language import one_thread
from themer.model.codebook import Code

SAMPLE = 3_000
"""Answers that the whole method reads; its cost grows with the square."""
STRICTNESS = 3.0
"""Ridge penalty, beside rows of a length of about three."""
NO_CODE = 0.5
"""From this confidence that no code fits, that is what is said: it is likelier than not."""
THOUSANDTHS = 1000
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Model:
    """What was learned of some codes on a sample; small, however many answers there are."""

    codes: tuple[str, ...]
    """Ids, in the order of the columns."""
    stems: tuple[str, ...]
    arrays: Mapping[str, npt.NDArray[Any]]
    """``rarity`` of stems, ``level`` of likenesses, ``dense`` and ``words`` (a weight for each
    number and code, and for *none* last), ``mean``, and ``line``: slope and shift of the curve, and
    how far scores lean on decisions."""
    agreement: float
    """Share of the variance of the whole method's scores that the model gives back for an answer
    that it had not seen."""
    calibration: CalibrationSource
    calibration_note: str


@dataclass(frozen=True, slots=True)
class Tagged:
    """What a model says of some answers."""

    codes: npt.NDArray[np.int16]
    """Shape ``(texts, top)``: columns of the likeliest codes, best first."""
    scores: npt.NDArray[np.float32]
    confidence: npt.NDArray[np.int16]
    """In thousandths; same shape."""
    none: npt.NDArray[np.int16]
    """That no code fits, in thousandths; shape ``(texts,)``."""
    spans: npt.NDArray[np.int32]
    """Shape ``(texts, top, 2)``: where the sentence that is the reason begins and ends."""
    sums: npt.NDArray[np.int64]
    """Shape ``(2, codes)``: rows of the table whose first code it is, and the sum of its
    confidences over all rows, in thousandths. Whole numbers, so sums of sums are exact."""
    without: int
    """Rows of the table for which no code fits."""


def learn(
    texts: Sequence[TextForCoding],
    codes: Sequence[Code],
    *,
    encode: Encode,
    quick: Encode,
    judgements: Sequence[Judgement] = (),
) -> Model:
    """Let the whole method read a sample, and a linear model learn from it.

    Args:
        texts: The sample, and answers that people decided on; at least one.
        codes: Candidates for all of them; at least one.
        encode: The encoder that the method is at its best with.
        quick: The one that all answers can be read with.
        judgements: What people decided about the texts.
    """
    ordered = sorted((replace(code, group=None) for code in codes), key=lambda code: code.id)
    teacher = suggest(texts, ordered, encode=encode, judgements=judgements)
    words, asked = [text.text for text in texts], [text.question for text in texts]
    lexicon = lexicon_of(words)
    with one_thread():
        describer = Describer(ordered, quick, lexicon).levelled(words)
        described = describer.describe(words, asked)
        return _learned(teacher, described, describer, lexicon)


def _learned(
    teacher: Suggestions, described: Described, describer: Describer, lexicon: Lexicon
) -> Model:
    goals = np.column_stack([teacher.scores, _log_odds(teacher.none)])
    count, mean = len(goals), goals.mean(axis=0)
    dense, words = described.dense[:count], described.words[:count]
    weights, unseen = _ridge(dense, words, goals - mean)
    left = ((goals - mean - unseen) ** 2).sum()
    spread = ((goals - mean) ** 2).sum()
    lessons = teacher.taught[None]
    leaning = float(lessons.weights(len(teacher.codes)).mean())
    logits = calibration.logits_of(
        (unseen + mean)[:, :-1], leaning, calibration.shipped_curve()
    ).ravel()
    line = (*calibration.fitted(logits, teacher.confidence.ravel()), leaning)
    return Model(
        codes=tuple(teacher.codes),
        stems=tuple(lexicon.columns),
        arrays={
            "rarity": lexicon.rarity,
            "level": describer.level,
            "dense": dense.T @ weights,
            "words": np.asarray(words.T @ weights),
            "mean": mean,
            "line": np.array(line),
        },
        agreement=float(1 - left / spread) if spread > 1e-9 else 0.0,
        calibration=teacher.calibration,
        calibration_note=teacher.calibration_note,
    )


def _ridge(dense: npt.NDArray[np.float64], words: Any, goals: Scores) -> tuple[Scores, Scores]:
    """Fit in the space of answers, which are fewer than words.

    Returns:
        A weight for each answer and goal, and what is said of each answer by a fit without it.
    """
    from scipy.linalg.blas import dsymm
    from scipy.linalg.lapack import dpotrf, dpotri

    alike = np.asfortranarray(dense @ dense.T + (words @ words.T).toarray())
    alike[np.diag_indices_from(alike)] += STRICTNESS
    factor, _ = dpotrf(alike, lower=1, overwrite_a=1)
    inverse, _ = dpotri(factor, lower=1, overwrite_c=1)
    weights = np.asarray(dsymm(1.0, inverse, goals, lower=1))
    return weights, goals - weights / np.diag(inverse)[:, None]


def _log_odds(share: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    held = np.clip(share, calibration.FLOOR, 1 - calibration.FLOOR)
    return np.asarray(np.log(held / (1 - held)))


class Applied:
    """A model, ready to be said of answers.

    Args:
        model: What was learned.
        codes: At least those of the model.
        quick: The encoder that it was learned with.
    """

    def __init__(self, model: Model, codes: Sequence[Code], quick: Encode) -> None:
        by_id = {code.id: replace(code, group=None) for code in codes}
        lexicon = Lexicon(
            {stem: column for column, stem in enumerate(model.stems)}, model.arrays["rarity"]
        )
        self._describer = Describer(
            [by_id[code] for code in model.codes], quick, lexicon, model.arrays["level"]
        )
        self._model = model

    def tag(
        self,
        texts: Sequence[str],
        questions: Sequence[str],
        rows: npt.NDArray[np.int64],
        top: int,
    ) -> Tagged:
        """Say which codes answers carry; the same whatever else the table holds.

        Args:
            texts: At least one.
            questions: What each answers.
            rows: How many rows of the table have each.
            top: The most codes an answer gets.
        """
        held = self._model.arrays
        described = self._describer.describe(texts, questions)
        said = described.dense @ held["dense"] + described.words @ held["words"] + held["mean"]
        scores = np.asarray(np.round(said[: len(texts), :-1], 6))
        slope, shift, leaning = held["line"]
        logits = calibration.logits_of(scores, float(leaning), calibration.shipped_curve())
        confidence = _thousandths(calibration.probability(slope * logits + shift))
        none = _thousandths(calibration.probability(said[: len(texts), -1]))
        none[[_WORD.search(text) is None for text in texts]] = THOUSANDTHS
        best = np.argsort(-scores, axis=1, kind="stable")[:, :top]
        fits = none < NO_CODE * THOUSANDTHS
        first = np.bincount(best[fits, 0], weights=rows[fits], minlength=scores.shape[1])
        return Tagged(
            codes=best.astype(np.int16),
            scores=np.take_along_axis(scores, best, axis=1).astype(np.float32),
            confidence=np.take_along_axis(confidence, best, axis=1).astype(np.int16),
            none=none.astype(np.int16),
            spans=_reasons(described, said[len(texts) :], best, texts),
            sums=np.stack([np.rint(first).astype(np.int64), rows @ confidence]),
            without=int(rows[~fits].sum()),
        )


def _thousandths(share: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    return np.asarray(np.rint(share * THOUSANDTHS), dtype=np.int64)


def _reasons(
    described: Described, said: Scores, best: npt.NDArray[np.intp], texts: Sequence[str]
) -> npt.NDArray[np.int32]:
    """Find, for each text and each of its best codes, the sentence that speaks most for it."""
    found = np.zeros((*best.shape, 2), dtype=np.int32)
    first = np.searchsorted(described.owners, np.arange(len(texts)))
    for place, spans in enumerate(described.spans):
        if len(spans) < 2:
            found[place] = spans[0] if spans else (0, len(texts[place]))
            continue
        own = said[first[place] : first[place] + len(spans)]
        found[place] = np.array(spans)[own[:, best[place]].argmax(axis=0)]
    return found
