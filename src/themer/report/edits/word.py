"""The author sections of a Word document, with tracked changes as if accepted, and its comments.

A section is found by the tag of its content control, or by its bookmark, which LibreOffice keeps
where it drops the tags. LibreOffice also drops bold and italic in the first paragraph of a block
control (seen with version 7); `WordEdits.forgets_form` says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from themer.report.edits.lines import EditedSection, Kind, Remark, Sign, TextLine, trimmed
from themer.report.edits.word_styles import Styles, W, local, value
from themer.report.verifying.lines import id_of_place
from themer.report.verifying.office import read_parts, read_xml
from themer.report.writers.docx_comments import AUTHOR
from themer.report.writers.docx_inline import bookmark_name, control_tag

_PARTS: Final = (
    "word/document.xml",
    "word/comments.xml",
    "word/numbering.xml",
    "word/styles.xml",
    "docProps/app.xml",
)
_FIGURE = re.compile(r"figure:([eq]\d+)\Z")
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
    parts = read_parts(content, _PARTS.__contains__, kind="Word", main=_PARTS[0])
    reader = _Reader(parts, names)
    reader.read(read_xml(parts[_PARTS[0]]), None)
    application = parts.get("docProps/app.xml", b"")
    remarks = reader.remarks(parts.get("word/comments.xml"))
    return WordEdits(tuple(reader.sections), remarks, b"LibreOffice" in application)


def _part(parts: Mapping[str, bytes], name: str) -> Any:
    return read_xml(parts[name]) if name in parts else None


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
        self._styles = Styles(_part(parts, "word/styles.xml"), _part(parts, "word/numbering.xml"))
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
        self._just_ended: EditedSection | None = None
        self._cells = 0
        self._figures: dict[str, str] = {}
        self._carried: list[Sign] = []
        self._carried_kind: tuple[Kind, int] | None = None
        self._commented: dict[str, list[str]] = {}
        self._comments_open: dict[str, None] = {}
        self._comment_sections: dict[str, str] = {}

    def read(self, root: Any, _: None) -> None:
        """Read a whole document."""
        for mark in root.iter(f"{W}bookmarkStart"):
            name = mark.get(f"{W}name", "")
            if name in self._places:
                self._names_of_ids[mark.get(f"{W}id", "")] = name
        for mark in root.iter(f"{W}bookmarkEnd"):
            name = self._names_of_ids.get(mark.get(f"{W}id", ""), "")
            if name:
                self._last_ends[name] = mark
        self._block(root)

    def _block(self, element: Any) -> None:
        for child in element:
            tag = local(child)
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
        for content in element.iterfind(f"{W}sdtContent"):
            self._block(content)
        self._control = before

    def _new(self, name: str) -> EditedSection:
        self._just_ended = None
        self.sections.append(EditedSection(name))
        return self.sections[-1]

    def _place(self, element: Any, paragraph: _Paragraph | None) -> None:
        """Take note of a bookmark; a section lasts to the last end of any that has its name.

        LibreOffice writes the bookmark of several paragraphs as two of one name, the first open.
        """
        number = element.get(f"{W}id", "")
        if local(element) == "bookmarkStart":
            name = element.get(f"{W}name", "")
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
            self._just_ended = self._by_place[name]

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
            if self._just_ended is not None and (kept := trimmed(signs)):
                line = TextLine(paragraph.kind, paragraph.level, kept)
                self._just_ended.following.append(line)
            return
        paragraph.section.reviewers |= paragraph.reviewers
        paragraph.section.reviewers |= dict.fromkeys(_reviewers_of_mark(element))
        paragraph.section.disputed += paragraph.disputed
        kept = trimmed(signs)
        if kept:
            line = TextLine(paragraph.kind, paragraph.level, kept)
            paragraph.section.lines.append(line)

    def _inline(self, element: Any, paragraph: _Paragraph, form: _Form) -> None:
        tag = local(element)
        if tag in ("del", "moveFrom"):
            self._taken_out(element, paragraph, form)
        elif not tag or tag in _GONE:
            return
        elif tag == "r":
            self._run(element, paragraph, form)
        elif tag == "sdt":
            found = _FIGURE.match(_tag_of(element))
            inner = replace(form, figure=found[1]) if found else form
            for content in element.iterfind(f"{W}sdtContent"):
                for child in content:
                    self._inline(child, paragraph, inner)
        elif tag in ("bookmarkStart", "bookmarkEnd"):
            self._place(element, paragraph)
        elif tag in ("ins", "moveTo"):
            author = element.get(f"{W}author", "")
            paragraph.reviewers[author] = None
            for child in element:
                self._inline(child, paragraph, replace(form, inserted_by=author))
        else:
            self._comment_mark(tag, element, paragraph.section)
            inner = replace(form, link=_target(element)) if tag == "hyperlink" else form
            for child in element:
                self._inline(child, paragraph, inner)

    def _taken_out(self, element: Any, paragraph: _Paragraph, form: _Form) -> None:
        author = element.get(f"{W}author", "")
        paragraph.reviewers[author] = None
        words = "".join(one.text or "" for one in element.iter(f"{W}delText", f"{W}t"))
        if form.inserted_by and form.inserted_by != author and words:
            paragraph.disputed.append((words, form.inserted_by, author))

    def _run(self, run: Any, paragraph: _Paragraph, form: _Form) -> None:
        bold, italic, reviewer = _looks(run)
        if reviewer:
            paragraph.reviewers[reviewer] = None
        words = ""
        for child in run:
            tag = local(child)
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
        number = element.get(f"{W}id", "")
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
        for comment in read_xml(content).iterfind(f"{W}comment"):
            number = comment.get(f"{W}id", "")
            lines = ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in comment]
            words = " ".join(line for line in lines if line.strip()).strip()
            about = "".join(self._commented.get(number, ())).strip()
            section = self._comment_sections.get(number, "")
            author = comment.get(f"{W}author", "") or "somebody"
            if author == AUTHOR:
                continue  # one of a review copy's, which nobody wrote
            found.append(Remark(author, words, about, section))
        return tuple(found)


def _tag_of(control: Any) -> str:
    return value(control.find(f"{W}sdtPr/{W}tag"))


def _target(link: Any) -> str:
    return str(link.get(f"{W}anchor", "") or "elsewhere")


def _is_on(element: Any) -> bool:
    return element is not None and element.get(f"{W}val", "1") not in ("0", "false", "off", "none")


def _looks(run: Any) -> tuple[bool, bool, str]:
    """Say whether a run is bold and italic, and who tracked a change of that."""
    properties = run.find(f"{W}rPr")
    if properties is None:
        return False, False, ""
    style = value(properties.find(f"{W}rStyle")).lower().replace(" ", "")
    changed = properties.find(f"{W}rPrChange")
    bold, italic = properties.find(f"{W}b"), properties.find(f"{W}i")
    return (
        _is_on(bold) if bold is not None else style.startswith("strong"),
        _is_on(italic) if italic is not None else style.startswith("emphasis"),
        "" if changed is None else changed.get(f"{W}author", ""),
    )


def _mark_is_gone(paragraph: Any) -> bool:
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    return mark is not None and any(local(one) in ("del", "moveFrom") for one in mark)


def _reviewers_of_mark(paragraph: Any) -> Iterable[str]:
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        return
    for name in ("ins", "del", "moveFrom", "moveTo", "pPrChange"):
        path = f"{W}{name}" if name == "pPrChange" else f"{W}rPr/{W}{name}"
        found = properties.find(path)
        if found is not None:
            yield found.get(f"{W}author", "")
