"""A tree of blocks as Markdown that reads well on its own; what people wrote is never markup.

A figure reads ``[17 of 31][e4]``; where that leads stands at the end of the file. Nothing marks the
place of a figure itself, so a way back from the evidence leads to the heading above it, and from
another document to the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from itertools import count

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
    evidence_anchor,
    used_anchor,
)
from themer.report.charts import label_of
from themer.report.writers.dates import details_line
from themer.report.writers.outline import (
    Entry,
    Outline,
    boxed_notes,
    inlines_of,
    outline,
    plain,
    safe_name,
    walk,
)
from themer.report.writers.visible import visible

_SPECIAL = re.compile(r"[\\`*_\[\]<>|~&$@]|(?<=www)\.|:(?=//)|(?<=mailto):")
"""What begins markup anywhere in a line, also in the dialects that make links of bare addresses."""
_LINE_START = re.compile(r"^([#+=-]|\d{1,9}(?=[.)]))", re.MULTILINE)
_EDGE_SPACE = re.compile(r"(?m)^[ \t]+")
_START = "document-start"
_ROOM = "\\_" * 40
_RULE = {"left": ":---", "right": "---:", "centre": ":---:"}


def escaped(text: str) -> str:
    """Give text so that Markdown shows exactly these words within a line."""
    return _SPECIAL.sub(r"\\\g<0>", visible(text))


def lines(written: str) -> str:
    """Keep the lines of a paragraph one paragraph, whatever they begin with."""
    shown = _LINE_START.sub(_escaped_start, written.rstrip("\n"))
    shown = _EDGE_SPACE.sub(lambda found: "&#32;" * len(found[0].expandtabs(4)), shown)
    return shown.replace("\n", "\\\n")


def _escaped_start(found: re.Match[str]) -> str:
    # The backslash goes before the stop of "1." and before every other mark.
    return found[1] + "\\" if found[1].isdigit() else "\\" + found[1]


def write_markdown(document: Document) -> str:
    """Write Markdown, ending with where its links lead and a comment with the report's id.

    Args:
        document: The tree; every link in it must lead somewhere.

    Raises:
        RefusedError: A link leads nowhere, or two places have the same name.
    """
    found = outline(document)
    page = _Page(found, _sections_led_to(document, found))
    title = escaped(" ".join(document.title.split()))
    parts = [f"# {page.start()}{title}"]
    if document.subtitle:
        parts.append(f"**{escaped(' '.join(document.subtitle.split()))}**")
    parts.append(escaped(details_line(document)))
    parts += [f"> **{escaped(' '.join(notice.split()))}**" for notice in document.notices]
    parts.append(page.blocks(document.children))
    parts.append("\n".join(f"[{label}]: {target}" for target, label in page.labels.items()))
    parts.append(f"<!-- themer {document.kind.lower()} {_comment(document)} -->")
    return "\n\n".join(part for part in parts if part) + "\n"


def _comment(document: Document) -> str:
    named = f"{document.report_id} data {document.data_sha256}"
    return re.sub(r"-{2,}|[<>\s]+", " ", visible(named)).strip()


@dataclass(slots=True)
class _Page:
    """Writes blocks in order, and remembers what it has numbered and placed."""

    outline: Outline
    sections: Mapping[str, str]
    """The place of a figure that is led back to → the place of the heading above it."""
    labels: dict[str, str] = field(default_factory=dict)
    """Where links lead → what it is called here."""
    taken: set[str] = field(default_factory=set)
    followed: frozenset[str] = field(init=False)
    captions: dict[str, int] = field(default_factory=lambda: {"Table": 0, "Figure": 0})
    headings: Iterator[Entry] = field(init=False)

    def __post_init__(self) -> None:
        self.headings = iter(self.outline.entries)
        self.followed = self.outline.linked | set(self.sections.values())

    def start(self) -> str:
        """Name the beginning of the document, where figures above all headings are led back to."""
        return f'<a id="{_START}"></a>' if _START in self.sections.values() else ""

    def blocks(self, blocks: tuple[Block, ...]) -> str:
        """Write blocks with an empty line between them."""
        parts: list[str] = []
        before: Block | None = None
        for block in blocks:
            text = self.block(block)
            if isinstance(before, ItemList) and isinstance(block, ItemList):
                parts.append("<!-- -->")  # else the two lists would run on as one
            if text:
                parts.append(text)
                before = block
        return "\n\n".join(parts)

    def block(self, block: Block) -> str:
        """Write one block."""
        match block:
            case Heading():
                entry = next(self.headings)
                marks = "#" * min(block.level + 1, 6)
                words = self.cell(block.content, breaks=" ").replace("#", "\\#")
                return f"{marks} {self._place(entry.anchor)}{words}"
            case Paragraph():
                words = self._place(block.anchor) + self.paragraph(block.content)
                return _quoted(words) if block.style == "noted" else words
            case ItemList():
                return self._items(block)
            case Quotation():
                return self._quotation(block)
            case Callout():
                title = f"**{self.cell(block.title, breaks=' ')}**"
                return _quoted(f"{title}\n\n{self.blocks(block.children)}")
            case Notes():
                return self.block(boxed_notes(block))
            case Table():
                caption = self._caption("Table", block.caption, block.anchor)
                return f"{caption}\n\n{self._grid(block.columns, block.rows)}"
            case BarChart():
                return self._chart(block)
            case AuthorSection():
                return self.blocks(block.children)
            case Form():
                return "\n\n".join(f"**{escaped(one.label)}** {_ROOM}" for one in block.blanks)
            case ContentsList():
                return self._contents(block)
            case PageBreak():
                return ""

    def paragraph(self, inlines: Inlines) -> str:
        """Write inlines over as many lines as they have."""
        return lines(self.inlines(inlines))

    def cell(self, inlines: Inlines, breaks: str = "<br>") -> str:
        """Write inlines on one line, as a cell of a table must be."""
        return self.inlines(inlines).replace("\n", breaks)

    def inlines(self, inlines: Inlines, *, linked: bool = False) -> str:
        """Write inlines; inside a link no other link may begin."""
        return "".join(self._inline(inline, linked=linked) for inline in inlines)

    def _inline(self, inline: Inline, *, linked: bool) -> str:
        match inline:
            case Text():
                return escaped(inline.text)
            case LineBreak():
                return "\n"
            case Strong():
                return _marked(self.inlines(inline.children, linked=linked), "**")
            case Emphasis():
                return _marked(self.inlines(inline.children, linked=linked), "*")
            case Link():
                content = self.inlines(inline.children, linked=True)
                if linked or not self.outline.holds(inline.anchor, inline.document):
                    return content
                if inline.document:
                    return f"[{content}][{self._label(inline.anchor, inline.document)}]"
                return f"[{content}](#{_name(self.sections.get(inline.anchor, inline.anchor))})"
            case ComputedFigure():
                return self._figure(inline, linked=linked)

    def _figure(self, figure: ComputedFigure, *, linked: bool) -> str:
        evidence = self.outline.evidence_of(figure.ledger_id)
        if linked or evidence is None:
            return escaped(figure.text)
        return f"[{escaped(figure.text)}][{self._label(evidence[1], evidence[0])}]"

    def _label(self, anchor: str, document: str) -> str:
        """Name where a link leads; evidence is called as in the ledger."""
        target = f"{document}.md" if document else ""
        if not anchor.startswith(used_anchor("")):
            target += f"#{_name(anchor)}"
        if target not in self.labels:
            name = anchor.removeprefix(evidence_anchor("")).removeprefix(used_anchor(""))
            stem = document if anchor.startswith(used_anchor("")) else _name(name)
            wanted = (stem if at == 1 else f"{stem}-{at}" for at in count(1))
            label = next(one for one in wanted if one.casefold() not in self.taken)
            self.taken.add(label.casefold())
            self.labels[target] = label
        return self.labels[target]

    def _place(self, anchor: str | None) -> str:
        """Name a place, where something leads to it: names nobody follows only disturb reading."""
        if anchor is None or anchor not in self.followed:
            return ""
        return f'<a id="{_name(anchor)}"></a>'

    def _items(self, items: ItemList) -> str:
        parts = []
        for number, item in enumerate(items.items, 1):
            mark = f"{number}. " if items.ordered else "- "
            body = self.blocks(item).replace("\n", "\n" + " " * len(mark))
            parts.append(mark + re.sub(r"(?m)^ +$", "", body))
        loose = any(len(item) > 1 for item in items.items)
        return ("\n\n" if loose else "\n").join(parts)

    def _quotation(self, quote: Quotation) -> str:
        said = escaped(quote.text)
        said = lines(f"“{said}”" if quote.verbatim else f"As noted: {said}")
        evidence = self.outline.evidence_of(quote.ledger_id)
        link = f" · [evidence][{self._label(evidence[1], evidence[0])}]" if evidence else ""
        source = escaped(" ".join(quote.attribution.split()))
        return _quoted(f"{self._place(quote.anchor)}{said}\n\n— {source}{link}")

    def _caption(self, kind: str, caption: Inlines, anchor: str | None) -> str:
        self.captions[kind] += 1
        words = self.cell(caption, breaks=" ")
        return f"{self._place(anchor)}**{kind} {self.captions[kind]}.** {words}"

    def _grid(self, columns: tuple[Column, ...], rows: tuple[Row, ...]) -> str:
        lines = [
            _line(self.cell(column.heading) for column in columns),
            _line(_RULE[column.align] for column in columns),
        ]
        for row in rows:
            cells = [self.cell(cell) for cell in row.cells[: len(columns)]]
            cells += [""] * (len(columns) - len(cells))
            cells[0] = self._place(row.anchor) + cells[0]
            lines.append(_line(cells))
        return "\n".join(lines)

    def _chart(self, chart: BarChart) -> str:
        caption = self._caption("Figure", chart.caption, chart.anchor)
        columns = (
            Column((Text(chart.unit.capitalize() or "Group"),)),
            *(Column((Text(series.name),), "right") for series in chart.series),
        )
        rows = tuple(
            Row((((Text(category),)), *(_value(series, at) for series in chart.series)))
            for at, category in enumerate(chart.categories)
        )
        return f"{caption}\n\n{escaped(chart.alt)}\n\n{self._grid(columns, rows)}"

    def _contents(self, contents: ContentsList) -> str:
        lines = [f"**{escaped(contents.title)}**", ""]
        for entry in self.outline.entries:
            if entry.level <= contents.depth:
                words = escaped(" ".join(plain(entry.content).split()))
                lines.append(f"{'  ' * (entry.level - 1)}- [{words}](#{_name(entry.anchor)})")
        return "\n".join(lines)


def _value(series: Series, position: int) -> Inlines:
    label = label_of(series, position)
    return (ComputedFigure(series.figures[position], label) if series.figures else Text(label),)


def _line(cells: Iterator[str] | list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def _marked(text: str, mark: str) -> str:
    """Put marks around words, not around the spaces at their ends, where they would not work."""
    core = text.strip()
    if not core:
        return text
    start = text.index(core)
    return f"{text[:start]}{mark}{core}{mark}{text[start + len(core) :]}"


def _name(anchor: str) -> str:
    return escape(safe_name(anchor, allowed="A-Za-z0-9_.:-", longest=120))


def _sections_led_to(document: Document, found: Outline) -> dict[str, str]:
    """Find, for each figure or quote that this document leads back to, the heading above it."""
    led_to: set[str] = set()
    above, sections = _START, dict[str, str]()
    headings = iter(found.entries)
    for block in walk(document.children):
        if isinstance(block, Heading):
            above = next(headings).anchor
        if isinstance(block, Quotation):
            sections.setdefault(used_anchor(block.ledger_id), above)
        for inline in inlines_of(block):
            if isinstance(inline, ComputedFigure):
                sections.setdefault(used_anchor(inline.ledger_id), above)
            elif isinstance(inline, Link) and not inline.document:
                led_to.add(inline.anchor)
    return {place: section for place, section in sections.items() if place in led_to}
