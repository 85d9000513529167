"""A conversation: what waits to be settled, and what is left of it without its words."""

from __future__ import annotations

import datetime as dt

from themer.model.interview import Answer, Interview, OtherCopy, SetReference

NOW = dt.datetime(2026, 3, 9, tzinfo=dt.UTC)
HELD = Interview(
    schema="themer/interview/1",
    id="one",
    set=SetReference("branches", "1", "ab" * 32),
    unit="main",
    organisation="harrow-hill",
    state="finished",
    answers={"pay": Answer(noted="60")},
    unassigned=("parking",),
    other_copies=(OtherCopy("pay", Answer(noted="70"), NOW, "the file"),),
)


def test_only_the_question_that_another_copy_holds_otherwise_waits() -> None:
    assert HELD.has_other_copy("pay")
    assert not HELD.has_other_copy("hardest")
    assert not HELD.emptied().has_other_copy("pay")


def test_emptied_it_is_the_same_conversation_with_nothing_recorded() -> None:
    left = HELD.emptied()
    assert (left.id, left.set, left.unit, left.organisation) == (
        "one",
        HELD.set,
        "main",
        "harrow-hill",
    )
    assert left == Interview(HELD.schema, "one", HELD.set, "main", "harrow-hill")
