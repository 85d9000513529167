"""A page of HTML read back: its lines, its figures and quotes, its links."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import unquote

from themer.report.verifying.lines import Draft, Line, ReadBack, Tables

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "dd", "desc", "details"),
        *("div", "dl", "dt", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("header", "li", "main", "nav", "ol", "p", "section", "summary", "table", "tbody", "td"),
        *("text", "tfoot", "th", "thead", "title", "tr", "ul"),
    )
)
_VOID = frozenset(("area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"))
_SILENT = frozenset(("head", "script", "style", "template"))


def read_html(content: bytes) -> ReadBack:
    """Read a page; nothing in it is run or fetched."""
    reader = _Reader()
    reader.feed(content.decode("utf-8", "replace"))
    reader.close()
    reader.break_line()
    dangling = tuple(words for target, words in reader.links if target not in reader.ids)
    return ReadBack(
        reader.report_id,
        tuple(reader.lines),
        dangling,
        scripts=tuple(reader.hidden["script"]),
        styles=tuple(reader.hidden["style"]),
    )


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.report_id: str | None = None
        self.lines: list[Line] = []
        self.ids: set[str] = set()
        self.links: list[tuple[str, str]] = []
        self.hidden: dict[str, list[str]] = {"script": [], "style": []}
        self._stack: list[tuple[str, bool]] = []
        """Open elements; whether each holds what a person wrote."""
        self._draft = Draft()
        self._link: tuple[str, int] | None = None
        self._tables = Tables()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line, a figure, a quote or a link."""
        given = {name: value or "" for name, value in attrs}
        self._note(tag, given)
        if tag == "br":
            self._draft.add("\n")
            return
        if tag in _BLOCKS:
            self._place(tag)
            self.break_line(heading=tag in ("h1", "h2", "h3", "h4", "h5", "h6"))
        if tag in _VOID:
            return
        self._stack.append((tag, "data-author" in given))
        self._draft.author = any(author for _, author in self._stack)
        ledger_id = given.get("data-figure") or given.get("data-quote")
        if ledger_id:
            self._draft.begin(len(self._stack), ledger_id)
        if tag == "a" and given.get("href", "").startswith("#"):
            self._link = (unquote(given["href"][1:]), self._draft.length)

    def handle_endtag(self, tag: str) -> None:
        """End what an element began; what was left open inside it ends too."""
        if not any(open_tag == tag for open_tag, _ in self._stack):
            return
        while self._stack:
            self._draft.end(len(self._stack))
            closed, _ = self._stack.pop()
            if closed == "a" and self._link is not None:
                target, start = self._link
                self.links.append((target, "".join(self._draft.parts)[start:]))
                self._link = None
            if closed in _BLOCKS:
                if closed == "table":
                    self._tables.end()
                self.break_line()
            if closed == tag:
                return

    def handle_data(self, data: str) -> None:
        """Add words, unless they are of a part that nobody sees."""
        innermost = self._stack[-1][0] if self._stack else ""
        if innermost in self.hidden:
            self.hidden[innermost].append(data.strip())
        elif innermost == "title" or not any(tag in _SILENT for tag, _ in self._stack):
            self._draft.add(data.replace("\n", " "))

    def break_line(self, *, heading: bool = False) -> None:
        """End the line that is being read, and begin another."""
        line = self._draft.line()
        if line is not None:
            self.lines.append(line)
        author = any(author for _, author in self._stack)
        cell = None if any(tag == "caption" for tag, _ in self._stack) else self._tables.cell
        self._draft = Draft(author=author, heading=heading, cell=cell)

    def _place(self, tag: str) -> None:
        """Take in that a table, a row or a cell begins."""
        if tag in ("td", "th"):
            self._tables.column()
        elif tag == "tr":
            self._tables.row()
        elif tag == "table":
            self._tables.begin()

    def _note(self, tag: str, given: dict[str, str]) -> None:
        """Take in what an element says beside its words."""
        if words := " ".join(given.get("alt", "").split()):
            self.lines.append(Line(words))
        self.hidden["script"] += [given[name] for name in given if name.startswith("on")]
        if tag == "script" and given.get("src"):
            self.hidden["script"].append(given["src"])
        if tag == "link" and "stylesheet" in given.get("rel", ""):
            self.hidden["style"].append(given.get("href", ""))
        if "id" in given:
            self.ids.add(given["id"])
        if tag == "meta" and given.get("name") == "themer-report":
            self.report_id = given.get("content")
