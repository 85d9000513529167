"""Hold a coder's work: the answers to decide, what was decided, undo and redo; every step on disk.

The screen shows what this says and calls what this offers; it decides nothing itself.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from themer.coding.queue import Order, in_order
from themer.coding.steps import Step, steps_of
from themer.errors import InputError
from themer.findings.material import Material
from themer.model.codebook import Status
from themer.model.decision import Action, Decision, Saw, standing, undone_ids
from themer.model.scalars import is_identifier
from themer.model.suggestion import SuggestedSegment, Suggestion, SuggestionsFile
from themer.storage.events import append_decisions, set_aside_torn_end
from themer.storage.study_folder import StudyFolder
from themer.workflows.coding_answers import (
    AnswerToCode,
    Direction,
    Place,
    Standing,
    answers_to_code,
    whole_answer,
    with_own_spans,
)
from themer.workflows.coding_board import ComponentHere, components_of, count_to_judge
from themer.workflows.coding_held import Held
from themer.workflows.coding_progress import Progress, minutes_left
from themer.workflows.material import load_decisions, load_material, load_suggestions

Clock = Callable[[], datetime]


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
        self._to_judge: int | None = None
        self.set_aside: Path | None = set_aside_torn_end(folder.coder_path(coder))
        """Where half a line went that a crash had left at the end of the coder's file."""
        self.material: Material = load_material(folder)
        own = (e for e in load_decisions(folder) if e.coder == coder)
        self._events = sorted(own, key=lambda event: (event.at, event.id))
        self._steps = steps_of(self._events)
        self._latest = self._events[-1].at if self._events else None
        self._held = Held(self._events)
        self._take(self.material)

    # What there is

    def ordered(self, order: Order) -> tuple[int, ...]:
        """Give places in ``queue`` in the order of deciding."""
        return in_order([answer.passages for answer in self.queue], order)

    def decided(self, place: Place, passage: SuggestedSegment) -> Mapping[str, Standing]:
        """Say what this coder decided for a passage: code → accepted or refused."""
        return self._held.states(place, passage)

    def direction(self, place: Place, passage: SuggestedSegment) -> Direction | None:
        """Say what this coder decided that a passage speaks of."""
        return self._held.direction_of(place, passage)

    def whole(self, answer: AnswerToCode) -> SuggestedSegment | None:
        """Give a whole answer as a passage; None where some of its words are restricted."""
        return whole_answer(self.material.study.id, answer)

    def components(self, answer: AnswerToCode) -> tuple[ComponentHere, ...]:
        """Say how the components stand in the unit of an answer, this coder's word included."""
        return components_of(self._material_now(), answer.interview)

    def is_read(self, answer: AnswerToCode) -> bool:
        """Say whether this coder has read an answer to its end, with the words it has today."""
        event = self._held.read.get(answer.place)
        return event is not None and self._is_of(event, answer.sha256)

    @staticmethod
    def _is_of(event: Decision, sha256: str) -> bool:
        """Say whether an event is about a text, of whose hash it may hold the beginning."""
        return sha256.startswith(event.answer_sha256 or "")

    def notes(self, place: Place) -> tuple[Decision, ...]:
        """List the memos and questions beside an answer, oldest first."""
        return self._held.notes(place)

    def misplaced(self, answer: AnswerToCode) -> tuple[Decision, ...]:
        """List decisions on words that are no longer at their place in an answer."""
        return self._held.misplaced(answer.place, answer.passages)

    def example(self, segment_id: str | None) -> Example | None:
        """Find the passage that a reason names; None where it has gone."""
        found = self._examples.get(segment_id or "")
        return None if found is None else Example(found[0].unit_name, found[1].text)

    def reason_for(self, answer: AnswerToCode, component: str, status: Status) -> str | None:
        """Give the reason this coder noted for a state that they said a component is in."""
        unit = self.material.unit_of(answer.interview)
        said = self._held.statuses.get((unit, component))
        return said.reason if said is not None and said.status == status else None

    @property
    def progress(self) -> Progress:
        """Say how far the coder has come."""
        if self._progress is None:
            accepted, refused = self._held.counts()
            read = sum(
                self._is_of(event, self._hashes[place])
                for place, event in self._held.read.items()
                if place in self._hashes
            )
            moments = (event.at for event in self._held.read.values())
            left = minutes_left(moments, len(self.queue) - read)
            if self._to_judge is None:
                self._to_judge = count_to_judge(self._material_now())
            self._progress = Progress(
                read, len(self.queue), accepted, refused, left, self._to_judge
            )
        return self._progress

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
        event = self._held.codes(answer.place, passage).get(code)
        if event is None:
            return False
        self._leave_open(event, replace(self._about(answer, "undo", passage), code=code))
        return True

    def direct(
        self, answer: AnswerToCode, passage: SuggestedSegment, direction: Direction | None
    ) -> bool:
        """Record what a passage speaks of, or with None that nobody says; False where it is so.

        Raises:
            StorageError: It could not be saved; then it does not hold.
        """
        event = self._held.direction(answer.place, passage)
        if direction is None:
            if event is not None:
                self._leave_open(event, self._about(answer, "undo", passage))
            return event is not None
        if self.direction(answer.place, passage) == direction:
            return False
        self._save(replace(self._about(answer, "direction", passage), status=direction))
        return True

    def _leave_open(self, event: Decision, about: Decision) -> None:
        """Take back a decision with all earlier ones on its target, as one step."""
        undone = [event, *self._standing_before(event)]
        self._append(tuple(replace(about, id=str(uuid.uuid4()), undoes=e.id) for e in undone))

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

    def judge(
        self, answer: AnswerToCode, component: str, status: Status, reason: str | None = None
    ) -> bool:
        """Record the coder's word on a component in the unit of an answer; False where it is said.

        Raises:
            StorageError: It could not be saved; then it does not hold.
        """
        unit = self.material.unit_of(answer.interview)
        said = self._held.statuses.get((unit, component))
        if said is not None and (said.status, said.reason) == (status, reason):
            return False
        event = self._event("status")
        self._save(replace(event, unit=unit, code=component, status=status, reason=reason))
        return True

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
        self._others = tuple(e for e in material.decisions if e.coder != self.coder)
        self._cut = answers_to_code(material)
        self._hashes = {answer.place: answer.sha256 for answer in self._cut}
        self._progress = self._to_judge = None
        self._cut_anew()

    def _cut_anew(self) -> None:
        """Make passages of the spans that the coder chose and that are still decided on."""
        study = self.material.study.id
        self.queue: tuple[AnswerToCode, ...] = tuple(
            with_own_spans(study, answer, self._held.at(answer.place)) for answer in self._cut
        )
        self._examples = {
            passage.id: (answer, passage) for answer in self.queue for passage in answer.passages
        }

    def _material_now(self) -> Material:
        """Give the study with what this coder decided meanwhile."""
        return replace(self.material, decisions=(*self._others, *standing(self._events)))

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
        judged = dict(self._held.statuses)
        if any(event.action == "undo" for event in step):
            self._held = Held(self._events)
            self._cut_anew()
        else:
            for event in step:
                self._held.add(event)
            if any(self._is_own_span(event) for event in step):
                self._cut_anew()
        if self._held.statuses != judged:
            self._to_judge = None

    def _is_own_span(self, event: Decision) -> bool:
        return event.start is not None and not any(
            (passage.start, passage.end) == (event.start, event.end)
            for answer in self.queue
            if answer.place == (event.interview, event.question)
            for passage in answer.passages
        )

    def _standing_before(self, event: Decision) -> list[Decision]:
        """List earlier decisions on the same target, which would hold again without the latest."""
        undone = undone_ids(self._events)
        return [
            e
            for e in self._events
            if e.target == event.target and e.id != event.id and e.id not in undone
        ]


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


def _saw(suggestion: Suggestion) -> Saw:
    return Saw(suggestion.code, suggestion.rank, suggestion.confidence)
