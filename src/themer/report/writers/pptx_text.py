"""Words on a slide: paragraphs, runs, and figures that can be found again.

A figure or quote carries its id in an extension of its run, which programs that do not know it
pass over. Where the evidence is written beside the slides, the figure leads there too: such links
stay where another program has saved the file and dropped the extension.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from themer.report.blocks import ComputedFigure, Emphasis, Inlines, LineBreak, Link, Strong, Text
from themer.report.writers.docx_inline import bookmark_name
from themer.report.writers.docx_xml import attribute, escaped
from themer.report.writers.outline import Outline
from themer.report.writers.pptx_pieces import INDENT, Words

FIGURE_MARK: Final = "{6A1F0C52-8E0B-4C58-9C5D-3B7E2D4A9F10}"
FIGURE_SPACE: Final = "urn:themer:figure"
_BULLETS: Final = "•–"
_MUTED: Final = "accent5"
_ACCENT: Final = "tx2"


@dataclass(frozen=True, slots=True)
class Look:
    """How a run looks; a size of None is that of its place."""

    points: float | None = None
    bold: bool = False
    italic: bool = False
    colour: str = ""
    font: str = ""
    link: str = ""
    """The relationship that it leads by; empty where nowhere."""
    jumps: bool = False
    """Whether it leads to another slide."""
    mark: str = ""
    """The ledger id of the figure or quote that it is."""


@dataclass(frozen=True, slots=True)
class TextWriter:
    """Writes the words of one slide or notes page."""

    language: str
    outline: Outline
    relate: Callable[[str], str] | None = None
    """Gives the relationship to a file beside this one; None where links are left out."""
    relate_slide: Callable[[str], str | None] | None = None
    """Gives the relationship to the slide with a place of this document."""

    def runs(self, inlines: Inlines, look: Look) -> str:
        """Write inlines."""
        return "".join(self._inline(one, look) for one in inlines)

    def _inline(self, inline: object, look: Look) -> str:
        match inline:
            case Text():
                return self.run(inline.text, look)
            case LineBreak():
                return self._break(look)
            case Strong():
                return self.runs(inline.children, replace(look, bold=True))
            case Emphasis():
                return self.runs(inline.children, replace(look, italic=True))
            case ComputedFigure():
                link = look.link or self._evidence(inline.ledger_id)
                return self.run(inline.text, replace(look, link=link, mark=inline.ledger_id))
            case Link():
                link, jumps = self._way(inline)
                return self.runs(inline.children, replace(look, link=link, jumps=jumps))
        return ""

    def run(self, text: str, look: Look) -> str:
        """Write words in one form; a newline is a line break."""
        parts = [
            f"<a:r>{self._properties(look)}<a:t>{escaped(line)}</a:t></a:r>" if line else ""
            for line in text.split("\n")
        ]
        return self._break(look).join(parts)

    def _break(self, look: Look) -> str:
        return f"<a:br>{self._properties(Look(look.points, look.bold, look.italic))}</a:br>"

    def _properties(self, look: Look) -> str:
        size = "" if look.points is None else f' sz="{look.points * 100:.0f}"'
        bold = ' b="1"' if look.bold else ""
        italic = ' i="1"' if look.italic else ""
        inside = ""
        if look.colour:
            inside += f'<a:solidFill><a:schemeClr val="{look.colour}"/></a:solidFill>'
        if look.font:
            inside += f'<a:latin typeface="{look.font}"/>'
        if look.link:
            action = ' action="ppaction://hlinksldjump"' if look.jumps else ""
            inside += f'<a:hlinkClick r:id="{look.link}"{action}/>'
        if look.mark:
            inside += (
                f'<a:extLst><a:ext uri="{FIGURE_MARK}"><t:figure xmlns:t="{FIGURE_SPACE}" '
                f"id={attribute(look.mark)}/></a:ext></a:extLst>"
            )
        return f"<a:rPr lang={attribute(self.language)}{size}{bold}{italic}>{inside}</a:rPr>"

    def _evidence(self, ledger_id: str) -> str:
        found = self.outline.evidence_of(ledger_id)
        if self.relate is None or found is None or not found[0] or ledger_id.startswith("q"):
            return ""
        return self.relate(f"{found[0]}.docx#{bookmark_name(found[1])}")

    def _way(self, link: Link) -> tuple[str, bool]:
        if not self.outline.holds(link.anchor, link.document):
            return "", False
        if link.document:
            if self.relate is None:
                return "", False
            return self.relate(f"{link.document}.docx#{bookmark_name(link.anchor)}"), False
        slide = self.relate_slide(link.anchor) if self.relate_slide else None
        return slide or "", bool(slide)

    def paragraph(self, words: Words, size: float) -> str:
        """Write a paragraph of a slide's content.

        Args:
            words: The paragraph.
            size: The size of body text on its slide.
        """
        points = words.points(size)
        colour = {
            "heading": _ACCENT,
            "box title": _ACCENT,
            "lead": _ACCENT,
            "small": _MUTED,
            "source": _MUTED,
        }.get(words.kind, "")
        look = Look(points, words.bold, words.kind == "quote", colour)
        left = round(words.level * INDENT * size / 20 * 12700)
        step = round(INDENT * size / 20 * 12700)
        bullet = {
            "bullet": f'<a:buFont typeface="Arial"/><a:buChar char="{_BULLETS[words.level % 2]}"/>',
            "number": f'<a:buFont typeface="+mj-lt"/><a:buAutoNum type="arabicPeriod" '
            f'startAt="{words.number}"/>',
        }.get(words.kind, "<a:buNone/>")
        hangs = words.kind in ("bullet", "number")
        moved = hangs or words.kind == "continued"
        properties = (
            f'<a:pPr marL="{left + step * moved}" indent="{-step if hangs else 0}" '
            f'lvl="{words.level}"><a:spcBef><a:spcPts val="0"/></a:spcBef>'
            f'<a:spcAft><a:spcPts val="{words.after(size) * 100:.0f}"/></a:spcAft>{bullet}</a:pPr>'
        )
        return f"<a:p>{properties}{self.runs(words.content, look)}{self.end(points)}</a:p>"

    def end(self, points: float | None = None) -> str:
        """Write what closes a paragraph, so that an empty one has a language and a size too."""
        size = "" if points is None else f' sz="{points * 100:.0f}"'
        return f"<a:endParaRPr lang={attribute(self.language)}{size}/>"
