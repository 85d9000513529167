"""An interview: what one conversation recorded, answer by answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from themer.model.scalars import (
    NO_OTHER_KEYS,
    Hash,
    Identifier,
    Minutes,
    Offset,
    PartialDate,
    Words,
)

SCHEMA = "themer/interview/1"
AnswerState = Literal[
    "answered", "not_asked", "no_answer", "dont_know", "declined", "not_applicable"
]
FigureStatus = Literal["confirmed", "estimate", "awaited"]
InterviewState = Literal["open", "finished", "withdrawn"]
FactText = str | tuple[str, ...] | Mapping[str, str]
"""A fact as it was written down; ``themer.model.facts`` reads it by its question's answer type."""

SKIPPED: Mapping[AnswerState, str] = {
    "not_asked": "not asked",
    "no_answer": "asked, no answer",
    "dont_know": "don't know",
    "declined": "declined",
    "not_applicable": "not applicable",
}
"""The five states without a substantive value, as they are printed."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the noted text."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    start: Offset
    end: Offset


@dataclass(frozen=True, slots=True)
class Verbatim:
    """A passage of ``noted`` that was heard word for word."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    start: Offset
    end: Offset
    text: Words
    may_use: bool = False
    speaker: Identifier | None = None
    """Who said it, by the id in the roster."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was recorded for one question."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    state: AnswerState = "answered"
    fact: FactText | None = None
    as_at: PartialDate | None = None
    status: FigureStatus | None = None
    noted: str = ""
    """What was typed while listening; exactly as typed."""
    fair_copy: str | None = None
    """The write-up after the call, beside the notes."""
    verbatim: tuple[Verbatim, ...] = ()
    probes_used: tuple[Identifier, ...] = ()
    restricted: tuple[Passage, ...] = ()
    follow_up: str | None = None

    @property
    def coded_text(self) -> str:
        """Give the text that is coded: the fair copy where there is one."""
        return self.noted if self.fair_copy is None else self.fair_copy

    @property
    def closed(self) -> tuple[Passage, ...]:
        """List the restricted passages of the text that is coded; a fair copy has none."""
        return self.restricted if self.fair_copy is None else ()

    @property
    def is_substantive(self) -> bool:
        """Say whether there is a fact or are words to count."""
        return self.state == "answered" and (self.fact is not None or bool(self.noted.strip()))

    @property
    def is_awaited(self) -> bool:
        """Say whether a figure is still to follow."""
        return self.status == "awaited"


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who took part in the conversation, by role; names are not kept here."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    id: Identifier
    role: Words
    interviewer: bool = False
    joined: str | None = None
    left: str | None = None


@dataclass(frozen=True, slots=True)
class Sitting:
    """One time that people sat down to it."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    date: dt.date
    mode: str | None = None
    minutes: Minutes | None = None


@dataclass(frozen=True, slots=True)
class Consent:
    """What was agreed to, and under which wording."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    wording_version: Words
    take_part: bool
    quote: bool
    name: bool
    at: dt.datetime | None = None
    wording: Mapping[str, str] = field(default_factory=dict)
    """The words that were read out, by scope, where the desk stored them."""


@dataclass(frozen=True, slots=True)
class SetReference:
    """The question set of an interview, as it was when it was held."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    id: Identifier
    version: Words
    sha256: Hash | None = None


@dataclass(frozen=True, slots=True)
class Interview:
    """One conversation."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    schema: Literal["themer/interview/1"]
    id: Identifier
    set: SetReference
    unit: Identifier
    organisation: Identifier
    state: InterviewState = "open"
    fictional: bool = False
    roster: tuple[Attendee, ...] = ()
    sittings: tuple[Sitting, ...] = ()
    consent: Consent | None = None
    answers: Mapping[Identifier, Answer] = field(default_factory=dict)
    unassigned: tuple[str, ...] = ()
    """Words that belong to no question yet."""

    @property
    def counts(self) -> bool:
        """Say whether its answers may be counted: consent to take part, and not withdrawn."""
        consented = self.consent is None or self.consent.take_part
        return self.state != "withdrawn" and consented

    @property
    def may_quote(self) -> bool:
        """Say whether the partner agreed to be quoted."""
        return self.counts and self.consent is not None and self.consent.quote

    @property
    def last_date(self) -> dt.date | None:
        """Give the day of the latest sitting."""
        return max((sitting.date for sitting in self.sittings), default=None)

    def speaker_role(self, attendee_id: str | None) -> str | None:
        """Name the role of somebody in the roster; of the only partner present where unnamed."""
        present = [person for person in self.roster if not person.interviewer]
        if attendee_id is None:
            return present[0].role if len(present) == 1 else None
        return next((person.role for person in self.roster if person.id == attendee_id), None)
