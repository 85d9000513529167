"""The author sections of a Word document, with tracked changes as if accepted, and its comments.

A section is found by the tag of its content control, or by its bookmark, which LibreOffice keeps
where it drops the tags. LibreOffice also drops bold and italic in the first paragraph of a block
control (seen with version 7); `WordEdits.forgets_form` says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

from themer.errors import InputError
from themer.report.edits.lines import EditedSection, Kind, Remark, Sign, TextLine, trimmed
from themer.report.verifying.lines import id_of_place
from themer.report.writers.docx_inline import bookmark_name, control_tag

MOST_BYTES = 100_000_000
"""The largest file that is unpacked."""
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARTS: Final = (
    "word/document.xml",
    "word/comments.xml",
    "word/numbering.xml",
    "word/styles.xml",
    "docProps/app.xml",
)
_FIGURE = re.compile(r"figure:([eq]\d+)\Z")
_AUTHOR_PLACE = re.compile(r"(a_)?author[-_]")
_SPACES = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_GONE = frozenset(("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sdtPr", "tblPr"))
_MOST_PLACES = 20
"""How often one section may stand in one document, for its later bookmarks to be known."""


@dataclass(frozen=True, slots=True)
class WordEdits:
    """What was found in a Word document."""

    sections: tuple[EditedSection, ...]
    """In the order of the text; one that stands twice is there twice."""
    remarks: tuple[Remark, ...]
    forgets_form: bool
    """Whether LibreOffice saved it: bold in the first line of a section may then be lost."""


def read_edits(content: bytes, names: Iterable[str]) -> WordEdits:
    """Read the author sections and comments of a Word file.

    Args:
        content: The file.
        names: The sections that there may be.

    Raises:
        InputError: It is no Word file.
    """
    parts = _unpacked(content)
    if _PARTS[0] not in parts:
        raise InputError("this file has no text of a Word document in it.")
    reader = _Reader(parts, names)
    reader.read(_xml(parts[_PARTS[0]]), None)
    application = parts.get("docProps/app.xml", b"")
    remarks = reader.remarks(parts.get("word/comments.xml"))
    return WordEdits(tuple(reader.sections), remarks, b"LibreOffice" in application)


def _unpacked(content: bytes) -> dict[str, bytes]:
    try:
        with ZipFile(BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_BYTES:
                raise InputError("this file is far larger when unpacked than any report.")
            return {name: archive.read(name) for name in archive.namelist() if name in _PARTS}
    except (BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError) as error:
        raise InputError(
            "this is not a whole Word file.", hint="Save it again as .docx."
        ) from error


def _xml(content: bytes) -> Any:
    from docx.oxml import parse_xml  # resolves no entity and fetches nothing

    if b"<!DOCTYPE" in content[:2000]:
        raise InputError("this Word file holds a document type, which no Word file has.")
    try:
        return parse_xml(content)
    except SyntaxError as error:
        raise InputError("the text in this Word file cannot be read.") from error


@dataclass(slots=True)
class _Paragraph:
    """A paragraph that is being read."""

    kind: Kind
    level: int
    section: EditedSection | None
    signs: list[Sign] = field(default_factory=list)
    reviewers: dict[str, None] = field(default_factory=dict)
    disputed: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Form:
    """What holds for the runs that are being read."""

    figure: str = ""
    link: str = ""
    inserted_by: str = ""


class _Reader:
    def __init__(self, parts: Mapping[str, bytes], names: Iterable[str]) -> None:
        self.sections: list[EditedSection] = []
        self._styles = _Styles(parts.get("word/styles.xml"), parts.get("word/numbering.xml"))
        self._tags = {control_tag("author", name): name for name in names}
        self._places: dict[str, tuple[str, int]] = {}
        for name in self._tags.values():
            for number in range(1, _MOST_PLACES + 1):
                place = f"author-{name}" if number == 1 else f"author-{name}#{number}"
                self._places[bookmark_name(place)] = name, number
        self._names_of_ids: dict[str, str] = {}
        self._last_ends: dict[str, Any] = {}
        self._open_place: str | None = None
        self._by_place: dict[str, EditedSection] = {}
        self._control: EditedSection | None = None
        self._cells = 0
        self._figures: dict[str, str] = {}
        self._carried: list[Sign] = []
        self._carried_kind: tuple[Kind, int] | None = None
        self._commented: dict[str, list[str]] = {}
        self._comments_open: dict[str, None] = {}
        self._comment_sections: dict[str, str] = {}

    def read(self, root: Any, _: None) -> None:
        """Read a whole document."""
        for mark in root.iter(f"{_W}bookmarkStart"):
            name = mark.get(f"{_W}name", "")
            if name in self._places:
                self._names_of_ids[mark.get(f"{_W}id", "")] = name
        for mark in root.iter(f"{_W}bookmarkEnd"):
            name = self._names_of_ids.get(mark.get(f"{_W}id", ""), "")
            if name:
                self._last_ends[name] = mark
        self._block(root)

    def _block(self, element: Any) -> None:
        for child in element:
            tag = _local(child)
            if tag == "p":
                self._paragraph(child)
            elif tag == "sdt":
                self._block_control(child)
            elif tag in ("bookmarkStart", "bookmarkEnd"):
                self._place(child, None)
            elif tag == "tc":
                self._cells += 1
                self._block(child)
                self._cells -= 1
            elif tag and tag not in _GONE:
                self._comment_mark(tag, child)
                self._block(child)

    def _block_control(self, element: Any) -> None:
        name = self._tags.get(_tag_of(element), "")
        before = self._control
        if name:
            under = None if self._open_place is None else self._by_place[self._open_place]
            self._control = under if under is not None and under.name == name else self._new(name)
        for content in element.iterfind(f"{_W}sdtContent"):
            self._block(content)
        self._control = before

    def _new(self, name: str) -> EditedSection:
        self.sections.append(EditedSection(name))
        return self.sections[-1]

    def _place(self, element: Any, paragraph: _Paragraph | None) -> None:
        """Take note of a bookmark; a section lasts to the last end of any that has its name.

        LibreOffice writes the bookmark of several paragraphs as two of one name, the first open.
        """
        number = element.get(f"{_W}id", "")
        if _local(element) == "bookmarkStart":
            name = element.get(f"{_W}name", "")
            ledger_id = id_of_place(name)
            if ledger_id:
                self._figures[number] = ledger_id
            elif name in self._places and name in self._last_ends:
                if name not in self._by_place:
                    self._by_place[name] = self._new(self._places[name][0])
                self._open_place = name
                if paragraph is not None and paragraph.section is None:
                    paragraph.section = self._by_place[name]
            return
        self._figures.pop(number, None)
        name = self._names_of_ids.get(number, "")
        if name and self._last_ends.get(name) is element and self._open_place == name:
            self._open_place = None

    def _paragraph(self, element: Any) -> None:
        kind, level = self._styles.kind_of(element)
        if self._cells:
            kind, level = "cell", 0
        section = self._control
        if section is None and self._open_place is not None:
            section = self._by_place[self._open_place]
        paragraph = _Paragraph(kind, level, section)
        for child in element:
            self._inline(child, paragraph, _Form())
        signs = [*self._carried, *paragraph.signs]
        if self._carried and self._carried_kind is not None:
            paragraph.kind, paragraph.level = self._carried_kind
        self._carried, self._carried_kind = [], None
        if _mark_is_gone(element):
            self._carried = signs
            self._carried_kind = (paragraph.kind, paragraph.level) if trimmed(signs) else None
            signs = []
        if paragraph.section is None:
            return
        paragraph.section.reviewers |= paragraph.reviewers
        paragraph.section.reviewers |= dict.fromkeys(_reviewers_of_mark(element))
        paragraph.section.disputed += paragraph.disputed
        kept = trimmed(signs)
        if kept:
            line = TextLine(paragraph.kind, paragraph.level, kept)
            paragraph.section.lines.append(line)

    def _inline(self, element: Any, paragraph: _Paragraph, form: _Form) -> None:
        tag = _local(element)
        if tag in ("del", "moveFrom"):
            self._taken_out(element, paragraph, form)
        elif not tag or tag in _GONE:
            return
        elif tag == "r":
            self._run(element, paragraph, form)
        elif tag == "sdt":
            found = _FIGURE.match(_tag_of(element))
            inner = replace(form, figure=found[1]) if found else form
            for content in element.iterfind(f"{_W}sdtContent"):
                for child in content:
                    self._inline(child, paragraph, inner)
        elif tag in ("bookmarkStart", "bookmarkEnd"):
            self._place(element, paragraph)
        elif tag in ("ins", "moveTo"):
            author = element.get(f"{_W}author", "")
            paragraph.reviewers[author] = None
            for child in element:
                self._inline(child, paragraph, replace(form, inserted_by=author))
        else:
            self._comment_mark(tag, element, paragraph.section)
            inner = replace(form, link=_target(element)) if tag == "hyperlink" else form
            for child in element:
                self._inline(child, paragraph, inner)

    def _taken_out(self, element: Any, paragraph: _Paragraph, form: _Form) -> None:
        author = element.get(f"{_W}author", "")
        paragraph.reviewers[author] = None
        words = "".join(one.text or "" for one in element.iter(f"{_W}delText", f"{_W}t"))
        if form.inserted_by and form.inserted_by != author and words:
            paragraph.disputed.append((words, form.inserted_by, author))

    def _run(self, run: Any, paragraph: _Paragraph, form: _Form) -> None:
        bold, italic, reviewer = _looks(run)
        if reviewer:
            paragraph.reviewers[reviewer] = None
        words = ""
        for child in run:
            tag = _local(child)
            if tag == "t":
                words += child.text or ""
            elif tag in _SPACES:
                words += _SPACES[tag]
            elif tag:
                self._comment_mark(tag, child, paragraph.section)
        if not words:
            return
        for number in self._comments_open:
            self._commented[number].append(words)
        figure = form.figure or next(iter(self._figures.values()), "")
        last = paragraph.signs[-1] if paragraph.signs else None
        if figure and last is not None and last.figure == figure and self._goes_on(form):
            paragraph.signs[-1] = replace(last, text=last.text + words)
        elif figure:
            paragraph.signs.append(Sign(words, bold, italic, form.link, figure))
        else:
            paragraph.signs += [Sign(one, bold, italic, form.link) for one in words]

    def _goes_on(self, form: _Form) -> bool:
        return bool(form.figure or self._figures)

    def _comment_mark(self, tag: str, element: Any, section: EditedSection | None = None) -> None:
        number = element.get(f"{_W}id", "")
        if tag == "commentRangeStart":
            self._comments_open[number] = None
            self._commented.setdefault(number, [])
        elif tag == "commentRangeEnd":
            self._comments_open.pop(number, None)
        elif tag != "commentReference":
            return
        section = section or self._control
        if section is not None:
            self._comment_sections.setdefault(number, section.name)

    def remarks(self, content: bytes | None) -> tuple[Remark, ...]:
        """Give the comments, in the order in which Word keeps them."""
        if content is None:
            return ()
        found = []
        for comment in _xml(content).iterfind(f"{_W}comment"):
            number = comment.get(f"{_W}id", "")
            lines = ["".join(t.text or "" for t in p.iter(f"{_W}t")) for p in comment]
            words = " ".join(line for line in lines if line.strip()).strip()
            about = "".join(self._commented.get(number, ())).strip()
            section = self._comment_sections.get(number, "")
            author = comment.get(f"{_W}author", "") or "somebody"
            found.append(Remark(author, words, about, section))
        return tuple(found)


class _Styles:
    """Says what a paragraph is: by its style's name or outline level, and by its numbering."""

    def __init__(self, styles: bytes | None, numbering: bytes | None) -> None:
        self._found: dict[str, tuple[Kind, int]] = {}
        self._formats: dict[str, list[str]] = {}
        self._names: dict[str, str] = {}
        if numbering is not None:
            self._read_numbering(_xml(numbering))
        if styles is not None:
            for style in _xml(styles).iterfind(f"{_W}style"):
                name = style.find(f"{_W}name")
                title = "" if name is None else name.get(f"{_W}val", "")
                self._found[style.get(f"{_W}styleId", "")] = self._of_style(style, title)

    def kind_of(self, paragraph: Any) -> tuple[Kind, int]:
        """Say what a paragraph is, and on which level."""
        properties = paragraph.find(f"{_W}pPr")
        if properties is None:
            return "body", 0
        style = properties.find(f"{_W}pStyle")
        name = "" if style is None else style.get(f"{_W}val", "")
        kind, level = self._found.get(name) or _by_name(name)
        if kind == "heading":
            return kind, level
        return self._numbered(properties, kind, level)

    def _numbered(self, properties: Any, kind: Kind, level: int) -> tuple[Kind, int]:
        place = properties.find(f"{_W}numPr")
        if place is None:
            return kind, level
        number = _value(place.find(f"{_W}numId"))
        depth = int(_value(place.find(f"{_W}ilvl")) or level)
        if number == "0":  # Word's way to say: not in a list after all
            return "body", 0
        formats = self._formats.get(number, [])
        if formats:
            shape = formats[min(depth, len(formats) - 1)]
            return ("bullet" if shape == "bullet" else "number"), depth
        return ("bullet" if kind == "body" else kind), depth

    def _of_style(self, style: Any, title: str) -> tuple[Kind, int]:
        properties = style.find(f"{_W}pPr")
        kind, level = _by_name(title)
        if properties is None or kind == "heading":
            return kind, level
        outline = _value(properties.find(f"{_W}outlineLvl"))
        if outline.isdigit() and int(outline) < 9:
            return "heading", int(outline) + 1
        return self._numbered(properties, kind, level)

    def _read_numbering(self, numbering: Any) -> None:
        shapes = {}
        for one in numbering.iterfind(f"{_W}abstractNum"):
            levels = one.findall(f"{_W}lvl")
            shapes[one.get(f"{_W}abstractNumId", "")] = [
                _value(level.find(f"{_W}numFmt")) for level in levels
            ]
        for one in numbering.iterfind(f"{_W}num"):
            abstract = _value(one.find(f"{_W}abstractNumId"))
            self._formats[one.get(f"{_W}numId", "")] = shapes.get(abstract, [])


def _by_name(name: str) -> tuple[Kind, int]:
    plain = name.lower().replace(" ", "")
    digits = re.search(r"(\d)\Z", plain)
    level = int(digits[1]) if digits else 1
    if plain.startswith("heading"):
        return "heading", level
    if "listbullet" in plain:
        return "bullet", level - 1
    if "listnumber" in plain:
        return "number", level - 1
    return "body", 0


def _local(element: Any) -> str:
    tag = element.tag
    return tag.removeprefix(_W) if isinstance(tag, str) and tag.startswith(_W) else ""


def _value(element: Any) -> str:
    return "" if element is None else str(element.get(f"{_W}val", ""))


def _tag_of(control: Any) -> str:
    return _value(control.find(f"{_W}sdtPr/{_W}tag"))


def _target(link: Any) -> str:
    return str(link.get(f"{_W}anchor", "") or "elsewhere")


def _is_on(element: Any) -> bool:
    return element is not None and element.get(f"{_W}val", "1") not in ("0", "false", "off", "none")


def _looks(run: Any) -> tuple[bool, bool, str]:
    """Say whether a run is bold and italic, and who tracked a change of that."""
    properties = run.find(f"{_W}rPr")
    if properties is None:
        return False, False, ""
    style = _value(properties.find(f"{_W}rStyle")).lower().replace(" ", "")
    changed = properties.find(f"{_W}rPrChange")
    bold, italic = properties.find(f"{_W}b"), properties.find(f"{_W}i")
    return (
        _is_on(bold) if bold is not None else style.startswith("strong"),
        _is_on(italic) if italic is not None else style.startswith("emphasis"),
        "" if changed is None else changed.get(f"{_W}author", ""),
    )


def _mark_is_gone(paragraph: Any) -> bool:
    mark = paragraph.find(f"{_W}pPr/{_W}rPr")
    return mark is not None and any(_local(one) in ("del", "moveFrom") for one in mark)


def _reviewers_of_mark(paragraph: Any) -> Iterable[str]:
    properties = paragraph.find(f"{_W}pPr")
    if properties is None:
        return
    for name in ("rPr/{W}ins", "rPr/{W}del", "rPr/{W}moveFrom", "rPr/{W}moveTo", "pPrChange"):
        path = "/".join(f"{_W}{one.removeprefix('{W}')}" for one in name.split("/"))
        found = properties.find(path)
        if found is not None:
            yield found.get(f"{_W}author", "")
