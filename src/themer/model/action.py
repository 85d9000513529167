"""Actions: what will be done, and what readers are asked to do, tied to findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from themer.model.scalars import NO_OTHER_KEYS, Identifier, PartialDate, Words


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """Something that somebody will do, or is asked to do, and the findings that it answers."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    id: Identifier
    what: Words
    answers: tuple[Words, ...] = ()
    """Findings by kind and id: ``theme:drivers``, ``fact:has_strategy``, ``component:x``."""
    owner: str | None = None
    by: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class ActionsFile:
    """A study's ``actions.yaml``."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    schema: Literal["themer/actions/1"] = "themer/actions/1"
    actions: tuple[PlannedAction, ...] = ()
    asks: tuple[PlannedAction, ...] = ()
