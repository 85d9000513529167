"""Steps at the theme desk, as they are kept so that each can be taken back after a restart.

A step holds no words of a conversation: a passage stands in it by its place and by a hash of its
words, so that what is withdrawn is gone from here too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from themer.model.scalars import NO_OTHER_KEYS, Hash, Identifier, Offset, Words

StepAction = Literal["act", "undo", "redo"]


@dataclass(frozen=True, slots=True)
class ThemeDifference:
    """What a step changed in one theme, by key; the rest of the theme is not said."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    theme: Identifier
    place: Offset
    """Among the themes of the file."""
    before: Hash | None = None
    """Of the whole theme as it was; None where it was not there."""
    after: Hash | None = None
    was: Mapping[str, Any] = field(default_factory=dict)
    now: Mapping[str, Any] = field(default_factory=dict)
    went: Mapping[str, tuple[tuple[int, Any], ...]] = field(default_factory=dict)
    """Of lists: what went, each with its place before."""
    came: Mapping[str, tuple[tuple[int, Any], ...]] = field(default_factory=dict)
    """Of lists: what came, each with its place after."""


@dataclass(frozen=True, slots=True)
class ThemeStep:
    """One step of a coder, or their taking one back or making it again."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    id: Words
    at: dt.datetime
    coder: Identifier
    action: StepAction = "act"
    did: str = ""
    """In words, such as ``renamed``; empty for undo and redo."""
    reason: str | None = None
    of: Words | None = None
    """The step that undo takes back, or that redo makes again."""
    changes: tuple[ThemeDifference, ...] = ()


@dataclass(slots=True)
class ThemeSteps:
    """Where a coder stands among their own steps at the theme desk."""

    done: list[ThemeStep] = field(default_factory=list)
    """Oldest first."""
    undone: list[ThemeStep] = field(default_factory=list)
    """The latest taken back last."""
    latest: ThemeStep | None = None
    """Act, undo or redo."""

    def add(self, step: ThemeStep) -> None:
        """Take the next step in."""
        self.latest = step
        if step.action == "act":
            self.done.append(step)
            self.undone.clear()
        elif step.action == "undo" and self.done and self.done[-1].id == step.of:
            self.undone.append(self.done.pop())
        elif step.action == "redo" and self.undone and self.undone[-1].id == step.of:
            self.done.append(self.undone.pop())
