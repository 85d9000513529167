"""Who is there: colleagues who join and leave, and what each of them agreed to."""

from __future__ import annotations

from dataclasses import replace

from themer.conversation.session import NotPossibleError, Session
from themer.model.interview import Attendee, Interview


def join(session: Session, role: str, at: str, *, interviewer: bool = False) -> Session:
    """Put somebody into the roster; a partner is not quoted before being asked.

    Args:
        session: The conversation.
        role: What they do; names are not kept.
        at: The time of day, such as ``10:20``.
        interviewer: Whether they are one of us.

    Raises:
        NotPossibleError: There is no role.
    """
    role = " ".join(role.split())
    if not role:
        raise NotPossibleError("Their role is missing; names are not kept.")
    roster = session.interview.roster
    letter = "i" if interviewer else "p"
    taken = {person.id for person in roster}
    number = next(n for n in range(1, len(roster) + 2) if f"{letter}{n}" not in taken)
    quote = None if interviewer else False
    person = Attendee(f"{letter}{number}", role, interviewer=interviewer, joined=at, quote=quote)
    return session.amend(roster=(*roster, person))


def leave(session: Session, person_id: str, at: str | None) -> Session:
    """Note when somebody left; None says that they are there again."""
    return _change(session, person_id, left=at)


def say_agreed(session: Session, person_id: str, *, agreed: bool, quote: bool) -> Session:
    """Note what somebody agreed to; who does not take part is not quoted."""
    return _change(session, person_id, agreed=agreed, quote=agreed and quote)


def partners(interview: Interview) -> tuple[Attendee, ...]:
    """List the people who were asked, in the order in which they came."""
    return tuple(person for person in interview.roster if not person.interviewer)


def speakers(interview: Interview) -> tuple[Attendee, ...]:
    """List the people whose words may be noted, those who are there first."""
    may = [person for person in partners(interview) if person.agreed is not False]
    return tuple(sorted(may, key=lambda person: person.left is not None))


def is_unasked(person: Attendee) -> bool:
    """Say whether somebody joined and was not asked yet."""
    return not person.interviewer and person.agreed is None and person.quote is False


def not_noted(interview: Interview) -> tuple[Attendee, ...]:
    """List the people who are there and whose words are not to be noted: they did not agree."""
    there = [person for person in partners(interview) if person.left is None]
    return tuple(person for person in there if person.agreed is False)


def person_words(interview: Interview, person: Attendee) -> str:
    """Say who somebody is, since when they are there, and what they agreed to."""
    when = [f"from {person.joined}" if person.joined else "", f"left {person.left or ''}"]
    there = " ".join(part for part in (when if person.left else when[:1]) if part)
    return " · ".join(part for part in (person.role, there, _agreed(interview, person)) if part)


def _agreed(interview: Interview, person: Attendee) -> str:
    if person.interviewer:
        return "asks"
    if person.agreed is False:
        return "did not agree to take part"
    if is_unasked(person):
        return "not asked yet"
    return "may be quoted" if interview.may_quote_person(person.id) else "not to be quoted"


def _change(session: Session, person_id: str, **changes: object) -> Session:
    roster = session.interview.roster
    if all(person.id != person_id for person in roster):
        raise NotPossibleError("There is nobody of that number.")
    return session.amend(
        roster=tuple(
            replace(person, **changes) if person.id == person_id else person  # type: ignore[arg-type]
            for person in roster
        )
    )
