"""Decisions of coders as append-only events, and what holds after all of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

from themer.model.scalars import NO_OTHER_KEYS, Hash, Identifier, Offset, Share, Words

Action = Literal[
    "accept",
    "refuse",
    "read",
    "status",
    "direction",
    "memo",
    "unsure",
    "adjudicate",
    "weigh",
    "undo",
]


@dataclass(frozen=True, slots=True)
class Saw:
    """What the coder had before their eyes when they decided."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    suggestion: Words | None = None
    rank: int | None = None
    confidence: Share | None = None
    shown: tuple[Words, ...] = ()
    """The codes that were suggested for the passage, best first."""
    machine: Words | None = None
    """Who suggested: program, model and settings, each with its version or hash."""
    blind: bool = False
    """Whether what the machine and other coders say was hidden."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One event in a coder's file."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    id: Words
    at: dt.datetime
    coder: Identifier
    action: Action
    interview: Identifier | None = None
    question: Identifier | None = None
    unit: Identifier | None = None
    """Only for ``status``."""
    start: Offset | None = None
    end: Offset | None = None
    text: str | None = None
    """The passage as it was decided on."""
    answer_sha256: Hash | None = None
    """The answer that it was a part of."""
    code: Words | None = None
    status: Words | None = None
    """A component's state; ``strength`` or ``challenge`` for a direction; ``accepted`` or
    ``refused`` for an adjudication; ``fact``, ``words``, ``both`` or ``neither`` where a
    contradiction was weighed."""
    saw: Saw | None = None
    reason: str | None = None
    undoes: Words | None = None
    settles: tuple[Words, ...] = ()
    """For ``adjudicate`` the decisions that differ; for ``weigh`` the contradiction."""
    codebook: Words | None = None
    """The version of the codebook that the code was given from."""

    @property
    more: bool = False
    """Whether more events of the same step follow; without its last a step does not count."""
    def place(self) -> tuple[str, str] | None:
        """The ids of the interview and the question of an answer; None where it is about none."""
        if self.interview is None or self.question is None:
            return None
        return self.interview, self.question

    @property
    def target(self) -> tuple[object, ...]:
        """Name what is decided: a later event of the same coder on the same target replaces it."""
        if self.action == "weigh":
            return (self.coder, self.action, self.settles)
        kind = "passage" if self.action in ("accept", "refuse") else self.action
        # With the words: after an edit other words can stand between the same two places.
        passage = (self.start, self.end, self.text)
        place = (self.interview, self.question, self.unit, *passage, self.code)
        return (self.coder, kind, *place, self.id if kind in ("memo", "unsure") else None)


def in_time(event: Decision) -> tuple[dt.datetime, str]:
    """Give the key that puts events in the order of their making."""
    return event.at, event.id


def standing(events: Iterable[Decision]) -> tuple[Decision, ...]:
    """Work out which decisions hold, in the order of their making.
def finished(events: Iterable[Decision]) -> tuple[Decision, ...]:
    """Leave out steps of which only a part reached the disk before a crash.

    Args:
        events: All events of each coder among them, in any order.

    Returns:
        The events of whole steps; none says ``more`` any longer.
    """
    every = tuple(events)
    if not any(event.more for event in every):
        return every
    ends = {(event.coder, event.at) for event in every if not event.more}
    return tuple(
        replace(event, more=False) if event.more else event
        for event in every
        if (event.coder, event.at) in ends
    )



    An event undone does not hold, an ``undo`` undone does not undo, and the latest decision of a
    coder on a target replaces earlier ones. Two files' events may come in any order.
    """
    whole = finished(events)
    in_order = sorted({event.id: event for event in whole}.values(), key=in_time)
    undone = undone_ids(in_order)
    latest = {
        event.target: event
        for event in in_order
        if event.action != "undo" and event.id not in undone
    }
    return tuple(sorted(latest.values(), key=in_time))


def in_force(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Leave out what an adjudication decided against.

    An adjudication settles the decisions that it names and no later ones: a coder who decides again
    opens the difference again.

    Args:
        decisions: Those that stand, in the order of their making; see ``standing``.

    Returns:
        The same without the other side of each difference; the adjudications are among them.
    """
    kept = tuple(decisions)
    verdicts = {
        settled: event.status
        for event in kept
        if event.action == "adjudicate"
        for settled in event.settles
    }
    losing = {("accept", "refused"), ("refuse", "accepted")}
    return tuple(event for event in kept if (event.action, verdicts.get(event.id)) not in losing)


def undone_ids(in_order: Sequence[Decision]) -> set[str]:
    """Collect the ids of events that an ``undo`` took back, where that was not undone itself.

    Args:
        in_order: Events from the earliest to the latest.
    """
    undone: set[str] = set()
    for event in reversed(in_order):
        if event.action == "undo" and event.id not in undone and event.undoes is not None:
            undone.add(event.undoes)
    return undone
