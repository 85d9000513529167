"""The events by which a coder's decisions are kept: what was decided, where, and what they saw."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from themer.coding.steps import Step
from themer.model.decision import Action, Decision, Saw
from themer.model.suggestion import SuggestedSegment
from themer.workflows.coding.answers import AnswerToCode, Place
from themer.workflows.coding.coder_log import CoderLog, new_id


class CodingEvents:
    """Makes events; none is kept before the log has it.

    Args:
        log: The coder's file.
        blind: Whether the coder sees nothing of what the machine and others say.
        machine: Names who made the suggestions beside an answer; None where there are none.
    """

    def __init__(
        self, log: CoderLog, *, blind: bool, machine: Callable[[Place], str | None]
    ) -> None:
        self._log, self._blind, self._machine = log, blind, machine

    def about(
        self, answer: AnswerToCode, action: Action, passage: SuggestedSegment | None = None
    ) -> Decision:
        """Begin an event about an answer, or about a passage of it."""
        interview, question = answer.place
        about = replace(
            self._log.new(action),
            interview=interview,
            question=question,
            answer_sha256=answer.sha256,
            codebook=answer.codebook,
            saw=self._saw(answer, passage),
        )
        if passage is None:
            return about
        return replace(about, start=passage.start, end=passage.end, text=passage.text)

    def decision(
        self,
        answer: AnswerToCode,
        passage: SuggestedSegment,
        code: str,
        *,
        accept: bool,
        alone: bool = False,
        reason: str | None = None,
    ) -> Decision:
        """Make the event that gives or refuses a code.

        Args:
            answer: The answer.
            passage: The passage of it.
            code: The code.
            accept: Whether it is given.
            alone: Whether no other code of the passage was shown.
            reason: Where the coder gave one.
        """
        about = self.about(answer, "accept" if accept else "refuse", passage)
        saw = about.saw
        known = next((s for s in passage.suggestions if s.code == code), None)
        if saw is not None and saw.machine is not None and known is not None:
            saw = replace(saw, suggestion=code, rank=known.rank, confidence=known.confidence)
        if saw is not None and alone:
            saw = replace(saw, shown=(code,) if known is not None else ())
        return replace(about, code=code, saw=saw, reason=reason)

    def judgement(self) -> Decision:
        """Begin an event about a component."""
        return replace(self._log.new("status"), saw=Saw(blind=True) if self._blind else None)

    def _saw(self, answer: AnswerToCode, passage: SuggestedSegment | None) -> Saw | None:
        """Say what the panel shows beside an answer, and who made it; None before any analysis."""
        if self._blind:
            return Saw(blind=True)
        machine = self._machine(answer.place)
        if machine is None:
            return None
        known = {code.id for code in answer.codes}
        suggested = () if passage is None else passage.suggestions
        return Saw(shown=tuple(s.code for s in suggested if s.code in known), machine=machine)

    def left_open(self, event: Decision, about: Decision) -> Step:
        """Take back a decision with all earlier ones on its target, as one step."""
        undone = [event, *self._log.before(event)]
        return tuple(replace(about, id=new_id(), undoes=e.id) for e in undone)

    def moved(
        self,
        held: Iterable[Decision],
        answer: AnswerToCode,
        passage: SuggestedSegment,
        chosen: SuggestedSegment,
    ) -> Step:
        """Take decisions from one passage of an answer to another, as one step."""
        about = self.about(answer, "undo", passage)
        moved: list[Decision] = []
        undone: list[Decision] = []
        for event in held:
            undone += self.left_open(event, replace(about, code=event.code))
            kept = replace(event, id=new_id(), at=about.at, answer_sha256=answer.sha256)
            moved.append(replace(kept, start=chosen.start, end=chosen.end, text=chosen.text))
        return (*moved, *undone)
