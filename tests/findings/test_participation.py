"""Who was approached, where the register lists those who are counted and where it does not."""

from __future__ import annotations

from typing import get_args

import pytest

from themer.findings.material import Material
from themer.findings.participation import find_participation
from themer.model.interview import Interview, SetReference
from themer.model.question_set import Question, QuestionSet, Section
from themer.model.study import Audience, Partner, Study, Unit, UnitOfCount

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
