from __future__ import annotations

from themer.conversation.clock import (
    Clock,
    core_fits,
    core_left,
    core_total,
    planned_minutes,
    spent_before,
)
from themer.conversation.session import Session


def test_a_clock_stands_while_the_line_is_down() -> None:
    clock = Clock().start(100.0).pause(160.0)
    assert clock.seconds(500.0) == 60.0
    assert clock.start(500.0).minutes(560.0) == 2
    assert clock.start(500.0).start(900.0).seconds(510.0) == 70.0


def test_planned_time_is_the_sets_own_or_the_sum_of_its_sections(session: Session) -> None:
    assert planned_minutes(session) == 45


def test_core_questions_that_are_left_and_whether_they_fit(session: Session) -> None:
    assert core_total(session) == 2
    assert core_left(session) == ("home_service", "hardest")
    assert core_fits(session, 27)
    assert not core_fits(session, 28)
    assert core_left(session.set_fact("yes")) == ("hardest",)


def test_earlier_sittings_count(session: Session) -> None:
    assert spent_before(session) == 0
