"""What templates are given: everything that was found, by name, worded and tied to its answers."""

from __future__ import annotations

from typing import Any

from themer.report import about, agreement, annex, coded_words, framework, further, method, sections
from themer.report.checklist import checklist
from themer.report.dates import long_date
from themer.report.page_one import page_one
from themer.report.partner_sheet import partner_sheet
from themer.report.parts import parts
from themer.report.shares import shares
from themer.report.source import Source
from themer.report.theme_map import theme_maps
from themer.report.whose_words import TOO_FEW
from themer.report.wording import took_part
from themer.report.workforce import workforce

CONTEXT_NAMES = frozenset(
    (
        "study",
        "report",
        "who",
        "conversations",
        "page_one",
        "partner",
        "reading",
        "quantity_sentences",
        "quantity_words",
        "parts",
        "codes",
        "shares",
        "candidates",
        "components",
        "themes",
        "theme_maps",
        "theme_maps_left_out",
        "strengths",
        "challenges",
        "facts",
        "pairs",
        "not_yet_known",
        "indicators",
        "good_practice",
        "unknown",
        "settled",
        "workforce",
        "limits",
        "method",
        "agreement",
        "suggestions",
        "matrix",
        "framework",
        "question_sets",
        "codebooks",
        "evidence_note",
        "checklist",
        "figures",
        "quotes",
        "quotes_kept",
    )
)
"""What templates are given; `make_context` gives each of them."""


def make_context(source: Source, report_id: str, data_sha256: str) -> dict[str, Any]:
    """Give everything that templates may use, by name; ``docs/templates.md`` explains each."""
    study, printer = source.material.study, source.printer
    as_at = source.findings.as_at
    maps, maps_left_out = theme_maps(source)
    return {
        "study": {
            "id": study.id,
            "title": study.title,
            "purpose": study.purpose or "",
            "commissioned_by": study.commissioned_by or "",
            "fictional": study.fictional,
            "unit": study.unit,
            "percent_from": study.percent_from,
        },
        "report": {
            "id": report_id,
            "as_at": long_date(as_at) if as_at else "a date when there are data",
            "profile": source.profile,
            "data": data_sha256[:12],
        },
        "who": [took_part(printer, part) for part in source.findings.participation],
        "conversations": method.conversations(source),
        "page_one": page_one(source),
        "partner": partner_sheet(source),
        "reading": about.reading(source),
        "quantity_sentences": about.quantity_sentences(source),
        "quantity_words": about.quantity_words(source),
        "parts": parts(source),
        "codes": coded_words.codes(source),
        "shares": shares(source),
        "candidates": coded_words.candidates(source),
        "components": sections.components(source),
        "themes": sections.themes(source),
        "theme_maps": maps,
        "theme_maps_left_out": maps_left_out,
        "strengths": sections.sides(source, "strength"),
        "challenges": sections.sides(source, "challenge"),
        "facts": sections.facts(source),
        "pairs": sections.pairs(source),
        "not_yet_known": sections.not_yet_known(source),
        "indicators": further.indicators(source),
        "good_practice": further.good_practice(source),
        "unknown": further.unknown(source),
        "settled": further.settled(source),
        "workforce": workforce(source),
        "limits": about.limits(source),
        "method": method.method(source),
        "agreement": agreement.agreement(source),
        "suggestions": method.suggestions(source),
        "matrix": annex.matrix(source),
        "framework": framework.framework(source),
        "question_sets": annex.question_sets(source),
        "codebooks": annex.codebooks(source),
        "evidence_note": annex.evidence_note(source),
        "checklist": checklist(source),
        "figures": figures(source),
        **quotes(source),
    }


def quotes(source: Source) -> dict[str, Any]:
    """Give every quote that may be printed by its id, and of the others why they may not."""
    usable = source.usable_quotes()
    kept = {
        one.id.removeprefix("quote:"): " and ".join(one.reasons) or TOO_FEW
        for one in source.findings.quotes
        if one not in usable
    }
    ledger = source.printer.ledger
    return {
        "quotes": {
            one.id.removeprefix("quote:"): {"number": ledger.quote(one, verbatim=True)}
            for one in usable
        },
        "quotes_kept": kept,
    }


def figures(source: Source) -> dict[str, Any]:
    """Give every figure by its id, and without the audience where the first one is meant.

    The machine's are left out: nobody could see in a sentence that they are no findings.
    """
    printer = source.printer
    found: dict[str, Any] = {}
    for figure in source.findings.figures():
        if figure.machine_only or not source.may_show_figure(figure.id):
            continue
        found[figure.id] = {
            "label": figure.label,
            "k": printer.k(figure),
            "n": printer.n(figure),
            "k_of_n": printer.k_of_n(figure),
            "counted": printer.counted(figure),
            "share": printer.share(figure),
            "word": printer.word(figure),
        }
    for audience in reversed(list(printer.study.audiences)):
        for name in [name for name in found if name.endswith(f"@{audience}")]:
            found[name.removesuffix(f"@{audience}")] = found[name]
    return found
