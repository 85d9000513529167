"""Hold a coder's work: the answers to decide, what was decided, undo and redo; every step on disk.

The screen shows what this says and calls what this offers; it decides nothing itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from themer.coding.steps import Step
from themer.findings.placing import placed
from themer.model.codebook import Status
from themer.model.codebook_changes import LookAgain, to_look_at
from themer.model.decision import in_time
from themer.model.suggestion import SuggestedSegment
from themer.workflows.codebook.desk import judgements_touched
from themer.workflows.coding.alike import Alike
from themer.workflows.coding.answers import AnswerToCode, Direction, Place
from themer.workflows.coding.view import CodingView


class CodingSession(CodingView):
    """One coder at work on one study; errors and arguments as of ``CodingView``."""

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
        is_held = self.decided(answer.place, passage).get(code) == state
        if is_held and reason is None and not self._waits(answer, passage, code):
            return False
        made = self._events.decision(answer, passage, code, accept=accept, reason=reason)
        self._append((made,))
        return True

    def _waits(self, answer: AnswerToCode, passage: SuggestedSegment, code: str) -> bool:
        """Say whether a decision waits to be made again since its code was changed."""
        return any(
            item.decision.code == code
            and (item.decision.start, item.decision.end) == (passage.start, passage.end)
            for item in self.waiting(answer)
        )

    def decide_many(self, chosen: Iterable[Alike], code: str, *, accept: bool) -> int:
        """Accept or refuse a code for several passages in one step, and say for how many.

        Raises:
            StorageError: It could not be saved; then none of it holds.
        """
        made = [
            self._events.decision(one.answer, one.passage, code, accept=accept, alone=True)
            for one in chosen
        ]
        if made:
            self._append(tuple(replace(event, at=made[0].at) for event in made))
        return len(made)

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

        A word that waits since its code was changed is recorded again, the same or another.

        Raises:
            StorageError: It could not be saved; then it does not hold.
        """
        unit = self.material.unit_of(answer.interview)
        said = self._held.statuses.get((unit, component))
        if (
            said is not None
            and (said.status, said.reason) == (status, reason)
            and (unit, component) not in judgements_touched(self._material_now(), self.coder)
        ):
            return False
        self._log.still_there.check(answer.interview.id)
        event = replace(self._events.judgement(), unit=unit, codebook=answer.codebook)
        self._append((replace(event, code=component, status=status, reason=reason),))
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
        self._took_in(travel, about=step)
        return step

    # How it is kept

    def listen(self, told: Callable[[Step], None]) -> None:
        """Have every step told that is on the disk; it must not wait."""
        self._told = told

    def _append(self, step: Step) -> None:
        self._log.append(step)
        self._took_in(step)

    def _took_in(self, step: Step, about: Step | None = None) -> None:
        """Let what is on the disk now hold here, too.

        Only the answers that it is about are looked at again: everything else stays as it was, and
        a key has no time for all of it.

        Args:
            step: What was written.
            about: The step that it takes back or makes again; None where it is one of its own.
        """
        self._progress = None
        self._told(step)
        touched = step if about is None else about
        places = {event.place for event in touched if event.place is not None}
        taken_back = any(event.action == "undo" for event in step)
        if taken_back:
            self._renew(places)
        else:
            for event in step:
                self._held.add(event)
        if any(event.action == "status" for event in touched):
            if taken_back:
                self._held.renew_statuses(self._log.standing_judgements())
            self._judge_anew()
        for place in places if taken_back else places & set(self._waiting):
            self._look_again_at(place)
        self._queue.renew(places, self._held)

    def _renew(self, places: Iterable[Place]) -> None:
        for place in places:
            standing_here = self._log.standing_at(place)
            self._held.renew(place, placed(standing_here, self.material.interviews))

    def _look_again_at(self, place: Place) -> None:
        """Renew what waits in one answer, after a decision on it."""
        answer = next((one for one in self.queue if one.place == place), None)
        book = None if answer is None else self.book(answer)
        mine: tuple[LookAgain, ...] = ()
        if answer is not None and book is not None and book.changes:
            here = [event for event in self._others if event.place == place]
            own = placed(self._log.standing_at(place), [answer.interview])
            items = to_look_at(sorted((*here, *own), key=in_time), book)
            mine = tuple(item for item in items if item.decision.coder == self.coder)
        self._waiting.pop(place, None)
        if mine:
            self._waiting[place] = mine
