"""A codebook: the codes that answers are tagged with, what their states look like, what changed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Literal

from annotated_types import Len

from themer.model.scalars import NO_OTHER_KEYS, Colour, Identifier, Words

SCHEMA = "themer/codebook/1"
Status = Literal["in_place", "developing", "absent", "not_discussed"]
STATUSES: tuple[Status, ...] = ("in_place", "developing", "absent", "not_discussed")
ChangeKind = Literal["add", "edit", "split", "merge", "retire", "undo"]
_LAST_NUMBER = re.compile(r"(\d+)\Z")


@dataclass(frozen=True, slots=True)
class ComponentStates:
    """What the three states of a component look like in an organisation."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    in_place: Words
    developing: Words
    absent: Words


@dataclass(frozen=True, slots=True)
class Code:
    """One code."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    id: Words
    """An id in a study; ``themer tag`` takes any text here, because tables bring their own."""
    name: Words
    definition: str | None = None
    include: str | None = None
    exclude: str | None = None
    examples: tuple[str, ...] = ()
    parent: Words | None = None
    colour: Colour | None = None
    component: ComponentStates | None = None
    """Only for codes that are judged to be there or not."""
    group: Words | None = None
    """Only for ``themer tag --group``: the answers for which this code is a candidate."""
    retired_in: Words | None = None


@dataclass(frozen=True, slots=True)
class CodebookChange:
    """One step in the life of a codebook, with who took it and why."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    version: Words
    """The version of the codebook that it made."""
    at: dt.datetime
    coder: Identifier
    did: ChangeKind
    codes: Annotated[tuple[Words, ...], Len(1)]
    """What was added, edited, split, merged or retired; for ``undo`` all that it gave back."""
    reason: Words
    into: tuple[Words, ...] = ()
    """For ``split`` the new codes, for ``merge`` the one that goes on."""
    before: Mapping[str, str] = field(default_factory=dict)
    """For ``edit`` and its ``undo``: what stood in each key that was changed; empty for nothing."""
    look_again: bool = True
    """For ``edit`` and its ``undo``: no where only the wording changed, so that what was decided
    before holds without a second look."""
    undoes: Words | None = None
    """For ``undo``: the version that the change taken back had made."""


@dataclass(frozen=True, slots=True)
class Codebook:
    """The codes of a study, in one version."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    # In the order of a file, so that changes are written below the codes.
    schema: Literal["themer/codebook/1"] = field(default="themer/codebook/1", kw_only=True)
    id: Identifier = field(default="codebook", kw_only=True)
    version: Words = field(default="1", kw_only=True)
    title: Words = field(default="Codebook", kw_only=True)
    codes: Annotated[tuple[Code, ...], Len(1)]
    changes: tuple[CodebookChange, ...] = ()
    """What was changed in the desk, oldest first; changes by hand need not be here."""

    def current(self) -> tuple[Code, ...]:
        """List the codes that may still be given."""
        return tuple(code for code in self.codes if code.retired_in is None)

    def components(self) -> tuple[Code, ...]:
        """List the codes that are judged to be in place, developing or absent."""
        return tuple(code for code in self.current() if code.component is not None)

    def code(self, code_id: str) -> Code | None:
        """Find a code by its id; None where there is none."""
        return next((code for code in self.codes if code.id == code_id), None)


def counted_on(version: str) -> str:
    """Count a version on: 1 → 2, 2.1 → 2.2, draft → draft.2."""
    number = _LAST_NUMBER.search(version)
    if number is None:
        return version + ".2"
    return version[: number.start()] + str(int(number[1]) + 1)
