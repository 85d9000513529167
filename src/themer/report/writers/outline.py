"""What a writer has to know before its first line: headings, anchors, and that every link lands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from themer.errors import RefusedError
from themer.report.blocks import (
    AuthorSection,
    BarChart,
    Block,
    Callout,
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
    Strong,
    Table,
    Text,
    evidence_anchor,
    used_anchor,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading as the list of contents knows it."""

    level: int
    anchor: str
    content: Inlines


@dataclass(frozen=True, slots=True)
class Outline:
    """The headings in order, and where links lead."""

    entries: tuple[Entry, ...]
    anchors: frozenset[str]
    """Every place that a link may lead to."""
    linked: frozenset[str]
    """The places that something leads to: a link, a figure or quote, or the list of contents."""
    beside: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The documents written beside this one, each with its places."""

    def holds(self, anchor: str, document: str = "") -> bool:
        """Say whether a place is in this document, or in one beside it."""
        return anchor in (self.beside.get(document, frozenset()) if document else self.anchors)

    def evidence_of(self, ledger_id: str) -> tuple[str, str] | None:
        """Find the document (empty for this one) and the place that explain a ledger entry."""
        anchor = evidence_anchor(ledger_id)
        for document in ("", *self.beside):
            if self.holds(anchor, document):
                return document, anchor
        return None


def outline(document: Document) -> Outline:
    """Walk the tree once.

    Raises:
        RefusedError: A link leads nowhere, or two places have the same name.
    """
    entries: list[Entry] = []
    anchors: set[str] = set()
    linked: dict[str, str] = {}
    for block in walk(document.children):
        for anchor in _own_anchors(block, len(entries)):
            if anchor in anchors:
                raise RefusedError(
                    f"Two places of the report are both named “{anchor}”.",
                    hint="Give each heading, row and finding a name of its own.",
                )
            anchors.add(anchor)
        if isinstance(block, Heading):
            anchor = block.anchor or f"section-{len(entries) + 1}"
            entries.append(Entry(block.level, anchor, block.content))
        if isinstance(block, Quotation):
            anchors.add(used_anchor(block.ledger_id))
        for inline in inlines_of(block):
            if isinstance(inline, ComputedFigure):
                anchors.add(used_anchor(inline.ledger_id))
            elif isinstance(inline, Link) and not inline.document:
                linked.setdefault(inline.anchor, plain(inline.children))
    _refuse_dangling(linked, anchors)
    followed = (
        set(linked)
        | document.followed
        | {name for name in anchors if name.startswith(evidence_anchor(""))}
    )
    depths = [one.depth for one in walk(document.children) if isinstance(one, ContentsList)]
    followed |= {entry.anchor for entry in entries if entry.level <= max(depths, default=0)}
    return Outline(tuple(entries), frozenset(anchors), frozenset(followed), document.beside)


def _refuse_dangling(linked: dict[str, str], anchors: set[str]) -> None:
    dangling = sorted(set(linked) - anchors)
    if dangling:
        named = "; ".join(f"“{linked[anchor]}” leads to “{anchor}”" for anchor in dangling[:5])
        raise RefusedError(
            f"{len(dangling)} of the report's links lead nowhere: {named}.",
            hint="The report cites something that it does not contain; mend the template or text.",
        )


def _own_anchors(block: Block, headings_before: int) -> Iterator[str]:
    if isinstance(block, Heading):
        yield block.anchor or f"section-{headings_before + 1}"
    elif isinstance(block, (Paragraph, Quotation, Table, BarChart)) and block.anchor:
        yield block.anchor
    if isinstance(block, Table):
        yield from (row.anchor for row in block.rows if row.anchor)


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Yield every block in the order of reading, those inside others after their holder."""
    for block in blocks:
        yield block
        if isinstance(block, (Callout, Notes, AuthorSection)):
            yield from walk(block.children)
        elif isinstance(block, ItemList):
            for item in block.items:
                yield from walk(item)


def inlines_of(block: Block) -> Iterator[Inline]:
    """Yield the inlines of a block itself, at every depth, not those of blocks inside it."""
    match block:
        case Heading() | Paragraph():
            yield from _deep(block.content)
        case Callout():
            yield from _deep(block.title)
        case BarChart():
            yield from _deep(block.caption)
        case Table():
            yield from _deep(block.caption)
            for column in block.columns:
                yield from _deep(column.heading)
            for row in block.rows:
                for cell in row.cells:
                    yield from _deep(cell)
        case (
            ItemList()
            | Quotation()
            | Notes()
            | AuthorSection()
            | Form()
            | ContentsList()
            | PageBreak()
        ):
            return


def _deep(inlines: Inlines) -> Iterator[Inline]:
    for inline in inlines:
        yield inline
        if isinstance(inline, (Strong, Emphasis, Link)):
            yield from _deep(inline.children)


def boxed_notes(notes: Notes) -> Callout:
    """Give a speaker's notes as the box that they are in a document that nobody presents."""
    return Callout((Text("For the speaker"),), notes.children)


def plain(inlines: Inlines) -> str:
    """Give the words of inlines without any form; line breaks become newlines."""
    parts: list[str] = []
    for inline in inlines:
        match inline:
            case Text() | ComputedFigure():
                parts.append(inline.text)
            case LineBreak():
                parts.append("\n")
            case Strong() | Emphasis() | Link():
                parts.append(plain(inline.children))
    return "".join(parts)


def safe_name(anchor: str, *, allowed: str, longest: int) -> str:
    """Turn an anchor into a name that a format takes, still unique.

    Args:
        anchor: Any text.
        allowed: The characters that the format takes, as the inside of a regular expression's
            class; the first character of the result is always a letter.
        longest: The longest name that the format takes, in characters; at least 20.
    """
    if len(anchor) <= longest and re.fullmatch(f"[A-Za-z][{allowed}]*", anchor):
        return anchor
    digest = sha256(anchor.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    stem = re.sub(f"[^{allowed}]", "_", anchor)[: longest - 15]
    return f"a_{stem}_{digest}"
