"""Checks of ``figures/``: that each row is of a unit and a measure that the study has."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator

from themer.errors import Problem
from themer.workflows.check.context import Context

MOST_NAMED = 20


def problems(context: Context) -> Iterator[Problem]:
    """Check every row of every table against the register and the questions."""
    units = _units(context)
    for found in context.figures:
        said = 0
        for row in found.value.rows:
            faults = []
            if row.unit not in units:
                faults.append(("021", _unknown("unit of study.yaml", row.unit, units, "units")))
            if context.knows_all_questions and row.measure not in context.measures:
                what = "measure that a question records"
                faults.append(("022", _unknown(what, row.measure, context.measures, "measures")))
            for number, message in faults:
                said += 1
                if said <= MOST_NAMED:
                    yield Problem(found.path, row.line, 0, f"FG{number}", message)
        if said > MOST_NAMED:
            message = f"and {said - MOST_NAMED} more rows do not fit"
            yield Problem(found.path, 0, 0, "FG021", message)


def _units(context: Context) -> set[str]:
    study = context.study.value.value
    if study.unit == "organisation":
        return {partner.id for partner in study.partners}
    if study.unit == "conversation":
        return {found.value.value.id for found in context.interviews}
    return {unit.id for _, unit in study.units()}


def _unknown(what: str, name: str, known: Collection[str], key: str) -> str:
    near = difflib.get_close_matches(name.casefold(), sorted(known), 1)
    hint = f'Did you mean "{near[0]}"? ' if near else ""
    return (
        f'"{name[:60]}" is no {what}. {hint}Name it under "{key}:" in the YAML file beside it '
        "where the table calls it otherwise"
    )
