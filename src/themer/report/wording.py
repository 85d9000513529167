"""Sentences about findings, for any number of units: none, one, two or many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from themer.findings.coded import ThemeCount, ThemeFinding
from themer.findings.figure import Figure
from themer.findings.results import Participation
from themer.report.dates import long_date
from themer.report.marked_text import Rich, emphasis, joined, rich, say
from themer.report.printing import Printer, listed, started

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


def how_many_took_part(printer: Printer, part: Participation) -> Rich:
    """Print how many units took part."""
    return printer.number(
        f"took_part@{part.audience}",
        f"{printer.audience(part.audience).many} that took part",
        len(part.took_part),
        part.took_part,
        "who-took-part",
    )


def took_part(printer: Printer, part: Participation) -> Rich:
    """Say how many were approached, how many took part, and what came of the others."""
    noun = printer.audience(part.audience)
    took = how_many_took_part(printer, part)
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
        "who-took-part",
    )
    of = noun.counted(len(part.approached))
    if part.approached == part.took_part:
        many = len(part.approached)
        every = (
            "all {n} {of}" if many > 2 else "the {n} {of}" if many > 1 else "{n} {of}, the only one"
        )
        first = say(f"We spoke with {every} approached", n=approached, of=of)
    elif part.took_part:
        first = say(
            "We spoke with {took} of the {n} {of} approached", took=took, n=approached, of=of
        )
    else:
        none = "None of the {n} {of} approached has taken part yet"
        if len(part.approached) == 1:
            none = "{n} {of} was approached and has not taken part yet"
        first = say(none, n=approached, of=of)
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
                "who-took-part",
            )
            clauses.append(say("{n} {did}", n=count, did=one if len(units) == 1 else many))
    return listed(clauses)


def held(printer: Printer, part: Participation) -> Rich:
    """Say how many conversations there were, when, and how long; nothing where there were none."""
    if not part.conversations:
        return Rich("")
    aud = part.audience
    count = printer.number(
        f"conversations@{aud}", "conversations that count", part.conversations, (), "who-took-part"
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
        f"shortest@{part.audience}", "minutes of the shortest", least, (), "who-took-part"
    )
    if least == most:
        return say("{n} minutes long", n=shortest)
    longest = printer.number(
        f"longest@{part.audience}", "minutes of the longest", most, (), "who-took-part"
    )
    return say("between {least} and {most} minutes long", least=shortest, most=longest)


def voiced(printer: Printer, theme: ThemeFinding) -> Rich:
    """Say who voices a theme: k of n for each audience, those with none, those without a base."""
    clause = (
        say("said that {what}", what=theme.statement.rstrip(". "))
        if theme.statement
        else rich("spoke of this")
    )
    some = [count for count in theme.counts if count.voiced.k]
    none = [count for count in theme.counts if count.voiced.n and not count.voiced.k]
    sentences = []
    if some:
        who, withheld = _who(printer, [count.voiced for count in some])
        sentences.append(started(say("{who} {clause}.", who=who, clause=clause)))
        sentences += withheld
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
        return say("There is no base yet to say how many {clause}.", clause=clause)
    return joined(sentences, " ")


def _who(printer: Printer, figures: Sequence[Figure]) -> tuple[Rich, list[Rich]]:
    """Say how many of each audience; where one may be printed, a withheld one in two words."""
    shown = [figure for figure in figures if printer.is_shown(figure)]
    if not shown:
        return listed([printer.counted(figure) for figure in figures]), []
    withheld = [
        started(say("{many}: {k}.", many=printer.audience(f.audience).many, k=printer.k(f)))
        for f in figures
        if f not in shown
    ]
    return listed([printer.counted(figure) for figure in shown]), withheld


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
        "So far {n} {noun} spoke of it, for or against; there is no base until every answer is "
        "decided on.",
        n=number,
        noun=printer.noun(count.audience, len(count.so_far)),
    )


def otherwise(printer: Printer, theme: ThemeFinding, *, with_both: bool = True) -> Rich:
    """Say how many say otherwise, or that none was found.

    Args:
        printer: Prints the counts.
        theme: The theme.
        with_both: Whether to say how many of them voice the theme as well.
    """
    based = [count for count in theme.counts if count.voiced.n]
    against = [count for count in based if count.contrary.k]
    if against:
        who, withheld = _who(printer, [count.contrary for count in against])
        both = [
            printer.k_of_n(count.both)
            for count in against
            if with_both
            and count.both.k
            and all(map(printer.is_shown, (count.voiced, count.contrary, count.both)))
        ]
        tail = say(" ({k} said both)", k=listed(both)) if both else Rich("")
        what = (
            say("said that {what}", what=theme.otherwise.rstrip(". "))
            if theme.otherwise
            else rich("said something that speaks against it")
        )
        said = joined((say("{who} {what}{tail}.", who=who, what=what, tail=tail), *withheld), " ")
    elif based:
        said = rich("we found no one who said otherwise.")
    else:
        said = rich("not known until the answers are decided on.")
    return joined((emphasis(rich(OTHERWISE)), " ", said))
