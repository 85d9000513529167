"""The events by which a coder's decisions are kept: what was decided, where, and what they saw."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from themer.coding.steps import Step
from themer.model.decision import Action, Decision, Saw
from themer.model.suggestion import SuggestedSegment
from themer.workflows.coder_log import CoderLog, new_id
from themer.workflows.coding_answers import AnswerToCode


class CodingEvents:
    """Makes events; none is kept before the log has it.

    Args:
        log: The coder's file.
        blind: Whether the coder sees nothing of what the machine and others say.
    """

    def __init__(self, log: CoderLog, *, blind: bool) -> None:
        self._log, self._blind = log, blind

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
        machine: str | None,
        reason: str | None = None,
    ) -> Decision:
        """Make the event that gives or refuses a code; ``machine`` names who suggested."""
        return replace(
            self.about(answer, "accept" if accept else "refuse", passage),
            code=code,
            saw=self._saw(passage, code, machine),
            reason=reason,
        )

    def _saw(self, passage: SuggestedSegment, code: str, machine: str | None) -> Saw | None:
        if self._blind:
            return Saw(blind=True)
        if not passage.suggestions:
            return None
        shown = tuple(suggestion.code for suggestion in passage.suggestions)
        known = next((s for s in passage.suggestions if s.code == code), None)
        if known is None:
            return Saw(shown=shown, machine=machine)
        return Saw(code, known.rank, known.confidence, shown, machine)

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
        step: list[Decision] = []
        for event in held:
            step += self.left_open(event, replace(about, code=event.code))
            kept = replace(event, id=new_id(), at=about.at, answer_sha256=answer.sha256)
            step.append(replace(kept, start=chosen.start, end=chosen.end, text=chosen.text))
        return tuple(step)
