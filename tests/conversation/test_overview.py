from __future__ import annotations

from dataclasses import replace

from themer.conversation.clock import Clock, timing
from themer.conversation.coverage import Filler, Gap
from themer.conversation.overview import core_lines, gap_words, time_in_short, time_lines
from themer.conversation.session import Session
from themer.model.question_set import Probe


def test_the_time_is_said_in_short_with_the_section_that_we_are_in(session: Session) -> None:
    clock = Clock(60.0 * 38, sections={"now": 60.0 * 9, "next": 60.0 * 16})
    assert time_in_short(timing(session, clock, 0.0), "now") == "38 of 45 min · section 9 of 20"
    over = time_in_short(timing(session, clock, 0.0), "next")
    assert over == "38 of 45 min · section 16 of 15 !"
    late = timing(session, Clock(60.0 * 46), 0.0)
    assert time_in_short(late, "now") == "46 of 45 min ! · section 0 of 20"


def test_every_section_stands_in_the_table_with_plan_and_time(session: Session) -> None:
    asked = session.set_fact("yes")
    clock = Clock(60.0 * 38, sections={"now": 60.0 * 21})
    lines = time_lines(asked, timing(asked, clock, 0.0))
    assert [line.split() for line in lines[:4]] == [
        ["planned", "taken", "asked"],
        ["●", "Where", "you", "are", "now", "20", "min", "21", "min", "1/3", "over"],
        ["Where", "you", "want", "to", "be", "15", "min", "–", "0/2"],
        ["in", "all", "45", "min", "38", "min", "1/5"],
    ]
    assert all(len(line) <= 64 for line in lines[:4])


def test_the_core_questions_that_are_left_are_named_and_whether_they_fit(session: Session) -> None:
    asked = session.set_fact("yes")
    assert core_lines(asked, timing(asked, Clock(), 0.0)) == (
        "Core questions left: 1 of 2",
        "  4 The hardest part",
        "At the pace so far they take about 8 min, and 45 are left: they fit.",
    )
    late = core_lines(asked, timing(asked, Clock(60.0 * 50), 0.0))
    assert late[-1].endswith("and the planned time is over: they do NOT fit.")
    done = asked.go("hardest").write("drivers")[0]
    assert core_lines(done, timing(done, Clock(), 0.0)) == ("Every core question has been asked.",)


def test_a_gap_is_said_with_what_would_fill_it(session: Session) -> None:
    question = session.order[0]
    probe = Probe("who", "Who does it?")
    names = {"delivery": "Delivery to the home"}
    first = Filler(1, question, None, holds=None)
    assert gap_words(Gap("delivery", (first,)), names) == (
        "Delivery to the home: 1 (core, may not apply) Do you take books to readers at home?"
    )
    second = Filler(1, question, probe, holds=False)
    assert gap_words(Gap("other", (second, first)), names) == (
        "other: 1 (probe, does not apply so far) Who does it?"
    )
    plain = Filler(3, replace(question, core=False, short="Visits"), None, holds=True)
    assert gap_words(Gap("other", (plain,)), {}) == "other: 3 Visits"
