"""Indicators: rules over facts and codes that a study has named and works out again each time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from themer.model.scalars import NO_OTHER_KEYS, Identifier, Words


@dataclass(frozen=True, slots=True)
class Indicator:
    """One named rule; true, false, or not to be said of each unit."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    id: Identifier
    name: Words
    rule: Words
    """A condition; see ``themer.model.conditions``."""
    audience: Identifier | None = None
    """Whose units are counted; None for every audience that was asked what the rule names."""
    about: str | None = None
    """What those of whom it is true do, as the end of a sentence: "5 of 9 branches <about>"."""
    why: str | None = None
    """What it is for; printed beside it."""


@dataclass(frozen=True, slots=True)
class IndicatorsFile:
    """A study's ``indicators.yaml``."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    schema: Literal["themer/indicators/1"] = "themer/indicators/1"
    indicators: tuple[Indicator, ...] = ()


UnitState = str
"""What an indicator is in a unit: ``yes``, ``no``, or the reason why that cannot be said."""


@dataclass(frozen=True, slots=True)
class IndicatorRun:
    """What the indicators of a study were when they were last worked out."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    states: Mapping[str, Mapping[str, UnitState]]
    """By ``<indicator>@<audience>`` and unit."""
    rules: Mapping[str, str]
    """The rule of each, as it was then."""
    as_at: str | None = None
    """The day of the latest sitting that counted."""


@dataclass(frozen=True, slots=True)
class IndicatorRuns:
    """The machine's ``indicators.json``: the last run, and the one before that it differs from."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    latest: IndicatorRun
    before: IndicatorRun | None = None
    schema: Literal["themer/indicator-runs/1"] = "themer/indicator-runs/1"
