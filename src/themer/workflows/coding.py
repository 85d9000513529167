"""Hold a coder's work: the answers to decide, what was decided, undo and redo; every step on disk.

The screen shows what this says and calls what this offers; it decides nothing itself.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

from themer.errors import InputError
from themer.findings.material import Material
from themer.model.codebook import Code
from themer.model.decision import Action, Decision, Saw, standing
from themer.model.interview import Answer, Interview
from themer.model.question_set import Question
from themer.model.scalars import is_identifier
from themer.model.suggestion import SuggestedSegment, Suggestion
from themer.segments import segments_of
from themer.storage.events import append_decisions
from themer.storage.study_folder import StudyFolder
from themer.workflows.material import load_decisions, load_material

Clock = Callable[[], datetime]
Standing = Literal["accepted", "refused"]


@dataclass(frozen=True, slots=True)
class AnswerToCode:
    """One answer with the passages that can carry codes."""

    interview: Interview
    unit_name: str
    question: Question
    answer: Answer
    passages: tuple[SuggestedSegment, ...]
    codes: tuple[Code, ...]
    """The codes that may be given here."""

    @property
    def place(self) -> tuple[str, str]:
        """The interview's and the question's ids."""
        return self.interview.id, self.question.id

    @property
    def sha256(self) -> str:
        """The hash of the text that is coded."""
        return hashlib.sha256(self.answer.coded_text.encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a coder has come."""

    read: int
    answers: int
    accepted: int
    refused: int


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
        self.material: Material = load_material(folder)
        self._events = [e for e in load_decisions(folder) if e.coder == coder]
        self._undone: list[tuple[Decision, ...]] = []
        self._steps: list[tuple[Decision, ...]] = [
            (event,) for event in standing(self._events) if event.action != "status"
        ]
        self.queue = self._queue()
        self._work_out()

    def decided(self, place: tuple[str, str], passage: SuggestedSegment) -> dict[str, Standing]:
        """Say what this coder decided for a passage: code → accepted or refused."""
        key = (*place, passage.start, passage.end)
        return self._by_passage.get(key, {})

    def is_read(self, place: tuple[str, str]) -> bool:
        """Say whether this coder has read an answer to its end."""
        return place in self._read

    @property
    def progress(self) -> Progress:
        """Say how far the coder has come."""
        states = [state for codes in self._by_passage.values() for state in codes.values()]
        read = sum(self.is_read(answer.place) for answer in self.queue)
        return Progress(read, len(self.queue), states.count("accepted"), states.count("refused"))

    def decide(
        self,
        answer: AnswerToCode,
        passage: SuggestedSegment,
        code: str,
        *,
        accept: bool,
        reason: str | None = None,
    ) -> None:
        """Accept or refuse a code for a passage, and save it.

        Raises:
            StorageError: It could not be saved; then it does not hold.
        """
        shown = next((s for s in passage.suggestions if s.code == code), None)
        self._save(
            replace(
                self._about(answer, "accept" if accept else "refuse"),
                start=passage.start,
                end=passage.end,
                text=passage.text,
                code=code,
                saw=None if shown is None else _saw(shown),
                reason=reason,
            )
        )

    def finish_answer(self, answer: AnswerToCode) -> None:
        """Record that the whole answer was read and nothing in it is left to decide."""
        self._save(self._about(answer, "read"))

    def note(self, answer: AnswerToCode, words: str, *, is_question: bool = False) -> None:
        """Keep a memo, or a question to a colleague, beside an answer."""
        self._save(replace(self._about(answer, "unsure" if is_question else "memo"), reason=words))

    def judge(self, unit: str, component: str, status: str, reason: str | None = None) -> None:
        """Record a person's word on the state of a component in a unit."""
        event = self._event("status")
        self._save(replace(event, unit=unit, code=component, status=status, reason=reason))

    def undo(self) -> bool:
        """Take the latest step back; False where there is none."""
        if not self._steps:
            return False
        step = self._steps.pop()
        self._append(tuple(replace(self._event("undo"), undoes=event.id) for event in step))
        self._undone.append(step)
        return True

    def redo(self) -> bool:
        """Make the step again that was taken back last; False where there is none."""
        if not self._undone:
            return False
        step = self._undone.pop()
        again = tuple(_again(event, self._clock()) for event in step)
        self._append(again)
        self._steps.append(again)
        return True

    def _event(self, action: Action) -> Decision:
        return Decision(id=str(uuid.uuid4()), at=self._clock(), coder=self.coder, action=action)

    def _about(self, answer: AnswerToCode, action: Action) -> Decision:
        interview, question = answer.place
        return replace(
            self._event(action),
            interview=interview,
            question=question,
            answer_sha256=answer.sha256,
        )

    def _save(self, event: Decision) -> None:
        self._append((event,))
        self._steps.append((event,))
        self._undone.clear()

    def _append(self, events: tuple[Decision, ...]) -> None:
        append_decisions(self._folder.coder_path(self.coder), events)
        self._events.extend(events)
        self._work_out()

    def _work_out(self) -> None:
        """Work out what holds after all events; 1,000 of them take a few milliseconds."""
        self._by_passage: dict[tuple[object, ...], dict[str, Standing]] = {}
        self._read: set[tuple[str, str]] = set()
        for event in standing(self._events):
            if event.interview is None or event.question is None:
                continue
            if event.action == "read":
                self._read.add((event.interview, event.question))
            elif event.action in ("accept", "refuse") and event.code is not None:
                key = (event.interview, event.question, event.start, event.end)
                state: Standing = "accepted" if event.action == "accept" else "refused"
                self._by_passage.setdefault(key, {})[event.code] = state

    def _queue(self) -> tuple[AnswerToCode, ...]:
        """List the answers with words, conversation by conversation, in the order of asking."""
        found: list[AnswerToCode] = []
        for interview in self.material.counted():
            question_set = self.material.sets[interview.set.id]
            book = self.material.codebooks.get(question_set.codebook or "")
            passages = self._passages(interview)
            for question in question_set.questions():
                here = passages.get(question.id)
                if here:
                    found.append(
                        AnswerToCode(
                            interview,
                            self._unit_name(interview),
                            question,
                            interview.answers[question.id],
                            tuple(here),
                            () if book is None else book.current(),
                        )
                    )
        return tuple(found)

    def _passages(self, interview: Interview) -> dict[str, list[SuggestedSegment]]:
        """Give the passages of an interview by question, with suggestions where they still fit."""
        file = self.material.suggestions.get(interview.id)
        suggested = {} if file is None else {segment.id: segment for segment in file.segments}
        passages: dict[str, list[SuggestedSegment]] = {}
        for segment in segments_of(self.material.study.id, interview):
            plain = SuggestedSegment(
                segment.id, segment.question, segment.start, segment.end, segment.text, none=0.0
            )
            passages.setdefault(segment.question, []).append(suggested.get(segment.id, plain))
        return passages

    def _unit_name(self, interview: Interview) -> str:
        found = self.material.study.find_unit(interview.unit)
        return interview.unit if found is None else found[1].name


def _saw(suggestion: Suggestion) -> Saw:
    return Saw(suggestion.code, suggestion.rank, suggestion.confidence)


def _again(event: Decision, at: datetime) -> Decision:
    return replace(event, id=str(uuid.uuid4()), at=at)
