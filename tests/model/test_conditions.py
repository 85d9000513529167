from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from themer.model.condition_faults import faults
from themer.model.conditions import (
    AllOf,
    AnyOf,
    ConditionError,
    FactTest,
    Not,
    evaluate,
    parse,
)
from themer.model.interview import Answer
from themer.model.question_set import AnswerType, NumberField, Question

QUESTIONS = {
    question.id: question
    for question in (
        Question("home", "?", AnswerType("yes_no_partly")),
        Question("how", "?", AnswerType("multi_choice", options={"van": "Van", "by post": "Post"})),
        Question("days", "?", AnswerType("number")),
        Question("visits", "?", AnswerType("numbers", fields=(NumberField("held", "held"),))),
        Question("words", "?"),
    )
}
ANSWERS = {
    "home": Answer(fact="partly"),
    "how": Answer(fact=("van",)),
    "days": Answer(fact="5"),
    "visits": Answer(fact={"held": "12"}),
    "words": Answer(noted="a few words"),
}


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("home is partly", True),
        ("home is yes", False),
        ("home is not yes", True),
        ("how includes van", True),
        ("how includes 'by post'", False),
        ("days < 6 and days > 4", True),
        ("days <= 5 and not days >= 6", True),
        ("days is 5.0", True),
        ("visits.held >= 12", True),
        ("words answered", True),
        ("home is yes or days is 5 and how includes van", True),
        ("(home is yes or days is 5) and how includes 'by post'", False),
    ],
)
def test_a_condition_holds_or_not(text: str, holds: bool) -> None:
    condition = parse(text)
    assert faults(condition, QUESTIONS, set()) == []
    assert evaluate(condition, QUESTIONS, ANSWERS) is holds


@pytest.mark.parametrize("text", ["home is yes", "not home is yes", "days > 3", "words answered"])
def test_what_was_not_asked_is_not_known(text: str) -> None:
    assert evaluate(parse(text), QUESTIONS, {}) is None


def test_an_answer_without_a_value_leaves_its_fact_unknown_and_is_not_answered() -> None:
    answers = {"home": Answer(state="declined"), "words": Answer(state="dont_know")}
    assert evaluate(parse("home is yes"), QUESTIONS, answers) is None
    assert evaluate(parse("words answered"), QUESTIONS, answers) is False


def test_and_or_not_follow_kleenes_three_values() -> None:
    known = {"home": Answer(fact="yes"), "days": Answer(fact="1")}
    true, false, unknown = parse("home is yes"), parse("days > 3"), parse("words answered")
    parts = {True: true, False: false, None: unknown}
    for a, b in itertools.product((True, False, None), repeat=2):
        both = evaluate(AllOf((parts[a], parts[b])), QUESTIONS, known)
        either = evaluate(AnyOf((parts[a], parts[b])), QUESTIONS, known)
        assert both is (False if False in (a, b) else None if None in (a, b) else True)
        assert either is (True if True in (a, b) else None if None in (a, b) else False)
        assert evaluate(Not(parts[a]), QUESTIONS, known) is (None if a is None else not a)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "home",
        "home is",
        "home is yes yes",
        "(home is yes",
        "home is yes)",
        "is yes",
        "home = yes",
        "home is yes and",
        "not",
        "__import__('os')",
        "home is yes; days is 1",
        "a" * 1_001,
        "(" * 40 + "home is yes" + ")" * 40,
    ],
)
def test_what_is_not_of_the_language_is_refused(text: str) -> None:
    with pytest.raises(ConditionError):
        parse(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("hom is yes", "021"),
        ("visits.lost > 1", "021"),
        ("home is maybe", "022"),
        ("later is yes", "023"),
        ("home > 3", "024"),
        ("days is many", "024"),
        ("words is yes", "024"),
        ("how is van", "024"),
        ("home includes yes", "024"),
    ],
)
def test_a_condition_that_can_never_be_is_found_before_anybody_is_asked(
    text: str, code: str
) -> None:
    assert [number for number, _ in faults(parse(text), QUESTIONS, {"later"})] == [code]


def test_a_near_name_is_offered() -> None:
    assert 'Did you mean "home"?' in faults(parse("hom is yes"), QUESTIONS, set())[0][1]


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    try:
        condition = parse(text)
    except ConditionError as error:
        assert str(error)
        return
    assert evaluate(condition, QUESTIONS, ANSWERS) in (True, False, None)


def test_a_test_is_what_it_says() -> None:
    assert parse("a.b is not 'x y'") == FactTest("a", "b", "is not", "x y")
