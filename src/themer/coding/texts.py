"""What codes are suggested for, and what people decided of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextForCoding:
    """One text that may carry codes."""

    key: str
    """Its id; every text of a run needs another one."""
    text: str
    question: str = ""
    """The words of the question that it answers, where there was one."""
    linked: tuple[str, ...] = ()
    """Codes that the question is linked to: evidence, not a decision."""
    group: str | None = None
    """Where candidates differ by group: only codes of this group, or of none, are candidates."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person decided about one text and one code."""

    text: str
    """The text's key."""
    code: str
    accepted: bool
