"""Verdicts on parts of longer passages: each holds for its own words, in whatever order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from themer.coding.differences import (
    Difference,
    differences_of,
    taken_back,
    with_verdicts,
    words_settled,
)
from themer.coding.units import Span, Stance, stance_of
from themer.model.decision import Decision, in_force

NINE = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)
SENTENCES = ("The van went.", "Nobody came since.", "Two ladies walk.", "They wait in a porch.")
TEXT = " ".join(SENTENCES)
SEGMENTS: tuple[Span, ...] = tuple(
    (TEXT.index(words), TEXT.index(words) + len(words)) for words in SENTENCES
)
PLACE = ("i", "q")


def event(name: str, coder: str, action: str, span: Span | None, **more: object) -> Decision:
    start, end = span or (None, None)
    text = TEXT[start:end] if span else None
    return Decision(
        name, NINE, coder, action, *PLACE, start=start, end=end, text=text,  # type: ignore[arg-type]
        code=None if action == "read" else "vans", **more,  # type: ignore[arg-type]
    )  # fmt: skip


def over(first: int, last: int) -> Span:
    return SEGMENTS[first][0], SEGMENTS[last][1]


def stances(decisions: Iterable[Decision]) -> dict[str, Stance]:
    found = {}
    for coder in ("anna", "ben"):
        own = [one for one in decisions if one.coder == coder]
        read = next((one for one in own if one.action == "read"), None)
        found[coder] = stance_of(own, SEGMENTS, read)
    return found


def differ(decisions: list[Decision]) -> tuple[Difference, ...]:
    found = differences_of(PLACE, SEGMENTS, ("vans",), stances(decisions))
    return with_verdicts(found, decisions)


def settle(decisions: list[Decision], one: Difference, *, give: bool) -> list[Decision]:
    name, status = f"v{len(decisions)}", "accepted" if give else "refused"
    span = words_settled(one, SEGMENTS)
    verdict = event(name, "cleo", "adjudicate", span, status=status, settles=one.settles)
    return [*decisions, verdict]


def counted(decisions: list[Decision]) -> set[int]:
    """Give the segments that carry the code for somebody, after all verdicts."""
    both = stances(in_force(decisions)).values()
    return {at for stance in both for at, _ in stance.gave}


READ = [event("ra", "anna", "read", None), event("rb", "ben", "read", None)]


def test_a_verdict_settles_no_passage_that_nobody_looked_at() -> None:
    """Of the whole answer ben refused the first sentence and read on: two differences."""
    whole, refusal = (
        event("a", "anna", "accept", over(0, 3)),
        event("b", "ben", "refuse", over(0, 0)),
    )
    decisions = [whole, refusal, *READ]
    first, rest = differ(decisions)
    assert ((first.start, first.end), (rest.start, rest.end)) == (over(0, 0), over(1, 3))
    decisions = settle(decisions, first, give=True)
    assert [one.verdict is not None for one in differ(decisions)] == [True, False]
    decisions = settle(decisions, rest, give=False)
    assert [one.verdict and one.verdict.status for one in differ(decisions)] == [
        "accepted",
        "refused",
    ]
    assert counted(decisions) == {0}
    (left,) = [one for one in in_force(decisions) if one.action == "accept"]
    assert (left.id, left.start, left.end, left.text) == ("a", 0, 13, SENTENCES[0])


def test_a_verdict_takes_nothing_from_where_both_agree() -> None:
    """They agree on the second sentence, and the first and the last two are two differences."""
    decisions = [
        event("a", "anna", "accept", over(0, 3)),
        event("b", "ben", "accept", over(1, 1)),
        *READ,
    ]
    spans = [(one.start, one.end) for one in differ(decisions)]
    assert spans == [over(0, 0), over(2, 3)]
    decisions = settle(decisions, differ(decisions)[1], give=False)
    assert [one.verdict is not None for one in differ(decisions)] == [False, True]
    assert counted(decisions) == {0, 1}
    held = [one for one in in_force(decisions) if one.coder == "anna" and one.action == "accept"]
    assert [(one.start, one.end) for one in held] == [over(0, 1)]


def test_a_loose_end_in_the_next_sentence_goes_with_what_it_hangs_on() -> None:
    start = SEGMENTS[1][0] - 4
    decisions = [event("a", "anna", "accept", (start, SEGMENTS[2][0] + 4)), *READ]
    (one,) = differ(decisions)
    assert (one.start, one.end) == over(1, 1)
    assert counted(settle(decisions, one, give=False)) == set()


def test_the_rest_of_a_passage_is_cut_on_both_sides() -> None:
    decisions = [
        event("a", "anna", "accept", over(0, 3)),
        event("b", "ben", "refuse", over(1, 2)),
        *READ,
    ]
    middle = next(one for one in differ(decisions) if one.start == SEGMENTS[1][0])
    held = [one for one in in_force(settle(decisions, middle, give=False)) if one.id == "a"]
    assert [one.text for one in held] == [SENTENCES[0], SENTENCES[3]]
    assert all(one.text == TEXT[one.start : one.end] for one in held)


def test_what_was_settled_as_given_and_is_taken_back_is_open_again() -> None:
    accept = event("a", "anna", "accept", over(0, 0))
    decisions = [accept, *READ]
    settled = settle(decisions, differ(decisions)[0], give=True)
    after = [one for one in settled if one is not accept]
    verdicts = [one for one in after if one.action == "adjudicate"]
    (found,) = taken_back(PLACE, SEGMENTS, stances(after), verdicts)
    assert (found.start, found.end, found.gave) == (*over(0, 0), ())
    assert [side.coder for side in found.did_not] == ["anna", "ben"]
    (listed,) = with_verdicts([found], after)
    assert listed.verdict is None
    refused = settle(after, listed, give=False)
    assert with_verdicts([found], refused)[0].verdict is not None
    assert taken_back(PLACE, SEGMENTS, stances(settled), verdicts) == []


spans = st.tuples(st.integers(0, 3), st.integers(0, 3)).map(lambda at: over(min(at), max(at)))
words = st.lists(st.tuples(st.sampled_from(["accept", "refuse"]), spans), max_size=3)


@given(anna=words, ben=words, gives=st.lists(st.booleans(), min_size=4, max_size=4), data=st.data())
def test_the_order_of_verdicts_changes_nothing_and_what_both_gave_stays(
    anna: list[tuple[str, Span]],
    ben: list[tuple[str, Span]],
    gives: list[bool],
    data: st.DataObject,
) -> None:
    said = {("anna", span): (action, span) for action, span in anna}
    said |= {("ben", span): (action, span) for action, span in ben}
    decisions = [
        event(f"{coder}{at}", coder, action, span)
        for at, ((coder, _), (action, span)) in enumerate(said.items())
    ]
    decisions += READ
    both = stances(decisions)
    gave = [{at for at, _ in stance.gave} for stance in both.values()]
    found = list(zip(differ(decisions), gives, strict=False))
    expected = {
        at
        for one, give in found
        if give
        for at in range(4)
        if one.start <= SEGMENTS[at][0] < one.end
    } | (gave[0] & gave[1])
    for in_order in (found, data.draw(st.permutations(found))):
        settled = decisions
        for one, give in in_order:
            settled = settle(settled, one, give=give)
        assert counted(settled) == expected
        assert [one.verdict and one.verdict.status for one in differ(settled)] == [
            "accepted" if give else "refused" for _, give in found
        ]
