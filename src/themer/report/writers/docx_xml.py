"""Text as the content and the attributes of an XML part of an Office document."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from themer.report.writers.visible import visible


def attribute(text: str) -> str:
    """Give text as a quoted attribute value, on one line."""
    return quoteattr(" ".join(visible(text).split()))


def escaped(text: str) -> str:
    """Give text as the content of an element."""
    # Nearly every run is plain letters, in which there is nothing to make visible.
    shown = text if text.isascii() and text.isprintable() else visible(text)
    return shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
