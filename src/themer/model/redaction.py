"""What people decided about names in words that a report prints: leave them, or print others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from themer.model.scalars import NO_OTHER_KEYS, Identifier, Words

RedactionAction = Literal["keep", "replace", "undo"]
EVERYWHERE = "*"
"""The place of a decision on these words wherever they stand."""


@dataclass(frozen=True, slots=True)
class Redaction:
    """One event in a person's file of redactions; what is stored of an answer never changes."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    id: Words
    at: dt.datetime
    coder: Identifier
    action: RedactionAction
    place: Words | None = None
    """``answer:<interview>/<question>``, ``text:<section>``, ``theme:<id>``,
    ``matrix:<unit>/<of>``, ``actions``, ``study``, ``indicator:<id>``, ``assumption:<rate>``,
    ``figures:<table>``, ``template:<file>``, or ``*`` for every place; None for undo."""
    words: Words | None = None
    """The words that were decided on, exactly as they stand there; None for undo."""
    printed: Words | None = None
    """For ``replace``: what is printed instead, without its brackets."""
    reason: str | None = None
    undoes: Words | None = None
    """For ``undo``: the event that is taken back."""


@dataclass(frozen=True, slots=True)
class StandingRedactions:
    """What holds after all events of everybody."""

    decided: Mapping[tuple[str, str], Redaction]
    """By place and words."""

    def of(self, place: str, words: str) -> Redaction | None:
        """Find what was decided on some words at a place: a decision for the place comes first."""
        return self.decided.get((place, words)) or self.decided.get((EVERYWHERE, words))

    def replaced_at(self, place: str) -> dict[str, str]:
        """Give the words that are printed otherwise at a place, each with what is printed."""
        found = {
            words: one.printed or ""
            for (where, words), one in self.decided.items()
            if where in (place, EVERYWHERE)
            and one.action == "replace"
            and self.of(place, words) == one
        }
        return dict(sorted(found.items(), key=lambda pair: (-len(pair[0]), pair[0])))


def standing_redactions(events: Iterable[Redaction]) -> StandingRedactions:
    """Work out what holds: of several decisions on the same words at one place, the latest.

    Args:
        events: Of everybody, in any order; an event that was taken back, by whomever, is passed
            over, and an undo can itself be taken back.
    """
    ordered = sorted(events, key=lambda event: (event.at, event.id))
    undone: set[str] = set()
    for event in reversed(ordered):
        if event.action == "undo" and event.id not in undone and event.undoes is not None:
            undone.add(event.undoes)
    return StandingRedactions(
        {
            (event.place, event.words): event
            for event in ordered
            if event.action != "undo"
            and event.id not in undone
            and event.place is not None
            and event.words is not None
        }
    )
