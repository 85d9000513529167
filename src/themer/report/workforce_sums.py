"""Prints the sums of the workforce picture, each with its base, and those that may not be never."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from themer.findings.printable_sums import Sum, printable, sums_in_order, sums_of
from themer.findings.recorded import Total, WorkforceFinding
from themer.report.ledger import Entry
from themer.report.marked_text import Rich, rich
from themer.report.printing import WITHHELD, Printer, plain_number
from themer.report.source import Source


@dataclass(frozen=True, slots=True)
class Sums:
    """A profile's choice of the sums that may be printed, and how each is."""

    printer: Printer
    shown: frozenset[Sum]

    def may(self, *totals: Total) -> bool:
        """Say whether totals may be printed; those that nobody gave may."""
        return all(one in self.shown for total in totals for one in sums_of(total))

    def cell(self, key: str, label: str, total: Total | None, rule: str) -> Rich:
        """Print a total, from how many it comes, and how many are still awaited."""
        if total is None:
            return rich("not given")
        if total.value is None:
            return rich("awaited" if total.awaited else "not given")
        base = f" (n = {total.n}{self._awaited(total)})"
        return self.value(key, label, total.value, total, rule, base=base)

    def value(
        self,
        key: str,
        label: str,
        value: float,
        total: Total,
        rule: str,
        rests_on: tuple[str, ...] = (),
        *,
        base: str = "",
    ) -> Rich:
        """Print a number that comes from a total's units, where that may be printed.

        Args:
            key: The id in the ledger.
            label: What it is.
            value: The number.
            total: What it comes from.
            rule: The heading of its definition.
            rests_on: What it rests on beside answers.
            base: What stands behind the number.
        """
        if not self.may(total):
            return self.printer.ledger.enter(Entry(key, label, rule), WITHHELD, withheld=True)
        entry = Entry(
            key=key,
            label=label,
            rule=rule,
            value=value,
            units=total.units,
            apart={reason: len(units) for reason, units in total.apart.items()},
            answers=total.answers,
            rests_on=rests_on,
        )
        return self.printer.ledger.enter(entry, f"{plain_number(value)}{base}")

    def _awaited(self, total: Total) -> str:
        if not total.awaited:
            return ""
        few = len(total.awaited) < self.printer.minimum
        return "; some awaited" if few else f"; {len(total.awaited)} awaited"


def sums_for(source: Source, found: WorkforceFinding) -> Sums:
    """Choose what may be printed of a workforce picture in a report's profile."""
    minimum = source.printer.minimum
    return Sums(source.printer, printable(sums_in_order(found), minimum))


def measure_names(source: Source) -> dict[str, str]:
    """Name supply, filled and demand as the question sets label them."""
    wanted = source.material.study.workforce
    labels = _asked_labels(source)
    if wanted is None:
        return {}
    return {
        what: labels.get(measure or "", fallback)
        for what, measure, fallback in (
            ("supply", wanted.supply, "what is offered"),
            ("filled", wanted.filled, "what is filled"),
            ("demand", wanted.demand, "what is needed"),
        )
    }


def measure_labels(source: Source) -> Mapping[str, str]:
    """Name every measure: as the study calls a part of its stock, else as its question does."""
    wanted = source.material.study.workforce
    named = {one.measure: one.label for one in wanted.stock} if wanted else {}
    return {**_asked_labels(source), **named}


def _asked_labels(source: Source) -> Mapping[str, str]:
    return {
        number.measure: number.label
        for fact in source.findings.facts
        for number in reversed(fact.numbers)
        if number.measure
    }
