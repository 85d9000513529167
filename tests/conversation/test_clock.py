from __future__ import annotations

from dataclasses import replace

import pytest

from themer.conversation.clock import (
    Clock,
    core_left,
    core_total,
    planned_minutes,
    spend,
    spent_before,
    timing,
)
from themer.conversation.session import Session, today
from themer.model.interview import Sitting


def sat(session: Session, *sittings: Sitting) -> Session:
    return replace(session, interview=replace(session.interview, sittings=sittings))


def test_a_clock_stands_while_the_line_is_down() -> None:
    clock = Clock().start(100.0).pause(160.0)
    assert clock.seconds(500.0) == 60.0
    assert clock.start(500.0).minutes(560.0) == 2
    assert clock.start(500.0).start(900.0).seconds(510.0) == 70.0


def test_time_is_counted_for_the_section_that_one_is_in() -> None:
    clock = Clock().enter("now", 0.0).start(0.0).enter("next", 100.0).enter("now", 130.0)
    assert clock.section_seconds("now", 140.0) == 110.0
    assert clock.section_seconds("next", 140.0) == 30.0
    stands = clock.pause(140.0)
    assert stands.section_seconds("now", 900.0) == 110.0
    assert stands.enter("next", 900.0).running_since is None
    assert clock.seconds(140.0) == 140.0


def test_time_at_the_end_is_of_the_sitting_and_of_no_section() -> None:
    clock = Clock().enter("now", 0.0).start(0.0).enter(None, 60.0)
    assert clock.seconds(180.0) == 180.0
    assert clock.section_minutes(180.0) == {"now": 1}


def test_whole_minutes_by_section_come_to_those_of_the_sitting() -> None:
    clock = Clock(sections={"a": 119.0, "b": 61.0, "c": 59.0})
    assert clock.section_minutes(0.0) == {"a": 2, "b": 1}
    assert Clock(sections={"a": 20.0, "b": 20.0, "c": 20.0}).section_minutes(0.0) == {"a": 1}


def test_a_sitting_that_is_taken_up_many_times_keeps_its_time(session: Session) -> None:
    held = sat(session, Sitting(today(), "video"))
    now = 0.0
    for _ in range(20):
        clock = Clock.of(held.interview.sittings[-1]).start(now)
        for section in ("now", "next"):
            clock = clock.enter(section, now)
            now += 90.0
        held = spend(held, clock, now)
    sitting = held.interview.sittings[-1]
    assert sitting.minutes == 60
    assert sum(sitting.sections.values()) == 60


def test_what_a_sitting_takes_is_recorded_by_section_and_only_when_it_changes(
    session: Session,
) -> None:
    clock = Clock().enter("now", 0.0).start(0.0).enter("next", 720.0)
    assert spend(session, clock, 900.0) is session
    held = spend(sat(session, Sitting(today(), "video", began="10:00")), clock, 900.0)
    sitting = held.interview.sittings[-1]
    assert (sitting.minutes, dict(sitting.sections), sitting.began) == (
        15,
        {"now": 12, "next": 3},
        "10:00",
    )
    assert spend(held, clock, 901.0) is held


def test_planned_time_is_the_sets_own_or_the_sum_of_its_sections(session: Session) -> None:
    assert planned_minutes(session) == 45


def test_core_questions_that_are_left_fit_by_the_plan_until_something_was_asked(
    session: Session,
) -> None:
    assert core_total(session) == 2
    assert core_left(session) == ("home_service", "hardest")
    # 20 minutes for three questions, and 15 for two: 6.7 and 7.5 for the two core ones
    assert timing(session, Clock(), 0.0).core_needs == pytest.approx(20 / 3 + 15 / 2)
    assert timing(session, Clock(60.0 * 30), 0.0).core_fits
    assert not timing(session, Clock(60.0 * 31), 0.0).core_fits
    assert core_left(session.set_fact("yes")) == ("hardest",)


def test_whether_they_fit_follows_from_what_questions_really_take(session: Session) -> None:
    asked = session.set_fact("yes")
    slow = Clock().enter("now", 0.0).start(0.0).enter("next", 20 * 60.0).pause(20 * 60.0)
    quick = Clock().enter("now", 0.0).start(0.0).enter("next", 60.0).pause(60.0)
    # one question of 6.7 planned minutes took 20, and one of 7.8 planned counts beside it
    one, mean = 20 / 3, 45 / 5
    assert timing(asked, slow, 0.0).core_needs == pytest.approx(7.5 * (20 + mean) / (one + mean))
    assert timing(asked, quick, 0.0).core_needs < 7.5
    late = sat(asked, Sitting(today(), minutes=13), Sitting(today()))
    assert timing(asked, slow, 0.0).core_fits
    assert not timing(late, slow, 0.0).core_fits


def test_a_question_that_is_being_asked_counts_as_far_as_time_went_into_it(
    session: Session,
) -> None:
    one, mean = 20 / 3, 45 / 5

    def needs(minutes: float) -> float:
        return timing(session, Clock(sections={"now": 60 * minutes}), 0.0).core_needs

    assert needs(0.01) == pytest.approx(20 / 3 + 15 / 2, abs=0.1)
    own, pace = (20 + one) / (one + one), (20 + mean) / (one + mean)
    assert needs(20) == pytest.approx(one * own + 7.5 * pace)


def test_a_section_that_has_begun_goes_by_its_own_pace(session: Session) -> None:
    asked = session.go("review").set_fact("2025")
    clock = Clock(sections={"now": 0.0, "next": 30 * 60.0})
    # review took 30 of 7.5 planned; one planned one beside it
    needs = timing(asked, clock, 0.0)
    hardest = 7.5 * (30 + 7.5) / (7.5 + 7.5)
    first = (20 / 3) * (30 + 9) / (7.5 + 9)
    assert needs.core_needs == pytest.approx(hardest + first)
    assert needs.of("next").is_over
    assert (needs.of("next").reached, needs.of("next").questions) == (1, 2)


def test_earlier_sittings_count(session: Session) -> None:
    assert spent_before(session) == 0
    early = Sitting(today(), minutes=20, sections={"now": 18})
    held = sat(session, early, Sitting(today(), "telephone"))
    seen = timing(held, Clock().enter("now", 0.0).start(0.0), 120.0)
    assert (seen.spent, seen.left) == (22, 23)
    assert seen.of("now").minutes == 20


def test_nothing_left_always_fits(session: Session) -> None:
    done = session.set_fact("yes").go("hardest").write("drivers")[0]
    assert timing(done, Clock(99 * 60.0), 0.0).core_fits
