"""All findings of a study in one shape, as the terminal, JSON and the report take them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from themer.findings.coded import (
    CELL_STATUSES,
    BoardCell,
    BoardRow,
    CandidateFinding,
    CellStatus,
    CodedPassage,
    CodeFinding,
    ComponentBoard,
    Disagreement,
    RoleFinding,
    ThemeCount,
    ThemeFinding,
    ThemePassageFound,
)
from themer.findings.figure import AnswerReference, Figure
from themer.findings.indicators import IndicatorFinding
from themer.findings.practice import GoodPractice
from themer.findings.recorded import (
    APART_LABELS,
    FactFinding,
    NumberSummary,
    PairFinding,
    Total,
    WorkforceFinding,
    WorkforceRow,
)
from themer.findings.shares import AudienceShares
from themer.findings.unknown import NotYetKnown
from themer.model.study import ContactState, UnitOfCount

__all__ = [
    "APART_LABELS",
    "CELL_STATUSES",
    "BoardCell",
    "BoardRow",
    "CandidateFinding",
    "CellStatus",
    "CodeFinding",
    "CodedPassage",
    "ComponentBoard",
    "Contradiction",
    "Disagreement",
    "FactFinding",
    "Findings",
    "LeftOut",
    "NumberSummary",
    "PairFinding",
    "Participation",
    "Quote",
    "RoleFinding",
    "Saturation",
    "SaturationRun",
    "ThemeCount",
    "ThemeFinding",
    "ThemePassageFound",
    "ToLookAt",
    "Total",
    "WorkforceFinding",
    "WorkforceRow",
]


Verdict = Literal["fact", "words", "both", "neither"]
"""What a person made of a contradiction: the fact stands (of two conversations, the latest); the
words stand, or the judgement, or the earlier one; both do; it is no contradiction."""
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A person's word on a contradiction."""

    verdict: Verdict
    reason: str
    coder: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two records that cannot both hold, found without guessing at words."""

    kind: Literal["conversations", "status", "direction", "coders"]
    unit: str
    about: str
    """The question or the code."""
    sentence: str
    answers: tuple[AnswerReference, ...]
    sha256: str = ""
    """Of what contradicts what, and the words: once either has changed, it is another one."""
    weighed: Weighed | None = None
    """What a person made of it; None while nobody has decided."""

    @property
    def id(self) -> str:
        """Name it, the same as long as it stands."""
        return f"{self.kind}:{self.unit}/{self.about}"


@dataclass(frozen=True, slots=True)
class ToLookAt:
    """A fact with words beside it that may say otherwise; a person has to look."""

    unit: str
    fact: str
    cue: str
    """The words that raised it, as they stand."""
    reference: AnswerReference
    sha256: str = ""
    """Of the fact and the words."""
    weighed: Weighed | None = None
    """What a person made of it; None while nobody has decided."""

    @property
    def id(self) -> str:
        """Name it, the same as long as it stands."""
        return f"words:{self.reference.key}"


@dataclass(frozen=True, slots=True)
class SaturationRun:
    """One run of conversations after the base."""

    interviews: tuple[str, ...]
    new: tuple[str, ...]
    """What was met for the first time in it."""
    share: float
    """New ones as a share of those in the base."""


@dataclass(frozen=True, slots=True)
class Saturation:
    """Whether later conversations still brought anything new."""

    audience: str
    of: Literal["codes", "themes"]
    base_size: int
    run_length: int
    threshold: float
    base: tuple[str, ...]
    """What the base met."""
    runs: tuple[SaturationRun, ...]
    reached_at: int | None
    """The number of conversations before the first run at or under the threshold."""
    sentence: str


@dataclass(frozen=True, slots=True)
class Participation:
    """Who was approached and who took part, for one audience; units of the register."""

    audience: str
    approached: tuple[str, ...]
    """Every unit in the register, whatever came of it."""
    by_state: Mapping[ContactState, tuple[str, ...]]
    reasons: Mapping[str, str]
    """Unit → the reason that was noted."""
    took_part: tuple[str, ...]
    """Units with a conversation that counts."""
    organisations: tuple[str, ...]
    """The organisations of those units."""
    conversations: int
    open: tuple[str, ...]
    """Conversations that are not finished, which count question by question."""
    withdrawn: tuple[str, ...]
    """Conversations that were withdrawn."""
    sittings: int
    minutes: tuple[int, ...]
    """The length of each conversation whose sittings all have one, ascending."""
    first_date: dt.date | None
    last_date: dt.date | None


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage marked verbatim, with what has to hold before it is printed."""

    id: str
    """``quote:<interview>/<question>:<start>-<end>``."""
    reference: AnswerReference
    """Offsets into ``noted``."""
    text: str
    """The words exactly; words that are restricted are left out, and then it is not usable."""
    unit: str
    organisation: str
    audience: str
    role: str | None
    """The speaker's."""
    attribution: str
    """Role and kind of organisation, such as ``practice lead, council``."""
    fitting: int
    """How many people who took part this attribution fits."""
    reasons: tuple[str, ...]
    """Why it may not be printed; empty where it may."""
    sensitive: bool
    """Whether its question is kept out of documents that are shared."""
    codes: tuple[str, ...]
    themes: tuple[str, ...]
    printed: str = ""
    """The words with others, in brackets, for the names that a person replaced; empty where none
    is."""

    @property
    def words(self) -> str:
        """Give the words as they are printed."""
        return self.printed or self.text

    @property
    def usable(self) -> bool:
        """Say whether it may be printed in the document for those inside."""
        return not self.reasons

    def usable_with(self, minimum: int) -> bool:
        """Say whether it may be printed where at least so many people must fit."""
        return self.usable and self.fitting >= minimum and (minimum <= 1 or not self.sensitive)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something recorded that was not counted, and why."""

    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything that was found, in a fixed order."""

    study: str
    unit: UnitOfCount
    as_at: dt.date | None
    """The day of the latest sitting that counts."""
    percent_from: int
    participation: tuple[Participation, ...]
    facts: tuple[FactFinding, ...]
    codes: tuple[CodeFinding, ...]
    boards: tuple[ComponentBoard, ...]
    themes: tuple[ThemeFinding, ...]
    candidates: tuple[CandidateFinding, ...]
    roles: tuple[RoleFinding, ...]
    pairs: tuple[PairFinding, ...]
    workforce: WorkforceFinding | None
    contradictions: tuple[Contradiction, ...]
    to_look_at: tuple[ToLookAt, ...]
    saturation: tuple[Saturation, ...]
    quotes: tuple[Quote, ...]
    left_out: tuple[LeftOut, ...] = field(default=())
    indicators: tuple[IndicatorFinding, ...] = ()
    practice: tuple[GoodPractice, ...] = ()
    unknown: tuple[NotYetKnown, ...] = ()
    shares: tuple[AudienceShares, ...] = ()
    """Of audiences whose answers are read in part."""

    def fact(self, question: str, audience: str | None = None) -> FactFinding | None:
        """Find the facts of a question; of the first audience that has it where none is named."""
        return next(
            (f for f in self.facts if f.question == question and audience in (None, f.audience)),
            None,
        )

    def weighed(self) -> tuple[Contradiction | ToLookAt, ...]:
        """List the contradictions on which somebody decided."""
        every: tuple[Contradiction | ToLookAt, ...] = (*self.contradictions, *self.to_look_at)
        return tuple(one for one in every if one.weighed is not None)

    def open_contradictions(self) -> tuple[Contradiction, ...]:
        """List the contradictions on which nobody has decided."""
        return tuple(one for one in self.contradictions if one.weighed is None)

    def open_to_look_at(self) -> tuple[ToLookAt, ...]:
        """List the facts beside doubtful words on which nobody has decided."""
        return tuple(one for one in self.to_look_at if one.weighed is None)

    def figures(self) -> Iterator[Figure]:
        """Go through every figure once, by id; machine-only ones too."""
        yield from sorted(self._figures().values(), key=lambda figure: figure.id)

    def figure(self, figure_id: str) -> Figure | None:
        """Find a figure by its id."""
        return self._figures().get(figure_id)

    def _figures(self) -> dict[str, Figure]:
        found = [row for fact in self.facts for row in fact.rows]
        found += [figure for code in self.codes for figure in (code.figure, code.suggested)]
        found += [figure for b in self.boards for row in b.rows for figure in row.figures]
        found += [
            figure
            for theme in self.themes
            for count in theme.counts
            for figure in (count.voiced, count.contrary, count.both)
        ]
        found += [figure for candidate in self.candidates for figure in candidate.figures]
        found += [figure for role in self.roles for figure in role.codes]
        found += [figure for pair in self.pairs for figure in (pair.with_first, pair.without_first)]
        found += [indicator.figure for indicator in self.indicators]
        found += [one.figure for one in self.unknown]
        return {figure.id: figure for figure in found}
