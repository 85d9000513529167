"""Rendered author text, each part of it tied to the stretch of Markdown that it came from."""

from __future__ import annotations

import html
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from themer.report import blocks as tree
from themer.report.edits.lines import Kind, Sign, TextLine, trimmed
from themer.report.edits.marking import JINJA, MarkedText, Place

PLAIN = Sign("")
"""The form of words that have none."""


@dataclass(frozen=True, slots=True)
class Atom:
    """A part of a line that is kept or left out as a whole."""

    signs: tuple[Sign, ...]
    source: str
    is_live: bool = False
    outer: Sign = PLAIN
    """The form around a live part, which the part itself may add to."""
    hidden: str = ""
    """What follows in the source and prints nothing, such as a comment."""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of author text as it renders now."""

    line: TextLine
    atoms: tuple[Atom, ...] | None = None
    """None where it cannot be told what came from where: in a loop, a table, a computed list."""
    start: int = 0
    end: int = 0
    """Its stretch of the source, without the marks of a heading or an item."""

    @property
    def is_editable(self) -> bool:
        """Say whether an edit of it can be put into the source."""
        return self.atoms is not None


def lines_of(blocks: Sequence[tree.Block]) -> Iterator[TextLine]:
    """Give the lines of blocks as `word.read_edits` gives those of a document."""
    for block in blocks:
        match block:
            case tree.Heading():
                yield from _line("heading", block.level, block.content)
            case tree.Paragraph():
                yield from _line("body", 0, block.content)
            case tree.ItemList():
                yield from _items(block, 0)
            case tree.Callout():
                yield from _line("cell", 0, block.title)
                yield from (replace(one, kind="cell", level=0) for one in lines_of(block.children))
            case tree.Table():
                rows = [[column.heading for column in block.columns]]
                rows += [list(row.cells) for row in block.rows]
                for row in rows:
                    for cell in row:
                        yield from _line("cell", 0, cell)
            case tree.AuthorSection():
                yield from lines_of(block.children)
            case tree.Quotation():
                words = tree.ComputedFigure(block.ledger_id, block.text)
                marks = ("“", "”") if block.verbatim else ("As noted: ", "")
                yield from _line("body", 0, (tree.Text(marks[0]), words, tree.Text(marks[1])))
                yield from _line("body", 0, (tree.Text(f"— {block.attribution}"),))
            case _:
                pass


def _items(items: tree.ItemList, depth: int) -> Iterator[TextLine]:
    kind: Kind = "number" if items.ordered else "bullet"
    for item in items.items:
        for position, block in enumerate(item):
            if isinstance(block, tree.ItemList):
                yield from _items(block, depth + 1)
            elif isinstance(block, tree.Paragraph) and not position:
                yield from _line(kind, depth, block.content)
            else:
                yield from lines_of((block,))


def _line(kind: Kind, level: int, content: tree.Inlines) -> Iterator[TextLine]:
    signs = trimmed(tuple(_signs(content, Sign(""))))
    if signs:
        yield TextLine(kind, level, signs)


def _signs(content: tree.Inlines, form: Sign) -> Iterator[Sign]:
    for inline in content:
        match inline:
            case tree.Text():
                yield from (replace(form, text=one) for one in inline.text)
            case tree.LineBreak():
                yield replace(form, text="\n")
            case tree.Strong():
                yield from _signs(inline.children, replace(form, bold=True))
            case tree.Emphasis():
                yield from _signs(inline.children, replace(form, italic=True))
            case tree.Link():
                link = f"{inline.document}#{inline.anchor}"
                yield from _signs(inline.children, replace(form, link=link))
            case tree.ComputedFigure():
                yield replace(form, text=inline.text, figure=inline.ledger_id)


def tied(lines: Sequence[TextLine], marked: MarkedText, source: str) -> tuple[SourceLine, ...]:
    """Tie rendered lines to their source.

    Args:
        lines: What the marked source renders to.
        marked: The source with its marks.
        source: The source itself.
    """
    seen = Counter(s.text for line in lines for s in line.signs if s.text in marked.places)
    found = []
    end = 0
    for line in lines:
        one = _Tying(line, marked.places, source, end).tie(seen)
        if one is not None:
            found.append(one)
            end = max(end, one.end)
    return tuple(found)


class _Unknown(Exception):
    """It cannot be told what came from where."""


@dataclass(slots=True)
class _Part:
    """What a mark stands for, with what it prints."""

    place: Place
    signs: tuple[Sign, ...]
    outer: Sign


class _Tying:
    def __init__(self, line: TextLine, places: dict[str, Place], source: str, after: int) -> None:
        self._line, self._places, self._source, self._after = line, places, source, after

    def tie(self, seen: Counter[str]) -> SourceLine | None:
        """Give the line with its atoms; None where it holds nothing but marks."""
        clean = trimmed(tuple(self._without_marks()))
        if not clean:
            return None
        line = replace(self._line, signs=clean)
        marks = [s.text for s in self._line.signs if s.text in self._places]
        if not marks or any(seen[one] > 1 for one in marks):
            return SourceLine(line)
        try:
            return self._with_atoms(line)
        except _Unknown:
            return SourceLine(line)

    def _without_marks(self) -> Iterator[Sign]:
        for sign in self._line.signs:
            place = self._places.get(sign.text)
            if place is None:
                yield sign
            elif place.kind == "word":
                words = self._source[place.start : place.end]
                yield from (replace(sign, text=one) for one in words)

    def _parts(self) -> tuple[list[list[Sign]], list[_Part]]:
        """Split the line into what has a mark and the gaps around it, one gap more than parts."""
        gaps: list[list[Sign]] = [[]]
        parts: list[_Part] = []
        opened: tuple[Sign, Place] | None = None
        for sign in self._line.signs:
            place = self._places.get(sign.text)
            if place is None:
                gaps[-1].append(sign)
            elif place.kind == "word":
                words = self._source[place.start : place.end]
                signs = tuple(replace(sign, text=one) for one in words)
                parts.append(_Part(place, signs, sign))
                gaps.append([])
            elif place.kind == "opening":
                opened = sign, place
                gaps.append([])
            else:
                if opened is None or opened[1].start != place.start:
                    raise _Unknown
                inside = tuple(gaps.pop())
                parts.append(_Part(place, inside, opened[0]))
                gaps.append([])
                opened = None
        if opened is not None:
            raise _Unknown
        return gaps, parts

    def _with_atoms(self, line: TextLine) -> SourceLine:
        gaps, parts = self._parts()
        for one, other in itertools.pairwise(parts):
            if one.place.end > other.place.start:
                raise _Unknown
        if parts[0].place.start < self._after:
            raise _Unknown
        leading = self._source[self._after : parts[0].place.start]
        first, start = _backwards(leading, trimmed_start(gaps[0]))
        atoms = list(first)
        for number, part in enumerate(parts):
            words = self._source[part.place.start : part.place.end]
            is_live = part.place.kind == "closing"
            atoms.append(Atom(part.signs, words, is_live=is_live, outer=part.outer))
            if number + 1 < len(parts):
                between = self._source[part.place.end : parts[number + 1].place.start]
                _join(atoms, _between(between, gaps[number + 1]))
        last, length = _forwards(self._source[parts[-1].place.end :], trimmed_end(gaps[-1]))
        atoms += last
        return SourceLine(
            line,
            tuple(atoms),
            parts[0].place.start - len(leading) + start,
            parts[-1].place.end + length,
        )


def trimmed_start(signs: Sequence[Sign]) -> tuple[Sign, ...]:
    """Leave out spaces at the start."""
    place = 0
    while place < len(signs) and signs[place].is_space:
        place += 1
    return tuple(signs[place:])


def trimmed_end(signs: Sequence[Sign]) -> tuple[Sign, ...]:
    """Leave out spaces at the end."""
    end = len(signs)
    while end and signs[end - 1].is_space:
        end -= 1
    return tuple(signs[:end])


_PIECE = re.compile(
    JINJA.pattern.replace("(?P<live>", "(?P<live_>") + "|"
    r"(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<entity>&(?:#[xX]?[0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);)"
    r"|(?P<target>\]\([^()\n]*\))"
    r"|(?P<line>(?:[ \t]*|\\)\n[ \t]*)"
    r"|(?P<sign>.)",
    re.DOTALL,
)


def _shows(piece: re.Match[str]) -> str:
    """Say what a piece between words prints, where it prints something."""
    kind, text = piece.lastgroup, piece[0]
    if kind == "escape":
        return text[1]
    if kind == "entity":
        return html.unescape(text)
    if kind == "line":
        return "\n" if text.startswith(("\\", "  ")) else " "
    return text if kind == "sign" else ""


def _is_markup(piece: re.Match[str]) -> bool:
    """Say whether a piece may be one that only gives form: made anew from the form itself."""
    return piece.lastgroup == "target" or (piece.lastgroup == "sign" and piece[0] in "*_[")


def _between(source: str, signs: Sequence[Sign]) -> list[Atom]:
    """Tie what stands between two words; a first atom without signs holds what is hidden."""
    atoms: list[Atom] = [Atom((), "")]
    place = 0
    for piece in _PIECE.finditer(source):
        shown = _shows(piece)
        if place < len(signs) and shown and signs[place].text == shown:
            atoms.append(Atom((signs[place],), piece[0]))
            place += 1
        elif piece.lastgroup in ("comment", "control"):
            atoms[-1] = replace(atoms[-1], hidden=atoms[-1].hidden + piece[0])
        elif not _is_markup(piece) and not piece[0].isspace():
            raise _Unknown
    if place != len(signs):
        raise _Unknown
    return atoms


def _join(atoms: list[Atom], more: Sequence[Atom]) -> None:
    atoms[-1] = replace(atoms[-1], hidden=atoms[-1].hidden + more[0].hidden)
    atoms += more[1:]


def _forwards(source: str, signs: Sequence[Sign]) -> tuple[list[Atom], int]:
    """Tie what a line ends with; give it with the length of its source."""
    atoms: list[Atom] = []
    end = 0
    for piece in _PIECE.finditer(source):
        place = len(atoms)
        shown = _shows(piece)
        if place < len(signs) and shown and signs[place].text == shown:
            atoms.append(Atom((signs[place],), piece[0]))
        elif not _is_markup(piece):
            break
        end = piece.end()
    if len(atoms) != len(signs):
        raise _Unknown
    return atoms, end


def _backwards(source: str, signs: Sequence[Sign]) -> tuple[list[Atom], int]:
    """Tie what a line begins with; give it with the start of its source."""
    atoms: list[Atom] = []
    start = len(source)
    left = list(signs)
    for piece in reversed(list(_PIECE.finditer(source))):
        shown = _shows(piece)
        if left and shown and left[-1].text == shown:
            atoms.insert(0, Atom((left.pop(),), piece[0]))
        elif not _is_markup(piece):
            break
        start = piece.start()
    if left:
        raise _Unknown
    return atoms, start
