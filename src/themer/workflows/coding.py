"""Hold a coder's work: the answers to decide, what was decided, undo and redo; every step on disk.

The screen shows what this says and calls what this offers; it decides nothing itself.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from themer.coding.queue import Order, in_order
from themer.coding.steps import Step, steps_of
from themer.errors import InputError
from themer.findings.material import Material
from themer.model.decision import Action, Decision, Saw, standing, undone_ids
from themer.model.scalars import is_identifier
from themer.model.suggestion import SuggestedSegment, Suggestion, SuggestionsFile
from themer.storage.events import append_decisions, set_aside_torn_end
from themer.storage.study_folder import StudyFolder
from themer.workflows.coding_answers import AnswerToCode, Place, Standing, answers_to_code
from themer.workflows.material import load_decisions, load_material, load_suggestions

Clock = Callable[[], datetime]
_FEWEST_FOR_PACE = 5
_PAUSE = timedelta(minutes=10)
"""A longer time between two answers read was not spent on reading."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a coder has come."""

    read: int
    answers: int
    accepted: int
    refused: int
    minutes_left: int | None
    """At the pace of the answers read so far; None while too few were."""


@dataclass(frozen=True, slots=True)
class Example:
    """A passage elsewhere that is like the one being decided."""

    unit_name: str
    text: str


def _now() -> datetime:
    return datetime.now(UTC)


class CodingSession:
    """One coder at work on one study.

    Args:
        folder: The study.
        coder: The coder's id, which names the file in ``coding/``.
        clock: Gives the moment of a decision; aware, UTC.

    Raises:
        InputError: The name cannot be an id.
        ProblemsError: The study does not hold.
    """

    def __init__(self, folder: StudyFolder, coder: str, clock: Clock = _now) -> None:
        if not is_identifier(coder) or coder == "machine":
            raise InputError(
                f'"{coder}" cannot name a coder.',
                hint='Use lower-case letters, digits, "-" and "_", such as coder-a.',
            )
        self.coder = coder
        self._folder = folder
        self._clock = clock
        self._progress: Progress | None = None
        self.set_aside: Path | None = set_aside_torn_end(folder.coder_path(coder))
        """Where half a line went that a crash had left at the end of the coder's file."""
        self.material: Material = load_material(folder)
        own = (e for e in load_decisions(folder) if e.coder == coder)
        self._events = sorted(own, key=lambda event: (event.at, event.id))
        self._steps = steps_of(self._events)
        self._latest = self._events[-1].at if self._events else None
        self._work_out()
        self._take(self.material)

    # What there is

    def ordered(self, order: Order) -> tuple[int, ...]:
        """Give places in ``queue`` in the order of deciding."""
        return in_order([answer.passages for answer in self.queue], order)

    def decided(self, place: Place, passage: SuggestedSegment) -> Mapping[str, Standing]:
        """Say what this coder decided for a passage: code → accepted or refused."""
        codes = self._by_passage.get(_key(place, passage), {})
        return {
            code: "accepted" if event.action == "accept" else "refused"
            for code, event in codes.items()
        }

    def is_read(self, answer: AnswerToCode) -> bool:
        """Say whether this coder has read an answer to its end, with the words it has today."""
        event = self._read.get(answer.place)
        return event is not None and self._is_of(event, answer.sha256)

    @staticmethod
    def _is_of(event: Decision, sha256: str) -> bool:
        """Say whether an event is about a text, of whose hash it may hold the beginning."""
        return sha256.startswith(event.answer_sha256 or "")

    def notes(self, place: Place) -> tuple[Decision, ...]:
        """List the memos and questions beside an answer, oldest first."""
        return tuple(self._notes.get(place, ()))

    def misplaced(self, answer: AnswerToCode) -> tuple[Decision, ...]:
        """List decisions on words that are no longer at their place in an answer."""
        here = {_key(answer.place, passage) for passage in answer.passages}
        return tuple(
            event
            for key in self._keys_at.get(answer.place, ())
            if key not in here
            for event in self._by_passage.get(key, {}).values()
        )

    def example(self, segment_id: str | None) -> Example | None:
        """Find the passage that a reason names; None where it has gone."""
        found = self._examples.get(segment_id or "")
        return None if found is None else Example(found[0].unit_name, found[1].text)

    @property
    def progress(self) -> Progress:
        """Say how far the coder has come."""
        if self._progress is None:
            events = [event for codes in self._by_passage.values() for event in codes.values()]
            accepted = sum(event.action == "accept" for event in events)
            read = sum(
                self._is_of(event, self._hashes[place])
                for place, event in self._read.items()
                if place in self._hashes
            )
            left = self._minutes_left(len(self.queue) - read)
            refused = len(events) - accepted
            self._progress = Progress(read, len(self.queue), accepted, refused, left)
        return self._progress

    def _minutes_left(self, answers: int) -> int | None:
        moments = sorted(event.at for event in self._read.values())
        gaps = sorted(
            gap for before, after in pairwise(moments) if (gap := after - before) < _PAUSE
        )
        if len(gaps) < _FEWEST_FOR_PACE:
            return None
        return round(gaps[len(gaps) // 2].total_seconds() * answers / 60)

    # What is decided

    def decide(
        self,
        answer: AnswerToCode,
        passage: SuggestedSegment,
        code: str,
        *,
        accept: bool,
        reason: str | None = None,
    ) -> bool:
        """Accept or refuse a code for a passage, and save it; False where it stands so already.

        Raises:
            StorageError: It could not be saved; then it does not hold.
        """
        state = "accepted" if accept else "refused"
        if reason is None and self.decided(answer.place, passage).get(code) == state:
            return False
        shown = next((s for s in passage.suggestions if s.code == code), None)
        about = self._about(answer, "accept" if accept else "refuse", passage)
        saw = None if shown is None else _saw(shown)
        self._save(replace(about, code=code, saw=saw, reason=reason))
        return True

    def take_back(self, answer: AnswerToCode, passage: SuggestedSegment, code: str) -> bool:
        """Leave a code undecided again for a passage; False where it is.

        Raises:
            StorageError: It could not be saved; then it does not hold.
        """
        event = self._by_passage.get(_key(answer.place, passage), {}).get(code)
        if event is None:
            return False
        about = self._about(answer, "undo", passage)
        moment = about.at
        earlier = self._standing_before(event)
        undone = [event, *earlier]
        self._append(
            tuple(
                replace(about, id=str(uuid.uuid4()), at=moment, code=code, undoes=each.id)
                for each in undone
            )
        )
        return True

    def finish_answer(self, answer: AnswerToCode) -> None:
        """Record that the whole answer was read and nothing in it is left to decide."""
        self._save(self._about(answer, "read"))

    def note(
        self,
        answer: AnswerToCode,
        words: str,
        *,
        passage: SuggestedSegment | None = None,
        is_question: bool = False,
    ) -> None:
        """Keep a memo, or a question to a colleague, beside an answer or one of its passages."""
        about = self._about(answer, "unsure" if is_question else "memo", passage)
        self._save(replace(about, reason=words or None))

    def judge(self, unit: str, component: str, status: str, reason: str | None = None) -> None:
        """Record a person's word on the state of a component in a unit."""
        event = self._event("status")
        self._save(replace(event, unit=unit, code=component, status=status, reason=reason))

    def undo(self) -> Step | None:
        """Take the latest step back and give it; None where there is none."""
        if not self._steps.done:
            return None
        step = self._steps.done[-1]
        self._travel(step)
        return step

    def redo(self) -> Step | None:
        """Make the step again that was taken back last, and give it; None where there is none."""
        if not self._steps.undone:
            return None
        step, travel = self._steps.undone[-1]
        self._travel(travel)
        return step

    # What the machine has to say

    def read_suggestions(self) -> Callable[[], None]:
        """Read what ``analyse`` wrote, in any thread; what is returned puts it into the queue.

        Raises:
            ProblemsError: A file that ``analyse`` did not leave so.
        """
        found: dict[str, SuggestionsFile] = load_suggestions(self._folder)
        return lambda: self._take(replace(self.material, suggestions=found))

    def _take(self, material: Material) -> None:
        self.material = material
        own = (event for codes in self._by_passage.values() for event in codes.values())
        self.queue: tuple[AnswerToCode, ...] = answers_to_code(material, own)
        self._hashes = {answer.place: answer.sha256 for answer in self.queue}
        self._progress = None
        self._examples = {
            passage.id: (answer, passage) for answer in self.queue for passage in answer.passages
        }

    # How it is kept

    def _event(self, action: Action) -> Decision:
        return Decision(id=str(uuid.uuid4()), at=self._moment(), coder=self.coder, action=action)

    def _moment(self) -> datetime:
        """Give a moment after all earlier ones: what holds is worked out from their order."""
        now = self._clock()
        if self._latest is None or now > self._latest:
            return now
        return self._latest + timedelta(microseconds=1)

    def _about(
        self, answer: AnswerToCode, action: Action, passage: SuggestedSegment | None = None
    ) -> Decision:
        interview, question = answer.place
        about = replace(
            self._event(action),
            interview=interview,
            question=question,
            answer_sha256=answer.sha256,
        )
        if passage is None:
            return about
        return replace(about, start=passage.start, end=passage.end, text=passage.text)

    def _travel(self, step: Step) -> None:
        moment = self._moment()
        self._append(
            tuple(replace(self._event("undo"), at=moment, undoes=event.id) for event in step)
        )

    def _save(self, event: Decision) -> None:
        self._append((event,))

    def _append(self, step: Step) -> None:
        append_decisions(self._folder.coder_path(self.coder), step)
        self._events.extend(step)
        self._latest = step[-1].at
        self._steps.add(step)
        self._progress = None
        if any(event.action == "undo" for event in step):
            self._work_out()
        else:
            for event in step:
                self._hold(event)

    def _standing_before(self, event: Decision) -> list[Decision]:
        """List earlier decisions on the same target, which would hold again without the latest."""
        undone = undone_ids(self._events)
        return [
            e
            for e in self._events
            if e.target == event.target and e.id != event.id and e.id not in undone
        ]

    def _work_out(self) -> None:
        """Work out what holds after all events; 1,000 of them take a few milliseconds."""
        self._by_passage: dict[tuple[object, ...], dict[str, Decision]] = {}
        self._keys_at: dict[Place, dict[tuple[object, ...], None]] = {}
        self._read: dict[Place, Decision] = {}
        self._notes: dict[Place, list[Decision]] = {}
        for event in standing(self._events):
            self._hold(event)

    def _hold(self, event: Decision) -> None:
        """Let the latest decision hold."""
        if event.interview is None or event.question is None:
            return
        place = (event.interview, event.question)
        if event.action == "read":
            self._read[place] = event
        elif event.action in ("memo", "unsure"):
            self._notes.setdefault(place, []).append(event)
        elif event.action in ("accept", "refuse") and event.code is not None:
            key = (*place, event.start, event.end, event.text)
            self._keys_at.setdefault(place, {})[key] = None
            self._by_passage.setdefault(key, {})[event.code] = event


def open_coding(folder: StudyFolder, coder: str) -> CodingSession:
    """Open a study for a coder.

    Raises:
        InputError: The name cannot be an id, or there is nothing to code.
        ProblemsError: The study does not hold.
    """
    session = CodingSession(folder, coder)
    if not session.queue:
        raise InputError(
            "There is nothing to code yet: no conversation that counts has any words.",
            hint="Hold one with themer interview, or bring answers in with themer import.",
        )
    return session


def _key(place: Place, passage: SuggestedSegment) -> tuple[object, ...]:
    return (*place, passage.start, passage.end, passage.text)


def _saw(suggestion: Suggestion) -> Saw:
    return Saw(suggestion.code, suggestion.rank, suggestion.confidence)
