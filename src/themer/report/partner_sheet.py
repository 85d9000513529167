"""One partner's own sheet: how it stands, beside how others like it stand, for it to confirm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from themer.conversation.entry import fact_words
from themer.findings.coded import CELL_STATUSES, BoardCell, BoardRow, ComponentBoard
from themer.findings.counting import AskedQuestion, Observation, observe
from themer.findings.disclosure import suppress
from themer.findings.figure import Figure
from themer.findings.others import without_units
from themer.findings.practice import GoodPractice
from themer.report.dates import long_date
from themer.report.fact_wording import APART_RULE
from themer.report.ledger import Entry
from themer.report.marked_text import Rich, joined, rich, say
from themer.report.printing import WITHHELD, listed, plain_number, started
from themer.report.source import Source
from themer.report.tables import STATE_LABELS, table

_CHOSEN = ("yes_no", "yes_no_partly", "choice", "multi_choice")


def partner_sheet(source: Source) -> dict[str, Any] | None:
    """Give what stands on a partner's sheet; None in the report of the study."""
    partner = source.material.study.partner(source.partner) if source.partner else None
    if source.partner is None:
        return None
    units = _units(source, source.partner)
    return {
        "id": source.partner,
        "name": partner.name if partner else source.partner,
        "spoken": [_spoken(source, unit) for _, unit in units],
        "units": [_unit(source, audience, unit) for audience, unit in units],
        "practice": [one.what for one in _told_by_others(source)],
        "own_practice": [_own_practice(one) for one in _own(source)],
    }


def _units(source: Source, partner: str) -> list[tuple[str, str]]:
    """List the organisation's units with whom somebody spoke, with their audience."""
    material = source.material
    own = {material.unit_of(one) for one in material.counted() if one.organisation == partner}
    return [
        (audience, unit)
        for audience in material.audiences()
        for unit in material.units(audience)
        if unit in own
    ]


def _own_units(source: Source) -> frozenset[str]:
    return frozenset(unit for _, unit in _units(source, source.partner or ""))


def _name(source: Source, unit: str) -> str:
    """Name one of the organisation's own units: the sheet is for nobody else."""
    found = source.material.study.find_unit(unit)
    partner = source.material.study.partner(unit)
    return found[1].name if found else partner.name if partner else unit


def _spoken(source: Source, unit: str) -> Rich:
    """Say when there was a conversation, and whether it is finished."""
    mine = [one for one in source.material.counted() if source.material.unit_of(one) == unit]
    dates = sorted({one.last_date for one in mine if one.last_date})
    when = listed([long_date(day) for day in dates]) if dates else rich("a day nobody noted")
    unfinished = any(one.state != "finished" for one in mine)
    after = " The conversation is not finished." if unfinished else ""
    return say(
        "{name}: we spoke on {when}.{after}", name=_name(source, unit), when=when, after=after
    )


def _unit(source: Source, audience: str, unit: str) -> dict[str, Any]:
    board = next((b for b in source.findings.boards if b.audience == audience), None)
    asked = observe(source.material, audience)
    return {
        "name": _name(source, unit),
        "others": source.printer.audience(audience).many,
        "standing": _standing(board, unit),
        "components": _components(source, board, unit),
        "recorded": _recorded(source, asked, unit),
        "figures": _own_figures(source, asked, unit),
        "awaited": _awaited(source, asked, unit),
        "voiced": _themes(source, audience, unit, voiced=True),
        "elsewhere": _themes(source, audience, unit, voiced=False),
    }


def _cells(board: ComponentBoard | None, unit: str) -> Iterator[tuple[BoardRow, BoardCell]]:
    for row in board.rows if board else ():
        for cell in row.cells:
            if cell.unit == unit:
                yield row, cell


def _standing(board: ComponentBoard | None, unit: str) -> list[dict[str, Any]]:
    """List the components by state, in the order of a board; states without any are left out."""
    held = list(_cells(board, unit))
    found = []
    for status in CELL_STATUSES:
        names = [row.name for row, cell in held if cell.status == status]
        if names:
            found.append({"state": STATE_LABELS[status], "components": ", ".join(names)})
    return found


def _components(source: Source, board: ComponentBoard | None, unit: str) -> dict[str, Any] | None:
    """Give the table of components: how it stands here, and how with others."""
    if board is None:
        return None
    judged = ("in_place", "developing", "absent")
    rows = [
        [row.name, STATE_LABELS[cell.status], *_others_in(source, row)]
        for row, cell in _cells(board, unit)
    ]
    many = source.printer.audience(board.audience).many
    headings = [f"Others: {STATE_LABELS[one].lower()}" for one in judged]
    return table(
        f"How it stands with you, and with other {many}",
        ["Component", "With you", *headings, "Others judged"],
        rows,
        numbers=4,
    )


def _others_in(source: Source, row: BoardRow) -> list[Rich]:
    """Print the states of a component with others, and of how many; nothing too small.

    A count that the report of all keeps back is kept back here too: with what a partner knows of
    itself, it could be worked out from the two.
    """
    others = [without_units(figure, _own_units(source)) for figure in row.figures]
    if not others or not others[0].n:
        return [rich("0")] * 4
    shown = suppress(others, source.printer.minimum, exclusive=True)
    cells = [
        _count(source, one.figure, str(one.figure.k), one.shown and source.printer.is_shown(whole))
        for one, whole in zip(shown, row.figures, strict=True)
    ]
    first = others[0]
    base = source.printer.number(
        f"{first.id}:base", f"{row.name}: others judged", first.n, (), first.rule, small=True
    )
    return [*cells, base]


def _count(source: Source, figure: Figure, text: str, may: bool) -> Rich:
    if may:
        return source.printer.ledger.figure(figure, text)
    return source.printer.ledger.figure(figure, WITHHELD, withheld=True)


def _others_counted(source: Source, figure: Figure) -> Rich:
    """Say how many others: "5 of 12 others"."""
    others = without_units(figure, _own_units(source))
    if not others.n:
        return rich("nobody else")
    (alone,) = suppress([others], source.printer.minimum, exclusive=False)
    may = alone.shown and source.printer.is_shown(figure)
    count = _count(source, others, f"{others.k} of {others.n}", may)
    return say("{count} others", count=count) if may else count


def _recorded(source: Source, asked: Sequence[AskedQuestion], unit: str) -> dict[str, Any] | None:
    """Give a table of what was chosen from a list, with how many others chose the same."""
    by_question = {fact.question: fact for fact in source.findings.facts}
    rows = []
    for one in asked:
        seen = one.latest.get(unit)
        fact = by_question.get(one.question.id)
        if seen is None or seen.state != "value" or fact is None or fact.audience != one.audience:
            continue
        if one.question.answer.type in _CHOSEN and source.may_show(one.question.id):
            same = [row for row in fact.rows if unit in row.units]
            counts = [_same(source, fact.label, row, len(same) > 1) for row in same]
            said = started(rich(_chosen(one, seen)))
            rows.append([one.question.title, said, joined(counts, "; ")])
    if not rows:
        return None
    return table("What we noted of you", ["Question", "You", "The same with others"], rows)


def _chosen(asked: AskedQuestion, seen: Observation) -> str:
    recorded = seen.answer.fact if seen.answer else None
    return fact_words(asked.question.answer, recorded)


def _same(source: Source, question: str, row: Figure, several: bool) -> Rich:
    counted = _others_counted(source, row)
    if not several:
        return counted
    return say("{label}: {counted}", label=row.label.removeprefix(f"{question}: "), counted=counted)


def _own_figures(
    source: Source, asked: Sequence[AskedQuestion], unit: str
) -> dict[str, Any] | None:
    """Give a table of the numbers that this unit gave."""
    rows = []
    for one in asked:
        seen = one.latest.get(unit)
        if seen is None or seen.state != "value" or not source.may_show(one.question.id):
            continue
        for label, value in _numbers(one, seen):
            key = f"own:{unit}/{one.question.id}/{label}"
            entry = Entry(key, label, APART_RULE, value, answers=(seen.reference,))
            sure = seen.answer.status if seen.answer and seen.answer.status else ""
            rows.append(
                [
                    started(rich(label)),
                    source.printer.ledger.enter(entry, plain_number(value)),
                    sure,
                ]
            )
    return table("Figures that you gave", ["What", "Number", "How sure"], rows) if rows else None


def _numbers(asked: AskedQuestion, seen: Observation) -> Iterator[tuple[str, float]]:
    """Go through the numbers of an answer, each with what it counts."""
    answer = asked.question.answer
    if isinstance(seen.fact, Mapping):
        for field in answer.fields:
            value = seen.fact.get(field.id)
            if isinstance(value, int | float):
                yield field.label, value
    elif answer.type == "number" and isinstance(seen.fact, int | float):
        yield asked.question.title, seen.fact


def _awaited(source: Source, asked: Sequence[AskedQuestion], unit: str) -> list[Rich]:
    """List what this unit has still to send."""
    return [
        say("{title}.", title=one.question.title.rstrip(". "))
        for one in asked
        if source.may_show(one.question.id)
        and (seen := one.latest.get(unit)) is not None
        and seen.state == "awaited"
    ]


def _themes(source: Source, audience: str, unit: str, *, voiced: bool) -> list[Rich]:
    """List themes that this unit voiced, or did not, each with how many others did."""
    found = []
    for theme in source.ranked_themes():
        own = [passage for passage in theme.members if passage.unit == unit]
        if not all(source.may_show(passage.reference.question) for passage in own):
            continue
        for count in theme.counts:
            said = unit in count.voiced.units or unit in count.so_far
            if count.audience == audience and count.voiced.n and said == voiced:
                others = _others_counted(source, count.voiced)
                found.append(say("{name} ({others})", name=theme.name, others=others))
    return found


def _told_by_others(source: Source) -> list[GoodPractice]:
    """List the good practice of others that may be told."""
    own = _own_units(source)
    return [one for one in source.findings.practice if source.may_tell(one) and one.unit not in own]


def _own(source: Source) -> list[GoodPractice]:
    own = _own_units(source)
    return [
        one
        for one in source.findings.practice
        if one.unit in own and source.may_print_words(one.reference) and not one.sensitive
    ]


def _own_practice(one: GoodPractice) -> Rich:
    told = "You agreed that others are told." if one.share else "We tell nobody of it."
    return say("{what}. {told}", what=one.what.rstrip(". "), told=told)
