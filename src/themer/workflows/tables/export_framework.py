"""The framework matrix as a table that leaves the study: people's summaries, and counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from themer.exchange.table_writing import Value
from themer.findings.material import Material
from themer.findings.matrix import (
    STATE_WORDS,
    Matrix,
    MatrixCell,
    find_matrix,
    repeats_closed_words,
)
from themer.model.matrix import By
from themer.report.framework import LEFT_OUT
from themer.report.source import unit_names
from themer.workflows.tables.export_tables import ExportTable


def framework_tables(material: Material) -> tuple[ExportTable, ...]:
    """Give a table for codes and one for themes, each where somebody wrote a summary."""
    found = []
    ways: tuple[By, ...] = ("codes", "themes")
    audiences = [audience for audience in material.audiences() if material.units(audience)]
    for by in ways:
        matrices = [find_matrix(material, audience, by) for audience in audiences]
        cells = (cell for matrix in matrices for cell in matrix.cells.values())
        if any(cell.summary is not None for cell in cells):
            found.append(_table(material, by, matrices))
    return tuple(found)


def _table(material: Material, by: By, matrices: list[Matrix]) -> ExportTable:
    found = {column.id: column.name for matrix in matrices for column in matrix.columns}
    taken = Counter(("audience", "unit", *found.values()))
    names = {one: name if taken[name] == 1 else f"{name} ({one})" for one, name in found.items()}
    columns = {"audience": 18, "unit": 30, **dict.fromkeys(names.values(), 36)}
    called = unit_names(material, "internal")
    rows: list[Mapping[str, Value]] = []
    for matrix in matrices:
        for unit in sorted(matrix.units, key=lambda one: called.get(one, one)):
            cells = {names[cell.place[2]]: _words(material, cell) for cell in matrix.row(unit)}
            rows.append(
                {
                    "audience": matrix.audience,
                    "unit": called.get(unit, unit),
                    **dict.fromkeys(names.values()),
                    **cells,
                }
            )
    return ExportTable(f"Framework matrix, {by}", columns, tuple(rows))


def _words(material: Material, cell: MatrixCell) -> str:
    parts = []
    one = cell.summary
    if one is not None:
        parts.append(f"[{LEFT_OUT}]" if repeats_closed_words(material, one) else one.text)
        if cell.age.is_stale:
            parts.append(f"[{cell.age.words}]")
    number = len(cell.passages)
    if number:
        more = "" if cell.is_read else " so far"
        parts.append(f"[{number} passage{'' if number == 1 else 's'}{more}]")
    return "\n".join(parts) or STATE_WORDS[cell.state]
