"""The order in which answers are decided on, and the words for how strong a suggestion is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from themer.model.suggestion import SuggestedSegment

Order = Literal["conversation", "instructive"]
Strength = Literal["strong", "fair", "weak"]
STRONG, FAIR = 0.5, 0.25
"""Likelier to be accepted than not; at least one in four."""


def strength(confidence: float) -> Strength:
    """Say in a word how likely it is that a person accepts a suggestion."""
    if confidence >= STRONG:
        return "strong"
    return "fair" if confidence >= FAIR else "weak"


def in_order(answers: Sequence[Sequence[SuggestedSegment]], order: Order) -> tuple[int, ...]:
    """Order answers for deciding.

    Args:
        answers: The passages of each answer, conversation by conversation.
        order: ``conversation`` leaves them as they are. ``instructive`` puts first the answers
            whose best suggestion the machine is least sure of, which teach it most (Lewis and
            Gale 1994, uncertainty sampling).

    Returns:
        Places in ``answers``; equals stay as they were.
    """
    places = range(len(answers))
    if order == "conversation":
        return tuple(places)
    return tuple(sorted(places, key=lambda place: _sureness(answers[place])))


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
