"""The answers that were drawn to be coded by two people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from annotated_types import Ge

from themer.model.scalars import NO_OTHER_KEYS, Identifier, Share, Words


@dataclass(frozen=True, slots=True)
class Stratum:
    """A kind of answers, and how many of them were drawn."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    audience: Identifier
    type: Identifier
    """Of the organisation."""
    answers: Annotated[int, Ge(0)]
    """How many there were."""
    drawn: Annotated[int, Ge(0)]


@dataclass(frozen=True, slots=True)
class Sample:
    """A share of the answers, drawn once so that agreement rests on no choice of anybody."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    schema: Literal["themer/sample/1"]
    seed: int
    share: Share
    at: dt.datetime
    by: Identifier
    """The coder for whom it was drawn first."""
    strata: tuple[Stratum, ...]
    answers: tuple[Words, ...]
    """Each as ``interview/question``, sorted."""

    def places(self) -> tuple[tuple[str, str], ...]:
        """Give the interview's and the question's id of each answer."""
        return tuple((one.partition("/")[0], one.partition("/")[2]) for one in self.answers)
