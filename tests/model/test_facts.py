from __future__ import annotations

import pytest

from themer.model.facts import FactError, read_fact
from themer.model.question_set import AnswerType, NumberField

NUMBERS = AnswerType("numbers", fields=(NumberField("a", "A"), NumberField("b", "B", max=9)))
CHOICES = AnswerType("multi_choice", options={"x": "X", "y": "Y"})


@pytest.mark.parametrize(
    ("answer", "written", "fact"),
    [
        (AnswerType("yes_no"), "no", "no"),
        (AnswerType("yes_no_partly"), "partly", "partly"),
        (AnswerType("choice", options={"x": "X", "y": "Y"}), "y", "y"),
        (CHOICES, ("x", "y"), ("x", "y")),
        (CHOICES, "x", ("x",)),
        (AnswerType("number", min=0), "12.5", 12.5),
        (AnswerType("scale", min=1, max=5), "5", 5.0),
        (NUMBERS, {"a": "3"}, {"a": 3.0}),
        (AnswerType("date"), "2026-03", "2026-03"),
        (AnswerType("text"), "no", "no"),
    ],
)
def test_a_fact_is_read_by_its_question(answer: AnswerType, written: object, fact: object) -> None:
    assert read_fact(answer, written) == fact  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("answer", "written"),
    [
        (AnswerType("yes_no"), "partly"),
        (AnswerType("yes_no"), "true"),
        (CHOICES, ("x", "z")),
        (AnswerType("number"), "nan"),
        (AnswerType("number"), "1,000"),
        (AnswerType("number"), "1_000"),
        (AnswerType("number"), "1e999"),
        (AnswerType("number", max=5), "6"),
        (AnswerType("scale", min=1, max=5), "0"),
        (NUMBERS, {"c": "1"}),
        (NUMBERS, {"a": "-1"}),
        (NUMBERS, "3"),
        (AnswerType("date"), "2026-13"),
        (AnswerType("date"), "March"),
        (AnswerType("none"), "yes"),
        (AnswerType("yes_no"), ("yes", "no")),
    ],
)
def test_a_fact_that_cannot_be_is_refused_with_the_rule(
    answer: AnswerType, written: object
) -> None:
    with pytest.raises(FactError) as caught:
        read_fact(answer, written)  # type: ignore[arg-type]
    assert str(caught.value)
