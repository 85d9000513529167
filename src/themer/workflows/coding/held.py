"""What holds after a coder's events: by passage, by answer, and by component and unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from themer.model.codebook import STATUSES
from themer.model.decision import Decision
from themer.model.suggestion import SuggestedSegment
from themer.workflows.coding.answers import Direction, Place, Standing

_Key = tuple[object, ...]


class Held:
    """The decisions of one coder that hold; it grows with every event that takes none back.

    Args:
        decisions: Those of this coder that stand, in the order of their making.
    """

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self.read: dict[Place, Decision] = {}
        """The last time that each answer was read to its end."""
        self.statuses: dict[tuple[str, str], Decision] = {}
        """The coder's word on a component: by unit and code."""
        self._notes: dict[Place, list[Decision]] = {}
        self._codes: dict[_Key, dict[str, Decision]] = {}
        self._directions: dict[_Key, Decision] = {}
        self._keys_at: dict[Place, dict[_Key, None]] = {}
        for event in decisions:
            self.add(event)

    def add(self, event: Decision) -> None:
        """Let the latest decision hold."""
        if event.action == "status":
            if event.unit and event.code and event.status in STATUSES:
                self.statuses[event.unit, event.code] = event
            return
        if event.interview is None or event.question is None:
            return
        place = (event.interview, event.question)
        if event.action == "read":
            self.read[place] = event
        elif event.action in ("memo", "unsure"):
            self._notes.setdefault(place, []).append(event)
        else:
            self._add_to_passage(place, event)

    def renew(self, place: Place, decisions: Iterable[Decision]) -> None:
        """Let other decisions on one answer hold: all that stand, after some were taken back."""
        self.read.pop(place, None)
        self._notes.pop(place, None)
        for key in self._keys_at.pop(place, ()):
            self._codes.pop(key, None)
            self._directions.pop(key, None)
        for event in decisions:
            self.add(event)

    def renew_statuses(self, decisions: Iterable[Decision]) -> None:
        """Let other words on components hold: all that stand, after one was taken back."""
        self.statuses.clear()
        for event in decisions:
            self.add(event)

    def _add_to_passage(self, place: Place, event: Decision) -> None:
        key = (*place, event.start, event.end, event.text)
        if event.action in ("accept", "refuse") and event.code is not None:
            self._codes.setdefault(key, {})[event.code] = event
        elif event.action == "direction":
            self._directions[key] = event
        else:
            return
        self._keys_at.setdefault(place, {})[key] = None

    def notes(self, place: Place) -> tuple[Decision, ...]:
        """List the memos and questions beside an answer, oldest first."""
        return tuple(self._notes.get(place, ()))

    def codes(self, place: Place, passage: SuggestedSegment) -> Mapping[str, Decision]:
        """Give the decisions on a passage, by code."""
        return self._codes.get(_key(place, passage), {})

    def states(self, place: Place, passage: SuggestedSegment) -> Mapping[str, Standing]:
        """Say what was decided for a passage: code → accepted or refused."""
        return {
            code: "accepted" if event.action == "accept" else "refused"
            for code, event in self.codes(place, passage).items()
        }

    def direction(self, place: Place, passage: SuggestedSegment) -> Decision | None:
        """Give the decision on what a passage speaks of."""
        return self._directions.get(_key(place, passage))

    def direction_of(self, place: Place, passage: SuggestedSegment) -> Direction | None:
        """Say what a passage speaks of; None where nobody said, or not in one of the two words."""
        event = self.direction(place, passage)
        if event is None:
            return None
        if event.status == "strength":
            return "strength"
        return "challenge" if event.status == "challenge" else None

    def on_passages(self) -> Iterator[Decision]:
        """List the decisions on passages of all answers."""
        for place in self._keys_at:
            yield from self.at(place)

    def at(self, place: Place) -> Iterator[Decision]:
        """List the decisions on passages of one answer."""
        for key in self._keys_at.get(place, ()):
            yield from self._codes.get(key, {}).values()
            if key in self._directions:
                yield self._directions[key]

    def counts(self) -> tuple[int, int]:
        """Count what is accepted and what is refused."""
        events = [event for codes in self._codes.values() for event in codes.values()]
        accepted = sum(event.action == "accept" for event in events)
        return accepted, len(events) - accepted

    def misplaced(self, place: Place, passages: Iterable[SuggestedSegment]) -> tuple[Decision, ...]:
        """List decisions on words that are at none of an answer's passages."""
        here = {_key(place, passage) for passage in passages}
        return tuple(
            event
            for event in self.at(place)
            if (*place, event.start, event.end, event.text) not in here
        )


def _key(place: Place, passage: SuggestedSegment) -> _Key:
    return (*place, passage.start, passage.end, passage.text)
