"""Sentences about supply, demand and the gap between them."""

from __future__ import annotations

from collections.abc import Mapping

from themer.findings.recorded import WorkforceRow
from themer.report.ledger import Entry
from themer.report.marked_text import Rich, rich, say
from themer.report.printing import Printer, plain_number


def gap_said(
    printer: Printer, row: WorkforceRow, names: Mapping[str, str], rule: str, noun: str = "units"
) -> Rich:
    """Say supply against demand and the gap, over the units that gave both.

    Args:
        printer: Of the report.
        row: For all units, or one part of them.
        names: ``supply`` and ``demand`` in the study's words.
        rule: The heading of the definition.
        noun: What the units are called.
    """
    gap = row.gap
    if gap is None:
        return Rich("")
    waiting = _waiting(printer, row, rule)
    if gap.value is None:
        return say(
            "Nobody has given both {supply} and {demand} yet{waiting}.", waiting=waiting, **names
        )
    if gap.n < printer.minimum:
        return rich("Too few gave both figures to print them.")
    parts = gap_parts(printer, row, rule)
    return say(
        "{n} {noun} gave both figures{waiting}: {supply} {of_supply} against {demand} {of_demand}, "
        "{end}.",
        n=parts["n"],
        noun=noun,
        waiting=waiting,
        supply=parts["supply"],
        of_supply=names["supply"],
        demand=parts["demand"],
        of_demand=names["demand"],
        end=gap_words(gap.value, parts["size"]),
    )


def gap_words(value: float, size: Rich) -> Rich:
    """Say a gap, or what is to spare, in the words of its side of nought."""
    if value == 0:
        return rich("no gap")
    return say("a gap of {size}", size=size) if value > 0 else say("{size} to spare", size=size)


def gap_parts(printer: Printer, row: WorkforceRow, rule: str) -> dict[str, Rich]:
    """Print a gap's base, its two sides and its size; all of them were given."""
    assert row.gap is not None
    assert row.gap.value is not None
    assert row.gap_supply is not None
    assert row.gap_demand is not None
    units = row.gap.units
    return {
        "n": printer.number(f"gap:{row.key}:n", "units that gave both", row.gap.n, units, rule),
        "supply": _value(printer, row, "supply", row.gap_supply, rule),
        "demand": _value(printer, row, "demand", row.gap_demand, rule),
        "size": _value(printer, row, "difference", abs(row.gap.value), rule),
    }


def _waiting(printer: Printer, row: WorkforceRow, rule: str) -> Rich:
    assert row.gap is not None
    if not row.gap.awaited:
        return Rich("")
    n = printer.number(
        f"gap:{row.key}:awaited",
        "units whose figures are awaited",
        len(row.gap.awaited),
        row.gap.awaited,
        rule,
        small=True,
    )
    return say(" ({n} still to come)", n=n)


def _value(printer: Printer, row: WorkforceRow, what: str, value: float, rule: str) -> Rich:
    assert row.gap is not None
    entry = Entry(
        f"gap:{row.key}:{what}",
        f"{what}, {row.label}",
        rule,
        value=value,
        units=row.gap.units,
        answers=row.gap.answers,
    )
    return printer.ledger.enter(entry, plain_number(value))
