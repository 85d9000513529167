"""Indicators, good practice, what is not yet known, and contradictions that people have settled."""

from __future__ import annotations

from typing import Any

from themer.findings.contradictions import verdict_words
from themer.findings.indicators import IndicatorFinding
from themer.findings.practice import RULE as PRACTICE_RULE
from themer.findings.practice import GoodPractice
from themer.findings.results import Contradiction
from themer.report.fact_wording import apart
from themer.report.marked_text import Rich, joined, rich, say
from themer.report.printing import listed, started
from themer.report.source import Source
from themer.report.tables import table


def indicators(source: Source) -> list[dict[str, Any]]:
    """Give each indicator as a sentence, with what stands apart and what is known in part."""
    return [
        {
            "id": one.indicator,
            "name": one.name,
            "audience": source.printer.audience(one.audience).many,
            "said": _indicator_said(source, one),
            "why": one.why or "",
            "rule": one.rule,
        }
        for one in source.findings.indicators
        if source.may_show_figure(one.figure.id)
    ]


def _indicator_said(source: Source, one: IndicatorFinding) -> Rich:
    printer = source.printer
    if not one.figure.n:
        noun = printer.audience(one.audience).one
        said = say("It cannot be said of any {noun} yet.", noun=noun)
    else:
        count = started(printer.counted(one.figure))
        said = say("{count} {about}.", count=count, about=one.about) if one.about else count
        said = said if one.about else joined((said, "."))
    has_base = printer.has_base(one.figure)
    words = apart(printer, one.id, one.figure.apart, has_base=has_base)
    if words:
        said = say("{said} Beside these: {apart}.", said=said, apart=words)
    if one.in_part:
        n = printer.number(
            f"{one.id}:in-part",
            f"{one.name}: known in part",
            len(one.in_part),
            one.in_part,
            one.figure.rule,
            small=True,
        )
        said = say("{said} Of {n} in the base only a part is known.", said=said, n=n)
    return said


def good_practice(source: Source) -> dict[str, Any] | None:
    """Give the cards that this profile may show, and how many there are; None without any.

    Outside, only what partners agreed to have told, without saying where; inside, also what
    nobody may tell on, if its words may be printed.
    """
    every = source.findings.practice
    cards = [_card(source, one) for one in every if _may_show(source, one)]
    if not every:
        return None
    printer = source.printer
    told = [one for one in every if source.may_tell(one)]
    n = printer.number(
        "practice", "good practice marked", len(every), {o.unit for o in every}, PRACTICE_RULE
    )
    may = printer.number(
        "practice:told",
        "good practice that may be told",
        len(told),
        {o.unit for o in told},
        PRACTICE_RULE,
    )
    said = say("{n} marked; {may} may be told to others.", n=n, may=may)
    return {"said": said, "cards": cards}


def _may_show(source: Source, one: GoodPractice) -> bool:
    inside = source.profile == "internal"
    return source.may_tell(one) or (inside and source.may_print_words(one.reference))


def _card(source: Source, one: GoodPractice) -> dict[str, Any]:
    inside = source.profile == "internal"
    audience = source.printer.audience(one.audience)
    where = source.printer.unit_name(one.unit) if inside else f"one {audience.one}"
    asked = {q.id: q.title for s in source.material.sets.values() for q in s.questions()}
    codes = {code.id: code.name for b in source.material.codebooks.values() for code in b.codes}
    themes = {theme.id: theme.name for theme in source.findings.themes}
    under = [codes.get(code, code) for code in one.codes]
    under += [themes.get(theme, theme) for theme in one.themes]
    return {
        "what": one.what,
        "where": started(rich(where)),
        "question": asked.get(one.question, one.question) if source.may_show(one.question) else "",
        "ask": _whom(one, inside=inside),
        "under": say("It bears on: {what}.", what=listed(under)) if under else Rich(""),
        "share": "" if one.may_be_told else "Not to be told outside.",
    }


def _whom(one: GoodPractice, *, inside: bool) -> Rich:
    if one.ask is None:
        return rich("Nobody was named to ask.")
    if inside:
        return say("Whom to ask: {ask}.", ask=one.ask)
    return say("Whom to ask: {ask}; those who made this report know where.", ask=one.ask)


def unknown(source: Source) -> dict[str, Any] | None:
    """Give a table of what is not yet known, of how many, and what would settle it."""
    printer = source.printer
    rows = []
    for one in source.findings.unknown:
        # A row whose count is too small to print would say nothing.
        if not (source.may_show_figure(one.figure.id) and printer.is_shown(one.figure)):
            continue
        audience = printer.audience(one.figure.audience)
        sources = "; ".join(one.sources) if source.profile == "internal" else ""
        settled = say("{by} {whom}", by=one.settled_by, whom=sources) if sources else one.settled_by
        rows.append([started(rich(one.label)), audience.many, printer.k_of_n(one.figure), settled])
    if not rows:
        return None
    headings = ["What", "Of", "Not known of", "What would settle it"]
    return table("What nobody can say yet", headings, rows)


def settled(source: Source) -> dict[str, Any] | None:
    """Give a table of the contradictions that people settled, with the reasons; inside only."""
    found = [(one, one.weighed) for one in source.findings.weighed() if one.weighed is not None]
    if not found or source.profile != "internal":
        return None
    titles = {q.id: q.title for s in source.material.sets.values() for q in s.questions()}
    titles |= {code.id: code.name for b in source.material.codebooks.values() for code in b.codes}
    rows = []
    for one, weighed in found:
        about = one.about if isinstance(one, Contradiction) else one.reference.question
        verdict = started(rich(verdict_words(one, weighed.verdict)))
        where = source.printer.unit_name(one.unit)
        rows.append([where, titles.get(about, about), verdict, weighed.reason])
    return table(
        "Contradictions that people settled", ["Where", "About", "Settled as", "Why"], rows
    )
