"""Time in a conversation: what has passed, by section, what is planned, and what still fits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from themer.conversation.session import Session
from themer.model.interview import Sitting
from themer.model.question_set import Question, Section

_MINUTES_A_QUESTION = 3
"""Where a set does not say how long it takes."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Seconds of a sitting, by section, counted by a clock that the caller reads."""

    gathered: float = 0.0
    """Seconds before the present stretch."""
    running_since: float | None = None
    sections: Mapping[str, float] = field(default_factory=dict)
    """Seconds by section before the present stretch; the end of a conversation is in none."""
    section: str | None = None
    """The section to which the present stretch belongs."""

    @classmethod
    def of(cls, sitting: Sitting | None) -> Clock:
        """Go on from what a sitting has taken so far; the clock stands."""
        if sitting is None:
            return cls()
        sections = {section: 60.0 * minutes for section, minutes in sitting.sections.items()}
        return cls(60.0 * (sitting.minutes or 0), sections=sections)

    def start(self, now: float) -> Clock:
        """Let it run; a running clock stays as it is."""
        return self if self.running_since is not None else replace(self, running_since=now)

    def pause(self, now: float) -> Clock:
        """Let it stand, as when the line drops."""
        sections = dict(self.sections)
        if self.section is not None:
            sections[self.section] = self.section_seconds(self.section, now)
        return Clock(self.seconds(now), None, sections, self.section)

    def enter(self, section: str | None, now: float) -> Clock:
        """Count for another section from now on; for none with None."""
        if section == self.section:
            return self
        stands = replace(self.pause(now), section=section)
        return stands if self.running_since is None else stands.start(now)

    def seconds(self, now: float) -> float:
        """Give the seconds counted so far."""
        return self.gathered + self._running(now)

    def section_seconds(self, section: str, now: float) -> float:
        """Give the seconds counted so far for a section."""
        here = self._running(now) if section == self.section else 0.0
        return self.sections.get(section, 0.0) + here

    def minutes(self, now: float) -> int:
        """Give the whole minutes counted so far."""
        return int(self.seconds(now) // 60)

    def section_minutes(self, now: float) -> dict[str, int]:
        """Give whole minutes by section that come to those of the sitting, as it is stored.

        The minutes that rounding down leaves over go to the largest remainders (Hamilton's rule),
        so that taking a sitting up again and again does not lose its time section by section.
        """
        known = {*self.sections} | ({self.section} if self.section is not None else set())
        shares = {section: self.section_seconds(section, now) for section in known}
        whole = {section: int(spent // 60) for section, spent in shares.items()}
        over = int(sum(shares.values()) // 60) - sum(whole.values())
        by_remainder = sorted(shares, key=lambda section: (-(shares[section] % 60), section))
        for section in by_remainder[:over]:
            whole[section] += 1
        return {section: whole[section] for section in sorted(whole) if whole[section]}

    def _running(self, now: float) -> float:
        return 0.0 if self.running_since is None else max(now - self.running_since, 0.0)


def spend(session: Session, clock: Clock, now: float) -> Session:
    """Say in the record how long the present sitting has taken so far, and each section of it."""
    sittings = session.interview.sittings
    if not sittings:
        return session
    sections, order = clock.section_minutes(now), [s.id for s in session.questions.sections]
    in_order = {section: sections[section] for section in order if section in sections}
    last = replace(sittings[-1], minutes=clock.minutes(now), sections=in_order)
    if last == sittings[-1]:
        return session
    return replace(session, interview=replace(session.interview, sittings=(*sittings[:-1], last)))


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


@dataclass(frozen=True, slots=True)
class SectionTime:
    """How a section stands in time."""

    section: Section
    planned: int | None
    """Minutes, where the set says how long it should take."""
    seconds: float
    """In all sittings."""
    reached: int
    """Questions of it about which something is recorded."""
    is_asking: bool
    """Whether a question of it is being asked, about which nothing is recorded yet."""
    questions: int
    core_left: tuple[str, ...]

    @property
    def minutes(self) -> int:
        """The whole minutes that it has taken."""
        return int(self.seconds // 60)

    @property
    def is_over(self) -> bool:
        """Say whether it takes longer than planned."""
        return self.planned is not None and self.seconds > 60 * self.planned


@dataclass(frozen=True, slots=True)
class Timing:
    """How the conversation stands in time."""

    sections: tuple[SectionTime, ...]
    spent: int
    """Whole minutes in all sittings."""
    planned: int
    core_needs: float
    """Minutes that the core questions which are left will take, at the pace so far."""

    @property
    def left(self) -> int:
        """The minutes until the planned end; below nought beyond it."""
        return self.planned - self.spent

    @property
    def core_left(self) -> tuple[str, ...]:
        """The ids of the core questions that are left, in the order of asking."""
        return tuple(question for section in self.sections for question in section.core_left)

    @property
    def core_fits(self) -> bool:
        """Say whether the core questions that are left fit into the planned time."""
        return not self.core_left or self.core_needs <= self.left

    def of(self, section_id: str) -> SectionTime:
        """Give one section's standing."""
        return next(time for time in self.sections if time.section.id == section_id)


def timing(session: Session, clock: Clock, now: float) -> Timing:
    """Say how the conversation stands in time.

    What a core question will take is worked out from what questions have taken: in its own section
    where that has begun, else in all sections so far. One question of the planned length is
    counted among them, so that the first answer alone decides nothing.
    """
    sections = tuple(
        _section_time(session, clock, now, section) for section in session.questions.sections
    )
    each = {time.section.id: _planned_each(session, time) for time in sections}
    begun = [time for time in sections if time.seconds > 0]
    mean = planned_minutes(session) / max(len(session.order), 1)
    pace = _pace(begun, each, mean)
    needs = 0.0
    for time in sections:
        planned = each[time.section.id]
        own = _pace([time], each, planned) if time in begun else pace
        needs += len(time.core_left) * planned * own
    spent = spent_before(session) + clock.minutes(now)
    return Timing(sections, spent, planned_minutes(session), needs)


def _pace(times: list[SectionTime], each: Mapping[str, float], one: float) -> float:
    """Say how many times the planned time questions take; 1 before anything was asked."""
    taken = sum(time.seconds for time in times) / 60
    planned = sum(_covered(time, each[time.section.id]) for time in times)
    return (taken + one) / (planned + one) if one else 1.0


def _covered(time: SectionTime, each: float) -> float:
    """Say which part of the plan a section's time went to, in minutes.

    A question that is being asked counts as far as time has gone into it: as nothing it would make
    every long answer look like a slow conversation.
    """
    done = time.reached * each
    return done + (min(each, max(time.seconds / 60 - done, 0.0)) if time.is_asking else 0.0)


def _section_time(session: Session, clock: Clock, now: float, section: Section) -> SectionTime:
    asked = _current(section)
    answers = session.interview.answers
    before = sum(s.sections.get(section.id, 0) for s in session.interview.sittings[:-1])
    return SectionTime(
        section,
        section.minutes,
        60.0 * before + clock.section_seconds(section.id, now),
        sum(question.id in answers for question in asked),
        any(question.id == session.at and question.id not in answers for question in asked),
        len(asked),
        tuple(q.id for q in asked if q.core and q.id not in answers),
    )


def _planned_each(session: Session, time: SectionTime) -> float:
    """Say how long one question of a section should take, in minutes."""
    if time.planned is not None and time.questions:
        return time.planned / time.questions
    return planned_minutes(session) / max(len(session.order), 1)


def _current(section: Section) -> list[Question]:
    return [question for question in section.questions if question.retired_in is None]
