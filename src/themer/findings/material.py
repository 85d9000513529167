"""What findings are made from: a whole study as model objects, and what a unit is in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from themer.model.action import ActionsFile
from themer.model.assumptions import AssumptionsFile
from themer.model.codebook import Codebook
from themer.model.decision import Decision
from themer.model.imported_figures import ImportedFigures
from themer.model.indicator import Indicator
from themer.model.interview import Interview
from themer.model.matrix import MatrixFile
from themer.model.question_set import Question, QuestionSet
from themer.model.redaction import Redaction
from themer.model.sample import Sample
from themer.model.study import Study
from themer.model.suggestion import SuggestionsFile
from themer.model.theme import CandidateThemes, Theme

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Material:
    """A study, read and valid; nothing in it is changed by counting."""

    study: Study
    sets: Mapping[str, QuestionSet]
    """By the id of the set."""
    codebooks: Mapping[str, Codebook]
    """By the id of the codebook."""
    interviews: tuple[Interview, ...]
    decisions: tuple[Decision, ...] = ()
    """Those of people that stand, at the places where their words are today; see
    ``themer.model.decision.standing`` and ``themer.findings.placing``."""
    suggestions: Mapping[str, SuggestionsFile] = field(default_factory=dict)
    """By the id of the interview."""
    themes: tuple[Theme, ...] = ()
    candidate_themes: CandidateThemes | None = None
    actions: ActionsFile = field(default_factory=ActionsFile)
    matrix: MatrixFile = field(default_factory=MatrixFile)
    indicators: tuple[Indicator, ...] = ()
    imported: tuple[ImportedFigures, ...] = ()
    """Tables of figures from elsewhere, by name; nothing of them is counted as told."""
    assumptions: AssumptionsFile | None = None
    """What a projection assumes; without it nothing is projected."""
    sample: Sample | None = None
    """The answers that were drawn to be read, where any were."""
    redactions: tuple[Redaction, ...] = ()
    """What people decided about names in words that are printed: every event, by time."""
    unjoined: tuple[str, ...] = ()
    """Files that hold another copy of one of the interviews, and are not counted."""
    _derived: dict[str, Any] = field(default_factory=dict, init=False, compare=False, repr=False)
    """What was worked out of all this; see ``once``."""

    def once(self, name: str, work_out: Callable[[], T]) -> T:
        """Work something out that follows from the study alone, and keep it for the next to ask.

        Args:
            name: Of what is worked out; the same name is the same thing.
            work_out: Gives it; whoever asks again gets the same object, which nobody may change.
        """
        if name not in self._derived:
            self._derived[name] = work_out()
        found: T = self._derived[name]
        return found

    def counted(self) -> tuple[Interview, ...]:
        """List the interviews that count, earliest first: not withdrawn, of a set that is there."""
        return self.once("counted", self._counted)

    def _counted(self) -> tuple[Interview, ...]:
        counting = (i for i in self.interviews if i.counts and i.set.id in self.sets)
        return tuple(sorted(counting, key=lambda i: (i.last_date or dt.date.min, i.id)))

    def unit_of(self, interview: Interview) -> str:
        """Name what an interview counts for, by the study's unit of count."""
        if self.study.unit == "organisation":
            return interview.organisation
        if self.study.unit == "conversation":
            return interview.id
        return interview.unit

    def audience_of(self, interview: Interview) -> str:
        """Name the audience that an interview's question set is for."""
        return self.sets[interview.set.id].audience

    def units(self, audience: str) -> tuple[str, ...]:
        """List the units of an audience that have an interview that counts, sorted."""
        counted = (i for i in self.counted() if self.audience_of(i) == audience)
        return self.once(
            f"units of {audience}", lambda: tuple(sorted({*map(self.unit_of, counted)}))
        )

    def audiences(self) -> tuple[str, ...]:
        """List the audiences of the study in the order of ``study.yaml``."""
        return tuple(self.study.audiences)

    def question(self, interview: Interview, question_id: str) -> Question | None:
        """Find the question of an interview by its id."""
        return self.once("questions", self._questions)[interview.set.id].get(question_id)

    def _questions(self) -> dict[str, dict[str, Question]]:
        # In reverse, so that of two questions of one id the first is found.
        return {
            name: {question.id: question for question in reversed(tuple(one.questions()))}
            for name, one in self.sets.items()
        }
