"""Text as the content and the attributes of an XML part of an Office document."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from themer.report.writers.visible import visible


def attribute(text: str) -> str:
    """Give text as a quoted attribute value, on one line."""
    return quoteattr(" ".join(visible(text).split()))


def escaped(text: str) -> str:
    """Give text as the content of an element."""
    return visible(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
