"""The framework matrix as rows, for a terminal, a program or a table."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from themer.exchange.table_writing import Value
from themer.findings.matrix import STATE_WORDS, Matrix, MatrixCell
from themer.workflows.matrix.desk import MatrixDesk

COLUMNS = (
    "audience",
    "unit",
    "unit_name",
    "type",
    "by",
    "column",
    "column_name",
    "state",
    "passages",
    "read_to_the_end",
    "summary",
    "written_by",
    "written_at",
    "looked_at_by",
    "looked_at",
    "since",
)


def cell_rows(desk: MatrixDesk, matrices: list[Matrix]) -> Iterator[Mapping[str, Value]]:
    """Give a row a cell: what stands in it, and the summary that somebody wrote."""
    types = desk.material.study.types
    for matrix in matrices:
        for unit in matrix.units:
            kind = desk.type_of(unit)
            for column in matrix.columns:
                cell = matrix.cells[unit, column.id]
                yield {
                    "audience": matrix.audience,
                    "unit": unit,
                    "unit_name": desk.unit_name(unit),
                    "type": types.get(kind, kind),
                    "by": matrix.by,
                    "column": column.id,
                    "column_name": column.name,
                    "state": STATE_WORDS[cell.state],
                    "passages": len(cell.passages),
                    "read_to_the_end": "yes" if cell.is_read else "no",
                    **_summary(cell),
                }


def _summary(cell: MatrixCell) -> dict[str, Value]:
    one = cell.summary
    who, when = (one and one.looked) or (None, None)
    return {
        "summary": one.text if one else None,
        "written_by": one.coder if one else None,
        "written_at": one.at.isoformat() if one else None,
        "looked_at_by": who,
        "looked_at": when.isoformat() if when else None,
        "since": cell.age.words or None,
    }


def json_text(desk: MatrixDesk, matrices: list[Matrix]) -> str:
    """Give the matrices whole: columns, units, and every cell with the places of its passages."""
    content: list[dict[str, Any]] = []
    rows = {(r["audience"], r["by"], r["unit"], r["column"]): r for r in cell_rows(desk, matrices)}
    for matrix in matrices:
        cells = []
        for unit in matrix.units:
            for column in matrix.columns:
                row = dict(rows[matrix.audience, matrix.by, unit, column.id])
                cell = matrix.cells[unit, column.id]
                row["passages"] = None
                cells.append(
                    {key: value for key, value in row.items() if key not in ("audience", "by")}
                    | {
                        "passages": [
                            {
                                "answer": one.reference.key,
                                "coders": list(one.coders),
                                "contrary": one.contrary,
                            }
                            for one in cell.passages
                        ],
                    }
                )
        content.append({"audience": matrix.audience, "by": matrix.by, "cells": cells})
    return json.dumps({"matrices": content}, ensure_ascii=False, indent=1) + "\n"
