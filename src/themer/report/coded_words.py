"""What was found by reading where no theme stands for it: decided codes, and the machine's groups.

Codes are findings of people. Suggestions and candidate themes are the machine's: they are named as
such wherever they stand, and no sentence here adds one to the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from themer.findings.coded import CandidateFinding, CodeFinding, ThemePassageFound
from themer.findings.figure import Figure
from themer.findings.results import Participation
from themer.report.marked_text import Rich, joined, link, rich, say
from themer.report.printing import listed
from themer.report.source import Source
from themer.report.tables import table

MOST_EXEMPLARS = 2
MOST_NAMED = 3


def plain_codes(source: Source) -> tuple[CodeFinding, ...]:
    """List the codes that no component board counts, of audiences with a conversation."""
    components = {
        (board.audience, row.component) for board in source.findings.boards for row in board.rows
    }
    return tuple(
        code
        for code in source.findings.codes
        if (code.audience, code.code) not in components and source.material.units(code.audience)
    )


def ranked_codes(source: Source) -> tuple[CodeFinding, ...]:
    """List those of them that are counted and may be printed, the largest share first."""
    voiced = [
        code
        for code in plain_codes(source)
        if code.figure.k and source.printer.is_shown(code.figure)
    ]
    return tuple(sorted(voiced, key=lambda c: (-c.figure.k / c.figure.n, c.audience, c.code)))


def code_said(source: Source, code: CodeFinding) -> Rich:
    """Say how many units speak of a code, of those whose words were read to the end."""
    return say("{count} spoke of it.", count=_counted_so_far(source, code.figure))


def code_in_one_sentence(source: Source, code: CodeFinding) -> Rich:
    """Say the same with the code's name in it."""
    count = _counted_so_far(source, code.figure)
    return say("{count} spoke of this: {name}.", count=count, name=code.name)


def _counted_so_far(source: Source, figure: Figure) -> Rich:
    count = source.printer.counted(figure)
    part = next(p for p in source.findings.participation if p.audience == figure.audience)
    if figure.n == len(part.took_part):
        return count
    return say("{count} read so far, of {took},", count=count, took=_took_part(source, part))


def codes(source: Source) -> list[dict[str, Any]]:
    """Give the codes of each audience as a table, with how far the reading has come."""
    found = []
    for part in source.findings.participation:
        here = [code for code in plain_codes(source) if code.audience == part.audience]
        if here:
            noun = source.printer.audience(part.audience).many
            found.append(
                {
                    "audience": noun,
                    "read": read_so_far(source, part),
                    "table": _code_table(source, here, f"Codes that {noun} speak of")
                    if here[0].figure.n
                    else None,
                }
            )
    return found


def _code_table(source: Source, found: Sequence[CodeFinding], caption: str) -> dict[str, Any]:
    shown = source.printer.is_shown
    ranked = sorted(found, key=lambda c: (-c.figure.k if shown(c.figure) else 0, c.name))
    return table(
        caption,
        ["Code", "Decided by people"],
        [[code.name, source.printer.k_of_n(code.figure)] for code in ranked],
        numbers=1,
    )


def read_so_far(source: Source, part: Participation) -> Rich:
    """Say how many units were read to the end, of how many; nothing where nothing can be coded."""
    base = _coded_figure(source, part.audience)
    if base is None or not part.took_part:
        return Rich("")
    noun = source.printer.noun(part.audience, len(part.took_part))
    took = _took_part(source, part)
    if not base.n:
        return say(
            "Of none of the {took} {noun} has a person read all words yet.", took=took, noun=noun
        )
    read = source.printer.number(
        f"read@{part.audience}",
        f"{source.printer.audience(part.audience).many} whose words were read to the end",
        base.n,
        base.base_units,
        base.rule,
        small=True,
    )
    if base.n == len(part.took_part):
        return say("The words of all {took} {noun} were read to the end.", took=took, noun=noun)
    return say(
        "So far the words of {read} of {took} {noun} are read to the end; themes and codes are "
        "counted among these, and the others may differ.",
        read=read,
        took=took,
        noun=noun,
    )


def _coded_figure(source: Source, audience: str) -> Figure | None:
    return next((c.figure for c in source.findings.codes if c.audience == audience), None)


def _took_part(source: Source, part: Participation) -> Rich:
    return source.printer.number(
        f"took_part@{part.audience}",
        f"{source.printer.audience(part.audience).many} that took part",
        len(part.took_part),
        part.took_part,
        "who-took-part",
    )


def shown_candidates(source: Source) -> tuple[CandidateFinding, ...]:
    """List the machine's groups whose counts may be printed, the largest first."""
    shown = [
        one
        for one in source.findings.candidates
        if all(source.printer.is_shown(figure) for figure in one.figures)
    ]
    return tuple(sorted(shown, key=lambda one: (-len(one.members), one.id)))


def candidates(source: Source) -> dict[str, Any] | None:
    """Give the machine's groups as a table, with exemplars of each; None where there are none."""
    shown = shown_candidates(source)
    if not shown:
        return None
    return {
        "said": rich(
            "The machine put like passages together. No person has read these groups: they are "
            "no findings, and their names are the machine's. The last column says in how many "
            "trials the group came back, each with some conversations left out."
        ),
        "table": table(
            "Candidate themes of the machine, not read by a person",
            ["Name", "Passages", "From", "Kept in"],
            [_candidate_row(source, one) for one in shown],
            numbers=3,
        ),
        "exemplars": _with_exemplars(source, shown),
    }


def _candidate_row(source: Source, one: CandidateFinding) -> list[object]:
    return [
        one.name,
        _passages(source, one),
        _from(source, one),
        f"{one.kept} of {one.resamples}" if one.resamples else "not tried",
    ]


def _passages(source: Source, one: CandidateFinding) -> Rich:
    return source.printer.number(
        f"candidate:{one.id}:passages",
        f"{one.name}: passages that the machine put together",
        len(one.members),
        sorted({member.unit for member in one.members}),
        "candidate-themes",
    )


def _from(source: Source, one: CandidateFinding) -> Rich:
    """Say from whom a group is, with no base: it is no share of anything that people decided."""
    return joined(
        (
            say(
                "{n} {noun}",
                n=source.printer.number(
                    f"{figure.id}:from",
                    f"{one.name}: whose passages the machine put together",
                    figure.k,
                    figure.units,
                    figure.rule,
                    small=True,
                ),
                noun=source.printer.noun(figure.audience, figure.k),
            )
            for figure in one.figures
            if figure.k
        ),
        "\n",
    )


def _with_exemplars(source: Source, shown: Sequence[CandidateFinding]) -> list[dict[str, Any]]:
    """Give two passages of each group as they were noted, where consent allows; inside only."""
    if not source.printer.shares_notes:
        return []
    found = []
    for one in shown:
        allowed = [p for p in one.exemplars if source.may_print_words(p.reference)]
        if allowed:
            notes = [_note(source, passage) for passage in allowed[:MOST_EXEMPLARS]]
            found.append({"name": one.name, "notes": notes})
    return found


def _note(source: Source, passage: ThemePassageFound) -> dict[str, int]:
    return {"number": source.printer.ledger.quote(source.noted(passage), verbatim=False)}


def machine_said(source: Source) -> Rich:
    """Say on page one what the machine suggests, where no person has named a theme."""
    if source.findings.themes:
        return Rich("")
    said = [*_suggested_said(source), *_groups_said(source)]
    if not said:
        return Rich("")
    said.append(rich("These are suggestions, not findings."))
    return joined(said, " ")


def _suggested_said(source: Source) -> list[Rich]:
    waiting = sorted(
        (
            code.suggested
            for code in plain_codes(source)
            if code.suggested.k and source.printer.is_shown(code.suggested)
        ),
        key=lambda figure: (-figure.k, figure.id),
    )
    if not waiting:
        return []
    named = joined((rich(figure.label) for figure in waiting[:MOST_NAMED]), "; ")
    if len(waiting) > MOST_NAMED:
        return [
            say("It suggests codes that nobody has decided on, first of all: {list}.", list=named)
        ]
    return [say("It suggests codes that nobody has decided on: {list}.", list=named)]


def _groups_said(source: Source) -> list[Rich]:
    shown = shown_candidates(source)
    if not shown:
        return []
    named = [
        say(
            "“{name}” ({n} {noun})",
            name=one.name,
            n=_passages(source, one),
            noun="passage" if len(one.members) == 1 else "passages",
        )
        for one in shown[:MOST_NAMED]
    ]
    how_many = source.printer.number(
        "candidates-shown", "candidate themes not yet decided", len(shown), (), "candidate-themes"
    )
    return [
        say(
            "It put like passages into {n} {noun} {where}{largest}: {list}.",
            n=how_many,
            noun="group" if len(shown) == 1 else "groups",
            where=link(rich("not read by a person"), "suggestions", "evidence"),
            largest=", the largest being" if len(shown) > MOST_NAMED else "",
            list=listed(named),
        )
    ]


def no_quotes_said(source: Source) -> Rich:
    """Say that nothing may be quoted, where that holds for every conversation that counts."""
    counted = source.material.counted()
    if not counted or any(one.may_quote for one in counted):
        return Rich("")
    if any(one.consent is not None for one in counted):
        return rich("Nobody agreed to be quoted, so nothing that was said is printed.")
    return rich("No consent to be quoted is recorded, so nothing that was said may be quoted.")
