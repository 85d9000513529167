"""The line under a title that says what a document was made from, alike in every format."""

from __future__ import annotations

from datetime import date

from themer.report.blocks import Document

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def written_date(day: date) -> str:
    """Write a date as in 30 June 2026, whatever the machine's language is."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def details_line(document: Document) -> str:
    """Say the date that the data reach to, and the report's id."""
    reached = f"As at {written_date(document.as_at)} · " if document.as_at else ""
    return f"{reached}Report {document.report_id}"
