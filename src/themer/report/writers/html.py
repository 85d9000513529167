"""A tree of blocks as one page of HTML, without script and without anything to fetch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from string import Template
from typing import Final
from urllib.parse import quote as percent_encoded

from themer.report.blocks import (
    AuthorSection,
    BarChart,
    Block,
    Callout,
    Column,
    ComputedFigure,
    ContentsList,
    Document,
    Emphasis,
    Form,
    Heading,
    Inline,
    Inlines,
    ItemList,
    LineBreak,
    Link,
    Notes,
    PageBreak,
    Paragraph,
    Quotation,
    Row,
    Series,
    Strong,
    Table,
    Text,
    used_anchor,
)
from themer.report.charts import bar_chart_svg, label_of
from themer.report.house import house_file
from themer.report.writers.dates import details_line
from themer.report.writers.outline import Entry, Outline, boxed_notes, outline, plain, safe_name
from themer.report.writers.visible import visible

_LOWEST_HEADING: Final = 6
_SHORT: Final = 8
"""The most rows of a table that is printed on one page."""


def write_html(document: Document) -> str:
    """Write a page.

    Args:
        document: The tree; every link in it must lead somewhere.

    Returns:
        The page, to be kept as UTF-8; the same tree gives the same text.

    Raises:
        RefusedError: A link leads nowhere, or two places have the same name.
    """
    page = _Page(outline(document))
    subtitle = f'<p class="subtitle">{words(document.subtitle)}</p>' if document.subtitle else ""
    return Template(house_file("page.html").decode()).substitute(
        language=escape(document.language),
        kind=escape(document.kind.lower()),
        report_id=escape(visible(document.report_id)),
        data=escape(document.data_sha256),
        title=words(document.title, breaks=False),
        style=house_file("themer.css").decode().strip(),
        subtitle=subtitle,
        details=words(details_line(document)),
        notices="\n".join(f'<p class="notice">{words(one)}</p>' for one in document.notices),
        body=page.whole(document.children),
    )


def words(text: str, *, breaks: bool = True) -> str:
    """Give text as words of a page: nothing in it is markup."""
    shown = escape(visible(text))
    return shown.replace("\n", "<br>" if breaks else " ")


def element_id(anchor: str) -> str:
    """Give the id of an anchor."""
    return safe_name(anchor, allowed="A-Za-z0-9_.:-", longest=120)


def _href(anchor: str, document: str = "") -> str:
    file = percent_encoded(f"{document}.html") if document else ""
    return f"{file}#" + percent_encoded(element_id(anchor), safe=":.-_")


def _id(anchor: str | None) -> str:
    return f' id="{element_id(anchor)}"' if anchor else ""


@dataclass(slots=True)
class _Page:
    """Writes blocks in order, and remembers what it has numbered and placed."""

    outline: Outline
    placed: set[str] = field(default_factory=set)
    captions: dict[str, int] = field(default_factory=lambda: {"Table": 0, "Figure": 0})
    headings: Iterator[Entry] = field(init=False)

    def __post_init__(self) -> None:
        self.headings = iter(self.outline.entries)

    def whole(self, blocks: tuple[Block, ...]) -> str:
        """Write a page's blocks; what lies on its side in print is held together."""
        parts: list[str] = []
        sideways = False
        for block in blocks:
            if isinstance(block, PageBreak):
                parts.append("</div>" if sideways else "")
                sideways = block.landscape
                kind = "sideways" if sideways else "new-page"
                parts.append(
                    '<div class="sideways">' if sideways else f'<div class="{kind}"></div>'
                )
            else:
                parts.append(self.block(block))
        parts.append("</div>" if sideways else "")
        return "\n".join(part for part in parts if part)

    def blocks(self, blocks: tuple[Block, ...]) -> str:
        """Write blocks that stand inside another."""
        return "\n".join(self.block(block) for block in blocks)

    def block(self, block: Block) -> str:
        """Write one block."""
        match block:
            case Heading():
                entry = next(self.headings)
                tag = f"h{min(block.level + 1, _LOWEST_HEADING)}"
                return f"<{tag}{_id(entry.anchor)}>{self.inlines(block.content)}</{tag}>"
            case Paragraph():
                classes: list[str] = [] if block.style == "body" else [block.style]
                classes += ["with-next"] if block.keeps_next else []
                style = f' class="{" ".join(classes)}"' if classes else ""
                return f"<p{_id(block.anchor)}{style}>{self.inlines(block.content)}</p>"
            case ItemList():
                tag = "ol" if block.ordered else "ul"
                items = "\n".join(f"<li>{self._item(item)}</li>" for item in block.items)
                return f"<{tag}>\n{items}\n</{tag}>"
            case Quotation():
                return self._quotation(block)
            case Callout():
                title = f'<p class="box-title">{self.inlines(block.title)}</p>'
                return f'<div class="box">\n{title}\n{self.blocks(block.children)}\n</div>'
            case Notes():
                return self.block(boxed_notes(block))
            case Table():
                return self._table(block)
            case BarChart():
                return self._chart(block)
            case AuthorSection():
                name = escape(visible(block.name))
                return f'<div data-author="{name}">\n{self.blocks(block.children)}\n</div>'
            case Form():
                return _form(block)
            case ContentsList():
                return self._contents(block)
            case PageBreak():
                return ""

    def inlines(self, inlines: Inlines, *, linked: bool = False) -> str:
        """Write inlines; inside a link no other link may begin."""
        return "".join(self._inline(inline, linked=linked) for inline in inlines)

    def _inline(self, inline: Inline, *, linked: bool) -> str:
        match inline:
            case Text():
                return words(inline.text)
            case LineBreak():
                return "<br>"
            case Strong():
                return f"<strong>{self.inlines(inline.children, linked=linked)}</strong>"
            case Emphasis():
                return f"<em>{self.inlines(inline.children, linked=linked)}</em>"
            case Link():
                content = self.inlines(inline.children, linked=True)
                if linked or not self.outline.holds(inline.anchor, inline.document):
                    return content
                away = ' class="figure"' if inline.document else ""
                return f'<a{away} href="{_href(inline.anchor, inline.document)}">{content}</a>'
            case ComputedFigure():
                return self._figure(inline, linked=linked)

    def _figure(self, figure: ComputedFigure, *, linked: bool) -> str:
        place = self.outline.evidence_of(figure.ledger_id)
        data = f'{self._used(figure.ledger_id)} data-figure="{escape(visible(figure.ledger_id))}"'
        if linked or place is None:
            return f"<span{data}>{words(figure.text)}</span>"
        document, anchor = place
        return f'<a class="figure" href="{_href(anchor, document)}"{data}>{words(figure.text)}</a>'

    def _used(self, ledger_id: str) -> str:
        anchor = used_anchor(ledger_id)
        if anchor in self.placed:
            return ""
        self.placed.add(anchor)
        return _id(anchor)

    def _item(self, item: tuple[Block, ...]) -> str:
        if item and isinstance(item[0], Paragraph) and item[0].anchor is None:
            first = self.inlines(item[0].content)
            return "\n".join([first, *(self.block(block) for block in item[1:])])
        return self.blocks(item)

    def _quotation(self, quote: Quotation) -> str:
        data = f' data-quote="{escape(visible(quote.ledger_id))}"'
        said = f"<span{self._used(quote.ledger_id)}{data}>{words(quote.text)}</span>"
        place = self.outline.evidence_of(quote.ledger_id)
        link = ""
        if place is not None:
            link = f' · <a href="{_href(place[1], place[0])}">evidence</a>'
        if quote.verbatim:
            body = f"<blockquote><p>“{said}”</p></blockquote>"
        else:
            body = f'<div class="noted"><p>As noted: {said}</p></div>'
        source = f'<p class="source">— <cite>{words(quote.attribution)}</cite>{link}</p>'
        return f'<div class="quotation"{_id(quote.anchor)}>\n{body}\n{source}\n</div>'

    def _caption(self, kind: str, caption: Inlines) -> str:
        self.captions[kind] += 1
        return f"{kind} {self.captions[kind]}. {self.inlines(caption)}"

    def _table(self, table: Table) -> str:
        number = self.captions["Table"] + 1
        caption = self._caption("Table", table.caption)
        name = f"table-{number}-caption"
        head = "".join(
            _cell(self.inlines(column.heading), column, "col") for column in table.columns
        )
        rows = "\n".join(self._row(row, table.columns) for row in table.rows)
        kinds = "scroll look-up" if table.small else "scroll"
        kinds += " short" if len(table.rows) <= _SHORT else ""
        return (
            f'<div class="{kinds}" role="region" tabindex="0" aria-labelledby="{name}"'
            f"{_id(table.anchor)}>\n<table>\n"
            f'<caption><span id="{name}">{caption}</span></caption>\n'
            f"<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n</div>"
        )

    def _row(self, row: Row, columns: tuple[Column, ...]) -> str:
        cells = []
        for position, column in enumerate(columns):
            content = row.cells[position] if position < len(row.cells) else ()
            scope = "row" if position == 0 else ""
            cells.append(_cell(self.inlines(content), column, scope))
        return f"<tr{_id(row.anchor)}>{''.join(cells)}</tr>"

    def _value(self, series: Series, at: int) -> str:
        label = label_of(series, at)
        if not series.figures:
            return words(label)
        return self._figure(ComputedFigure(series.figures[at], label), linked=False)

    def _chart(self, chart: BarChart) -> str:
        number = self.captions["Figure"] + 1
        caption = self._caption("Figure", chart.caption)
        head = "".join(
            f'<th scope="col" class="right">{words(one.name)}</th>' for one in chart.series
        )
        rows = "\n".join(
            f'<tr><th scope="row">{words(category)}</th>'
            + "".join(f'<td class="right">{self._value(one, at)}</td>' for one in chart.series)
            + "</tr>"
            for at, category in enumerate(chart.categories)
        )
        unit = words(chart.unit.capitalize() or "Group")
        return (
            f"<figure{_id(chart.anchor)}>\n<figcaption>{caption}</figcaption>\n"
            f"{bar_chart_svg(chart, f'figure-{number}')}\n"
            f"<details><summary>The values of figure {number} as a table</summary>\n"
            '<div class="scroll" role="region" tabindex="0" '
            f'aria-label="Values of figure {number}">'
            f'<table>\n<thead><tr><th scope="col">{unit}</th>{head}</tr></thead>\n'
            f"<tbody>\n{rows}\n</tbody>\n</table></div></details>\n</figure>"
        )

    def _contents(self, contents: ContentsList) -> str:
        lines = [
            f'<li class="level-{entry.level}"><a href="{_href(entry.anchor)}">'
            f"{words(plain(entry.content), breaks=False)}</a></li>"
            for entry in self.outline.entries
            if entry.level <= contents.depth
        ]
        title = f'<p class="contents-title" id="contents-title">{words(contents.title)}</p>'
        return (
            f'<nav class="contents" aria-labelledby="contents-title">\n{title}\n<ul>\n'
            + "\n".join(lines)
            + "\n</ul>\n</nav>"
        )


def _form(form: Form) -> str:
    rows = "\n".join(
        f'<tr><th scope="row">{words(one.label)}</th>'
        f'<td class="blank" id="{element_id(one.name)}" style="height: {one.lines * 1.7:.1f}em">'
        "</td></tr>"
        for one in form.blanks
    )
    title = words(form.title, breaks=False)
    return f'<table class="form" aria-label="{title}">\n<tbody>\n{rows}\n</tbody>\n</table>'


def _cell(content: str, column: Column, scope: str) -> str:
    """Write a cell; one that heads a column or row but says nothing is no heading."""
    aligned = _aligned(column)
    if scope and content:
        return f'<th scope="{scope}"{aligned}>{content}</th>'
    return f"<td{aligned}>{content}</td>"


def _aligned(column: Column) -> str:
    return "" if column.align == "left" else f' class="{column.align}"'
