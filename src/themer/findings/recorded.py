"""The shapes of findings that rest on recorded facts and numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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
    stock: tuple[tuple[str, Total], ...]
    """Label and total, in the order of ``study.yaml``."""
    flow_start: Total | None
    """Start and end over the units that gave both."""
    flow_end: Total | None


@dataclass(frozen=True, slots=True)
class WorkforceFinding:
    """The picture of supply and demand; its last row is for all."""

    by: str | None
    rows: tuple[WorkforceRow, ...]
    rule: str
