"""The shapes of findings that rest on passages: codes, components, themes, strengths."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from themer.findings.figure import AnswerReference, Figure
from themer.model.question_set import Role
from themer.model.theme import Relation, ThemeConfidence

CellStatus = Literal["in_place", "developing", "absent", "discussed", "not_discussed"]
"""The states of a component, and ``discussed``: talked of, but not judged."""
CELL_STATUSES: tuple[CellStatus, ...] = (
    "in_place",
    "developing",
    "absent",
    "discussed",
    "not_discussed",
)


@dataclass(frozen=True, slots=True)
class CodedPassage:
    """A passage that people decided carries a code."""

    reference: AnswerReference
    unit: str
    organisation: str
    text: str
    coders: tuple[str, ...]
    """Who accepted it."""
    direction: Role
    """What it speaks of: the latest decision, or else the role of its question."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A passage that one coder gave a code and another refused it."""

    code: str
    reference: AnswerReference
    text: str
    accepted_by: tuple[str, ...]
    refused_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodeFinding:
    """Where a code was found, by people; and, apart from it, where the machine suggests it."""

    code: str
    name: str
    audience: str
    figure: Figure
    """``code:<code>@<audience>``; units of which not all is decided stand apart."""
    so_far: tuple[str, ...]
    """Units outside n that already have an accepted passage."""
    suggested: Figure
    """``suggested:<code>@<audience>``, ``machine_only``; never to be added to ``figure``."""
    passages: tuple[CodedPassage, ...]
    disagreements: tuple[Disagreement, ...]


@dataclass(frozen=True, slots=True)
class BoardCell:
    """The state of a component in a unit."""

    unit: str
    component: str
    status: CellStatus
    decided_by: Literal["person", "rule"]
    coder: str | None
    reason: str
    """In words: the coder's reason, or which facts led to it."""
    answers: tuple[AnswerReference, ...]
    suggested: bool
    """Whether the machine suggests the code here and nobody has decided on it."""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A component across the units."""

    component: str
    name: str
    cells: tuple[BoardCell, ...]
    figures: tuple[Figure, ...]
    """In place, developing and absent, ``component:<code>:<status>@<audience>``; n is the units
    judged, and those not judged or not discussed stand apart."""

    def count(self, status: CellStatus) -> int:
        """Count the units in a state."""
        return sum(cell.status == status for cell in self.cells)


@dataclass(frozen=True, slots=True)
class ComponentBoard:
    """Components down, units across, for one audience."""

    audience: str
    units: tuple[str, ...]
    rows: tuple[BoardRow, ...]


@dataclass(frozen=True, slots=True)
class ThemePassageFound:
    """A passage of a theme, with whose it is."""

    reference: AnswerReference
    unit: str
    organisation: str
    audience: str
    text: str


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """How many units of one audience voice a theme, and how many say otherwise."""

    audience: str
    voiced: Figure
    """``theme:<id>@<audience>``."""
    contrary: Figure
    """``theme:<id>:contrary@<audience>``, on the same base."""
    both: Figure
    """``theme:<id>:both@<audience>``: units counted in both of the others."""
    so_far: tuple[str, ...]
    """Units outside n that already have a passage of it."""


@dataclass(frozen=True, slots=True)
class ThemeFinding:
    """A theme that a person named."""

    id: str
    name: str
    statement: str | None
    otherwise: str | None
    """How the sentence about those who say otherwise ends."""
    interpretation: str | None
    role: Role
    confidence: ThemeConfidence | None
    counts: tuple[ThemeCount, ...]
    """One for each audience with a conversation that counts."""
    members: tuple[ThemePassageFound, ...]
    contrary: tuple[ThemePassageFound, ...]
    by_organisation: Mapping[str, tuple[ThemePassageFound, ...]]
    """The members by organisation, sorted by its id."""

    @property
    def has_base(self) -> bool:
        """Say whether there is anybody yet of whom it could be counted."""
        return any(count.voiced.n for count in self.counts)


@dataclass(frozen=True, slots=True)
class CandidateFinding:
    """A group that the machine found and nobody has decided on."""

    id: str
    name: str
    words: tuple[str, ...]
    kept: int
    resamples: int
    relation: Relation
    figures: tuple[Figure, ...]
    """``candidate:<id>@<audience>``, ``machine_only``."""
    members: tuple[ThemePassageFound, ...]
    exemplars: tuple[ThemePassageFound, ...]
    firm: bool | None = None
    """Whether it is more than passages that share words; None where that was not tried."""
    broader: str | None = None
    """The name of the broader group that it lies under."""


@dataclass(frozen=True, slots=True)
class RoleFinding:
    """Strengths, or challenges, of one audience; the largest count first."""

    role: Role
    audience: str
    facts: tuple[Figure, ...]
    """``yes`` of questions with this role, and the choices of such questions with several."""
    codes: tuple[Figure, ...]
    """``code:<code>:<role>@<audience>``: units with a passage that speaks of it so."""
    themes: tuple[Figure, ...]
