from __future__ import annotations

import datetime as dt

import pytest

from themer.conversation.beginning import Particulars, agree, begin, may_ask, sit_again
from themer.conversation.session import Session
from themer.model.interview import Interview
from themer.model.study import Audience, ConsentWording, Study

WORDING = ConsentWording("2", "May we?", "May we quote?", "May we name you?")
STUDY = Study(
    "themer/study/1",
    "reading-rooms",
    "Reading rooms",
    "service",
    {"branch": Audience("branch", "branches")},
    fictional=True,
    consent=WORDING,
)
DAY = dt.date(2026, 3, 4)
AT = dt.datetime(2026, 3, 4, 11, 2, 3, 999, tzinfo=dt.timezone(dt.timedelta(hours=1)))


@pytest.fixture
def begun(session: Session) -> Interview:
    particulars = Particulars("main", "harrow-hill", "librarian", "staff", DAY, "video")
    return begin(STUDY, session.questions, "ab" * 32, "main-1", particulars, "10:00")


def test_a_new_record_says_who_when_and_under_which_questions(begun: Interview) -> None:
    assert (begun.set.id, begun.set.version, begun.set.sha256) == ("branches", "1", "ab" * 32)
    assert [(a.id, a.role, a.interviewer) for a in begun.roster] == [
        ("p1", "librarian", False),
        ("i1", "staff", True),
    ]
    assert begun.sittings[0].date == DAY
    assert begun.fictional
    assert begun.state == "open"


def test_nothing_is_asked_before_consent(begun: Interview) -> None:
    assert not may_ask(STUDY, begun)
    yes = agree(begun, WORDING, {"take_part": True, "quote": False, "name": True}, AT)
    assert may_ask(STUDY, yes)
    assert not may_ask(STUDY, agree(begun, WORDING, {"take_part": False}, AT))


def test_consent_keeps_the_wording_its_version_and_the_moment(begun: Interview) -> None:
    consent = agree(begun, WORDING, {"take_part": True, "quote": True, "name": False}, AT).consent
    assert consent is not None
    assert consent.wording_version == "2"
    assert consent.wording["quote"] == "May we quote?"
    assert (consent.quote, consent.name) == (True, False)
    assert consent.at == dt.datetime(2026, 3, 4, 10, 2, 3, tzinfo=dt.UTC)


def test_who_does_not_take_part_is_not_quoted_either(begun: Interview) -> None:
    consent = agree(begun, WORDING, {"take_part": False, "quote": True, "name": True}, AT).consent
    assert consent is not None
    assert (consent.quote, consent.name) == (False, False)


def test_another_day_or_another_way_is_another_sitting(begun: Interview) -> None:
    assert sit_again(begun, DAY, "video") == begun
    next_day = sit_again(begun, dt.date(2026, 3, 5), "video")
    assert [s.date.day for s in next_day.sittings] == [4, 5]
    assert len(sit_again(begun, DAY, "telephone").sittings) == 2
