"""What goes from one partner to others: good practice worth sharing, and what they were told."""

from __future__ import annotations

from dataclasses import replace

from themer.conversation.session import Session
from themer.model.interview import Practice


def mark_practice(session: Session, what: str, ask: str, *, share: bool) -> Session:
    """Mark something that works there; empty words take the mark off.

    Args:
        session: The conversation.
        what: What it is.
        ask: Whom to ask about it, by role.
        share: Whether they agreed that others are told.
    """
    what = what.strip()
    practice = Practice(what, ask.strip() or None, share=share) if what else None
    return session.record(session.at, replace(session.answer, practice=practice))


def tell(session: Session, words: str) -> Session:
    """Note what they were told of what others do; once only, however often it was said."""
    told = session.answer.told
    if told is None:
        said = words
    elif words in told.split("\n"):
        said = told
    else:
        said = f"{told}\n{words}"
    return session.record(session.at, replace(session.answer, told=said))
