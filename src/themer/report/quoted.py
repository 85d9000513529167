"""Quotations that a person typed into a report's text: listed, or the report is refused.

A quotation comes in through ``{{ quote("ID") }}`` and has its evidence. One that is typed has none:
it is listed, and where its words are somebody's who may not be quoted, or nearly somebody's, the
report is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from themer.errors import RefusedError
from themer.report.blocks import AuthorSection, Block, Document, Heading, Quotation, Table
from themer.report.whose_words import Weighed, WhoseWords, quotations_in
from themer.report.writers.outline import inlines_of, plain, walk


@dataclass(frozen=True, slots=True)
class Typed:
    """A quotation as somebody typed it."""

    words: str
    document: str
    place: str
    """The file of author text, or the heading above it."""
    is_author: bool


def typed_quotations(
    whose: WhoseWords, documents: Mapping[str, Document], texts: Mapping[str, str]
) -> tuple[str, ...]:
    """List the quotations that somebody typed, and refuse those that may not stand.

    Args:
        whose: Says whose words they are.
        documents: As they will be written.
        texts: Name → source of the author's text, to name the line.

    Raises:
        RefusedError: The words are somebody's who may not be quoted, or were altered; with file
            and line.
    """
    found = {one.words: one for name in documents for one in _typed(name, documents[name])}
    return tuple(
        _told(one, weighed, texts) for one in found.values() for weighed in whose.weigh(one.words)
    )


def quoted_in(block: Block) -> Iterator[str]:
    """Give what stands in quotation marks; cells hold what was noted, which is not typed here."""
    if not isinstance(block, Table | Quotation):
        content = getattr(block, "content", None) or tuple(inlines_of(block))
        yield from quotations_in(plain(content))


def cut_short(words: str) -> str:
    """Give a quotation in one line, not too long to be told."""
    flat = " ".join(words.split())
    return flat if len(flat) <= 120 else f"{flat[:119]}…"


def _typed(name: str, document: Document) -> Iterator[Typed]:
    written = {
        id(inside): section.name
        for section in walk(document.children)
        if isinstance(section, AuthorSection)
        for inside in walk(section.children)
    }
    heading = ""
    for block in walk(document.children):
        if isinstance(block, Heading):
            heading = plain(block.content)
        for words in quoted_in(block):
            section = written.get(id(block))
            place = heading if section is None else f"report_text/{section}.md"
            yield Typed(words, name, place, section is not None)


def _told(one: Typed, weighed: Weighed, texts: Mapping[str, str]) -> str:
    line = _line_of(one, texts)
    told = f"the quotation “{cut_short(one.words)}” is {weighed.told}."
    if not weighed.may_stand:
        raise RefusedError(
            told,
            hint='Take it out, or put a quote in with {{ quote("ID") }}; "themer figures" lists '
            "them.",
            path=Path(one.place if one.is_author else one.document),
            line=line,
        )
    under = one.place if one.is_author else f"{one.document}, under “{one.place}”"
    return f"{under if line is None else f'{under}, line {line}'}: {told}"


def _line_of(one: Typed, texts: Mapping[str, str]) -> int | None:
    """Find the line in the author's file on which a quotation begins."""
    first = one.words.split("\n")[0][:30].split(" … ")[0]
    for number, line in enumerate(texts.get(one.place, "").splitlines(), 1):
        if first[:20] in line:
            return number
    return None
