"""The workforce picture at its edges: nobody, one, two, all awaited, nothing left, to spare."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from themer.findings.everything import find
from themer.findings.printable_sums import Sum, printable, sums_in_order, sums_of
from themer.findings.projection import project, rate_for
from themer.findings.recorded import Projection, WorkforceFinding
from themer.model.assumptions import (
    NEEDED,
    RATE_KINDS,
    SCENARIOS,
    Assumption,
    AssumptionsFile,
    Rates,
)
from themer.model.question_set import AnswerType
from themer.model.study import Flow, Workforce

RATES = {
    "leaving": (0.1, 0.15, 0.2),
    "joining": (0.5, 0.6, 0.75),
    "capacity": (1.0, 1.1, 1.5),
    "supply_growth": (0.0, 0.0, 0.1),
    "comes_true": (0.8, 0.9, 1.0),
    "demand_growth": (0.0, 0.02, 0.1),
}
MEASURES = ("stock", "coming", "supply", "demand")


def rates(**more: Any) -> Rates:
    spans = {**RATES, **more}
    return Rates(
        **{name: Assumption(*span, why="w", set_by="s") for name, span in spans.items() if span}
    )


def picture(build: Any, said: dict[str, Any], *, least: int = 1, **more: Any) -> WorkforceFinding:
    """Make the picture of units that each said a value, a state, or one for each measure."""
    questions = [build.question(name, AnswerType("number", measure=name)) for name in MEASURES]
    interviews = []
    for unit, values in said.items():
        each = values if isinstance(values, tuple) else (values,) * len(MEASURES)
        interviews.append(
            build.interview(unit, {m: build.answer(v) for m, v in zip(MEASURES, each, strict=True)})
        )
    study = build.study(
        dict.fromkeys(said, "held"),
        workforce=Workforce(supply="supply", demand="demand", flow=Flow("stock", "coming")),
    )
    assumed = AssumptionsFile(
        schema="themer/assumptions/1",
        years=("1", "2", "3"),
        stock=("stock",),
        on_their_way=("coming",),
        least_units=least,
        rates=rates(**more),
    )
    found = find(build.material(questions, interviews, study=study, assumptions=assumed)).workforce
    assert found is not None
    return found


def projected(found: WorkforceFinding) -> Projection:
    assert found.projection is not None
    return found.projection


@pytest.mark.parametrize("units", [0, 1, 2])
def test_few_conversations_give_a_picture_and_no_projection_below_the_least(
    build: Any, units: int
) -> None:
    found = picture(build, {f"u{at}": "10" for at in range(units)}, least=3)
    row = found.rows[-1]
    assert row.gap is not None
    assert row.gap.n == units
    assert row.gap.value == (0.0 if units else None)
    assert projected(found).paths == ()
    assert projected(found).is_too_small


def test_what_is_all_awaited_is_awaited_everywhere(build: Any) -> None:
    found = picture(build, {"a": "awaited", "b": "awaited"})
    row = found.rows[-1]
    assert row.supply is not None
    assert (row.supply.value, row.supply.awaited) == (None, ("a", "b"))
    assert row.supply.apart == {"awaited": ("a", "b")}
    assert found.chain is not None
    assert [part.lost for part in found.chain.parts] == [None]
    assert [unit.missing["supply"] for unit in found.units] == ["awaited", "awaited"]
    assert projected(found).paths == ()
    assert projected(found).units == ("a", "b")


def test_a_stock_of_nobody_supplies_nothing(build: Any) -> None:
    found = projected(picture(build, {"a": ("0", "0", "5", "8"), "b": ("0", "0", "0", "2")}))
    for path in found.paths:
        assert all((year.stock, year.supply) == (0.0, 0.0) for year in path.years)
        assert all(year.gap == year.demand for year in path.years)


def test_more_than_is_needed_is_a_gap_below_nought(build: Any) -> None:
    found = picture(build, {"a": ("40", "10", "60", "10"), "b": ("40", "10", "60", "10")})
    row = found.rows[-1]
    assert row.gap is not None
    assert row.gap.value == -100.0
    low, middle, high = (path.years[-1].gap for path in projected(found).paths)
    assert low <= middle <= high < 0


@pytest.mark.parametrize("name", NEEDED)
def test_a_rate_that_is_not_assumed_is_named_and_nothing_is_projected(
    build: Any, name: str
) -> None:
    found = projected(picture(build, {"a": "10", "b": "10"}, **{name: None}))
    assert (found.paths, found.lacking) == ((), (name,))


def test_a_unit_that_owes_one_figure_is_in_no_part_of_the_projection(build: Any) -> None:
    said = {"a": "10", "b": "10", "c": ("10", "awaited", "10", "10")}
    found = projected(picture(build, said))
    for total in (found.stock, found.on_their_way, found.supply, found.demand):
        assert (total.units, total.value) == (("a", "b"), 20.0)
        assert total.awaited == ("c",)


def test_more_at_the_end_than_at_the_start_is_no_loss(build: Any) -> None:
    found = picture(build, {"a": ("2", "5", "1", "1")})
    assert found.chain is not None
    assert found.chain.parts[0].lost is None


def _span(least: float, most: float) -> st.SearchStrategy[tuple[float, ...]]:
    number = st.floats(least, most, allow_nan=False, width=32)
    return st.tuples(number, number, number).map(lambda three: tuple(sorted(three)))


@given(
    spans=st.fixed_dictionaries(
        {
            name: _span(RATE_KINDS[name].least, min(RATE_KINDS[name].most or 3.0, 3.0))
            for name in NEEDED
        }
    ),
    start=st.tuples(*[st.integers(0, 500)] * 4),
)
def test_the_three_projections_never_cross(
    spans: dict[str, tuple[float, ...]], start: tuple[int, ...]
) -> None:
    paths = [
        list(
            project(
                ("1", "2", "3", "4"),
                {
                    name: rate_for(name, Assumption(*span, why="w", set_by="s"), scenario)
                    for name, span in spans.items()
                },
                *map(float, start),
            )
        )
        for scenario in SCENARIOS
    ]
    for low, middle, high in zip(*paths, strict=True):
        assert low.gap <= middle.gap <= high.gap
        assert all(year.stock >= 0 and year.supply >= 0 for year in (low, middle, high))


UNITS = "abcdefg"


@given(
    sets=st.lists(
        st.sets(st.sampled_from(UNITS), min_size=1).map(lambda one: tuple(sorted(one))),
        min_size=1,
        max_size=6,
    ),
    minimum=st.integers(2, 4),
)
def test_no_number_of_few_units_follows_from_the_sums_that_are_printed(
    sets: list[tuple[str, ...]], minimum: int
) -> None:
    shown = [units for _, units in printable([(("m", one),) for one in sets], minimum)]
    if not shown:
        assert all(len(one) < minimum for one in sets[:1])
        return
    rows = np.array([[unit in one for unit in UNITS] for one in shown], dtype=float)
    whole = np.linalg.matrix_rank(rows)
    for many in range(1, minimum):
        for few in itertools.combinations(range(len(UNITS)), many):
            # The others carry all that is printed: nothing is left over that is of these alone.
            assert np.linalg.matrix_rank(np.delete(rows, few, axis=1)) == whole


def test_sums_that_come_together_are_printed_together_or_not_at_all() -> None:
    first: Sum = ("m", ("a", "b", "c", "d"))
    pair: tuple[Sum, ...] = (("k", ("a", "b", "c")), ("m", ("a", "b", "c")))
    assert printable([(first,), pair], 3) == frozenset([first])
    assert printable([pair, (first,)], 3) == frozenset(pair)


def test_the_gap_of_all_is_wanted_before_everything_else(build: Any) -> None:
    said: dict[str, Any] = dict.fromkeys("abcde", "10")
    said["f"] = ("10", "10", "10", "dont_know")
    found = picture(build, said)
    row = found.rows[-1]
    assert row.gap is not None
    assert row.supply is not None
    shown = printable(sums_in_order(found), 3)
    assert set(sums_of(row.gap)) <= shown
    assert not set(sums_of(row.supply)) & shown  # less the five of the gap, it is f's
