"""Puts a report together: findings to context, context through templates to trees of blocks."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from themer import __version__
from themer.coding.compared import Agreement
from themer.findings.everything import find
from themer.findings.material import Material
from themer.findings.redaction import ProposedName
from themer.findings.results import Findings
from themer.findings.sharing import without_sensitive
from themer.model.study import Profile
from themer.report.blocks import AuthorSection, ComputedFigure, Document, Heading
from themer.report.context import make_context
from themer.report.documents import Identity, document_names, make_documents, tied_together
from themer.report.ledger import Ledger
from themer.report.names import bars_printed, names_of, names_printed
from themer.report.notes import lopsided_quotes, not_computed, waiting_names
from themer.report.quoted import typed_quotations
from themer.report.references import check_quotes
from themer.report.review import review_words
from themer.report.source import make_source
from themer.report.whose_words import WhoseWords
from themer.report.writers.outline import inlines_of, walk

AUTHOR_FOLDER = "report_text/"


@dataclass(frozen=True, slots=True)
class Report:
    """A report before it is written: its documents by name, and the ledger behind them."""

    report_id: str
    documents: Mapping[str, Document]
    ledger: str
    """``report.evidence.json``, as text."""
    notes: tuple[str, ...] = ()
    """What its writer should look at again; nothing of it stops the report."""
    counts: Mapping[str, str] = field(default_factory=dict)
    """Figure → what is counted of it, of all that was computed."""
    names: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """What has a name, such as ``theme:ID`` → what it is called, in each audience."""
    review: Callable[[], Mapping[str, str]] = field(default=dict, compare=False)
    """Says what stands behind each figure and quote, for a review copy; see `review_words`."""


@dataclass(frozen=True, slots=True)
class Recount:
    """What a study gives now, without any document: enough to hold an earlier one against it."""

    report_id: str
    counts: Mapping[str, str]
    """As in `Report`."""
    names: Mapping[str, Sequence[str]]
    """As in `Report`."""
    whose: WhoseWords | None = field(default=None, compare=False)
    """Says of a quotation whose words it is, and whether it may stand."""


def recount(
    material: Material,
    findings: Findings,
    *,
    templates: Mapping[str, str],
    data_sha256: str,
    profile: Profile = "internal",
    agreement: Agreement | None = None,
    partner: str | None = None,
    waiting: tuple[ProposedName, ...] = (),
) -> Recount:
    """Count what a report would print, and render nothing: no template can stand in the way.

    Args:
        material: The study; this and the others as in `assemble`.
        findings: What was found in it; for what is shared it is counted again without what rests
            on sensitive questions.
        templates: Name → source, of templates and author text.
        data_sha256: The hash of what the findings were made from.
        profile: For those inside, or to be shared.
        agreement: How far coders agree.
        partner: The organisation whose own sheet it is.
        waiting: Words that may name somebody, on which nobody has decided.
    """
    whole = material, findings
    if profile == "shareable" and (shared := without_sensitive(material)) is not material:
        material, findings = shared, find(shared)
    report_id = name_report(material.study.id, data_sha256, templates, partner or profile)
    ledger = Ledger(names_sources=profile == "internal")
    written = author_sections(templates)
    source = make_source(material, findings, profile, ledger, written, agreement, partner, waiting)
    make_context(source, report_id, data_sha256)
    names = names_of(material, findings, source.printer.pseudonyms)
    whose = WhoseWords(whole[0], whole[1].quotes, source.usable_quotes())
    return Recount(report_id, ledger.counts(), names, whose)


def assemble(
    material: Material,
    findings: Findings,
    *,
    templates: Mapping[str, str],
    data_sha256: str,
    profile: Profile = "internal",
    agreement: Agreement | None = None,
    partner: str | None = None,
    waiting: tuple[ProposedName, ...] = (),
    chosen: Sequence[str] | None = None,
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
        partner: The organisation whose own sheet this is; None for the report of the study.
        waiting: Words that may name somebody, on which nobody has decided.
        chosen: The only documents to make, for a preview: the ledger is of them alone. None for
            a report, which is always whole.

    Raises:
        TemplateError: A template cannot be rendered.
        RefusedError: A link, or an action, leads to nothing.
    """
    report_id = name_report(material.study.id, data_sha256, templates, partner or profile)
    ledger = Ledger(names_sources=profile == "internal")
    written = author_sections(templates)
    source = make_source(material, findings, profile, ledger, written, agreement, partner, waiting)
    there = document_names(templates, partner=partner is not None)
    documents = make_documents(
        [name for name in there if chosen is None or name in chosen],
        source,
        templates,
        make_context(source, report_id, data_sha256),
        Identity(report_id, data_sha256),
    )
    documents = tied_together(documents)
    check_quotes(material, ledger)
    quoted = typed_quotations(source, documents, templates)
    names = names_of(material, findings, source.printer.pseudonyms)
    identity = {
        "report_id": report_id,
        "study": material.study.id,
        "profile": profile,
        **({"partner": partner} if partner else {}),
        "data_sha256": data_sha256,
        "as_at": findings.as_at.isoformat() if findings.as_at else None,
        "made_by": f"themer {__version__}",
        "names": names_printed(names, documents),
        "bars": bars_printed(documents),
        "author": _written_about(documents, templates),
    }
    notes = (
        *waiting_names(waiting, profile),
        *lopsided_quotes(ledger),
        *quoted,
        *not_computed(
            documents, material.study.not_figures, templates, material.study.counted_nouns
        ),
    )
    entries, review = ledger.as_json(identity), partial(review_words, source)
    return Report(report_id, documents, entries, notes, ledger.counts(), names, review)


def _written_about(
    documents: Mapping[str, Document], templates: Mapping[str, str]
) -> list[dict[str, Any]]:
    """List the sections that a person wrote, each with the figures of the part it stands in.

    A part goes from one heading of the first level to the next. The hash of the text tells later
    whether it is still the same while its figures are not.
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
    return [
        {
            "section": name,
            "sha256": hashlib.sha256(templates[f"{AUTHOR_FOLDER}{name}.md"].encode()).hexdigest(),
            "figures": list(ids),
        }
        for name, ids in found.items()
    ]


def name_report(study: str, data_sha256: str, templates: Mapping[str, str], whose: str) -> str:
    """Name a report after all that it is made from: the same inputs give the same name.

    Args:
        study: Its id.
        data_sha256: The hash of its data.
        templates: Name → source, of templates and author text.
        whose: The profile, or the partner whose sheet it is.
    """
    digest = hashlib.sha256()
    for part in (study, data_sha256, whose, __version__, *sorted(templates.items())):
        digest.update(repr(part).encode())
    return f"{study}-{whose}-{digest.hexdigest()[:10]}"


def author_sections(templates: Mapping[str, str]) -> frozenset[str]:
    """List the sections that a person wrote, among the templates."""
    return frozenset(
        name.removeprefix(AUTHOR_FOLDER).removesuffix(".md")
        for name in templates
        if name.startswith(AUTHOR_FOLDER)
    )
