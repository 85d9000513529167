"""How sure a figure is: confirmed, an estimate or awaited, of which day, from whom, by when."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from themer.conversation.session import NotPossibleError, Session
from themer.model.interview import Answer, FigureStatus
from themer.model.scalars import is_partial_date

STATUSES: tuple[FigureStatus, ...] = ("awaited", "estimate", "confirmed")
DATE_RULE = "2026, 2026-03 or 2026-03-04"
DUE_RULE = "2026-03-04, or +7 for in seven days"


@dataclass(frozen=True, slots=True)
class Surety:
    """What is typed of a figure beside the figure itself."""

    status: str = ""
    """One of the statuses; empty for none."""
    as_at: str = ""
    source: str = ""
    due: str = ""


def set_surety(session: Session, said: Surety, today: dt.date) -> Session:
    """Say how sure the figure of the question on the screen is.

    Args:
        session: The conversation.
        said: As it was typed; what is empty is taken back.
        today: The day from which ``+7`` counts.

    Raises:
        NotPossibleError: The question has no figure, or a date does not hold.
    """
    if not session.question.answer.has_fact:
        raise NotPossibleError("This question has no figure to await: it takes words only.")
    as_at = said.as_at.strip() or None
    if as_at is not None and not is_partial_date(as_at):
        raise NotPossibleError(f'"{as_at}" is not a date. Write {DATE_RULE}.')
    answer = replace(
        session.answer,
        status=next((status for status in STATUSES if status == said.status), None),
        as_at=as_at,
        source=said.source.strip() or None,
        due=read_due(said.due, today),
    )
    return session.record(session.at, answer)


def read_due(typed: str, today: dt.date) -> dt.date | None:
    """Read by when something was promised; None for an empty text.

    Raises:
        NotPossibleError: It is neither a day nor a number of days.
    """
    typed = typed.strip()
    if not typed:
        return None
    if re.fullmatch(r"\+\d{1,3}", typed):
        return today + dt.timedelta(days=int(typed))
    try:
        return dt.date.fromisoformat(typed)
    except ValueError:
        raise NotPossibleError(f'"{typed}" is no day. Write {DUE_RULE}.') from None


def surety_of(answer: Answer) -> Surety:
    """Give what is recorded, as it would be typed."""
    return Surety(
        status=answer.status or "",
        as_at=answer.as_at or "",
        source=answer.source or "",
        due=answer.due.isoformat() if answer.due else "",
    )


def surety_words(answer: Answer) -> str:
    """Say how sure a figure is; empty where nothing is said of it."""
    source = f"from {answer.source}" if answer.source else ""
    parts = [
        answer.status or "",
        f"as at {answer.as_at}" if answer.as_at else "",
        source,
        f"by {answer.due}" if answer.due else "",
    ]
    return " ".join(part for part in parts if part)
