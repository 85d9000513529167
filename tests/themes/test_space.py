from __future__ import annotations

import numpy as np

from themer.themes.space import points_of

TOPICS, OWNERS, EACH = 4, 6, 3
TEXTS = [
    f"word{place} thing{place} and so on, said at a length at which nobody has to guess what it "
    "was that was meant when it was said, all things considered"
    for place in range(TOPICS * OWNERS * EACH)
]
WHOSE = [f"o{place % OWNERS}" for place in range(len(TEXTS))]
ABOUT = [place // (OWNERS * EACH) for place in range(len(TEXTS))]


def vectors(style: float) -> np.ndarray:
    rng = np.random.default_rng(1)
    topics = rng.normal(size=(TOPICS, 384))
    styles = rng.normal(size=(OWNERS, 384)) * style
    rows = np.array([topics[t] + styles[int(o[1])] for t, o in zip(ABOUT, WHOSE, strict=True)])
    rows += rng.normal(size=rows.shape) * 0.5
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def same_topic(points: np.ndarray) -> float:
    """Share of texts whose nearest text of another conversation is about the same."""
    cosines = points @ points.T
    cosines[np.equal.outer(WHOSE, WHOSE)] = -2
    return float(np.mean([ABOUT[near] == ABOUT[i] for i, near in enumerate(cosines.argmax(1))]))


def spread_by_owner(points: np.ndarray) -> float:
    whose = np.array(WHOSE)
    means = [points[whose == owner].mean(axis=0) for owner in sorted(set(WHOSE))]
    return float(np.mean([np.linalg.norm(mean) for mean in means]))


def test_how_somebody_types_is_taken_out() -> None:
    nobody = [""] * len(TEXTS)
    told = points_of(TEXTS, vectors(1.5), nobody, WHOSE)
    untold = points_of(TEXTS, vectors(1.5), nobody, nobody)
    assert spread_by_owner(told) < 0.75 * spread_by_owner(untold)
    assert same_topic(told) > 0.95


def test_a_short_text_leans_on_its_answer_and_a_long_one_does_not() -> None:
    rows = vectors(0.0)
    short = ["and then nobody", *TEXTS[1:]]
    asked = [f"q{place // EACH}" for place in range(len(TEXTS))]
    whose = [f"o{place // EACH % OWNERS}" for place in range(len(TEXTS))]
    rows[0] = rows[-1]
    leaning = points_of(short, rows, asked, whose)
    alone = points_of(["x" + TEXTS[0], *TEXTS[1:]], rows, asked, whose)
    assert leaning[0] @ leaning[1] > alone[0] @ alone[1]
