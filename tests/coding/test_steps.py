from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace

from themer.coding.steps import steps_of
from themer.model.decision import Action, Decision


def event(number: int, action: Action = "accept", undoes: int | None = None) -> Decision:
    """Make an event; its number is its id and its second."""
    return Decision(
        id=str(number),
        at=dt.datetime(2026, 3, 1, 9, 0, number, tzinfo=dt.UTC),
        coder="anna",
        action=action,
        interview=None if action == "undo" else "i-1",
        undoes=None if undoes is None else str(undoes),
    )


def ids(steps: list[tuple[Decision, ...]]) -> list[str]:
    return ["+".join(sorted(each.id for each in step)) for step in steps]


def test_travel_moves_steps_between_done_and_undone() -> None:
    events = [event(1), event(2), event(3, "undo", 2), event(4, "undo", 1), event(5, "undo", 4)]
    steps = steps_of(events)
    assert ids(steps.done) == ["1"]
    assert ids([step for step, _ in steps.undone]) == ["2"]


def test_the_order_in_a_merged_file_does_not_matter() -> None:
    events = [event(1), event(2), event(3, "undo", 2), event(4)]
    found = {tuple(ids(steps_of(order).done)) for order in itertools.permutations(events)}
    assert found == {("1", "4")}
    assert steps_of([*events, *events]).undone == []


def test_events_of_one_moment_are_one_step() -> None:
    together = [event(1), replace(event(1), id="1b")]
    assert ids(steps_of(together).done) == ["1+1b"]


def test_an_undo_of_what_is_not_there_changes_nothing() -> None:
    assert ids(steps_of([event(1), event(2, "undo", 9)]).done) == ["1"]
