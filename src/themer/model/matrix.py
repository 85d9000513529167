"""Summaries of the framework matrix: what a person wrote of one unit on one code or theme."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from themer.model.scalars import NO_OTHER_KEYS, Identifier, Words

SCHEMA = "themer/matrix/1"
By = Literal["codes", "themes"]
"""What stands across the matrix."""
Place = tuple[str, By, str]
"""A cell: the unit, what stands across, and the id of the code or theme."""


@dataclass(frozen=True, slots=True)
class CellSummary:
    """What a person wrote of the passages in one cell."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    unit: Identifier
    """What the study counts."""
    text: Words
    coder: Identifier
    at: dt.datetime
    code: Words | None = None
    """The column: a code, or else a theme."""
    theme: Identifier | None = None
    passages: tuple[Words, ...] = ()
    """The passages that it was written on, or looked at with last, sorted:
    ``<interview>/<question>#<hash>``, the hash being the beginning of a SHA-256 of the words."""
    looked_at_by: Identifier | None = None
    """Who read it again last, beside other passages, and said that it still holds."""
    looked_at: dt.datetime | None = None

    @property
    def place(self) -> Place:
        """Name the cell."""
        return (self.unit, "themes", self.theme) if self.theme else (self.unit, "codes", self.of)

    @property
    def of(self) -> str:
        """Name the code or theme."""
        return self.theme or self.code or ""

    @property
    def looked(self) -> tuple[str, dt.datetime] | None:
        """Say who looked at it last and when; None where nobody did since it was written."""
        if self.looked_at_by is None or self.looked_at is None:
            return None
        return self.looked_at_by, self.looked_at

    def rests_on(self, interviews: Collection[str], units: Collection[str]) -> bool:
        """Say whether it retells what was said in one of these conversations, or units."""
        by_unit = self.unit in units
        return by_unit or any(one.partition("/")[0] in interviews for one in self.passages)


@dataclass(frozen=True, slots=True)
class MatrixFile:
    """A study's ``matrix.yaml``: at most one summary a cell."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    schema: Literal["themer/matrix/1"] = "themer/matrix/1"
    summaries: tuple[CellSummary, ...] = ()

    def summary(self, place: Place) -> CellSummary | None:
        """Find the summary of a cell; None where nobody wrote one."""
        return next((one for one in self.summaries if one.place == place), None)

    def with_summary(self, place: Place, summary: CellSummary | None) -> MatrixFile:
        """Give the same file with one cell's summary changed, added, or (None) taken off."""
        kept: list[CellSummary] = []
        is_put = False
        for one in self.summaries:
            if one.place != place:
                kept.append(one)
            elif summary is not None and not is_put:
                kept.append(summary)
                is_put = True
        if summary is not None and not is_put:
            kept.append(summary)
        return MatrixFile(self.schema, tuple(kept))


@dataclass(frozen=True, slots=True)
class SummaryStep:
    """One change of one cell, with what stood there before: nothing written is ever lost."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = NO_OTHER_KEYS

    id: Words
    at: dt.datetime
    coder: Identifier
    unit: Identifier
    code: Words | None = None
    theme: Identifier | None = None
    before: CellSummary | None = None
    after: CellSummary | None = None
    undoes: Words | None = None
    """The step that this one takes back; that may itself be one that took a step back."""

    @property
    def place(self) -> Place:
        """Name the cell."""
        by: By = "themes" if self.theme else "codes"
        return self.unit, by, self.theme or self.code or ""


def to_undo_and_redo(
    steps: Iterable[SummaryStep],
) -> tuple[tuple[SummaryStep, ...], tuple[SummaryStep, ...]]:
    """Work out what can be taken back, and what can be made again, the nearest last.

    Args:
        steps: Those of one coder, in the order of their making.

    Returns:
        Steps that hold, and steps that took back one that can be made again.
    """
    done: list[SummaryStep] = []
    taken_back: list[SummaryStep] = []
    for step in steps:
        if step.undoes is None:
            done.append(step)
            taken_back.clear()
        elif done and done[-1].id == step.undoes:
            done.pop()
            taken_back.append(step)
        elif taken_back and taken_back[-1].id == step.undoes:
            taken_back.pop()
            done.append(step)
    return tuple(done), tuple(taken_back)
