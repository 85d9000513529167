"""The first page of the summary, which stands alone: findings as sentences, each with its base."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from themer.findings.recorded import FactFinding
from themer.model.action import PlannedAction
from themer.report.fact_wording import fact_headline, pair_said
from themer.report.marked_text import Rich, emphasis, joined, rich, say, strong
from themer.report.printing import listed, long_partial_date
from themer.report.source import Source, pair_name
from themer.report.tables import board_table
from themer.report.wording import otherwise, voiced
from themer.report.workforce_wording import gap_said

MOST_FINDINGS = 6
MOST_THEMES = 4
MOST_PAIRS = 1
MOST_COMPONENTS = 5


@dataclass(frozen=True, slots=True)
class Headline:
    """A finding of page one."""

    reference: str
    """As actions name it: ``theme:ID``."""
    title: str
    said: Rich
    otherwise: Rich


def headlines(source: Source) -> tuple[Headline, ...]:
    """Choose at most six findings: themes by how many voice them, a pair of facts, then facts."""
    found, pairs = _themes(source), _pairs(source)
    found += _facts(source, MOST_FINDINGS - len(found) - len(pairs))
    found[2:2] = pairs
    return tuple(found)


def _themes(source: Source) -> list[Headline]:
    return [
        Headline(
            f"theme:{theme.id}",
            theme.name,
            voiced(source.printer, theme),
            otherwise(source.printer, theme),
        )
        for theme in source.ranked_themes()[:MOST_THEMES]
    ]


def _pairs(source: Source) -> list[Headline]:
    said = [pair for pair in source.pairs() if min(pair.with_first.n, pair.without_first.n) > 1]
    return [
        Headline(
            pair.id.partition("@")[0],
            pair_name(pair.first, pair.second, source),
            pair_said(source.printer, pair),
            Rich(""),
        )
        for pair in said[:MOST_PAIRS]
    ]


def _facts(source: Source, room: int) -> list[Headline]:
    chosen: list[FactFinding] = []
    for role in ("challenge", "strength"):
        for finding in source.findings.roles:
            if finding.role == role:
                chosen += _fact_findings(source, [figure.id for figure in finding.facts])
    distinct = {fact.id: fact for fact in chosen}
    return [
        Headline(f"fact:{fact.question}", fact.label, *fact_headline(source.printer, fact))
        for fact in list(distinct.values())[: max(room, 0)]
    ]


def _fact_findings(source: Source, figures: Sequence[str]) -> list[FactFinding]:
    return [
        fact
        for wanted in figures
        for fact in source.findings.facts
        if any(row.id == wanted for row in fact.rows) and fact.n and source.may_show(fact.question)
    ]


def page_one(source: Source) -> dict[str, Any]:
    """Put together what the first page says."""
    chosen = headlines(source)
    numbers = {one.reference: place for place, one in enumerate(chosen, 1)}
    return {
        "in_one_sentence": _in_one_sentence(source, chosen),
        "findings": [
            {
                "number": str(place),
                "reference": one.reference,
                "title": one.title,
                "said": one.said,
                "otherwise": one.otherwise,
                "words": joined(
                    (
                        part
                        for part in (strong(rich(ended(one.title))), one.said, one.otherwise)
                        if part
                    ),
                    " ",
                ),
            }
            for place, one in enumerate(chosen, 1)
        ],
        "board": _short_board(source),
        "working_well": _working_well(source),
        "quote": _quote(source),
        "supply": _supply(source),
        "asks": [_planned(source, ask, numbers) for ask in source.material.actions.asks],
        "actions": [_planned(source, action, numbers) for action in source.planned()],
        "no_action": _no_action(source, chosen),
        "confidence": _confidence(source, numbers),
    }


def _in_one_sentence(source: Source, chosen: Sequence[Headline]) -> Rich:
    """Say the first finding: an author's own sentence, where there is one, stands instead."""
    if not chosen or not source.findings.as_at:
        return rich("No conversation counts yet, so nothing has been found.")
    first = chosen[0]
    if first.reference.startswith("theme:"):
        return first.said
    return say("{title}: {said}", title=first.title.rstrip("?. "), said=first.said)


def ended(title: str) -> str:
    """End a title as a sentence, unless it is a question."""
    return title if title.endswith(("?", ".", "!")) else f"{title}."


def _short_board(source: Source) -> dict[str, Any] | None:
    """Give five components of the audience with most units; None where none is judged."""
    boards = sorted(source.findings.boards, key=lambda board: -len(board.units))
    if not boards:
        return None
    board = boards[0]
    judged = [row for row in board.rows if row.figures and row.figures[0].n]
    ranked = sorted(judged, key=lambda row: row.figures[0].k / row.figures[0].n)
    chosen = {row.component for row in ranked[:MOST_COMPONENTS]}
    rows = [row for row in board.rows if row.component in chosen]
    shown = board_table(source.printer, board, rows)
    many = source.printer.audience(board.audience).many
    if len(rows) < len(board.rows):
        shown["caption"] = (
            f"The {len(rows)} of {len(board.rows)} components that the fewest {many} have in place"
        )
    return shown if rows else None


def _working_well(source: Source) -> Rich:
    """Name the strengths that most have, with their counts."""
    said: list[Rich] = []
    for role in source.findings.roles:
        if role.role != "strength":
            continue
        figures = sorted(
            (
                f
                for f in (*role.themes, *role.facts)
                if f.k and source.may_show_figure(f.id) and source.printer.is_shown(f)
            ),
            key=lambda f: (-f.k / f.n, f.id),
        )
        # One audience gets room on page one; of the others, what most of them have.
        said += [
            say("{label} ({count})", label=_label(f.label), count=source.printer.counted(f))
            for f in figures[: 1 if said else 3]
        ]
    return (
        say("{list}.", list=joined(said, "; "))
        if said
        else rich("no strength has been counted yet.")
    )


def _quote(source: Source) -> dict[str, Any] | None:
    """Choose one quote from the themes that speak of strengths; None where none may be printed."""
    for theme in source.findings.themes:
        if theme.role == "strength":
            for quote in source.theme_quotes(theme.id):
                return {"number": source.printer.ledger.quote(quote, verbatim=True)}
    return None


def _label(label: str) -> str:
    """Leave out the *yes* of a question that is named as a strength."""
    return label.removesuffix(": yes")


def _supply(source: Source) -> Rich:
    workforce = source.workforce()
    if workforce is None:
        return Rich("")
    return gap_said(
        source.printer,
        workforce.rows[-1],
        measure_names(source),
        workforce.rule,
        source.unit_noun(workforce.rows[-1].gap),
    )


def measure_names(source: Source) -> dict[str, str]:
    """Name supply, filled and demand as the question sets label them."""
    wanted = source.material.study.workforce
    labels = {
        number.measure: number.label
        for fact in source.findings.facts
        for number in reversed(fact.numbers)
        if number.measure
    }
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


def _planned(source: Source, action: PlannedAction, numbers: dict[str, int]) -> dict[str, Any]:
    names = [source.finding_name(one) for one in action.answers]
    numbered = sorted(numbers[one] for one in action.answers if one in numbers)
    by = long_partial_date(action.by) if action.by else ""
    words = say("{what}", what=action.what.rstrip(". "))
    if by:
        words = say("{words}, by {by}", words=words, by=by)
    if numbered:
        noun = "finding" if len(numbered) == 1 else "findings"
        words = say("{words} ({noun} {which})", words=words, noun=noun, which=listed(numbered))
    elif names:
        words = say("{words} ({which})", words=words, which="; ".join(names))
    return {
        "what": action.what,
        "owner": action.owner or "not settled",
        "by": by or "not settled",
        "answers": joined(names, "; ") or rich("no finding named"),
        "words": say("{words}.", words=words),
    }


def _no_action(source: Source, chosen: Sequence[Headline]) -> Rich:
    left = source.unanswered([one.reference for one in chosen])
    titles = [one.title for one in chosen if one.reference in left]
    if not chosen or not source.planned():
        return Rich("")
    if not titles:
        return rich("Every finding of page one has an action.")
    return joined((emphasis(rich("No action yet:")), " ", "; ".join(titles), "."))


def _confidence(source: Source, numbers: dict[str, int]) -> Rich:
    """Say how sure people are of the themes among the findings, by level."""
    levels: dict[str, list[int]] = {"high": [], "moderate": [], "low": [], "not stated": []}
    for theme in source.findings.themes:
        number = numbers.get(f"theme:{theme.id}")
        if number is not None:
            levels[theme.confidence.level if theme.confidence else "not stated"].append(number)
    said = [
        say(
            "{level} for {noun} {which}",
            level=level,
            noun="finding" if len(which) == 1 else "findings",
            which=listed(sorted(which)),
        )
        for level, which in levels.items()
        if which
    ]
    if not said:
        return Rich("")
    return say("{list}.", list=joined(said, "; "))
