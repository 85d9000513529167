"""Coded passages, and units by codes, as tables that may leave the study in one profile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from themer.exchange.table_writing import Value
from themer.findings.attribution import usable_quotes
from themer.findings.coded_rows import CodedRow, LeftOutCoding, WhoDecided, coded_rows
from themer.findings.codes import codes_of
from themer.findings.everything import find
from themer.findings.material import Material
from themer.findings.matrix import Matrix, MatrixCell, find_matrix
from themer.findings.redaction import ProposedName
from themer.findings.results import Quote
from themer.findings.sharing import without_sensitive
from themer.model.study import Profile
from themer.report.source import unit_names
from themer.storage.writing import iso

Columns = Mapping[str, int]
"""Heading → width in a workbook, in characters."""

SEGMENTS: Columns = {
    "id": 38,
    "interview": 24,
    "unit": 28,
    "organisation": 24,
    "type": 16,
    "audience": 14,
    "question": 22,
    "question_title": 28,
    "start": 7,
    "end": 7,
    "text": 60,
    "wording": 13,
    "code": 22,
    "code_name": 24,
    "holds": 7,
    "accepted_by": 16,
    "refused_by": 16,
    "settled": 10,
    "direction": 11,
    "themes": 24,
    "decided": 40,
    "may_be_quoted": 9,
    "codebook": 26,
    "decided_under": 12,
}
SHAREABLE: Columns = {
    "attribution": 34,
    "audience": 14,
    "question": 22,
    "question_title": 28,
    "text": 60,
    "wording": 13,
    "code": 22,
    "code_name": 24,
    "codebook": 26,
}
"""No id: one that follows from the place could be worked out again from names of organisations."""
BASE: Columns = {
    "audience": 16,
    "code": 24,
    "code_name": 30,
    "with_code": 10,
    "read": 8,
    "with_code_not_read": 12,
    "not_read": 10,
    "without_words": 10,
    "codebook": 26,
}
NOT_EXPORTED = "[words left out: no consent to quote]"


@dataclass(frozen=True, slots=True)
class ExportTable:
    """A table that leaves the study."""

    name: str
    columns: Columns
    rows: tuple[Mapping[str, Value], ...]
    notes: tuple[str, ...] = ()
    """What is not in it, in sentences."""
    beside: str = ""
    """The ending of its own file where the first table is written as CSV; empty: it has none."""


def segments_table(
    material: Material,
    starts: Mapping[str, int],
    profile: Profile = "internal",
    waiting: Sequence[ProposedName] = (),
) -> ExportTable:
    """Give one row a coded passage; in what is shared, one row a quote that may be printed.

    Args:
        material: The study.
        starts: See ``coded_rows``.
        profile: For those inside, or to be shared.
        waiting: Words that may name somebody, which are kept out of what is shared.
    """
    rows, left = coded_rows(material, starts)
    if profile == "shareable":
        return _shareable(without_sensitive(material), rows, left, waiting)
    labels = _Labels(material)
    silent = sum(not row.may_print for row in rows)
    notes = [*_left_out(left)]
    if silent:
        notes.append(
            f"The words of {_counted(silent, 'row')} are left out: not everybody who was there "
            "agreed to be quoted."
        )
    cells = [_segment_row(labels, row) for row in rows]
    # By what is printed: the order of the ids would tell whose number stands there.
    cells.sort(key=lambda cell: (str(cell["audience"]), str(cell["unit"]), str(cell["interview"])))
    return ExportTable("Coded passages", SEGMENTS, tuple(cells), tuple(notes))


def _segment_row(labels: _Labels, row: CodedRow) -> Mapping[str, Value]:
    where = row.reference
    return {
        "id": row.id,
        "interview": labels.interview(where.interview, row.unit),
        "unit": labels.unit(row.unit),
        "organisation": labels.organisation(row.organisation, row.unit),
        "type": labels.kind(row.organisation),
        "audience": row.audience,
        "question": where.question,
        "question_title": row.question,
        "start": where.start,
        "end": where.end,
        "text": row.text if row.may_print else NOT_EXPORTED,
        "wording": row.wording,
        "code": row.code,
        "code_name": row.code_name,
        "holds": "yes" if row.holds else "no",
        "accepted_by": ", ".join(row.accepted_by),
        "refused_by": ", ".join(row.refused_by),
        "settled": row.settled,
        "direction": row.direction,
        "themes": ", ".join(row.themes),
        "decided": "; ".join(_decided(one) for one in row.decided),
        "may_be_quoted": "yes" if row.may_print else "no",
        "codebook": labels.codebook(row.code),
        "decided_under": next((o.codebook for o in reversed(row.decided) if o.codebook), None),
    }


def _decided(one: WhoDecided) -> str:
    return f"{one.coder} {one.did} {iso(one.at)}"


def _shareable(
    material: Material,
    rows: Sequence[CodedRow],
    left: LeftOutCoding,
    waiting: Sequence[ProposedName],
) -> ExportTable:
    """Give the quotes that may be printed in what is shared, by code; nothing of who said which."""
    labels = _Labels(material)
    minimum = material.study.minimum_cell.of("shareable")
    every = find(material).quotes
    quotes = [quote for quote in usable_quotes(material, every, minimum, waiting) if quote.codes]
    # One heading for all: another version's would tell when somebody was asked.
    titles = {(row.audience, row.reference.question): row.question for row in rows}
    cells = tuple(
        _quote_row(labels, quote, code, titles) for quote in quotes for code in quote.codes
    )
    kept = f"{_counted(len(rows), 'coding')} of the study, {_counted(len(cells), 'row')} here"
    note = (
        f"{kept}: only words heard so, that may be quoted, and whose attribution fits at least "
        f"{minimum} people; typed notes, and who said what, stay with those who hold the study."
    )
    by = ("code", "question", "text", "attribution", "audience")
    in_order = sorted(cells, key=lambda row: tuple(str(row[name]) for name in by))
    return ExportTable("Coded quotes", SHAREABLE, tuple(in_order), (note, *_left_out(left)))


def _quote_row(
    labels: _Labels, quote: Quote, code: str, titles: Mapping[tuple[str, str], str]
) -> Mapping[str, Value]:
    question = quote.reference.question
    return {
        "attribution": quote.attribution,
        "audience": quote.audience,
        "question": question,
        "question_title": titles.get((quote.audience, question), question),
        "text": quote.words,
        "wording": "verbatim",
        "code": code,
        "code_name": labels.code(code),
        "codebook": labels.codebook(code),
    }


def _left_out(left: LeftOutCoding) -> Iterable[str]:
    if left.withdrawn:
        yield (
            f"{_counted(left.withdrawn, 'coding')} left out: the conversation was withdrawn, or "
            "nobody agreed to take part."
        )
    if left.without_words:
        yield (
            f"{_counted(left.without_words, 'coding')} left out: the words are not in the answer "
            "any more (themer check names them)."
        )


# Units by codes

_EMPTY_CELLS = (
    "An empty cell says nothing: not all of the unit's words were read, or there are none, or the "
    "code is not for this kind of conversation."
)


_OF_UNIT: Columns = {
    "audience": 18,
    "unit": 30,
    "organisation": 26,
    "type": 18,
    "all_read": 8,
}
"""What stands before the codes; a code that has one of these names gets a word before it."""


def units_tables(material: Material) -> tuple[ExportTable, ExportTable]:
    """Give units by codes as 1, 0 or nothing, and the base of each code.

    0 says that all words of a unit were read and none of them carries the code; where not all were
    read, or there are none, the cell is empty. 1 stands wherever a passage carries the code.
    """
    labels = _Labels(material)
    matrices = [find_matrix(material, a) for a in material.audiences() if material.units(a)]
    found = dict.fromkeys(column.id for matrix in matrices for column in matrix.columns)
    codes = {code: f"code {code}" if code in _OF_UNIT else code for code in found}
    columns = {**_OF_UNIT, **dict.fromkeys(codes.values(), 16)}
    rows = tuple(
        _unit_row(labels, matrix, unit, codes)
        for matrix in matrices
        for unit in sorted(matrix.units, key=labels.unit)
    )
    base = tuple(
        _base_row(labels, matrix, column.id, column.name)
        for matrix in matrices
        for column in matrix.columns
    )
    blank = any(row[name] is None for row in rows for name in codes.values())
    notes = (_EMPTY_CELLS,) if blank else ()
    return (
        ExportTable("Units by codes", columns, rows, notes),
        ExportTable("Base of each code", BASE, base, beside=".base.csv"),
    )


def _unit_row(
    labels: _Labels, matrix: Matrix, unit: str, codes: Mapping[str, str]
) -> Mapping[str, Value]:
    cells = {cell.place[2]: cell for cell in matrix.row(unit)}
    organisation = labels.organisation_of(unit)
    return {
        "audience": matrix.audience,
        "unit": labels.unit(unit),
        "organisation": labels.organisation(organisation, unit),
        "type": labels.kind(organisation),
        "all_read": "yes" if any(cell.is_read for cell in cells.values()) else "no",
        **{name: _sign(cells.get(code)) for code, name in codes.items()},
    }


def _sign(cell: MatrixCell | None) -> int | None:
    if cell is None:
        return None
    if cell.passages:
        return 1
    return 0 if cell.is_read else None


def _base_row(labels: _Labels, matrix: Matrix, code: str, name: str) -> Mapping[str, Value]:
    cells = [matrix.cells[unit, code] for unit in matrix.units]
    found = Counter((bool(cell.passages), cell.is_read) for cell in cells)
    return {
        "audience": matrix.audience,
        "code": code,
        "code_name": name,
        "with_code": found[True, True],
        "read": found[True, True] + found[False, True],
        "with_code_not_read": found[True, False],
        "not_read": sum(cell.state == "not_read" for cell in cells) + found[True, False],
        "without_words": sum(not cell.is_read and cell.state == "no_words" for cell in cells),
        "codebook": labels.codebook(code),
    }


class _Labels:
    """Names of units and codes; of a unit that did not agree to be named, its number."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self._names = unit_names(material, "internal")
        self._hidden = {
            material.unit_of(interview)
            for interview in material.counted()
            if interview.consent is not None and not interview.consent.name
        }
        self._codes = {c.id: c.name for book in material.codebooks.values() for c in book.codes}
        self._books = {
            code.id: f"{book.id} {book.version}"
            for book in sorted(material.codebooks.values(), key=lambda b: b.id)
            for code in book.codes
        }
        self._organisations = {material.unit_of(i): i.organisation for i in material.counted()}
        held: Counter[str] = Counter()
        self._numbers: dict[str, str] = {}
        for interview in material.counted():
            unit = material.unit_of(interview)
            held[unit] += 1
            self._numbers[interview.id] = f"{self._names[unit]}, conversation {held[unit]}"

    def unit(self, unit: str) -> str:
        """Name a unit."""
        return self._names.get(unit, unit)

    def interview(self, interview: str, unit: str) -> str:
        """Give a conversation's id; its number where the id would name who did not agree to it."""
        return self._numbers[interview] if unit in self._hidden else interview

    def organisation(self, organisation: str, unit: str) -> str | None:
        """Name an organisation; nothing where a unit of it did not agree to be named."""
        if unit in self._hidden:
            return None
        partner = self._material.study.partner(organisation)
        return partner.name if partner else organisation

    def organisation_of(self, unit: str) -> str:
        """Give the organisation that a unit belongs to."""
        return self._organisations.get(unit, unit)

    def kind(self, organisation: str) -> str | None:
        """Name the type of an organisation."""
        partner = self._material.study.partner(organisation)
        return self._material.study.types.get(partner.type, partner.type) if partner else None

    def code(self, code: str) -> str:
        """Name a code."""
        return self._codes.get(code, code)

    def codebook(self, code: str) -> str | None:
        """Name the codebook that a code is in, with its version of today."""
        return self._books.get(code)


def codes_table(material: Material) -> ExportTable:
    """List the codes with what they mean."""
    columns = {"audience": 16, "code": 24, "code_name": 30, "definition": 70, "codebook": 26}
    labels = _Labels(material)
    rows = tuple(
        {
            "audience": audience,
            "code": code.id,
            "code_name": code.name,
            "definition": code.definition,
            "codebook": labels.codebook(code.id),
        }
        for audience in material.audiences()
        for code in codes_of(material, audience)
    )
    return ExportTable("Codes", columns, rows)


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
