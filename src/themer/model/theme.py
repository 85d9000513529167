"""Themes: the machine's candidates, and what people made of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from annotated_types import Ge

from themer.model.scalars import NO_OTHER_KEYS, Hash, Identifier, Offset, Share, Words

ThemeStatus = Literal["named", "refused", "merged"]
ConfidenceLevel = Literal["high", "moderate", "low"]


@dataclass(frozen=True, slots=True)
class ThemePassage:
    """A passage that a theme rests on, by place and exact text."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    interview: Identifier
    question: Identifier
    start: Offset
    end: Offset
    text: Words


@dataclass(frozen=True, slots=True)
class ThemeConfidence:
    """How sure a person is of a theme, and why."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    level: ConfidenceLevel
    reason: Words


@dataclass(frozen=True, slots=True)
class ThemeChange:
    """One step in the life of a theme."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    at: dt.datetime
    coder: Identifier
    did: Words
    sources: tuple[Words, ...] = ()
    """The candidates or themes that it came from."""
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme that a person decided on."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    id: Identifier
    status: ThemeStatus
    name: Words
    statement: str | None = None
    """What those who voice it say, as the end of a sentence: "… said that <statement>"."""
    otherwise: str | None = None
    """What those say who do not share it, as the end of a sentence: "… said that <otherwise>"."""
    interpretation: str | None = None
    role: Literal["strength", "challenge", "neutral"] = "neutral"
    members: tuple[ThemePassage, ...] = ()
    contrary: tuple[ThemePassage, ...] = ()
    """Passages that say otherwise."""
    confidence: ThemeConfidence | None = None
    history: tuple[ThemeChange, ...] = ()


@dataclass(frozen=True, slots=True)
class ThemesFile:
    """A study's ``themes.yaml``."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    schema: Literal["themer/themes/1"] = "themer/themes/1"
    themes: tuple[Theme, ...] = ()


@dataclass(frozen=True, slots=True)
class MadeBy:
    """Which program, model and settings made a file."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    name: Words
    version: Words
    model: Words
    settings: Words
    model_sha256: Hash | None = None
    libraries: str | None = None
    """The versions of what computed it: with others the last decimal may differ."""


@dataclass(frozen=True, slots=True)
class Relation:
    """How a candidate theme relates to the codes: inside one, across several, beyond them all."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    kind: Literal["inside", "across", "beyond"]
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CandidateMember:
    """A segment in a candidate theme."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    segment: Words
    strength: Share


@dataclass(frozen=True, slots=True)
class CandidateTheme:
    """A group that the machine found; a person names, merges, splits or refuses it."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    id: Identifier
    name: Words
    words: tuple[str, ...]
    kept: Annotated[int, Ge(0)]
    """In how many resamples of conversations the group was found again."""
    resamples: Annotated[int, Ge(0)]
    relation: Relation
    members: tuple[CandidateMember, ...]
    exemplars: tuple[str, ...]
    firm: bool | None = None
    """Whether it came back in half of the resamples, and halves of its passages meet in it oftener
    than by chance; None where that was not tried."""
    broader: str | None = None
    """The name of the broader group that it lies under."""


@dataclass(frozen=True, slots=True)
class BroaderCandidate:
    """Several candidates near each other; its passages are theirs, and nobody decides on it."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    name: Words
    kept: Annotated[int, Ge(0)]
    """In how many resamples of conversations it was found again."""
    resamples: Annotated[int, Ge(0)]


@dataclass(frozen=True, slots=True)
class CandidateThemes:
    """The machine's ``themes.json``."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    schema: Literal["themer/candidate-themes/1", "themer/candidate-themes/2"]
    """The second has what is firm and what is broader."""
    made_by: MadeBy
    data_sha256: Hash
    themes: tuple[CandidateTheme, ...] = ()
    unplaced: tuple[str, ...] = ()
    note: str | None = None
    """A plain sentence where there is too little to group, or nothing is firm."""
    broader: tuple[BroaderCandidate, ...] = ()
    """That of most passages first; empty where there is one level only."""
