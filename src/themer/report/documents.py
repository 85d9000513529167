"""Which documents a report has, and how each comes from its template to a tree of blocks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from themer.errors import TemplateError
from themer.report import annex
from themer.report.blocks import Document, Link
from themer.report.ledger import Ledger
from themer.report.markdown_blocks import Reading, read_blocks
from themer.report.references import check_references
from themer.report.rendering import Rendered, render_templates
from themer.report.source import Source
from themer.report.writers.outline import inlines_of, outline, walk

FICTIONAL = "A fictional study: everything in it is invented."
DRAFT = "Draft for those who took part to check."
PARTNER = "partner"
FIRST = ("summary", "briefing", "slides")
LAST = ("evidence",)
"""The evidence is read last: its annex lists what all the others print."""
SHIPPED = (*FIRST, *LAST, PARTNER)
TEMPLATE_ENDING = ".md.j2"
_OPENS = re.compile(r"\{\{-?\s*document\(")


@dataclass(frozen=True, slots=True)
class Identity:
    """What each document says of where it came from."""

    report_id: str
    data_sha256: str


def document_names(templates: Mapping[str, str], *, partner: bool = False) -> tuple[str, ...]:
    """List the documents of a report in the order in which they are read.

    A template of the study's own is a document where it opens one with ``document(...)``.

    Args:
        templates: Name → source of all of them.
        partner: Whether the report is one partner's sheet, which stands alone.
    """
    if partner:
        return (PARTNER,)
    own = sorted(
        name.removesuffix(TEMPLATE_ENDING)
        for name, source in templates.items()
        if name.endswith(TEMPLATE_ENDING) and _OPENS.search(source)
    )
    others = tuple(name for name in own if name not in SHIPPED)
    there = (*FIRST, *others, *LAST)
    return tuple(name for name in there if f"{name}{TEMPLATE_ENDING}" in templates)


def make_documents(
    names: Sequence[str],
    source: Source,
    templates: Mapping[str, str],
    context: Mapping[str, Any],
    identity: Identity,
) -> dict[str, Document]:
    """Render documents and read them into trees; what they print is entered in the ledger.

    Args:
        names: The documents, in order.
        source: What they are made from.
        templates: Name → source, of templates and author text.
        context: What templates are given.
        identity: What each document says of where it came from.

    Raises:
        TemplateError: A template cannot be rendered.
        RefusedError: A link leads to nothing.
    """
    files = tuple(f"{name}{TEMPLATE_ENDING}" for name in names)
    rendered = render_templates(files, templates, context)
    return {
        name: _read(name, one, source, identity) for name, one in zip(names, rendered, strict=True)
    }


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


def _read(name: str, rendered: Rendered, source: Source, identity: Identity) -> Document:
    template = Path(f"{name}{TEMPLATE_ENDING}")
    ledger = source.printer.ledger
    ledger.document = name
    reading = _reading(rendered, source, ledger)
    try:
        children = read_blocks(rendered.markdown, reading)
    except TemplateError as error:
        raise TemplateError(error.message, path=template) from error
    if not children:
        raise TemplateError(
            "this template prints nothing, so the document would be empty.",
            hint="Delete it to have the shipped one, or write into it what is to be printed.",
            path=template,
        )
    study = source.material.study
    document = Document(
        title=reading.frame.title or study.title,
        subtitle=reading.frame.subtitle,
        report_id=identity.report_id,
        language=study.language,
        as_at=source.findings.as_at,
        data_sha256=identity.data_sha256,
        children=children,
        notices=(f"{FICTIONAL} {DRAFT}" if study.fictional else DRAFT,),
    )
    check_references(document, template)
    return document


def _reading(rendered: Rendered, source: Source, ledger: Ledger) -> Reading:
    return Reading(
        rendered.blocks,
        ledger.printed_figure,
        ledger.printed_quote,
        lambda: annex.evidence(source, ledger),
        ledger.charted_figure,
    )
