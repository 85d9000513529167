"""Two versions of one interview into one, so that no word of either is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from themer.conversation.joining import CLOSED_MARK, join_answers
from themer.model.interview import Answer, Attendee, Consent, Interview, InterviewState, Sitting


@dataclass(frozen=True, slots=True)
class Merged:
    """One interview from two, and where they could not be joined."""

    interview: Interview
    conflicts: tuple[str, ...]
    """The ids of questions in which both sides changed the same: mine stands, theirs is beside."""
    theirs: Mapping[str, Answer] = field(default_factory=dict)
    """Their answers to those questions."""


def merge(base: Interview | None, mine: Interview, theirs: Interview) -> Merged:
    """Join two versions of an interview.

    What one side changed is taken from that side, field by field. Where both changed the same
    field, mine stands and what theirs says goes to the words that belong nowhere yet, so that a
    person sees to it. What protects somebody holds as soon as either side says it: a withdrawal,
    a consent that was not given, a restricted passage.

    Args:
        base: What both began from; None where that is not known, and then every difference counts
            as a change of both.
        mine: The version in this program.
        theirs: The version that is on the disk.
    """
    answers: dict[str, Answer] = {}
    conflicts: list[str] = []
    kept: list[str] = []
    for question_id in {**theirs.answers, **mine.answers}:
        before = base.answers.get(question_id) if base is not None else None
        my, their = mine.answers.get(question_id), theirs.answers.get(question_id)
        chosen = their if base is not None and my == before else my
        if my != their and (base is None or (my != before and their != before)):
            chosen = my if my is not None else their
            if my is not None and their is not None:
                known = before if base is None or before is not None else Answer()
                chosen, said = join_answers(known, my, their)
                if said:
                    closed = CLOSED_MARK if their.restricted else ""
                    conflicts.append(question_id)
                    kept.append(f"{other_copy_mark(question_id)}{closed}{'; '.join(said)}")
        if chosen is not None:
            answers[question_id] = chosen
    start = base or replace(mine, roster=(), sittings=(), consent=None)
    roster, people = _join_roster(start, mine, theirs)
    consent, agreed = _join_consent(start.consent, mine.consent, theirs.consent)
    lines = [*mine.unassigned, *_new_lines(base, mine, theirs), *kept, *people, *agreed]
    merged = replace(
        mine,
        answers=answers,
        unassigned=tuple(lines),
        state=_join_state(base.state if base is not None else None, mine.state, theirs.state),
        roster=roster,
        sittings=_join_sittings(start, mine, theirs),
        consent=consent,
    )
    return Merged(merged, tuple(conflicts), {key: theirs.answers[key] for key in conflicts})


def other_copy_mark(question_id: str) -> str:
    """Give what the kept words of the other copy of an answer begin with, until it is settled."""
    return f"(other copy, {question_id}) "


def _new_lines(base: Interview | None, mine: Interview, theirs: Interview) -> list[str]:
    known = {*mine.unassigned, *(base.unassigned if base is not None else ())}
    return [line for line in theirs.unassigned if line not in known]


def _join_state(
    before: InterviewState | None, mine: InterviewState, theirs: InterviewState
) -> InterviewState:
    if "withdrawn" in (mine, theirs):
        return "withdrawn"
    return theirs if mine == before else mine


def _join_roster(
    base: Interview, mine: Interview, theirs: Interview
) -> tuple[tuple[Attendee, ...], list[str]]:
    """Join the rosters by id; what is said otherwise of the same person is kept in words."""
    was, my, their = ({p.id: p for p in side.roster} for side in (base, mine, theirs))
    people: list[Attendee] = []
    said: list[str] = []
    for person_id in {**my, **their}:
        one, other, old = my.get(person_id), their.get(person_id), was.get(person_id)
        if one is None or other is None:
            person = one or other
            if person is not None and person != old:
                people.append(person)
            continue
        people.append(other if one == old else one)
        if other not in (one, old) and one != old:
            times = f", {other.joined or ''} to {other.left or ''}"
            said.append(f"(other copy) {person_id} in the roster: {other.role}{times}")
    return tuple(people), said


def _join_sittings(base: Interview, mine: Interview, theirs: Interview) -> tuple[Sitting, ...]:
    """Join the sittings by day and way of meeting; of two lengths the longer is true."""
    was, my, their = ({(s.date, s.mode): s for s in side.sittings} for side in (base, mine, theirs))
    found: list[Sitting] = []
    for key in {**my, **their}:
        one, other, old = my.get(key), their.get(key), was.get(key)
        if one is not None and other is not None:
            longer = one if (one.minutes or 0) >= (other.minutes or 0) else other
            found.append(other if one == old else one if other == old else longer)
        else:
            sitting = one or other
            if sitting is not None and sitting != old:
                found.append(sitting)
    return tuple(sorted(found, key=lambda sitting: sitting.date))


def _join_consent(
    base: Consent | None, mine: Consent | None, theirs: Consent | None
) -> tuple[Consent | None, list[str]]:
    if mine == theirs or theirs == base:
        return mine, []
    if mine == base or mine is None or theirs is None:
        return (theirs if mine == base else mine or theirs), []
    narrower = replace(
        mine,
        take_part=mine.take_part and theirs.take_part,
        quote=mine.quote and theirs.quote,
        name=mine.name and theirs.name,
    )
    given = [
        f"{words} {'yes' if agreed else 'no'}"
        for words, agreed in (
            ("take part", theirs.take_part),
            ("quote", theirs.quote),
            ("name", theirs.name),
        )
    ]
    version = f"wording {theirs.wording_version}"
    return narrower, [f"(other copy) consent, {version}: {', '.join(given)}"]
