"""Scores into confidences: how often a person would accept a code with such a score.

The shipped curve is a logistic regression, frozen in ``calibration.json`` beside this module by
``tools/make_calibration.py``; the file names the public answers that it was fitted on. From enough
decisions in a study the curve is shifted and stretched to fit them (Platt 1999).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from themer.coding.evidence import Scores

CalibrationSource = Literal["shipped", "study"]
LEAST_DECISIONS, LEAST_OF_EACH = 40, 8
"""With fewer decisions than this, a study's own curve would be noise."""
FLOOR = 0.001


@dataclass(frozen=True, slots=True)
class Curve:
    """A frozen curve and where it comes from."""

    code_weights: tuple[float, ...]
    """Constant first, then one for each feature of a text and a code."""
    none_weights: tuple[float, ...]
    """Constant first, then one for each feature of a text."""
    source: str
    """The public answers that it was fitted on, in words for a person."""


@lru_cache(maxsize=1)
def shipped_curve() -> Curve:
    """Read the curve that comes with themer."""
    content: dict[str, Any] = json.loads(
        (Path(__file__).parent / "calibration.json").read_text("utf-8")
    )
    return Curve(
        tuple(content["code_weights"]), tuple(content["none_weights"]), str(content["source"])
    )


def code_features(scores: Scores, leaning: float) -> npt.NDArray[np.float64]:
    """Describe each text and code for the curve.

    Args:
        scores: Standardised over the matrix.
        leaning: Mean over codes of how far scores lean on decisions, 0 to 1.

    Returns:
        Shape ``(texts, codes, 6)``: the score, how far it is from the text's best other code,
        its share among the text's codes (log), the number of codes (log), and the first two
        again times ``leaning``.
    """
    texts, codes = scores.shape
    ordered = np.sort(scores, axis=1)
    best = ordered[:, -1:]
    second = ordered[:, -2:-1] if codes > 1 else np.full((texts, 1), -1.0)
    lead = np.clip(scores - np.where(scores >= best, second, best), -4, 4)
    share = 2 * (scores - best) - np.log(np.exp(2 * (scores - best)).sum(axis=1, keepdims=True))
    many = np.full_like(scores, -np.log(codes))
    return np.stack([scores, lead, share, many, leaning * scores, leaning * lead], axis=-1)


def none_features(logits: Scores, nearness: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Describe each text for the confidence that no code fits.

    Args:
        logits: Shape ``(texts, codes)``.
        nearness: Shape ``(texts, 3)``, from ``scoring.nearness``.

    Returns:
        Shape ``(texts, 6)``: its two best logits, the sum over all codes, and ``nearness``.
    """
    ordered = np.sort(logits, axis=1)[:, ::-1]
    second = ordered[:, 1] if logits.shape[1] > 1 else np.full(len(logits), -6.0)
    together = -np.log1p(np.exp(np.clip(logits, -30, 30))).sum(axis=1)
    return np.column_stack([ordered[:, 0], second, together, nearness])


def logits_of(scores: Scores, leaning: float, curve: Curve) -> Scores:
    """Return log odds, shape ``(texts, codes)``."""
    weights = np.array(curve.code_weights)
    return np.asarray(weights[0] + code_features(scores, leaning) @ weights[1:])


def probability(logits: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Turn log odds into probabilities that never claim to be certain."""
    plain = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
    return np.asarray(np.clip(plain, FLOOR, 1 - FLOOR))


def none_confidence(
    logits: Scores, nearness: npt.NDArray[np.float64], curve: Curve
) -> npt.NDArray[np.float64]:
    """Return, for each text, the probability that a person finds no code fitting."""
    weights = np.array(curve.none_weights)
    return probability(weights[0] + none_features(logits, nearness) @ weights[1:])


def is_enough(accepted: npt.NDArray[np.bool_]) -> bool:
    """Tell whether a study has decided enough for a curve of its own."""
    yes = int(accepted.sum())
    return len(accepted) >= LEAST_DECISIONS and min(yes, len(accepted) - yes) >= LEAST_OF_EACH


def fitted(logits: npt.NDArray[np.float64], accepted: npt.NDArray[Any]) -> tuple[float, float]:
    """Fit slope and shift to decisions by Newton's method, held near 1 and 0.

    Args:
        logits: What the shipped curve said of each decision *before* learning from it.
        accepted: What the person decided; or how likely it is, from 0 to 1.
    """
    goal, weights = accepted.astype(float), np.array([1.0, 0.0])
    design = np.stack([logits, np.ones_like(logits)], axis=1)
    for _ in range(25):
        seen = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        gradient = design.T @ (seen - goal) + (weights - [1.0, 0.0]) * [4.0, 1.0]
        curvature = (design.T * (seen * (1 - seen))) @ design + np.diag([4.0, 1.0])
        weights = weights - np.linalg.solve(curvature, gradient)
    return max(float(weights[0]), 0.05), float(weights[1])
