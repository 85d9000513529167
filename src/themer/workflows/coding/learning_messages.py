"""What the coding desk and the process that learns beside it say to each other, line by line.

Desk to process, on its standard input: one decision a line, in the form of a coder's file. The end
of the input ends the process. Process to desk, on its standard output: one JSON object a line,

    {"changed": [[segment, none, [[code, score, confidence, start, end, [word, …], nearest], …]],
     …], "first": [[interview, question], …] or null, "decisions": n, "is_complete": false}
    {"fault": "a sentence"}

Suggestions come best first, so that their place is their rank.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from themer.errors import ThemerError
from themer.model.suggestion import Reason, SuggestedSegment, Suggestion

Place = tuple[str, str]
"""The ids of an interview and of a question."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What the machine says of one segment now."""

    none: float
    """The confidence that no code fits."""
    suggestions: tuple[Suggestion, ...]
    """Best first."""


@dataclass(frozen=True, slots=True)
class LearnedUpdate:
    """A part of what was learned; at most a few hundred segments, so that no key waits for it."""

    changed: Mapping[str, Learned] = field(default_factory=dict)
    """By segment: those about which the machine says something else than before."""
    first: tuple[Place, ...] | None = None
    """Answers that the coder has not read, those that teach most first; only the front of the
    queue. None where the order is as it was."""
    decisions: int = 0
    """How many of the coder's decisions are taken in."""
    is_complete: bool = False
    """Whether, with this part, everything is as ``themer analyse`` would say it."""


def line_of(update: LearnedUpdate) -> str:
    """Write a part as its line, with the newline."""
    content = {
        "changed": [
            [segment, said.none, [_plain(suggestion) for suggestion in said.suggestions]]
            for segment, said in update.changed.items()
        ],
        "first": update.first,
        "decisions": update.decisions,
        "is_complete": update.is_complete,
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"


def fault_line(words: str) -> str:
    """Write what went wrong as its line, with the newline."""
    return json.dumps({"fault": words}, ensure_ascii=False) + "\n"


def read_line(line: bytes) -> LearnedUpdate:
    """Read what the process said; it is our own, so it is not validated.

    Raises:
        ThemerError: It says that something went wrong.
    """
    content = json.loads(line)
    if "fault" in content:
        raise ThemerError(content["fault"])
    first = content["first"]
    return LearnedUpdate(
        {segment: Learned(none, _suggestions(rows)) for segment, none, rows in content["changed"]},
        None if first is None else tuple((interview, question) for interview, question in first),
        content["decisions"],
        content["is_complete"],
    )


def learned_of(segment: SuggestedSegment) -> Learned:
    """Take from a segment what the machine says of it."""
    return Learned(segment.none, segment.suggestions)


def _plain(suggestion: Suggestion) -> list[object]:
    reason = suggestion.reason
    return [
        *(suggestion.code, suggestion.score, suggestion.confidence),
        *(reason.start, reason.end, reason.words, reason.nearest),
    ]


def _suggestions(rows: list[list[object]]) -> tuple[Suggestion, ...]:
    return tuple(
        Suggestion(code, score, confidence, rank, Reason(start, end, tuple(words), nearest))  # type: ignore[arg-type]
        for rank, (code, score, confidence, start, end, words, nearest) in enumerate(rows, 1)
    )
