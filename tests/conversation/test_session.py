from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from themer.conversation.session import NotPossibleError, Session
from themer.model.interview import Sitting


def test_it_begins_with_the_first_question_and_leaves_out_retired_ones(session: Session) -> None:
    assert session.at == "home_service"
    assert [q.id for q in session.order] == ["home_service", "visits", "pay", "hardest", "review"]


def test_it_is_taken_up_after_the_last_answer(session: Session) -> None:
    talked = session.go("pay").set_fact("60")
    again = Session.open(talked.questions, talked.interview)
    assert again.at == "hardest"
    at_the_end = talked.go("review").set_fact("2026")
    assert Session.open(at_the_end.questions, at_the_end.interview).at == "review"


def test_it_is_taken_up_where_the_last_sitting_stopped(session: Session) -> None:
    sat = session.amend(sittings=(Sitting(dt.date(2026, 2, 3), "video"),))
    stopped = sat.go("pay").set_fact("60").go("visits").stop_here()
    assert Session.open(stopped.questions, stopped.interview).at == "visits"
    gone = Sitting(dt.date(2026, 2, 3), stopped_at="old")
    retired = stopped.amend(sittings=(gone,))
    assert Session.open(retired.questions, retired.interview).at == "hardest"


def test_where_a_sitting_stops_is_said_once_and_never_off_the_record(session: Session) -> None:
    assert session.stop_here() is session  # nobody sat down to it
    sat = session.amend(sittings=(Sitting(dt.date(2026, 2, 3)),)).stop_here()
    assert sat.stop_here() is sat
    off = replace(sat, is_off_record=True).go("pay")
    assert off.stop_here() is off


def test_jumping_anywhere_and_back_to_where_we_were(session: Session) -> None:
    there = session.step(1).go("review").go("hardest")
    assert there.back().at == "review"
    assert there.back().back().at == "visits"
    with pytest.raises(NotPossibleError, match="nowhere to go back"):
        session.back()


def test_there_is_nothing_before_the_first_and_after_the_last(session: Session) -> None:
    with pytest.raises(NotPossibleError, match="first question"):
        session.step(-1)
    with pytest.raises(NotPossibleError, match="last question"):
        session.go("review").step(1)
    with pytest.raises(NotPossibleError, match="no question"):
        session.go("old")


def test_the_state_before_a_change_is_not_touched(session: Session) -> None:
    after, _ = session.write("post only")
    assert session.interview.answers == {}
    assert after.interview.answers["home_service"].noted == "post only"


def test_an_answer_emptied_again_was_not_asked(session: Session) -> None:
    written, _ = session.write("x")
    emptied, _ = written.write("")
    assert emptied.interview.answers == {}


@pytest.mark.parametrize(
    "state", ["not_asked", "no_answer", "dont_know", "declined", "not_applicable"]
)
def test_a_skip_keeps_its_reason_and_the_words(session: Session, state: str) -> None:
    written, _ = session.write("she laughed")
    skipped = written.skip(state)  # type: ignore[arg-type]
    assert skipped.answer.state == state
    assert skipped.answer.noted == "she laughed"
    assert not skipped.answer.is_substantive


def test_a_fact_after_a_skip_makes_it_answered_and_words_do_not(session: Session) -> None:
    declined = session.skip("declined")
    assert declined.write("would rather not")[0].answer.state == "declined"
    assert declined.set_fact("no").answer.state == "answered"
    assert session.skip("not_asked").write("asked after all")[0].answer.state == "answered"


def test_probes_are_ticked_and_unticked_in_their_order(session: Session) -> None:
    ticked = session.tick_probe("why_not").tick_probe("since_when")
    assert ticked.answer.probes_used == ("since_when", "why_not")
    assert ticked.tick_probe("why_not").answer.probes_used == ("since_when",)


def test_words_that_belong_nowhere_are_sent_without_leaving_the_question(session: Session) -> None:
    kept = session.capture("asked what others pay").capture("second")
    sent = kept.send(0, "pay")
    assert sent.at == session.at
    assert sent.interview.unassigned == ("second",)
    assert sent.answer_to("pay").noted == "asked what others pay"
    assert sent.send(0, "pay").answer_to("pay").noted == "asked what others pay\nsecond"


def test_off_the_record_nothing_is_stored(session: Session) -> None:
    off = replace(session, is_off_record=True)
    with pytest.raises(NotPossibleError, match="off the record"):
        off.write("secret")
    with pytest.raises(NotPossibleError, match="off the record"):
        off.capture("secret")
    with pytest.raises(NotPossibleError, match="off the record"):
        off.skip("declined")


def test_a_line_is_taken_out_and_nothing_else(session: Session) -> None:
    written, _ = session.write("one\ntwo\none more")
    assert written.take_out_line("one").answer.noted == "two\none more"
    assert written.take_out_line("more") is written
