"""One coder's file of decisions: what is in it, the next line, and travel along its steps."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from themer.coding.steps import Step, steps_of
from themer.errors import InputError
from themer.model.decision import Action, Decision, finished, in_time, standing, undone_ids
from themer.model.scalars import as_identifier, is_identifier
from themer.storage.events import append_decisions, set_aside_torn_end
from themer.storage.study_folder import StudyFolder
from themer.workflows.material import load_decisions
from themer.workflows.removing.still_there import StillThere

Clock = Callable[[], datetime]


def now() -> datetime:
    """Give this moment; aware, UTC."""
    return datetime.now(UTC)


def checked_coder(coder: str) -> str:
    """Give the id of a coder; capital letters are taken as small ones.

    Raises:
        InputError: It cannot name a file, or it is the machine's.
    """
    coder = as_identifier(coder)
    if not is_identifier(coder) or coder == "machine":
        raise InputError(
            f'"{coder}" cannot name a coder.',
            hint='Use lower-case letters, digits, "-" and "_", such as coder-a.',
        )
    return coder


class CoderLog:
    """What one coder decided, and the only way to add to it; what it holds is on the disk.

    Args:
        folder: The study.
        coder: The coder's id, which names the file in ``coding/``.
        clock: Gives the moment of a decision; aware, UTC.

    Raises:
        InputError: The name cannot be an id.
        ProblemsError: A file of decisions does not hold.
    """

    def __init__(self, folder: StudyFolder, coder: str, clock: Clock = now) -> None:
        self.coder = checked_coder(coder)
        self._folder = folder
        self._path = folder.coder_path(self.coder)
        self._clock = clock
        self.still_there = StillThere(folder)
        """Is asked before words of a conversation are kept."""
        self.set_aside: Path | None = set_aside_torn_end(self._path)
        """Where half a line went that a crash had left at the end of the file."""
        own = [event for event in load_decisions(folder) if event.coder == self.coder]
        self._latest = max((event.at for event in own), default=None)
        self._events = sorted(finished(own), key=in_time)
        self._steps = steps_of(self._events)

    @property
    def next_undo(self) -> Step | None:
        """The step that undo would take back."""
        return self._steps.done[-1] if self._steps.done else None

    @property
    def next_redo(self) -> Step | None:
        """The step that redo would make again."""
        return self._steps.undone[-1][0] if self._steps.undone else None

    def read_again(self) -> CoderLog:
        """Give the coder's file as it is on the disk now, for another screen may have written."""
        return CoderLog(self._folder, self.coder, self._clock)

    def catch_up(self, other: CoderLog) -> None:
        """Take in what another reading of the same file had appended since this one was made."""
        known = {event.id for event in self._events}
        missed = [event for event in other._events if event.id not in known]
        if missed:
            self._events = sorted([*self._events, *missed], key=in_time)
            self._steps = steps_of(self._events)
        used = [at for at in (self._latest, other._latest) if at is not None]
        self._latest = max(used, default=None)

    def standing(self) -> tuple[Decision, ...]:
        """List the decisions of this coder that hold, in the order of their making."""
        return standing(self._events)

    def standing_at(self, place: tuple[str, str]) -> tuple[Decision, ...]:
        """List the decisions of this coder on one answer that hold; cheaper than all of them."""
        return standing(e for e in self._events if e.place == place or e.action == "undo")

    def standing_judgements(self) -> tuple[Decision, ...]:
        """List the words of this coder on components that hold."""
        return standing(e for e in self._events if e.action in ("status", "undo"))

    def new(self, action: Action) -> Decision:
        """Make an event of this moment, for the caller to fill in; nothing is kept yet."""
        return Decision(id=new_id(), at=self._moment(), coder=self.coder, action=action)

    def append(self, step: Step) -> None:
        """Keep events of one moment, which undo takes back together.

        Raises:
            ChangedUnderneathError: A conversation was withdrawn meanwhile, or says something else.
            StorageError: They could not be saved; then they do not hold.
        """
        self.still_there.check_events(step)
        self._latest = step[-1].at  # used up, saved or not: part of it may be on the disk
        append_decisions(self._path, [*(replace(e, more=True) for e in step[:-1]), *step[-1:]])
        self._events.extend(step)
        self._steps.add(step)

    def before(self, event: Decision) -> list[Decision]:
        """List earlier events on the same target, which would hold again without the latest."""
        undone = undone_ids(self._events)
        kept = next(e for e in self._events if e.id == event.id)
        return [
            e
            for e in self._events
            if e.target == kept.target and e.id != event.id and e.id not in undone
        ]

    def undo(self) -> tuple[Step, Step] | None:
        """Take the latest step back; give it and the events that did so; None where none is."""
        if not self._steps.done:
            return None
        step = self._steps.done[-1]
        return step, self._travel(step)

    def redo(self) -> tuple[Step, Step] | None:
        """Make the step again that was taken back last; as ``undo``."""
        if not self._steps.undone:
            return None
        step, travel = self._steps.undone[-1]
        return step, self._travel(travel)

    def _travel(self, step: Step) -> Step:
        moment = self._moment()
        back = tuple(
            Decision(id=new_id(), at=moment, coder=self.coder, action="undo", undoes=event.id)
            for event in step
        )
        self.append(back)
        return back

    def _moment(self) -> datetime:
        """Give a moment after all earlier ones: what holds is worked out from their order."""
        moment = self._clock()
        if self._latest is None or moment > self._latest:
            return moment
        return self._latest + timedelta(microseconds=1)


def new_id() -> str:
    """Give an id that no other event has."""
    return str(uuid.uuid4())
