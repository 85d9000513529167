"""The properties of an Office file: what it was made from, and nothing of who made it or when."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any, Final

from themer.report.blocks import Document
from themer.report.writers.docx_xml import attribute, escaped
from themer.report.writers.visible import visible

OWN_TYPE: Final = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
_NO_DATE: Final = date(1980, 1, 1)
_LONGEST: Final = 255
"""The letters that Office allows in a property."""


def set_core_properties(core: Any, document: Document) -> None:
    """Fill the properties that every Office file has; its dates are the date of the data.

    Args:
        core: As python-docx and python-pptx give them.
        document: What is written.
    """
    when = datetime.combine(document.as_at or _NO_DATE, time(), UTC)
    core.title = visible(document.title)[:_LONGEST]
    core.subject = visible(document.subtitle)[:_LONGEST]
    core.identifier = visible(document.report_id)[:_LONGEST]
    core.language = document.language
    core.author, core.last_modified_by, core.comments = "", "", ""
    core.revision = 1
    core.created, core.modified = when, when


def own_properties(document: Document) -> bytes:
    """Write the part with the report's id and the hash of its data, by which it is found again."""
    own = {"ThemerReport": document.report_id, "ThemerData": document.data_sha256}
    lines = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" '
        f"name={attribute(name)}><vt:lpwstr>{escaped(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(own.items(), 2)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Properties xmlns="{_OFFICE}/custom-properties" '
        f'xmlns:vt="{_OFFICE}/docPropsVTypes">{lines}</Properties>'
    ).encode()
