"""A conversation that is being held: its questions, what is recorded, and where we are in it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from themer.conversation.editing import edit_notes, find_edit
from themer.conversation.joining import CLOSED_MARK, together
from themer.model.interview import (
    Answer,
    AnswerState,
    FactText,
    Interview,
    Passage,
    Verbatim,
)
from themer.model.question_set import Question, QuestionSet, Section

_MOST_STEPS_BACK = 50
_NOTHING = Answer()


class NotPossibleError(ValueError):
    """What was asked for cannot be done here; the message says why, in words for the screen."""


@dataclass(frozen=True, slots=True)
class Session:
    """One state of a conversation. Every change gives a new one, so a writer may keep the old."""

    questions: QuestionSet
    interview: Interview
    at: str
    """The id of the question on the screen."""
    trail: tuple[str, ...] = ()
    """Where we were before jumping, the latest last."""
    is_off_record: bool = False
    """Whether nothing may be recorded at present."""

    @classmethod
    def open(cls, questions: QuestionSet, interview: Interview) -> Session:
        """Take a conversation up where its last sitting stopped.

        Where that is not known, or the question is no longer asked: after the last one answered.
        """
        order = [question.id for question in questions.current()]
        stopped = interview.sittings[-1].stopped_at if interview.sittings else None
        if stopped in order:
            return cls(questions, interview, stopped)
        reached = [i for i, question_id in enumerate(order) if question_id in interview.answers]
        place = min(reached[-1] + 1, len(order) - 1) if reached else 0
        return cls(questions, interview, order[place])

    # Where we are

    @property
    def order(self) -> tuple[Question, ...]:
        """The questions in the order in which they are asked."""
        return self.questions.current()

    @property
    def question(self) -> Question:
        """The question on the screen."""
        found = self.questions.question(self.at)
        assert found is not None
        return found

    @property
    def number(self) -> int:
        """The number of the question on the screen, from 1."""
        return self.number_of(self.at)

    def number_of(self, question_id: str) -> int:
        """Say which number a question has, from 1."""
        return next(i for i, question in enumerate(self.order, 1) if question.id == question_id)

    @property
    def section(self) -> Section:
        """The section of the question on the screen."""
        return next(
            section
            for section in self.questions.sections
            if any(question.id == self.at for question in section.questions)
        )

    def go(self, question_id: str) -> Session:
        """Jump to a question and remember where we were."""
        if question_id == self.at:
            return self
        if all(question.id != question_id for question in self.order):
            raise NotPossibleError(f'There is no question "{question_id}" in this set.')
        return replace(self, at=question_id, trail=(*self.trail, self.at)[-_MOST_STEPS_BACK:])

    def back(self) -> Session:
        """Go back to where we were before the last jump."""
        if not self.trail:
            raise NotPossibleError("There is nowhere to go back to yet.")
        return replace(self, at=self.trail[-1], trail=self.trail[:-1])

    def step(self, by: int) -> Session:
        """Go to the next question (1) or the one before (-1); it counts as a jump."""
        place = self.number - 1 + by
        if not 0 <= place < len(self.order):
            end = "last" if by > 0 else "first"
            raise NotPossibleError(f"This is the {end} question.")
        return self.go(self.order[place].id)

    def stop_here(self) -> Session:
        """Say in the record that the present sitting stops at the question on the screen.

        It is said with each change and each look at the clock, so that it is known, but for the
        last seconds, however the sitting ends.
        """
        sittings = self.interview.sittings
        if self.is_off_record or not sittings or sittings[-1].stopped_at == self.at:
            return self
        return self._with(sittings=(*sittings[:-1], replace(sittings[-1], stopped_at=self.at)))

    # What is recorded

    @property
    def answer(self) -> Answer:
        """The answer to the question on the screen; an empty one where nothing is recorded."""
        return self.answer_to(self.at)

    def answer_to(self, question_id: str) -> Answer:
        """Give the answer to a question; an empty one where nothing is recorded."""
        return self.interview.answers.get(question_id, _NOTHING)

    def record(self, question_id: str, answer: Answer) -> Session:
        """Put an answer in the place of the one before.

        An answer in which nothing is recorded is taken out: its question was not asked.
        """
        if self.is_off_record:
            raise NotPossibleError("This is off the record: nothing is stored.")
        answers = {**self.interview.answers, question_id: answer}
        if answer == _NOTHING:
            del answers[question_id]
        return self._with(answers=answers)

    def write(self, text: str) -> tuple[Session, tuple[Verbatim, ...]]:
        """Change the notes of the question on the screen.

        Returns:
            The session, and the quotes that are no longer marked because their words changed.
        """
        answer = self.answer
        edited, lost = edit_notes(answer, find_edit(answer.noted, text))
        return self.record(self.at, _reached(edited)), lost

    def set_fact(self, fact: FactText | None) -> Session:
        """Record the fact of the question on the screen, or take it back with None."""
        answer = replace(self.answer, fact=fact)
        if fact is not None:  # answered after all, whatever was said before
            answer = replace(answer, state="answered")
        return self.record(self.at, answer)

    def skip(self, state: AnswerState) -> Session:
        """Say why a question has no answer. Words and facts that are there stay."""
        return self.record(self.at, replace(self.answer, state=state))

    def tick_probe(self, probe_id: str) -> Session:
        """Mark a probe as used, or no longer so."""
        used = set(self.answer.probes_used) ^ {probe_id}
        in_order = tuple(probe.id for probe in self.question.probes if probe.id in used)
        return self.record(self.at, replace(self.answer, probes_used=in_order))

    def follow_up(self, text: str) -> Session:
        """Note what is to be asked or sent later; an empty text takes the note off."""
        return self.record(self.at, replace(self.answer, follow_up=text.strip() or None))

    def is_in_conflict(self, question_id: str) -> bool:
        """Say whether another copy of an answer waits to be settled."""
        return self.interview.has_other_copy(question_id)

    # Words that belong nowhere yet

    def capture(self, line: str) -> Session:
        """Keep words that belong to no question yet."""
        if not line.strip():
            raise NotPossibleError("There are no words to keep.")
        return self.amend(unassigned=(*self.interview.unassigned, line))

    def send(self, place: int, question_id: str) -> Session:
        """Move captured words to the notes of a question, without leaving the one on screen."""
        if not 0 <= place < len(self.interview.unassigned):
            raise NotPossibleError("There are no captured words of that number.")
        line = self.interview.unassigned[place]
        rest = tuple(text for i, text in enumerate(self.interview.unassigned) if i != place)
        sent = self.add_words(question_id, line)
        if CLOSED_MARK in line:  # which of the words are restricted is not known any more
            answer = sent.answer_to(question_id)
            closed = Passage(len(answer.noted) - len(line), len(answer.noted))
            closed_now = replace(answer, restricted=together(*answer.restricted, closed))
            sent = sent.record(question_id, closed_now)
        return sent._with(unassigned=rest)

    def add_words(self, question_id: str, words: str) -> Session:
        """Add words as a line of their own at the end of a question's notes."""
        answer = self.answer_to(question_id)
        gap = "\n" if answer.noted and not answer.noted.endswith("\n") else ""
        return self.record(question_id, _reached(replace(answer, noted=answer.noted + gap + words)))

    def take_out_line(self, line: str) -> Session:
        """Take a line out of the notes of the question on the screen, where it stands there.

        What was pasted into one may hold line ends; it goes as a whole.
        """
        framed = f"\n{self.answer.noted}\n"
        place = framed.find(f"\n{line}\n")
        if place < 0:
            return self
        rest = framed[:place] + framed[place + len(line) + 1 :]
        return self.write(rest[1:-1])[0]

    # The conversation as a whole

    def finish(self) -> Session:
        """Say that the conversation is over and counts."""
        return replace(self, interview=replace(self.interview, state="finished"))

    def reopen(self) -> Session:
        """Say that there is more to come."""
        return replace(self, interview=replace(self.interview, state="open"))

    def amend(self, **changes: object) -> Session:
        """Change other parts of the record than answers, such as the roster."""
        if self.is_off_record:
            raise NotPossibleError("This is off the record: nothing is stored.")
        return self._with(**changes)

    def _with(self, **changes: object) -> Session:
        return replace(self, interview=replace(self.interview, **changes))  # type: ignore[arg-type]


def _reached(answer: Answer) -> Answer:
    """A question that gets words was asked; *declined* and the like stand, with words beside."""
    return replace(answer, state="answered") if answer.state == "not_asked" else answer


def today() -> dt.date:
    """Give the day where the machine stands: a sitting is held on somebody's calendar."""
    return dt.datetime.now().astimezone().date()


def time_of_day() -> str:
    """Give the time where the machine stands, such as ``10:42``."""
    return dt.datetime.now().astimezone().strftime("%H:%M")
