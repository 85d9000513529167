"""What can be wrong with a condition over what is coded; over facts: test_conditions."""

from __future__ import annotations

import pytest

from themer.model.condition_faults import CodedNames, faults
from themer.model.conditions import (
    AllOf,
    CodedTest,
    ConditionError,
    FactTest,
    Not,
    evaluate,
    parse,
)
from themer.model.question_set import AnswerType, Question

NAMES = CodedNames(codes={"vans", "post"}, themes={"drivers"}, components={"vans"})
QUESTIONS = {"home": Question("home", "?", AnswerType("yes_no"))}


def test_what_is_coded_is_read_beside_facts() -> None:
    for quoted in ('code("by post")', "code('by post')"):
        assert parse(quoted) == CodedTest("code", "by post")
    assert parse('home is yes and not component(vans) is not absent and theme("drivers")') == AllOf(
        (
            FactTest("home", None, "is", "yes"),
            Not(CodedTest("component", "vans", "is not", "absent")),
            CodedTest("theme", "drivers"),
        )
    )


def test_a_question_may_still_be_called_code() -> None:
    assert parse("code is yes") == FactTest("code", None, "is", "yes")


@pytest.mark.parametrize(
    "text", ['code("vans"', "code()", 'component("vans")', 'component("vans") >= 3', "theme"]
)
def test_what_is_half_written_is_refused(text: str) -> None:
    with pytest.raises(ConditionError):
        parse(text)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ('code("vans") or theme("drivers") or component("vans") is in_place', []),
        ('code("van")', ["021"]),
        ('theme("vans")', ["021"]),
        ('component("post") is absent', ["021"]),
        ('component("vans") is not_discussed', ["022"]),
        ("far is yes", ["021"]),
    ],
)
def test_names_and_states_are_those_of_the_study(text: str, codes: list[str]) -> None:
    assert [number for number, _ in faults(parse(text), QUESTIONS, (), NAMES)] == codes


def test_a_near_name_is_offered() -> None:
    ((_, message),) = faults(parse('code("van")'), QUESTIONS, (), NAMES)
    assert 'Did you mean "vans"?' in message


def test_a_question_cannot_ask_for_what_is_coded_later() -> None:
    ((number, message),) = faults(parse("code(vans)"), QUESTIONS, set())
    assert number == "028"
    assert "indicators.yaml" in message
    assert evaluate(parse("code(vans) or home is yes"), QUESTIONS, {}) is None
