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
class Practice:
    """Something that works there and that others might want to hear of."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    what: Words
    ask: str | None = None
    """Whom to ask about it, by role."""
    share: bool = False
    """Whether they agreed that others are told of it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was recorded for one question."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    state: AnswerState = "answered"
    fact: FactText | None = None
    as_at: PartialDate | None = None
    status: FigureStatus | None = None
    source: str | None = None
    """Where the figure comes from, or who will send it."""
    due: dt.date | None = None
    """By when an awaited figure was promised."""
    noted: str = ""
    """What was typed while listening; exactly as typed."""
    fair_copy: str | None = None
    """The write-up after the call, beside the notes."""
    verbatim: tuple[Verbatim, ...] = ()
    probes_used: tuple[Identifier, ...] = ()
    restricted: tuple[Passage, ...] = ()
    """Passages of ``noted`` that stay out of record, suggestions, quotes and exports."""
    restricted_copy: tuple[Passage, ...] = ()
    """The same of ``fair_copy``."""
    follow_up: str | None = None
    practice: Practice | None = None
    told: str | None = None
    """What they were told of what others do, because they asked."""

    @property
    def coded_text(self) -> str:
        """Give the text that is coded: the fair copy where there is one."""
        return self.noted if self.fair_copy is None else self.fair_copy

    @property
    def closed(self) -> tuple[Passage, ...]:
        """List the restricted passages of the text that is coded."""
        return self.restricted if self.fair_copy is None else self.restricted_copy

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
    agreed: bool | None = None
    """Whether this person agreed to take part, where asked apart; else the conversation's holds."""
    quote: bool | None = None
    """Whether this person may be quoted, where asked apart."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """One time that people sat down to it."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    date: dt.date
    mode: str | None = None
    minutes: Minutes | None = None
    began: str | None = None
    """The time of day at its beginning, such as ``14:05``."""
    sections: Mapping[Identifier, Minutes] = field(default_factory=dict)
    """Minutes by section of the question set."""
    stopped_at: Identifier | None = None
    """The question on the screen when the sitting stopped."""


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
    narrowed_at: dt.datetime | None = None
    """When a permission given at first was last withdrawn."""


@dataclass(frozen=True, slots=True)
class EarlierVersion:
    """A version of the question set with which a conversation went on no longer."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    version: Words
    sha256: Hash | None = None
    until: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class SetReference:
    """The question set of an interview, as it was when it was held."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    id: Identifier
    version: Words
    sha256: Hash | None = None
    earlier: tuple[EarlierVersion, ...] = ()
    """The versions that it began and went on with before, the oldest first."""


@dataclass(frozen=True, slots=True)
class OtherCopy:
    """What another copy of the file holds for an answer that both changed; to be settled."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    question: Identifier
    answer: Answer
    found: dt.datetime
    source: str
    """Where it was: the file on disk, or the name of a conflict copy."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """What was agreed at the end of a conversation."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    what: Words
    who: str | None = None
    by: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """What a partner wants said otherwise than it was recorded; what was said stays."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    text: Words
    at: dt.date
    question: Identifier | None = None
    """The question that it is about; None where it is about the whole record."""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """How far the partner has confirmed the record of a conversation."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    sent: dt.date | None = None
    confirmed: dt.date | None = None
    by: str | None = None
    """Who confirmed it, by role."""
    corrections: tuple[Correction, ...] = ()


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
    other_copies: tuple[OtherCopy, ...] = ()
    """Answers that another copy holds otherwise; a question among them gives no quotes."""
    next_steps: tuple[NextStep, ...] = ()
    confirmation: Confirmation | None = None
    withdrawn_at: dt.datetime | None = None
    """When consent was withdrawn and the words were taken out."""

    @property
    def counts(self) -> bool:
        """Say whether its answers may be counted: consent to take part, and not withdrawn."""
        consented = self.consent is None or self.consent.take_part
        return self.state != "withdrawn" and consented

    @property
    def may_quote(self) -> bool:
        """Say whether the partner agreed to be quoted."""
        return self.counts and self.consent is not None and self.consent.quote

    def may_quote_person(self, attendee_id: str | None) -> bool:
        """Say whether somebody in the roster may be quoted; the conversation's consent comes first.

        Where nobody is named as the speaker, everybody who was there must have agreed.
        """
        partners = [person for person in self.roster if not person.interviewer]
        named = [person for person in partners if person.id == attendee_id]
        said_by = named if attendee_id is not None else partners
        refused = any(person.quote is False or person.agreed is False for person in said_by)
        return self.may_quote and not refused

    def may_print_notes(self, question_id: str) -> bool:
        """Say whether noted words of an answer may be printed, whoever of them said which.

        Everybody who was there must have agreed to be quoted, and no other copy of it may wait.
        """
        return self.may_quote_person(None) and not self.has_other_copy(question_id)

    def has_other_copy(self, question_id: str) -> bool:
        """Say whether another copy of an answer waits to be settled."""
        return any(copy.question == question_id for copy in self.other_copies)

    def emptied(self) -> Interview:
        """Give the same conversation with nothing recorded."""
        return Interview(
            schema=self.schema,
            id=self.id,
            set=self.set,
            unit=self.unit,
            organisation=self.organisation,
        )

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
