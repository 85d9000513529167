"""The framework matrix: units down, codes or themes across, and what people found in each cell."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from themer.findings.codes import codes_of, read_too_early
from themer.findings.counting import AskedQuestion, observe
from themer.findings.figure import AnswerReference
from themer.findings.material import Material
from themer.findings.passages import Place as AnswerPlace
from themer.findings.passages import (
    Reading,
    Spoken,
    accepted_passages,
    read_places,
    reading_of,
    spoken_answers,
)
from themer.findings.themes import locate
from themer.model.matrix import By, CellSummary, MatrixFile, Place

RULE = "the-framework-matrix"
CellState = Literal["coded", "nothing_coded", "not_read", "not_asked", "no_words"]
STATE_WORDS: Mapping[CellState, str] = {
    "coded": "coded",
    "nothing_coded": "nothing coded",
    "not_read": "not read yet",
    "not_asked": "not asked",
    "no_words": "no words",
}
"""How the states of a cell are printed; ``nothing_coded`` is said only of what was read."""
_FINGERPRINT = 8
_TOO_LIKE = 6
"""So many words in a row, the same as in what was noted, are a quotation."""
_WORD = re.compile(r"\w+(?:['’]\w+)*")


@dataclass(frozen=True, slots=True)
class MatrixPassage:
    """A passage in a cell."""

    reference: AnswerReference
    text: str
    """Its words; restricted ones are left out."""
    coders: tuple[str, ...]
    """Who accepted it; none for a theme, whose history says who."""
    contrary: bool
    """Whether it says otherwise than the theme."""

    @property
    def fingerprint(self) -> str:
        """Name the passage the same for the same words in the same answer, wherever they stand."""
        said = ("contrary\0" if self.contrary else "") + self.text
        digest = hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
        return f"{self.reference.interview}/{self.reference.question}#{digest[:_FINGERPRINT]}"


@dataclass(frozen=True, slots=True)
class Age:
    """What has become of a cell since its summary was written, or looked at."""

    came: int
    went: int
    looked: bool = False
    """Whether somebody looked at it since it was written."""

    @property
    def is_stale(self) -> bool:
        """Say whether the summary was written on other passages than there are now."""
        return bool(self.came or self.went)

    @property
    def words(self) -> str:
        """Say what changed: ``written before 2 passages came``; empty where nothing did."""
        if not self.is_stale:
            return ""
        verb = "looked at" if self.looked else "written"
        came = f"{verb} before {_passages(self.came)} came"
        gone = f"{_passages(self.went)} {'has' if self.went == 1 else 'have'} gone since"
        return " and ".join(w for w, n in ((came, self.came), (gone, self.went)) if n)


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """What people found in one unit of one code or theme."""

    place: Place
    state: CellState
    passages: tuple[MatrixPassage, ...]
    is_read: bool
    """Whether all words of the unit were read; else there may be more."""
    summary: CellSummary | None
    age: Age

    @property
    def unit(self) -> str:
        """Name the unit."""
        return self.place[0]

    @property
    def fingerprints(self) -> tuple[str, ...]:
        """Give what a summary that is written now is written on."""
        return tuple(sorted({passage.fingerprint for passage in self.passages}))


@dataclass(frozen=True, slots=True)
class Column:
    """A code or a theme."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """The cells of one audience."""

    audience: str
    by: By
    columns: tuple[Column, ...]
    units: tuple[str, ...]
    cells: Mapping[tuple[str, str], MatrixCell]
    """By unit and column."""

    def row(self, unit: str) -> tuple[MatrixCell, ...]:
        """Give the cells of a unit, in the order of the columns."""
        return tuple(self.cells[unit, column.id] for column in self.columns)


def find_matrix(material: Material, audience: str, by: By = "codes") -> Matrix:
    """Fill the matrix of an audience.

    Args:
        material: The study.
        audience: Whose units stand down.
        by: Codes of the audience's codebook, or the themes that people named.
    """
    spoken = spoken_answers(material)
    read = read_places(material, spoken)
    early = read_too_early(material) if by == "codes" else {}
    units = material.units(audience)
    columns = _columns(material, audience, by)
    found = _by_codes(material, spoken) if by == "codes" else _by_themes(material, spoken)
    asked = observe(material, audience) if by == "codes" else ()
    of_all = _States(reading_of(material, spoken, read, audience), asked)
    cells = {}
    for column in columns:
        states = of_all
        if column.id in early:  # who read before the code was there cannot have looked for it
            left = reading_of(material, spoken, read - early[column.id], audience)
            states = _States(left, asked)
        for unit in units:
            place: Place = (unit, by, column.id)
            passages = found.get((unit, column.id), [])
            cells[unit, column.id] = _cell(states, place, passages)
    return with_summaries(Matrix(audience, by, columns, units, cells), material.matrix)


def with_summaries(matrix: Matrix, file: MatrixFile) -> Matrix:
    """Put what people wrote into the cells, in place of what stood there.

    Args:
        matrix: Its passages stay: what they are takes much longer to work out.
        file: The summaries of today.
    """
    written = {one.place: one for one in reversed(file.summaries)}
    cells = {}
    for key, cell in matrix.cells.items():
        one = written.get(cell.place)
        if one is cell.summary:
            cells[key] = cell
            continue
        now = set(cell.fingerprints)
        then = now if one is None else set(one.passages)
        looked = one is not None and one.looked is not None
        age = Age(len(now - then), len(then - now), looked)
        cells[key] = replace(cell, summary=one, age=age)
    return replace(matrix, cells=cells)


def _columns(material: Material, audience: str, by: By) -> tuple[Column, ...]:
    if by == "codes":
        return tuple(Column(code.id, code.name) for code in codes_of(material, audience))
    return tuple(Column(one.id, one.name) for one in material.themes if one.status == "named")


Found = dict[tuple[str, str], list[MatrixPassage]]


def _by_codes(material: Material, spoken: Mapping[AnswerPlace, Spoken]) -> Found:
    found: Found = {}
    for code, passages in accepted_passages(material, spoken).items():
        for one in passages:
            passage = MatrixPassage(one.reference, one.text, one.coders, contrary=False)
            found.setdefault((one.unit, code), []).append(passage)
    return found


def _by_themes(material: Material, spoken: Mapping[AnswerPlace, Spoken]) -> Found:
    found: Found = {}
    for theme in material.themes:
        for contrary, passages in ((False, theme.members), (True, theme.contrary)):
            for one in locate(passages, spoken):
                passage = MatrixPassage(one.reference, one.text, (), contrary)
                found.setdefault((one.unit, theme.id), []).append(passage)
    return found


@dataclass(frozen=True, slots=True)
class _States:
    """Says what an empty cell means."""

    reading: Reading
    asked: tuple[AskedQuestion, ...]

    def of_empty(self, unit: str, by: By, column: str) -> CellState:
        """Tell what was read without result from what nobody read, and nobody asked."""
        if unit in self.reading.apart_units.get("undecided", ()):
            return "not_read"
        linked = [one for one in self.asked if by == "codes" and _bears_on(one, column)]
        if linked and not any(unit in one.latest and one.latest[unit].was_asked for one in linked):
            return "not_asked"
        return "nothing_coded" if unit in self.reading.read_units else "no_words"


def _bears_on(asked: AskedQuestion, code: str) -> bool:
    question = asked.question
    probes = (probe.components for probe in question.probes)
    return code in question.components or any(code in components for components in probes)


def _cell(states: _States, place: Place, passages: list[MatrixPassage]) -> MatrixCell:
    unit, by, column = place
    state: CellState = "coded" if passages else states.of_empty(unit, by, column)
    is_read = unit in states.reading.read_units
    return MatrixCell(place, state, tuple(passages), is_read, None, Age(0, 0))


def _passages(number: int) -> str:
    return f"{number} passage{'' if number == 1 else 's'}"


# What a summary may not say


def repeats_closed_words(material: Material, summary: CellSummary) -> bool:
    """Say whether a summary repeats words that may not be printed.

    Those are words that are restricted, all of a restricted passage, and six words in a row of an
    answer of which the partner did not agree to be quoted.
    """
    said = _words(summary.text)
    own = [i for i in material.counted() if material.unit_of(i) == summary.unit]
    for interview in own:
        for question, answer in interview.answers.items():
            closed = [answer.noted[p.start : p.end] for p in answer.restricted]
            copy = answer.fair_copy or ""
            closed += [copy[p.start : p.end] for p in answer.restricted_copy]
            if any(_holds(said, _words(words)) for words in closed):
                return True
            texts = () if interview.may_print_notes(question) else (answer.noted, copy)
            if any(_share_a_run(said, _words(text)) for text in texts):
                return True
    return False


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _runs(words: list[str], length: int) -> Iterable[tuple[str, ...]]:
    return (tuple(words[at : at + length]) for at in range(len(words) - length + 1))


def _holds(said: list[str], closed: list[str]) -> bool:
    return bool(closed) and tuple(closed) in set(_runs(said, len(closed)))


def _share_a_run(said: list[str], noted: list[str]) -> bool:
    return not set(_runs(said, _TOO_LIKE)).isdisjoint(_runs(noted, _TOO_LIKE))
