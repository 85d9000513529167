from __future__ import annotations

import numpy as np
import pytest

from themer.coding.calibration import (
    code_features,
    fitted,
    is_enough,
    none_confidence,
    probability,
    shipped_curve,
)


def test_the_shipped_curve_names_its_source() -> None:
    curve = shipped_curve()
    assert "NHS" in curve.source and "IBM" in curve.source
    assert len(curve.code_weights) == 7 and len(curve.none_weights) == 7


def test_a_higher_score_never_means_less_confidence() -> None:
    weights = np.array(shipped_curve().code_weights)
    low = np.array([[0.0, 0.5, -1.0]])
    for leaning in (0.0, 0.8):
        rising = [
            float(
                (weights[0] + code_features(low + np.array([[step, 0, 0]]), leaning) @ weights[1:])[
                    0, 0
                ]
            )
            for step in np.linspace(-2, 4, 40)
        ]
        assert (np.diff(rising) > 0).all()


def test_no_probability_claims_certainty() -> None:
    assert probability(np.array([-900.0, 0.0, 900.0])) == pytest.approx([0.001, 0.5, 0.999])


def test_none_is_likelier_where_no_code_is_likely() -> None:
    sure, unsure = np.array([[3.0, -4.0]]), np.array([[-3.0, -4.0]])
    curve = shipped_curve()
    alone = np.zeros((1, 3))
    assert none_confidence(unsure, alone, curve)[0] > 2 * none_confidence(sure, alone, curve)[0]


def test_none_is_likelier_in_a_crowd_far_from_every_example() -> None:
    logits, curve = np.array([[-1.0, -2.0]] * 3), shipped_curve()
    places = np.array([[1.0, -1.0, 0.0], [0.0, 0.0, 0.0], [-1.0, 1.0, 0.0]])
    near, usual, far = none_confidence(logits, places, curve)
    assert near < usual < far


def test_none_is_likelier_for_a_text_that_is_like_no_code_at_all() -> None:
    logits, curve = np.array([[-1.0, -2.0]] * 2), shipped_curve()
    like, unlike = none_confidence(logits, np.array([[0.0, 0.0, 2.0], [0.0, 0.0, -1.0]]), curve)
    assert like < unlike


def test_a_study_that_refuses_most_lowers_its_curve() -> None:
    rng = np.random.default_rng(0)
    said = rng.normal(1.0, 1.0, 200)
    slope, shift = fitted(said, rng.random(200) < 1 / (1 + np.exp(-(said - 2))))
    assert shift == pytest.approx(-2, abs=0.6)
    assert slope == pytest.approx(1, abs=0.4)


def test_few_or_one_sided_decisions_are_not_enough() -> None:
    assert not is_enough(np.ones(39, dtype=bool))
    assert not is_enough(np.ones(100, dtype=bool))
    assert is_enough(np.arange(40) % 2 == 0)
