"""Agreement beyond chance: published values met, properties kept, and plain words for the rest."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from themer.coding.agreement import Coefficient, alike, cohens_kappa, nominal_alpha

TABLES = json.loads(
    (Path(__file__).parent / "published_agreement.json").read_text(encoding="utf-8")
)["tables"]

VALUE = st.sampled_from(["a", "b", "c", None])
UNITS = st.integers(2, 4).flatmap(
    lambda coders: st.lists(st.tuples(*[VALUE] * coders), min_size=0, max_size=20)
)
PAIRS = st.lists(st.tuples(VALUE, VALUE), max_size=20)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table["name"])
def test_published_alphas_are_met(table: Any) -> None:
    found = nominal_alpha(table["rows"])
    assert found.value == pytest.approx(table["alpha"], abs=1e-9)
    assert found.low is not None
    assert found.high is not None
    assert found.low < table["alpha"] < found.high


@pytest.mark.parametrize("table", [t for t in TABLES if "kappa" in t], ids=lambda t: t["name"])
def test_published_kappas_are_met(table: Any) -> None:
    one, other = table["kappa"]["coders"]
    found = cohens_kappa([(row[one], row[other]) for row in table["rows"]])
    assert found.value == pytest.approx(table["kappa"]["value"], abs=1e-9)
    assert found.low is not None
    assert found.low < table["kappa"]["value"]


def test_some_published_table_has_a_kappa() -> None:
    assert sum("kappa" in table for table in TABLES) == 1
    assert len(TABLES) == 3


def is_plain(found: Coefficient) -> bool:
    """Say whether a coefficient is numbers within their bounds, or a sentence."""
    if found.value is None:
        return bool(found.why_not and found.why_not.endswith(".")) and found.low is None
    if found.low is None or found.high is None:
        return bool(found.why_not) and -1 <= found.value <= 1
    return -1 <= found.low <= found.high <= 1 and math.isfinite(found.value)


@settings(max_examples=60, deadline=None)
@given(UNITS)
def test_alpha_is_a_number_or_a_sentence(units: Any) -> None:
    assert is_plain(nominal_alpha(units))


@settings(max_examples=60, deadline=None)
@given(PAIRS)
def test_kappa_is_a_number_or_a_sentence(units: Any) -> None:
    assert is_plain(cohens_kappa(units))


@settings(max_examples=40, deadline=None)
@given(UNITS, st.randoms(use_true_random=False))
def test_alpha_knows_neither_the_order_of_units_and_coders_nor_the_names_of_values(
    units: Any, chance: Any
) -> None:
    coders = list(range(len(units[0]))) if units else []
    chance.shuffle(coders)
    names = {"a": "z", "b": "m", "c": "k", None: None}
    moved = [tuple(names[unit[coder]] for coder in coders) for unit in units]
    chance.shuffle(moved)
    one, other = nominal_alpha(units), nominal_alpha(moved)
    assert one.value == pytest.approx(other.value)
    assert (one.why_not is None) == (other.why_not is None) or one.value is not None


@settings(max_examples=40, deadline=None)
@given(PAIRS)
def test_kappa_knows_neither_who_is_first_nor_the_names_of_values(units: Any) -> None:
    names = {"a": "z", "b": "m", "c": "k", None: None}
    moved = [(names[two], names[one]) for one, two in reversed(units)]
    assert cohens_kappa(units).value == pytest.approx(cohens_kappa(moved).value)


@settings(max_examples=40, deadline=None)
@given(st.lists(VALUE, min_size=2, max_size=20))
def test_a_coder_agrees_with_themselves(said: Any) -> None:
    units = [(value, value) for value in said]
    for found in (nominal_alpha(units), cohens_kappa(units)):
        assert found.value in (1, None)
        assert (found.low, found.high) == (None, None)
    values = [value for value in said if value is not None]
    assert alike(units) == (len(values), len(values))
    assert (nominal_alpha(units).value == 1) == (len(set(values)) > 1)


@pytest.mark.parametrize(
    ("units", "said"),
    [
        ([], "Nobody coded"),
        ([(None, None)], "Nobody coded"),
        ([("yes", None), ("no", None)], "One person coded"),
        ([("yes",), ("no",)], "One person coded"),
        ([("yes", None), (None, "no")], "No unit was coded by two people"),
        ([("yes", "no")], "Only one unit was coded by two people"),
        ([("yes", "yes"), (None, "no")], "Only one unit was coded by two people"),
        ([("yes", "yes"), ("yes", "yes")], "said the same of every unit"),
    ],
)
def test_what_cannot_be_computed_is_said_in_a_sentence(units: Any, said: str) -> None:
    for found in (nominal_alpha(units), cohens_kappa(units)):
        assert found.value is None
        assert said in str(found.why_not)


def test_kappa_is_for_two() -> None:
    assert "compares two people; here are 3" in str(
        cohens_kappa([("a", "b", "a"), ("a", "a", "b")]).why_not
    )


def test_alpha_at_its_worst_is_below_chance() -> None:
    found = nominal_alpha([("yes", "no"), ("no", "yes")])
    assert found.value == pytest.approx(-0.5)


def test_the_same_seed_gives_the_same_interval() -> None:
    units = [("yes", "yes"), ("no", "no"), ("yes", "no"), ("no", "no"), ("no", "yes")] * 5
    assert nominal_alpha(units) == nominal_alpha(units)
    assert nominal_alpha(units, seed=7).low != nominal_alpha(units, seed=8).low or (
        nominal_alpha(units, seed=7).high != nominal_alpha(units, seed=8).high
    )


def test_units_of_one_answer_are_drawn_together_so_that_the_interval_is_wider() -> None:
    alone = [("yes", "yes"), ("no", "no"), ("no", "yes"), ("no", "no")]
    units = [unit for unit in alone * 5 for _ in range(6)]
    within = [at // 6 for at in range(len(units))]
    by_unit, by_answer = nominal_alpha(units), nominal_alpha(units, within=within)
    assert by_unit.value == by_answer.value
    assert by_unit.low is not None
    assert by_unit.high is not None
    assert by_answer.low is not None
    assert by_answer.high is not None
    assert by_answer.high - by_answer.low > 1.5 * (by_unit.high - by_unit.low)


def test_a_value_too_rare_for_an_interval_is_said_to_be() -> None:
    units = [("no", "no")] * 40 + [("yes", "no")]
    found = nominal_alpha(units)
    assert found.value is not None
    assert found.low is None
    assert "too few of the rarer one" in str(found.why_not)


def test_one_answer_has_no_interval() -> None:
    found = nominal_alpha([("yes", "no"), ("no", "no"), ("yes", "yes")], within=["x"] * 3)
    assert found.value is not None
    assert "One answer only" in str(found.why_not)


def test_percentages_count_units_that_two_spoke_of() -> None:
    assert alike([("a", "a", None), ("a", "b", "a"), ("a", None, None), (None,) * 3]) == (1, 2)
