"""What codes learn from examples and refusals, on rows small enough to follow by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest
from scipy.sparse import csr_matrix

from themer.coding.evidence import by_row
from themer.coding.learning import Taught, commonness, fitted, moved
from themer.coding.neighbours import propagated
from themer.coding.scoring import prepare
from themer.coding.texts import TextForCoding
from themer.coding.views import Views
from themer.language import LONGEST, Neighbourhood
from themer.model.codebook import Code

TURN = np.array([[1.0, 0.0], [0.8, 0.6], [0.6, 0.8], [0.0, 1.0]], dtype=np.float32)
"""Four texts on a quarter of a circle; the first code lies at one end, the second at the other."""


def views(*, letters: bool = False) -> Views:
    ends = np.array([[1.0, 0.0], [0.0, 1.0]], dtype=np.float32)
    rows, parts = (csr_matrix(part.astype(np.float64)) for part in (TURN, ends))
    spelt = (rows, parts) if letters else (None, None)
    return Views(TURN, spelt[0], ends, spelt[1], np.array([0, 1]), ends, rows, parts)


def taught(*pairs: tuple[int, int, bool]) -> Taught:
    texts, codes, accepted = zip(*pairs, strict=True) if pairs else ((), (), ())
    return Taught(
        np.array(texts, dtype=np.intp), np.array(codes, dtype=np.intp), np.array(accepted, bool)
    )


@pytest.mark.parametrize("letters", [False, True])
def test_a_code_moves_to_its_example_and_takes_what_lies_near(*, letters: bool) -> None:
    before = moved(views(letters=letters), taught())
    after = moved(views(letters=letters), taught((2, 0, True)))
    # The third text was the second code's by a little; now that it is the first's example,
    # the second text, beside it, is the first's more surely.
    assert before[2].argmax() == 1
    assert after[2, 0] > before[2, 0]
    assert after[1, 0] - after[1, 1] != before[1, 0] - before[1, 1]


def test_a_code_moves_away_from_what_was_refused() -> None:
    before = moved(views(), taught())
    after = moved(views(), taught((2, 0, False)))
    assert after[2, 0] < before[2, 0]
    assert after[0].argmax() == 0


def test_the_model_gives_examples_their_codes_and_refusals_less_than_others() -> None:
    said = fitted(views(), taught((1, 1, True), (2, 0, True)), 2)
    without = fitted(views(), taught((3, 1, True)), 2)
    refused = fitted(views(), taught((3, 1, True), (1, 0, False)), 2)
    assert said[1, 1] - said[1, 0] > without[1, 1] - without[1, 0]
    assert refused[1, 0] < without[1, 0]


def test_by_row_gives_log_shares() -> None:
    assert np.exp(by_row(np.array([[0.0, 0.0], [np.log(3), 0.0]]))) == pytest.approx(
        np.array([[0.5, 0.5], [0.75, 0.25]])
    )


def test_how_common_a_code_is_counts_only_where_examples_came_as_they_were() -> None:
    chosen = taught(*((text, text % 2, True) for text in range(8)))
    came = taught(*((text, int(text == 7), True) for text in range(8)))
    assert commonness(chosen, 2) == pytest.approx([0, 0])
    # Seven and one, each with one added: 8 and 2 beside a mean of 5.
    assert commonness(came, 2) == pytest.approx(np.log([8 / 5, 2 / 5]))


def test_neighbours_say_less_the_more_people_have_decided() -> None:
    around = Neighbourhood(np.array([[1], [0]]), np.array([[1.0], [1.0]]))
    scores = np.array([[1.0], [-1.0]])
    spread = [float(np.ptp(propagated(scores, around, lean))) for lean in (0.0, 0.5, 1.0)]
    assert spread[0] < spread[1] < spread[2] == pytest.approx(2.0)


@pytest.mark.parametrize("long", ["parking " * 100_000, "x" * 1_000_000, "So. " * 250_000])
def test_of_a_text_without_end_the_beginning_is_read(long: str) -> None:
    read: list[str] = []

    def encode(texts: Sequence[str]) -> npt.NDArray[np.float32]:
        read.extend(texts)
        return np.ones((len(texts), 2), dtype=np.float32) / np.float32(np.sqrt(2))

    texts = [TextForCoding("a", long), TextForCoding("b", "The car park is full.")]
    prepared = prepare(texts, [Code("c", "Parking"), Code("d", "Staff")], encode)
    assert max(map(len, read)) <= LONGEST
    assert all(end <= LONGEST for _, end in prepared.spans[0])
