"""What one coder has before them: the answers, what they decided, and what is left to do."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from themer.coding.queue import Order
from themer.coding.steps import Step
from themer.findings.material import Material
from themer.findings.placing import placed
from themer.model.codebook import Codebook, Status
from themer.model.codebook_changes import LookAgain
from themer.model.decision import Decision
from themer.model.suggestion import SuggestedSegment, SuggestionsFile
from themer.storage.study_folder import StudyFolder
from themer.workflows.codebook.desk import touched
from themer.workflows.codebook.file import CodebookWatch
from themer.workflows.coding.alike import Alike, passages_alike
from themer.workflows.coding.answers import (
    AnswerToCode,
    CodeHere,
    Direction,
    Place,
    Standing,
    codes_here,
    whole_answer,
)
from themer.workflows.coding.board import ComponentHere, components_of, count_to_judge
from themer.workflows.coding.coder_log import Clock, CoderLog, now
from themer.workflows.coding.events import CodingEvents
from themer.workflows.coding.held import Held
from themer.workflows.coding.learning_messages import LearnedUpdate
from themer.workflows.coding.progress import Progress, is_of, progress_of
from themer.workflows.coding.queue import CodingQueue
from themer.workflows.material import load_material, load_suggestions


@dataclass(frozen=True, slots=True)
class Example:
    """A passage elsewhere that is like the one being decided."""

    unit_name: str
    text: str
    coders: tuple[str, ...]
    """Who gave it the code, this coder first."""


class CodingView:
    """What a coder sees of a study; ``themer.workflows.coding.desk`` adds what they decide.

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
        self._judged = 0
        """How often a count of the components left came to hold no more."""
        self._codebooks = CodebookWatch(folder)
        self._log = CoderLog(folder, coder, clock)
        self._told: Callable[[Step], None] = lambda _: None
        self._queue = CodingQueue(blind=blind, only=only)
        self._events = CodingEvents(self._log, blind=blind, machine=self._queue.machine)
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
        offered = [
            code
            for item in self.waiting(answer)
            if (item.decision.start, item.decision.end) == (passage.start, passage.end)
            for code in item.offers
        ]
        decided = self.decided(answer.place, passage)
        return codes_here(answer, passage, decided, offered=offered, blind=self.blind)

    def book(self, answer: AnswerToCode) -> Codebook | None:
        """Give the codebook of an answer, with its retired codes; None where it has none."""
        question_set = self.material.sets[answer.interview.set.id]
        return self.material.codebooks.get(question_set.codebook or "")

    def waiting(self, answer: AnswerToCode) -> tuple[LookAgain, ...]:
        """List this coder's decisions in an answer that a changed codebook has them look at."""
        return self._waiting.get(answer.place, ())

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
        return components_of(self._material_now(), answer.interview, self.coder)

    def is_read(self, answer: AnswerToCode) -> bool:
        """Say whether this coder has read an answer to its end, with words and codes of today."""
        event = self._held.read.get(answer.place)
        return (
            event is not None and is_of(event, answer.sha256) and answer.place not in self._waiting
        )

    def notes(self, place: Place) -> tuple[Decision, ...]:
        """List the memos and questions beside an answer, oldest first."""
        return self._held.notes(place)

    def misplaced(self, answer: AnswerToCode) -> tuple[Decision, ...]:
        """List decisions on words that an answer no longer has."""
        return self._held.misplaced(answer.place, answer.passages)

    def example(self, segment_id: str | None, code: str) -> Example | None:
        """Find the passage that a reason names and who gave it the code; None where it has gone."""
        found = self._queue.passage(segment_id or "")
        if found is None:
            return None
        answer, passage = found
        own = [self.coder for _ in accepted_in(self._held.at(answer.place), answer, passage, code)]
        others = {
            event.coder
            for event in accepted_in(self.material.decisions, answer, passage, code)
            if event.coder != self.coder and not self.blind
        }
        return Example(answer.unit_name, passage.text, (*own[:1], *sorted(others)))

    def alike(self, code: str, words: str = "") -> tuple[Alike, ...]:
        """List passages of unread answers of which it is open whether they carry a code.

        Args:
            code: The code.
            words: What a passage has to hold; see ``themer.workflows.coding.alike``.
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
            self._progress = progress_of(
                self._held, self._queue.hashes, self._waiting, self._to_judge
            )
        return self._progress

    def count_to_judge(self) -> Callable[[], Callable[[], None]] | None:
        """Begin to count the components left to judge; None where the count still holds.

        What is returned counts, in any thread, for it goes through the whole study; what that
        returns lets the count stand in ``progress``.
        """
        if self._to_judge is not None:
            return None
        material, judged = self._material_now(), self._judged

        def count() -> Callable[[], None]:
            """Count them as they were when it began."""
            left = count_to_judge(material, self.coder)
            return lambda: self._take_count(left, judged)

        return count

    def _take_count(self, left: int, judged: int) -> None:
        if judged == self._judged:
            self._to_judge, self._progress = left, None

    def _judge_anew(self) -> None:
        self._to_judge = self._progress = None
        self._judged += 1

    # What the machine has to say

    def read_suggestions(self) -> Callable[[], None]:
        """Read what ``analyse`` wrote, in any thread; what is returned puts it into the queue.

        Raises:
            ProblemsError: A file that ``analyse`` did not leave so.
        """
        found: dict[str, SuggestionsFile] = load_suggestions(self.folder)
        return lambda: self._take(replace(self.material, suggestions=found))

    def codebook_changed(self) -> bool:
        """Say whether a codebook is not the file that was read; quick enough for every answer."""
        return self._codebooks.is_changed()

    def read_again(self) -> Callable[[], None]:
        """Read the study again, in any thread, with what this coder decided at another screen.

        What is returned puts it in the place of what was read before.

        Raises:
            ProblemsError: The study does not hold any more; everything stays as it is.
        """
        codebooks = CodebookWatch(self.folder)
        material, log = load_material(self.folder), self._log.read_again()

        def take() -> None:
            """Go on with the study as it is now."""
            log.catch_up(self._log)  # What was decided while it was read.
            self._codebooks = codebooks
            self._log, self._events = (
                log,
                CodingEvents(log, blind=self.blind, machine=self._queue.machine),
            )
            self._take(material)

        return take

    def hear(self, update: LearnedUpdate, here: AnswerToCode) -> None:
        """Take in what was learned beside the desk, but for the answer that the coder is at."""
        self._queue.hear(update, here.place, self._held)

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
        self._waiting = touched(self._material_now(), self.coder)
        self._judge_anew()


def accepted_in(
    decisions: Iterable[Decision], answer: AnswerToCode, passage: SuggestedSegment, code: str
) -> Iterator[Decision]:
    """Go through the decisions that give a code to any words of a passage."""
    for event in decisions:
        if event.action == "accept" and event.code == code:
            if (event.interview, event.question) != answer.place:
                continue
            if (event.start or 0) < passage.end and passage.start < (event.end or 0):
                yield event
