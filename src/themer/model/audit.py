"""The log of changes: who changed what, when and why, and none of the words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Literal

from annotated_types import Ge

from themer.model.scalars import NO_OTHER_KEYS, Hash, Identifier, Words

AuditAction = Literal[
    "begun",
    "imported",
    "consent",
    "answers",
    "finished",
    "reopened",
    "recovered",
    "merged",
    "settled",
    "taken_over",
    "set_version",
    "struck",
    "restricted",
    "corrected",
    "found_changed",
    "withdrawn",
    "purged",
    "contact",
]
DONE: Mapping[AuditAction, str] = {
    "begun": "began it",
    "imported": "imported it from a table",
    "consent": "recorded or changed consent",
    "answers": "changed it",
    "finished": "finished it",
    "reopened": "opened it again",
    "recovered": "put back words that a crash had left",
    "merged": "joined it with another copy",
    "settled": "settled two copies of an answer",
    "taken_over": "took it over from another window or machine",
    "set_version": "went on with another version of the questions",
    "struck": "struck a passage",
    "restricted": "changed what is restricted",
    "corrected": "noted the partner's corrections",
    "found_changed": "found the file otherwise than the log last noted it",
    "withdrawn": "took out what was withdrawn",
    "purged": "removed it after the retention date",
    "contact": "changed how far contact has come",
}
"""Each action as a sentence says it."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that somebody did; it names questions and fields, and holds no words of theirs."""

    action: AuditAction
    interview: Identifier | None = None
    changed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Part → its fields that differ: ``answers.pay`` → ``fact``, ``noted``; ``consent`` → …"""
    file_sha256: Hash | None = None
    """Of the whole interview file afterwards; never of one answer: a hash of *yes* is *yes*."""
    why: str | None = None


@dataclass(frozen=True, slots=True)
class AuditLine:
    """A line of the log, which vouches for the line before it."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    seq: Annotated[int, Ge(1)]
    """The number of the line in its file."""
    at: dt.datetime
    who: Words
    machine: Words
    action: AuditAction
    interview: Identifier | None = None
    changed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    file_sha256: Hash | None = None
    why: str | None = None
    before: Hash | None = None
    """The ``sha256`` of the line before; None for the first."""
    sha256: Hash = ""
    """Of the line without this key."""
