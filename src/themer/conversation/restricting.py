"""Passages that stay out of record, read-back, suggestions, quotes and exports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from themer.conversation.joining import together
from themer.conversation.session import NotPossibleError, Session
from themer.model.interview import Answer, Passage

Version = Literal["noted", "fair_copy"]
LEFT_OUT = "[…]"
"""What stands in the place of restricted words."""


def restrict(session: Session, start: int, end: int, version: Version = "noted") -> Session:
    """Restrict a passage; it is quoted no longer.

    Args:
        session: The conversation.
        start: Where it begins in the words of the question on the screen.
        end: Where it ends, exclusive.
        version: Which words: the notes, or the fair copy.

    Raises:
        NotPossibleError: No words are selected.
    """
    answer = session.answer
    words = words_of(answer, version)[start:end]
    start += len(words) - len(words.lstrip())
    end = start + len(words.strip())
    if start >= end:
        raise NotPossibleError("Select the words to be restricted first (shift and the arrows).")
    passages = together(*passages_of(answer, version), Passage(start, end))
    if version == "noted":
        kept = tuple(q for q in answer.verbatim if q.end <= start or q.start >= end)
        answer = replace(answer, verbatim=kept)
    return session.record(session.at, _with(answer, version, passages))


def lift(session: Session, start: int, end: int, version: Version = "noted") -> Session:
    """Lift the restriction of every passage that a selection touches, or that the cursor is in."""
    left = tuple(
        p for p in passages_of(session.answer, version) if not _touches(p, start, max(end, start))
    )
    return session.record(session.at, _with(session.answer, version, left))


def is_restricted(answer: Answer, start: int, end: int, version: Version = "noted") -> bool:
    """Say whether a selection, or the cursor, is within a restricted passage."""
    return any(p.start <= start and end <= p.end for p in passages_of(answer, version))


def words_of(answer: Answer, version: Version) -> str:
    """Give one version of the words."""
    return answer.noted if version == "noted" else answer.fair_copy or ""


def passages_of(answer: Answer, version: Version) -> tuple[Passage, ...]:
    """List the restricted passages of one version."""
    return answer.restricted if version == "noted" else answer.restricted_copy


def open_words(text: str, closed: Sequence[Passage]) -> str:
    """Give a text with a sign in the place of each restricted passage."""
    parts, at = [], 0
    for passage in together(*closed):
        parts += [text[at : passage.start], LEFT_OUT]
        at = passage.end
    return "".join([*parts, text[at:]])


def _touches(passage: Passage, start: int, end: int) -> bool:
    if start == end:
        return passage.start <= start <= passage.end
    return passage.start < end and start < passage.end


def _with(answer: Answer, version: Version, passages: tuple[Passage, ...]) -> Answer:
    if version == "noted":
        return replace(answer, restricted=passages)
    return replace(answer, restricted_copy=passages)
