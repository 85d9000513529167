from __future__ import annotations

from dataclasses import replace

import pytest

from themer.conversation.coverage import gaps
from themer.conversation.session import Session
from themer.model.question_set import Probe, Question, QuestionSet


@pytest.fixture
def linked(session: Session) -> Session:
    """The small conversation, with components at three questions and at one probe."""
    links = {"home_service": ("delivery",), "visits": ("rounds",), "hardest": ("rounds", "people")}

    def link(question: Question) -> Question:
        probes = question.probes
        if question.id == "home_service":
            probes = (probes[0], replace(probes[1], components=("money",)))
        return replace(question, components=links.get(question.id, ()), probes=probes)

    sections = tuple(
        replace(section, questions=tuple(link(q) for q in section.questions))
        for section in session.questions.sections
    )
    questions: QuestionSet = replace(session.questions, sections=sections)
    return replace(session, questions=questions)


def test_what_nothing_was_asked_about_is_listed_in_the_order_of_asking(linked: Session) -> None:
    assert [gap.component for gap in gaps(linked)] == ["delivery", "money", "rounds", "people"]
    asked = linked.set_fact("yes")
    assert [gap.component for gap in gaps(asked)] == ["money", "rounds", "people"]


def test_an_answer_of_any_state_but_not_asked_means_that_it_was_asked(linked: Session) -> None:
    declined = linked.go("hardest").skip("declined")
    assert [gap.component for gap in gaps(declined)] == ["delivery", "money"]
    assert len(gaps(linked.go("hardest").skip("not_asked"))) == 4


def test_what_applies_comes_first_and_what_bears_on_fewest_others(linked: Session) -> None:
    rounds = next(gap for gap in gaps(linked) if gap.component == "rounds")
    assert [(f.number, f.holds) for f in rounds.fillers] == [(4, True), (2, None)]
    known = linked.set_fact("yes")
    rounds = next(gap for gap in gaps(known) if gap.component == "rounds")
    assert [(f.number, f.holds) for f in rounds.fillers] == [(2, True), (4, True)]
    never = linked.set_fact("no")
    rounds = next(gap for gap in gaps(never) if gap.component == "rounds")
    assert [(f.number, f.holds) for f in rounds.fillers] == [(4, True), (2, False)]


def test_an_unused_probe_fills_the_gap_that_only_it_bears_on(linked: Session) -> None:
    asked = linked.set_fact("no")
    money = next(gap for gap in gaps(asked) if gap.component == "money")
    (filler,) = money.fillers
    assert isinstance(filler.probe, Probe)
    assert (filler.question.id, filler.words, filler.holds) == (
        "home_service",
        "What stands in the way?",
        True,
    )
    used = asked.tick_probe("why_not")
    assert "money" not in [gap.component for gap in gaps(used)]


def test_a_set_without_components_has_no_gaps(session: Session) -> None:
    assert gaps(session) == ()
