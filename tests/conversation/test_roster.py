"""Who is there, and what each of them agreed to."""

from __future__ import annotations

import pytest

from themer.conversation.roster import (
    is_unasked,
    join,
    leave,
    not_noted,
    person_words,
    say_agreed,
    speakers,
)
from themer.conversation.session import NotPossibleError, Session
from themer.model.interview import Attendee, Consent

CONSENT = Consent("1", take_part=True, quote=True, name=False)


@pytest.fixture
def talk(session: Session) -> Session:
    roster = (Attendee("p1", "practice lead"), Attendee("i1", "interviewer", interviewer=True))
    return session.amend(roster=roster, consent=CONSENT)


def words(session: Session, person_id: str) -> str:
    person = next(p for p in session.interview.roster if p.id == person_id)
    return person_words(session.interview, person)


def test_who_joins_is_not_quoted_before_being_asked(talk: Session) -> None:
    joined = join(talk, " team  manager ", "10:20")
    assert words(joined, "p2") == "team manager · from 10:20 · not asked yet"
    assert is_unasked(joined.interview.roster[-1])
    assert not joined.interview.may_quote_person("p2")
    assert joined.interview.may_quote_person("p1")
    agreed = say_agreed(joined, "p2", agreed=True, quote=True)
    assert words(agreed, "p2") == "team manager · from 10:20 · may be quoted"
    assert agreed.interview.may_quote_person("p2")


def test_who_does_not_take_part_is_named_while_they_are_there(talk: Session) -> None:
    refused = say_agreed(join(talk, "manager", "10:20"), "p2", agreed=False, quote=True)
    assert [person.id for person in not_noted(refused.interview)] == ["p2"]
    assert refused.interview.roster[-1].quote is False
    assert [person.id for person in speakers(refused.interview)] == ["p1"]
    gone = leave(refused, "p2", "10:40")
    assert not_noted(gone.interview) == ()
    assert words(gone, "p2") == "manager · from 10:20 left 10:40 · did not agree to take part"
    assert not_noted(leave(gone, "p2", None).interview) != ()


def test_those_who_left_are_listed_last_among_the_speakers(talk: Session) -> None:
    two = leave(
        say_agreed(join(talk, "driver", "10:20"), "p2", agreed=True, quote=False), "p1", "11"
    )
    assert [person.id for person in speakers(two.interview)] == ["p2", "p1"]


def test_a_colleague_of_ours_needs_no_consent(talk: Session) -> None:
    ours = join(talk, "note taker", "10:20", interviewer=True)
    assert words(ours, "i2") == "note taker · from 10:20 · asks"


def test_somebody_without_a_role_and_nobody_at_all_are_refused(talk: Session) -> None:
    with pytest.raises(NotPossibleError, match="role"):
        join(talk, "  ", "10:20")
    with pytest.raises(NotPossibleError, match="nobody"):
        leave(talk, "p9", "10:20")
