"""The parts of the report after page one: themes, components, facts, workforce, response."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from themer.findings.coded import ThemeFinding, ThemePassageFound
from themer.findings.figure import Figure
from themer.report.fact_wording import fact_said, open_reasons, pair_said, unknown_said
from themer.report.marked_text import Rich, joined, link, rich, say
from themer.report.printing import Printer, started
from themer.report.source import NOT_PRINTED, Source, pair_name
from themer.report.tables import board_chart, board_table
from themer.report.wording import otherwise, voiced

MOST_NOTES = 3
"""Passages as noted that stand beside a theme; the evidence annex has them all."""


def components(source: Source) -> list[dict[str, Any]]:
    """Give the board of components of each audience, as a table and a chart."""
    return [
        {
            "audience": source.printer.audience(board.audience).many,
            "table": board_table(source.printer, board, board.rows),
            "chart": board_chart(source.printer, board),
        }
        for board in source.findings.boards
        if board.rows and board.units
    ]


def themes(source: Source) -> list[dict[str, Any]]:
    """Give every theme: what was said, by whom, what speaks against it, quotes, a reading of it."""
    return [_theme(source, theme) for theme in source.ranked_themes()]


def _theme(source: Source, theme: ThemeFinding) -> dict[str, Any]:
    printer = source.printer
    quotes = source.theme_quotes(theme.id)
    return {
        "id": theme.id,
        "anchor": Rich(f"theme-{theme.id}"),
        "section": f"theme-{theme.id}",
        "name": theme.name,
        "said": voiced(printer, theme),
        "who": _who(source, theme),
        "otherwise": otherwise(printer, theme),
        "exceptions": _notes(source, theme.contrary, MOST_NOTES),
        "noted": [] if quotes else _notes(source, theme.members, MOST_NOTES - 1),
        "quotes": [{"number": printer.ledger.quote(q, verbatim=True)} for q in quotes],
        "no_quote": Rich("") if quotes else _no_quote(source, theme),
        "not_printed": _not_printed(source, theme),
        "interpretation": theme.interpretation,
        "confidence": _confidence(theme),
        "glance": {
            "name": link(rich(theme.name), f"theme-{theme.id}"),
            "linked_name": link(rich(theme.name), f"theme-{theme.id}", "evidence"),
            "voiced": _each(source, [c.voiced for c in theme.counts]),
            "contrary": _each(source, [c.contrary for c in theme.counts]),
            "word": joined((printer.word(c.voiced) for c in theme.counts if c.voiced.n), "\n")
            or rich("no base"),
            "confidence": _confidence_level(theme),
        },
    }


def _notes(
    source: Source, passages: Sequence[ThemePassageFound], most: int
) -> list[dict[str, int]]:
    """Choose noted passages, one an organisation; none in what is shared."""
    if not source.printer.shares_notes:
        return []
    allowed = [one for one in passages if source.may_print_words(one.reference)]
    by_organisation = {passage.organisation: passage for passage in reversed(allowed)}
    chosen = [passage for passage in allowed if passage in by_organisation.values()]
    return [
        {"number": source.printer.ledger.quote(source.noted(passage), verbatim=False)}
        for passage in chosen[:most]
    ]


def _not_printed(source: Source, theme: ThemeFinding) -> Rich:
    """Say how many passages of a theme stay unprinted, because nobody agreed to be quoted."""
    passages = (*theme.members, *theme.contrary)
    kept = [one for one in passages if not source.may_print_words(one.reference)]
    if not kept or not source.printer.shares_notes:
        return Rich("")
    n = source.printer.number(
        f"theme:{theme.id}:not-printed",
        f"{theme.name}: passages whose words are not printed",
        len(kept),
        {one.unit for one in kept},
        "prevalence-of-a-theme",
    )
    noun = "passage is" if len(kept) == 1 else "passages are"
    return say("{n} more {noun} counted; {why}.", n=n, noun=noun, why=NOT_PRINTED)


def _each(source: Source, figures: Sequence[Figure]) -> Rich:
    based = [figure for figure in figures if figure.n]
    if not based:
        return rich("no base yet")
    return joined((_in_brief(source.printer, figure) for figure in based), "\n")


def _in_brief(printer: Printer, figure: Figure) -> Rich:
    """Print a count with its base in a cell; a withheld one in as few words."""
    if printer.is_shown(figure):
        return printer.counted(figure)
    return say("{many}: {k}", many=printer.audience(figure.audience).many, k=printer.k(figure))


def _who(source: Source, theme: ThemeFinding) -> Rich:
    """Name the kinds of organisation that it came from, without counts.

    A kind of which few took part is left out: with it, a reader would know who said it.
    """
    study = source.material.study
    present: Counter[str] = Counter(
        partner.type
        for part in source.findings.participation
        for organisation in part.organisations
        if (partner := study.partner(organisation)) is not None
    )
    kinds = sorted(
        {
            study.types.get(partner.type, partner.type)
            for passage in theme.members
            if (partner := study.partner(passage.organisation)) is not None
            and present[partner.type] >= source.printer.minimum
        }
    )
    if not kinds:
        return Rich("")
    return say("Kinds of organisation: {kinds}.", kinds=", ".join(kinds))


def _confidence_level(theme: ThemeFinding) -> str:
    if not theme.has_base:
        return "no base yet"
    return theme.confidence.level if theme.confidence else "not stated"


def _confidence(theme: ThemeFinding) -> Rich:
    if not theme.has_base:
        return rich("no base yet.")
    if theme.confidence is None:
        return rich("not stated.")
    return say(
        "{level}: {why}.", level=theme.confidence.level, why=theme.confidence.reason.rstrip(".")
    )


def _no_quote(source: Source, theme: ThemeFinding) -> Rich:
    marked = [quote for quote in source.findings.quotes if theme.id in quote.themes]
    if not marked:
        return rich("Nobody marked words here as heard word for word, so we quote none.")
    return rich("The words marked here may not be quoted, or too few people fit their description.")


def sides(source: Source, role: str) -> list[Rich]:
    """List strengths, or challenges, the largest count first; passages by code after all others."""
    ranked: list[tuple[bool, int, Rich]] = []
    for found in source.findings.roles:
        for figure in (*found.themes, *found.facts, *found.codes) if found.role == role else ():
            may_show = source.may_show_figure(figure.id) and source.printer.is_shown(figure)
            if figure.k and may_show:
                count = source.printer.counted(figure)
                name = figure.label.removesuffix(": yes")
                if figure in found.codes:
                    name = f"{name}, in people’s words"
                said = say("{name}: {count}.", name=started(name), count=count)
                ranked.append((figure in found.codes, -figure.k, said))
    return [said for _, _, said in sorted(ranked, key=lambda one: one[:2])]


def facts(source: Source) -> list[dict[str, Any]]:
    """Give each recorded fact as a sentence; sensitive ones stay out of what is shared."""
    return [
        {
            "title": fact.label,
            "audience": source.printer.audience(fact.audience).many,
            "said": fact_said(source.printer, fact),
        }
        for fact in source.findings.facts
        if source.may_show(fact.question) and fact.kind != "none"
    ]


def pairs(source: Source) -> list[dict[str, Any]]:
    """Give each pair of facts with what may be said of it."""
    return [
        {
            "title": pair_name(pair, source),
            "said": pair_said(source.printer, pair, source.words_of(pair)),
        }
        for pair in source.pairs()
    ]


def not_yet_known(source: Source) -> list[Rich]:
    """List what several did not know or have still to send: their answer would settle it."""
    return [
        say("{what}.", what=unknown_said(source.printer, fact))
        for fact in source.findings.facts
        if sum(open_reasons(source.printer, fact).values()) > 1 and source.may_show(fact.question)
    ]
