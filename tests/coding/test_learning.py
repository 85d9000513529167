from __future__ import annotations

import numpy as np
import pytest

from themer.coding.learning import Taught


def taught(examples: list[int], refused: int = 0) -> Taught:
    """Decide each time on another text: so many accepted a code, and some refused the first."""
    codes = [code for code, count in enumerate(examples) for _ in range(count)] + [0] * refused
    accepted = [True] * sum(examples) + [False] * refused
    return Taught(np.arange(len(codes)), np.array(codes, dtype=np.intp), np.array(accepted))


@pytest.mark.parametrize(
    ("examples", "refused", "shown"),
    [
        ([5, 5, 5, 5], 0, 0.0),  # chosen to be as many of each
        ([5, 5, 5, 5], 30, 0.0),  # refusals are no examples
        ([40, 12, 3, 1], 0, 1.0),  # as they came
        ([0, 0, 0, 0], 9, 0.0),
    ],
)
def test_only_examples_that_came_as_they_are_show_how_common_a_code_is(
    examples: list[int], refused: int, shown: float
) -> None:
    assert taught(examples, refused).as_they_came(4) == pytest.approx(shown)


def test_it_goes_from_one_to_the_other_without_a_step() -> None:
    found = [taught([5 + more, 5, 5, 5 - more]).as_they_came(4) for more in range(5)]
    assert found == sorted(found)
    assert 0 < found[1] < found[2] < 1


def test_a_code_with_more_examples_leans_more_on_them() -> None:
    few, many = taught([1, 0]).weights(2), taught([30, 0]).weights(2)
    assert 0 < few[0] < many[0] < 1
    assert few[1] == many[1] == 0
