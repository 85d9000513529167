"""Blocks as the body of a Word document."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from themer.report.blocks import (
    AuthorSection,
    BarChart,
    Block,
    Callout,
    Column,
    ContentsList,
    Form,
    Heading,
    Inlines,
    ItemList,
    Notes,
    PageBreak,
    Paragraph,
    Quotation,
    Row,
    Table,
    Text,
)
from themer.report.charts import label_of
from themer.report.writers.docx_charts import drawing
from themer.report.writers.docx_inline import InlineWriter
from themer.report.writers.docx_tables import table_xml
from themer.report.writers.docx_xml import attribute
from themer.report.writers.outline import Entry, boxed_notes

_BOX_PADDING: Final = 420
"""The room left and right within a box, in twips."""
_BLANK_LINE: Final = 380
"""The height of a line to write on, in twips."""
_DEEPEST_LIST: Final = 8
_CONTENTS_LEVELS: Final = 3


@dataclass(slots=True)
class BodyWriter:
    """Writes blocks in order; every method gives the XML of what it was handed."""

    inlines: InlineWriter
    widths: dict[bool, int]
    """The width of the text in twips: upright, and (True) on its side."""
    add_chart: Callable[[BarChart], str]
    """Makes the parts of a chart and gives its relationship."""
    new_numbering: Callable[[int], str]
    """Makes a numbering that starts at 1 on a level, and gives its id."""
    section: Callable[[bool], str]
    """Gives the properties of a section: upright, or (True) on its side."""
    landscape: bool = False
    breaks: bool = False
    """Whether the next paragraph begins a page."""
    captions: dict[str, int] = field(default_factory=lambda: {"Table": 0, "Figure": 0})
    headings: Iterator[Entry] = field(init=False)

    def __post_init__(self) -> None:
        self.headings = iter(self.inlines.outline.entries)

    def blocks(self, blocks: tuple[Block, ...], width: int | None = None) -> str:
        """Write blocks.

        Args:
            blocks: What to write.
            width: In twips; the page's own unless told.
        """
        return "".join(self._block(block, width) for block in blocks)

    def _block(self, block: Block, width: int | None) -> str:
        room = self.widths[self.landscape] if width is None else width
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph():
                runs = self.inlines.bookmark(block.anchor, self.inlines.runs(block.content))
                return self.paragraph(block.style, runs, keeps_next=block.keeps_next)
            case ItemList():
                return self._items(block, 0, room)
            case Quotation():
                return self._quotation(block)
            case Callout():
                return self._box(block, room)
            case Notes():
                return self._box(boxed_notes(block), room)
            case Table():
                caption = self._caption("Table", block.caption, block.anchor)
                return caption + table_xml(block, self.inlines, room) + self.paragraph("spacer", "")
            case BarChart():
                return self._chart(block, room)
            case AuthorSection():
                content = self.blocks(block.children, width) or self.paragraph("body", "")
                control = self.inlines.control(content, "author", block.name)
                return self.inlines.occurrence(f"author-{block.name}", control)
            case Form():
                return self._form(block, room)
            case ContentsList():
                return self._contents(block)
            case PageBreak():
                return self._page_break(block) if width is None else ""

    def paragraph(
        self, role: str, runs: str, properties: str = "", *, keeps_next: bool = False
    ) -> str:
        """Write a paragraph in the style of a role.

        Args:
            role: See ``docx_styles``.
            runs: Its content.
            properties: Further properties, in the order of the standard.
            keeps_next: Whether it stands on the page of what follows.
        """
        style = self.inlines.styles.paragraph(role)
        before = "<w:keepNext/>" if keeps_next else ""
        before += "<w:pageBreakBefore/>" if self.breaks else ""
        self.breaks = False
        return f"<w:p><w:pPr>{style}{before}{properties}</w:pPr>{runs}</w:p>"

    def _heading(self, heading: Heading) -> str:
        entry = next(self.headings)
        runs = self.inlines.bookmark(entry.anchor, self.inlines.runs(heading.content))
        return self.paragraph(f"heading {min(max(heading.level, 1), 4)}", runs)

    def _items(self, items: ItemList, depth: int, room: int) -> str:
        level = min(depth, _DEEPEST_LIST)
        if items.ordered:
            number = f'<w:numId w:val="{self.new_numbering(level)}"/>'
        elif level:
            number = f'<w:numId w:val="{self.new_numbering(-1)}"/>'
        else:
            number = ""
        place = f'<w:numPr><w:ilvl w:val="{level}"/>{number}</w:numPr>' if number else ""
        role = "number" if items.ordered else "bullet"
        parts = []
        for item in items.items:
            for position, block in enumerate(item):
                if isinstance(block, ItemList):
                    parts.append(self._items(block, depth + 1, room))
                elif not isinstance(block, Paragraph):
                    parts.append(self._block(block, room))
                else:
                    runs = self.inlines.bookmark(block.anchor, self.inlines.runs(block.content))
                    indent = f'<w:ind w:left="{420 * (level + 1)}"/>' if position else place
                    parts.append(self.paragraph("continued" if position else role, runs, indent))
        return "".join(parts)

    def _quotation(self, quote: Quotation) -> str:
        words = self.inlines.used(quote.ledger_id, self.inlines.run(quote.text))
        words = self.inlines.control(words, "quote", quote.ledger_id)
        words = self.inlines.comments.around(quote.ledger_id, words)
        if quote.verbatim:
            words = self.inlines.run("“") + words + self.inlines.run("”")
        else:
            words = self.inlines.run("As noted: ") + words
        evidence = self.inlines.evidence_link(quote.ledger_id, "evidence")
        source = self.inlines.run(f"— {quote.attribution}")
        if evidence:
            source += self.inlines.run(" · ") + evidence
        return self.paragraph("quote", self.inlines.bookmark(quote.anchor, words)) + self.paragraph(
            "source", source
        )

    def _box(self, box: Callout, room: int) -> str:
        # A cell with a table last needs a paragraph after it; each table brings its own spacer.
        before = self.paragraph("spacer", "") if self.breaks else ""
        content = self.paragraph("box title", self.inlines.runs(box.title))
        content += self.blocks(box.children, room - _BOX_PADDING)
        if not content.endswith("</w:p>"):
            content += self.paragraph("spacer", "")
        return (
            f"{before}<w:tbl><w:tblPr>{self.inlines.styles.table('box')}"
            f'<w:tblW w:w="{room}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            '<w:tblLook w:val="0400" w:firstRow="0" w:lastRow="0" w:firstColumn="0" '
            'w:lastColumn="0" w:noHBand="0" w:noVBand="1"/></w:tblPr>'
            f'<w:tblGrid><w:gridCol w:w="{room}"/></w:tblGrid><w:tr><w:tc><w:tcPr>'
            f'<w:tcW w:w="{room}" w:type="dxa"/></w:tcPr>{content}</w:tc></w:tr></w:tbl>'
            + self.paragraph("spacer", "")
        )

    def _form(self, form: Form, room: int) -> str:
        sides = room * 32 // 100, room - room * 32 // 100
        rows = ""
        for place, blank in enumerate(form.blanks, 1):
            # Rows that keep their next one hold the form on one page.
            goes_on = place < len(form.blanks)
            words = self.inlines.run(blank.label)
            label = self.paragraph("cell heading", words, keeps_next=goes_on)
            # A bookmark and no content control: Word wants a paragraph last in a cell.
            empty = self.paragraph("cell", self.inlines.bookmark(blank.name, ""))
            cells = "".join(
                f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'
                for width, content in zip(sides, (label, empty), strict=True)
            )
            height = f'<w:trHeight w:val="{_BLANK_LINE * blank.lines}" w:hRule="atLeast"/>'
            rows += f"<w:tr><w:trPr><w:cantSplit/>{height}</w:trPr>{cells}</w:tr>"
        return (
            f"<w:tbl><w:tblPr>{self.inlines.styles.table('form')}"
            f'<w:tblW w:w="{room}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            '<w:tblLook w:val="0080" w:firstRow="0" w:lastRow="0" w:firstColumn="1" '
            'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
            f"<w:tblCaption w:val={attribute(form.title)}/></w:tblPr>"
            f'<w:tblGrid><w:gridCol w:w="{sides[0]}"/><w:gridCol w:w="{sides[1]}"/></w:tblGrid>'
            f"{rows}</w:tbl>" + self.paragraph("spacer", "")
        )

    def _caption(self, kind: str, caption: Inlines, anchor: str | None) -> str:
        self.captions[kind] += 1
        number = self.inlines.run(str(self.captions[kind]))
        label = (
            self.inlines.run(f"{kind} ")
            + f'<w:fldSimple w:instr=" SEQ {kind} \\* ARABIC ">{number}</w:fldSimple>'
        )
        words = self.inlines.run(". ") + self.inlines.runs(caption)
        runs = self.inlines.bookmark(anchor, label) + words
        return self.paragraph("caption", runs, keeps_next=True)

    def _chart(self, chart: BarChart, room: int) -> str:
        if chart.grid:
            return self._block(_grid_table(chart), room)
        caption = self._caption("Figure", chart.caption, chart.anchor)
        if not chart.categories:
            return caption + self.paragraph("body", self.inlines.run(chart.alt))
        number = next(self.inlines.numbers)
        return caption + self.paragraph("body", drawing(chart, self.add_chart(chart), number, room))

    def _contents(self, contents: ContentsList) -> str:
        depth = min(contents.depth, _CONTENTS_LEVELS)
        entries = [entry for entry in self.inlines.outline.entries if entry.level <= depth]
        if not entries:
            return ""
        title = self.paragraph("contents title", self.inlines.run(contents.title))
        # \n leaves page numbers out: they would be wrong until Word had laid the pages out.
        instruction = f' TOC \\o "1-{depth}" \\n \\h \\z '
        begin = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            f'<w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        )
        end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        lines = []
        for position, entry in enumerate(entries):
            runs = self.inlines.contents_line(entry.anchor, entry.content)
            runs = (begin if position == 0 else "") + runs
            runs += end if position == len(entries) - 1 else ""
            lines.append(self.paragraph(f"contents {max(entry.level, 1)}", runs))
        return (
            "<w:sdt><w:sdtPr>"
            f'<w:id w:val="{next(self.inlines.numbers)}"/><w:docPartObj>'
            '<w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj>'
            f"</w:sdtPr><w:sdtContent>{title}{''.join(lines)}</w:sdtContent></w:sdt>"
        )

    def _page_break(self, page: PageBreak) -> str:
        if page.landscape == self.landscape:
            self.breaks = True
            return ""
        ended = self.section(self.landscape)
        self.landscape = page.landscape
        self.breaks = False
        return self.paragraph("spacer", "", ended)


def _grid_table(chart: BarChart) -> Table:
    """Give a chart of circles as a table, which a page in portrait holds: a row a category."""
    rows = []
    for at, category in enumerate(chart.categories):
        found = sorted((-one.values[at], place) for place, one in enumerate(chart.series[1:], 1))
        parts = [
            f"{chart.series[place].name} {label_of(chart.series[place], at)}"
            for value, place in found
            if value
        ]
        first = label_of(chart.series[0], at) if chart.series else ""
        rows.append(Row(((Text(category),), (Text(first),), (Text("; ".join(parts) or "–"),))))
    columns = (
        Column((Text(chart.unit.capitalize() or "Group"),)),
        Column((Text(chart.series[0].name if chart.series else ""),), "right"),
        Column((Text("Of these, with passages on"),)),
    )
    return Table(chart.caption, columns, tuple(rows), chart.anchor)
