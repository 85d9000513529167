"""Who was approached, where the register lists those who are counted and where it does not."""

from __future__ import annotations

from typing import get_args

import pytest

from themer.findings.material import Material
from themer.findings.participation import find_participation
from themer.model.interview import Interview, InterviewState, SetReference
from themer.model.question_set import Question, QuestionSet, Section
from themer.model.study import (
    Audience,
    Contact,
    ContactState,
    Partner,
    Study,
    Unit,
    UnitOfCount,
)

SET = QuestionSet(
    "themer/question-set/1",
    "s",
    "1",
    "S",
    "reader",
    (Section("one", "One", (Question("why", "Why?"),)),),
)


@pytest.mark.parametrize("unit", get_args(UnitOfCount))
def test_organisations_are_not_counted_as_respondents(unit: UnitOfCount) -> None:
    partner = Partner("lib", "Lib", "t", (Unit("lib", "Lib", "reader"),))
    study = Study(
        "themer/study/1", "x", "X", unit, {"reader": Audience("a", "b")}, partners=(partner,)
    )
    held = Interview("themer/interview/1", "r1", SetReference("s", "1"), "r1", "lib", "finished")
    (found,) = find_participation(Material(study, {"s": SET}, {}, (held,)))
    assert found.approached == (() if unit == "respondent" else ("lib",))
    assert found.took_part == ("r1",)


@pytest.mark.parametrize(
    ("states", "came"),
    [
        (["withdrawn"], "withdrew"),
        (["withdrawn", "withdrawn"], "withdrew"),
        (["withdrawn", "finished"], "held"),
        ([], "held"),
    ],
)
def test_a_unit_of_which_every_conversation_was_withdrawn_withdrew(
    states: list[InterviewState], came: ContactState
) -> None:
    unit = Unit("lib", "Lib", "reader", Contact("held"))
    partner = Partner("lib", "Lib", "t", (unit,))
    study = Study(
        "themer/study/1", "x", "X", "service", {"reader": Audience("a", "b")}, partners=(partner,)
    )
    held = tuple(
        Interview("themer/interview/1", f"r{n}", SetReference("s", "1"), "lib", "lib", state)
        for n, state in enumerate(states)
    )
    (found,) = find_participation(Material(study, {"s": SET}, {}, held))
    assert found.by_state == {came: ("lib",)}
