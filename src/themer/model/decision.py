"""Decisions of coders as append-only events, and what holds after all of them."""

from __future__ import annotations

import datetime as dt
import itertools
import re
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
    more: bool = False
    """Whether more events of the same step follow; without its last a step does not count."""

    @property
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


def in_time(event: Decision) -> tuple[float, str]:
    """Give the key that puts events in the order of their making, to the microsecond."""
    # As a number: to compare times of zones that are not the same object takes ten times as long.
    return event.at.timestamp(), event.id


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


def standing(events: Iterable[Decision]) -> tuple[Decision, ...]:
    """Work out which decisions hold, in the order of their making.

    An event undone does not hold, an ``undo`` undone does not undo, and the latest decision of a
    coder on a target replaces earlier ones. Two files' events may come in any order.
    """
    whole = finished(events)
    in_order = sorted({event.id: event for event in whole}.values(), key=in_time)
    undone = undone_ids(in_order)
    latest: dict[tuple[object, ...], Decision] = {}
    for event in in_order:
        if event.action != "undo" and event.id not in undone:
            target = event.target
            latest.pop(target, None)  # so that what replaces it stands at its own time
            latest[target] = event
    return tuple(latest.values())


def in_force(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Leave out what adjudications decided against, word for word.

    An adjudication settles the decisions that it names, on its own code and in its own words; of a
    longer passage the rest holds on. It settles no later decision: a coder who decides again opens
    the difference again. Where several cover the same words, the latest says what holds.

    Args:
        decisions: Those that stand, in the order of their making; see ``standing``.

    Returns:
        The same without the other side of each difference; the adjudications are among them. Of a
        decision that lost a part of its passage there is one for each stretch that is left, with
        its id.
    """
    kept = tuple(decisions)
    verdicts = verdicts_by_decision(kept)
    return tuple(
        part
        for event in kept
        for part, holds in parts_settled(event, verdicts.get(event.id, ()))
        if holds
    )


def verdicts_by_decision(in_order: Iterable[Decision]) -> dict[str, list[Decision]]:
    """Collect the adjudications that name each decision, by its id."""
    found: dict[str, list[Decision]] = {}
    for event in in_order:
        for settled in event.settles if event.action == "adjudicate" else ():
            found.setdefault(settled, []).append(event)
    return found


def parts_settled(
    event: Decision, verdicts: Sequence[Decision]
) -> tuple[tuple[Decision, bool], ...]:
    """Cut a decision on a passage where what was decided on it changes.

    Args:
        event: The decision.
        verdicts: The adjudications that name it, in the order of their making.

    Returns:
        Each stretch of its passage, with whether it holds, by place; all of it as one where all of
        it holds or none. Space at a cut is in no stretch.
    """
    against = {"accept": "refused", "refuse": "accepted"}.get(event.action)
    about = [v for v in verdicts if (v.place, v.code) == (event.place, event.code)]
    if against is None or event.start is None or event.end is None or not about:
        return ((event, True),)
    spans = [(v.start or 0, event.end if v.end is None else v.end, v.status) for v in about]
    cuts = {cut for start, end, _ in spans for cut in (start, end) if event.start < cut < event.end}
    edges = [event.start, *sorted(cuts), event.end]
    runs: list[tuple[int, int, bool]] = []
    for start, end in itertools.pairwise(edges):
        said = [status for a, b, status in spans if a <= start and end <= b]
        holds = not said or said[-1] != against
        if runs and runs[-1][2] == holds:
            start = runs.pop()[0]
        runs.append((start, end, holds))
    if len(runs) == 1:
        return ((event, runs[0][2]),)
    parts = ((_stretch(event, start, end), holds) for start, end, holds in runs)
    return tuple((part, holds) for part, holds in parts if part is not None)


_NO_WORDS = re.compile(r"[\W_]*(?:\d{1,2}[.)])?[\W_]*")
"""What stands between two sentences: space, a bullet, a number in a list."""
_SPACE = 2
"""Characters at most that are taken for it where the words of a passage are not kept."""


def _stretch(event: Decision, start: int, end: int) -> Decision | None:
    """Cut a decision down to some of its words, without space around them; None for no words."""
    if event.text is None:
        return None if end - start <= _SPACE else replace(event, start=start, end=end)
    first = event.start or 0
    words = event.text[start - first : end - first]
    if _NO_WORDS.fullmatch(words):
        return None
    start += len(words) - len(words.lstrip())
    words = words.strip()
    return replace(event, start=start, end=start + len(words), text=words)


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
