"""Words of quantity leave no gap and no overlap, whatever the base."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from themer.findings.wording import QUANTITIES, k_of_n, percent, quantity, quantity_table


@given(st.integers(1, 300))
def test_each_count_has_one_word_and_words_only_rise(n: int) -> None:
    table = quantity_table(n)
    assert [low for _, low, _ in table] == [0, *(high + 1 for _, _, high in table[:-1])]
    assert table[-1] == ("all", n, n)
    ranks = [QUANTITIES.index(word) for word, _, _ in table]
    assert ranks == sorted(ranks)


def test_a_count_outside_its_base_has_no_word() -> None:
    with pytest.raises(ValueError, match="6 of 5"):
        quantity(6, 5)
    with pytest.raises(ValueError, match="0 of 0"):
        quantity(0, 0)


@given(st.integers(1, 5000), st.data())
def test_a_percentage_is_rounded_half_up(n: int, data: st.DataObject) -> None:
    k = data.draw(st.integers(0, n))
    share = percent(k, n, 1)
    assert share is not None
    assert 2 * n * share - n <= 200 * k < 2 * n * share + n


def test_a_percentage_stands_beside_its_count_or_not_at_all() -> None:
    assert k_of_n(17, 31, 30) == "17 of 31 (55%)"
    assert k_of_n(17, 29, 30) == "17 of 29"
    assert k_of_n(0, 0, 30) == "0 of 0"


def test_rounding_never_says_all_or_none_of_what_is_not() -> None:
    assert k_of_n(228, 229, 30) == "228 of 229 (over 99%)"
    assert k_of_n(1, 300, 30) == "1 of 300 (under 1%)"
    assert k_of_n(229, 229, 30) == "229 of 229 (100%)"
    assert k_of_n(0, 300, 30) == "0 of 300 (0%)"
    assert k_of_n(197, 199, 30) == "197 of 199 (99%)"
