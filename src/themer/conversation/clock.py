"""Time in a conversation: what has passed, what is planned, and whether what is left still fits."""

from __future__ import annotations

from dataclasses import dataclass, replace

from themer.conversation.session import Session

_MINUTES_A_QUESTION = 3
"""Where a set does not say how long it takes."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Seconds of a sitting, counted by a clock that the caller reads."""

    gathered: float = 0.0
    """Seconds before the present stretch."""
    running_since: float | None = None

    def start(self, now: float) -> Clock:
        """Let it run; a running clock stays as it is."""
        return self if self.running_since is not None else replace(self, running_since=now)

    def pause(self, now: float) -> Clock:
        """Let it stand, as when the line drops."""
        return Clock(self.seconds(now))

    def seconds(self, now: float) -> float:
        """Give the seconds counted so far."""
        running = 0.0 if self.running_since is None else now - self.running_since
        return self.gathered + max(running, 0.0)

    def minutes(self, now: float) -> int:
        """Give the whole minutes counted so far."""
        return int(self.seconds(now) // 60)


def planned_minutes(session: Session) -> int:
    """Say how long the whole conversation should take."""
    questions = session.questions
    if questions.minutes is not None:
        return questions.minutes
    by_section = [section.minutes or 0 for section in questions.sections]
    return sum(by_section) or _MINUTES_A_QUESTION * len(session.order)


def spent_before(session: Session) -> int:
    """Say how many minutes the sittings before the present one took."""
    return sum(sitting.minutes or 0 for sitting in session.interview.sittings[:-1])


def core_left(session: Session) -> tuple[str, ...]:
    """List the ids of core questions about which nothing is recorded yet."""
    answers = session.interview.answers
    return tuple(q.id for q in session.order if q.core and q.id not in answers)


def core_total(session: Session) -> int:
    """Count the core questions."""
    return sum(question.core for question in session.order)


def minutes_each(session: Session) -> float:
    """Say how long one question should take, on average."""
    return planned_minutes(session) / max(len(session.order), 1)


def core_fits(session: Session, minutes_spent: int) -> bool:
    """Say whether the core questions that are left fit into the planned time."""
    needed = len(core_left(session)) * minutes_each(session)
    return needed <= planned_minutes(session) - minutes_spent
