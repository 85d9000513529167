"""The parts of two versions of an interview that are not answers: people, times, consent, steps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from themer.model.interview import (
    Attendee,
    Confirmation,
    Consent,
    Interview,
    InterviewState,
    SetReference,
    Sitting,
)

T = TypeVar("T")


def join_each(
    base: Iterable[T], mine: Iterable[T], theirs: Iterable[T], *, is_kept: bool = False
) -> tuple[T, ...]:
    """Join two lists of whole things, mine first.

    Args:
        base: What both began from.
        mine: One list.
        theirs: The other; what it added is added.
        is_kept: Whether a thing that theirs no longer has stays, as words do.
    """
    was, my, their = list(base), list(mine), list(theirs)
    kept = [thing for thing in my if is_kept or thing in their or thing not in was]
    return (*kept, *(thing for thing in their if thing not in my and thing not in was))


def join_state(
    before: InterviewState | None, mine: InterviewState, theirs: InterviewState
) -> InterviewState:
    """Join how far a conversation has come."""
    return theirs if mine == before else mine


def join_reference(
    before: SetReference | None, mine: SetReference, theirs: SetReference
) -> SetReference:
    """Join which version of the questions it is held with; no earlier one is forgotten."""
    chosen = theirs if mine == before else mine
    return replace(chosen, earlier=join_each((), mine.earlier, theirs.earlier))


def join_roster(
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
        if one == old or other in (one, old):
            people.append(other if one == old else one)
            continue
        people.append(
            replace(
                one,
                agreed=_narrower(one.agreed, other.agreed),
                quote=_narrower(one.quote, other.quote),
            )
        )
        if replace(other, agreed=one.agreed, quote=one.quote) != one:
            times = f", {other.joined or ''} to {other.left or ''}"
            said.append(f"(other copy) {person_id} in the roster: {other.role}{times}")
    return tuple(people), said


def _narrower(mine: bool | None, theirs: bool | None) -> bool | None:
    """Give the answer that protects: no over yes, and an answer over none."""
    return False if False in (mine, theirs) else mine if mine is not None else theirs


def join_sittings(base: Interview, mine: Interview, theirs: Interview) -> tuple[Sitting, ...]:
    """Join the sittings by day and way of meeting; of two lengths the longer is true."""
    was, my, their = (_by_meeting(side.sittings) for side in (base, mine, theirs))
    found: list[Sitting] = []
    for key in {**my, **their}:
        one, other, old = my.get(key), their.get(key), was.get(key)
        if one is not None and other is not None:
            joined = other if one == old else one if other == old else _join_sitting(one, other)
            found.append(joined)
        else:
            sitting = one or other
            if sitting is not None and sitting != old:
                found.append(sitting)
    return tuple(sorted(found, key=lambda sitting: sitting.date))


def _by_meeting(sittings: Sequence[Sitting]) -> dict[tuple[dt.date, str | None, int], Sitting]:
    """Find sittings by day, mode, and which one of that day and mode it is: lines drop twice."""
    found: dict[tuple[dt.date, str | None, int], Sitting] = {}
    for sitting in sittings:
        before = sum((sitting.date, sitting.mode) == key[:2] for key in found)
        found[sitting.date, sitting.mode, before] = sitting
    return found


def _join_sitting(mine: Sitting, theirs: Sitting) -> Sitting:
    minutes = [side.minutes for side in (mine, theirs) if side.minutes is not None]
    began = [side.began for side in (mine, theirs) if side.began is not None]
    return replace(
        mine,
        minutes=max(minutes, default=None),
        began=min(began, default=None),
        sections=_longer(mine.sections, theirs.sections),
        stopped_at=mine.stopped_at or theirs.stopped_at,
    )


def _longer(mine: Mapping[str, int], theirs: Mapping[str, int]) -> Mapping[str, int]:
    return {key: max(mine.get(key, 0), theirs.get(key, 0)) for key in {**mine, **theirs}}


def join_consent(
    base: Consent | None, mine: Consent | None, theirs: Consent | None
) -> tuple[Consent | None, list[str]]:
    """Join what was agreed to; where both say otherwise, only what both say yes to is agreed."""
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


def join_confirmation(
    base: Confirmation | None, mine: Confirmation | None, theirs: Confirmation | None
) -> tuple[Confirmation | None, list[str]]:
    """Join how far a partner has confirmed the record; every correction of either side stays."""
    if mine is None or theirs is None or mine == theirs:
        return mine or theirs, []
    before = base or Confirmation()
    said = []
    changes: dict[str, object] = {}
    for name in ("sent", "confirmed", "by"):
        my, their, old = (getattr(side, name) for side in (mine, theirs, before))
        if my == old and their is not None:
            changes[name] = their
        elif their not in (my, old, None):
            said.append(f"{name} {their}")
    corrections = join_each((), mine.corrections, theirs.corrections)
    joined = replace(mine, **changes, corrections=corrections)  # type: ignore[arg-type]
    return joined, [f"(other copy) confirmation: {', '.join(said)}"] if said else []
