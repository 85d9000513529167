"""Hold a coder's work: the answers to decide, what was decided, undo and redo; every step on disk.

The screen shows what this says and calls what this offers; it decides nothing itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from themer.coding.queue import Order
from themer.coding.steps import Step
from themer.findings.material import Material
from themer.findings.placing import placed
from themer.model.codebook import Status
from themer.model.decision import Decision
from themer.model.suggestion import SuggestedSegment, SuggestionsFile
from themer.storage.study_folder import StudyFolder
from themer.workflows.coder_log import Clock, CoderLog, now
from themer.workflows.coding_alike import Alike, passages_alike
from themer.workflows.coding_answers import (
    AnswerToCode,
    CodeHere,
    Direction,
    Place,
    Standing,
    codes_here,
    whole_answer,
)
from themer.workflows.coding_board import ComponentHere, components_of, count_to_judge
from themer.workflows.coding_events import CodingEvents
from themer.workflows.coding_held import Held
from themer.workflows.coding_progress import Progress, minutes_left
from themer.workflows.coding_queue import CodingQueue
from themer.workflows.learning_messages import LearnedUpdate
from themer.workflows.material import load_material, load_suggestions


@dataclass(frozen=True, slots=True)
class Example:
    """A passage elsewhere that is like the one being decided."""

    unit_name: str
    text: str


class CodingSession:
    """One coder at work on one study.

    Args:
        folder: The study.
        coder: The coder's id, which names the file in ``coding/``.
        clock: Gives the moment of a decision; aware, UTC.
        blind: Hide what the machine and other coders say.
        only: The places of a sample; None takes all answers.

    Raises:
        InputError: The name cannot be an id.
        ProblemsError: The study does not hold.
    """

    def __init__(
        self,
        folder: StudyFolder,
        coder: str,
        clock: Clock = now,
        *,
        blind: bool = False,
        only: Collection[Place] | None = None,
    ) -> None:
        self.coder, self.blind = coder, blind
        self.folder = folder
        self._progress: Progress | None = None
        self._to_judge: int | None = None
        self._log = CoderLog(folder, coder, clock)
        self._events = CodingEvents(self._log, blind=blind)
        self._told: Callable[[Step], None] = lambda _: None
        self._queue = CodingQueue(blind=blind, only=only)
        self._take(load_material(folder))

    # What there is

    @property
    def set_aside(self) -> Path | None:
        """Where half a line went that a crash had left at the end of the coder's file."""
        return self._log.set_aside

    @property
    def queue(self) -> Sequence[AnswerToCode]:
        """The answers, conversation by conversation."""
        return self._queue.answers

    def ordered(self, order: Order, code: str | None = None) -> tuple[int, ...]:
        """Give places in ``queue`` in the order of deciding; ``code`` for the order by code."""
        return self._queue.arranged(order, code)

    def codes(self, answer: AnswerToCode, passage: SuggestedSegment) -> tuple[CodeHere, ...]:
        """List the codes beside a passage, those to decide on first."""
        decided = self.decided(answer.place, passage)
        return codes_here(answer, passage, decided, blind=self.blind)

    def decided(self, place: Place, passage: SuggestedSegment) -> Mapping[str, Standing]:
        """Say what this coder decided for a passage: code → accepted or refused."""
        return self._held.states(place, passage)

    def direction(self, place: Place, passage: SuggestedSegment) -> Direction | None:
        """Say what this coder decided that a passage speaks of."""
        return self._held.direction_of(place, passage)

    def whole(self, answer: AnswerToCode) -> SuggestedSegment | None:
        """Give a whole answer as a passage; None where some of its words are restricted."""
        return whole_answer(self.material.study.id, answer)

    def choose(self, answer: AnswerToCode, start: int, end: int) -> SuggestedSegment:
        """Give any stretch of an answer as a passage, which stays in it while the desk is open."""
        return self._queue.choose(answer, start, end, self._held)

    def components(self, answer: AnswerToCode) -> tuple[ComponentHere, ...]:
        """Say how the components stand in the unit of an answer, this coder's word included."""
        return components_of(self._material_now(), answer.interview)

    def is_read(self, answer: AnswerToCode) -> bool:
        """Say whether this coder has read an answer to its end, with the words it has today."""
        event = self._held.read.get(answer.place)
        return event is not None and _is_of(event, answer.sha256)

    def notes(self, place: Place) -> tuple[Decision, ...]:
        """List the memos and questions beside an answer, oldest first."""
        return self._held.notes(place)

    def misplaced(self, answer: AnswerToCode) -> tuple[Decision, ...]:
        """List decisions on words that an answer no longer has."""
        return self._held.misplaced(answer.place, answer.passages)

    def example(self, segment_id: str | None) -> Example | None:
        """Find the passage that a reason names; None where it has gone."""
        found = self._queue.passage(segment_id or "")
        return None if found is None else Example(found[0].unit_name, found[1].text)

    def alike(self, code: str, words: str = "") -> tuple[Alike, ...]:
        """List passages of unread answers of which it is open whether they carry a code.

        Args:
            code: The code.
            words: What a passage has to hold; see ``themer.workflows.coding_alike``.
        """
        unread = (answer for answer in self.queue if not self.is_read(answer))
        return passages_alike(
            unread,
            code,
            words,
            lambda answer, passage: code not in self.decided(answer.place, passage),
        )

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
            hashes = self._queue.hashes
            read = [
                event
                for place, event in self._held.read.items()
                if place in hashes and _is_of(event, hashes[place])
            ]
            left = minutes_left((event.at for event in read), len(hashes) - len(read))
            if self._to_judge is None:
                self._to_judge = count_to_judge(self._material_now())
            self._progress = Progress(
                len(read), len(hashes), accepted, refused, left, self._to_judge
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
        self._append((self._decision(answer, passage, code, accept=accept, reason=reason),))
        return True

    def decide_many(self, chosen: Iterable[Alike], code: str, *, accept: bool) -> int:
        """Accept or refuse a code for several passages in one step, and say for how many.

        Raises:
            StorageError: It could not be saved; then none of it holds.
        """
        made = [self._decision(one.answer, one.passage, code, accept=accept) for one in chosen]
        if made:
            self._append(tuple(replace(event, at=made[0].at) for event in made))
        return len(made)

    def _decision(
        self,
        answer: AnswerToCode,
        passage: SuggestedSegment,
        code: str,
        *,
        accept: bool,
        reason: str | None = None,
    ) -> Decision:
        machine = self._queue.machine(answer.place)
        return self._events.decision(
            answer, passage, code, accept=accept, machine=machine, reason=reason
        )

    def take_back(self, answer: AnswerToCode, passage: SuggestedSegment, code: str) -> bool:
        """Leave a code undecided again for a passage; False where it is.

        Raises:
            StorageError: It could not be saved; then it does not hold.
        """
        event = self._held.codes(answer.place, passage).get(code)
        if event is None:
            return False
        self._append(
            self._events.left_open(
                event, replace(self._events.about(answer, "undo", passage), code=code)
            )
        )
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
                self._append(
                    self._events.left_open(event, self._events.about(answer, "undo", passage))
                )
            return event is not None
        if self.direction(answer.place, passage) == direction:
            return False
        self._append((replace(self._events.about(answer, "direction", passage), status=direction),))
        return True

    def respan(
        self, answer: AnswerToCode, passage: SuggestedSegment, start: int, end: int
    ) -> SuggestedSegment:
        """Give a passage other ends, and take along what this coder decided on it, in one step.

        Returns:
            The new passage; where nothing was decided it is only chosen, and nothing is kept.

        Raises:
            StorageError: It could not be saved; then all is as it was.
        """
        chosen = self._queue.choose(answer, start, end, self._held)
        held = list(self._held.codes(answer.place, passage).values())
        direction = self._held.direction(answer.place, passage)
        held += [] if direction is None else [direction]
        if (start, end) == (passage.start, passage.end) or not held:
            return chosen
        self._append(self._events.moved(held, answer, passage, chosen))
        return chosen

    def finish_answer(self, answer: AnswerToCode) -> None:
        """Record that the whole answer was read and nothing in it is left to decide."""
        self._append((self._events.about(answer, "read"),))

    def note(
        self,
        answer: AnswerToCode,
        words: str,
        *,
        passage: SuggestedSegment | None = None,
        is_question: bool = False,
    ) -> None:
        """Keep a memo, or a question to a colleague, beside an answer or one of its passages."""
        about = self._events.about(answer, "unsure" if is_question else "memo", passage)
        self._append((replace(about, reason=words or None),))

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
        event = self._log.new("status")
        self._append((replace(event, unit=unit, code=component, status=status, reason=reason),))
        return True

    def undo(self) -> Step | None:
        """Take the latest step back and give it; None where there is none."""
        return self._travelled(self._log.undo())

    def redo(self) -> Step | None:
        """Make the step again that was taken back last, and give it; None where there is none."""
        return self._travelled(self._log.redo())

    def _travelled(self, found: tuple[Step, Step] | None) -> Step | None:
        if found is None:
            return None
        step, travel = found
        self._took_in(travel)
        return step

    # What the machine has to say

    def read_suggestions(self) -> Callable[[], None]:
        """Read what ``analyse`` wrote, in any thread; what is returned puts it into the queue.

        Raises:
            ProblemsError: A file that ``analyse`` did not leave so.
        """
        found: dict[str, SuggestionsFile] = load_suggestions(self.folder)
        return lambda: self._take(replace(self.material, suggestions=found))

    def hear(self, update: LearnedUpdate) -> None:
        """Keep what was learned beside the desk; ``take_heard`` puts it beside the passages."""
        self._queue.hear(update)

    def take_heard(self) -> None:
        """Put what was learned beside its passages; called as the coder goes on."""
        self._queue.take_heard(self._held)

    def _take(self, material: Material) -> None:
        self.material = material
        self._others = tuple(
            e for e in material.decisions if e.coder != self.coder and not self.blind
        )
        self._hold()
        self._queue.take(material, self._held)

    def _material_now(self) -> Material:
        """Give the study with what this coder decided meanwhile."""
        return replace(self.material, decisions=(*self._others, *self._standing()))

    # How it is kept

    def _standing(self) -> tuple[Decision, ...]:
        return placed(self._log.standing(), self.material.interviews)

    def _hold(self) -> None:
        self._held = Held(self._standing())
        self._progress = self._to_judge = None

    def listen(self, told: Callable[[Step], None]) -> None:
        """Have every step told that is on the disk; it must not wait."""
        self._told = told

    def _append(self, step: Step) -> None:
        self._log.append(step)
        self._took_in(step)

    def _took_in(self, step: Step) -> None:
        """Let what is on the disk now hold here, too."""
        self._progress = None
        self._told(step)
        if any(event.action == "undo" for event in step):
            self._hold()
            self._queue.renew(self._queue.hashes, self._held)
            return
        for event in step:
            self._held.add(event)
            if event.action == "status":
                self._to_judge = None
        spans = {e.place for e in step if e.start is not None and e.place is not None}
        self._queue.renew(spans, self._held)


def _is_of(event: Decision, sha256: str) -> bool:
    """Say whether an event is about a text, of whose hash it may hold the beginning."""
    return sha256.startswith(event.answer_sha256 or "")
