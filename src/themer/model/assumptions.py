"""What a projection assumes: years ahead, and rates with a low, a middle and a high value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Annotated, ClassVar, Final, Literal

from annotated_types import Ge, Len

from themer.model.scalars import NO_OTHER_KEYS, Identifier, Words

Scenario = Literal["low", "middle", "high"]
"""The projection with the smallest gap, that in the middle, and that with the largest."""
SCENARIOS: Final[tuple[Scenario, ...]] = ("low", "middle", "high")


@dataclass(frozen=True, slots=True)
class Assumption:
    """One rate with its span, why it is thought to be so, and who thinks so."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    low: float
    """The smallest value that is thought likely; of the rate, not of the gap."""
    middle: float
    high: float
    why: Words
    """What it rests on, as a sentence; printed beside it."""
    set_by: Words
    label: Words | None = None
    """What it is called in the study's words; else in ours."""


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates of the projection; each may be missing, and then nothing is projected."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    leaving: Assumption | None = None
    """The share of the stock that is lost in a year."""
    joining: Assumption | None = None
    """The share of those on their way who join the stock in a year."""
    capacity: Assumption | None = None
    """How much one of the stock can supply in a year."""
    supply_growth: Assumption | None = None
    """By what share what is offered grows in a year, as far as the stock can supply it."""
    comes_true: Assumption | None = None
    """The share of what is offered that comes true."""
    demand_growth: Assumption | None = None
    """By what share the demand grows in a year."""
    assessors_each: Assumption | None = None
    """How many assessors one on the way takes in a year; for the flow, not for the gap."""

    def each(self) -> Iterator[tuple[str, Assumption]]:
        """Go through the rates that are given, by name."""
        for one in fields(self):
            found = getattr(self, one.name)
            if found is not None:
                yield one.name, found


@dataclass(frozen=True, slots=True)
class RateKind:
    """What a rate is, the least and the most that it can be, and which way it moves the gap."""

    label: str
    least: float
    most: float | None
    widens: bool
    """Whether a higher rate makes the gap larger."""
    is_share: bool = True
    """Whether it is printed in per cent."""


RATE_KINDS: Final[Mapping[str, RateKind]] = {
    "leaving": RateKind("share of the stock that leaves in a year", 0.0, 1.0, widens=True),
    "joining": RateKind("share of those on their way who join in a year", 0.0, 1.0, widens=False),
    "capacity": RateKind(
        "what one of the stock can supply in a year", 0.0, None, widens=False, is_share=False
    ),
    "supply_growth": RateKind("growth of what is offered, in a year", -1.0, 1.0, widens=False),
    "comes_true": RateKind("share of what is offered that comes true", 0.0, 1.0, widens=False),
    "demand_growth": RateKind("growth of the demand, in a year", -1.0, 1.0, widens=True),
    "assessors_each": RateKind(
        "assessors that one on the way takes in a year", 0.0, None, widens=True, is_share=False
    ),
}
"""By the name of the field of `Rates`."""
NEEDED: Final = tuple(name for name in RATE_KINDS if name != "assessors_each")
"""The rates without which nothing is projected."""


@dataclass(frozen=True, slots=True)
class AssumptionsFile:
    """A study's ``assumptions.yaml``."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    schema: Literal["themer/assumptions/1"]
    years: Annotated[tuple[Words, ...], Len(1, 10)]
    """What the years ahead are called, the first to the last."""
    stock: Annotated[tuple[Identifier, ...], Len(1)]
    """Measures of those who can supply now, which are added up."""
    on_their_way: tuple[Identifier, ...] = ()
    """Measures of those who may join; as many are on their way in each later year."""
    now: Words = "now"
    """What the year is called that the answers speak of."""
    least_units: Annotated[int, Ge(1)] = 5
    """Nothing is projected from fewer units."""
    rates: Rates = Rates()
