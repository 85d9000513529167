"""A tree of blocks as typst code, in the look of ``house/themer.typ``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from themer.report.blocks import (
    AuthorSection,
    BarChart,
    Block,
    Callout,
    ContentsList,
    Document,
    Form,
    Heading,
    ItemList,
    Notes,
    PageBreak,
    Paragraph,
    Quotation,
    Row,
    Table,
    Text,
)
from themer.report.house import house_file
from themer.report.writers.dates import details_line
from themer.report.writers.docx_tables import column_widths
from themer.report.writers.outline import Entry, boxed_notes, outline, plain, walk
from themer.report.writers.typeface import lacks_signs
from themer.report.writers.typst_charts import chart_source
from themer.report.writers.typst_inline import InlineSource, literal, place_name, words

KEYWORD: Final = "themer-report:"
DATA_KEYWORD: Final = "themer-data:"
_LOWEST_HEADING: Final = 6
_WIDTHS: Final = {False: 9630, True: 14560}
"""The width of the text in twips: upright, and (True) on its side."""
_SIZES: Final = {False: (10.0, 9.0, 8.0), True: (8.5, 8.0)}
"""Sizes of a table's words in points: to read, and (True) to look things up in.

The first with which every word fits is taken.
"""
_LONG_WORD: Final = re.compile(r"\S{25,}")
_MODEL_WORD: Final = "n" * 24
"""What stands for a long word, which may be broken, where widths are worked out."""
_CELL_THAT_MAY_BREAK: Final = 1500
"""The letters from which a cell may go on over the page; else its row stays whole."""
_SHORT_TABLE: Final = 14
"""The rows up to which a table stays on one page, where its cells are short."""
_ALIGNED: Final = {"left": "left", "right": "right", "centre": "center"}
_LACKING: Final = (
    "This document's letters lack some signs; each stands as its number and name in square "
    "brackets. The versions for Word and for the browser hold the signs themselves."
)


@dataclass(frozen=True, slots=True)
class Source:
    """The code of a document, and what its links say to those who do not see them."""

    code: str
    led_to: dict[str, str]
    """The name of each link's target → words."""


def typst_source(document: Document) -> Source:
    """Write a document as code.

    Args:
        document: The tree; every link in it must lead somewhere.

    Raises:
        RefusedError: A link leads nowhere, or two places have the same name.
    """
    body = _Body(InlineSource(outline(document)))
    parts = [
        house_file("themer.typ").decode(),
        f"#show: dressed.with({_settings(document)})",
        f"#opening({_opening(document)})",
        "#{",
        *body.whole(document.children),
        "}",
    ]
    code = "\n".join(parts)
    if _lacks_some(document):
        code += f"\n#small({{ {words(_LACKING)} }})"
    return Source(code + "\n#places()\n", body.inlines.led_to)


def _settings(document: Document) -> str:
    language, _, rest = document.language.partition("-")
    tag = language.lower() if re.fullmatch("[A-Za-z]{2,3}", language) else "en"
    region = f'"{rest.upper()}"' if re.fullmatch("[A-Za-z]{2}", rest) else "none"
    keywords = (KEYWORD + document.report_id, DATA_KEYWORD + document.data_sha256)
    day = document.as_at
    date = f"datetime(year: {day.year}, month: {day.month}, day: {day.day})" if day else "none"
    title = document.title.strip() or document.kind.strip() or "Report"
    foot = f"{title}\n{document.kind} {document.report_id}"
    return (
        f"title: {literal(title)}, keywords: ({', '.join(map(literal, keywords))}), date: {date}, "
        f'lang: "{tag}", region: {region}, foot: {{ {words(foot)} }}'
    )


def _opening(document: Document) -> str:
    subtitle = f"{{ {words(document.subtitle)} }}" if document.subtitle else "none"
    notices = "".join(f"{{ {words(one)} }}, " for one in document.notices)
    return f"{subtitle}, {{ {words(details_line(document))} }}, ({notices})"


def _lacks_some(document: Document) -> bool:
    seen = [document.title, document.subtitle, *document.notices]
    for block in walk(document.children):
        match block:
            case Heading() | Paragraph():
                seen.append(plain(block.content))
            case Quotation():
                seen += [block.text, block.attribution]
            case Table():
                seen += [plain(cell) for row in block.rows for cell in row.cells]
                seen += [plain(block.caption), *(plain(one.heading) for one in block.columns)]
            case BarChart():
                seen += [plain(block.caption), *block.categories]
                seen += [one.name for one in block.series]
            case _:
                pass
    return any(lacks_signs(text) for text in seen)


@dataclass(slots=True)
class _Body:
    """Writes blocks in order, each as one statement of code."""

    inlines: InlineSource
    landscape: bool = False
    level: int = 0
    """The level of the heading before; none may be skipped in a PDF for all."""
    headings: Iterator[Entry] = field(init=False)

    def __post_init__(self) -> None:
        self.headings = iter(self.inlines.outline.entries)

    def whole(self, blocks: tuple[Block, ...]) -> Iterator[str]:
        """Write a document's blocks; what lies on its side is a page or more of its own."""
        turned = False
        for block in blocks:
            if not isinstance(block, PageBreak):
                yield self.block(block)
            elif block.landscape == self.landscape:
                yield "pagebreak(weak: true)"
            else:
                if turned:
                    yield "})"
                turned = self.landscape = block.landscape
                yield "page(flipped: true, {" if turned else "pagebreak(weak: true)"
        if turned:
            yield "})"

    def blocks(self, blocks: tuple[Block, ...]) -> str:
        """Write blocks that stand inside another, as one block of code."""
        return "{ []; " + "\n".join(self.block(one) for one in blocks) + "\n}"

    def block(self, block: Block) -> str:
        """Write one block."""
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph():
                return self._paragraph(block)
            case ItemList():
                kind = "enum" if block.ordered else "list"
                items = ", ".join(self.blocks(item) for item in block.items)
                return f"{kind}(tight: false, {items})" if items else ""
            case Quotation():
                return self._quotation(block)
            case Callout():
                title = self.inlines.content(block.title)
                return f"callout({title}, {self.blocks(block.children)})"
            case Notes():
                return self.block(boxed_notes(block))
            case Table():
                return self._table(block)
            case BarChart():
                return self._chart(block)
            case AuthorSection():
                return self._author(block)
            case Form():
                return _form(block)
            case ContentsList():
                return f"contents({literal(block.title)}, {max(block.depth, 1)})"
            case PageBreak():
                return ""

    def _author(self, section: AuthorSection) -> str:
        self.inlines.author = True
        written = "\n".join(self.block(one) for one in section.children)
        self.inlines.author = False
        return written

    def _heading(self, heading: Heading) -> str:
        entry = next(self.headings)
        self.level = min(max(heading.level, 1), self.level + 1, _LOWEST_HEADING)
        # A heading is a link already where it stands in the list of contents.
        content = self.inlines.content(heading.content, linked=True)
        if not plain(heading.content).strip():
            return ""
        label = literal(place_name(entry.anchor))
        return f"[#heading(level: {self.level}, {content})#label({label})]"

    def _paragraph(self, paragraph: Paragraph) -> str:
        place = self.inlines.place(paragraph.anchor)
        content = f"{{ []; {place}{self.inlines.parts(paragraph.content, linked=False)} }}"
        looks = {"body": "par", "lead": "lead", "small": "small", "noted": "noted"}
        written = f"{looks[paragraph.style]}({content})"
        return f"with-next({written})" if paragraph.keeps_next else written

    def _quotation(self, quote: Quotation) -> str:
        said = f"{{ []; {words(quote.text)} }}"
        said = self.inlines.evidence(quote.ledger_id, said, look="plainly")
        marks = ('"“"; ', '; "”"') if quote.verbatim else ('"As noted: "; ', "")
        place = self.inlines.place(quote.anchor) + self.inlines.used(quote.ledger_id)
        source = words(f"— {quote.attribution}")
        if self.inlines.outline.evidence_of(quote.ledger_id) is not None:
            evidence = self.inlines.evidence(quote.ledger_id, '"evidence"', look="shown")
            source += f'; " · "; {evidence}'
        return f"said({{ []; {place}{marks[0]}{said}{marks[1]} }}, {{ []; {source} }})"

    def _table(self, table: Table) -> str:
        if not table.columns:
            return ""
        points, widths = _layout(table, _WIDTHS[self.landscape])
        # A letter takes about half its size, and a cell has room at either side.
        fits = [max(2, int((width / 20 - 9) / (0.56 * points))) for width in widths]
        head = ", ".join(
            self.inlines.content(column.heading, linked=True, longest=fits[at])
            for at, column in enumerate(table.columns)
        )
        rows = "".join(self._row(row, fits) for row in table.rows)
        place = self.inlines.place(table.anchor)
        caption = f"{{ []; {place}{self.inlines.parts(table.caption, linked=False)} }}"
        aligned = ", ".join(_ALIGNED[column.align] for column in table.columns)
        shares = ", ".join(f"{width}fr" for width in widths)
        sheet = f"sheet({caption}, ({shares},), ({aligned},), {points}pt, ({head},),\n{rows})"
        return f"whole({sheet})" if _fits_a_page(table) else sheet

    def _row(self, row: Row, fits: list[int]) -> str:
        breaks = any(len(plain(cell)) > _CELL_THAT_MAY_BREAK for cell in row.cells)
        cells = []
        for at, longest in enumerate(fits):
            content = row.cells[at] if at < len(row.cells) else ()
            inside = self.inlines.parts(content, linked=False, longest=longest)
            place = self.inlines.place(row.anchor) if at == 0 else ""
            code = f"{{ []; {place}{inside} }}"
            cells.append(f"long({code})" if breaks else code)
        return "  " + ", ".join(cells) + ",\n"

    def _chart(self, chart: BarChart) -> str:
        place = self.inlines.place(chart.anchor)
        caption = f"{{ []; {place}{self.inlines.parts(chart.caption, linked=False)} }}"
        alt = literal(chart.alt.strip() or plain(chart.caption).strip() or "Chart")
        drawn = chart_source(chart) if chart.categories else f"par({{ {words(chart.alt)} }})"
        return f"chart({caption}, {alt}, {drawn})"


def _layout(table: Table, available: int) -> tuple[float, list[int]]:
    """Give the size of a table's words in points, and the widths of its columns in twips."""
    rows = tuple(
        Row(tuple((Text(_LONG_WORD.sub(_MODEL_WORD, plain(cell))),) for cell in row.cells))
        for row in table.rows
    )
    bare = replace(table, rows=rows)
    widths: list[int] = []
    for points in _SIZES[table.small]:
        widths, fits = column_widths(bare, available, points)
        if fits:
            return points, widths
    return points, widths


def _fits_a_page(table: Table) -> bool:
    """Say whether a table is so short that it need not go on over the page."""
    letters = sum(len(plain(cell)) for row in table.rows for cell in row.cells)
    return len(table.rows) <= _SHORT_TABLE and letters <= _SHORT_TABLE * 100


def _form(form: Form) -> str:
    rows = ", ".join(f"({{ {words(one.label)} }}, {one.lines})" for one in form.blanks)
    return f"form({rows})" if rows else ""
