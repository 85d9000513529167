"""What a slide is put together from: paragraphs, tables and charts, each with the room it takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from themer.report.blocks import BarChart, Inlines, Row, Table, Text
from themer.report.writers.docx_tables import column_widths, width_of
from themer.report.writers.outline import plain
from themer.report.writers.pptx_measure import LEADING, first_lines, height_of

SMALLEST: Final = 18
"""The size under which no words of a slide's content are set, in points."""
INDENT: Final = 22
CELL: Final = (8.0, 5.0)
"""The room around the words of a cell: to the sides, above and below."""
BAR: Final = 9
"""The room around a bar."""
LABELS: Final = 0.36
"""The part of a chart's width that the names of its bars may take."""
_TWIPS: Final = 20
_FEWEST_LINES: Final = 2
_TALLEST_BAR: Final = 58
_FAR_TOO_TALL: Final = 1000.0
_HEADING_LINES: Final = 4
_LONGEST: Final = 100
"""The letters of a word that are measured when columns are set beside each other."""

Kind = Literal[
    "body",
    "lead",
    "small",
    "noted",
    "heading",
    "caption",
    "bullet",
    "number",
    "continued",
    "quote",
    "source",
    "box title",
]
FrameKind = Literal["plain", "box", "quote"]


@dataclass(frozen=True, slots=True)
class Frame:
    """What a row of paragraphs stands in: neighbours in the same frame are one shape."""

    kind: FrameKind = "plain"
    author: str = ""
    """The name of the section that a person wrote, where one did."""
    number: int = 0
    """Tells two frames apart that follow each other."""

    @property
    def padding(self) -> tuple[float, float]:
        """Give the room within it, in points: to the sides, above and below."""
        return {"plain": (0.0, 0.0), "box": (18.0, 12.0), "quote": (18.0, 4.0)}[self.kind]


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph on a slide."""

    content: Inlines
    kind: Kind = "body"
    frame: Frame = Frame()
    level: int = 0
    number: int = 1
    """Of a numbered item: which one it is."""
    anchors: tuple[str, ...] = ()

    @property
    def keeps_next(self) -> bool:
        """Say whether it stands on the slide of what follows."""
        return self.kind in ("heading", "caption", "quote", "box title")

    @property
    def bold(self) -> bool:
        """Say whether all of it is bold."""
        return self.kind in ("heading", "caption", "box title")

    def points(self, size: float) -> float:
        """Give the size of its words, where body text has this one."""
        if self.kind in ("small", "caption", "source"):
            return SMALLEST
        return size + 2 if self.kind == "lead" else size

    def indent(self, size: float) -> float:
        """Give how far it is moved in, in points."""
        deep = self.level + (self.kind in ("bullet", "number", "continued"))
        return deep * INDENT * size / 20 + self.frame.padding[0]

    def height(self, size: float, width: float) -> float:
        """Give its height in points, without the room below it."""
        room = width - self.indent(size) - self.frame.padding[0]
        return height_of(self.content, self.points(size), room, bold=self.bold)

    def after(self, size: float) -> float:
        """Give the room below it."""
        if self.kind in ("caption", "heading", "box title", "quote"):
            return size * 0.25
        return size * (0.4 if self.kind in ("bullet", "number") else 0.55)

    def split(self, size: float, width: float, height: float) -> tuple[Words, Words | None]:
        """Part it so that the first part is no taller than this, if a line fits."""
        room = width - self.indent(size) - self.frame.padding[0]
        lines = int(height / (self.points(size) * LEADING))
        head, tail = first_lines(
            self.content, self.points(size), room, max(lines, 1), bold=self.bold
        )
        if not tail:
            return self, None
        kind: Kind = "continued" if self.kind in ("bullet", "number") else self.kind
        return replace(self, content=head), replace(self, content=tail, kind=kind, anchors=())


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table, or so many of its rows and columns as stand on one slide."""

    table: Table
    widths: tuple[float, ...]
    """The width of each column, in points."""
    anchors: tuple[str, ...] = ()
    keeps_next: bool = False

    def points(self, size: float) -> float:
        """Give the size of its words."""
        return min(size, 20) if len(self.table.columns) < 5 else SMALLEST

    def row_heights(self, size: float) -> Iterator[float]:
        """Give the height of each row, the headings first."""
        widths, points = self.widths, self.points(size)
        head = Row(tuple(column.heading for column in self.table.columns))
        for at, row in enumerate((head, *self.table.rows)):
            yield max(
                height_of(cell, points, wide - 2 * CELL[0], bold=at == 0) + 2 * CELL[1]
                for cell, wide in zip((*row.cells, *((),) * len(widths)), widths, strict=False)
            )

    def height(self, size: float, _width: float) -> float:
        """Give its height; of one that is far taller than a slide, so much of it."""
        height = 0.0
        for one in self.row_heights(size):
            height += one
            if height > _FAR_TOO_TALL:
                break
        return height

    def after(self, size: float) -> float:
        """Give the room below it."""
        return size * 0.6

    def split(
        self, size: float, _width: float, height: float
    ) -> tuple[TablePart, TablePart | None]:
        """Part it between two rows, or within one that is taller than a slide."""
        heights = self.row_heights(size)
        head_height = next(heights)
        used, count = head_height, 0
        for one in heights:
            if used + one > height:
                break
            used, count = used + one, count + 1
        if count == len(self.table.rows):
            return self, None
        if count:
            return self._with(self.table.rows[:count]), self._with(self.table.rows[count:])
        lines = int((height - head_height - 2 * CELL[1]) / (self.points(size) * LEADING))
        head, tail = self._parted_row(size, max(lines, _FEWEST_LINES))
        if tail is None:
            if len(self.table.rows) == 1:
                return self, None
            return self._with(self.table.rows[:1]), self._with(self.table.rows[1:])
        return self._with((head,)), self._with((tail, *self.table.rows[1:]))

    def _with(self, rows: tuple[Row, ...]) -> TablePart:
        return replace(self, table=replace(self.table, rows=rows), anchors=())

    def _parted_row(self, size: float, lines: int) -> tuple[Row, Row | None]:
        row = self.table.rows[0]
        parts = [
            first_lines(cell, self.points(size), wide - 2 * CELL[0], lines)
            for cell, wide in zip(row.cells, self.widths, strict=False)
        ]
        if not any(tail for _, tail in parts):
            return row, None
        head = Row(tuple(head for head, _ in parts), row.anchor)
        return head, Row(tuple(tail for _, tail in parts))


@dataclass(frozen=True, slots=True)
class ChartPart:
    """A chart, or so many of its bars as stand on one slide, on the scale of the whole."""

    chart: BarChart
    longest: float
    """What the axis reaches to."""
    anchors: tuple[str, ...] = ()
    keeps_next: bool = False

    @property
    def legend(self) -> float:
        """Give the height of the key to its colours."""
        return 36 if len(self.chart.series) > 1 else 4

    def bar_heights(self, width: float) -> list[float]:
        """Give the least height of each bar with its name."""
        side_by_side = 1 if self.chart.stacked else len(self.chart.series)
        return [
            max(
                height_of((Text(name),), SMALLEST, width * LABELS - 12),
                side_by_side * SMALLEST * LEADING,
            )
            + BAR
            for name in self.chart.categories
        ]

    def height(self, _size: float, width: float) -> float:
        """Give its least height."""
        return self.legend + sum(self.bar_heights(width))

    def most(self, width: float) -> float:
        """Give the greatest height at which it still looks like a chart."""
        return self.legend + sum(max(one, _TALLEST_BAR) for one in self.bar_heights(width))

    def after(self, size: float) -> float:
        """Give the room below it."""
        return size * 0.6

    def split(
        self, _size: float, width: float, height: float
    ) -> tuple[ChartPart, ChartPart | None]:
        """Part it between two bars."""
        used, count = self.legend, 0
        for one in self.bar_heights(width):
            if used + one > height and count:
                break
            used, count = used + one, count + 1
        if count >= len(self.chart.categories):
            return self, None
        return self._some(0, count), self._some(count, len(self.chart.categories))

    def _some(self, start: int, end: int) -> ChartPart:
        series = tuple(
            replace(one, values=one.values[start:end], labels=one.labels[start:end])
            for one in self.chart.series
        )
        chart = replace(self.chart, categories=self.chart.categories[start:end], series=series)
        return replace(self, chart=chart, anchors=())


Piece = Words | TablePart | ChartPart


def table_parts(table: Table, width: float) -> Iterator[TablePart]:
    """Give a table as one part, or as several where its columns do not fit beside each other.

    The first column, which names the rows, stands in each of them.
    """
    for at, chosen in enumerate(_groups(_least_widths(table), width)):
        rows = tuple(
            Row(tuple(row.cells[one] if one < len(row.cells) else () for one in chosen), row.anchor)
            for row in table.rows
        )
        columns = tuple(table.columns[one] for one in chosen)
        part = replace(table, columns=columns, rows=rows)
        widths, _ = column_widths(_in_brief(part), round(width * _TWIPS), SMALLEST)
        named = tuple(row.anchor for row in rows if row.anchor) if not at else ()
        in_points = tuple(one / _TWIPS for one in widths)
        yield TablePart(_with_short_headings(part, in_points), in_points, named)


def _with_short_headings(table: Table, widths: Sequence[float]) -> Table:
    """Put headings that would fill each slide into a row of their own, and their beginnings above.

    Headings stand on every slide that the table goes on to.
    """
    room = [width - 2 * CELL[0] for width in widths]
    parts = [
        first_lines(column.heading, SMALLEST, wide, _HEADING_LINES, bold=True)
        for column, wide in zip(table.columns, room, strict=True)
    ]
    if not any(rest for _, rest in parts):
        return table
    columns = tuple(
        replace(column, heading=(*head, Text("…")) if rest else head)
        for column, (head, rest) in zip(table.columns, parts, strict=True)
    )
    whole = Row(tuple(column.heading for column in table.columns))
    return replace(table, columns=columns, rows=(whole, *table.rows))


def _groups(least: Sequence[float], width: float) -> list[list[int]]:
    """Share columns out to tables that are no wider than this, the first column in each."""
    groups: list[list[int]] = [[0]]
    used = first = min(least[0], width / 2)
    for at in range(1, len(least)):
        if len(groups[-1]) > 1 and used + least[at] > width:
            groups.append([0])
            used = first
        groups[-1].append(at)
        used += least[at]
    return groups


def _least_widths(table: Table) -> list[float]:
    return [
        2 * CELL[0]
        + max(
            (width_of(word[:_LONGEST], SMALLEST) / _TWIPS for word in _words_of(table, at)),
            default=0.0,
        )
        for at in range(len(table.columns))
    ]


def _words_of(table: Table, column: int) -> Iterator[str]:
    yield from plain(table.columns[column].heading).split()
    for row in table.rows:
        if column < len(row.cells):
            yield from plain(row.cells[column]).split()


def _in_brief(table: Table) -> Table:
    """Give a table with the beginnings of its cells, which are enough to share the width by."""
    rows = tuple(
        Row(tuple((Text(plain(cell)[: 4 * _LONGEST]),) for cell in row.cells)) for row in table.rows
    )
    return replace(table, rows=rows)
