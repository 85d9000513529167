"""Two facts together: published values, and sentences that promise nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from themer.findings.association import difference_of_shares, exact_test
from themer.findings.everything import find
from themer.model.study import Pair, PairWords


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [  # Newcombe 1998, table II, method 10
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((10, 10, 0, 10), 0.6075, 1.0000),
    ],
)
def test_intervals_are_those_that_newcombe_printed(
    counts: tuple[int, int, int, int], low: float, high: float
) -> None:
    assert difference_of_shares(*counts)[1:] == pytest.approx((low, high), abs=0.00006)


def test_the_exact_test_gives_fisher_s_tea() -> None:
    assert exact_test(3, 1, 1, 3) == pytest.approx(34 / 70)
    assert exact_test(4, 0, 0, 4) == pytest.approx(2 / 70)
    assert exact_test(3, 0, 2, 0) is None


@given(*[st.integers(0, 12)] * 4)
def test_the_exact_test_agrees_with_scipy(a: int, b: int, c: int, d: int) -> None:
    from scipy.stats import fisher_exact

    found = exact_test(a, b, c, d)
    if found is None:
        assert 0 in (a + b, c + d, a + c, b + d)
    else:
        assert found == pytest.approx(fisher_exact([[a, b], [c, d]]).pvalue, abs=1e-9)


def test_the_exact_test_of_thousands_is_quick_enough_to_use() -> None:
    found = exact_test(4_000, 4_100, 3_900, 4_000)
    assert found is not None
    assert 0.5 < found <= 1.0


def sentence(build: Any, on: tuple[int, int], off: tuple[int, int]) -> str:
    rows = [("yes", at < on[0]) for at in range(on[1])]
    rows += [("no", at < off[0]) for at in range(off[1])]
    interviews = [
        build.interview(
            f"u{at}", {"p": build.answer(said), "h": build.answer("yes" if hit else "no")}
        )
        for at, (said, hit) in enumerate(rows)
    ]
    interviews.append(build.interview("v", {"p": build.answer("yes")}))
    pair = Pair("pair", "p", ("yes",), "h", ("yes",), PairWords("pay drivers", "found it hard"))
    study = build.study({i.unit: "held" for i in interviews}, pairs=(pair,))
    questions = [build.question("p", "yes_no"), build.question("h", "yes_no")]
    (found,) = find(build.material(questions, interviews, study=study)).pairs
    assert found.apart == {"not_asked": 1}
    assert (found.with_first.n, found.without_first.n) == (on[1], off[1])
    text: str = found.sentence
    return text


def test_a_small_table_shows_no_clear_link_and_no_proof_of_none(build: Any) -> None:
    assert sentence(build, (6, 11), (5, 9)) == (
        "No clear link: 6 of the 11 branches that pay drivers found it hard, and 5 of the 9 "
        "others. Numbers this small could hide a real difference either way."
    )


def test_a_link_is_never_a_cause(build: Any) -> None:
    assert sentence(build, (9, 9), (0, 8)).startswith("A link: 9 of the 9 branches that pay")
    assert sentence(build, (9, 9), (0, 8)).endswith("not proof of a cause.")


def test_where_there_is_nothing_to_compare_the_sentence_says_so(build: Any) -> None:
    assert sentence(build, (2, 3), (0, 0)).startswith("All 3 branches that answered pay drivers")
    assert sentence(build, (0, 0), (1, 2)).startswith("None of the 2 branches that answered pay")
    assert sentence(build, (0, 0), (0, 0)).startswith("No branch answered both")
    assert "all alike" in sentence(build, (3, 3), (2, 2))
