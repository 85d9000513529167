"""A small study to count in, made from a few words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from themer.findings.material import Material
from themer.model.codebook import Code, Codebook, ComponentStates
from themer.model.decision import Decision
from themer.model.interview import (
    SKIPPED,
    Answer,
    Attendee,
    Consent,
    Interview,
    SetReference,
    Sitting,
    Verbatim,
)
from themer.model.question_set import AnswerType, Question, QuestionSet, Section
from themer.model.study import Audience, Contact, Partner, Study, Unit
from themer.model.suggestion import Reason, SuggestedSegment, Suggestion
from themer.model.theme import MadeBy

START = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
MADE_BY = MadeBy(name="themer", version="0", model="none", settings="s")


class Build:
    """Makes model objects with what a test does not care about filled in."""

    made_by = MADE_BY

    def answer(self, said: Any, *, status: Any = None, noted: str = "", **more: Any) -> Answer:
        """Make an answer from a value, a state's name, ``awaited`` or ``words_only``."""
        if isinstance(said, str) and said in SKIPPED:
            return Answer(state=said, noted=noted, **more)
        if said == "awaited":
            return Answer(status="awaited", noted=noted, **more)
        if said == "words_only":
            return Answer(noted=noted or "well, it depends", **more)
        fact = tuple(said) if isinstance(said, list) else said
        return Answer(fact=fact, status=status, noted=noted, **more)

    def interview(
        self,
        unit: str,
        answers: Mapping[str, Answer],
        *,
        name: str | None = None,
        organisation: str | None = None,
        date: str = "2026-01-10",
        state: Any = "finished",
        role: str = "lead",
        quote: bool = True,
        set_id: str = "set",
    ) -> Interview:
        return Interview(
            schema="themer/interview/1",
            id=name or f"{unit}-1",
            set=SetReference(set_id, "1"),
            unit=unit,
            organisation=organisation or f"org-{unit}",
            state=state,
            roster=(Attendee("p1", role), Attendee("i1", "interviewer", interviewer=True)),
            sittings=(Sitting(dt.date.fromisoformat(date), minutes=30),),
            consent=Consent("1", take_part=True, quote=quote, name=False),
            answers=dict(answers),
        )

    def question(self, name: str, answer: Any = "none", **more: Any) -> Question:
        kind = AnswerType(type=answer) if isinstance(answer, str) else answer
        return Question(id=name, ask=f"What of {name}?", answer=kind, **more)

    def code(self, name: str) -> Code:
        return Code(name, name.title(), component=ComponentStates("yes", "partly", "no"))

    def decision(self, number: int, action: Any, **more: Any) -> Decision:
        more.setdefault("coder", "coder-a")
        at = START + dt.timedelta(minutes=number)
        return Decision(id=f"d{number}", at=at, action=action, **more)

    def segment(
        self, name: str, question: str, text: str, codes: Mapping[str, float], none: float = 0.1
    ) -> SuggestedSegment:
        suggestions = tuple(
            Suggestion(code, 1.0, confidence, rank, Reason(0, 1))
            for rank, (code, confidence) in enumerate(codes.items(), 1)
        )
        return SuggestedSegment(name, question, 0, len(text), text, none, suggestions)

    def verbatim(self, text: str, *, may_use: bool = True, start: int = 0) -> Verbatim:
        return Verbatim(start, start + len(text), text, may_use, "p1")

    def study(self, units: Mapping[str, Any], **more: Any) -> Study:
        """Make a study with an organisation for each unit; a value says the contact's state."""
        types = more.pop("type_of", {})
        attributes = more.pop("attributes_of", {})
        more.setdefault("unit", "service")
        more.setdefault("audiences", {"branch": Audience("branch", "branches")})
        more.setdefault("types", {"council": "council", "trust": "library trust"})
        return Study(
            schema="themer/study/1",
            id="study",
            title="A study",
            partners=tuple(
                Partner(
                    f"org-{unit}",
                    f"Organisation {unit}",
                    types.get(unit, "council"),
                    (Unit(unit, f"Unit {unit}", "branch", Contact(state)),),
                    attributes.get(unit, {}),
                )
                for unit, state in units.items()
            ),
            **more,
        )

    def material(
        self,
        questions: Sequence[Question],
        interviews: Sequence[Interview],
        *,
        study: Study | None = None,
        codes: Sequence[str] = ("vans",),
        **more: Any,
    ) -> Material:
        units = {interview.unit: "held" for interview in interviews}
        book = Codebook(tuple(self.code(code) for code in codes), id="book")
        question_set = QuestionSet(
            schema="themer/question-set/1",
            id="set",
            version="1",
            title="A set",
            audience="branch",
            codebook="book",
            sections=(Section("s", "S", tuple(questions)),),
        )
        return Material(
            study=study or self.study(units),
            sets={"set": question_set},
            codebooks={"book": book},
            interviews=tuple(interviews),
            **more,
        )


@pytest.fixture(scope="session")
def build() -> Build:
    return Build()


@pytest.fixture(scope="session")
def spoken(build: Build) -> Callable[..., tuple[list[Interview], list[Decision]]]:
    """Give conversations with words, and the decisions by which some of them were read."""

    def make(words: Mapping[str, Sequence[str]]) -> tuple[list[Interview], list[Decision]]:
        interviews, decisions = [], []
        for unit, states in words.items():
            answers = {
                f"q{at}": Answer(noted=f"the van of {unit}, part {at}, comes late")
                for at, _ in enumerate(states)
            }
            interviews.append(build.interview(unit, answers))
            decisions += [
                build.decision(
                    1000 + 10 * len(interviews) + at,
                    "read",
                    interview=f"{unit}-1",
                    question=f"q{at}",
                )
                for at, state in enumerate(states)
                if state == "read"
            ]
        return interviews, decisions

    return make
