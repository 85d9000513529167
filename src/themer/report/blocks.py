"""The tree of blocks that every writer turns into a document, so that formats cannot disagree.

Anchors are names that are unique in a document. Two families tie what is printed to its evidence,
both ways, and writers know them:

* the block or row with the anchor ``evidence_anchor(ledger_id)`` explains a figure or quote;
  where there is one, the figure or quote links to it;
* where the block is in a document beside this one (``Document.beside``), the link leads there, by
  file name; a figure that is explained nowhere is plain words, and so is a link to a document
  that is not written;
* writers themselves put ``used_anchor(ledger_id)`` at the first place where a figure or quote
  stands, so an evidence row may link back to it.

A newline within a ``Text`` is a line break. A link to an anchor that does not exist is an error
in every writer, before anything is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Alignment = Literal["left", "right", "centre"]


def evidence_anchor(ledger_id: str) -> str:
    """Name the place that holds the evidence of a ledger entry."""
    return f"evidence-{ledger_id}"


def used_anchor(ledger_id: str) -> str:
    """Name the first place where the figure or quote of a ledger entry is printed."""
    return f"used-{ledger_id}"


@dataclass(frozen=True, slots=True)
class Text:
    """Words as they are; never markup."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that stand out."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Words that are stressed, or a term at its definition."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A way to another place of this document, or of one that is written beside it."""

    anchor: str
    children: tuple[Inline, ...]
    document: str = ""
    """The name of the document beside this one; empty for this one itself."""


@dataclass(frozen=True, slots=True)
class ComputedFigure:
    """A number, share or word of quantity that was computed, and its entry in the ledger."""

    ledger_id: str
    text: str


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A new line within a paragraph or a cell."""


Inline = Text | Strong | Emphasis | Link | ComputedFigure | LineBreak
Inlines = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the highest below the document's title."""

    level: int
    content: Inlines
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, perhaps one that links lead to."""

    content: Inlines
    anchor: str | None = None
    style: Literal["body", "lead", "small", "noted"] = "body"
    """``noted`` is for what was typed: every space and line end of it stays."""
    keeps_next: bool = False
    """Whether it stands on the page of what follows."""


@dataclass(frozen=True, slots=True)
class ItemList:
    """A list, with bullets or numbers."""

    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Quotation:
    """An exact quote, or a passage as it was noted, with its attribution."""

    text: str
    """The words, exactly; writers put the quotation marks."""
    attribution: str
    ledger_id: str
    anchor: str | None = None
    verbatim: bool = True
    """False for typed notes: they appear "as noted", without quotation marks."""


@dataclass(frozen=True, slots=True)
class Callout:
    """A box: key findings on page one, say."""

    title: Inlines
    children: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Notes:
    """Words for whoever speaks to a slide; elsewhere they stand in a box of their own."""

    children: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    heading: Inlines
    align: Alignment = "left"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; its first cell is the row's heading."""

    cells: tuple[Inlines, ...]
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption."""

    caption: Inlines
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    anchor: str | None = None
    small: bool = False
    """Whether it is one to look things up in, in small type."""


@dataclass(frozen=True, slots=True)
class Series:
    """One series of a chart: a value for each category."""

    name: str
    values: tuple[float, ...]
    labels: tuple[str, ...] = ()
    """What stands beside each bar instead of its value: "17 of 31", "fewer than 3"."""
    figures: tuple[str, ...] = ()
    """The ledger id of each value; none where the values are no figures of the report."""


@dataclass(frozen=True, slots=True)
class BarChart:
    """Horizontal bars, stacked where there are several series of parts of one whole."""

    caption: Inlines
    alt: str
    """The chart in a sentence or two, for those who do not see it."""
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    stacked: bool = False
    unit: str = ""
    """What is counted, in the plural: "services"."""
    squares: bool = False
    """Draw one square a unit where the format can; whole values only."""
    grid: bool = False
    """Draw circles instead, a category down and a series across; their areas are the values."""
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class AuthorSection:
    """Text that a person wrote, so that it can be found again after an edit in Word."""

    name: str
    children: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Blank:
    """Room for somebody to write in."""

    name: str
    """By which what was written there can be found again; unique in the document."""
    label: str
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Form:
    """Blanks to be filled in, on paper or on the screen."""

    title: str
    """What it is for; for those who do not see that it is empty."""
    blanks: tuple[Blank, ...]


@dataclass(frozen=True, slots=True)
class ContentsList:
    """The list of contents, filled by the writer from the headings down to a level."""

    depth: int = 2
    title: str = "Contents"


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page, upright or on its side; only between other blocks."""

    landscape: bool = False


Block = (
    Heading
    | Paragraph
    | ItemList
    | Quotation
    | Callout
    | Notes
    | Table
    | BarChart
    | AuthorSection
    | Form
    | ContentsList
    | PageBreak
)


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document: what stands on its title block, then blocks."""

    title: str
    subtitle: str
    report_id: str
    language: str
    """A language tag, such as en-GB."""
    as_at: date | None
    """The date that the data reach to, taken from the data; none where there are no data yet."""
    data_sha256: str
    children: tuple[Block, ...]
    notices: tuple[str, ...] = field(default=())
    """Printed under the title: that the study is fictional, that it is a draft."""
    beside: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The documents that are written beside this one, by name, each with its anchors."""
    followed: frozenset[str] = frozenset()
    """The places of this document that those beside it lead to."""
    kind: str = "Report"
    """What the document calls itself, beside its id."""
