"""A PDF read back by its structure, as those who do not see it have it read to them.

The structure says what is a paragraph, a cell or a heading, wherever pages break, and leaves out
what stands on every page. A figure is known by its link, which leads to its evidence by name. A
PDF that another program wrote anew may have lost its structure: then its lines are those of the
page, and are aligned with what was written (see ``flowing.py``).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final

from themer.errors import InputError
from themer.report.verifying.lines import Draft, Line, ReadBack
from themer.report.verifying.pdf_text import Stretch, words_by_mark

_HOW: Final = 'Install it with: pip install "themer[pdf]".'
_REPORT: Final = re.compile(r"themer-report:([^\s,;]+)")
_EVIDENCE: Final = re.compile(r"evidence-([eq]\d+)\Z")
_MARK: Final = re.compile(r"[eq]\d+\Z")
_AUTHOR: Final = "author"
"""The mark at the beginning of a line that a person wrote."""
_BAR: Final = "bar-"
"""What the mark of a bar begins with; its name follows, as hexadecimal UTF-8."""
_INLINE: Final = frozenset(("/Span", "/Link", "/Em", "/Strong", "/Quote", "/Reference", "/Code"))
_SILENT: Final = frozenset(("/Lbl", "/TOC", "/Artifact"))
_HEADING: Final = re.compile(r"/H[1-6]?\Z")
_DEEPEST: Final = 200


def read_pdf(content: bytes) -> ReadBack:
    """Read a PDF.

    Raises:
        InputError: It is none, it is locked, or what reads one is not installed.
    """
    try:
        import pypdf
        from pypdf.errors import PyPdfError
    except ImportError as error:
        raise InputError("reading a PDF needs a package that is not here.", hint=_HOW) from error
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong is said by us
    try:
        file = pypdf.PdfReader(BytesIO(content))
        if file.is_encrypted:
            raise InputError("this PDF is locked.", hint="Save a copy without a password.")
        report_id = _report_id(file)
        root: Any = file.trailer["/Root"]
        if "/StructTreeRoot" in root:
            reader = _Reader(file)
            reader.read(root["/StructTreeRoot"], None, 0)
            if reader.lines:
                return ReadBack(report_id, tuple(reader.lines), tuple(reader.dangling))
        return ReadBack(report_id, tuple(_lines_of_pages(file)), flowing=True, marks_author=False)
    except InputError:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError("this is not a whole PDF.", hint="Save it again as PDF.") from error


def _report_id(file: Any) -> str | None:
    found = _REPORT.search(str((file.metadata or {}).get("/Keywords", "")))
    return found[1] if found else None


def _lines_of_pages(file: Any) -> Iterator[Line]:
    for page in file.pages:
        for line in page.extract_text().split("\n"):
            if line.strip():
                yield Line(line.strip())


@dataclass(slots=True)
class _Reader:
    file: Any
    lines: list[Line] = field(default_factory=list)
    dangling: list[str] = field(default_factory=list)
    _words: dict[int, dict[int, Stretch]] = field(default_factory=dict)
    """The words of the pages that were read, by the page's number as an object."""
    _line: tuple[int, tuple[bytes, ...]] | None = None
    """The page and the line on it of the words that were read last."""
    _pages: dict[int, Any] = field(init=False)
    _places: frozenset[str] = field(init=False)
    _roles: Any = field(init=False)

    def __post_init__(self) -> None:
        root = self.file.trailer["/Root"]
        self._places = frozenset(self.file.named_destinations)
        self._pages = {page.indirect_reference.idnum: page for page in self.file.pages}
        self._roles = root["/StructTreeRoot"].get("/RoleMap", {})

    def read(self, element: Any, draft: Draft | None, depth: int, page: int = 0) -> None:
        """Read an element of the structure and all in it, in the order of reading."""
        if depth > _DEEPEST:
            raise ValueError("no document is nested so deeply")
        kind = str(element.get("/S", ""))
        kind = str(self._roles.get(kind, kind))
        page = _id_of(element, "/Pg") or page
        if kind in _SILENT:
            return
        if kind == "/Link" and draft is not None:
            self._link(element, draft, depth, page)
        elif kind in _INLINE and draft is not None:
            mark = str(element.get("/T", ""))
            if mark.startswith(_BAR):
                self._bar(element, bytes.fromhex(mark.removeprefix(_BAR)), depth, page)
                return
            draft.author = draft.author or mark == _AUTHOR
            if _MARK.match(mark):
                draft.begin(id(element), mark)
            self._children(element, draft, depth, page, apart=False)
            draft.end(id(element))
        else:
            if draft is not None:
                self._end(draft)
            own = Draft(heading=bool(_HEADING.match(kind)))
            self._children(element, own, depth, page, apart=kind == "/Figure")
            self._end(own)

    def _bar(self, element: Any, name: bytes, depth: int, page: int) -> None:
        """Read what stands at a bar of a chart: a line of its own, with the bar's name."""
        value = Draft()
        self._children(element, value, depth, page, apart=False)
        words = "".join(value.parts).strip()
        bar = name.decode("utf-8", "replace")
        if words:
            self.lines.append(Line(f"{bar} {words}"))

    def _end(self, draft: Draft) -> None:
        """End a line; what follows in the same element is another."""
        line = draft.line()
        if line is not None:
            self.lines.append(line)
        draft.parts.clear()
        draft.marks.clear()
        draft.length = 0

    def _children(self, element: Any, draft: Draft, depth: int, page: int, *, apart: bool) -> None:
        """Read what is in an element; in a drawing each word stands apart from the next."""
        for child in _each(element.get("/K", [])):
            if isinstance(child, int):
                self._add(draft, page, child, apart=apart)
            elif child.get("/Type") == "/MCR":
                self._add(draft, _id_of(child, "/Pg") or page, int(child["/MCID"]), apart=apart)
            elif "/S" in child:
                self.read(child, draft, depth + 1, page)

    def _add(self, draft: Draft, page: int, mark: int, *, apart: bool) -> None:
        found = self._page(page).get(mark)
        if found is None:
            return
        last = draft.parts[-1][-1:] if draft.parts else ""
        if last and not last.isspace() and not found.words[:1].isspace():
            # A line that ends where the page's edge made it leaves its space behind.
            ended = self._line is not None and self._line != (page, found.line)
            draft.add(" " if apart else "\n" if ended else "")
        draft.add(found.words)
        self._line = (page, found.line)

    def _page(self, number: int) -> dict[int, Stretch]:
        if number not in self._words:
            page = self._pages.get(number)
            self._words[number] = {} if page is None else words_by_mark(page)
        return self._words[number]

    def _link(self, element: Any, draft: Draft, depth: int, page: int) -> None:
        start = draft.length
        name, is_here = _target(element)
        found = _EVIDENCE.search(name)
        if found:
            draft.begin(id(element), found[1])
        self._children(element, draft, depth, page, apart=False)
        words = "".join(draft.parts)[start:]
        if found and not (words == "evidence" and self._is_source_of(found[1])):
            draft.end(id(element))
        if is_here and name not in self._places:
            self.dangling.append(words)

    def _is_source_of(self, ledger_id: str) -> bool:
        """Say whether the line before is the quote whose evidence a link leads to."""
        marks = self.lines[-1].marks if self.lines else ()
        return any(mark.ledger_id == ledger_id for mark in marks)


def _each(value: Any) -> Iterator[Any]:
    """Give what stands in a list, or what stands in its stead alone."""
    for one in value if isinstance(value, list) else [value]:
        yield one.get_object() if hasattr(one, "get_object") else one


def _id_of(element: Any, key: str) -> int:
    reference = element.raw_get(key) if key in element else None
    return int(getattr(reference, "idnum", 0))


def _target(link: Any) -> tuple[str, bool]:
    """Give the name of the place that a link leads to, and whether it is in this file."""
    for child in _each(link.get("/K", [])):
        if isinstance(child, int) or child.get("/Type") != "/OBJR":
            continue
        note = child["/Obj"].get_object()
        action = note.get("/A", {})
        name = action.get("/D") if "/S" in action else note.get("/Dest")
        if isinstance(name, (str, bytes)):
            text = name if isinstance(name, str) else name.decode("latin-1")
            return text, action.get("/S", "/GoTo") == "/GoTo"
    return "", False
