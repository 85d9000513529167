"""The order in which answers are decided on, and the words for how strong a suggestion is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from themer.model.suggestion import SuggestedSegment

Order = Literal["conversation", "instructive", "question", "code", "organisation"]
Strength = Literal["strong", "fair", "weak"]
STRONG, FAIR = 0.5, 0.25
"""Likelier to be accepted than not; at least one in four."""
Place = tuple[str, str]
"""The ids of an interview and of a question."""


@dataclass(frozen=True, slots=True)
class QueueItem:
    """What of an answer its place in a queue depends on."""

    place: Place
    asked: tuple[str, int]
    """Its question set, and the question's place in it."""
    organisation: str
    """By its name, as people look for it."""
    passages: Sequence[SuggestedSegment]


def strength(confidence: float) -> Strength:
    """Say in a word how likely it is that a person accepts a suggestion."""
    if confidence >= STRONG:
        return "strong"
    return "fair" if confidence >= FAIR else "weak"


def arranged(
    answers: Sequence[QueueItem],
    order: Order,
    *,
    code: str | None = None,
    first: Sequence[Place] = (),
) -> tuple[int, ...]:
    """Order answers for deciding; every answer stays in the queue.

    Args:
        answers: Conversation by conversation, in the order of asking.
        order: ``conversation`` leaves them as they are; ``question`` brings all answers to one
            question together, and ``organisation`` all of one organisation, by its name; ``code``
            puts first those where ``code`` is suggested, the surest first; ``instructive`` those
            that teach the machine most.
        code: For ``code``.
        first: For ``instructive``: what the machine says teaches most, best first. What it does
            not name, and all where it says nothing, goes by how unsure the machine is of the best
            suggestion (Lewis and Gale 1994, uncertainty sampling).

    Returns:
        Places in ``answers``; equals stay as they were.
    """
    front = {place: rank for rank, place in enumerate(first)}
    keys: dict[Order, Callable[[QueueItem], tuple[object, ...]]] = {
        "conversation": lambda _: (),
        "question": lambda item: item.asked,
        "organisation": lambda item: (item.organisation.casefold(),),
        "code": lambda item: (-suggested_for(item.passages, code),),
        "instructive": lambda item: (
            front.get(item.place, len(front)),
            _sureness(item.passages),
        ),
    }
    key = keys[order]
    return tuple(sorted(range(len(answers)), key=lambda place: key(answers[place])))


def suggested_for(passages: Sequence[SuggestedSegment], code: str | None) -> float:
    """Give how surely a code is suggested for one of some passages; 0 where it is for none."""
    return max(
        (s.confidence for passage in passages for s in passage.suggestions if s.code == code),
        default=0.0,
    )


def _sureness(passages: Sequence[SuggestedSegment]) -> float:
    """Give how far the least sure best suggestion is from even odds; 1 where there is none."""
    return min(
        (
            abs(passage.suggestions[0].confidence - 0.5)
            for passage in passages
            if passage.suggestions
        ),
        default=1.0,
    )
