"""The beginning of a conversation: who, when, how, and what they agree to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from themer.model.interview import Attendee, Consent, Interview, SetReference, Sitting
from themer.model.question_set import QuestionSet
from themer.model.study import ConsentWording, Study

MODES = ("video", "telephone", "in person")
PARTNER = "p1"
INTERVIEWER = "i1"


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is asked before the first question."""

    unit: str
    organisation: str
    role: str
    """Of the person who answers; names are not kept."""
    asked_by: str
    """The role of the person who asks."""
    date: dt.date
    mode: str


def begin(
    study: Study,
    questions: QuestionSet,
    set_sha256: str,
    interview_id: str,
    particulars: Particulars,
    joined: str | None = None,
) -> Interview:
    """Make the record of a conversation that is about to begin.

    Args:
        study: The study; a fictional one makes fictional interviews.
        questions: The question set, held to its version.
        set_sha256: Of the question set's file.
        interview_id: The id of the new record.
        particulars: Who, when and how.
        joined: The time of day, such as ``10:00``.
    """
    return Interview(
        schema="themer/interview/1",
        id=interview_id,
        set=SetReference(questions.id, questions.version, set_sha256),
        unit=particulars.unit,
        organisation=particulars.organisation,
        fictional=study.fictional,
        roster=(
            Attendee(PARTNER, particulars.role, joined=joined),
            Attendee(INTERVIEWER, particulars.asked_by, interviewer=True),
        ),
        sittings=(Sitting(particulars.date, particulars.mode, began=joined),),
    )


def sit_again(
    interview: Interview, date: dt.date, mode: str | None, began: str | None = None
) -> Interview:
    """Go on with a conversation; another day, or another way of meeting, is another sitting.

    Args:
        interview: The record.
        date: The day.
        mode: How they meet; None for as before.
        began: The time of day at which another sitting begins.
    """
    last = interview.sittings[-1] if interview.sittings else None
    if last is not None and last.date == date and (mode is None or last.mode == mode):
        return interview
    mode = mode or (last.mode if last else None)
    return replace(interview, sittings=(*interview.sittings, Sitting(date, mode, began=began)))


SCOPES = ("take_part", "quote", "name")
SCOPE_TITLES = {
    "take_part": "Take part",
    "quote": "Quote words they confirm",
    "name": "Name the organisation",
}


def wording(text: ConsentWording) -> dict[str, str]:
    """Give the words that are read out, by scope."""
    return {scope: getattr(text, scope) for scope in SCOPES}


def agree(
    interview: Interview,
    text: ConsentWording,
    given: dict[str, bool],
    at: dt.datetime,
) -> Interview:
    """Record what was agreed to, with its wording and version.

    Args:
        interview: The record.
        text: The words that were read out.
        given: Yes or no for each scope; without taking part the others are no.
        at: An aware moment.
    """
    takes_part = given["take_part"]
    consent = Consent(
        wording_version=text.version,
        take_part=takes_part,
        quote=takes_part and given.get("quote", False),
        name=takes_part and given.get("name", False),
        at=at.astimezone(dt.UTC).replace(microsecond=0),
        wording=wording(text),
    )
    return replace(interview, consent=consent)


def may_ask(study: Study, interview: Interview) -> bool:
    """Say whether the first question may be asked."""
    if interview.consent is not None:
        return interview.consent.take_part
    return study.consent is None
