"""Figures from elsewhere, such as a register: beside those from conversations, never among them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from themer.model.scalars import NO_OTHER_KEYS, Identifier, Words


@dataclass(frozen=True, slots=True)
class FigureColumns:
    """What the table calls its columns."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    unit: Words = "unit"
    measure: Words = "measure"
    value: Words = "value"
    as_at: Words = "as_at"
    source: Words = "source"


@dataclass(frozen=True, slots=True)
class FiguresAbout:
    """The ``figures/<name>.yaml`` that says what ``figures/<name>.csv`` is."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    schema: Literal["themer/imported-figures/1"]
    title: Words
    source: Words
    """Who keeps it, or where it was taken from."""
    as_at: dt.date
    """The day that it speaks of, where a row does not say another."""
    columns: FigureColumns = FigureColumns()
    units: Mapping[Words, Identifier] = field(default_factory=dict)
    """What the table calls a unit → its id in ``study.yaml``."""
    measures: Mapping[Words, Identifier] = field(default_factory=dict)
    """What the table calls a measure → the measure of a question."""


@dataclass(frozen=True, slots=True)
class ImportedFigure:
    """One row of such a table."""

    unit: str
    """As the study calls it, where that is known."""
    measure: str
    value: float | None
    """None where it is awaited."""
    as_at: dt.date
    source: str
    line: int
    """Of the table, from 1."""


@dataclass(frozen=True, slots=True)
class ImportedFigures:
    """A whole table with what is said of it."""

    id: str
    """The name of its file without the ending."""
    title: str
    source: str
    as_at: dt.date
    rows: tuple[ImportedFigure, ...]
