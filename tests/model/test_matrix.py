"""Undo and redo of summaries, whatever the order of steps."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from themer.model.matrix import CellSummary, MatrixFile, SummaryStep, to_undo_and_redo

AT = dt.datetime(2026, 3, 4, tzinfo=dt.UTC)


def summary(text: str, unit: str = "a", code: str = "vans") -> CellSummary:
    return CellSummary(unit, text, "anna", AT, code=code)


@given(st.lists(st.sampled_from(["write", "undo", "redo"]), max_size=25))
def test_a_log_gives_the_same_as_an_editor_would(acts: list[str]) -> None:
    log: list[SummaryStep] = []
    done: list[str] = []
    back: list[str] = []
    for number, act in enumerate(acts):
        steps, taken = to_undo_and_redo(log)
        name = f"s{number}"
        if act == "write":
            before = steps[-1].after if steps else None
            log.append(SummaryStep(name, AT, "anna", "a", "vans", None, before, summary(name)))
            done.append(name)
            back.clear()
        elif act == "undo" and steps:
            last = steps[-1]
            log.append(
                SummaryStep(name, AT, "anna", "a", "vans", None, last.after, last.before, last.id)
            )
            back.append(done.pop())
        elif act == "redo" and taken:
            last = taken[-1]
            log.append(
                SummaryStep(name, AT, "anna", "a", "vans", None, last.after, last.before, last.id)
            )
            done.append(back.pop())
    steps, taken = to_undo_and_redo(log)
    assert (len(steps), len(taken)) == (len(done), len(back))
    shown = log[-1].after if log else None
    assert (shown.text if shown else "") == (done[-1] if done else "")


def test_a_cell_has_one_summary_and_keeps_its_place_in_the_file() -> None:
    first, second = summary("one"), summary("two", unit="b")
    file = MatrixFile().with_summary(first.place, first).with_summary(second.place, second)
    changed = file.with_summary(first.place, summary("other"))
    assert [one.text for one in changed.summaries] == ["other", "two"]
    assert [one.text for one in changed.with_summary(first.place, None).summaries] == ["two"]
    assert changed.summary(("a", "themes", "vans")) is None


def test_a_summary_rests_on_conversations_by_their_whole_id() -> None:
    one = CellSummary("a", "t", "anna", AT, code="vans", passages=("mill-1/hardest#0a1b2c3d",))
    assert one.rests_on({"mill-1"}, set())
    assert not one.rests_on({"mill-11", "mill"}, set())
    assert one.rests_on(set(), {"a"})
