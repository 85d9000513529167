"""Sentences about recorded facts, numbers, and two facts together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from themer.findings.association import LEVEL, SMALL_SIDE
from themer.findings.figure import Figure
from themer.findings.recorded import APART_LABELS, FactFinding, NumberSummary, PairFinding
from themer.model.study import PairWords
from themer.report.ledger import Entry
from themer.report.marked_text import Rich, emphasis, joined, rich, say
from themer.report.printing import OTHERS, WITHHELD, Printer, listed, plain_number, started
from themer.report.wording import OTHERWISE

APART_RULE = "the-unit-and-the-base"


def fact_said(printer: Printer, fact: FactFinding) -> Rich:
    """Say what was recorded for a question, every value with its count."""
    noun = printer.audience(fact.audience)
    if not fact.n:
        said = say("No {one} has given an answer to count.", one=noun.one)
        return joined((said, _apart_after(printer, fact)))
    if fact.numbers:
        numbers = [number_said(printer, one, named=one.field is not None) for one in fact.numbers]
        return joined(numbers, "\n")
    if is_too_small(printer, fact):
        return say("Too few {many} answered to print what they said.", many=noun.many)
    rows = [row for row in fact.rows if row.k] or list(fact.rows[:1])
    said = started(joined((_row_said(printer, fact, rows, row) for row in rows), "; "))
    return joined((said, ".", _apart_after(printer, fact)))


def is_too_small(printer: Printer, fact: FactFinding) -> bool:
    """Say whether nothing of a fact may be printed: which values it has would tell the rest."""
    return bool(fact.rows) and fact.n > 0 and not printer.has_base(fact.rows[0])


def _row_said(printer: Printer, fact: FactFinding, rows: Sequence[Figure], row: Figure) -> Rich:
    """Say one value with its count; the units are named with the first one only."""
    count = printer.counted(row) if row is rows[0] else printer.k_of_n(row)
    label = row.label.removeprefix(f"{fact.label}: ")
    if fact.kind in ("text", "date"):
        return say("{count} gave one", count=count)
    if row is not rows[0] and not printer.is_shown(row):
        count = say("a {count} number", count=printer.k(row))
    if fact.kind in ("yes_no", "yes_no_partly"):
        return say("{count} said {label}", count=count, label=label)
    if not printer.is_shown(row):
        count = printer.k(row)
    return say("{label} ({count})", count=count, label=label)


def fact_headline(printer: Printer, fact: FactFinding) -> tuple[Rich, Rich]:
    """Say the main value of a fact, and apart from it what others said.

    Returns:
        Two sentences; of a question with several choices, the three that most chose, and how many
        did not choose the first.
    """
    if is_too_small(printer, fact):
        return fact_said(printer, fact), Rich("")
    if fact.kind in ("yes_no", "yes_no_partly"):
        first, others = fact.rows[0], [row for row in fact.rows[1:] if row.k]
        said = say("{said}.", said=_row_said(printer, fact, (first,), first))
        against = [_row_said(printer, fact, fact.rows, row) for row in others]
        contrary = (
            say("{list}.", list=listed(against)) if against else rich("no one said otherwise.")
        )
    else:
        rows = _ranked(printer, fact)[:3]
        if not rows:
            return fact_said(printer, fact), Rich("")
        named = [_row_said(printer, fact, rows, row) for row in rows]
        said = say("{list}.", list=listed(named))
        missing = _others(rows[0])
        left = printer.k_of_n(missing)
        contrary = (
            say("how many did not name the first is {n}.", n=left)
            if not printer.is_shown(missing)
            else say("{n} did not name the first.", n=left)
            if missing.k
            else say("no one left out the first ({n}).", n=left)
        )
    return (
        started(said),
        joined((emphasis(rich(OTHERWISE)), " ", contrary)),
    )


def _ranked(printer: Printer, fact: FactFinding) -> list[Figure]:
    """Put what most said first; where a withheld count stood would tell something of it."""
    said = (row for row in fact.rows if row.k)
    return sorted(said, key=lambda row: -row.k if printer.is_shown(row) else 0)


def _others(figure: Figure) -> Figure:
    """Count the units of the base that are not counted in a figure."""
    units = tuple(unit for unit in figure.base_units if unit not in set(figure.units))
    return replace(
        figure,
        id=f"{figure.id}{OTHERS}",
        label=f"{figure.label} (not so)",
        k=figure.n - figure.k,
        units=units,
        answers=(),
    )


def _apart_after(printer: Printer, fact: FactFinding) -> Rich:
    has_base = not fact.rows or printer.has_base(fact.rows[0])
    words = apart(printer, fact.id, fact.apart, has_base=has_base)
    return say(" Beside these: {apart}.", apart=words) if words else Rich("")


def apart(printer: Printer, key: str, counts: Mapping[str, int], *, has_base: bool = True) -> Rich:
    """List those outside a base: "2 not asked, 1 awaited".

    How many they are together is told by the base beside those that took part; which reason how
    many had is not told where one of them had few. Where the base is withheld, so is all of this.
    """
    if not has_base:
        return Rich("")
    held = {reason: label for reason, label in APART_LABELS.items() if counts.get(reason)}
    if any(counts[reason] < printer.minimum for reason in held):
        number = printer.number(
            f"{key}:apart", "outside the base", sum(counts[r] for r in held), (), APART_RULE
        )
        return say("{n} outside this base, for reasons that few had", n=number)
    return joined(
        (
            say(
                "{n} {label}",
                n=printer.number(f"{key}:apart:{reason}", label, counts[reason], (), APART_RULE),
                label=label,
            )
            for reason, label in held.items()
        ),
        ", ",
    )


def number_said(printer: Printer, summary: NumberSummary, *, named: bool = True) -> Rich:
    """Say a recorded number: how many gave it, median and range; and its name where ``named``."""
    said = _number_said(printer, summary)
    return started(joined((f"{summary.label}: ", said)) if named else said)


def _number_said(printer: Printer, summary: NumberSummary) -> Rich:
    noun = printer.noun(summary.audience, summary.n)
    has_base = not 0 < summary.n < printer.minimum
    beside = apart(printer, summary.id, summary.apart, has_base=has_base)
    tail = say(" Beside these: {apart}.", apart=beside) if beside else Rich("")
    if not summary.n or summary.median is None:
        one = printer.noun(summary.audience, 1)
        return joined((say("no {one} gave a number.", one=one), tail))
    unit = f" {summary.unit}" if summary.unit else ""
    base = _number(printer, summary, "n", float(summary.n))
    if summary.n < _least_for_median(printer):
        return joined((say("given by {n} {noun}.", n=base, noun=noun), tail))
    middle = _number(printer, summary, "median", summary.median)
    said = say(
        "median {middle}{unit}, given by {n} {noun}",
        middle=middle,
        unit=unit,
        n=base,
        noun=noun,
    )
    if (
        printer.profile == "internal"
        and summary.n > 1
        and summary.least is not None
        and summary.most is not None
    ):
        said = say(
            "{said}, from {least} to {most}",
            said=said,
            least=_number(printer, summary, "least", summary.least),
            most=_number(printer, summary, "most", summary.most),
        )
    return joined((said, ".", tail))


def _least_for_median(printer: Printer) -> int:
    """Give the smallest base with a median: of few it is one unit's own number, or near to it."""
    return printer.minimum if printer.minimum == 1 else 2 * printer.minimum + 1


def _number(printer: Printer, summary: NumberSummary, what: str, value: float) -> Rich:
    key = f"{summary.id}:{what}"
    entry = Entry(
        key,
        f"{summary.label}: {what}",
        summary.rule,
        value=value,
        units=tuple(summary.values),
        answers=tuple(summary.answers.values()),
    )
    small = 0 < summary.n < printer.minimum
    return printer.ledger.enter(entry, WITHHELD if small else plain_number(value), withheld=small)


def pair_said(printer: Printer, pair: PairFinding, about: PairWords) -> Rich:
    """Answer whether two facts go together, under a title that asks it; see `pair_title`."""
    sides = (pair.with_first, pair.without_first)
    if not is_printed(printer, pair):
        return rich("The numbers are too small to print how these two go together.")
    if not all(side.n for side in sides):
        return _one_sided(printer, pair, about)
    on, off = (printer.ledger.figure(side, _of_the(side)) for side in sides)
    others = "other" if sides[1].n == 1 else "others"
    number = printer.number
    base = sides[0].n + sides[1].n
    counts = say(
        "{first} of {all} do the first; {on} also do the second, against {off} {others}.",
        first=number(
            f"{pair.id}:first", about.first, sides[0].n, sides[0].base_units, pair.with_first.rule
        ),
        all=number(f"{pair.id}:both", "answered both", base, (), pair.with_first.rule),
        on=on,
        off=off,
        others=others,
    )
    if pair.p_value is None:
        alike = "{counts} The answers are all alike, so no link can show."
        return say(alike, counts=started(counts))
    if shows_link(pair):
        return say(
            "A link: {counts} Things that go together in what was said, not proof of a cause.",
            counts=counts,
        )
    size = "this small" if min(side.n for side in sides) < SMALL_SIDE else "like these"
    return say(
        "No clear link: {counts} Numbers {size} could hide a difference.",
        counts=counts,
        size=size,
    )


def is_printed(printer: Printer, pair: PairFinding) -> bool:
    """Say whether the numbers of two facts together may be printed."""
    sides = (pair.with_first, pair.without_first)
    return all(
        printer.is_shown(side) and (side.n == 0 or side.n >= printer.minimum) for side in sides
    )


def pair_title(about: PairWords, many: str) -> str:
    """Ask whether two facts go together: "Do branches that pay also have drivers?"."""
    return f"Do {many} that {about.first} also {about.second}?"


def shows_link(pair: PairFinding) -> bool:
    """Say whether the exact test tells what two facts share apart from chance."""
    return pair.p_value is not None and pair.p_value < LEVEL


def _of_the(side: Figure) -> str:
    """Write a count of one side: "4 of the 8"; where there is one unit, "1 of 1"."""
    return f"{side.k} of {'the ' if side.n > 1 else ''}{side.n}"


def _one_sided(printer: Printer, pair: PairFinding, about: PairWords) -> Rich:
    """Say that there is nothing to compare with."""
    side = pair.with_first if pair.with_first.n else pair.without_first
    if not side.n:
        one = printer.noun(pair.audience, 1)
        return say("No {one} answered both questions, so nothing can be said.", one=one)
    return say(
        "{who} that answered {first}, so there is nothing to compare with; {count} {second}.",
        who="All" if side is pair.with_first else "None",
        first=about.first,
        count=printer.ledger.figure(side, f"{side.k} of {side.n}"),
        second=about.second,
    )


def recorded_beside(printer: Printer, fact: FactFinding) -> Rich:
    """Say what most recorded for a question, to stand with a theme that tells of the same."""
    rows = _ranked(printer, fact)[:1]
    if not rows or not printer.is_shown(rows[0]):
        return Rich("")
    return say(
        "{label}: {row}.",
        label=fact.label.rstrip("?. "),
        row=_row_said(printer, fact, rows, rows[0]),
    )


def open_reasons(printer: Printer, fact: FactFinding) -> dict[str, int]:
    """Count those who did not know or have still to send an answer, as far as it may be printed."""
    if (fact.rows and not printer.has_base(fact.rows[0])) or 0 < fact.n < printer.minimum:
        return {}
    held = {reason: fact.apart.get(reason, 0) for reason in ("dont_know", "awaited")}
    return {reason: many for reason, many in held.items() if many >= printer.minimum}


def unknown_said(printer: Printer, fact: FactFinding) -> Rich:
    """Say how many did not know the answer to a question, or have still to send it."""
    how = {"dont_know": "did not know", "awaited": "will send it"}
    words = [
        say(
            "{n} {how}",
            n=printer.number(f"{fact.id}:apart:{why}", APART_LABELS[why], many, (), APART_RULE),
            how=how[why],
        )
        for why, many in open_reasons(printer, fact).items()
    ]
    return say("{label} ({words})", label=fact.label, words=listed(words))
