"""Settle where coders differ: both decisions stay, and a third says which holds, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from themer.coding.agreement import Values, alpha_without_interval
from themer.coding.codebook_wording import with_names
from themer.coding.differences import (
    Difference,
    answer_by_answer,
    with_verdicts,
    words_settled,
)
from themer.coding.steps import Step
from themer.coding.units import units_of
from themer.errors import InputError
from themer.findings.placing import placed
from themer.model.codebook import Code
from themer.model.decision import Decision, in_time
from themer.storage.study_folder import StudyFolder
from themer.workflows.coding.agreement import differences_in, worst_first
from themer.workflows.coding.answers import AnswerToCode
from themer.workflows.coding.coder_log import Clock, CoderLog, now
from themer.workflows.coding.stances import CodedAnswer, code_names, coded_answers, coders_of
from themer.workflows.material import load_material


class Adjudication:
    """The differences between the coders of a study, and one person who settles them.

    Args:
        folder: The study.
        coder: Who settles; may be one of those who differ.
        clock: Gives the moment of a decision; aware, UTC.

    Raises:
        InputError: The name cannot be an id.
        ProblemsError: The study does not hold.
    """

    def __init__(self, folder: StudyFolder, coder: str, clock: Clock = now) -> None:
        self.log = CoderLog(folder, coder, clock)
        self.coder = coder
        self._material = load_material(folder)
        self._others = tuple(e for e in self._material.decisions if e.coder != coder)
        self.coders = coders_of(self._material)
        self.names: Mapping[str, str] = code_names(self._material)
        found = coded_answers(self._material)
        self._answers = {one.answer.place: one for one in found}
        self.alphas = _alphas(found, self.coders)
        """By code, for those of which it can be computed."""
        self._open = answer_by_answer(differences_in(found, self.coders), self._worst_first)
        self.differences: tuple[Difference, ...] = ()
        """The worst code first, and all of an answer together; what is settled stays in place."""
        self._look_again()

    @property
    def left(self) -> int:
        """How many nobody has settled."""
        return sum(one.verdict is None for one in self.differences)

    @property
    def why_none(self) -> str | None:
        """Say why there is nothing to settle; None where there is."""
        if self.differences:
            return None
        if len(self.coders) < 2:
            who = f"{self.coders[0]} coded alone" if self.coders else "Nobody has coded yet"
            return f"{who}, so there is no difference to settle."
        who = " and ".join(self.coders)
        return f"{who} differ nowhere in what they both read or decided."

    def answer(self, one: Difference) -> AnswerToCode:
        """Give the answer that a difference is in, with its question."""
        return self._answers[one.interview, one.question].answer

    def code(self, one: Difference) -> Code | None:
        """Give the code that a difference is about; None where no codebook has it.

        Where its texts refer to other codes by their ids, they have their names.
        """
        books = self._material.codebooks.values()
        found = (code for book in books for code in book.codes if code.id == one.code)
        code = next(found, None)
        return None if code is None else with_names(code, self.names)

    def beside(self, one: Difference) -> tuple[Difference, ...]:
        """List the other differences in its answer, those that share words with it first."""
        others = [
            other
            for other in self.differences
            if (other.interview, other.question) == (one.interview, one.question)
            and (other.start, other.code) != (one.start, one.code)
        ]
        return tuple(sorted(others, key=lambda other: not one.overlaps(other)))

    def refused_elsewhere(self, one: Difference, coder: str) -> tuple[Decision, ...]:
        """List a coder's refusals of the code at other passages of its answer, oldest first."""
        held = self._answers[one.interview, one.question].decisions
        return tuple(
            event
            for event in held
            if (event.action, event.code, event.coder) == ("refuse", one.code, coder)
            and event.id not in one.settles
        )

    def notes(self, one: Difference) -> tuple[Decision, ...]:
        """List the memos and questions of everybody beside the answer, oldest first."""
        held = self._answers[one.interview, one.question].decisions
        return tuple(event for event in held if event.action in ("memo", "unsure"))

    def settle(self, at: int, *, give: bool, reason: str) -> Difference:
        """Say whether the passage of a difference carries the code, and save it.

        Args:
            at: The difference's place among ``differences``.
            give: Whether it does.
            reason: Why; not empty.

        Returns:
            The difference as it is now.

        Raises:
            InputError: There is no reason, or it is to be given where nobody gives it.
            StorageError: It could not be saved; then it is not settled.
        """
        if not reason.strip():
            raise InputError("Nothing is settled without a reason.", hint="A few words will do.")
        one = self.differences[at]
        if give and not one.gave:
            raise InputError(
                "Nobody gives this code here any more.",
                hint="Say that it is not given, or give it at the coding desk.",
            )
        answer = self.answer(one)
        start, end = words_settled(one, self._answers[one.interview, one.question].segments)
        closed = answer.answer.closed
        is_open = not any(start < part.end and part.start < end for part in closed)
        event = replace(
            self.log.new("adjudicate"),
            interview=one.interview,
            question=one.question,
            start=start,
            end=end,
            text=answer.answer.coded_text[start:end] if is_open else None,
            answer_sha256=answer.sha256,
            code=one.code,
            status="accepted" if give else "refused",
            reason=reason,
            settles=one.settles,
            codebook=answer.codebook,
        )
        self.log.append((event,))
        self._look_again()
        return self.differences[at]

    def undo(self) -> int | None:
        """Take the latest verdict back and give its place; None where the last step is none."""
        return self._travel(self.log.next_undo, self.log.undo)

    def redo(self) -> int | None:
        """Settle again what was taken back last and give its place; None where that was none."""
        return self._travel(self.log.next_redo, self.log.redo)

    def _travel(self, step: Step | None, go: Callable[[], object]) -> int | None:
        """Go only over verdicts: what was decided at the coding desk is not undone unseen."""
        if step is None or step[0].action != "adjudicate":
            return None
        go()
        self._look_again()
        named = set(step[0].settles)
        return next(
            (
                at
                for at, one in enumerate(self.differences)
                if one.code == step[0].code
                and named & set(one.settles)
                and one.is_covered_by(step[0])
            ),
            0,
        )

    def _look_again(self) -> None:
        own = placed(self.log.standing(), self._material.interviews)
        decisions = sorted((*self._others, *own), key=in_time)
        self.differences = with_verdicts(self._open, decisions)

    def _worst_first(self, one: Difference) -> tuple[float, str]:
        return worst_first(self.alphas.get(one.code), self.names.get(one.code, one.code))


def _alphas(answers: Iterable[CodedAnswer], coders: tuple[str, ...]) -> dict[str, float]:
    units: dict[str, list[Values]] = {}
    for answer in answers:
        stances = [answer.stance(coder) for coder in coders]
        if sum(stance.is_there for stance in stances) > 1:
            for unit in units_of(stances, len(answer.segments), answer.codes, "segment"):
                units.setdefault(unit.code, []).append(unit.values)
    found = {code: alpha_without_interval(values) for code, values in units.items()}
    return {code: alpha for code, alpha in found.items() if alpha is not None}
