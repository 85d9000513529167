"""The first page of the summary, which stands alone: findings as sentences, each with its base."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from themer.findings.coded import BoardRow, ComponentBoard, ThemeFinding
from themer.findings.recorded import FactFinding
from themer.report.coded_words import (
    code_in_one_sentence,
    code_said,
    machine_said,
    ranked_codes,
    read_so_far,
)
from themer.report.fact_wording import (
    fact_headline,
    is_printed,
    open_reasons,
    pair_said,
    recorded_beside,
    shows_link,
    unknown_said,
)
from themer.report.marked_text import Rich, joined, link, rich, say, strong
from themer.report.printing import listed
from themer.report.response import ended, finding_numbers, no_action, no_action_here, planned
from themer.report.source import Source, pair_name
from themer.report.tables import board_table
from themer.report.wording import otherwise, voiced
from themer.report.workforce import supply_said

FEWEST_WORDS_ALONE = 8
"""A quote of fewer says too little where it stands alone."""
MOST_FINDINGS = 5
MOST_THEMES = 4
MOST_PAIRS = 1
MOST_UNKNOWN = 2
MOST_COMPONENTS = 5


@dataclass(frozen=True, slots=True)
class Headline:
    """A finding of page one."""

    reference: str
    """As actions name it: ``theme:ID``."""
    anchor: str
    """Where the evidence report has more of it."""
    title: str
    said: Rich
    otherwise: Rich


def headlines(source: Source) -> tuple[Headline, ...]:
    """Choose at most five findings: themes by how many voice them, pairs of facts, then facts.

    Where there are none of these, codes that people decided on stand for them.

    A fact beside which passages of a chosen theme were noted would say the same again; it stands
    with that theme instead.
    """
    themes = [theme for theme in source.ranked_themes() if theme.has_base][:MOST_THEMES]
    told = {fact.id: theme.id for fact in _fact_choices(source) for theme in _told_by(themes, fact)}
    found, pairs = [_theme(source, theme, told) for theme in themes], _pairs(source)
    found += _facts(source, told, MOST_FINDINGS - len(found) - len(pairs))
    found[2:2] = pairs
    return tuple(found) or _codes(source)


def _told_by(themes: Sequence[ThemeFinding], fact: FactFinding) -> list[ThemeFinding]:
    """Give the theme with most passages beside a fact, or none."""

    def beside(theme: ThemeFinding) -> int:
        """Count the passages of a theme that answer this question."""
        passages = (*theme.members, *theme.contrary)
        return sum(passage.reference.question == fact.question for passage in passages)

    most = max(themes, key=beside, default=None)
    return [most] if most is not None and beside(most) else []


def _theme(source: Source, theme: ThemeFinding, told: Mapping[str, str]) -> Headline:
    facts = [
        fact
        for fact in _fact_choices(source)
        if told.get(fact.id) == theme.id and not fact.kind.startswith("yes_no")
    ]
    beside = [recorded_beside(source.printer, fact) for fact in facts]
    return Headline(
        f"theme:{theme.id}",
        f"theme-{theme.id}",
        theme.name,
        joined((part for part in (voiced(source.printer, theme), *beside) if part), " "),
        otherwise(source.printer, theme, with_both=False),
    )


def _codes(source: Source) -> tuple[Headline, ...]:
    return tuple(
        Headline(f"component:{code.code}", "codes", code.name, code_said(source, code), Rich(""))
        for code in ranked_codes(source)[:MOST_FINDINGS]
    )


def _pairs(source: Source) -> list[Headline]:
    """Take the pair that the study declares first."""
    said = [pair for pair in source.pairs() if min(pair.with_first.n, pair.without_first.n) > 1]
    return [
        Headline(
            pair.id.partition("@")[0],
            "facts-together",
            pair_name(pair, source),
            pair_said(source.printer, pair, source.words_of(pair)),
            Rich(""),
        )
        for pair in said[:MOST_PAIRS]
    ]


def _fact_choices(source: Source) -> list[FactFinding]:
    """List the facts that tell of a challenge or a strength, challenges first."""
    chosen: list[FactFinding] = []
    for role in ("challenge", "strength"):
        for finding in source.findings.roles:
            if finding.role == role:
                chosen += _fact_findings(source, [figure.id for figure in finding.facts])
    return list({fact.id: fact for fact in chosen}.values())


def _facts(source: Source, told: Mapping[str, str], room: int) -> list[Headline]:
    left = [fact for fact in _fact_choices(source) if fact.id not in told]
    return [
        Headline(
            f"fact:{fact.question}",
            "facts",
            fact.label,
            *fact_headline(source.printer, fact),
        )
        for fact in left[: max(room, 0)]
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
                "number": finding_numbers(source, (one.reference,), numbers)[0],
                "reference": one.reference,
                "title": one.title,
                "said": one.said,
                "otherwise": one.otherwise,
                "words": joined(
                    (
                        part
                        for part in (
                            strong(link(rich(ended(one.title)), one.anchor, "evidence")),
                            one.said,
                            one.otherwise,
                        )
                        if part
                    ),
                    " ",
                ),
            }
            for one in chosen
        ],
        "machine": machine_said(source),
        "board": _short_board(source),
        "working_well": _working_well(source),
        "quote": _quote(source),
        "supply": supply_said(source),
        "asks": [planned(source, ask, numbers) for ask in source.material.actions.asks],
        "actions": [planned(source, action, numbers) for action in source.planned()],
        "counting": _counting(source),
        "no_action": no_action(source, [(one.reference, one.title) for one in chosen]),
        "no_action_here": no_action_here(source, numbers),
        "not_known": _not_known(source),
        "confidence": _confidence(source, numbers),
    }


def _in_one_sentence(source: Source, chosen: Sequence[Headline]) -> Rich:
    """Say the first finding: an author's own sentence, where there is one, stands instead."""
    if not chosen:
        return _nothing_found(source)
    first = chosen[0]
    if first.reference.startswith("theme:"):
        return first.said
    if first.reference.startswith("component:"):
        return code_in_one_sentence(source, ranked_codes(source)[0])
    return say("{title}: {said}", title=first.title.rstrip("?. "), said=first.said)


def _nothing_found(source: Source) -> Rich:
    """Say why there is no finding: no conversation, nothing read, or nothing named."""
    parts = [part for part in source.findings.participation if part.took_part]
    if not parts:
        return rich("No conversation counts yet, so nothing has been found.")
    read = [said for part in parts if (said := read_so_far(source, part))]
    return joined((*read, rich("No theme has been named and no finding stands out yet.")), " ")


def _short_board(source: Source) -> dict[str, Any] | None:
    """Give five components of the audience with most units; None where none is judged."""
    boards = sorted(source.findings.boards, key=lambda board: -len(board.units))
    if not boards:
        return None
    board = boards[0]
    judged = [row for row in board.rows if row.figures and row.figures[0].n]
    ranked = sorted(judged, key=lambda row: _share(source, row))
    chosen = {row.component for row in ranked[:MOST_COMPONENTS]}
    rows = [row for row in board.rows if row.component in chosen]
    shown = board_table(source.printer, board, rows)
    many = source.printer.audience(board.audience).many
    if len(rows) < len(board.rows):
        shown["caption"] = say(
            "The {few} of {every} components that the fewest {many} have in place",
            few=_components(source, board, "shown", len(rows)),
            every=_components(source, board, "every", len(board.rows)),
            many=many,
        )
    return shown if rows else None


def _components(source: Source, board: ComponentBoard, which: str, number: int) -> Rich:
    label = {"shown": "components in the short table", "every": "components"}[which]
    rule = "the-state-of-a-component"
    return source.printer.number(f"components:{which}@{board.audience}", label, number, (), rule)


def _share(source: Source, row: BoardRow) -> float:
    """Give the share that has a component in place; 1 where a reader is not to learn of it."""
    first = row.figures[0]
    return first.k / first.n if source.printer.is_shown(first) else 1.0


def _working_well(source: Source) -> Rich:
    """Name the strengths that most have, with their counts; nothing where none is counted."""
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
    return say("{list}.", list=joined(said, "; ")) if said else Rich("")


def _quote(source: Source) -> dict[str, Any] | None:
    """Choose one quote, of a strength where there is one; None where none may be printed.

    It stands alone there, so one of a few words, which say little without their theme, comes last.
    """
    ranked = sorted(source.ranked_themes(), key=lambda theme: theme.role != "strength")
    quotes = [quote for theme in ranked for quote in source.theme_quotes(theme.id)]
    telling = [quote for quote in quotes if len(quote.text.split()) >= FEWEST_WORDS_ALONE]
    for quote in (*telling, *quotes):
        theme = next(theme for theme in ranked if theme.id in quote.themes)
        return {"number": source.printer.ledger.quote(quote, verbatim=True), "theme": theme.name}
    return None


def _label(label: str) -> str:
    """Leave out the *yes* of a question that is named as a strength."""
    return label.removesuffix(": yes")


def _counting(source: Source) -> Rich:
    """Say in one sentence what is counted, for those who read this page alone."""
    parts = [part for part in source.findings.participation if part.took_part]
    if not parts:
        return Rich("")
    if source.material.study.unit == "respondent":
        ones = listed([source.printer.noun(part.audience, 1) for part in parts])
        return say("Each {one} is counted once.", one=ones)
    nouns = listed([source.printer.noun(part.audience, 2) for part in parts])
    return say("We count {nouns}, not people.", nouns=nouns)


def _not_known(source: Source) -> Rich:
    """Name what most did not know, or have still to send."""
    unknown = sorted(
        (
            (sum(open_reasons(source.printer, fact).values()), fact)
            for fact in source.findings.facts
            if source.may_show(fact.question)
        ),
        key=lambda pair: (-pair[0], pair[1].id),
    )
    said = [unknown_said(source.printer, fact) for many, fact in unknown if many > 1]
    if not said:
        return Rich("")
    return say("{list}.", list=joined(said[:MOST_UNKNOWN], "; "))


def _confidence(source: Source, numbers: dict[str, int]) -> Rich:
    """Say how sure people are of the themes among the findings, and what stays unsettled."""
    levels: dict[str, list[str]] = {"high": [], "moderate": [], "low": [], "not stated": []}
    for theme in source.findings.themes:
        if theme.has_base and f"theme:{theme.id}" in numbers:
            level = theme.confidence.level if theme.confidence else "not stated"
            levels[level].append(f"theme:{theme.id}")
    unlinked = {
        pair.id.partition("@")[0]
        for pair in source.pairs()
        if is_printed(source.printer, pair) and not shows_link(pair)
    }
    levels["not settled"] = [one for one in numbers if one in unlinked]
    said = [
        say(
            "{level} for {noun} {which}",
            level=level,
            noun="finding" if len(which) == 1 else "findings",
            which=listed(finding_numbers(source, which, numbers)),
        )
        for level, which in levels.items()
        if which
    ]
    if not said:
        return Rich("")
    return say("{list}.", list=joined(said, "; "))
