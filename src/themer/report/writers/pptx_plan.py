"""The slides of a document: which block stands on which, where, and how large.

A heading of the first level begins a slide. What does not fit goes on to another one, whose title
says so; nothing is cut, and no content is set smaller than 18 points.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from themer.report.blocks import Block, Document, Heading, Inlines, Notes, PageBreak, Text
from themer.report.writers.dates import details_line
from themer.report.writers.outline import outline, plain, walk
from themer.report.writers.pptx_flow import Flow, spoken
from themer.report.writers.pptx_measure import first_lines
from themer.report.writers.pptx_pieces import SMALLEST, ChartPart, Frame, Piece, TablePart, Words

LEFT: Final = 44.0
TOP: Final = 116.0
WIDTH: Final = 872.0
ROOM: Final = 378.0
"""The place for a slide's content, in points; the slide is 960 by 540."""
SIZES: Final = (30, 26, 24, 22, 20, SMALLEST)
"""The sizes that body text may have, the best first."""
_TITLES: Final = ((30, 2), (26, 2), (24, 2))
_OPENINGS: Final = ((38, 4), (32, 4), (28, 5), (24, 6))
_SUBTITLES: Final = ((22, 2), (18, 3))
_NOTICES: Final = ((18, 3),)
_EARLY: Final = 1 / 3
"""What is taller than a slide begins where at least this part of one is free."""
_STEPS: Final = (0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)

_MOST_TRIED: Final = 12
"""The slides of a topic up to which sizes and even shares are tried."""

Size = tuple[int, int]
"""A size of words, and the lines of it that there is room for."""


@dataclass(frozen=True, slots=True)
class Place:
    """Something on a slide: paragraphs in one frame, a table or a chart; lengths in points."""

    content: tuple[Words, ...] | TablePart | ChartPart
    top: float
    height: float


@dataclass(frozen=True, slots=True)
class Fitted:
    """Words in the size that fits, and what did not fit."""

    words: Inlines
    points: int
    whole: Inlines = ()
    """All the words, where some are left out; else nothing."""


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide."""

    kind: Literal["opening", "content", "section"]
    title: Inlines
    title_points: int
    places: tuple[Place, ...] = ()
    size: int = SMALLEST
    """The size of its body text."""
    notes: tuple[Words, ...] = ()
    anchors: tuple[str, ...] = ()
    """The places of the document that are on it."""
    subtitle: tuple[Fitted, ...] = ()
    notices: tuple[Fitted, ...] = ()


@dataclass(slots=True)
class _Topic:
    """A heading with what follows it, before it is shared out to slides."""

    heading: Heading
    stretches: list[list[Block]] = field(default_factory=lambda: [[]])
    """What stands between page breaks."""
    notes: list[Block] = field(default_factory=list)


def plan(document: Document) -> tuple[Slide, ...]:
    """Share a document out to slides, the opening one first.

    Raises:
        RefusedError: A link leads nowhere, or two places have the same name.
    """
    outline(document)
    before = _Topic(Heading(1, (Text(document.title),)))
    topics = list(_topics(document.children, before))
    flow = Flow(WIDTH, tuple(topic.heading.content for topic in topics))
    opening, left_over = _opening(document, before)
    slides = [opening]
    if left_over or any(before.stretches):
        more = list(_slides(before, flow, left_over, begun=True))
        slides += [replace(slide, notes=()) for slide in more]
    for topic in topics:
        slides += _slides(topic, flow, ())
    return tuple(_with_own_titles(slides))


def _topics(blocks: Sequence[Block], before: _Topic) -> Iterator[_Topic]:
    topic = before
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            if topic is not before:
                yield topic
            topic = _Topic(block)
            continue
        if isinstance(block, PageBreak):
            topic.stretches.append([])
        elif not isinstance(block, Notes):
            topic.stretches[-1].append(block)
        topic.notes += [one for one in walk((block,)) if isinstance(one, Notes)]
    if topic is not before:
        yield topic


def _opening(document: Document, before: _Topic) -> tuple[Slide, tuple[Words, ...]]:
    """Make the opening slide, and give what its places do not hold."""
    title = _fitted((Text(document.title),), _OPENINGS, WIDTH - 40)
    lines = [part for part in (document.subtitle, details_line(document)) if part]
    subtitle = tuple(
        _fitted((Text(line),), _SUBTITLES[at and 1 :], WIDTH) for at, line in enumerate(lines)
    )
    notices = tuple(_fitted((Text(notice),), _NOTICES, WIDTH) for notice in document.notices)
    slide = Slide(
        "opening",
        title.words,
        title.points,
        notes=spoken(tuple(before.notes)),
        subtitle=subtitle,
        notices=notices,
    )
    return slide, tuple(Words(one.whole) for one in (title, *subtitle, *notices) if one.whole)


def _fitted(words: Inlines, sizes: Sequence[Size], width: float) -> Fitted:
    """Set words in the largest size that fits; where none does, what fits of the smallest."""
    for points, lines in sizes:
        head, tail = first_lines(words, points, width, lines, bold=True)
        if not tail:
            return Fitted(words, points)
    return Fitted((*head, Text("…")), points, words)


def _slides(
    topic: _Topic, flow: Flow, first: tuple[Words, ...], *, begun: bool = False
) -> Iterator[Slide]:
    """Share a topic out.

    Args:
        topic: The topic.
        flow: Turns blocks into pieces.
        first: What stands before its blocks.
        begun: Whether a slide with its title is there already.
    """
    title = _fitted(topic.heading.content, _TITLES, WIDTH)
    pieces: list[list[Piece]] = [list(flow.pieces(tuple(one))) for one in topic.stretches]
    pieces[0][:0] = first
    if title.whole and not begun:
        pieces[0].insert(0, Words(title.whole, "heading"))
    named = (topic.heading.anchor,) if topic.heading.anchor else ()
    notes = spoken(tuple(topic.notes))
    pages = [page for stretch in pieces if stretch for page in _pages(stretch)]
    if not pages:
        yield Slide("section", title.words, 36, notes=notes, anchors=named)
    for number, (page, size) in enumerate(pages):
        at = number + begun
        suffix = f", continued{f' ({at})' if at > 1 else ''}" if at else ""
        shown = _fitted((*topic.heading.content, Text(suffix)), _TITLES, WIDTH)
        words = shown.words if not shown.whole else (*title.words, Text(suffix))
        yield Slide(
            "content",
            words if suffix else title.words,
            shown.points if suffix else title.points,
            tuple(_placed(page, size)),
            size,
            notes if not number else (),
            (*(named if not number else ()), *(name for one in page for name in one.anchors)),
        )


def _pages(pieces: Sequence[Piece]) -> list[tuple[tuple[Piece, ...], int]]:
    """Share pieces out to as few slides as there can be, in the largest size, evenly."""
    pages = _shared(pieces, SMALLEST, ROOM)
    chosen = SMALLEST
    for size in SIZES if len(pages) <= _MOST_TRIED else ():
        larger = _shared(pieces, size, ROOM, most=len(pages))
        if larger:
            pages, chosen = larger, size
            break
    if 1 < len(pages) <= _MOST_TRIED:
        tried = [_shared(pieces, chosen, ROOM * step, most=len(pages)) for step in _STEPS]
        pages = min(
            (one for one in (pages, *tried) if one),
            key=lambda one: max(_height(page, chosen) for page in one),
        )
    return [(page, chosen) for page in pages]


def _shared(
    pieces: Sequence[Piece], size: int, room: float, *, most: int | None = None
) -> list[tuple[Piece, ...]]:
    """Share pieces out to slides; to none where that takes more than so many."""
    pages: list[tuple[Piece, ...]] = []
    page: tuple[Piece, ...] = ()
    waiting = deque(_kept_together(pieces))
    while waiting:
        if most is not None and len(pages) >= most:
            return []
        unit = waiting.popleft()
        if _height((*page, *unit), size) <= room:
            page += unit
            continue
        is_tall = _height(unit, size) > ROOM
        free = (room if is_tall else ROOM) - (_height(page, size) if page else 0.0)
        if page and (not is_tall or free < ROOM * _EARLY):
            pages.append(page)
            page = ()
            waiting.appendleft(unit)
            continue
        head, tail = _split(unit, size, free)
        page += head
        if tail:
            pages.append(page)
            page = ()
            waiting.appendleft(tail)
    return [*pages, page] if page else pages


def _kept_together(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, ...]]:
    unit: tuple[Piece, ...] = ()
    for piece in pieces:
        unit += (piece,)
        if not piece.keeps_next:
            yield unit
            unit = ()
    if unit:
        yield unit


def _split(
    unit: tuple[Piece, ...], size: int, free: float
) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Part what is taller than a slide, at the first piece that passes its end."""
    for at, piece in enumerate(unit):
        before = unit[:at]
        used = sum(_padding(piece))
        used += _height(before, size) + before[-1].after(size) if before else 0.0
        if _height((*before, piece), size) > free:
            head, tail = piece.split(size, WIDTH, free - used)
            if tail is not None:
                return (*before, head), (tail, *unit[at + 1 :])
            if before:
                return before, unit[at:]
            return (piece,), unit[1:]
    return unit, ()


def _padding(piece: Piece) -> tuple[float, float]:
    around = piece.frame.padding[1] if isinstance(piece, Words) else 0.0
    return around, around


def _groups(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, ...]]:
    """Put neighbours that stand in one frame together."""
    group: tuple[Piece, ...] = ()
    frame: Frame | None = None
    for piece in pieces:
        own = piece.frame if isinstance(piece, Words) else None
        if group and (own is None or own != frame):
            yield group
            group = ()
        group += (piece,)
        frame = own
        if own is None:
            yield group
            group = ()
    if group:
        yield group


def _height(pieces: Sequence[Piece], size: int) -> float:
    """Give the height of pieces below each other, with the room between them."""
    groups = list(_groups(pieces))
    return sum(_group_height(group, size) + group[-1].after(size) for group in groups) - (
        groups[-1][-1].after(size) if groups else 0.0
    )


def _group_height(group: Sequence[Piece], size: int) -> float:
    between = sum(piece.after(size) for piece in group[:-1])
    return sum(_padding(group[0])) + between + sum(piece.height(size, WIDTH) for piece in group)


def _placed(page: Sequence[Piece], size: int) -> Iterator[Place]:
    """Put the pieces of a slide below each other; charts share the room that is left."""
    charts = [piece for piece in page if isinstance(piece, ChartPart)]
    spare = max(ROOM - _height(page, size), 0.0) / max(len(charts), 1)
    top = TOP
    for group in _groups(page):
        height = _group_height(group, size)
        first = group[0]
        if isinstance(first, ChartPart):
            height = min(height + spare, max(first.most(WIDTH), height))
        if isinstance(first, Words):
            yield Place(tuple(one for one in group if isinstance(one, Words)), top, height)
        else:
            yield Place(first, top, height)
        top += height + group[-1].after(size)


def _with_own_titles(slides: Sequence[Slide]) -> Iterator[Slide]:
    """Make every title one of its own, by a number where two are alike."""
    taken: set[str] = set()
    for slide in slides:
        title, number = slide.title, 1
        while plain(title).casefold() in taken or not plain(title).strip():
            number += 1
            words = slide.title if plain(slide.title).strip() else (Text("Slide"),)
            title = (*words, Text(f" ({number})"))
        taken.add(plain(title).casefold())
        yield replace(slide, title=title)
