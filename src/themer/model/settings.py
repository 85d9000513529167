"""What one person set for their own use of themer: keys and colours, nothing of any study."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from themer.model.scalars import NO_OTHER_KEYS, Words

SCHEMA = "themer/settings/1"
ThemeName = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class Settings:
    """A person's settings; whatever is left out is as it comes."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    schema: Literal["themer/settings/1"]
    keys: Mapping[Words, Words] = field(default_factory=dict)
    """By an action's id, such as ``desk.next``: its keys, with commas between them."""
    theme: ThemeName | None = None
