"""What the checks share: the study as it was read, and how a problem gets its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Generic, TypeVar

from themer.conversation.versions import with_earlier
from themer.errors import Problem
from themer.model.action import ActionsFile
from themer.model.assumptions import AssumptionsFile
from themer.model.codebook import Codebook
from themer.model.contacts import ContactsFile
from themer.model.decision import Decision, standing
from themer.model.imported_figures import ImportedFigures
from themer.model.indicator import IndicatorsFile
from themer.model.interview import Interview, SetReference
from themer.model.matrix import MatrixFile
from themer.model.question_set import QuestionSet
from themer.model.redaction import Redaction
from themer.model.sample import Sample
from themer.model.study import Study
from themer.model.theme import ThemesFile
from themer.storage import reading
from themer.storage.files import Stored
from themer.storage.reading import Location

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """Something read, with the path that messages show."""

    path: Path
    value: T


@dataclass(frozen=True)
class Context:
    """Every file of a study that could be read."""

    study: Found[Stored[Study]]
    sets: tuple[Found[Stored[QuestionSet]], ...]
    codebooks: tuple[Found[Stored[Codebook]], ...]
    interviews: tuple[Found[Stored[Interview]], ...]
    themes: Found[Stored[ThemesFile]] | None
    actions: Found[Stored[ActionsFile]] | None
    coders: tuple[Found[tuple[Decision, ...]], ...]
    redactions: tuple[Found[tuple[Redaction, ...]], ...] = ()
    """What people decided about names, file by file."""
    contacts: Found[Stored[ContactsFile]] | None = None
    matrix: Found[Stored[MatrixFile]] | None = None
    indicators: Found[Stored[IndicatorsFile]] | None = None
    sample: Found[Stored[Sample]] | None = None
    assumptions: Found[Stored[AssumptionsFile]] | None = None
    figures: tuple[Found[ImportedFigures], ...] = ()
    """Tables of figures from elsewhere, with the paths of the tables."""
    held: tuple[Stored[QuestionSet], ...] = ()
    """Versions of question sets with which conversations were held."""
    copies: tuple[Found[Stored[Interview]], ...] = ()
    """Files that hold an interview which has its own file: never counted."""
    unread: frozenset[Path] = frozenset()
    """Files that did not hold: what they would have said is not known, so nothing is missing."""

    def is_unread(self, interview_id: str) -> bool:
        """Say whether an interview is not known only because its file does not hold."""
        return any(
            path.parent.name == "interviews" and path.stem == interview_id for path in self.unread
        )

    @property
    def knows_all_questions(self) -> bool:
        """Say whether every question set and codebook could be read."""
        return not any(path.parent.name == "question_sets" for path in self.unread)

    @cached_property
    def standing(self) -> tuple[Decision, ...]:
        """The decisions of all coders that stand, in the order of their making."""
        return standing(event for coder in self.coders for event in coder.value)

    @cached_property
    def standing_by_file(self) -> dict[Path, tuple[Decision, ...]]:
        """The decisions that stand of each coder's file, by its path."""
        return {coder.path: standing(coder.value) for coder in self.coders}

    @cached_property
    def sets_by_id(self) -> dict[str, QuestionSet]:
        """The question sets by their ids."""
        return {found.value.value.id: found.value.value for found in self.sets}

    @cached_property
    def counted_sets(self) -> dict[str, QuestionSet]:
        """The question sets by their ids, with the retired questions of the versions before."""
        found = {}
        for set_id in {*self.sets_by_id, *(one.value.id for one in self.held)}:
            versions = [one.value for one in self.held if one.value.id == set_id]
            now = self.sets_by_id.get(set_id) or max(versions, key=lambda one: one.version)
            found[set_id] = with_earlier(now, versions)
        return found

    def questions_of(self, reference: SetReference) -> QuestionSet | None:
        """Find the questions with which an interview was held, and those that it had before."""
        versions = [reference.sha256, *(one.sha256 for one in reference.earlier)]
        kept = [self._held(reference.id, sha256) for sha256 in versions]
        found = kept[0] or self.sets_by_id.get(reference.id)
        if found is None:
            return None
        return with_earlier(found, [one for one in kept[1:] if one is not None])

    def _held(self, set_id: str, sha256: str | None) -> QuestionSet | None:
        known = (*self.held, *(found.value for found in self.sets))
        return next(
            (
                one.value
                for one in known
                if sha256 is not None and one.value.id == set_id and one.sha256.startswith(sha256)
            ),
            None,
        )

    @cached_property
    def measures(self) -> set[str]:
        """The measures that questions record, of every version that is counted."""
        return {
            measure
            for question_set in (*self.sets_by_id.values(), *self.counted_sets.values())
            for question in question_set.questions()
            for measure in (question.answer.measure, *(f.measure for f in question.answer.fields))
            if measure is not None
        }

    @cached_property
    def codebooks_by_id(self) -> dict[str, Codebook]:
        """The codebooks by their ids."""
        return {found.value.value.id: found.value.value for found in self.codebooks}

    @cached_property
    def interviews_by_id(self) -> dict[str, Interview]:
        """The interviews by their ids."""
        return {found.value.value.id: found.value.value for found in self.interviews}

    @cached_property
    def codes(self) -> set[str]:
        """The ids of all codes, retired ones included."""
        return {code.id for book in self.codebooks_by_id.values() for code in book.codes}


class Places(Generic[T]):
    """Makes problems of one file, finding a line only once there is something to say."""

    def __init__(self, found: Found[Stored[T]], prefix: str) -> None:
        self._found = found
        self._prefix = prefix

    @cached_property
    def _places(self) -> reading.Places:
        return reading.find_places(self._found.value.text)

    def problem(
        self, number: str, location: Location, message: str, *, advice: bool = False
    ) -> Problem:
        """Make a problem at a location of the file's data."""
        line, column = self._places.find(location)
        severity = "advice" if advice else "error"
        return Problem(self._found.path, line, column, self._prefix + number, message, severity)


def repeated(ids: Iterable[str]) -> Iterator[str]:
    """Give each id that stands more than once."""
    for identity, times in Counter(ids).items():
        if times > 1:
            yield identity
