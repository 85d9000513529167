"""A Word file read back, also after somebody has edited it or another program has saved it.

Figures are found by the tags of content controls, and by bookmarks, which LibreOffice keeps where
it drops the tags. Tracked changes are read as if they were accepted: that is what a reader sees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from themer.report.verifying.lines import Draft, Line, ReadBack, Tables, id_of_place
from themer.report.verifying.office import OWN_PROPERTIES, read_parts, read_xml, report_of

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TAG = re.compile(r"(?:figure|quote):([eq]\d+)\Z")
_AUTHOR = re.compile(r"author[:#]|author-|a_author_")
_ALT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""What older programs show in the place of what stands beside it already."""
_FURNITURE = re.compile(r"word/(?:header|footer)\d*\.xml\Z")
_CHART = re.compile(r"word/charts/.*\.xml\Z", re.DOTALL)
_GONE = frozenset(f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "pPr"))
_SPACES = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


def read_docx(content: bytes) -> ReadBack:
    """Read a Word file.

    Raises:
        InputError: It is none, or so large when unpacked that it cannot be a report.
    """
    parts = read_parts(content, _is_read, kind="Word", main="word/document.xml")
    reader = _Reader(parts)
    reader.read(read_xml(parts["word/document.xml"]))
    reader.lines += _furniture(parts)
    places = reader.places
    dangling = tuple(words for target, words in reader.links if target not in places)
    alternatives = tuple(reader.alternatives)
    return ReadBack(report_of(parts), tuple(reader.lines), dangling, alternatives=alternatives)


def _is_read(name: str) -> bool:
    wanted = ("word/document.xml", "word/_rels/document.xml.rels", OWN_PROPERTIES)
    return name in wanted or bool(_FURNITURE.match(name)) or bool(_CHART.match(name))


def _furniture(parts: Mapping[str, bytes]) -> Iterator[Line]:
    """Give the lines of headers and footers, each once, without the numbers of pages."""
    seen: set[str] = set()
    for name in sorted(one for one in parts if _FURNITURE.match(one)):
        for paragraph in read_xml(parts[name]).iter(f"{_W}p"):
            line = Line(_without_fields(paragraph).strip())
            if line.key and line.key not in seen:
                seen.add(line.key)
                yield line


def _without_fields(paragraph: Any) -> str:
    depth, words = 0, []
    for one in paragraph.iter(f"{_W}fldChar", f"{_W}t"):
        kind = one.get(f"{_W}fldCharType")
        depth += {"begin": 1, "end": -1}.get(kind, 0)
        is_field = depth or next(one.iterancestors(f"{_W}fldSimple"), None) is not None
        if not is_field:
            words.append(one.text or "")
    return "".join(words)


class _Reader:
    def __init__(self, parts: dict[str, bytes]) -> None:
        self.lines: list[Line] = []
        self.alternatives: list[str] = []
        self.places: set[str] = set()
        self.links: list[tuple[str, str]] = []
        self._parts = parts
        self._author = 0
        self._author_places: set[str] = set()
        self._tables = Tables()
        relations = parts.get("word/_rels/document.xml.rels")
        self._targets = (
            {}
            if relations is None
            else {one.get("Id"): one.get("Target", "") for one in read_xml(relations)}
        )

    def read(self, element: Any, draft: Draft | None = None) -> None:
        """Read an element and all in it, in the order of the text."""
        tag = element.tag
        if tag in _GONE or tag == _FALLBACK or not isinstance(tag, str):
            return
        if tag == f"{_W}p":
            self._paragraph(element)
        elif tag == f"{_W}t":
            if draft is not None:
                draft.add(element.text or "")
        elif tag in _SPACES:
            if draft is not None:
                draft.add(_SPACES[tag])
        elif tag == f"{_W}sdt":
            self._control(element, draft)
        elif tag in (f"{_W}bookmarkStart", f"{_W}bookmarkEnd"):
            self._bookmark(element, draft)
        elif tag == f"{_W}hyperlink":
            self._hyperlink(element, draft)
        elif tag in (f"{_W}tbl", f"{_W}tr", f"{_W}tc"):
            self._table(element)
        elif tag == _ALT:
            words = " ".join(element.get("descr", "").split())
            self.alternatives += [words] if words else []
        elif tag == f"{_C}chart":
            self._chart(element.get(f"{_R}id"))
        else:
            for child in element:
                self.read(child, draft)

    def _table(self, element: Any) -> None:
        if element.tag == f"{_W}tbl":
            self._tables.begin()
        elif element.tag == f"{_W}tr":
            self._tables.row()
        else:
            self._tables.column()
        for child in element:
            self.read(child)
        span = element.find(f"{_W}tcPr/{_W}gridSpan")
        if span is not None and span.get(f"{_W}val", "").isdigit():
            self._tables.skip(int(span.get(f"{_W}val")) - 1)
        if element.tag == f"{_W}tbl":
            self._tables.end()

    def _paragraph(self, element: Any) -> None:
        style = element.find(f"{_W}pPr/{_W}pStyle")
        name = "" if style is None else style.get(f"{_W}val", "")
        draft = Draft(
            author=bool(self._author or self._author_places),
            heading=name.lower().replace(" ", "").startswith("heading"),
            cell=self._tables.cell,
        )
        place = len(self.lines)
        for child in element:
            self.read(child, draft)
        line = draft.line()
        if line is not None:
            self.lines.insert(place, line)

    def _control(self, element: Any, draft: Draft | None) -> None:
        tag = element.find(f"{_W}sdtPr/{_W}tag")
        name = "" if tag is None else tag.get(f"{_W}val", "")
        found = _TAG.match(name)
        is_author = bool(_AUTHOR.match(name))
        self._author += is_author
        if found and draft is not None:
            draft.begin(element, found[1])
        for child in element.iterfind(f"{_W}sdtContent"):
            self.read(child, draft)
        if found and draft is not None:
            draft.end(element)
        self._author -= is_author

    def _bookmark(self, element: Any, draft: Draft | None) -> None:
        number = element.get(f"{_W}id", "")
        if element.tag == f"{_W}bookmarkEnd":
            self._author_places.discard(number)
            if draft is not None:
                draft.end(number)
            return
        name = element.get(f"{_W}name", "")
        self.places.add(name)
        if _AUTHOR.match(name):
            self._author_places.add(number)
        ledger_id = id_of_place(name)
        if ledger_id and draft is not None:
            draft.begin(number, ledger_id)

    def _hyperlink(self, element: Any, draft: Draft | None) -> None:
        start = 0 if draft is None else draft.length
        for child in element:
            self.read(child, draft)
        target = element.get(f"{_W}anchor")
        if target and element.get(f"{_R}id") is None and draft is not None:
            self.links.append((target, "".join(draft.parts)[start:]))

    def _chart(self, relation: str | None) -> None:
        target = self._targets.get(relation or "", "")
        content = self._parts.get(f"word/{target.removeprefix('/word/')}")
        if content is not None:
            self.lines += _chart_lines(read_xml(content))


def _chart_lines(chart: Any) -> Iterator[Line]:
    """Give each bar of a chart as a line: the group, the part, its value."""
    for series in chart.iter(f"{_C}ser"):
        name = " ".join(_values(series.find(f"{_C}tx")))
        groups, values = _values(series.find(f"{_C}cat")), _values(series.find(f"{_C}val"))
        for group, value in zip(groups, values, strict=False):
            yield Line(f"{group}: {name} {value}")


def _values(element: Any) -> list[str]:
    if element is None:
        return []
    return [(point.findtext(f"{_C}v") or "") for point in element.iter(f"{_C}pt")]
