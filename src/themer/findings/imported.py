"""Figures from elsewhere beside what was told, unit by unit; the two are never added up."""

from __future__ import annotations

from collections.abc import Sequence

from themer.findings.material import Material
from themer.findings.measured import Measured, add_up, label_of
from themer.findings.recorded import ImportedFinding, ImportedMeasure, ImportedUnit
from themer.model.imported_figures import ImportedFigure, ImportedFigures

RULE = "imported-figures"
NO_CONVERSATION = "no_conversation"


def find_imported(material: Material, measured: Measured) -> tuple[ImportedFinding, ...]:
    """Put each table from elsewhere beside the conversations, in the order of their names."""
    spoken = {material.unit_of(interview) for interview in material.counted()}
    return tuple(_finding(table, measured, spoken) for table in material.imported)


def _finding(table: ImportedFigures, measured: Measured, spoken: set[str]) -> ImportedFinding:
    names = dict.fromkeys(row.measure for row in table.rows)
    return ImportedFinding(
        id=table.id,
        title=table.title,
        source=table.source,
        as_at=table.as_at,
        measures=tuple(
            _measure([row for row in table.rows if row.measure == name], name, measured, spoken)
            for name in names
        ),
        rule=RULE,
    )


def _measure(
    rows: Sequence[ImportedFigure], name: str, measured: Measured, spoken: set[str]
) -> ImportedMeasure:
    given = {row.unit: row.value for row in rows if row.value is not None}
    both = {unit for unit in given if add_up(measured, name, {unit}).n}
    return ImportedMeasure(
        measure=name,
        label=label_of(measured, name),
        told=add_up(measured, name, both),
        imported=sum(given[unit] for unit in sorted(both)) if both else None,
        everywhere=sum(given.values()) if given else None,
        rows=tuple(_unit(row, measured, spoken) for row in sorted(rows, key=lambda row: row.unit)),
    )


def _unit(row: ImportedFigure, measured: Measured, spoken: set[str]) -> ImportedUnit:
    told = add_up(measured, row.measure, {row.unit})
    reason = "" if told.n else next(iter(told.apart), NO_CONVERSATION)
    return ImportedUnit(
        unit=row.unit,
        imported=row.value,
        as_at=row.as_at,
        source=row.source,
        line=row.line,
        told=told.value,
        reason="not_asked" if reason == NO_CONVERSATION and row.unit in spoken else reason,
        answer=told.answers[0] if told.answers else None,
    )
