"""Words that were said exactly so: marked, attributed, and taken back to a note."""

from __future__ import annotations

from dataclasses import replace

from themer.conversation.session import NotPossibleError, Session
from themer.model.interview import Answer, Interview, Verbatim


def quote(
    session: Session, start: int, end: int, *, may_use: bool, speaker: str | None = None
) -> Session:
    """Mark a passage of the notes as heard word for word; spaces at its ends are left out.

    A passage that was marked already changes its permission instead.

    Args:
        session: The conversation.
        start: Where it begins in the notes of the question on the screen.
        end: Where it ends, exclusive.
        may_use: Whether they allowed its use.
        speaker: Who said it, by the id in the roster.

    Raises:
        NotPossibleError: There are no words, or they are restricted, or two copies differ.
    """
    refuse_to_quote(session, start, end)
    answer = session.answer
    words = answer.noted[start:end]
    start += len(words) - len(words.lstrip())
    text = words.strip()
    if not text:
        raise NotPossibleError("Select the words that were said first (shift and the arrows).")
    mark = Verbatim(start, start + len(text), text, may_use=may_use, speaker=speaker)
    others = [q for q in answer.verbatim if q.end <= mark.start or q.start >= mark.end]
    marks = tuple(sorted([*others, mark], key=lambda q: q.start))
    return session.record(session.at, replace(answer, verbatim=marks))


def refuse_to_quote(session: Session, start: int, end: int) -> None:
    """Refuse words that cannot be quoted at present.

    Raises:
        NotPossibleError: They are restricted, or two copies of the answer differ.
    """
    if session.is_in_conflict(session.at):
        raise NotPossibleError(
            "Two copies of this answer differ. Settle which holds (alt+m) before quoting it."
        )
    if any(p.start < end and start < p.end for p in session.answer.restricted):
        raise NotPossibleError("These words are restricted: they are not quoted. Lift that first.")


def unquote(session: Session, start: int, end: int) -> Session:
    """Take the marks off a passage: it is a note again."""
    marks = tuple(q for q in session.answer.verbatim if q.end <= start or q.start >= end)
    return session.record(session.at, replace(session.answer, verbatim=marks))


def mark_at(answer: Answer, start: int, end: int) -> Verbatim | None:
    """Find the marked passage that a selection touches, or that the cursor is in."""
    if start == end:
        return next((q for q in answer.verbatim if q.start <= start <= q.end), None)
    return next((q for q in answer.verbatim if q.start < end and start < q.end), None)


def is_usable(interview: Interview, mark: Verbatim) -> bool:
    """Say whether a marked passage may be printed, by what was allowed and what holds now."""
    return mark.may_use and interview.may_quote_person(mark.speaker)
