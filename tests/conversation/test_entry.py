from __future__ import annotations

import pytest

from themer.conversation.entry import (
    choice_meant,
    choice_of_key,
    choices,
    fact_words,
    read_typed,
    with_choice,
    with_figure,
)
from themer.model.facts import FactError
from themer.model.question_set import AnswerType, NumberField

YES_NO = AnswerType("yes_no_partly")
WAYS = AnswerType("multi_choice", options={"van": "By van", "post": "By post", "hand": "Carried"})
SCALE = AnswerType("scale", min=1, max=5)
PAY = AnswerType("number", unit="GBP", min=0, max=500)
VISITS = AnswerType(
    "numbers", fields=(NumberField("offered", "offered"), NumberField("held", "held", max=100))
)


@pytest.mark.parametrize(
    ("answer", "key", "choice"),
    [
        (YES_NO, "1", "yes"),
        (YES_NO, "2", "partly"),
        (YES_NO, "n", "no"),
        (YES_NO, "P", "partly"),
        (YES_NO, "4", None),
        (YES_NO, "0", None),
        (WAYS, "b", None),
        (WAYS, "c", "hand"),
        (SCALE, "5", "5"),
        (SCALE, "6", None),
        (PAY, "1", None),
    ],
)
def test_one_key_means_one_choice_or_none(answer: AnswerType, key: str, choice: str | None) -> None:
    assert choice_of_key(answer, key) == choice


def test_a_long_scale_is_typed(session: object) -> None:
    assert choices(AnswerType("scale", min=0, max=10)) == ()
    assert read_typed(AnswerType("scale", min=0, max=10), "10") == "10"


def test_the_same_key_takes_a_choice_back() -> None:
    assert with_choice(YES_NO, None, "yes") == "yes"
    assert with_choice(YES_NO, "yes", "no") == "no"
    assert with_choice(YES_NO, "no", "no") is None


def test_several_choices_stay_in_the_order_of_the_question() -> None:
    fact = with_choice(WAYS, None, "post")
    fact = with_choice(WAYS, fact, "van")
    assert fact == ("van", "post")
    assert with_choice(WAYS, ("van",), "van") is None


def test_figures_are_set_one_by_one_and_taken_out() -> None:
    fact = with_figure(VISITS, None, "held", "36")
    fact = with_figure(VISITS, fact, "offered", "40")
    assert fact == {"offered": "40", "held": "36"}
    assert with_figure(VISITS, {"held": "36"}, "held", " ") is None
    with pytest.raises(FactError, match="more than 100"):
        with_figure(VISITS, None, "held", "101")


@pytest.mark.parametrize(
    ("answer", "typed", "fact"),
    [
        (YES_NO, "no", "no"),
        (YES_NO, "y", "yes"),
        (PAY, " 60 ", "60"),
        (PAY, "", None),
        (WAYS, "1 3", ("van", "hand")),
        (WAYS, "post, van", ("post", "van")),
        (VISITS, "40 36", {"offered": "40", "held": "36"}),
        (VISITS, "held: 36, offered=40", {"held": "36", "offered": "40"}),
        (AnswerType("date"), "2026-03", "2026-03"),
        (AnswerType("text"), "in short", "in short"),
    ],
)
def test_a_fact_is_read_from_a_line(answer: AnswerType, typed: str, fact: object) -> None:
    assert read_typed(answer, typed) == fact


@pytest.mark.parametrize(
    ("answer", "typed"),
    [
        (PAY, "about 40"),
        (PAY, "501"),
        (YES_NO, "perhaps"),
        (AnswerType("date"), "March"),
        (VISITS, "1 2 3"),
        (WAYS, "train"),
    ],
)
def test_what_is_no_fact_is_refused_with_the_rule(answer: AnswerType, typed: str) -> None:
    with pytest.raises(FactError):
        read_typed(answer, typed)


def test_facts_in_words() -> None:
    assert fact_words(PAY, "60") == "60 GBP"
    assert fact_words(WAYS, ("van", "hand")) == "By van, Carried"
    assert fact_words(VISITS, {"held": "36"}) == "held 36"
    assert fact_words(YES_NO, None) == ""


@pytest.mark.parametrize(
    ("answer", "line", "fact"),
    [
        (YES_NO, "1", "yes"),
        (YES_NO, " Partly ", "partly"),
        (YES_NO, "n", "no"),
        (YES_NO, "4", None),
        (YES_NO, "no van", None),
        (YES_NO, "\N{SUPERSCRIPT TWO}", None),
        (YES_NO, "", None),
        (WAYS, "by post", ("post",)),
        (WAYS, "3, 1", ("van", "hand")),
        (WAYS, "post by", None),
        (SCALE, "5", "5"),
        (SCALE, "6", None),
        (PAY, "1", None),
    ],
)
def test_a_line_that_is_a_choice_alone_is_told_from_words(
    answer: AnswerType, line: str, fact: object
) -> None:
    assert choice_meant(answer, line) == fact
