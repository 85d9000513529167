"""Passages that may carry the same code, to be seen and decided on together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from themer.model.suggestion import SuggestedSegment
from themer.workflows.coding.answers import AnswerToCode


@dataclass(frozen=True, slots=True)
class Alike:
    """A passage that may carry the same code as another."""

    answer: AnswerToCode
    passage: SuggestedSegment
    confidence: float | None
    """How surely the machine suggests the code; None where it does not."""


def passages_alike(
    answers: Iterable[AnswerToCode],
    code: str,
    words: str,
    is_open: Callable[[AnswerToCode, SuggestedSegment], bool],
) -> tuple[Alike, ...]:
    """List passages that a code may be given to.

    Args:
        answers: Those to look in; only where the code is in their codebook.
        code: The code.
        words: What a passage has to hold, in any case, each of these words or parts of words; with
            none, the machine has to suggest the code for it.
        is_open: Whether it is to be decided whether a passage carries the code.

    Returns:
        The most surely suggested first, then in the order given.
    """
    wanted = words.casefold().split()
    found = [
        Alike(answer, passage, confidence)
        for answer in answers
        if any(one.id == code for one in answer.codes)
        for passage in answer.passages
        for confidence in (_confidence(passage, code),)
        if (_holds(passage.text, wanted) if wanted else confidence is not None)
        and is_open(answer, passage)
    ]
    return tuple(sorted(found, key=lambda one: -(one.confidence or 0.0)))


def _confidence(passage: SuggestedSegment, code: str) -> float | None:
    return next((s.confidence for s in passage.suggestions if s.code == code), None)


def _holds(text: str, wanted: Iterable[str]) -> bool:
    folded = text.casefold()
    return all(word in folded for word in wanted)
