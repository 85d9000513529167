"""The shapes of findings that rest on recorded facts and numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from themer.findings.figure import AnswerReference, Figure
from themer.model.question_set import AnswerKind, Role

APART_LABELS: Mapping[str, str] = {
    "not_asked": "not asked",
    "no_answer": "asked, no answer",
    "dont_know": "don't know",
    "declined": "declined",
    "not_applicable": "not applicable",
    "awaited": "awaited",
    "words_only": "answered in words only",
    "undecided": "not yet decided",
    "not_discussed": "not discussed",
    "discussed": "discussed, not judged",
}
"""Reasons for standing outside a base, as they are printed, in the order of printing."""


@dataclass(frozen=True, slots=True)
class NumberSummary:
    """A recorded number over the units of an audience."""

    id: str
    """``number:<question>@<audience>`` or ``number:<question>.<field>@<audience>``."""
    label: str
    audience: str
    question: str
    field: str | None
    unit: str | None
    """What is printed with it, such as ``GBP``."""
    measure: str | None
    n: int
    """Units that gave the number."""
    values: Mapping[str, float]
    """The number by unit, sorted by unit."""
    total: float | None
    """None, as are the next three, where nobody gave it."""
    median: float | None
    least: float | None
    most: float | None
    estimates: tuple[str, ...]
    """The units among n whose number is an estimate."""
    apart: Mapping[str, int]
    apart_units: Mapping[str, tuple[str, ...]]
    answers: Mapping[str, AnswerReference]
    """The answer behind each number, by unit."""
    rule: str


@dataclass(frozen=True, slots=True)
class FactFinding:
    """What the units of an audience recorded for one question."""

    id: str
    """``fact:<question>@<audience>``."""
    audience: str
    question: str
    label: str
    ask: str
    kind: AnswerKind
    role: Role
    sensitive: bool
    exclusive: bool
    """Whether each unit is in one row only, so that the rows add up to n."""
    n: int
    rows: tuple[Figure, ...]
    """A figure for each value, in the order offered; ``fact:<question>:<value>@<audience>``.
    Texts and dates have the one row ``given``; numbers have none."""
    numbers: tuple[NumberSummary, ...]
    apart: Mapping[str, int]
    apart_units: Mapping[str, tuple[str, ...]]

    def row(self, value: str) -> Figure | None:
        """Find the figure of a value."""
        wanted = f"fact:{self.question}:{value}@{self.audience}"
        return next((figure for figure in self.rows if figure.id == wanted), None)


@dataclass(frozen=True, slots=True)
class PairFinding:
    """Two facts together, and what may be said of it."""

    id: str
    """``pair:<id>@<audience>``."""
    audience: str
    first: str
    second: str
    with_first: Figure
    """Of the units on the first side, those with the second fact."""
    without_first: Figure
    p_value: float | None
    """Fisher's exact test, two-sided; None where a side is empty."""
    difference: float | None
    """Share of the first side less share of the other, from -1 to 1."""
    low: float | None
    high: float | None
    """The 95 % interval of the difference, by Newcombe's method 10."""
    sentence: str
    apart: Mapping[str, int]
    """Units without both facts, by the reason of the first that is missing."""


@dataclass(frozen=True, slots=True)
class Total:
    """A sum of recorded numbers with its base."""

    value: float | None
    """None where nobody gave it."""
    n: int
    units: tuple[str, ...]
    awaited: tuple[str, ...]
    """Units that will still give it."""
    missing: tuple[str, ...]
    """Units that did not give it, for any other reason."""
    estimates: tuple[str, ...]
    answers: tuple[AnswerReference, ...]
    measures: tuple[str, ...] = ()
    """What was added up."""
    apart: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The units without it by reason, *awaited* among them; see ``APART_LABELS``."""


@dataclass(frozen=True, slots=True)
class FlowPart:
    """From one step of a chain to the next, over the units that gave both."""

    start_label: str
    end_label: str
    start: Total
    end: Total
    of_those: bool
    """Whether those at the end are some of those at the start."""

    @property
    def lost(self) -> float | None:
        """Give how many did not go on; None where that cannot be said."""
        if not self.of_those or self.start.value is None or self.end.value is None:
            return None
        return self.start.value - self.end.value if self.end.value <= self.start.value else None


@dataclass(frozen=True, slots=True)
class Chain:
    """Every step of a chain over the units that gave all of them, so that they can be compared."""

    labels: tuple[str, ...]
    steps: tuple[Total, ...]
    parts: tuple[FlowPart, ...]
    """Each part over the units that gave its two ends, which may be more."""


@dataclass(frozen=True, slots=True)
class AssessingFinding:
    """Those who need an assessor beside those who may assess, over the units that gave all."""

    people: Total
    by: Total
    by_label: str
    needed: Mapping[str, float]
    """How many assessors they take in a year: low, middle, high; empty without the assumption."""


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """What one unit recorded of supply and demand."""

    unit: str
    key: str
    """Its value of the attribute; empty where it has none."""
    supply: float | None
    filled: float | None
    demand: float | None
    missing: Mapping[str, str]
    """Which of the three is not there, and the reason."""
    answers: tuple[AnswerReference, ...]

    @property
    def gap(self) -> float | None:
        """Give demand less supply; None where either is not there."""
        if self.supply is None or self.demand is None:
            return None
        return self.demand - self.supply


@dataclass(frozen=True, slots=True)
class ImportedUnit:
    """One figure from elsewhere beside what the unit itself said."""

    unit: str
    imported: float | None
    """None where it is awaited there."""
    as_at: dt.date
    source: str
    line: int
    told: float | None
    """None where the unit did not give it."""
    reason: str
    """Why it did not, by ``APART_LABELS``, or ``no_conversation``; empty where it did."""
    answer: AnswerReference | None


@dataclass(frozen=True, slots=True)
class ImportedMeasure:
    """One measure from elsewhere, and in conversations, over the units that both have."""

    measure: str
    label: str
    told: Total
    imported: float | None
    """The sum from elsewhere over the same units; None where there is none."""
    everywhere: float | None
    """The sum over all that the table has, whether or not they spoke with us."""
    rows: tuple[ImportedUnit, ...]


@dataclass(frozen=True, slots=True)
class ImportedFinding:
    """A table from elsewhere beside what was told; the two are never added up."""

    id: str
    title: str
    source: str
    as_at: dt.date
    measures: tuple[ImportedMeasure, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class ProjectedYear:
    """One year of a projection."""

    year: str
    stock: float
    supply: float
    demand: float

    @property
    def gap(self) -> float:
        """Give demand less supply; below 0 there is some to spare."""
        return self.demand - self.supply


@dataclass(frozen=True, slots=True)
class ProjectedPath:
    """The years of one of the three projections, and the rates behind them."""

    scenario: str
    """``low``, ``middle`` or ``high``: by the size of the gap."""
    rates: Mapping[str, float]
    years: tuple[ProjectedYear, ...]


@dataclass(frozen=True, slots=True)
class Projection:
    """What would follow if the assumptions held; no finding. Without paths it says why not."""

    now: str
    paths: tuple[ProjectedPath, ...]
    """Low, middle, high; empty where nothing is projected."""
    stock: Total
    """This and the next three: where it starts, over the units that gave all of them."""
    on_their_way: Total
    supply: Total
    demand: Total
    units: tuple[str, ...]
    """All that were asked, whether or not they gave all."""
    least_units: int
    lacking: tuple[str, ...]
    """The names of rates that are not in ``assumptions.yaml``."""
    no_measure: tuple[str, ...]
    """Of *supply* and *demand*, what the study does not measure."""
    rule: str

    @property
    def is_too_small(self) -> bool:
        """Say whether too few units gave all that it starts from."""
        return self.stock.n < self.least_units


@dataclass(frozen=True, slots=True)
class WorkforceRow:
    """Supply and demand for one value of the attribute, or for all."""

    key: str
    """The attribute's value, or ``all``."""
    label: str
    supply: Total | None
    filled: Total | None
    demand: Total | None
    gap: Total | None
    """Demand less supply over the units that gave both."""
    gap_supply: float | None
    """Supply and demand of those same units."""
    gap_demand: float | None
    same: Mapping[str, Total]
    """Supply, filled and demand, as far as measured, over the units that gave all of them."""
    stock: tuple[tuple[str, Total], ...]
    """Label and total, in the order of ``study.yaml``."""
    same_stock: tuple[Total, ...]
    """The same over the units that gave all of the stock."""
    flow: tuple[FlowPart, ...]


@dataclass(frozen=True, slots=True)
class WorkforceFinding:
    """The picture of supply and demand; its last row is for all."""

    by: str | None
    rows: tuple[WorkforceRow, ...]
    rule: str
    units: tuple[UnitFigures, ...] = ()
    """What each unit gave, sorted by unit; for those inside."""
    chain: Chain | None = None
    assessing: AssessingFinding | None = None
    imported: tuple[ImportedFinding, ...] = ()
    projection: Projection | None = None
    """None where the study has no ``assumptions.yaml``."""
