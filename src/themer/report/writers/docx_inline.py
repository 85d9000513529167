"""Words within a Word paragraph: runs, links, and figures that can be found again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from itertools import count
from typing import Final

from themer.report.blocks import (
    ComputedFigure,
    Emphasis,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Strong,
    Text,
    used_anchor,
)
from themer.report.writers.docx_comments import Comments
from themer.report.writers.docx_styles import Styles
from themer.report.writers.docx_xml import attribute, escaped
from themer.report.writers.outline import Outline, plain, safe_name
from themer.report.writers.visible import visible

LONGEST_TAG: Final = 64
"""Word refuses a content control whose tag is longer."""


@lru_cache(maxsize=4096)
def bookmark_name(anchor: str) -> str:
    """Give the bookmark of an anchor: Word takes 40 letters, digits and underscores."""
    return safe_name(anchor, allowed="A-Za-z0-9_", longest=40)


def control_tag(kind: str, name: str) -> str:
    """Give the tag of a content control, by which ``verify`` and ``take-edits`` find it again.

    Args:
        kind: ``figure``, ``quote`` or ``author``.
        name: The ledger's id, or the section's name; where it does not fit it is a digest of it.
    """
    tag = f"{kind}:{name}"
    if len(tag) <= LONGEST_TAG and tag == visible(tag):
        return tag
    return f"{kind}#{sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"


@dataclass(frozen=True, slots=True)
class Form:
    """How words look: the style's element, and what is added to it."""

    style: str = ""
    bold: bool = False
    italic: bool = False

    @property
    def properties(self) -> str:
        """Give the run's properties, each once and in the standard's order."""
        bold = "<w:b/>" if self.bold else ""
        italic = "<w:i/>" if self.italic else ""
        inside = f"{self.style}{bold}{italic}"
        return f"<w:rPr>{inside}</w:rPr>" if inside else ""


PLAIN: Final = Form()


@dataclass(slots=True)
class InlineWriter:
    """Writes inlines as runs, and remembers what it has numbered and placed."""

    styles: Styles
    outline: Outline
    file_link: Callable[[str], str]
    """Gives the relationship to a document of the same folder, by its name."""
    comments: Comments
    numbers: count[int] = field(default_factory=lambda: count(1))
    placed: Counter[str] = field(default_factory=Counter)

    def runs(self, inlines: Inlines, form: Form = PLAIN, *, linked: bool = False) -> str:
        """Write inlines.

        Args:
            inlines: What to write.
            form: How they look.
            linked: Whether we are inside a link, so that none may begin.
        """
        return "".join(self._inline(inline, form, linked=linked) for inline in inlines)

    def _inline(self, inline: Inline, form: Form, *, linked: bool) -> str:
        match inline:
            case Text():
                return self.run(inline.text, form)
            case LineBreak():
                return "<w:r><w:br/></w:r>"
            case Strong():
                return self.runs(inline.children, replace(form, bold=True), linked=linked)
            case Emphasis():
                return self.runs(inline.children, replace(form, italic=True), linked=linked)
            case Link():
                if linked or not self.outline.holds(inline.anchor, inline.document):
                    return self.runs(inline.children, form, linked=True)
                # Links to another file look like words: a page full of them would be hard to read.
                style = form if inline.document else replace(form, style=self.styles.run("link"))
                words = self.runs(inline.children, style, linked=True)
                return self._hyperlink(inline.anchor, words, inline.document)
            case ComputedFigure():
                return self._figure(inline, form, linked=linked)

    def run(self, text: str, form: Form = PLAIN) -> str:
        """Write words as one run; newlines become breaks."""
        if not text:
            return ""
        words = escaped(text)
        words = words.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
        words = words.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
        return f'<w:r>{form.properties}<w:t xml:space="preserve">{words}</w:t></w:r>'

    def _figure(self, figure: ComputedFigure, form: Form, *, linked: bool) -> str:
        place = None if linked else self.outline.evidence_of(figure.ledger_id)
        if place is not None:
            document, anchor = place
            style = form if document else replace(form, style=self.styles.run("evidence"))
            tip = f"{document}, {figure.ledger_id.upper()}" if document else ""
            words = self._hyperlink(anchor, self.run(figure.text, style), document, tip)
        else:
            words = self.run(figure.text, form)
        # The bookmark goes inside: LibreOffice moves one that holds a control within a control.
        control = self.control(self.used(figure.ledger_id, words), "figure", figure.ledger_id)
        return self.comments.around(figure.ledger_id, control)

    def control(self, content: str, kind: str, name: str) -> str:
        """Put runs or paragraphs into a content control with a tag."""
        title = f"{kind.capitalize()}: {name}"[:LONGEST_TAG]
        return (
            f"<w:sdt><w:sdtPr><w:alias w:val={attribute(title)}/>"
            f"<w:tag w:val={attribute(control_tag(kind, name))}/>"
            f'<w:id w:val="{next(self.numbers)}"/><w15:appearance w15:val="hidden"/></w:sdtPr>'
            f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
        )

    def used(self, ledger_id: str, content: str) -> str:
        """Mark a place where a ledger entry is printed."""
        return self.occurrence(used_anchor(ledger_id), content)

    def occurrence(self, anchor: str, content: str) -> str:
        """Bookmark each place of a name: the first has the name itself, the second ``name#2``.

        LibreOffice drops the tags of content controls when it saves, and keeps bookmarks.
        """
        self.placed[anchor] += 1
        number = self.placed[anchor]
        return self.bookmark(anchor if number == 1 else f"{anchor}#{number}", content)

    def bookmark(self, anchor: str | None, content: str) -> str:
        """Make runs a place that links lead to."""
        if anchor is None:
            return content
        number = next(self.numbers)
        return (
            f'<w:bookmarkStart w:id="{number}" w:name="{bookmark_name(anchor)}"/>{content}'
            f'<w:bookmarkEnd w:id="{number}"/>'
        )

    def evidence_link(self, ledger_id: str, words: str) -> str:
        """Write a link to the evidence of a ledger entry, or nothing where there is none."""
        place = self.outline.evidence_of(ledger_id)
        if place is None:
            return ""
        document, anchor = place
        return self._hyperlink(anchor, self.run(words, Form(self.styles.run("link"))), document)

    def _hyperlink(self, anchor: str, content: str, document: str = "", tip: str = "") -> str:
        """Write a link to a bookmark, here or in a document of the same folder."""
        file = f'r:id="{self.file_link(document)}" ' if document else ""
        tip = f"w:tooltip={attribute(tip)} " if tip else ""
        name = bookmark_name(anchor)
        return f'<w:hyperlink {file}{tip}w:anchor="{name}" w:history="1">{content}</w:hyperlink>'

    def contents_line(self, anchor: str, content: Inlines) -> str:
        """Write a heading as a line of the list of contents: linked, its figures plain words."""
        return self._hyperlink(anchor, self.run(plain(content).replace("\n", " ")))
