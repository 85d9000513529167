"""Commands of plain mode on people: who is there, what they agree to, what others do."""

from __future__ import annotations

import datetime as dt

from themer.conversation.roster import join, leave, person_words, say_agreed
from themer.conversation.session import NotPossibleError, Session
from themer.model.interview import Attendee
from themer.plain.outcome import Command, Outcome

_AGREE = (
    "Read both out, and write :agree, their number, yes or no to taking part, yes or no to being "
    "quoted, such as :agree 3 yes no"
)


def _people(session: Session, _: str) -> Outcome:
    interview = session.interview
    listed = [f"{i} {person_words(interview, p)}" for i, p in enumerate(interview.roster, 1)]
    return Outcome(session, "\n".join(listed) or "Nobody is noted.")


def _join(session: Session, typed: str) -> Outcome:
    after = join(session, typed, _now())
    return Outcome(after, f"{_people(after, '').said}\n{_wording(after)}")


def _ours(session: Session, typed: str) -> Outcome:
    return Outcome(join(session, typed, _now(), interviewer=True), "Noted.")


def _left(session: Session, typed: str) -> Outcome:
    person = _person(session, typed)
    after = leave(session, person.id, None if person.left else _now())
    return Outcome(after, _people(after, "").said)


def _agree(session: Session, typed: str) -> Outcome:
    number, *said = typed.split()[:3] if typed else [""]
    person = _person(session, number)
    if len(said) != 2 or any(one not in ("yes", "no") for one in said):
        return Outcome(session, _wording(session))
    after = say_agreed(session, person.id, agreed=said[0] == "yes", quote=said[1] == "yes")
    words = _people(after, "").said
    if said[0] == "no":
        words += f"\n{person.role} does not take part: note nothing that they say."
    return Outcome(after, words)


def _wording(session: Session) -> str:
    """Give the words to be read out: those that this conversation agreed to."""
    consent = session.interview.consent
    asked = consent.wording if consent is not None else {}
    lines = [f"“{asked[scope]}”" for scope in ("take_part", "quote") if scope in asked]
    return "\n".join([*lines, _AGREE])


def _person(session: Session, typed: str) -> Attendee:
    roster = session.interview.roster
    if not typed.isdigit() or not 0 < int(typed) <= len(roster):
        raise NotPossibleError("There is nobody of that number. :people lists them.")
    return roster[int(typed) - 1]


def _consent(session: Session, _: str) -> Outcome:
    return Outcome(session, asks="consent")


def _others(session: Session, typed: str) -> Outcome:
    return Outcome(session, asks="others", typed=typed)


def _time(session: Session, typed: str) -> Outcome:
    words = f"[{_now()}] {typed}".rstrip()
    return Outcome(session.add_words(session.at, words), f"Noted: {words}")


def _now() -> str:
    return f"{dt.datetime.now().astimezone():%H:%M}"


COMMANDS = (
    Command("people", "", "list who is there and what they agreed to", _people),
    Command("join", "ROLE", "note that somebody joins them", _join),
    Command("ours", "ROLE", "note that a colleague of yours joins", _ours),
    Command("left", "NUMBER", "note that somebody left, or is there again", _left),
    Command("agree", "NUMBER yes|no yes|no", "note what somebody agreed to", _agree),
    Command("consent", "", "ask again what they agree to, and record it anew", _consent),
    Command("others", "NUMBER", "list what may be told of others, or note what you told", _others),
    Command("time", "WORDS", "note the time of day, and words", _time),
)
