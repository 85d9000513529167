"""Which units enter agreement, what each coder said of them, and where they differ."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from themer.coding.agreement import nominal_alpha
from themer.coding.differences import Difference, differences_of, with_verdicts
from themer.coding.units import Stance, segments_meant, stance_of, units_of
from themer.model.decision import Action, Decision

SPANS = ((0, 10), (11, 20), (22, 40))
CODES = ("vans", "stamps", "pay")
AT = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)
PLACE = ("one-1", "why")


def event(
    number: int, coder: str, action: Action, span: Any = None, code: str | None = None, **more: Any
) -> Decision:
    start, end = (None, None) if span is None else span
    return Decision(
        f"{coder}{number}",
        AT + dt.timedelta(minutes=number),
        coder,
        action,
        *PLACE,
        start=start,
        end=end,
        code=code,
        **more,
    )


def stance(coder: str, *given_codes: tuple[Any, str], read: bool = True) -> Stance:
    """Make a stance of accepted spans and codes; ``-code`` is refused."""
    events = [
        event(
            at, coder, "refuse" if code.startswith("-") else "accept", span, code.removeprefix("-")
        )
        for at, (span, code) in enumerate(given_codes)
    ]
    return stance_of(events, SPANS, event(99, coder, "read") if read else None)


def values(*stances: Stance, by: Any = "segment") -> dict[tuple[tuple[int, ...], str], Any]:
    return {(u.segments, u.code): u.said for u in units_of(stances, len(SPANS), CODES, by)}


@pytest.mark.parametrize(
    ("span", "meant"),
    [
        ((0, 10), (0,)),
        ((3, 5), (0,)),
        ((0, 40), (0, 1, 2)),
        ((0, 20), (0, 1)),
        ((8, 24), (1,)),
        ((8, 13), (0,)),  # two characters of each: the first
        ((30, 38), (2,)),
        ((5, 40), (0, 1, 2)),  # just half of the first
        ((10, 11), ()),
        ((50, 60), ()),
    ],
)
def test_a_passage_means_what_it_holds_half_of_or_shares_most_with(span: Any, meant: Any) -> None:
    assert segments_meant(span, SPANS) == meant


def test_where_nobody_gave_any_code_there_is_nothing_to_agree_on() -> None:
    assert values(stance("a"), stance("b")) == {}
    assert values(stance("a", (SPANS[0], "-vans")), stance("b", (SPANS[0], "-vans"))) == {}


def test_a_segment_that_somebody_coded_enters_for_every_code() -> None:
    found = values(stance("a", (SPANS[1], "vans")), stance("b", (SPANS[1], "stamps")))
    assert found == {
        ((1,), "vans"): (True, False),
        ((1,), "stamps"): (False, True),
        ((1,), "pay"): (False, False),
    }


def test_who_has_not_read_on_said_nothing_but_what_they_decided() -> None:
    unread = stance("b", (SPANS[1], "-stamps"), read=False)
    found = values(stance("a", (SPANS[1], "stamps"), (SPANS[0], "vans")), unread)
    assert found == {((1,), "stamps"): (True, False)}
    assert values(stance("a", (SPANS[1], "vans")), Stance()) == {}


def test_of_three_two_are_enough() -> None:
    found = values(stance("a", (SPANS[0], "vans")), Stance(), stance("c"))
    assert found[(0,), "vans"] == (True, None, False)


def test_a_yes_outweighs_a_no_by_the_same_coder() -> None:
    torn = stance("a", ((0, 5), "vans"), ((5, 10), "-vans"))
    assert values(torn, stance("b"))[(0,), "vans"] == (True, False)


def test_a_whole_answer_is_given_what_any_part_of_it_is_given() -> None:
    found = values(
        stance("a", (SPANS[0], "vans"), (SPANS[2], "pay")),
        stance("b", (SPANS[1], "vans")),
        by="answer",
    )
    assert found == {
        ((0, 1, 2), "vans"): (True, True),
        ((0, 1, 2), "stamps"): (False, False),
        ((0, 1, 2), "pay"): (True, False),
    }


SPAN = st.tuples(st.integers(0, 39), st.integers(1, 20)).map(lambda one: (one[0], sum(one)))
GIVEN = st.lists(st.tuples(SPAN, st.sampled_from([*CODES, "-vans", "-pay"])), max_size=8)


@given(GIVEN)
def test_a_coder_who_says_the_same_twice_differs_nowhere(said: Any) -> None:
    one, other = stance("a", *said), stance("b", *said)
    assert all(len(set(each)) == 1 for each in values(one, other).values())
    assert differences_of(PLACE, SPANS, CODES, {"a": one, "b": other}) == []


@given(GIVEN, GIVEN)
def test_differences_are_the_units_on_which_they_are_not_alike(said: Any, other: Any) -> None:
    stances = {"a": stance("a", *said), "b": stance("b", *other)}
    units = values(*stances.values())
    apart = {code for (_, code), each in units.items() if len(set(each)) > 1}
    found = differences_of(PLACE, SPANS, CODES, stances)
    assert {one.code for one in found} == apart
    alpha = nominal_alpha([["yes" if yes else "no" for yes in each] for each in units.values()])
    assert not found or alpha.value is None or alpha.value < 1
    for one in found:
        assert {side.coder for side in (*one.gave, *one.did_not)} == {"a", "b"}
        assert one.settles
        assert one.start < one.end


def differ(*decisions: Decision, read: bool = True) -> list[Difference]:
    stances = {
        coder: stance_of(
            [e for e in decisions if e.coder == coder],
            SPANS,
            event(99, coder, "read") if read else None,
        )
        for coder in ("a", "b")
    }
    return differences_of(PLACE, SPANS, CODES, stances)


@given(GIVEN, GIVEN)
def test_where_whole_answers_differ_a_passage_of_them_does(said: Any, other: Any) -> None:
    stances = {"a": stance("a", *said), "b": stance("b", *other)}
    wholes = differences_of(PLACE, SPANS, CODES, stances, "answer")
    parts = differences_of(PLACE, SPANS, CODES, stances)
    assert {one.code for one in wholes} <= {one.code for one in parts}


def test_one_decision_over_several_segments_is_one_difference() -> None:
    whole = event(1, "a", "accept", (0, 40), "vans")
    (one,) = differ(whole)
    assert (one.start, one.end) == (0, 40)
    assert one.gave[0].decisions == (whole,)
    assert one.did_not[0].decisions[0].action == "read"


def test_each_side_says_what_it_gave_instead() -> None:
    (vans, stamps) = differ(
        event(1, "a", "accept", SPANS[0], "vans"),
        event(2, "b", "refuse", SPANS[0], "vans", reason="no van in it"),
        event(3, "b", "accept", SPANS[0], "stamps"),
    )
    assert (vans.code, stamps.code) == ("vans", "stamps")
    assert vans.did_not[0].instead == ("stamps",)
    assert vans.did_not[0].has_refused
    assert [side.is_no for side in (*vans.gave, *vans.did_not)] == [False, True]
    assert not stamps.did_not[0].has_refused
    assert vans.settles == ("a1", "b2")
    assert stamps.settles == ("a99", "b3")


def verdict(number: int, *settles: str, code: str = "vans", status: str = "accepted") -> Decision:
    return event(number, "c", "adjudicate", SPANS[0], code, settles=settles, status=status)


def test_the_latest_verdict_on_all_of_it_settles_a_difference() -> None:
    found = differ(
        event(1, "a", "accept", SPANS[0], "vans"), event(2, "b", "refuse", SPANS[0], "vans")
    )
    settled = [verdict(10, "a1", "b2"), verdict(11, "a1", "b2", status="refused")]
    assert with_verdicts(found, settled)[0].verdict == settled[1]
    assert with_verdicts(found, [verdict(10, "a1")])[0].verdict is None
    assert with_verdicts(found, [verdict(10, "a1", "b2", code="pay")])[0].verdict is None


def test_deciding_again_opens_a_difference_and_reading_again_does_not() -> None:
    given_once, read = event(1, "a", "accept", SPANS[0], "vans"), ("a1", "b99")
    (one,) = with_verdicts(differ(given_once), [verdict(10, *read)])
    assert one.verdict is not None
    later = {"a": stance_of([given_once], SPANS, None)}
    later["b"] = stance_of([], SPANS, event(200, "b", "read"))
    again = differences_of(PLACE, SPANS, CODES, later)
    assert with_verdicts(again, [verdict(10, *read)])[0].verdict is not None
    anew = differ(event(5, "a", "accept", SPANS[0], "vans"))
    assert with_verdicts(anew, [verdict(10, *read)])[0].verdict is None
