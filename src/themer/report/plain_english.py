"""What makes a document hard to read: long sentences, passives, abbreviations that nobody explains.

It looks at what people here write: author text, and the sentences of templates and of themer
itself. Quotes, noted words, tables and questions as they were asked are left alone, and so is what
stands in quotation marks. Passives and abbreviations are known in English only. A passive is a form
of *be* with a past participle after it; one that is missed does less harm than a false one, so
participles that are mostly adjectives are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from themer.findings.material import Material
from themer.report.blocks import (
    AuthorSection,
    Block,
    Callout,
    Document,
    Heading,
    ItemList,
    Notes,
    Paragraph,
)
from themer.report.participles import PARTICIPLES, is_regular_participle
from themer.report.reading_age import reading_age
from themer.report.writers.outline import inlines_of, plain, walk

MOST_WORDS = 25
"""The most words of a sentence that is not told."""
FIRST_WORDS = 8
LAST_WORDS = 4
"""As many words of a sentence name its place: many begin with the same count."""
_KNOWN = "UK EU US USA UN NHS BBC TV PDF CSV IT ID OK AM PM MP VAT CV DVD GP BC AD"
KNOWN = frozenset(_KNOWN.split())
"""Abbreviations that everybody knows."""

Kind = Literal["long", "passive", "abbreviation"]
_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")
_END = re.compile(r"[.!?][\"”’)\]]*\s+(?=[\"“‘(\[]?[A-Z0-9])")
_NO_END = re.compile(r"(?:\b(?:e\.g|i\.e|cf|vs|Dr|Mr|Mrs|Ms|Prof|St|No|pp?|approx)|\b[A-Z])\.\s*$")
_QUOTED = re.compile(r"“[^”]*”|‘[^’]*’(?!\w)")
_ABBREVIATION = re.compile(r"(?<![\w.#/])[A-Z]{2,6}(?=s?\b)(?![-/.]?\w*[a-rt-z])")
_ROMAN = re.compile(r"[IVXLC]+\Z")
_PASSIVE = re.compile(
    r"\b(?:am|is|are|was|were|be|been|being|(?:is|are|was|were)n['’]t)\b"
    r"(?:\s+(?:not|never|also|often|always|still|only|now|then|already|both|all|each|thus|so|just|"
    r"even|soon|once|again|first|mostly|best|well|being|been|[a-z]+ly))*"
    r"\s+([a-z]+)\b(?!-)(?<!used(?= to\b))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that a reader may stumble over, and where it stands."""

    kind: Kind
    section: str
    """The heading above it; empty before the first."""
    author: str
    """The section of author text that it stands in; empty where themer or a template wrote it."""
    words: str
    """The passive or the abbreviation; of a long sentence nothing."""
    sentence: str
    """The first and the last words of its sentence."""
    length: int
    """The words of its sentence."""
    times: int = 1
    """How often the same stands under that heading; the sentence is the first."""


@dataclass(frozen=True, slots=True)
class Readability:
    """How a document reads."""

    document: str
    is_english: bool
    sentences: int
    age: float | None
    """The age at which it can be read; None where it is too short to say, or not in English."""
    remarks: tuple[Remark, ...]

    def count(self, kind: Kind) -> int:
        """Count the remarks of one kind."""
        return sum(remark.times for remark in self.remarks if remark.kind == kind)


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    section: str
    author: str
    words: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", tuple(_WORD.findall(self.text)))

    def remark(self, kind: Kind, words: str = "") -> Remark:
        """Make a remark on something in it."""
        shown = self.text.split()
        if len(shown) > FIRST_WORDS + LAST_WORDS:
            shown[FIRST_WORDS:-LAST_WORDS] = ["…"]
        return Remark(kind, self.section, self.author, words, " ".join(shown), len(self.words))


def looked_over(
    material: Material, documents: Mapping[str, Document], names: Iterable[str]
) -> tuple[Readability, ...]:
    """Look over some of a report's documents; questions stand in them as they were asked."""
    asked = [question.ask for one in material.sets.values() for question in one.questions()]
    return tuple(look_over(name, documents[name], asked) for name in dict.fromkeys(names))


def look_over(name: str, document: Document, quoted: Iterable[str] = ()) -> Readability:
    """Look over a document.

    Args:
        name: What the document is called.
        document: Its tree.
        quoted: Texts that are printed as they are, such as questions; nothing is said of them.
    """
    is_english = document.language.lower().split("-")[0] == "en"
    left_alone = frozenset(" ".join(text.split()) for text in quoted)
    sentences = list(dict.fromkeys(_sentences(document, left_alone)))
    remarks = [one.remark("long") for one in sentences if len(one.words) > MOST_WORDS]
    if is_english:
        remarks += _passives(sentences)
        remarks += _unexplained(document, sentences)
    return Readability(
        name,
        is_english,
        len(sentences),
        reading_age([one.words for one in sentences]) if is_english else None,
        tuple(remarks),
    )


def summed_up(found: Sequence[Readability]) -> str:
    """Say in a sentence or two how documents read, and how to see the places."""
    parts = "; ".join(f"{one.document} {_in_short(one)}" for one in found)
    if not any(one.remarks for one in found):
        return f"plain English: {parts}."
    return f"plain English: {parts}. `themer report --plain-english` lists them."


def _in_short(found: Readability) -> str:
    parts = [f"reading age about {found.age:.0f}"] if found.age is not None else []
    counted: tuple[tuple[Kind, str, str], ...] = (
        ("long", f"sentence over {MOST_WORDS} words", f"sentences over {MOST_WORDS} words"),
        ("passive", "passive", "passives"),
        ("abbreviation", "abbreviation not explained", "abbreviations not explained"),
    )
    for kind, one, many in counted:
        if number := found.count(kind):
            parts.append(f"{number} {one if number == 1 else many}")
    if not found.is_english:
        parts.append("only the length of sentences is looked at, as it is not in English")
    return f"({', '.join(parts) or 'nothing to tell'})"


def _sentences(document: Document, left_alone: frozenset[str]) -> Iterator[_Sentence]:
    section = ""
    for author, block in _with_author(document.children):
        if isinstance(block, Heading):
            section = " ".join(plain(block.content).split())
        elif isinstance(block, Paragraph) and block.style != "noted":
            text = " ".join(plain(block.content).split())
            if text and text not in left_alone:
                yield from (_Sentence(one, section, author) for one in split(text))


def _with_author(blocks: Iterable[Block], author: str = "") -> Iterator[tuple[str, Block]]:
    """Yield headings and paragraphs in the order of reading, each with its author's section."""
    for block in blocks:
        match block:
            case Heading() | Paragraph():
                yield author, block
            case Callout() | Notes():
                yield from _with_author(block.children, author)
            case AuthorSection():
                yield from _with_author(block.children, block.name)
            case ItemList():
                for item in block.items:
                    yield from _with_author(item, author)
            case _:
                continue


def split(text: str) -> Iterator[str]:
    """Split running text into sentences; an abbreviation with a stop ends none."""
    start = 0
    for end in _END.finditer(text):
        if not _NO_END.search(text[start : end.end()]):
            yield text[start : end.end()].strip()
            start = end.end()
    if text[start:].strip():
        yield text[start:].strip()


def _passives(sentences: Sequence[_Sentence]) -> Iterator[Remark]:
    """Tell each passive once under a heading, with how often it stands there."""
    first: dict[tuple[str, str, str], Remark] = {}
    for sentence in sentences:
        own = _QUOTED.sub(lambda found: " " * len(found[0]), sentence.text)
        for found in _PASSIVE.finditer(own):
            last, words = found[1].lower(), " ".join(found[0].split())
            if last in PARTICIPLES or is_regular_participle(last):
                place = (sentence.section, sentence.author, words.lower())
                before = first.get(place)
                first[place] = (
                    sentence.remark("passive", words)
                    if before is None
                    else replace(before, times=before.times + 1)
                )
    yield from first.values()


def _unexplained(document: Document, sentences: Sequence[_Sentence]) -> Iterator[Remark]:
    """Tell each abbreviation once, where it stands first; those explained anywhere are left out."""
    everything = " ".join(plain(tuple(inlines_of(block))) for block in walk(document.children))
    told: set[str] = set()
    for sentence in sentences:
        own = _QUOTED.sub(" ", sentence.text)
        for short in _ABBREVIATION.findall(own):
            if short in told or short in KNOWN or _ROMAN.match(short):
                continue
            told.add(short)
            if not _is_explained(short, everything):
                yield sentence.remark("abbreviation", short)


def _is_explained(short: str, text: str) -> bool:
    """Say whether a text gives the words: "quality assurance (QA)", "QA (quality assurance)"."""
    between = r"[\w’'-]*\W+(?:(?:and|of|the|for|in|to)\W+)?"
    words = between.join(rf"\b{letter}" for letter in short)
    ways = (
        rf"{words}[\w’'-]*\s*\(\s*{short}s?\b",
        rf"\b{short}s?\s*(?:,|:|means|stands for|is short for|is)\s*(?:an?\s|the\s)?{words}",
        rf"\b{short}s?\s*\([\w’'-]+\s[\w’'-]+",
    )
    return any(re.search(way, text, re.IGNORECASE) for way in ways)
