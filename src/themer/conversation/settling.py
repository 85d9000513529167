"""An answer of which two copies differ: those that wait, and what a person decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from themer.conversation.joining import (
    CLOSED_MARK,
    closed_in,
    closed_in_copy,
    missing_words,
    together,
)
from themer.model.interview import Answer, Interview, OtherCopy, Passage, Verbatim

Keep = Literal["mine", "theirs", "both"]
_NOTHING = Answer()
_FILLED = ("fact", "as_at", "status", "source", "due", "practice", "told")


def copies_of(interview: Interview, question_id: str) -> tuple[OtherCopy, ...]:
    """List the other copies of an answer that wait, the first found first."""
    return tuple(copy for copy in interview.other_copies if copy.question == question_id)


def settle(interview: Interview, copy: OtherCopy, keep: Keep) -> Interview:
    """Settle one other copy of an answer.

    Words of the copy that is not kept go to those that belong to no question, so that nothing
    is lost by one key; what either copy restricts stays restricted.

    Args:
        interview: The conversation.
        copy: One of its other copies.
        keep: Whose answer holds; ``both`` puts their words after mine.
    """
    mine, theirs = interview.answers.get(copy.question, _NOTHING), copy.answer
    if keep == "mine":
        held, others = _closed(mine, theirs), [theirs]
    elif keep == "theirs":
        held, others = _closed(theirs, mine), [mine]
    else:
        held, others = _both(mine, theirs), [theirs]
    lines = [
        f"(set aside, {copy.question}) {_closed_mark(other, said)}{'; '.join(said)}"
        for other in others
        if (said := missing_words(held, other))
    ]
    answers = {**interview.answers, copy.question: held}
    if held == _NOTHING:
        del answers[copy.question]
    return replace(
        interview,
        answers=answers,
        unassigned=(*interview.unassigned, *lines),
        other_copies=tuple(other for other in interview.other_copies if other != copy),
    )


def _closed_mark(answer: Answer, said: list[str]) -> str:
    closed = [
        text[p.start : p.end]
        for text, passages in (
            (answer.noted, answer.restricted),
            (answer.fair_copy or "", answer.restricted_copy),
        )
        for p in passages
    ]
    return CLOSED_MARK if any(words in line for words in closed for line in said) else ""


def _closed(kept: Answer, other: Answer) -> Answer:
    """Give an answer with what the other copy protects protected in it too."""
    found, _ = closed_in(kept.noted, other)
    refused = {quote.text for quote in other.verbatim if not quote.may_use}
    marks = [replace(q, may_use=q.may_use and q.text not in refused) for q in kept.verbatim]
    practice = kept.practice
    if practice is not None and other.practice is not None:
        practice = replace(practice, share=practice.share and other.practice.share)
    return replace(
        kept,
        practice=practice,
        verbatim=tuple(marks),
        restricted=together(*kept.restricted, *found),
        restricted_copy=closed_in_copy(kept.fair_copy, kept, other),
    )


def _both(mine: Answer, theirs: Answer) -> Answer:
    """Put their words after mine; a field that only one copy has is that copy's."""
    noted, quotes, closed = _both_notes(mine, theirs)
    fair, fair_start = _after(mine.fair_copy or "", theirs.fair_copy or "")
    filled = {name: getattr(theirs, name) for name in _FILLED if getattr(mine, name) in (None, "")}
    follow_ups = dict.fromkeys(x for x in (mine.follow_up, theirs.follow_up) if x)
    closed_copy = list(mine.restricted_copy)
    if fair_start is not None:
        moved = [Passage(p.start + fair_start, p.end + fair_start) for p in theirs.restricted_copy]
        closed_copy += moved
    both = replace(
        mine,
        **filled,
        state="answered" if "answered" in (mine.state, theirs.state) else mine.state,
        noted=noted,
        fair_copy=fair or None,
        verbatim=quotes,
        restricted=closed,
        restricted_copy=together(*closed_copy),
        follow_up="; ".join(follow_ups) or None,
        probes_used=tuple(dict.fromkeys((*mine.probes_used, *theirs.probes_used))),
    )
    return _closed(_closed(both, theirs), mine)


def _both_notes(
    mine: Answer, theirs: Answer
) -> tuple[str, tuple[Verbatim, ...], tuple[Passage, ...]]:
    """Add their lines that are not mine, or all of them where a mark would be cut apart."""
    known = mine.noted.split("\n")
    lines = [line for line in theirs.noted.split("\n") if line not in known]
    noted, _ = _after(mine.noted, "\n".join(lines))
    closed = [theirs.noted[p.start : p.end].strip() for p in theirs.restricted]
    marked = {quote.text for quote in mine.verbatim}
    new = [quote for quote in theirs.verbatim if quote.text not in marked]
    if all(words in noted for words in (*closed, *(quote.text for quote in new))):
        placed = [
            replace(q, start=at, end=at + len(q.text))
            for q in new
            if (at := noted.rfind(q.text)) >= 0
        ]
        return noted, _apart((*mine.verbatim, *placed)), mine.restricted
    noted, start = _after(mine.noted, theirs.noted)
    by = start or 0
    moved = [replace(q, start=q.start + by, end=q.end + by) for q in theirs.verbatim]
    passages = [Passage(p.start + by, p.end + by) for p in theirs.restricted]
    if start is None:
        return noted, mine.verbatim, mine.restricted
    return noted, (*mine.verbatim, *moved), together(*mine.restricted, *passages)


def _apart(quotes: Iterable[Verbatim]) -> tuple[Verbatim, ...]:
    """Leave out marks that lie over an earlier one, and give the others in their order."""
    kept: list[Verbatim] = []
    for quote in quotes:
        if not any(quote.start < other.end and other.start < quote.end for other in kept):
            kept.append(quote)
    return tuple(sorted(kept, key=lambda quote: quote.start))


def _after(mine: str, theirs: str) -> tuple[str, int | None]:
    """Give their text after mine, and where it then begins; None where mine holds it already."""
    if theirs.strip() in mine:
        return mine, None
    gap = "\n" if mine and not mine.endswith("\n") else ""
    return mine + gap + theirs, len(mine + gap)
