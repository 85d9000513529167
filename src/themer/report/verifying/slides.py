"""Slides read back: titles, content, tables, charts and notes, in the order of the slides.

Figures are found by the mark of their run; where another program has dropped it, by the link to
their evidence; where that is gone too, the words are aligned with those that were written.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any, Final

from themer.report.verifying.lines import Draft, Line, ReadBack
from themer.report.verifying.office import OWN_PROPERTIES, read_parts, read_xml, report_of

_MAIN: Final = "ppt/presentation.xml"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FIGURE: Final = "{urn:themer:figure}figure"
_READ: Final = ("ppt/slides/", "ppt/notesSlides/", "ppt/charts/", "ppt/_rels/")
_EVIDENCE = re.compile(r"#(?:evidence-|a_evidence_)([eq]\d+)(?:_[0-9a-f]{12})?\Z")
_AT_THE_FOOT: Final = frozenset(("dt", "ftr", "sldNum", "hdr", "sldImg"))
"""What stands alike on every slide, or is no text."""
_TITLES: Final = frozenset(("title", "ctrTitle"))


def read_pptx(content: bytes) -> ReadBack:
    """Read slides.

    Raises:
        InputError: They are none, or so large when unpacked that they cannot be a report.
    """
    parts = read_parts(content, _is_read, kind="PowerPoint", main=_MAIN)
    lines: list[Line] = []
    for name in _slides(parts):
        slide = _Part(parts, name)
        lines += slide.lines()
        for notes in slide.targets("/notesSlide"):
            if notes in parts:
                lines += _Part(parts, notes).lines()
    return ReadBack(report_of(parts), tuple(lines))


def _is_read(name: str) -> bool:
    is_xml = name.endswith((".xml", ".rels"))
    return is_xml and (name in (_MAIN, OWN_PROPERTIES) or name.startswith(_READ))


def _slides(parts: dict[str, bytes]) -> Iterator[str]:
    """Name the slides in their order."""
    presentation = _Part(parts, _MAIN)
    for one in presentation.root.iter(f"{_P}sldId"):
        target = presentation.target(one.get(f"{_R}id"))
        if target in parts:
            yield target


class _Part:
    """A part with its relationships."""

    def __init__(self, parts: dict[str, bytes], name: str) -> None:
        self.root = read_xml(parts[name])
        self._parts = parts
        self._folder = posixpath.dirname(name)
        relations = f"{self._folder}/_rels/{posixpath.basename(name)}.rels"
        found = read_xml(parts[relations]) if relations in parts else ()
        self._relations = {
            one.get("Id"): (one.get("Type", ""), one.get("Target", ""), one.get("TargetMode", ""))
            for one in found
        }

    def target(self, relation: str | None) -> str:
        """Name the part that a relationship leads to; the address where it leads outside."""
        target: str
        _, target, mode = self._relations.get(relation, ("", "", ""))
        if mode == "External":
            return target
        return posixpath.normpath(posixpath.join("/", self._folder, target)).lstrip("/")

    def targets(self, kind: str) -> Iterator[str]:
        """Name the parts that relationships of a kind lead to."""
        for relation, (type_, _, _) in self._relations.items():
            if type_.endswith(kind):
                yield self.target(relation)

    def lines(self) -> Iterator[Line]:
        """Give the lines of all shapes in their order, which is the order of reading."""
        for shape in self.root.iter(f"{_P}sp", f"{_P}graphicFrame"):
            kind = shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
            placed = "" if kind is None else kind.get("type", "")
            if placed in _AT_THE_FOOT:
                continue
            named = shape.find(f"{_P}nvSpPr/{_P}cNvPr")
            author = named is not None and named.get("name", "").startswith("author-")
            for paragraph in shape.iter(f"{_A}p"):
                line = self._line(paragraph, author=author, heading=placed in _TITLES)
                if line is not None:
                    yield line
            for chart in shape.iter(f"{_C}chart"):
                target = self.target(chart.get(f"{_R}id"))
                if target in self._parts:
                    yield from _chart_lines(read_xml(self._parts[target]))

    def _line(self, paragraph: Any, *, author: bool, heading: bool) -> Line | None:
        draft = Draft(author=author, heading=heading)
        before = ""
        for run in paragraph:
            if run.tag == f"{_A}br":
                draft.add("\n")
                before = ""
            elif run.tag in (f"{_A}r", f"{_A}fld"):
                ledger_id = self._ledger_id(run)
                # One figure may have been parted into several runs.
                if before and before != ledger_id:
                    draft.end(before)
                if ledger_id and before != ledger_id:
                    draft.begin(ledger_id, ledger_id)
                before = ledger_id
                draft.add(run.findtext(f"{_A}t") or "")
                continue
            if before:
                draft.end(before)
                before = ""
        if before:
            draft.end(before)
        return draft.line()

    def _ledger_id(self, run: Any) -> str:
        """Say which figure or quote a run is; empty where it is none."""
        mark = next(run.iter(_FIGURE), None)
        if mark is not None:
            return str(mark.get("id", ""))
        link = run.find(f"{_A}rPr/{_A}hlinkClick")
        if link is None:
            return ""
        found = _EVIDENCE.search(self.target(link.get(f"{_R}id")))
        return found[1] if found else ""


def _chart_lines(chart: Any) -> Iterator[Line]:
    """Give each bar of a chart as a line: the group, the part, its value and its label."""
    for series in chart.iter(f"{_C}ser"):
        name = " ".join(_values(series.find(f"{_C}tx")))
        groups, values = _values(series.find(f"{_C}cat")), _values(series.find(f"{_C}val"))
        labels = {
            label.find(f"{_C}idx").get("val"): "".join(
                one.text or "" for one in label.iter(f"{_A}t")
            )
            for label in series.iter(f"{_C}dLbl")
            if label.find(f"{_C}idx") is not None
        }
        for at, (group, value) in enumerate(zip(groups, values, strict=False)):
            label = labels.get(str(at), "")
            yield Line(f"{group}: {name} {value}" + (f" ({label})" if label else ""))


def _values(element: Any) -> list[str]:
    if element is None:
        return []
    return [(point.findtext(f"{_C}v") or "") for point in element.iter(f"{_C}pt")]
