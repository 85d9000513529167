"""Puts a report together: findings to context, context through templates to trees of blocks."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from themer import __version__
from themer.report.basis import AUTHOR_FOLDER, Basis
from themer.report.blocks import AuthorSection, ComputedFigure, Document, Heading
from themer.report.context import make_context
from themer.report.documents import Identity, document_names, make_documents, tied_together
from themer.report.names import bars_printed, names_of, names_printed
from themer.report.notes import lopsided_quotes, not_computed, waiting_names
from themer.report.quoted import typed_quotations
from themer.report.references import check_quotes
from themer.report.review import review_words
from themer.report.whose_words import WhoseWords
from themer.report.writers.outline import inlines_of, walk


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


def recount(basis: Basis) -> Recount:
    """Count what a report would print, and render nothing: no template can stand in the way."""
    source = basis.source()
    make_context(source, basis.report_id, basis.data_sha256)
    names = names_of(source.material, source.findings, source.printer.pseudonyms)
    counts = source.printer.ledger.counts()
    return Recount(basis.report_id, counts, names, basis.whose_words(source))


def assemble(basis: Basis, *, chosen: Sequence[str] | None = None) -> Report:
    """Put a report together from a study's findings.

    Args:
        basis: What it is made from.
        chosen: The only documents to make, for a preview: the ledger is of them alone. None for
            a report, which is always whole.

    Raises:
        TemplateError: A template cannot be rendered.
        RefusedError: A link, or an action, leads to nothing; or the report would print words that
            may not be.
    """
    source = basis.source()
    ledger, study, templates = source.printer.ledger, basis.material.study, basis.templates
    there = document_names(templates, partner=basis.partner is not None)
    documents = make_documents(
        [name for name in there if chosen is None or name in chosen],
        source,
        templates,
        make_context(source, basis.report_id, basis.data_sha256),
        Identity(basis.report_id, basis.data_sha256),
    )
    documents = tied_together(documents)
    check_quotes(source.material, ledger)
    quoted = typed_quotations(basis.whose_words(source), documents, templates)
    names = names_of(source.material, source.findings, source.printer.pseudonyms)
    notes = (
        *waiting_names(basis.waiting, basis.profile),
        *lopsided_quotes(ledger),
        *quoted,
        *not_computed(documents, study.not_figures, templates, study.counted_nouns),
    )
    as_at = source.findings.as_at
    identity = {
        "report_id": basis.report_id,
        "study": study.id,
        "profile": basis.profile,
        **({"partner": basis.partner} if basis.partner else {}),
        "data_sha256": basis.data_sha256,
        "as_at": as_at.isoformat() if as_at else None,
        "made_by": f"themer {__version__}",
        "names": names_printed(names, documents),
        "bars": bars_printed(documents),
        "author": _written_about(documents, templates),
    }
    review = partial(review_words, source)
    counts = ledger.counts()
    return Report(
        basis.report_id, documents, ledger.as_json(identity), notes, counts, names, review
    )


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
