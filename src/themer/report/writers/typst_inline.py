"""Words as typst code: every text is a string literal, so nothing that people wrote is markup."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
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
from themer.report.writers.outline import Outline, plain, safe_name
from themer.report.writers.typeface import printable

LONGEST_WORD: Final = 40
"""Letters; a longer word may be broken anywhere, for it would run off a line."""
AUTHOR: Final = "author"
"""The mark at the beginning of a line that a person wrote."""
_HELD: Final = 20
"""The letters up to which a figure stays on one line."""
_STEP: Final = 4
"""The letters between two places where such a word may be broken."""


def literal(text: str) -> str:
    """Give text as a string literal of typst; newlines become spaces."""
    return '"' + _escaped(printable(text).replace("\n", " ")) + '"'


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def words(text: str, *, longest: int = LONGEST_WORD) -> str:
    """Give text as code that shows it: newlines are line breaks, long words may be broken.

    Args:
        text: The words.
        longest: The letters of a word that fit beside each other where they will stand.
    """
    lines = printable(text).split("\n")
    return "; linebreak(); ".join(_line(line, longest) for line in lines) or '""'


def _line(line: str, longest: int) -> str:
    if len(line) <= longest:
        return f'"{_escaped(line)}"'
    cut = re.sub(rf"\S{{{longest + 1},}}", lambda found: _with_seams(found[0]), line)
    return "; seam; ".join(f'"{_escaped(part)}"' for part in cut.split("\0"))


def _with_seams(word: str) -> str:
    # NUL parts what may be broken: no text holds one any more when it comes here.
    return "\0".join(word[at : at + _STEP] for at in range(0, len(word), _STEP))


def place_name(anchor: str) -> str:
    """Give the name of an anchor as a destination in a PDF."""
    return safe_name(anchor, allowed="A-Za-z0-9_.:-", longest=120)


def target_name(anchor: str, document: str = "") -> str:
    """Give the name of a place of this document, or of one beside it."""
    return f"{document}#{place_name(anchor)}"


def _marked(ledger_id: str, inside: str) -> str:
    """Mark what is a ledger entry's and leads nowhere, so that it is found again."""
    return f"marked({literal(place_name(ledger_id))}, {inside})"


@dataclass(slots=True)
class InlineSource:
    """Writes inlines as code, and remembers which places it has named and what links say."""

    outline: Outline
    placed: set[str] = field(default_factory=set)
    author: bool = False
    """Whether what is written stands in a section that a person wrote."""
    _unmarked: bool = False
    """Whether a line by a person has begun and nothing in it says so yet."""
    led_to: dict[str, str] = field(default_factory=dict)
    """The name of each link's target → what to say of the link to those who do not see it."""

    def content(
        self, inlines: Inlines, *, linked: bool = False, longest: int = LONGEST_WORD
    ) -> str:
        """Give inlines as one block of code.

        Args:
            inlines: What to write.
            linked: Whether they stand inside a link or a heading, so that no link may begin.
            longest: As in `words`.
        """
        return "{ []; " + self.parts(inlines, linked=linked, longest=longest) + " }"

    def parts(self, inlines: Inlines, *, linked: bool, longest: int = LONGEST_WORD) -> str:
        """Give the inlines of a line as statements of code, to stand in a block."""
        self._unmarked = self.author
        return self._parts(inlines, linked=linked, longest=longest)

    def _parts(self, inlines: Inlines, *, linked: bool, longest: int) -> str:
        each = (self._inline(inline, linked=linked, longest=longest) for inline in inlines)
        return "; ".join(each) or '""'

    def _text(self, text: str, *, linked: bool, longest: int) -> str:
        if linked or not self._unmarked or not text.strip() or not text[0].isalnum():
            return words(text, longest=longest)
        self._unmarked = False
        rest = f"; {words(text[1:], longest=longest)}" if text[1:] else ""
        return _marked(AUTHOR, words(text[0])) + rest

    def _inline(self, inline: Inline, *, linked: bool, longest: int) -> str:
        match inline:
            case Text():
                return self._text(inline.text, linked=linked, longest=longest)
            case LineBreak():
                return "linebreak()"
            case Strong():
                inside = self._parts(inline.children, linked=linked, longest=longest)
                return f"strong({{ []; {inside} }})"
            case Emphasis():
                inside = self._parts(inline.children, linked=linked, longest=longest)
                return f"emph({{ []; {inside} }})"
            case Link():
                inside = self._parts(inline.children, linked=True, longest=longest)
                inside = f"{{ []; {inside} }}"
                if linked or not self.outline.holds(inline.anchor, inline.document):
                    return inside
                said = f"To: {plain(inline.children)}"
                look = "figured" if inline.document else "shown"
                return self._link(look, inline.anchor, inline.document, said, inside)
            case ComputedFigure():
                return self._figure(inline, linked=linked, longest=longest)

    def _figure(self, figure: ComputedFigure, *, linked: bool, longest: int) -> str:
        place = None if linked else self.outline.evidence_of(figure.ledger_id)
        shown = "{ []; " + words(figure.text, longest=longest) + " }"
        if len(figure.text) <= min(longest, _HELD):
            shown = f"held({shown})"
        before = self.used(figure.ledger_id)
        if place is None:
            return f"{before}{_marked(figure.ledger_id, shown)}"
        said = f"Evidence {figure.ledger_id.upper()}"
        return before + self._link("figured", place[1], place[0], said, shown)

    def used(self, ledger_id: str) -> str:
        """Name the first place where a ledger entry is printed; further ones give nothing."""
        return self.place(used_anchor(ledger_id), once=True)

    def place(self, anchor: str | None, *, once: bool = False) -> str:
        """Give the statement that names a place, with what parts it from the next."""
        if anchor is None or (once and anchor in self.placed):
            return ""
        self.placed.add(anchor)
        return f"anchor({literal(place_name(anchor))}); "

    def evidence(self, ledger_id: str, inside: str, *, look: str) -> str:
        """Make content a link to the evidence of a ledger entry, or mark it as the entry's."""
        place = self.outline.evidence_of(ledger_id)
        if place is None:
            return _marked(ledger_id, inside)
        return self._link(look, place[1], place[0], f"Evidence {ledger_id.upper()}", inside)

    def _link(self, look: str, anchor: str, document: str, said: str, inside: str) -> str:
        target = target_name(anchor, document)
        self.led_to.setdefault(target, " ".join(printable(said).split()))
        return f"{look}({literal(target)}, {inside})"
