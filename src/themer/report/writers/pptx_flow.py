"""Blocks as the pieces that slides are put together from, and as words for the speaker."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Final

from themer.report.blocks import (
    AuthorSection,
    BarChart,
    Block,
    Callout,
    Column,
    ComputedFigure,
    ContentsList,
    Form,
    Heading,
    Inlines,
    ItemList,
    LineBreak,
    Notes,
    PageBreak,
    Paragraph,
    Quotation,
    Row,
    Table,
    Text,
)
from themer.report.charts import label_of
from themer.report.writers.pptx_pieces import (
    ChartPart,
    Frame,
    Kind,
    Piece,
    TablePart,
    Words,
    table_parts,
)

_BESIDE_BARS: Final = 1.12
"""Bars that stand beside each other have their values after them, which takes room."""
_RULED: Final = "\u2026" * 8


@dataclass(slots=True)
class Flow:
    """Turns blocks into pieces, in the order of reading."""

    width: float
    """The room for a table, in points."""
    titles: tuple[Inlines, ...] = ()
    """The titles of the slides, for a list of contents."""
    _frames: Iterator[int] = field(default_factory=lambda: count(1))

    def pieces(self, blocks: tuple[Block, ...], frame: Frame | None = None) -> Iterator[Piece]:
        """Give the pieces of blocks.

        Args:
            blocks: No heading of the first level, no notes and no page break is among them.
            frame: What they stand in.
        """
        held = frame or Frame()
        for block in blocks:
            yield from self._piece(block, held)

    def _piece(self, block: Block, frame: Frame) -> Iterator[Piece]:
        match block:
            case Heading():
                yield Words(block.content, "heading", frame, anchors=_named(block.anchor))
            case Paragraph():
                yield Words(block.content, block.style, frame, anchors=_named(block.anchor))
            case ItemList():
                yield from self._items(block, 0, frame)
            case Quotation():
                yield from self._quotation(block, frame)
            case Callout():
                box = replace(frame, kind="box", number=next(self._frames))
                if block.title:
                    yield Words(block.title, "box title", box)
                yield from self.pieces(block.children, box)
            case AuthorSection():
                yield from self.pieces(block.children, replace(frame, author=block.name))
            case Table():
                yield from self._table(block, frame)
            case BarChart():
                yield from self._chart(block, frame)
            case Form():
                for blank in block.blanks:
                    yield Words((Text(f"{blank.label}: {_RULED}"),), "body", frame)
            case ContentsList():
                for title in self.titles:
                    yield Words(title, "bullet", frame)
            case Notes() | PageBreak():
                return

    def _items(self, items: ItemList, depth: int, frame: Frame) -> Iterator[Piece]:
        for number, item in enumerate(items.items, 1):
            kind: Kind = "number" if items.ordered else "bullet"
            for block in item:
                if isinstance(block, ItemList):
                    yield from self._items(block, depth + 1, frame)
                elif isinstance(block, Paragraph):
                    anchors = _named(block.anchor)
                    yield Words(block.content, kind, frame, min(depth, 4), number, anchors)
                    kind = "continued"
                else:
                    yield from self._piece(block, frame)

    def _quotation(self, quote: Quotation, frame: Frame) -> Iterator[Piece]:
        held = replace(frame, kind="quote", number=next(self._frames))
        before, after = ("“", "”") if quote.verbatim else ("As noted: ", "")
        words = (Text(before), ComputedFigure(quote.ledger_id, quote.text), Text(after))
        yield Words(words, "quote", held, anchors=_named(quote.anchor))
        yield Words((Text(f"— {quote.attribution}"),), "source", held)

    def _table(self, table: Table, frame: Frame) -> Iterator[Piece]:
        if table.caption:
            caption = Words(table.caption, "caption", Frame(author=frame.author))
            yield replace(caption, anchors=_named(table.anchor))
        if table.columns:
            parts = list(table_parts(table, self.width))
            if not table.caption:
                parts[0] = replace(parts[0], anchors=(*_named(table.anchor), *parts[0].anchors))
            yield from parts

    def _chart(self, chart: BarChart, frame: Frame) -> Iterator[Piece]:
        if chart.grid:
            yield from self._table(_grid_table(chart), frame)
            return
        yield Words(
            chart.caption,
            "caption",
            Frame(author=frame.author),
            anchors=_named(chart.anchor),
        )
        if chart.categories and chart.series:
            yield ChartPart(chart, _longest(chart))
        else:
            yield Words((Text(chart.alt),), "body", frame)


def _named(anchor: str | None) -> tuple[str, ...]:
    return (anchor,) if anchor else ()


def _longest(chart: BarChart) -> float:
    if chart.stacked:
        totals = (
            sum(one.values[at] for one in chart.series) for at in range(len(chart.categories))
        )
        return max(totals) or 1.0
    return (max(max(one.values) for one in chart.series) or 1.0) * _BESIDE_BARS


def _grid_table(chart: BarChart) -> Table:
    """Give a chart of circles as a table: a row a category."""
    rows = tuple(
        Row(((Text(name),), *((Text(label_of(one, at)),) for one in chart.series)))
        for at, name in enumerate(chart.categories)
    )
    heads = (chart.unit.capitalize(), *(one.name for one in chart.series))
    columns = tuple(
        Column((Text(head),), "right" if at else "left") for at, head in enumerate(heads)
    )
    return Table(chart.caption, columns, rows, chart.anchor)


def spoken(blocks: tuple[Block, ...]) -> tuple[Words, ...]:
    """Give blocks as paragraphs that can be read out: rows of a table and charts in words."""
    flow = Flow(width=0)
    found: list[Words] = []
    for block in blocks:
        if isinstance(block, Table):
            cells = (row.cells for row in block.rows)
            found += [Words(block.caption, "body")] if block.caption else []
            found += [Words(_in_a_row(row), "bullet") for row in cells]
        elif isinstance(block, BarChart):
            found.append(Words((Text(block.alt),)))
        elif isinstance(block, Callout | AuthorSection | Notes):
            title = block.title if isinstance(block, Callout) else ()
            found += [Words(title, "heading")] if title else []
            found += spoken(block.children)
        else:
            found += [
                one for one in flow.pieces((block,)) if not isinstance(one, TablePart | ChartPart)
            ]
    return tuple(found)


def _in_a_row(cells: tuple[Inlines, ...]) -> Inlines:
    joined: Inlines = ()
    for cell in cells:
        joined += ((Text("; "),) if joined else ()) + tuple(
            Text(" ") if isinstance(one, LineBreak) else one for one in cell
        )
    return joined
