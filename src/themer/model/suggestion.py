"""Suggestions: what the machine proposes for a segment, with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Literal

from annotated_types import Ge

from themer.model.scalars import NO_OTHER_KEYS, Hash, Identifier, Offset, Share, Words
from themer.model.theme import MadeBy


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a code is suggested: the sentence, the words that weighed, the nearest example."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    start: Offset
    end: Offset
    words: tuple[str, ...] = ()
    nearest: str | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One code proposed for one segment."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    code: Words
    score: float
    """For ranking within one run only."""
    confidence: Share
    """The calibrated probability that a person accepts this code here."""
    rank: Annotated[int, Ge(1)]
    reason: Reason


@dataclass(frozen=True, slots=True)
class SuggestedSegment:
    """A segment with the codes proposed for it, best first."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    id: Words
    question: Identifier
    start: Offset
    end: Offset
    text: Words
    none: Share
    """The confidence that no code fits."""
    suggestions: tuple[Suggestion, ...] = ()
    unseen: Mapping[str, Share] = field(default_factory=dict)
    """For each code, the confidence of a machine that had not learned from this answer; only where
    answers were drawn, and only what is not next to nothing."""


@dataclass(frozen=True, slots=True)
class SuggestionsHeader:
    """The first line of a machine's file: what it was made from."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    schema: Literal["themer/suggestions/1"]
    interview: Identifier
    interview_sha256: Hash
    made_by: MadeBy
    calibration: Literal["shipped", "study", "none"]


@dataclass(frozen=True, slots=True)
class SuggestionsFile:
    """What ``analyse`` wrote for one interview."""

    header: SuggestionsHeader
    segments: tuple[SuggestedSegment, ...]
