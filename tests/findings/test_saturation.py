"""Saturation says plainly when it was not reached or cannot be computed."""

from __future__ import annotations

import pytest

from themer.findings.saturation import measure


@pytest.mark.parametrize(
    ("met", "says"),
    [
        (["a"] * 5, "cannot be computed: 5 conversations were read"),
        (["", "", "", "", "a", "a"], "cannot be computed: the first 4 conversations met none"),
        (["a", "b", "c", "d", "e", "f"], "was not reached in 6 conversations: the last 2 still"),
        (["a", "b", "c", "d", "a", "b"], "was reached after 4 conversations: the next 2 met 0"),
    ],
)
def test_the_sentence_says_what_is_known(met: list[str], says: str) -> None:
    found = measure("branch", "codes", {str(at): set(codes) for at, codes in enumerate(met)})
    assert says in found.sentence
    assert (found.reached_at is not None) == ("was reached" in says)


def test_a_looser_threshold_lets_a_few_new_ones_pass() -> None:
    met = {str(at): {f"c{at}-{n}" for n in range(5)} for at in range(4)}
    met |= {"4": {"new"}, "5": set(), "6": set()}
    assert measure("branch", "codes", met).reached_at == 4  # 1 of 20 is 5 %
    assert measure("branch", "codes", met, threshold=0.0).reached_at == 5
