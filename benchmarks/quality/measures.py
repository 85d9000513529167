"""Figures of one round of tagging: what was suggested, against what people gave.

Everywhere ``scores`` and ``confidence`` have the shape ``(answers, codes)``, ``goal`` says what
people gave, and ``known`` where that is known. What is not known is no candidate and no figure.
"""

from __future__ import annotations

import numpy as np

BINS = 10


def ranked_scores(scores: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Put what is not known behind everything else."""
    return np.where(known, scores, -np.inf)


def figures(
    scores: np.ndarray,
    confidence: np.ndarray | None,
    none: np.ndarray,
    goal: np.ndarray,
    known: np.ndarray,
) -> dict[str, float]:
    """Compute every figure; those that need a confidence are left out where there is none.

    Args:
        scores: Higher is likelier.
        confidence: Claimed probability of each code, or None.
        none: For each answer, higher where it is likelier that no code fits.
        goal: What people gave.
        known: Where that is known.
    """
    scores = ranked_scores(scores, known)
    coded = goal.any(axis=1)
    found = {
        "accuracy": float(first_right(scores[coded], goal[coded]).mean()),
        "recall at 3": in_three(scores[coded], goal[coded]),
        "macro-F1": macro_f1(scores[coded], goal[coded]),
        "mAP": mean_average_precision(scores, goal, known),
        "prevalence, counted": prevalence_error(first_codes(scores), goal, known),
    }
    # An answer with undecided codes alone may or may not be one that no code fits.
    sure = coded | known.all(axis=1)
    if 0 < coded[sure].mean() < 1:
        found["none, AUC"] = area_under_curve(none[sure], ~coded[sure])
    if confidence is not None:
        claimed, right = confidence[known], goal[known].astype(float)
        first = np.take_along_axis(confidence, scores.argmax(axis=1)[:, None], axis=1)[:, 0]
        base = right.mean()
        found |= {
            "prevalence, summed": prevalence_error(confidence, goal, known),
            "calibration": calibration_error(claimed, right),
            "calibration of first": calibration_error(
                first[coded], first_right(scores[coded], goal[coded])
            ),
            "sharpness": float(np.abs(claimed - base).mean()),
            "Brier": float(((claimed - right) ** 2).mean()),
            "Brier of base rate": float(((base - right) ** 2).mean()),
        }
    return found


def first_codes(scores: np.ndarray) -> np.ndarray:
    """Mark the first suggestion of each answer."""
    marked = np.zeros(scores.shape)
    marked[np.arange(len(scores)), scores.argmax(axis=1)] = 1
    return marked


def first_right(scores: np.ndarray, goal: np.ndarray) -> np.ndarray:
    """Say for each answer whether its first suggestion is one that people gave, 0 or 1."""
    return goal[np.arange(len(goal)), scores.argmax(axis=1)].astype(float)


def in_three(scores: np.ndarray, goal: np.ndarray) -> float:
    """Give the share of answers with a right code among the first three."""
    top = np.argsort(-scores, axis=1, kind="stable")[:, :3]
    return float(np.take_along_axis(goal, top, axis=1).any(axis=1).mean())


def macro_f1(scores: np.ndarray, goal: np.ndarray) -> float:
    """Give the mean over codes that occur of F1, of the first suggestion alone."""
    given = first_codes(scores) > 0
    both = 2 * (given & goal).sum(axis=0)
    each = given.sum(axis=0) + goal.sum(axis=0)
    return float((both / np.maximum(each, 1))[goal.any(axis=0)].mean())


def mean_average_precision(scores: np.ndarray, goal: np.ndarray, known: np.ndarray) -> float:
    """Give the mean over codes that occur of the average precision of answers ranked by a code."""
    found = []
    for code in np.flatnonzero((goal & known).any(axis=0)):
        rows = known[:, code]
        order = np.argsort(-scores[rows, code], kind="stable")
        hit = goal[rows, code][order]
        precision = np.cumsum(hit) / np.arange(1, len(hit) + 1)
        found.append(precision[hit].mean())
    return float(np.mean(found))


def calibration_error(claimed: np.ndarray, right: np.ndarray) -> float:
    """Give the expected calibration error over ten equal bins (Naeini and others 2015)."""
    bins = np.minimum((claimed * BINS).astype(int), BINS - 1)
    gaps = [
        abs(claimed[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean()
        for b in range(BINS)
        if (bins == b).any()
    ]
    return float(sum(gaps))


def prevalence_error(weights: np.ndarray, goal: np.ndarray, known: np.ndarray) -> float:
    """Give the mean over codes of the distance between claimed and true share of answers."""
    asked = np.maximum(known.sum(axis=0), 1)
    claimed = np.where(known, weights, 0).sum(axis=0) / asked
    return float(np.abs(claimed - (goal & known).sum(axis=0) / asked).mean())


def area_under_curve(values: np.ndarray, true: np.ndarray) -> float:
    """Give the probability that a true one has the higher value; ties count half."""
    above = values[true][:, None] - values[~true][None, :]
    return float((above > 0).mean() + (above == 0).mean() / 2)
