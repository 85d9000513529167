"""The roles that a document needs, and the style of the template that plays each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from themer.report.house.style_sheet import StyleSheet

PARAGRAPH_ROLES: Mapping[str, tuple[str, ...]] = {
    "body": ("Report Body", "Normal"),
    "title": ("Title",),
    "subtitle": ("Subtitle",),
    "details": ("Report Details",),
    "notice": ("Notice",),
    "heading 1": ("Heading 1",),
    "heading 2": ("Heading 2",),
    "heading 3": ("Heading 3",),
    "heading 4": ("Heading 4", "Heading 3"),
    "lead": ("Lead",),
    "small": ("Small",),
    "noted": ("Noted",),
    "bullet": ("List Bullet", "List Paragraph"),
    "number": ("List Number", "List Paragraph"),
    "continued": ("List Continue", "List Paragraph"),
    "quote": ("Quote", "Intense Quote"),
    "source": ("Quote Source", "Quote"),
    "caption": ("Caption",),
    "box title": ("Callout Title", "Heading 4"),
    "cell": ("Table Text",),
    "small cell": ("Table Text Small", "Table Text"),
    "cell heading": ("Table Heading",),
    "small cell heading": ("Table Heading Small", "Table Heading"),
    "spacer": ("Spacer",),
    "contents title": ("TOC Heading",),
    "contents 1": ("toc 1", "TOC 1"),
    "contents 2": ("toc 2", "TOC 2", "toc 1"),
    "contents 3": ("toc 3", "TOC 3", "toc 2"),
    "footer": ("Footer",),
    "comment": ("annotation text",),
}
"""For each role the styles that can play it, best first; else the template's default."""

CHARACTER_ROLES: Mapping[str, tuple[str, ...]] = {
    "link": ("Hyperlink",),
    "evidence": ("Evidence Link", "Hyperlink"),
    "strong": ("Strong",),
    "emphasis": ("Emphasis",),
    "comment mark": ("annotation reference",),
}

TABLE_ROLES: Mapping[str, tuple[str, ...]] = {
    "table": ("Report Table", "Table Grid"),
    "box": ("Report Box", "Table Grid"),
    "form": ("Report Form", "Table Grid"),
}


_COMMON = frozenset(
    (
        *("arial", "aptos", "calibri", "cambria", "carlito", "garamond", "helvetica"),
        *("liberation sans", "liberation serif", "times new roman"),
    )
)
"""Fonts whose words are known to be no wider than our estimate."""
_UNKNOWN = 1.15
"""How much wider the words of other fonts may be, such as Verdana or what stands in for one."""


@dataclass(frozen=True, slots=True)
class Styles:
    """The id of the style for each role; an empty id means the template's default."""

    ids: Mapping[str, str]
    points: Mapping[str, float]
    """The size of the words of each paragraph role, in points."""
    breadth: float = 1.0
    """How much wider the words may be drawn than in a common sans of the same size."""

    def drawn(self, role: str) -> float:
        """Give the size by which to measure a role's words: in points of a common sans."""
        return self.points[role] * self.breadth

    def paragraph(self, role: str) -> str:
        """Give the element that sets a paragraph's style."""
        return f'<w:pStyle w:val="{self.ids[role]}"/>' if self.ids[role] else ""

    def run(self, role: str) -> str:
        """Give the element that sets a run's style."""
        return f'<w:rStyle w:val="{self.ids[role]}"/>' if self.ids[role] else ""

    def table(self, role: str) -> str:
        """Give the element that sets a table's style."""
        return f'<w:tblStyle w:val="{self.ids[role]}"/>' if self.ids[role] else ""


def styles_of(template: Any) -> Styles:
    """Look up every role once; python-docx searches the whole style sheet at each look-up.

    Args:
        template: A python-docx document.
    """
    known: dict[tuple[Any, str], str] = {
        (style.type, style.name): style.style_id for style in template.styles
    }
    from docx.enum.style import WD_STYLE_TYPE

    families = (
        (WD_STYLE_TYPE.PARAGRAPH, PARAGRAPH_ROLES),
        (WD_STYLE_TYPE.CHARACTER, CHARACTER_ROLES),
        (WD_STYLE_TYPE.TABLE, TABLE_ROLES),
    )
    ids = {}
    for family, roles in families:
        for role, names in roles.items():
            found = (known[family, name] for name in names if (family, name) in known)
            ids[role] = next(found, "")
    sheet = StyleSheet(template.styles.element, {})
    body = sheet.default()
    points = {role: sheet.points(sheet.by_id.get(ids[role], body)) for role in PARAGRAPH_ROLES}
    return Styles(ids, points, 1.0 if sheet.font(body).casefold() in _COMMON else _UNKNOWN)
