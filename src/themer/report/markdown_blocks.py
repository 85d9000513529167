"""From constrained Markdown, with its tokens, to the tree of blocks.

What is read: headings with an anchor (``## Title {#id}``), paragraphs, lists, tables, strong,
emphasis and links to anchors of the same document (``#id``) or of the one beside it
(``evidence#id``). Everything else stays words: no HTML, no code,
no images, and no ``>`` quotes, because a quote has to come through the ledger.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from themer.errors import TemplateError
from themer.report import blocks as tree
from themer.report.marked_text import TOKEN

# Looked for in the Markdown itself: in a value the braces are escaped, and make no anchor.
_ANCHOR = re.compile(r"\s*\{#([A-Za-z][A-Za-z0-9_-]*)\}\s*\Z")
_WHOLE_BLOCK = re.compile(rf"\s*{TOKEN.pattern}\s*\Z")
_INTERNAL = re.compile(r"([a-z]*)#([A-Za-z][A-Za-z0-9_-]*)\Z")

ReadFigure = Callable[[int], tree.ComputedFigure]
ReadQuote = Callable[[int], tree.Quotation]


@dataclass(slots=True)
class Frame:
    """The title block, as the template gave it."""

    title: str | None = None
    subtitle: str = ""


@dataclass(slots=True)
class Reading:
    """What is needed to turn tokens into blocks."""

    aside: Sequence[Mapping[str, Any]]
    figure: ReadFigure
    quote: ReadQuote
    annex: Callable[[], tuple[tree.Block, ...]] = tuple
    charted: ReadFigure | None = None
    """Resolves a figure that is a value of a chart, where nothing can lead back to it."""
    frame: Frame = field(default_factory=Frame)


@cache
def _markdown() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False, "typographer": False})
    return parser.enable(
        ["heading", "list", "table", "emphasis", "link", "escape", "entity", "newline"]
    )


def read_blocks(markdown: str, reading: Reading) -> tuple[tree.Block, ...]:
    """Read a rendered template into blocks.

    Args:
        markdown: What the template came to.
        reading: How tokens are resolved; its ``frame`` is filled from ``document(...)``.

    Raises:
        TemplateError: A box or an author section that is opened and not closed, a stray token.
    """
    return _Tree(_markdown().parse(markdown), reading).read()


def read_inline(markdown: str, reading: Reading) -> tree.Inlines:
    """Read the words of a cell, a caption or a title."""
    parsed = _markdown().parseInline(markdown)
    return _inlines(parsed[0].children or [], reading)


@dataclass(slots=True)
class _Open:
    """A box or an author section that is not closed yet."""

    close: Callable[[tuple[tree.Block, ...]], tree.Block]
    children: list[tree.Block] = field(default_factory=list)


class _Tree:
    def __init__(self, tokens: Sequence[Token], reading: Reading) -> None:
        self._tokens = tokens
        self._reading = reading
        self._place = 0
        self._stack: list[_Open] = [_Open(lambda children: tree.Callout((), children))]
        self._annexes: list[tuple[list[tree.Block], int]] = []

    def read(self) -> tuple[tree.Block, ...]:
        """Read every block; an opened box that is not closed is an error."""
        while self._place < len(self._tokens):
            self._read_block()
        if len(self._stack) > 1:
            raise TemplateError("a box or an author's section is opened and not closed")
        # Only now is everything printed that an annex lists, also what stands after it.
        for children, place in reversed(self._annexes):
            if children is not self._stack[0].children:
                raise TemplateError(
                    "the evidence annex stands in a box; give it a place of its own"
                )
            children[place:place] = self._reading.annex()
        return tuple(self._stack[0].children)

    def _next(self) -> Token:
        found = self._tokens[self._place]
        self._place += 1
        return found

    def _add(self, block: tree.Block) -> None:
        self._stack[-1].children.append(block)

    def _read_block(self) -> None:
        opening = self._next()
        if opening.type == "heading_open":
            self._heading(int(opening.tag[1]))
        elif opening.type == "paragraph_open":
            self._paragraph(self._inline_until("paragraph_close"))
        elif opening.type in ("bullet_list_open", "ordered_list_open"):
            self._add(self._list(opening))
        elif opening.type == "table_open":
            self._add(self._table())

    def _heading(self, level: int) -> None:
        found = _ANCHOR.search(self._tokens[self._place].content)
        content = self._inline_until("heading_close")
        if isinstance(content, _Aside):
            raise TemplateError("a block stands in a heading; give it a line of its own")
        if found is not None and isinstance(content[-1], tree.Text):
            words = content[-1].text[: content[-1].text.rindex("{#")].rstrip()
            content = (*content[:-1], *((tree.Text(words),) if words else ()))
        self._add(tree.Heading(level, content, None if found is None else found[1]))

    def _inline_until(self, closing: str) -> tree.Inlines | _Aside:
        inline = self._next()
        while self._next().type != closing:
            pass
        whole = _WHOLE_BLOCK.match(inline.content)
        if whole is not None and whole[1] == "b":
            return _Aside(int(whole[2], 16))
        return _inlines(inline.children or [], self._reading)

    def _paragraph(self, content: tree.Inlines | _Aside) -> None:
        if isinstance(content, _Aside):
            self._set_in(self._reading.aside[content.number])
        elif content:
            self._add(tree.Paragraph(content))

    def _list(self, opening: Token) -> tree.ItemList:
        ordered = opening.type.startswith("ordered")
        items: list[tuple[tree.Block, ...]] = []
        while self._next().type == "list_item_open":
            self._stack.append(_Open(lambda children: tree.Callout((), children)))
            while self._tokens[self._place].type != "list_item_close":
                self._read_block()
            self._next()
            items.append(tuple(self._stack.pop().children))
        return tree.ItemList(tuple(items), ordered=ordered)

    def _table(self) -> tree.Table:
        rows: list[list[tree.Inlines]] = []
        while (found := self._next()).type != "table_close":
            if found.type == "tr_open":
                rows.append([])
            elif found.type == "inline":
                rows[-1].append(_inlines(found.children or [], self._reading))
        columns = tuple(tree.Column(heading) for heading in rows[0])
        return tree.Table((), columns, tuple(tree.Row(tuple(cells)) for cells in rows[1:]))

    def _set_in(self, aside: Mapping[str, Any]) -> None:
        kind = aside["kind"]
        if kind == "open_callout":
            title = read_inline(aside["title"], self._reading)
            self._stack.append(_Open(lambda children: tree.Callout(title, children)))
        elif kind == "open_notes":
            self._stack.append(_Open(tree.Notes))
        elif kind == "open_author":
            name = str(aside["name"])
            self._stack.append(_Open(lambda children: tree.AuthorSection(name, children)))
        elif kind == "close":
            done = self._stack.pop()
            self._add(done.close(tuple(done.children)))
        elif kind == "document":
            self._reading.frame.title = _flat(read_inline(aside["title"], self._reading))
            self._reading.frame.subtitle = _flat(read_inline(aside["subtitle"], self._reading))
        elif kind == "contents":
            self._add(tree.ContentsList(aside["depth"], _words(aside["title"])))
        elif kind == "annex":
            self._annexes.append((self._stack[-1].children, len(self._stack[-1].children)))
        else:
            self._add(_block_aside(kind, aside, self._reading))


@dataclass(frozen=True, slots=True)
class _Aside:
    number: int


def _block_aside(kind: str, aside: Mapping[str, Any], reading: Reading) -> tree.Block:
    if kind == "table":
        return _table_aside(aside, reading)
    if kind == "chart":
        return tree.BarChart(
            caption=read_inline(aside["caption"], reading),
            alt=_words(aside["alt"]),
            categories=tuple(_words(name) for name in aside["categories"]),
            series=tuple(
                tree.Series(
                    _words(one["name"]),
                    tuple(float(v) for v in one["values"]),
                    tuple(_words(label) for label in one["labels"]),
                    tuple(_charted(token, reading) for token in one["entered"]),
                )
                for one in aside["series"]
            ),
            stacked=aside["stacked"],
            unit=_words(aside["unit"]),
            squares=aside["squares"],
            grid=aside["grid"],
        )
    if kind == "quote":
        return reading.quote(aside["number"])
    if kind == "form":
        return _form_aside(aside)
    if kind == "page_break":
        return tree.PageBreak(landscape=aside["landscape"])
    style = aside["style"]
    if style not in ("body", "lead", "small"):
        raise TemplateError(f'a paragraph has no style "{style}"; there are body, lead and small')
    return tree.Paragraph(read_inline(aside["content"], reading), style=style)


def _form_aside(aside: Mapping[str, Any]) -> tree.Form:
    title = _words(aside["title"])
    start = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "form"
    blanks = tuple(
        tree.Blank(f"{start}-{place}", _words(label), aside["lines"])
        for place, label in enumerate(aside["labels"], 1)
    )
    return tree.Form(title, blanks)


def _charted(words: str, reading: Reading) -> str:
    """Resolve the token of a chart's value to the ledger id of its figure."""
    found = TOKEN.fullmatch(words)
    if found is None or found[1] != "f":
        raise TemplateError("the values of a chart are figures, as themer gives them")
    return (reading.charted or reading.figure)(int(found[2], 16)).ledger_id


def _table_aside(aside: Mapping[str, Any], reading: Reading) -> tree.Table:
    return tree.Table(
        caption=read_inline(aside["caption"], reading),
        columns=tuple(
            tree.Column(read_inline(column["heading"], reading), column["align"])
            for column in aside["columns"]
        ),
        rows=tuple(
            tree.Row(
                tuple(read_inline(cell, reading) for cell in row["cells"]), anchor=row["anchor"]
            )
            for row in aside["rows"]
        ),
    )


def _inlines(children: Sequence[Token], reading: Reading) -> tree.Inlines:
    stack: list[tuple[str, list[tree.Inline]]] = [("", [])]
    for child in children:
        if child.type in ("text", "text_special"):
            stack[-1][1].extend(_split(child.content, reading))
        elif child.type == "softbreak":
            stack[-1][1].append(tree.Text(" "))
        elif child.type == "hardbreak":
            stack[-1][1].append(tree.LineBreak())
        elif child.type.endswith("_open"):
            stack.append((str(child.attrs.get("href", "")), []))
        elif child.type.endswith("_close"):
            target, inside = stack.pop()
            stack[-1][1].extend(_wrapped(child.type, target, tuple(_merged(inside))))
    return tuple(_merged(stack[0][1]))


def _wrapped(closing: str, target: str, inside: tree.Inlines) -> tree.Inlines:
    if closing == "strong_close":
        return (tree.Strong(inside),)
    if closing == "em_close":
        return (tree.Emphasis(inside),)
    internal = _INTERNAL.match(target)
    if internal is not None:
        return (tree.Link(internal[2], inside, internal[1]),)
    return (*inside, tree.Text(f" ({target})"))


def _split(text: str, reading: Reading) -> list[tree.Inline]:
    found: list[tree.Inline] = []
    end = 0
    for token in TOKEN.finditer(text):
        if token.start() > end:
            found.append(tree.Text(text[end : token.start()]))
        found.append(_resolved(token[1], int(token[2], 16), reading))
        end = token.end()
    if end < len(text):
        found.append(tree.Text(text[end:]))
    return found


def _resolved(letter: str, number: int, reading: Reading) -> tree.Inline:
    if letter == "f":
        return reading.figure(number)
    if letter == "u":
        return tree.Text(chr(number))
    if letter == "n":
        return tree.LineBreak()
    raise TemplateError(
        "a list, table, chart, quote or box stands in the middle of words; give it its own line"
    )


def _merged(inlines: Sequence[tree.Inline]) -> list[tree.Inline]:
    """Join neighbouring texts: an escaped character comes as a text of its own."""
    merged: list[tree.Inline] = []
    for one in inlines:
        last = merged[-1] if merged else None
        if isinstance(one, tree.Text) and isinstance(last, tree.Text):
            merged[-1] = tree.Text(last.text + one.text)
        else:
            merged.append(one)
    return merged


def _flat(inlines: tree.Inlines) -> str:
    """Give words without their emphasis, for the title block."""
    return "".join(
        one.text
        if isinstance(one, tree.Text | tree.ComputedFigure)
        else " "
        if isinstance(one, tree.LineBreak)
        else _flat(one.children)
        for one in inlines
    )


def _words(text: str) -> str:
    """Put back the characters that `neutral` kept out of Markdown's way."""
    return TOKEN.sub(lambda t: chr(int(t[2], 16)) if t[1] == "u" else "", text)
