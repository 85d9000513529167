"""The workforce picture as templates take it: supply and demand, stock, flow, what is awaited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from themer.findings.recorded import (
    APART_LABELS,
    FlowPart,
    UnitFigures,
    WorkforceFinding,
    WorkforceRow,
)
from themer.report.imported_wording import imported
from themer.report.ledger import Entry
from themer.report.marked_text import Rich, joined, rich, say
from themer.report.printing import listed, plain_number, started
from themer.report.projection_wording import projection, projection_in_short
from themer.report.source import Source
from themer.report.tables import table
from themer.report.workforce_charts import flow_chart, stock_chart, supply_chart
from themer.report.workforce_sums import Sums, measure_names, sums_for
from themer.report.workforce_wording import gap_parts, gap_said

FLOW_RULE = "flow"
FIGURES = ("supply", "filled", "demand")


def workforce(source: Source) -> dict[str, Any] | None:
    """Give supply, demand, stock and flow; None where the study has no such picture."""
    found = source.workforce()
    if found is None:
        return None
    sums = sums_for(source, found)
    whole = found.rows[-1]
    return {
        "said": _gap_said(source, found),
        "awaited": _awaited(source, whole),
        "table": _supply_table(source, sums, found),
        "chart": supply_chart(source, sums, found),
        "units": _units_table(source, found),
        "stock": _stock_table(sums, found),
        "bases": _bases_table(source, found),
        "stock_chart": stock_chart(source, sums, whole, found.rule),
        "flow": _flow_said(sums, found),
        "steps": _steps_table(sums, found),
        "steps_chart": flow_chart(source, sums, found, FLOW_RULE),
        "assessing": _assessing(source, sums, found),
        "imported": imported(source, sums, found),
        "projection": projection(source, sums, found),
        "withheld": _withheld(source, sums, found),
    }


def supply_said(source: Source) -> Rich:
    """Say supply against demand, and what is projected, in a sentence or two for page one."""
    found = source.workforce()
    if found is None:
        return Rich("")
    short = projection_in_short(source, sums_for(source, found), found)
    return joined((part for part in (_gap_said(source, found), short) if part), " ")


def _gap_said(source: Source, found: WorkforceFinding) -> Rich:
    whole = found.rows[-1]
    noun = source.unit_noun(whole.gap)
    return gap_said(source.printer, whole, measure_names(source), found.rule, noun)


def _columns(row: WorkforceRow) -> list[str]:
    return [what for what in FIGURES if getattr(row, what) is not None]


def _supply_table(source: Source, sums: Sums, found: WorkforceFinding) -> dict[str, Any] | None:
    names, columns = measure_names(source), _columns(found.rows[-1])
    if not columns:
        return None
    has_gap = found.rows[-1].gap is not None
    headings = [_attribute_heading(found.by), *(started(names[what]) for what in columns)]
    headings += ["Gap, of those that gave both"] if has_gap else []
    return table(
        "Supply and demand, over all who gave each figure",
        headings,
        [
            [
                row.label,
                *(
                    sums.cell(f"{w}:{row.key}", f"{w}, {row.label}", getattr(row, w), found.rule)
                    for w in columns
                ),
                *([_gap_cell(source, sums, row, found.rule)] if has_gap else []),
            ]
            for row in found.rows
        ],
        numbers=len(columns) + has_gap,
    )


def _gap_cell(source: Source, sums: Sums, row: WorkforceRow, rule: str) -> Rich:
    assert row.gap is not None
    if row.gap.value is None:
        return rich("awaited" if row.gap.awaited else "nobody gave both")
    if not sums.may(row.gap):
        return sums.value(f"gap:{row.key}:difference", row.label, 0.0, row.gap, rule)
    parts = gap_parts(source.printer, row, rule)
    words = "{size}" if row.gap.value >= 0 else "{size} to spare"
    return say(f"{words} ({{demand}} less {{supply}}, n = {{n}})", **parts)


def _attribute_heading(attribute: str | None) -> str:
    words = "" if attribute is None else attribute.replace("_", " ").replace("-", " ")
    return words.capitalize() or "All"


def _units_table(source: Source, found: WorkforceFinding) -> dict[str, Any] | None:
    """List what each unit gave; inside only, because a row is one unit's answer."""
    if source.printer.minimum > 1 or source.profile != "internal" or not found.units:
        return None
    names, columns = measure_names(source), _columns(found.rows[-1])
    labels = {row.key: row.label for row in found.rows}
    rows: list[list[object]] = []
    whats = [*columns, *(["gap"] if found.rows[-1].gap is not None else [])]
    for unit in sorted(found.units, key=lambda one: source.printer.unit_name(one.unit)):
        cells = [_unit_cell(source, unit, what, found.rule) for what in whats]
        rows.append([source.printer.unit_name(unit.unit), labels.get(unit.key, ""), *cells])
    headings = ["Who", _attribute_heading(found.by), *(started(names[what]) for what in columns)]
    headings += ["Gap"] if "gap" in whats else []
    if found.by is None:
        headings.pop(1)
        rows = [[row[0], *row[2:]] for row in rows]
    return table("Supply and demand, one by one", headings, rows, numbers=len(whats))


def _unit_cell(source: Source, unit: UnitFigures, what: str, rule: str) -> Rich:
    """Print what a unit gave; else why it did not, and nothing where it was not asked."""
    value = getattr(unit, what)
    if value is None:
        return rich(APART_LABELS.get(unit.missing.get(what, ""), ""))
    called = source.printer.unit_name(unit.unit)
    entry = Entry(
        key=f"unit:{unit.unit}:{what}",
        label=f"{what}, {called}",
        rule=rule,
        value=value,
        units=(unit.unit,),
        answers=unit.answers,
    )
    words = plain_number(abs(value)) + (" to spare" if value < 0 else "")
    return source.printer.ledger.enter(entry, words)


def _stock_table(sums: Sums, found: WorkforceFinding) -> dict[str, Any] | None:
    whole = found.rows[-1]
    if not whole.stock:
        return None
    return table(
        "Counted at the time of the conversation",
        ["What is counted", *(row.label for row in found.rows)],
        [
            [
                label,
                *(
                    sums.cell(
                        f"stock:{place}:{row.key}",
                        f"{label}, {row.label}",
                        row.stock[place][1],
                        found.rule,
                    )
                    for row in found.rows
                ),
            ]
            for place, (label, _) in enumerate(whole.stock)
        ],
        numbers=len(found.rows),
    )


def _bases_table(source: Source, found: WorkforceFinding) -> dict[str, Any] | None:
    """Say of each part of the stock how many gave it, and why the others did not; inside only."""
    if source.profile != "internal" or source.printer.minimum > 1:
        return None
    stock = found.rows[-1].stock
    reasons = [one for one in APART_LABELS if any(one in total.apart for _, total in stock)]
    if not stock or not reasons:
        return None
    return table(
        "Who gave these figures, and who did not",
        ["What is counted", "Gave it", *(started(APART_LABELS[reason]) for reason in reasons)],
        [
            [
                label,
                *(
                    source.printer.number(
                        f"stock:{place}:base:{reason}",
                        f"{label}: {reason.replace('_', ' ')}",
                        len(units),
                        units,
                        found.rule,
                        small=True,
                    )
                    for reason, units in (
                        ("gave_it", total.units),
                        *((reason, total.apart.get(reason, ())) for reason in reasons),
                    )
                ),
            ]
            for place, (label, total) in enumerate(stock)
        ],
        numbers=len(reasons) + 1,
    )


def _awaited(source: Source, whole: WorkforceRow) -> list[Rich]:
    """Say which figures are awaited, and inside from whom."""
    names = measure_names(source)
    named = [(started(names[what]), getattr(whole, what)) for what in _columns(whole)]
    named += [(started(label), total) for label, total in whole.stock]
    owing: dict[tuple[str, ...], list[Rich]] = {}
    for label, total in named:
        if total.awaited:
            owing.setdefault(total.awaited, []).append(label)
    if source.profile != "internal":
        labels = [label for labels in owing.values() for label in labels]
        return [say("{what}: not all figures are in.", what=listed(labels))] if labels else []
    return [
        say(
            "{what}: awaited from {who}.",
            what=joined(labels, "; "),
            who=joined((source.printer.unit_name(unit) for unit in units), "; "),
        )
        for units, labels in owing.items()
    ]


def _parts(found: WorkforceFinding) -> Sequence[FlowPart]:
    return found.chain.parts if found.chain else ()


def _flow_said(sums: Sums, found: WorkforceFinding) -> Rich:
    """Say how many went on at each step, over the units that gave both of its ends."""
    said = []
    for at, part in enumerate(_parts(found)):
        if part.start.value is None or part.end.value is None:
            words = {"first": part.start_label, "last": part.end_label}
            said.append(say("Nobody gave both {first} and {last}.", **words))
            continue
        cells = _part_cells(sums, at, part)
        if part.of_those:
            lost = say("; {lost} did not go on", lost=cells["lost"]) if part.lost else ""
            words = {"first": started(part.start_label), "last": part.end_label}
            sentence = "{first}: {start}. Of these, {last}: {end}{lost}. {n} gave both figures."
            said.append(say(sentence, **{**cells, **words, "lost": lost}))
    return joined(said, " ")


def _part_cells(sums: Sums, at: int, part: FlowPart) -> dict[str, Rich]:
    """Print a step's start, end and loss, all of them or none."""
    number = sums.printer.number
    base = ("units that gave both", part.start.n, part.start.units, FLOW_RULE)
    assert part.start.value is not None
    assert part.end.value is not None
    lost = part.lost
    return {
        "start": sums.value(
            f"flow:{at}:start", part.start_label, part.start.value, part.start, FLOW_RULE
        ),
        "end": sums.value(f"flow:{at}:end", part.end_label, part.end.value, part.end, FLOW_RULE),
        "lost": rich("not worked out")
        if lost is None
        else sums.value(
            f"flow:{at}:lost", f"{part.start_label}: did not go on", lost, part.start, FLOW_RULE
        ),
        "n": number(f"flow:{at}:n", *base, small=True),
    }


def _steps_table(sums: Sums, found: WorkforceFinding) -> dict[str, Any] | None:
    rows = []
    for at, part in enumerate(_parts(found)):
        if part.start.value is None or part.end.value is None:
            continue
        cells = _part_cells(sums, at, part)
        if not part.of_those:
            cells["lost"] = rich("not the same people")
        elif part.lost is None:
            cells["lost"] = rich("more at the end than at the start")
        words = f"{started(part.start_label)} → {part.end_label}"
        rows.append([words, cells["start"], cells["end"], cells["lost"], cells["n"]])
    if not rows:
        return None
    headings = ["Step", "At its start", "At its end", "Lost", "Gave both"]
    return table("From step to step, over those that gave both ends", headings, rows, numbers=4)


def _assessing(source: Source, sums: Sums, found: WorkforceFinding) -> Rich:
    """Say how many assessors those on the way take, beside those who may assess."""
    one = found.assessing
    if one is None or one.people.value is None or one.by.value is None:
        return Rich("")
    if not sums.may(one.people, one.by):
        return rich("How many assessors it takes is withheld: it would tell what few of them said.")
    people = sums.value(
        "assessing:people", "need an assessor", one.people.value, one.people, FLOW_RULE
    )
    by = sums.value("assessing:by", one.by_label, one.by.value, one.by, FLOW_RULE)
    n = sums.printer.number(
        "assessing:n", "units that gave all", one.by.n, one.by.units, FLOW_RULE, small=True
    )
    noun = source.unit_noun(one.by)
    first = say(
        "{people} need an assessor, and there are {by} ({label}) in the {n} {noun} that gave all.",
        people=people,
        by=by,
        label=one.by_label,
        n=n,
        noun=noun,
    )
    if not one.needed:
        return first
    rates = source.material.assumptions
    each = rates.rates.assessors_each if rates else None
    assert each is not None
    needed = {
        scenario: sums.value(
            f"assessing:needed:{scenario}",
            f"assessors needed, {scenario}",
            value,
            one.people,
            FLOW_RULE,
            (f"assessors_each: {plain_number(getattr(each, scenario))} (assumptions.yaml)",),
        )
        for scenario, value in one.needed.items()
    }
    second = say(
        "At the assumed rate they need {low} to {high} assessors, {middle} in the middle.",
        **needed,
    )
    return joined((first, second), " ")


def _withheld(source: Source, sums: Sums, found: WorkforceFinding) -> Rich:
    """Say that some sums are not printed, and why, where that is so."""
    totals = [
        total
        for row in found.rows
        for total in (row.supply, row.filled, row.demand, row.gap, *(t for _, t in row.stock))
        if total is not None
    ]
    if all(sums.may(total) for total in totals):
        return Rich("")
    least = source.printer.minimum
    return say(
        "Sums are withheld where fewer than {least} gave the figure, and where one could be "
        "worked out from the sums beside it.",
        least=source.printer.number(
            "setting:minimum_cell", "the smallest number printed", least, (), "small-cells"
        ),
    )
