from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from themer.conversation.restricting import lift
from themer.conversation.session import NotPossibleError, Session
from themer.conversation.writing_up import (
    CopyState,
    copy_notes,
    how_far,
    named_openly,
    next_waiting,
    open_write_up,
    pages,
    quotes_gone,
    turn,
    write_copy,
)
from themer.model.interview import Answer, Passage, Verbatim

NOTED = 'drivers, says Ann Lee. "nobody asked" for it'


@pytest.fixture
def talked(session: Session) -> Session:
    """Three answers with words, one of which names somebody, and one with a fact alone."""
    answer = Answer(
        noted=NOTED,
        restricted=(Passage(14, 21),),
        verbatim=(Verbatim(24, 36, "nobody asked", may_use=True),),
    )
    held = session.record("hardest", answer).record("pay", Answer(noted="60 a day"))
    held = held.record("home_service", Answer(fact="yes", noted="since May"))
    return open_write_up(held.record("review", Answer(fact="2025")).go("pay"))


def closed(session: Session) -> list[str]:
    answer = session.answer
    assert answer.fair_copy is not None
    return [answer.fair_copy[p.start : p.end] for p in answer.restricted_copy]


def test_the_answers_with_words_are_written_up_in_the_order_of_asking(talked: Session) -> None:
    assert [(page.number, page.state) for page in pages(talked)] == [
        (1, CopyState.NOT_YET),
        (3, CopyState.NOT_YET),
        (4, CopyState.NOT_YET),
    ]
    assert talked.at == "home_service"
    assert turn(turn(talked, 1), 1).at == "hardest"
    with pytest.raises(NotPossibleError, match="first"):
        turn(talked, -1)
    with pytest.raises(NotPossibleError, match="last"):
        turn(talked.go("hardest"), 1)


def test_each_answer_is_not_yet_or_as_noted_or_written_up(talked: Session) -> None:
    same = copy_notes(talked)
    changed = write_copy(same.go("pay"), "60 pounds a day")
    assert [page.state.word for page in pages(changed)] == [
        "same as notes",
        "written up",
        "not yet",
    ]
    assert how_far(changed) == "1 of 3 written up, 1 same as notes, 1 not yet"
    assert next_waiting(changed).at == "hardest"
    assert open_write_up(changed).at == "hardest"
    done = copy_notes(changed.go("hardest"))
    with pytest.raises(NotPossibleError, match="Every answer"):
        next_waiting(done)
    assert open_write_up(done).at == "home_service"


def test_the_notes_stay_as_they_are(talked: Session) -> None:
    here = talked.go("hardest")
    written = write_copy(copy_notes(here), "It is drivers.")
    assert replace(written.answer, fair_copy=None, restricted_copy=()) == here.answer
    assert written.answer.coded_text == "It is drivers."


def test_an_emptied_fair_copy_is_none_so_that_the_notes_count_again(talked: Session) -> None:
    emptied = write_copy(copy_notes(talked.go("hardest")), "")
    assert emptied.answer == talked.go("hardest").answer


def test_notes_are_copied_once_and_what_they_restrict_goes_with_them(talked: Session) -> None:
    copied = copy_notes(talked.go("hardest"))
    assert copied.answer.fair_copy == NOTED
    assert closed(copied) == ["Ann Lee"]
    with pytest.raises(NotPossibleError, match="already"):
        copy_notes(copied)


def test_restricted_words_are_restricted_where_they_come_to_stand(talked: Session) -> None:
    written = write_copy(talked.go("hardest"), "Finding drivers: Ann Lee knows. Ann Lee said so.")
    assert closed(written) == ["Ann Lee", "Ann Lee"]
    more = write_copy(written, "Yes. Finding drivers: Ann Lee knows. Ann Lee said so.")
    assert closed(more) == ["Ann Lee", "Ann Lee"]
    inside = write_copy(more, "Yes. Finding drivers: Ann Bea Lee knows. Ann Lee said so.")
    assert closed(inside) == ["Ann Bea Lee", "Ann Lee"]


def test_typed_letter_by_letter_a_restricted_name_is_restricted(talked: Session) -> None:
    here = talked.go("hardest")
    words = "So says Ann Lee today"
    for end in range(1, len(words) + 1):
        here = write_copy(here, words[:end])
    assert closed(here) == ["Ann Lee"]


def test_what_a_person_opened_stays_open_while_they_type_elsewhere(talked: Session) -> None:
    written = write_copy(talked.go("hardest"), "Ann Lee says drivers")
    opened = lift(written, 0, 7, "fair_copy")
    more = write_copy(opened, "Well, Ann Lee says drivers")
    more = write_copy(more, "Well, Ann Lee says drivers, and cars")
    assert more.answer.restricted_copy == ()
    assert closed(write_copy(more, "Well, Ann Lee says drivers, and Ann Lee")) == ["Ann Lee"]


def test_part_of_a_restricted_name_is_pointed_out_and_not_decided(talked: Session) -> None:
    written = write_copy(talked.go("hardest"), "Drivers, says ann. Ann Lee knows; plan for leeway")
    answer = written.answer
    assert answer.fair_copy is not None
    assert [answer.fair_copy[p.start : p.end] for p in named_openly(answer)] == ["ann"]
    assert closed(written) == ["Ann Lee"]


def test_quotes_whose_words_are_gone_are_listed(talked: Session) -> None:
    here = talked.go("hardest")
    assert quotes_gone(here.answer) == ()
    assert quotes_gone(copy_notes(here).answer) == ()
    gone = quotes_gone(write_copy(here, "No one asked them.").answer)
    assert [quote.text for quote in gone] == ["nobody asked"]


def test_nothing_to_write_up_is_said(session: Session) -> None:
    with pytest.raises(NotPossibleError, match="Nothing was noted"):
        open_write_up(session.set_fact("yes"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(alphabet="An Le\n😀", max_size=24), max_size=5))
def test_restricted_passages_lie_within_the_copy_and_in_order(
    session: Session, texts: list[str]
) -> None:
    answer = Answer(noted="Ann Lee", restricted=(Passage(0, 3),))
    here = session.record("pay", answer).go("pay")
    for text in texts:
        here = write_copy(here, text)
        ends = [(p.start, p.end) for p in here.answer.restricted_copy]
        assert all(0 <= start < end <= len(text) for start, end in ends)
        assert all(one[1] <= other[0] for one, other in itertools.pairwise(ends))


def test_a_fair_copy_without_notes_can_be_emptied_and_typed_anew(talked: Session) -> None:
    alone = talked.record(talked.at, Answer(fair_copy="all there is"))
    emptied = write_copy(alone, "")
    assert emptied.at in [page.question.id for page in pages(emptied)]
    assert write_copy(emptied, "anew").answer.fair_copy == "anew"
