"""A coder's steps, worked out from their events: what undo takes back and redo makes again.

Events of one moment are one step. An ``undo`` that names a place is a step of its own (a code taken
back at a passage); one that names none is travel along the steps, so that undo and redo go on where
they were after the program was closed. Travel back undoes a step; travel on undoes that undo.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from themer.model.decision import Decision, in_time

Step = tuple[Decision, ...]


@dataclass(slots=True)
class Steps:
    """Where a coder stands among their own steps; it grows with every event."""

    done: list[Step] = field(default_factory=list)
    """Those that hold, or were replaced by a later one, oldest first."""
    undone: list[tuple[Step, Step]] = field(default_factory=list)
    """Each step taken back, with the travel that took it back; the latest last."""

    def add(self, step: Step) -> None:
        """Take a step in, of which all events have one moment."""
        if not all(is_travel(event) for event in step):
            self.done.append(step)
            self.undone.clear()
            return
        targets = {event.undoes for event in step}
        for place in range(len(self.done) - 1, -1, -1):
            if _ids(self.done[place]) & targets:
                self.undone.append((self.done.pop(place), step))
                return
        for place in range(len(self.undone) - 1, -1, -1):
            if _ids(self.undone[place][1]) & targets:
                self.done.append(self.undone.pop(place)[0])
                return


def steps_of(events: Iterable[Decision]) -> Steps:
    """Work out one coder's steps.

    Args:
        events: All of this coder, in any order.
    """
    steps = Steps()
    in_order = sorted({event.id: event for event in events}.values(), key=in_time)
    for _, group in groupby(in_order, key=lambda event: event.at):
        steps.add(tuple(group))
    return steps


def is_travel(event: Decision) -> bool:
    """Say whether an event is undo or redo, and not a decision of its own."""
    return event.action == "undo" and event.interview is None and event.unit is None


def _ids(step: Step) -> set[str | None]:
    return {event.id for event in step}
