"""Sentences about findings, for any number of units: none, one, two or many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from themer.findings.coded import ThemeCount, ThemeFinding
from themer.findings.figure import Figure
from themer.findings.recorded import (
    APART_LABELS,
    FactFinding,
    NumberSummary,
    PairFinding,
    WorkforceRow,
)
from themer.findings.results import Participation
from themer.report.ledger import Entry
from themer.report.marked_text import Rich, emphasis, joined, rich, say
from themer.report.printing import Printer, listed, long_date, plain_number, started

OTHERWISE = "Otherwise:"
_OUTCOMES: Mapping[str, tuple[str, str]] = {
    "declined": ("declined", "declined"),
    "no_reply": ("did not reply", "did not reply"),
    "withdrew": ("withdrew", "withdrew"),
    "booked": ("has a date for a conversation", "have dates for a conversation"),
    "invited": ("is invited", "are invited"),
    "approached": ("was approached", "were approached"),
}
"""What came of a unit that did not take part: for one, for several."""


def took_part(printer: Printer, part: Participation) -> Rich:
    """Say how many were approached, how many took part, and what came of the others."""
    noun = printer.audience(part.audience)
    took = printer.number(
        f"took_part@{part.audience}",
        f"{noun.many} that took part",
        len(part.took_part),
        part.took_part,
        "participation",
    )
    taken = noun.counted(len(part.took_part))
    if not part.approached:
        if not part.took_part:
            return say("No {one} is in the register yet.", one=noun.one)
        return say("{took} {noun} took part.", took=took, noun=taken)
    approached = printer.number(
        f"approached@{part.audience}",
        f"{noun.many} approached",
        len(part.approached),
        part.approached,
        "participation",
    )
    of = noun.counted(len(part.approached))
    if part.approached == part.took_part:
        every = "all {n} {of}" if len(part.approached) > 1 else "the {n} {of}"
        first = say(f"We spoke with {every} approached", n=approached, of=of)
    elif part.took_part:
        first = say(
            "We spoke with {took} of the {n} {of} approached", took=took, n=approached, of=of
        )
    else:
        first = say("None of the {n} {of} approached has taken part yet", n=approached, of=of)
    others = _outcomes(printer, part)
    return joined((first, "; " if others else ".", others, "." if others else ""))


def _outcomes(printer: Printer, part: Participation) -> Rich:
    clauses = []
    for state, (one, many) in _OUTCOMES.items():
        units = sorted(set(part.by_state.get(state, ())) - set(part.took_part))  # type: ignore[call-overload]
        if units:
            count = printer.number(
                f"contact:{state}@{part.audience}",
                f"{printer.noun(part.audience, 2)}: {state.replace('_', ' ')}",
                len(units),
                units,
                "participation",
            )
            clauses.append(say("{n} {did}", n=count, did=one if len(units) == 1 else many))
    return listed(clauses)


def held(printer: Printer, part: Participation) -> Rich:
    """Say how many conversations there were, when, and how long; nothing where there were none."""
    if not part.conversations:
        return Rich("")
    aud = part.audience
    count = printer.number(
        f"conversations@{aud}", "conversations that count", part.conversations, (), "participation"
    )
    words = [
        count,
        " conversation with " if part.conversations == 1 else " conversations with ",
        printer.noun(aud, len(part.took_part)),
    ]
    if part.first_date and part.last_date:
        if part.first_date == part.last_date:
            words.append(f", on {long_date(part.last_date)}")
        else:
            words.append(f", from {long_date(part.first_date)} to {long_date(part.last_date)}")
    if part.minutes:
        words += [", ", _minutes(printer, part)]
    return joined((*words, "."))


def _minutes(printer: Printer, part: Participation) -> Rich:
    least, most = part.minutes[0], part.minutes[-1]
    shortest = printer.number(
        f"shortest@{part.audience}", "minutes of the shortest", least, (), "participation"
    )
    if least == most:
        return say("{n} minutes long", n=shortest)
    longest = printer.number(
        f"longest@{part.audience}", "minutes of the longest", most, (), "participation"
    )
    return say("between {least} and {most} minutes long", least=shortest, most=longest)


def voiced(printer: Printer, theme: ThemeFinding) -> Rich:
    """Say who voices a theme: k of n for each audience, those with none, those without a base."""
    clause = (
        say("told us that {what}", what=theme.statement.rstrip(". "))
        if theme.statement
        else rich("spoke of this")
    )
    some = [count for count in theme.counts if count.voiced.k]
    none = [count for count in theme.counts if count.voiced.n and not count.voiced.k]
    sentences = []
    if some:
        who = listed([printer.counted(count.voiced) for count in some])
        sentences.append(started(say("{who} {clause}.", who=who, clause=clause)))
        sentences += [
            say(
                "No {one} did ({count}).",
                one=printer.noun(c.audience, 1),
                count=printer.k_of_n(c.voiced),
            )
            for c in none
        ]
    elif none:
        whos = [
            say("{one} ({count})", one=printer.noun(c.audience, 1), count=printer.k_of_n(c.voiced))
            for c in none
        ]
        sentences.append(say("No {who} {clause}.", who=listed(whos, "or"), clause=clause))
    sentences += [_so_far(printer, c) for c in theme.counts if c.so_far and not c.voiced.k]
    if not sentences:
        return say(
            "{what}. There is no base for it yet.",
            what=started(theme.statement.rstrip(". ")) if theme.statement else theme.name,
        )
    return joined(sentences, " ")


def _so_far(printer: Printer, count: ThemeCount) -> Rich:
    number = printer.number(
        f"{count.voiced.id}:so-far",
        f"{count.voiced.label} (so far, without a base)",
        len(count.so_far),
        count.so_far,
        count.voiced.rule,
        small=True,
    )
    return say(
        "So far {n} {noun} said so; there is no base until every answer is decided on.",
        n=number,
        noun=printer.noun(count.audience, len(count.so_far)),
    )


def otherwise(printer: Printer, theme: ThemeFinding) -> Rich:
    """Say how many say otherwise, or that none was found."""
    based = [count for count in theme.counts if count.voiced.n]
    against = [count for count in based if count.contrary.k]
    if against:
        who = listed([printer.counted(count.contrary) for count in against])
        both = [printer.k_of_n(count.both) for count in against if count.both.k]
        tail = say(" ({k} said both)", k=listed(both)) if both else Rich("")
        said = say("{who} said something that speaks against it{tail}.", who=who, tail=tail)
    elif based:
        said = rich("we found no one who said otherwise.")
    else:
        said = rich("not known until the answers are decided on.")
    return joined((emphasis(rich(OTHERWISE)), " ", said))


def fact_said(printer: Printer, fact: FactFinding) -> Rich:
    """Say what was recorded for a question, every value with its count."""
    noun = printer.audience(fact.audience)
    if not fact.n:
        said = say("No {one} has given an answer to count.", one=noun.one)
        return joined((said, _apart_after(printer, fact)))
    if fact.numbers:
        return joined([number_said(printer, one) for one in fact.numbers], " ")
    rows = [row for row in fact.rows if row.k] or list(fact.rows[:1])
    said = started(joined((_row_said(printer, fact, rows, row) for row in rows), "; "))
    return joined((said, ".", _apart_after(printer, fact)))


def _row_said(printer: Printer, fact: FactFinding, rows: Sequence[Figure], row: Figure) -> Rich:
    """Say one value with its count; the units are named with the first one only."""
    count = printer.counted(row) if row is rows[0] else printer.k_of_n(row)
    label = row.label.removeprefix(f"{fact.label}: ")
    if fact.kind in ("text", "date"):
        return say("{count} gave one", count=count)
    if fact.kind in ("yes_no", "yes_no_partly"):
        return say("{count} said {label}", count=count, label=label)
    return say("{label} ({count})", count=count, label=label)


def fact_headline(printer: Printer, fact: FactFinding) -> tuple[Rich, Rich]:
    """Say the main value of a fact, and apart from it what others said.

    Returns:
        Two sentences; of a question with several choices, the three that most chose, and how many
        did not choose the first.
    """
    if fact.kind in ("yes_no", "yes_no_partly"):
        first, others = fact.rows[0], [row for row in fact.rows[1:] if row.k]
        said = say("{said}.", said=_row_said(printer, fact, (first,), first))
        against = [_row_said(printer, fact, fact.rows, row) for row in others]
        contrary = (
            say("{list}.", list=listed(against)) if against else rich("no one said otherwise.")
        )
    else:
        rows = sorted((row for row in fact.rows if row.k), key=lambda row: -row.k)[:3]
        if not rows:
            return fact_said(printer, fact), Rich("")
        named = [_row_said(printer, fact, rows, row) for row in rows]
        said = say("{list}.", list=listed(named))
        contrary = say("{n} did not say so of the first.", n=printer.k_of_n(_others(rows[0])))
    return (
        joined((started(said), _apart_after(printer, fact))),
        joined((emphasis(rich(OTHERWISE)), " ", contrary)),
    )


def _others(figure: Figure) -> Figure:
    """Count the units of the base that are not counted in a figure."""
    units = tuple(unit for unit in figure.base_units if unit not in set(figure.units))
    return replace(
        figure,
        id=f"{figure.id}:others",
        label=f"{figure.label} (not so)",
        k=figure.n - figure.k,
        units=units,
        answers=(),
    )


def _apart_after(printer: Printer, fact: FactFinding) -> Rich:
    words = apart(printer, fact.id, fact.apart)
    return say(" Beside these: {apart}.", apart=words) if words else Rich("")


def apart(printer: Printer, key: str, counts: Mapping[str, int]) -> Rich:
    """List those outside a base: "2 not asked, 1 awaited"."""
    return joined(
        (
            say(
                "{n} {label}",
                n=printer.number(
                    f"{key}:apart:{reason}", label, counts[reason], (), "apart", small=True
                ),
                label=label,
            )
            for reason, label in APART_LABELS.items()
            if counts.get(reason)
        ),
        ", ",
    )


def number_said(printer: Printer, summary: NumberSummary) -> Rich:
    """Say a recorded number: total, how many gave it, median and range."""
    noun = printer.noun(summary.audience, summary.n)
    beside = apart(printer, summary.id, summary.apart)
    tail = say(" Beside these: {apart}.", apart=beside) if beside else Rich("")
    if not summary.n or summary.median is None:
        one = printer.noun(summary.audience, 1)
        return joined(
            (
                say(
                    "{label}: no {one} gave a number.", label=started(rich(summary.label)), one=one
                ),
                tail,
            )
        )
    unit = f" {summary.unit}" if summary.unit else ""
    base = _number(printer, summary, "n", float(summary.n))
    if summary.n < printer.minimum:
        return joined(
            (
                say(
                    "{label}: given by {n} {noun}.",
                    label=started(rich(summary.label)),
                    n=base,
                    noun=noun,
                ),
                tail,
            )
        )
    middle = _number(printer, summary, "median", summary.median)
    said = say(
        "{label}: median {middle}{unit}, given by {n} {noun}",
        label=started(rich(summary.label)),
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
    return printer.ledger.enter(entry, "withheld" if small else plain_number(value), withheld=small)


def pair_said(printer: Printer, pair: PairFinding) -> Rich:
    """Say what may be said of two facts together, its counts with their evidence."""
    sides = (pair.with_first, pair.without_first)
    if not all(
        printer.is_shown(side) and (side.n == 0 or side.n >= printer.minimum) for side in sides
    ):
        return rich("The numbers are too small to print how these two go together.")
    words: list[object] = [pair.sentence]
    for side in sides:
        for phrase in (f"{side.k} of the {side.n}", f"All {side.n}", f"None of the {side.n}"):
            found = _replaced(words, phrase, printer.ledger.figure(side, phrase))
            if found is not None:
                words = found
                break
    return joined(words)


def _replaced(words: Sequence[object], phrase: str, figure: Rich) -> list[object] | None:
    """Put a figure where its words stand first; None where they stand nowhere."""
    for place, piece in enumerate(words):
        if isinstance(piece, str) and not isinstance(piece, Rich) and phrase in piece:
            before, _, after = piece.partition(phrase)
            return [*words[:place], before, figure, after, *words[place + 1 :]]
    return None


def gap_said(
    printer: Printer, row: WorkforceRow, names: Mapping[str, str], rule: str, noun: str = "units"
) -> Rich:
    """Say supply against demand and the gap, over the units that gave both.

    Args:
        row: For all units, or one part of them.
        names: ``supply`` and ``demand`` in the study's words.
        rule: The heading of the definition.
        noun: What the units are called.
    """
    gap = row.gap
    if gap is None:
        return Rich("")
    waiting = _waiting(printer, row, rule)
    if gap.value is None or row.gap_supply is None or row.gap_demand is None:
        return say(
            "Nobody has given both {supply} and {demand} yet{waiting}.", waiting=waiting, **names
        )
    if gap.n < printer.minimum:
        return rich("Too few gave both figures to print them.")
    n = printer.number(f"gap:{row.key}:n", "units that gave both", gap.n, gap.units, rule)
    supply = _value(printer, row, "supply", row.gap_supply, rule)
    demand = _value(printer, row, "demand", row.gap_demand, rule)
    size = _value(printer, row, "difference", abs(gap.value), rule)
    end = say("a gap of {size}", size=size) if gap.value > 0 else say("{size} to spare", size=size)
    if gap.value == 0:
        end = rich("no gap")
    return say(
        "{n} {noun} gave both figures{waiting}: {supply} {of_supply} against {demand} {of_demand}, "
        "{end}.",
        n=n,
        noun=noun,
        waiting=waiting,
        supply=supply,
        of_supply=names["supply"],
        demand=demand,
        of_demand=names["demand"],
        end=end,
    )


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
