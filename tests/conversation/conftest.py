"""A small conversation about reading rooms, built without any file."""

from __future__ import annotations

import pytest

from themer.conversation.session import Session
from themer.model.interview import Interview, SetReference
from themer.model.question_set import (
    AnswerType,
    NumberField,
    Probe,
    Question,
    QuestionSet,
    Section,
)

NOW = Section(
    "now",
    "Where you are now",
    (
        Question(
            "home_service",
            "Do you take books to readers at home?",
            AnswerType("yes_no_partly"),
            core=True,
            probes=(
                Probe("since_when", "Since when?"),
                Probe("why_not", "What stands in the way?", when="home_service is no"),
            ),
        ),
        Question(
            "visits",
            "How many visits did you offer, and hold?",
            AnswerType(
                "numbers",
                fields=(NumberField("offered", "offered"), NumberField("held", "held", max=100)),
            ),
            when="home_service is yes or home_service is partly",
        ),
        Question("old", "Do you use the county's van?", AnswerType("yes_no"), retired_in="1"),
        Question(
            "pay", "What do you pay drivers?", AnswerType("number", unit="GBP", min=0, max=500)
        ),
    ),
    minutes=20,
)
NEXT = Section(
    "next",
    "Where you want to be",
    (
        Question("hardest", "What is hardest about it?", core=True, short="The hardest part"),
        Question("review", "When did you last look?", AnswerType("date")),
    ),
    minutes=15,
)
QUESTIONS = QuestionSet(
    "themer/question-set/1", "branches", "1", "Branches", "branch", (NOW, NEXT), minutes=45
)


@pytest.fixture
def session() -> Session:
    interview = Interview(
        "themer/interview/1", "one", SetReference("branches", "1"), "main", "harrow-hill"
    )
    return Session.open(QUESTIONS, interview)
