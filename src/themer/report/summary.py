"""Puts a report together: findings to context, context through templates to trees of blocks."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from themer import __version__
from themer.coding.compared import Agreement
from themer.errors import TemplateError
from themer.findings.material import Material
from themer.findings.results import Findings
from themer.model.study import Profile
from themer.report import about, agreement, annex, coded_words, framework, further, method, sections
from themer.report.blocks import AuthorSection, ComputedFigure, Document, Heading, Link, Text
from themer.report.dates import long_date
from themer.report.ledger import Ledger
from themer.report.markdown_blocks import Reading, read_blocks
from themer.report.notes import lopsided_quotes, not_computed
from themer.report.page_one import page_one
from themer.report.references import check_quotes, check_references
from themer.report.rendering import render_template
from themer.report.shares import shares
from themer.report.source import Source, make_source
from themer.report.theme_map import theme_maps
from themer.report.wording import took_part
from themer.report.writers.outline import inlines_of, outline, walk

FICTIONAL = "A fictional study: everything in it is invented."
DRAFT = "Draft for those who took part to check."
DOCUMENTS = ("summary", "evidence")
AUTHOR_FOLDER = "report_text/"
CONTEXT_NAMES = frozenset(
    (
        "study",
        "report",
        "who",
        "conversations",
        "page_one",
        "reading",
        "quantity_sentences",
        "quantity_words",
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
        "figures",
    )
)
"""What templates are given; `make_context` gives each of them."""


@dataclass(frozen=True, slots=True)
class Report:
    """A report before it is written: its documents by name, and the ledger behind them."""

    report_id: str
    documents: Mapping[str, Document]
    ledger: str
    """``summary.evidence.json``, as text."""
    notes: tuple[str, ...] = ()
    """What its writer should look at again; nothing of it stops the report."""
    counts: Mapping[str, str] = field(default_factory=dict)
    """Figure → what is counted of it, of all that was computed."""


def assemble(
    material: Material,
    findings: Findings,
    *,
    templates: Mapping[str, str],
    data_sha256: str,
    profile: Profile = "internal",
    agreement: Agreement | None = None,
) -> Report:
    """Put a report together from a study's findings.

    Args:
        material: The study.
        findings: What was found in it.
        templates: Name → source, of templates (``summary.md.j2``) and author text
            (``report_text/background.md``).
        data_sha256: The hash of what the findings were made from.
        profile: For those inside, or to be shared.
        agreement: How far coders agree; None where nothing can be compared.

    Raises:
        TemplateError: A template cannot be rendered.
        RefusedError: A link, or an action, leads to nothing.
    """
    report_id = name_report(material.study.id, data_sha256, templates, profile)
    ledger = Ledger(names_sources=profile == "internal")
    written = author_sections(templates)
    source = make_source(material, findings, profile, ledger, written, agreement)
    context = make_context(source, report_id, data_sha256)
    documents = {
        name: _document(name, source, templates, context, report_id, data_sha256)
        for name in DOCUMENTS
        if f"{name}.md.j2" in templates
    }
    documents = tied_together(documents)
    check_quotes(material, ledger)
    identity = {
        "report_id": report_id,
        "study": material.study.id,
        "profile": profile,
        "data_sha256": data_sha256,
        "as_at": findings.as_at.isoformat() if findings.as_at else None,
        "made_by": f"themer {__version__}",
        "themes": _names_printed(findings, documents),
        "author": _written_about(documents),
    }
    notes = (*lopsided_quotes(ledger), *not_computed(documents, material.study.not_figures))
    return Report(report_id, documents, ledger.as_json(identity), notes, ledger.counts())


def _written_about(documents: Mapping[str, Document]) -> list[dict[str, Any]]:
    """List the sections that a person wrote, each with the figures of the part it stands in.

    A part goes from one heading of the first level to the next.
    """
    found: dict[str, dict[str, None]] = {}
    for document in documents.values():
        figures: dict[str, None] = {}
        for block in walk(document.children):
            if isinstance(block, Heading) and block.level == 1:
                figures = {}
            if isinstance(block, AuthorSection):
                figures = found.setdefault(block.name, figures)
            figures |= {
                inline.ledger_id: None
                for inline in inlines_of(block)
                if isinstance(inline, ComputedFigure)
            }
    return [{"section": name, "figures": list(ids)} for name, ids in found.items()]


def _names_printed(findings: Findings, documents: Mapping[str, Document]) -> list[dict[str, str]]:
    """List the themes whose names stand in a document, so that a change of one can be told."""
    words = "\n".join(
        inline.text
        for document in documents.values()
        for block in walk(document.children)
        for inline in inlines_of(block)
        if isinstance(inline, Text)
    )
    return [{"id": one.id, "name": one.name} for one in findings.themes if one.name in words]


def tied_together(documents: Mapping[str, Document]) -> dict[str, Document]:
    """Tell each document which places those beside it have, and which of its own they lead to."""
    places = {name: outline(document).anchors for name, document in documents.items()}
    tied = {}
    for name, document in documents.items():
        others = {other: found for other, found in places.items() if other != name}
        led_to = {
            inline.anchor
            for other in others
            for block in walk(documents[other].children)
            for inline in inlines_of(block)
            if isinstance(inline, Link) and inline.document == name
        }
        tied[name] = replace(document, beside=others, followed=frozenset(led_to & places[name]))
    return tied


def name_report(
    study: str, data_sha256: str, templates: Mapping[str, str], profile: Profile
) -> str:
    """Name a report after all that it is made from: the same inputs give the same name."""
    digest = hashlib.sha256()
    for part in (study, data_sha256, profile, __version__, *sorted(templates.items())):
        digest.update(repr(part).encode())
    return f"{study}-{profile}-{digest.hexdigest()[:10]}"


def author_sections(templates: Mapping[str, str]) -> frozenset[str]:
    """List the sections that a person wrote, among the templates."""
    return frozenset(
        name.removeprefix(AUTHOR_FOLDER).removesuffix(".md")
        for name in templates
        if name.startswith(AUTHOR_FOLDER)
    )


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
        "reading": about.reading(source),
        "quantity_sentences": about.quantity_sentences(source),
        "quantity_words": about.quantity_words(source),
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
        "workforce": sections.workforce(source),
        "limits": about.limits(source),
        "method": method.method(source),
        "agreement": agreement.agreement(source),
        "suggestions": method.suggestions(source),
        "matrix": annex.matrix(source),
        "framework": framework.framework(source),
        "question_sets": annex.question_sets(source),
        "codebooks": annex.codebooks(source),
        "evidence_note": annex.evidence_note(source),
        "figures": figures(source),
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


def _has_quotes(name: str, context: Mapping[str, Any]) -> bool:
    """Say whether a document quotes somebody word for word."""
    if name == "summary":
        return context["page_one"]["quote"] is not None
    return any(theme["quotes"] for theme in context["themes"])


def _document(
    name: str,
    source: Source,
    templates: Mapping[str, str],
    context: Mapping[str, Any],
    report_id: str,
    data_sha256: str,
) -> Document:
    template = f"{name}.md.j2"
    quoting = about.quoting(has_quotes=_has_quotes(name, context))
    context = {**context, "reading": [*context["reading"], quoting]}
    rendered = render_template(template, templates, context)
    ledger = source.printer.ledger
    ledger.document = name
    reading = Reading(
        rendered.blocks,
        ledger.printed_figure,
        ledger.printed_quote,
        lambda: annex.evidence(source, ledger),
    )
    try:
        children = read_blocks(rendered.markdown, reading)
    except TemplateError as error:
        raise TemplateError(error.message, path=Path(template)) from error
    if not children:
        raise TemplateError(
            "this template prints nothing, so the document would be empty.",
            hint="Delete it to have the shipped one, or write into it what is to be printed.",
            path=Path(template),
        )
    study = source.material.study
    document = Document(
        title=reading.frame.title or study.title,
        subtitle=reading.frame.subtitle,
        report_id=report_id,
        language=study.language,
        as_at=source.findings.as_at,
        data_sha256=data_sha256,
        children=children,
        notices=(f"{FICTIONAL} {DRAFT}" if study.fictional else DRAFT,),
    )
    check_references(document, Path(template))
    return document
