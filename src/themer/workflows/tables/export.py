"""``themer export``: what was coded, as CSV or as an Excel workbook, with what was left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from themer import __version__
from themer.errors import InputError, RefusedError
from themer.exchange.table_writing import Value, csv_text
from themer.exchange.workbook import Heading, Sheet, fits, workbook
from themer.findings.coded_rows import starts_of
from themer.findings.everything import find
from themer.findings.material import Material
from themer.model.study import Profile
from themer.report.documents import FICTIONAL
from themer.storage.output import write_output
from themer.storage.study_folder import StudyFolder
from themer.workflows.material import load_decisions, load_material
from themer.workflows.reporting.redacting import names_waiting
from themer.workflows.tables.export_framework import framework_tables
from themer.workflows.tables.export_tables import (
    ExportTable,
    codes_table,
    segments_table,
    units_tables,
)

What = Literal["segments", "matrix"]
Form = Literal["csv", "xlsx"]


@dataclass(frozen=True, slots=True)
class Export:
    """What leaves the study, before it is written."""

    material: Material
    profile: Profile
    tables: tuple[ExportTable, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """Say what was left out, and why."""
        return tuple(dict.fromkeys(note for table in self.tables for note in table.notes))

    @property
    def cut(self) -> int:
        """Count the texts that are too long for a cell of a workbook."""
        values = (value for table in self.tables for row in table.rows for value in row.values())
        return sum(isinstance(value, str) and not fits(value) for value in values)

    def csv(self) -> str:
        """Write the first table as CSV."""
        table = self.tables[0]
        return csv_text(list(table.columns), table.rows)

    def xlsx(self) -> bytes:
        """Write every table as a sheet of a workbook, what has to be known of them first."""
        study = self.material.study
        sheets = [_read_me(self), *(_sheet(table) for table in self.tables)]
        made = max((i.last_date for i in self.material.counted() if i.last_date), default=None)
        return workbook(sheets, title=f"{study.title}: what was coded", made=made)


@dataclass(frozen=True, slots=True)
class Written:
    """What was written, and what was not."""

    paths: tuple[Path, ...]
    rows: Mapping[str, int]
    """By the name of the table."""
    notes: tuple[str, ...]

    def summary(self) -> dict[str, Any]:
        """Give it as plain data."""
        return {
            "written": [str(path) for path in self.paths],
            "rows": dict(self.rows),
            "left_out": list(self.notes),
        }


def make_export(
    folder: StudyFolder, what: What | None = None, profile: Profile = "internal"
) -> Export:
    """Put together what leaves a study.

    Args:
        folder: The study.
        what: Coded passages, or units by codes with their base; both where None.
        profile: For those inside, or to be shared.

    Raises:
        ProblemsError: The study's files do not hold.
        RefusedError: Units by codes were asked for in what is to be shared.
    """
    if what == "matrix" and profile == "shareable":
        raise RefusedError(
            "Units by codes show single units, so they are in nothing that is shared.",
            hint="Leave --profile out, and keep the file with those who hold the study.",
        )
    material = load_material(folder)
    tables: list[ExportTable] = []
    if what != "matrix":
        shared = profile == "shareable"
        waiting = names_waiting(folder, material, find(material), {}) if shared else ()
        starts = starts_of(load_decisions(folder))
        tables.append(segments_table(material, starts, profile, waiting))
    if what != "segments" and profile == "internal":
        tables += units_tables(material)
        tables += framework_tables(material)
    if what is None:
        tables.append(codes_table(material))
    return Export(material, profile, tuple(tables))


def write_export(export: Export, form: Form, path: Path) -> Written:
    """Write it; beside units by codes as CSV, a second one says their base (``.base.csv``).

    Raises:
        InputError: The file's ending is of another format.
        StorageError: The disk refused.
    """
    if path.suffix.lower() != f".{form}":
        raise InputError(
            f'"{path.name}" does not end with .{form}.', hint=f"Name a file that ends with .{form}."
        )
    leaving = [t for t in export.tables if form == "xlsx" or t.beside or t is export.tables[0]]
    rows = {table.name: len(table.rows) for table in leaving}
    if form == "xlsx":
        write_output(path, export.xlsx())
        return Written((path,), rows, (*export.notes, *_cut_said(export)))
    written = [path]
    first, *others = leaving
    for table in others:
        beside = path.with_name(path.stem + table.beside)
        write_output(beside, csv_text(list(table.columns), table.rows))
        written.append(beside)
    write_output(path, csv_text(list(first.columns), first.rows))
    return Written(tuple(written), rows, export.notes)


def _cut_said(export: Export) -> Iterator[str]:
    if export.cut:
        texts = "1 text is" if export.cut == 1 else f"{export.cut} texts are"
        yield f"{texts} longer than a cell of Excel takes, cut, and marked so; CSV has them whole."


def _sheet(table: ExportTable) -> Sheet:
    columns = tuple(Heading(_said(name), width) for name, width in table.columns.items())
    rows = tuple(tuple(row[name] for name in table.columns) for row in table.rows)
    return Sheet(table.name, columns, rows, frozen=1 if "id" in table.columns else 2)


def _said(name: str) -> str:
    return name.replace("_", " ")


def _read_me(export: Export) -> Sheet:
    rows = [*_about(export), *(("Note", note) for note in export.notes)]
    rows += [("Cut", note) for note in _cut_said(export)]
    rows += list(_explained(export))
    cells: tuple[tuple[Value, ...], ...] = tuple((name, words) for name, words in rows)
    return Sheet("Read me", (Heading("What", 22), Heading("Says", 110)), cells)


def _about(export: Export) -> Iterator[tuple[str, str]]:
    study = export.material.study
    yield "Study", study.title
    if study.fictional:
        yield "Fictional", FICTIONAL
    yield "Made by", f"themer {__version__}"
    dates = [i.last_date for i in export.material.counted() if i.last_date]
    if dates:
        yield "Data up to", max(dates).isoformat()
    yield "For", "those inside the study" if export.profile == "internal" else "to be shared"
    yield "Counted", f"each {study.unit} once"
    for book in sorted(export.material.codebooks.values(), key=lambda b: b.id):
        yield "Codebook", f"{book.title}, {book.id} {book.version}"
    for table in export.tables:
        yield table.name, f"{len(table.rows):,} rows"


_EXPLAINED = {
    "id": "A UUID of the passage: the same in every export, whatever codes the passage has.",
    "start": "Where the passage begins in the answer's coded text, in code points from 0.",
    "end": "Where it ends; the character at this place is no longer part of it.",
    "wording": "verbatim: marked as heard so. partly verbatim: some of it. as noted: typed while "
    "listening, so never to be put between quotation marks.",
    "holds": "no: an adjudication decided against it, so it counts nowhere. Both sides stay.",
    "settled": "What an adjudication came to; empty where there was none.",
    "direction": "Whether the passage speaks of a strength or a challenge, as people decided; else "
    "as its question is meant.",
    "decided": "Who decided what of this passage and code, and when (UTC).",
    "may_be_quoted": "Whether everybody who was there agreed to be quoted; where not, the words "
    "are left out.",
    "decided_under": "The codebook's version at the decision, where it was recorded.",
    "attribution": "Role and kind of organisation, such as they may be printed.",
    "all_read": "Whether all words of the unit were read. Only then a 0 is written.",
    "with_code": "Units with the code, of those whose words were all read.",
    "read": "The base: units whose words were all read.",
    "with_code_not_read": "Units with the code of which not all is read yet; outside the base.",
}
_CELLS = (
    "Cells of units by codes",
    "1: a passage carries the code. 0: all words of the unit were read, and none does. Empty: "
    "nothing can be said yet.",
)


def _explained(export: Export) -> Iterator[tuple[str, str]]:
    names = dict.fromkeys(name for table in export.tables for name in table.columns)
    for name in names:
        if name in _EXPLAINED:
            yield f"Column: {_said(name)}", _EXPLAINED[name]
    if "all_read" in names:
        yield _CELLS
