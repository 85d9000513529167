"""A study: what is counted, who was asked, and the rules that its report keeps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Literal

from annotated_types import Ge, Len

from themer.model.scalars import NO_OTHER_KEYS, Identifier, Words

SCHEMA = "themer/study/1"
UnitOfCount = Literal["service", "organisation", "respondent", "conversation"]
ContactState = Literal[
    "approached", "invited", "booked", "held", "declined", "no_reply", "withdrew"
]
Profile = Literal["internal", "shareable"]


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a question set is for, in the words of a sentence."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    one: Words
    many: Words

    def counted(self, number: int) -> str:
        """Say the word for so many of them."""
        return self.one if number == 1 else self.many


@dataclass(frozen=True, slots=True)
class Contact:
    """How far the study has come with a unit."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    state: ContactState = "approached"
    date: dt.date | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """What is counted once: a service of an organisation, say."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    id: Identifier
    name: Words
    audience: Identifier
    contact: Contact = Contact()


@dataclass(frozen=True, slots=True)
class Partner:
    """An organisation of the partnership."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    id: Identifier
    name: Words
    type: Identifier
    units: Annotated[tuple[Unit, ...], Len(1)]
    attributes: Mapping[Identifier, Identifier] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ConsentWording:
    """The words that are read out before the first question, in one version."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    version: Words
    take_part: Words
    quote: Words
    name: Words


@dataclass(frozen=True, slots=True)
class RecordReply:
    """Where a partner's word on the record of a conversation goes, and in what time."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    to: Words
    """Such as a role and an address."""
    days: Annotated[int, Ge(1)] | None = None
    """From the day on which it was sent."""


@dataclass(frozen=True, slots=True)
class MinimumCell:
    """The smallest count that each profile prints."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    internal: Annotated[int, Ge(1)] = 1
    shareable: Annotated[int, Ge(1)] = 3

    def of(self, profile: Profile) -> int:
        """Give the threshold of a profile."""
        return self.internal if profile == "internal" else self.shareable


@dataclass(frozen=True, slots=True)
class Stock:
    """A measure that is counted as people or things there are."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    measure: Identifier
    label: Words
    category: Words | None = None
    """What kind they are, such as a stage: a row of the table, and a bar of the chart."""
    activity: Words | None = None
    """Whether they are at work, such as *active*: a column, and a part of the bar."""


@dataclass(frozen=True, slots=True)
class FlowStep:
    """One step of a chain: how many came so far."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    measure: Identifier
    label: Words | None = None
    """Else the words of the question."""
    of_those: bool = True
    """Whether they are part of those of the step before; else nothing is said to be lost there."""


@dataclass(frozen=True, slots=True)
class Flow:
    """Measures between which people pass, and some are lost: a start and an end, or steps."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    start: Identifier | None = None
    end: Identifier | None = None
    steps: tuple[FlowStep, ...] = ()
    """In place of start and end, where there are more than two."""

    def chain(self) -> tuple[FlowStep, ...]:
        """Give the steps, however they were written."""
        if self.steps:
            return self.steps
        return tuple(FlowStep(one) for one in (self.start, self.end) if one is not None)


@dataclass(frozen=True, slots=True)
class Assessing:
    """Who is assessed on the way, and who may assess them."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    people: Annotated[tuple[Identifier, ...], Len(1)]
    """Measures of those who need somebody to assess them, which are added up."""
    by: Identifier
    """The measure of those who may."""


@dataclass(frozen=True, slots=True)
class Workforce:
    """Which recorded measures make the picture of supply and demand."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    supply: Identifier | None = None
    filled: Identifier | None = None
    demand: Identifier | None = None
    stock: tuple[Stock, ...] = ()
    flow: Flow | None = None
    assessing: Assessing | None = None
    by: Identifier | None = None
    """An attribute of organisations that the table is cut by."""

    def measures(self) -> tuple[str, ...]:
        """List every measure that is named, each once."""
        named = [self.supply, self.filled, self.demand, *(one.measure for one in self.stock)]
        named += [step.measure for step in self.flow.chain()] if self.flow else []
        named += [*self.assessing.people, self.assessing.by] if self.assessing else []
        return tuple(dict.fromkeys(one for one in named if one is not None))


@dataclass(frozen=True, slots=True)
class PairWords:
    """What the two sides of a pair are called in a sentence."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    first: Words
    """Ends "those that …", such as ``pay an incentive``."""
    second: Words
    """Follows a count, such as ``found recruiting hard``."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two recorded facts that the study wants to see together."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    id: Identifier
    first: Identifier
    """A question; units are divided by its fact."""
    first_is: Annotated[tuple[Words, ...], Len(1)]
    """The facts that put a unit on the first side."""
    second: Identifier
    second_is: Annotated[tuple[Words, ...], Len(1)]
    about: PairWords


@dataclass(frozen=True, slots=True)
class Study:
    """A folder's ``study.yaml``."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    schema: Literal["themer/study/1"]
    id: Identifier
    title: Words
    unit: UnitOfCount
    audiences: Annotated[Mapping[Identifier, Audience], Len(1)]
    fictional: bool = False
    language: Words = "en-GB"
    commissioned_by: str | None = None
    purpose: str | None = None
    types: Mapping[Identifier, Words] = field(default_factory=dict)
    attributes: Mapping[Identifier, Mapping[Identifier, Words]] = field(default_factory=dict)
    partners: tuple[Partner, ...] = ()
    consent: ConsentWording | None = None
    record_reply: RecordReply | None = None
    minimum_cell: MinimumCell = MinimumCell()
    percent_from: Annotated[int, Ge(1)] = 30
    retention_until: dt.date | None = None
    workforce: Workforce | None = None
    pairs: tuple[Pair, ...] = ()
    """Two facts together, declared before anybody looks for what goes with what."""
    not_figures: tuple[Words, ...] = ()
    house_template: Words | None = None
    """A Word document, by its path in the study, whose styles the Word reports have."""

    @property
    def counted_nouns(self) -> tuple[str, ...]:
        """List what is counted, in the plural: ``services``."""
        return tuple(dict.fromkeys(one.many for one in self.audiences.values()))

    def units(self) -> Iterator[tuple[Partner, Unit]]:
        """Go through every unit with the partner that it belongs to."""
        for partner in self.partners:
            for unit in partner.units:
                yield partner, unit

    def find_unit(self, unit_id: str) -> tuple[Partner, Unit] | None:
        """Find a unit and its partner by the unit's id."""
        return next((pair for pair in self.units() if pair[1].id == unit_id), None)

    def partner(self, partner_id: str) -> Partner | None:
        """Find an organisation by its id."""
        return next((partner for partner in self.partners if partner.id == partner_id), None)
