from __future__ import annotations

import numpy as np

from themer.language import neighbourhood, unit


def test_a_text_like_everything_is_nobodys_neighbour_without_hubs() -> None:
    rng = np.random.default_rng(0)
    centres = rng.normal(size=(6, 20))
    rows = np.vstack([centres[i % 6] + rng.normal(size=20) * 0.9 for i in range(60)])
    rows = unit(np.vstack([rows, centres.sum(axis=0)]))
    plain, corrected = (neighbourhood(rows, 5, without_hubs=way) for way in (False, True))
    times = [np.bincount(n.nearest.ravel(), minlength=61).max() for n in (plain, corrected)]
    assert times[1] < times[0]


def test_weights_are_plain_cosines_either_way() -> None:
    rows = unit(np.random.default_rng(1).normal(size=(30, 8)))
    around = neighbourhood(rows, 4, without_hubs=True)
    cosines = np.maximum(np.take_along_axis(rows @ rows.T, around.nearest, axis=1), 0)
    assert np.allclose(around.weight, cosines, atol=1e-5)
    assert all(i not in row for i, row in enumerate(around.nearest))


def test_one_text_or_none_has_no_neighbours() -> None:
    for count in (0, 1):
        assert neighbourhood(np.ones((count, 3)), 4, without_hubs=True).nearest.shape == (count, 0)
