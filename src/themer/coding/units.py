"""The units of agreement: what each coder said of a code in a segment, or in a whole answer.

``docs/method.md`` says under *Agreement* which units enter, and why.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from themer.model.decision import Decision

By = Literal["segment", "answer"]
Span = tuple[int, int]
"""Start and exclusive end in the answer's coded text."""
At = tuple[int, str]
"""The place of a segment in its answer, from 0, and a code."""
Decisions = tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Stance:
    """What one coder said of the codes of one answer."""

    read: Decision | None = None
    """That they read it to its end, with the words of today; then no word on a code is a no."""
    gave: Mapping[At, Decisions] = field(default_factory=dict)
    refused: Mapping[At, Decisions] = field(default_factory=dict)
    is_whole: bool = False
    """Whether what is not given is a no even so: the machine passes nothing over."""
    unknown: Collection[str] = frozenset()
    """Codes that were not there yet when they read it: of these no word is no answer."""
    waiting: Collection[At] = frozenset()
    """Where they gave what a code took the place of since, and have not looked at it again."""

    @property
    def is_there(self) -> bool:
        """Say whether they said anything of the answer."""
        return self.is_whole or self.read is not None or bool(self.gave or self.refused)

    def said(self, at: At) -> bool | None:
        """Say whether they gave a code to a segment; None where nobody can know."""
        if at in self.gave:
            return True
        if at in self.refused:
            return False
        could_not = at[1] in self.unknown or at in self.waiting
        return None if could_not or not (self.is_whole or self.read is not None) else False

    def no(self, at: At) -> Decisions:
        """List what a no rests on: their refusals, or that they read on without giving it."""
        return self.refused.get(at) or (() if self.read is None else (self.read,))


@dataclass(frozen=True, slots=True)
class Unit:
    """A code in a segment or in an answer, of which at least two coders said yes or no."""

    segments: tuple[int, ...]
    """Places in the answer: one of them, or all."""
    code: str
    said: tuple[bool | None, ...]
    """By each coder, in the order in which they were asked for."""

    @property
    def values(self) -> tuple[str | None, ...]:
        """The same as values to be compared."""
        return tuple(None if yes is None else "yes" if yes else "no" for yes in self.said)


def segments_meant(span: Span, segments: Sequence[Span]) -> tuple[int, ...]:
    """Say which segments a person meant by a passage, which may be any.

    Returns:
        Those of which it holds at least half; else the one that it shares most with; else none.
    """
    shared = [max(0, min(span[1], end) - max(span[0], start)) for start, end in segments]
    held = tuple(
        at
        for at, (start, end) in enumerate(segments)
        if shared[at] and 2 * shared[at] >= end - start
    )
    if held or not any(shared):
        return held
    return (shared.index(max(shared)),)


def stance_of(
    decisions: Iterable[Decision], segments: Sequence[Span], read: Decision | None
) -> Stance:
    """Tell what one coder decided on passages of an answer as a stance on its segments.

    Args:
        decisions: Of one coder, or of several that are taken as one; those that stand, with their
            words where they were. What is no *accept* or *refuse* is passed over.
        segments: As the machine cuts the answer, by place.
        read: That the answer was read to its end, as it is today.
    """
    gave: dict[At, Decisions] = {}
    refused: dict[At, Decisions] = {}
    for event in decisions:
        if event.code is None or event.start is None or event.end is None:
            continue
        if event.action in ("accept", "refuse"):
            held = gave if event.action == "accept" else refused
            for at in segments_meant((event.start, event.end), segments):
                held[at, event.code] = (*held.get((at, event.code), ()), event)
    return Stance(read, gave, refused)


def units_of(
    stances: Sequence[Stance], segments: int, codes: Sequence[str], by: By
) -> Iterator[Unit]:
    """Go through the units of an answer.

    A segment enters, for all codes, where at least one coder gave it a code: where nobody saw
    anything to code there is nothing to agree on. Of a segment, what only one coder can have said
    is no unit.

    Args:
        stances: Of each coder.
        segments: How many the answer has.
        codes: Those that could be given.
        by: ``answer`` takes the whole answer as one: a code given anywhere in it is given to it.
    """
    parts = [tuple(range(segments))] if by == "answer" else [(at,) for at in range(segments)]
    coded = {at for stance in stances for at, _ in stance.gave}
    for part in parts:
        if coded.isdisjoint(part):
            continue
        for code in codes:
            said = tuple(_said_of(stance, part, code) for stance in stances)
            if sum(one is not None for one in said) > 1:
                yield Unit(part, code, said)


def _said_of(stance: Stance, part: Sequence[int], code: str) -> bool | None:
    """Say whether a code was given anywhere in some segments; a no needs a no for all of them."""
    each = [stance.said((at, code)) for at in part]
    return True if True in each else None if None in each else False
