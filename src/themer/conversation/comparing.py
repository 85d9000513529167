"""Two copies of an answer beside each other: every part of both, and where they differ."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

from themer.conversation.editing import find_edit
from themer.conversation.entry import fact_words
from themer.conversation.joining import in_words
from themer.model.interview import SKIPPED, Answer, Passage
from themer.model.question_set import AnswerType, Question

_WORD = re.compile(r"\s+|\w+|[^\w\s]")
_MOST_WORDS = 3000
"""Longer texts are compared as one stretch: word by word takes the square of their length."""
_WORDS_ONLY = AnswerType("none")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text, and whether the other copy has it too."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One part of an answer in both copies."""

    label: str
    mine: tuple[Piece, ...]
    theirs: tuple[Piece, ...]

    @property
    def differs(self) -> bool:
        """Say whether the copies differ in it."""
        return any(piece.differs for piece in (*self.mine, *self.theirs))


def compare(question: Question | None, mine: Answer, theirs: Answer) -> tuple[Row, ...]:
    """Lay two copies of an answer side by side, part by part; what neither has is left out.

    Args:
        question: The question, for the words of its facts and probes; None where it is gone.
        mine: The copy on the left.
        theirs: The other.
    """
    left, right = _parts(question, mine), _parts(question, theirs)
    return tuple(
        Row(label, *_pieces(left[label], right[label]))
        for label in left
        if left[label] or right[label]
    )


def _parts(question: Question | None, answer: Answer) -> dict[str, str]:
    kind = question.answer if question is not None else _WORDS_ONLY
    probes = {probe.id: probe.ask for probe in question.probes} if question is not None else {}
    quotes = [
        f"“{quote.text}” {'may be used' if quote.may_use else 'not to be used'}"
        + (f", {quote.speaker}" if quote.speaker else "")
        for quote in answer.verbatim
    ]
    return {
        "State": SKIPPED.get(answer.state, ""),
        "Fact": fact_words(kind, answer.fact),
        "How sure": answer.status or "",
        "As at": answer.as_at or "",
        "Source": answer.source or "",
        "Due": answer.due.isoformat() if answer.due else "",
        "Notes": answer.noted,
        "Word for word": "\n".join(quotes),
        "Restricted": _words(answer.noted, answer.restricted),
        "Fair copy": answer.fair_copy or "",
        "Restricted in the fair copy": _words(answer.fair_copy or "", answer.restricted_copy),
        "Probes used": "\n".join(probes.get(probe, probe) for probe in answer.probes_used),
        "Follow up": answer.follow_up or "",
        "Good practice": in_words(answer.practice) if answer.practice else "",
        "Told of others": answer.told or "",
    }


def _words(text: str, passages: tuple[Passage, ...]) -> str:
    return "\n".join(f"“{text[p.start : p.end]}”" for p in passages)


def _pieces(mine: str, theirs: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    if mine == theirs:
        return (Piece(mine, False),), (Piece(theirs, False),)
    ours, others = _WORD.findall(mine), _WORD.findall(theirs)
    if len(ours) + len(others) > _MOST_WORDS:
        edit = find_edit(mine, theirs)
        end = edit.start + len(edit.inserted)
        return _three(mine, edit.start, edit.end), _three(theirs, edit.start, end)
    left: list[Piece] = []
    right: list[Piece] = []
    matcher = difflib.SequenceMatcher(None, ours, others, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        for pieces, words in ((left, ours[a:b]), (right, others[c:d])):
            if words:
                pieces.append(Piece("".join(words), kind != "equal"))
    return tuple(left), tuple(right)


def _three(text: str, start: int, end: int) -> tuple[Piece, ...]:
    parts = (Piece(text[:start], False), Piece(text[start:end], True), Piece(text[end:], False))
    return tuple(piece for piece in parts if piece.text)
