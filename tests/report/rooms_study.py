"""A study of home reading in small libraries, of any size, with a little of everything in it."""

from __future__ import annotations

import datetime as dt

from themer.findings.material import Material
from themer.model.action import ActionsFile, PlannedAction
from themer.model.codebook import Code, Codebook, ComponentStates
from themer.model.decision import Decision
from themer.model.interview import (
    Answer,
    Attendee,
    Consent,
    Interview,
    SetReference,
    Sitting,
    Verbatim,
)
from themer.model.question_set import AnswerType, NumberField, Question, QuestionSet, Section
from themer.model.study import (
    Audience,
    Contact,
    Flow,
    Pair,
    PairWords,
    Partner,
    Stock,
    Study,
    Unit,
    Workforce,
)
from themer.model.theme import Theme, ThemeConfidence, ThemePassage

UTC = dt.UTC
HARDEST = "drivers, always drivers. and then the insurance | for *them* <all>"
EASY = "no trouble at all, we have a list of people waiting to drive"
QUOTE = "always drivers"


def question_set() -> QuestionSet:
    """Six questions of every kind that matters to a report."""
    return QuestionSet(
        schema="themer/question-set/1",
        id="rooms",
        version="2026.1",
        title="Reading rooms: branches",
        audience="branch",
        codebook="rooms",
        sections=(
            Section(
                "now",
                "Where you are now",
                (
                    Question(
                        "home",
                        "Do you take books to readers at home?",
                        AnswerType("yes_no_partly"),
                        role="strength",
                        components=("delivery",),
                        short="Books taken home",
                    ),
                    Question(
                        "lead",
                        "Who answers for it?",
                        AnswerType("choice", options={"manager": "A manager", "nobody": "Nobody"}),
                        short="Who answers for it",
                    ),
                    Question(
                        "visits",
                        "How many visits did you offer, and how many were wanted?",
                        AnswerType(
                            "numbers",
                            fields=(
                                NumberField("offered", "visits offered", "offered"),
                                NumberField("wanted", "visits wanted", "wanted"),
                            ),
                        ),
                        short="Visits",
                    ),
                    Question(
                        "pay",
                        "What do you pay a driver for a day?",
                        AnswerType("number", unit="GBP", measure="pay"),
                        short="Pay of drivers",
                        sensitive=True,
                    ),
                ),
            ),
            Section(
                "next",
                "What is in the way",
                (
                    Question(
                        "hardest",
                        "What is hardest about it?",
                        role="challenge",
                        components=("delivery",),
                        short="What is hardest",
                    ),
                    Question(
                        "barriers",
                        "Which of these stand in the way?",
                        AnswerType(
                            "multi_choice", options={"van": "No van", "people": "Too few people"}
                        ),
                        role="challenge",
                        short="Barriers",
                    ),
                ),
            ),
        ),
    )


def codebook() -> Codebook:
    """One component and one plain code."""
    return Codebook(
        id="rooms",
        title="Home reading",
        codes=(
            Code(
                "delivery",
                "Delivery to the home",
                definition="Ways in which books reach readers.",
                component=ComponentStates("A regular round.", "Tried out.", "Nobody delivers."),
            ),
            Code("volunteers", "Volunteers", definition="People who give time unpaid."),
        ),
    )


def study(units: int, *, took_part: int | None = None) -> Study:
    """So many branches, two to a library; those beyond ``took_part`` declined."""
    held = units if took_part is None else took_part
    branches = [
        Unit(
            f"b{n:02}",
            f"Branch of the {n}th hill",
            "branch",
            Contact("held" if n <= held else "declined"),
        )
        for n in range(1, units + 1)
    ]
    partners = tuple(
        Partner(
            f"library{start}",
            f"Library {start}",
            "council" if start % 4 else "trust",
            tuple(branches[start : start + 2]),
            {"valley": "upper" if start % 4 else "lower"},
        )
        for start in range(0, units, 2)
    )
    return Study(
        schema="themer/study/1",
        id="rooms",
        title="Reading rooms of the three valleys",
        unit="service",
        audiences={"branch": Audience("branch", "branches")},
        fictional=True,
        types={"council": "council library", "trust": "library trust"},
        attributes={"valley": {"upper": "Upper valley", "lower": "Lower valley"}},
        partners=partners,
        workforce=Workforce(
            supply="offered",
            demand="wanted",
            stock=(Stock("offered", "Visits on offer"),),
            flow=Flow("wanted", "offered"),
            by="valley",
        ),
        pairs=(
            Pair(
                "home-and-lead",
                "home",
                ("yes", "partly"),
                "lead",
                ("manager",),
                PairWords("take books home", "have a manager who answers for it"),
            ),
        ),
    )


def interview(number: int, *, may_quote: bool = True, awaited: bool = False) -> Interview:
    """The conversation with one branch; every third one finds nothing hard."""
    hard = number % 3 != 0
    words = HARDEST if hard else EASY
    said = (
        (Verbatim(words.index(QUOTE), words.index(QUOTE) + len(QUOTE), QUOTE, True, "p1"),)
        if hard
        else ()
    )
    visits = (
        Answer(status="awaited")
        if awaited
        else Answer(fact={"offered": str(10 * number), "wanted": str(10 * number + 5)})
    )
    return Interview(
        schema="themer/interview/1",
        id=f"b{number:02}-1",
        set=SetReference("rooms", "2026.1"),
        unit=f"b{number:02}",
        organisation=f"library{(number - 1) // 2 * 2}",
        state="finished",
        fictional=True,
        roster=(Attendee("p1", "branch librarian"), Attendee("i1", "interviewer", True)),
        sittings=(Sitting(dt.date(2026, 2, number), "video", 40 + number),),
        consent=Consent("1", True, may_quote, False, dt.datetime(2026, 2, number, 10, tzinfo=UTC)),
        answers={
            "home": Answer(fact=("yes", "partly", "no")[number % 3]),
            "lead": Answer(fact="manager" if number % 2 else "nobody"),
            "visits": visits,
            "pay": Answer(fact=str(50 + number)),
            "hardest": Answer(noted=words, verbatim=said),
            "barriers": Answer(fact=("van", "people") if hard else ("van",)),
        },
    )


def decisions(number: int) -> tuple[Decision, ...]:
    """One coder reads everything; the hard answers carry the component."""
    place = f"b{number:02}-1"
    words = HARDEST if number % 3 else EASY
    at = dt.datetime(2026, 3, 1, 9, number, tzinfo=UTC)
    read = Decision(f"r{number}", at, "coder-a", "read", interview=place, question="hardest")
    accepted = Decision(
        f"a{number}",
        at,
        "coder-a",
        "accept",
        interview=place,
        question="hardest",
        start=0,
        end=len(words),
        text=words,
        code="delivery",
    )
    return (accepted, read)


def theme(numbers: range) -> Theme:
    """Drivers: voiced where it is hard, contradicted where it is not."""
    hard = [n for n in numbers if n % 3]
    easy = [n for n in numbers if not n % 3]
    return Theme(
        id="drivers",
        status="named",
        name="Drivers are the thin place",
        statement="home delivery hangs on finding a driver",
        interpretation="A van helps nobody who cannot drive.",
        role="challenge",
        members=tuple(_passage(n, HARDEST) for n in hard),
        contrary=tuple(_passage(n, EASY) for n in easy),
        confidence=ThemeConfidence("moderate", "typed notes of one person each"),
    )


def _passage(number: int, words: str) -> ThemePassage:
    return ThemePassage(f"b{number:02}-1", "hardest", 0, len(words), words)


ACTIONS = ActionsFile(
    actions=(
        PlannedAction(
            "pool", "Set up a shared pool of drivers", ("theme:drivers",), "The valleys", "2026-09"
        ),
    ),
    asks=(
        PlannedAction(
            "name-a-lead", "Name one person who answers for it", ("fact:lead",), by="2026-09-30"
        ),
    ),
)


def material(
    units: int,
    *,
    took_part: int | None = None,
    coded: bool = True,
    themed: bool = True,
    may_quote: bool = True,
    awaited: bool = False,
    actions: ActionsFile = ACTIONS,
) -> Material:
    """A study of so many branches."""
    numbers = range(1, (units if took_part is None else took_part) + 1)
    return Material(
        study=study(units, took_part=took_part),
        sets={"rooms": question_set()},
        codebooks={"rooms": codebook()},
        interviews=tuple(interview(n, may_quote=may_quote, awaited=awaited) for n in numbers),
        decisions=tuple(d for n in numbers for d in decisions(n)) if coded else (),
        themes=(theme(numbers),) if themed else (),
        actions=actions if themed else ActionsFile(),
    )
