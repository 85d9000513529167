from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from themer.conversation.closing import (
    SUMMARY_WORDS,
    add_step,
    change_step,
    close,
    read_back,
    read_step,
    step_words,
    still_open,
    summarise,
    where_we_stopped,
)
from themer.conversation.figures import Surety, set_surety
from themer.conversation.quoting import quote
from themer.conversation.session import NotPossibleError, Session
from themer.model.interview import Answer, Consent, NextStep, OtherCopy, Passage, Sitting


def test_the_end_gathers_what_is_left_and_what_is_to_follow(session: Session) -> None:
    talked = quote(session.set_fact("partly").write("post only")[0], 0, 4, may_use=True)
    awaited = Surety("awaited", source="the rota officer", due="+7")
    talked = set_surety(talked.go("pay"), awaited, dt.date(2026, 3, 4)).follow_up("by Friday")
    talked = talked.go("hardest").skip("declined").capture("a line")
    closing = close(talked)
    assert [line.question.id for line in closing.not_reached] == ["visits", "review"]
    assert [line.word for line in closing.skipped] == ["declined"]
    assert [(due.number, due.what) for due in closing.due] == [
        (3, "figure awaited from the rota officer by 2026-03-11"),
        (3, "by Friday"),
    ]
    assert closing.unassigned == ("a line",)
    assert (closing.answered, closing.quotes, closing.quotes_usable) == (1, 1, 0)
    consent = Consent("1", take_part=True, quote=True, name=True)
    assert close(talked.amend(consent=consent)).quotes_usable == 1


def test_what_is_read_back_is_the_fact_and_how_the_notes_begin(session: Session) -> None:
    talked = session.set_fact("partly").write("post only\nand more")[0]
    assert [(n, said) for n, _, said in read_back(talked)] == [(1, "partly · post only")]


def test_restricted_words_are_never_read_back(session: Session) -> None:
    noted = session.write("Ann carries them")[0]
    closed = replace(noted.answer, restricted=(Passage(0, 3),))
    talked = noted.record(noted.at, closed)
    assert [said for _, _, said in read_back(talked)] == ["[…] carries them"]
    copied = replace(closed, fair_copy="One person, Ann, does.", restricted_copy=(Passage(12, 15),))
    talked = noted.record(noted.at, copied)
    assert [said for _, _, said in summarise(talked).lines] == ["One person, […], does."]


def test_a_summary_takes_two_minutes_and_names_what_it_leaves_out(session: Session) -> None:
    long = " ".join(["word"] * 140)
    talked = session.set_fact("yes").write(long)[0]
    talked = talked.go("pay").set_fact("60").write(long)[0]
    assert summarise(talked).left_out == ()
    talked = talked.go("hardest").write(long)[0].go("review").write(long)[0]
    summary = summarise(talked)
    assert [(n, len(said.split())) for n, _, said in summary.lines] == [(1, 142), (3, 2), (4, 140)]
    assert summary.left_out == (5,)
    assert summary.minutes == 2
    whole = summarise(talked, whole=True)
    assert [n for n, _, _ in whole.lines] == [1, 3, 4, 5]
    assert sum(len(said.split()) for _, _, said in whole.lines) > SUMMARY_WORDS
    assert whole.minutes == 4


def step(what: str, who: str = "", by: str = "") -> NextStep:
    return read_step(what, who, by, dt.date(2026, 2, 27))


def test_a_step_may_be_due_in_some_days() -> None:
    assert step("Call", by="+7").by == "2026-03-06"


def test_next_steps_are_added_changed_and_taken_off(session: Session) -> None:
    first, second = step("Send routes ", " librarian", "2026-02-06"), step("Call")
    agreed = add_step(add_step(session, first), second)
    assert agreed.interview.next_steps == (
        NextStep("Send routes", "librarian", "2026-02-06"),
        NextStep("Call"),
    )
    assert [step_words(s) for s in agreed.interview.next_steps] == [
        "Send routes · librarian · by 2026-02-06",
        "Call",
    ]
    changed = change_step(agreed, 1, step("Write", "us", "2026"))
    assert changed.interview.next_steps[1] == NextStep("Write", "us", "2026")
    assert change_step(agreed, 0, None).interview.next_steps == (NextStep("Call"),)


@pytest.mark.parametrize(("what", "by"), [(" ", ""), ("Send", "Friday")])
def test_a_next_step_says_what_and_a_date_that_can_be_read(what: str, by: str) -> None:
    with pytest.raises(NotPossibleError):
        step(what, "", by)


def test_the_next_sitting_begins_with_where_we_stopped(session: Session) -> None:
    talked = session.set_fact("partly").go("pay")
    awaited = Answer(status="awaited", source="the diary", due=dt.date(2026, 2, 6))
    talked = add_step(talked.record("pay", awaited), NextStep("Send routes"))
    sat = replace(
        talked.interview,
        sittings=(Sitting(dt.date(2026, 2, 3), "video", 48, "10:00"),),
    )
    opened = Session.open(talked.questions, sat)
    assert where_we_stopped(opened, dt.date(2026, 2, 7)) == (
        "Last sitting: 2026-02-03, 10:00, video, 48 min.",
        "It goes on at 4 The hardest part.",
        "Not reached: 3 questions, 1 of them core.",
        "To follow: 3 What do you pay drivers?: figure awaited from the diary by 2026-02-06"
        " (overdue)",
        "Agreed: Send routes",
    )
    assert "(overdue)" not in " ".join(where_we_stopped(opened, dt.date(2026, 2, 6)))


def test_it_goes_on_at_the_question_on_which_the_last_sitting_stopped(session: Session) -> None:
    sitting = Sitting(dt.date(2026, 2, 3), stopped_at="visits")
    sat = replace(session.go("pay").set_fact("60").interview, sittings=(sitting,))
    lines = where_we_stopped(Session.open(session.questions, sat), dt.date(2026, 2, 7))
    assert "It goes on at 2 How many visits did you offer, and hold?." in lines


def test_what_is_of_weight_is_named_before_the_end(session: Session) -> None:
    assert still_open(session) == ("2 core questions not asked",)
    other = OtherCopy("pay", Answer(fact="1"), dt.datetime.now(dt.UTC), "the file on disk")
    talked = session.set_fact("no").capture("asked what others pay").amend(other_copies=(other,))
    assert still_open(talked, "NOT SAVED: the disk is full.") == (
        "1 core question not asked",
        "1 answer in two copies",
        "1 line kept for later",
        "not everything is saved",
    )
    assert still_open(session.set_fact("no").go("hardest").write("drivers")[0]) == ()


def test_a_core_question_that_does_not_apply_holds_nothing_up(session: Session) -> None:
    now, after = session.questions.sections
    visits = replace(now.questions[1], core=True)
    section = replace(now, questions=(now.questions[0], visits))
    hers = replace(session, questions=replace(session.questions, sections=(section, after)))
    assert still_open(hers.set_fact("no")) == ("1 core question not asked",)
    assert still_open(hers.set_fact("yes")) == ("2 core questions not asked",)


def test_a_set_without_core_questions_names_all_that_were_not_asked(session: Session) -> None:
    sections = tuple(
        replace(section, questions=tuple(replace(q, core=False) for q in section.questions))
        for section in session.questions.sections
    )
    none = replace(session, questions=replace(session.questions, sections=sections))
    assert still_open(none.set_fact("yes")) == ("4 questions not asked",)
