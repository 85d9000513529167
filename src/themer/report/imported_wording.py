"""Figures from elsewhere beside those from conversations: both, and their difference."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from themer.findings.recorded import (
    APART_LABELS,
    ImportedFinding,
    ImportedMeasure,
    ImportedUnit,
    Total,
    WorkforceFinding,
)
from themer.report.dates import long_date
from themer.report.ledger import Entry
from themer.report.marked_text import Rich, joined, rich, say
from themer.report.printing import WITHHELD, plain_number, started
from themer.report.source import Source
from themer.report.tables import table
from themer.report.workforce_sums import Sums

_LABELS = {**APART_LABELS, "no_conversation": "no conversation"}


def imported(source: Source, sums: Sums, found: WorkforceFinding) -> list[dict[str, Any]]:
    """Give each table from elsewhere beside what was told; never added up, never merged."""
    allowed = [_allowed(source, one) for one in found.imported]
    return [
        {
            "title": one.title,
            "anchor": Rich(f"figures-{at}"),
            "said": _provenance(one),
            "agree": _agreeing(source, one),
            "table": _sums_table(source, sums, one),
            "units": _units_table(source, one),
        }
        for at, one in enumerate(allowed, 1)
        if one.measures
    ]


def _allowed(source: Source, one: ImportedFinding) -> ImportedFinding:
    """Leave out the measures of questions that this profile keeps out."""
    measures = tuple(m for m in one.measures if source.may_show_measure(m.measure))
    return replace(one, measures=measures)


def _provenance(one: ImportedFinding) -> Rich:
    return say(
        "{title}, from {source}, as at {day}. These figures stand beside those from conversations "
        "and count in no other figure.",
        title=one.title,
        source=one.source,
        day=long_date(one.as_at),
    )


def _rests_on(one: ImportedFinding) -> tuple[str, ...]:
    return (f"figures/{one.id}.csv: {one.title}, as at {one.as_at.isoformat()}",)


def _sums_table(source: Source, sums: Sums, one: ImportedFinding) -> dict[str, Any]:
    return table(
        say("{title} and conversations, over those that both have", title=one.title),
        [
            "Figure",
            "From elsewhere",
            "In conversations",
            "Difference",
            "In both",
            "Only there",
            "Awaited there",
        ],
        [_sums_row(source, sums, one, measure) for measure in one.measures],
        numbers=6,
    )


def _sums_row(
    source: Source, sums: Sums, one: ImportedFinding, measure: ImportedMeasure
) -> list[object]:
    key, label, rests_on = f"imported:{one.id}:{measure.measure}", measure.label, _rests_on(one)
    only = [row.unit for row in measure.rows if row.told is None and row.imported is not None]
    awaited = [row.unit for row in measure.rows if row.imported is None]
    counts = [
        source.printer.number(f"{key}:{what}", f"{label}: {what}", len(units), units, one.rule,
                              small=True)
        for what, units in (("both", measure.told.units), ("only there", only),
                            ("awaited", awaited))
    ]  # fmt: skip
    if measure.imported is None or measure.told.value is None:
        return [started(label), "", "", "nothing to compare", *counts]
    total = measure.told
    there, told = measure.imported, measure.told.value
    return [
        started(label),
        sums.value(f"{key}:there", f"{label}, {one.title}", there, total, one.rule, rests_on),
        sums.value(f"{key}:told", f"{label}, in conversations", told, total, one.rule),
        _difference(sums, key, label, there - told, total, one.rule, rests_on),
        *counts,
    ]


def _difference(
    sums: Sums,
    key: str,
    label: str,
    value: float,
    total: Total,
    rule: str,
    rests_on: tuple[str, ...],
) -> Rich:
    """Say by how much the other source has more, or fewer."""
    named = f"{label}: there, less what was told"
    if not sums.may(total):
        return sums.value(f"{key}:difference", named, value, total, rule)
    entry = Entry(
        f"{key}:difference",
        named,
        rule,
        value=value,
        units=total.units,
        answers=total.answers,
        rests_on=rests_on,
    )
    return sums.printer.ledger.enter(entry, _signed(value))


def _signed(value: float) -> str:
    if value == 0:
        return "none"
    return f"{plain_number(abs(value))} {'more' if value > 0 else 'fewer'} there"


def _agreeing(source: Source, one: ImportedFinding) -> Rich:
    """Say how many figures are the same in both; nothing where there is nothing to compare."""
    compared = [
        row
        for measure in one.measures
        for row in measure.rows
        if row.told is not None and row.imported is not None
    ]
    if not compared:
        return rich("No unit has a figure in both yet.")
    same = [row for row in compared if row.told == row.imported]
    number = source.printer.number
    units = sorted({row.unit for row in compared})
    if 0 < len(units) < source.printer.minimum or 0 < len(same) < source.printer.minimum:
        key = f"imported:{one.id}:same"
        hidden = source.printer.ledger.enter(
            Entry(key, f"{one.title}: figures alike", one.rule), WITHHELD, withheld=True
        )
        return say("How many of these figures are the same in both is {n}.", n=hidden)
    return say(
        "{same} of {all} figures that both have are the same.",
        same=number(
            f"imported:{one.id}:same", f"{one.title}: figures alike", len(same), units, one.rule
        ),
        all=number(
            f"imported:{one.id}:compared", f"{one.title}: figures in both", len(compared), units,
            one.rule,
        ),
    )  # fmt: skip


def _units_table(source: Source, one: ImportedFinding) -> dict[str, Any] | None:
    """List where the two differ or one is missing, unit by unit; inside only."""
    if source.profile != "internal" or source.printer.minimum > 1:
        return None
    rows = [
        [
            _name(source, row.unit),
            started(measure.label),
            _there(source, one, measure, row),
            _told(source, one, measure, row),
            joined((_other_source(one, row), _other_day(one, row))),
        ]
        for measure in one.measures
        for row in measure.rows
        if row.told is None or row.imported is None or row.told != row.imported
    ]
    if not rows:
        return None
    return table(
        say("{title}: where the two differ, or one is missing", title=one.title),
        ["Who", "Figure", "From elsewhere", "In conversations", "If another source or day"],
        rows,
    )


def _name(source: Source, unit: str) -> str:
    """Name a unit; one with which nobody spoke as the register has it."""
    found = source.material.study.find_unit(unit)
    partner = source.material.study.partner(unit)
    called = found[1].name if found else partner.name if partner else unit
    return source.printer.pseudonyms.get(unit, called)


def _there(
    source: Source, one: ImportedFinding, measure: ImportedMeasure, row: ImportedUnit
) -> Rich:
    if row.imported is None:
        return rich("awaited")
    entry = Entry(
        f"imported:{one.id}:{measure.measure}:{row.unit}",
        f"{measure.label}, {one.title}",
        one.rule,
        value=row.imported,
        units=(row.unit,),
        rests_on=(f"figures/{one.id}.csv, line {row.line}",),
    )
    return source.printer.ledger.enter(entry, plain_number(row.imported))


def _told(
    source: Source, one: ImportedFinding, measure: ImportedMeasure, row: ImportedUnit
) -> Rich:
    if row.told is None or row.answer is None:
        return rich(_LABELS.get(row.reason, row.reason))
    entry = Entry(
        f"told:{measure.measure}:{row.unit}",
        f"{measure.label}, in the conversation",
        one.rule,
        value=row.told,
        units=(row.unit,),
        answers=(row.answer,),
    )
    return source.printer.ledger.enter(entry, plain_number(row.told))


def _other_source(one: ImportedFinding, row: ImportedUnit) -> Rich:
    return Rich("") if row.source == one.source else rich(row.source)


def _other_day(one: ImportedFinding, row: ImportedUnit) -> Rich:
    if row.as_at == one.as_at:
        return Rich("")
    between = "" if row.source == one.source else ", "
    return say("{between}as at {day}", between=between, day=long_date(row.as_at))
