"""Two versions of one interview into one, so that no word of either is lost."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from themer.conversation.joining import join_answers
from themer.conversation.parts import (
    join_confirmation,
    join_consent,
    join_each,
    join_reference,
    join_roster,
    join_sittings,
    join_state,
)
from themer.model.interview import Answer, Interview, OtherCopy

_NOTHING = Answer()


@dataclass(frozen=True, slots=True)
class Merged:
    """One interview from two, and where they could not be joined."""

    interview: Interview
    conflicts: tuple[str, ...]
    """The ids of questions in which both sides changed the same: mine stands, theirs is beside."""


def merge(
    base: Interview | None,
    mine: Interview,
    theirs: Interview,
    *,
    source: str = "the file",
    found: dt.datetime,
) -> Merged:
    """Join two versions of an interview.

    What one side changed is taken from that side, field by field. Where both changed the same
    field, or theirs only misses words, mine stands and their whole answer goes to ``other_copies``,
    so that a person sees to it. What protects somebody holds as soon as either side says it: a
    restricted passage, a consent that was not given; and a withdrawal leaves nothing to join.

    Args:
        base: What both began from; None where that is not known, and then every difference counts
            as a change of both.
        mine: The version in this program.
        theirs: The version that was found.
        source: Where it was found, for whoever settles what differs.
        found: When, an aware moment.
    """
    if "withdrawn" in (mine.state, theirs.state):
        return Merged(_withdrawn(mine, theirs), ())
    answers, conflicts = _join_all_answers(base, mine, theirs)
    moment = found.replace(microsecond=0)
    new = [
        OtherCopy(key, theirs.answers.get(key, _NOTHING), moment, source[:200]) for key in conflicts
    ]
    was = base or replace(mine, unassigned=(), next_steps=(), other_copies=())
    lines = join_each(was.unassigned, mine.unassigned, theirs.unassigned, is_kept=True)
    joined, left_over = _join_people(base, mine, theirs)
    merged = replace(
        _join_particulars(base, joined, theirs),
        answers=answers,
        unassigned=(*lines, *left_over),
        other_copies=_join_copies(was, mine, theirs, new, answers),
        next_steps=join_each(was.next_steps, mine.next_steps, theirs.next_steps),
    )
    return Merged(merged, tuple(conflicts))


def _join_people(
    base: Interview | None, mine: Interview, theirs: Interview
) -> tuple[Interview, tuple[str, ...]]:
    """Join who was there, when, and what they agreed to and confirmed.

    Returns:
        Mine with it, and lines about what could not be joined.
    """
    start = base or replace(mine, roster=(), sittings=(), consent=None)
    roster, people = join_roster(start, mine, theirs)
    consent, agreed = join_consent(start.consent, mine.consent, theirs.consent)
    confirmation, corrected = join_confirmation(
        base.confirmation if base else None, mine.confirmation, theirs.confirmation
    )
    joined = replace(
        mine,
        roster=roster,
        sittings=join_sittings(start, mine, theirs),
        consent=consent,
        confirmation=confirmation,
    )
    return joined, (*people, *agreed, *corrected)


def _join_particulars(base: Interview | None, mine: Interview, theirs: Interview) -> Interview:
    """Join which questions it has, whose it is, and how far it has come."""
    whose = theirs if base and mine.unit == base.unit else mine
    return replace(
        mine,
        set=join_reference(base.set if base else None, mine.set, theirs.set),
        unit=whose.unit,
        organisation=whose.organisation,
        fictional=mine.fictional or theirs.fictional,
        state=join_state(base.state if base else None, mine.state, theirs.state),
    )


def _join_all_answers(
    base: Interview | None, mine: Interview, theirs: Interview
) -> tuple[dict[str, Answer], list[str]]:
    answers: dict[str, Answer] = {}
    conflicts: list[str] = []
    for question_id in {**theirs.answers, **mine.answers}:
        before = base.answers.get(question_id) if base is not None else None
        my, their = mine.answers.get(question_id), theirs.answers.get(question_id)
        chosen = my if my is not None else their
        if base is not None and their == before:
            chosen = my
        elif my is not None and my != their and (their is not None or base is not None):
            known = before if base is None or before is not None else _NOTHING
            chosen, said = join_answers(known, my, their or _NOTHING)
            if said:
                conflicts.append(question_id)
        if chosen is not None:
            answers[question_id] = chosen
    return answers, conflicts


def _join_copies(
    was: Interview,
    mine: Interview,
    theirs: Interview,
    new: list[OtherCopy],
    answers: dict[str, Answer],
) -> tuple[OtherCopy, ...]:
    """Join what waits to be settled: each copy once, and none that the answer itself now holds."""
    listed: dict[tuple[str, str], OtherCopy] = {}
    sides = [{_key(copy) for copy in side.other_copies} for side in (was, mine, theirs)]
    for copy in (*mine.other_copies, *theirs.other_copies):
        key = _key(copy)
        is_settled = key in sides[0] and not (key in sides[1] and key in sides[2])
        if not is_settled:
            listed.setdefault(key, copy)
    for copy in new:
        listed.setdefault(_key(copy), copy)
    return tuple(copy for copy in listed.values() if answers.get(copy.question) != copy.answer)


def _key(copy: OtherCopy) -> tuple[str, str]:
    """Say which copy it is: when and where it was found makes it no other."""
    return copy.question, repr(copy.answer)


def _withdrawn(mine: Interview, theirs: Interview) -> Interview:
    """Give the side that was withdrawn, as it is: what else was typed must go too."""
    if mine.state == theirs.state == "withdrawn":
        moments = [m for m in (mine.withdrawn_at, theirs.withdrawn_at) if m is not None]
        fewest = min(mine, theirs, key=lambda side: len(side.answers))  # one may be half done
        return replace(fewest, withdrawn_at=min(moments, default=None))
    return mine if mine.state == "withdrawn" else theirs
