"""The line under a title that says what a document was made from, alike in every format."""

from __future__ import annotations

from themer.report.blocks import Document
from themer.report.dates import long_date


def details_line(document: Document) -> str:
    """Say the date that the data reach to, and the document's id."""
    reached = f"As at {long_date(document.as_at)} · " if document.as_at else ""
    return f"{reached}{document.kind} {document.report_id}"
