from __future__ import annotations

import datetime as dt
import random

from hypothesis import given
from hypothesis import strategies as st

from themer.model.decision import Decision, in_force, standing

START = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)


def event(number: int, action: str = "accept", **details: object) -> Decision:
    at = START + dt.timedelta(seconds=number)
    fixed = {"interview": "i", "question": "q", "start": 0, "end": 4, "code": "c"}
    chosen = {} if action == "undo" else fixed
    return Decision(str(number), at, "coder-a", action, **{**chosen, **details})  # type: ignore[arg-type]


def held(*events: Decision) -> list[str]:
    return [found.id for found in standing(events)]


def test_the_latest_word_on_a_passage_and_code_holds() -> None:
    assert held(event(1), event(2, "refuse")) == ["2"]
    assert held(event(1), event(2, "refuse", code="other")) == ["1", "2"]


def test_an_undone_decision_gives_way_to_the_one_before() -> None:
    assert held(event(1), event(2, "refuse"), event(3, "undo", undoes="2")) == ["1"]


def test_an_undo_can_be_undone() -> None:
    undo = event(2, "undo", undoes="1")
    assert held(event(1), undo, event(3, "undo", undoes="2")) == ["1"]
    assert held(event(1), undo, event(3, "undo", undoes="2"), event(4, "undo", undoes="3")) == []


def test_two_coders_do_not_replace_each_other() -> None:
    other = Decision("2", START, "coder-b", "refuse", "i", "q", start=0, end=4, code="c")
    assert len(standing([event(1), other])) == 2


def test_every_memo_stays() -> None:
    assert held(event(1, "memo"), event(2, "memo")) == ["1", "2"]


@given(st.lists(st.sampled_from(["accept", "refuse", "undo"]), max_size=12), st.randoms())
def test_the_order_of_lines_in_merged_files_does_not_matter(
    actions: list[str], chance: random.Random
) -> None:
    events = [
        event(n, action, **({"undoes": str(chance.randrange(n))} if action == "undo" else {}))
        for n, action in enumerate(actions, 1)
        if action != "undo" or n > 1
    ]
    shuffled = [*events, *events]
    chance.shuffle(shuffled)
    assert standing(shuffled) == standing(events)


def test_an_adjudication_drops_the_side_it_decides_against_and_no_other() -> None:
    given_code, denied = event(1), event(2, "refuse")
    other = event(3, code="other")
    for status, left in (("accepted", "1"), ("refused", "2")):
        verdict = event(4, "adjudicate", status=status, settles=("1", "2"))
        kept = in_force((given_code, denied, other, verdict))
        assert [one.id for one in kept] == [left, "3", "4"]


def test_a_decision_made_after_the_adjudication_is_not_settled_by_it() -> None:
    verdict = event(3, "adjudicate", status="accepted", settles=("1", "2"))
    again = event(4, "refuse")
    assert again in in_force((event(1), verdict, again))


def test_an_adjudication_leaves_what_it_cannot_drop() -> None:
    read = event(1, "read")
    assert in_force((read, event(2, "adjudicate", settles=("1",)))) == (
        read,
        event(2, "adjudicate", settles=("1",)),
    )
