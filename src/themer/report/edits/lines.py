"""Lines of author text, sign by sign: as Word holds them, and as templates render them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

Kind = Literal["body", "heading", "bullet", "number", "cell"]
FIGURE = "\ufffc"
"""What stands for a figure where lines are compared by their words."""
_WORD = re.compile(r"[^\W_]+", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Sign:
    """One character, or one live figure whole."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""
    """Where it leads, as Markdown writes it; empty for words that lead nowhere."""
    figure: str = ""
    """The ledger id, where it is a figure."""

    @property
    def is_space(self) -> bool:
        """Say whether it has no ink, so that nobody can see whether it is bold."""
        return not self.figure and self.text.isspace()

    @property
    def looks(self) -> tuple[bool, bool]:
        """Give what a reader sees of its form: bold, italic."""
        return (False, False) if self.is_space else (self.bold, self.italic)


@dataclass(frozen=True, slots=True)
class TextLine:
    """A paragraph, a heading, an item of a list or a paragraph of a cell."""

    kind: Kind
    level: int
    """Of a heading from 1, of an item from 0 for those outermost; else 0."""
    signs: tuple[Sign, ...]

    @property
    def text(self) -> str:
        """Give its words, figures included."""
        return "".join(sign.text for sign in self.signs)

    @property
    def skeleton(self) -> str:
        """Give its words with a mark in the place of each figure: the same after new data."""
        return "".join(FIGURE if sign.figure else sign.text for sign in self.signs)

    @property
    def looks(self) -> tuple[tuple[bool, bool], ...]:
        """Give the form of each sign."""
        return tuple(sign.looks for sign in self.signs)

    def is_like(self, other: TextLine) -> bool:
        """Say whether two lines say the same in the same form, whatever their figures are."""
        return (self.kind, self.level, self.skeleton, self.looks) == (
            other.kind,
            other.level,
            other.skeleton,
            other.looks,
        )


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment that somebody made in Word."""

    author: str
    words: str
    about: str
    """The words that it is tied to."""
    section: str = ""
    """The author section that it stands in; empty elsewhere."""


@dataclass(slots=True)
class EditedSection:
    """One place of an author section in a Word document."""

    name: str
    lines: list[TextLine] = field(default_factory=list)
    reviewers: dict[str, None] = field(default_factory=dict)
    """Those whose tracked changes stand in it, in the order of the text."""
    following: list[TextLine] = field(default_factory=list)
    """The paragraphs right after it, where only its bookmark tells where it ends.

    What is typed at the end of a bookmark falls behind it.
    """
    disputed: list[tuple[str, str, str]] = field(default_factory=list)
    """Words that one reviewer put in and another took out: the words, who, and who."""


def trimmed(signs: Sequence[Sign]) -> tuple[Sign, ...]:
    """Leave out spaces at both ends."""
    start, end = 0, len(signs)
    while start < end and signs[start].is_space:
        start += 1
    while end > start and signs[end - 1].is_space:
        end -= 1
    return tuple(signs[start:end])


def in_words(signs: Sequence[Sign]) -> Iterator[tuple[Sign, ...]]:
    """Split signs into words of one form, single other signs, and figures."""
    place = 0
    while place < len(signs):
        end = place + 1
        if not signs[place].figure and _WORD.fullmatch(signs[place].text):
            while (
                end < len(signs)
                and not signs[end].figure
                and signs[end].looks == signs[place].looks
                and _WORD.fullmatch(signs[end].text)
            ):
                end += 1
        yield tuple(signs[place:end])
        place = end


def with_own_words(signs: Sequence[Sign], written: dict[str, str]) -> tuple[Sign, ...]:
    """Give figures their own words, no more and no less, where their anchor has moved.

    Word takes what is typed at a control's edge into the control; LibreOffice may move the end of
    a bookmark by a sign when words beside it change.

    Args:
        signs: A line as it is.
        written: Ledger id → the words of the figure as themer wrote them.
    """
    found: list[Sign] = []
    rest = list(signs)
    while rest:
        sign = rest.pop(0)
        was = written.get(sign.figure, "")
        if was and sign.text != was:
            sign = _completed(sign, was, found, rest)
        at = sign.text.find(was) if was and sign.text != was else -1
        before, after = sign.text[:at], sign.text[at + len(was) :]
        if at < 0 or _joins(before[-1:]) or _joins(after[:1]):
            found.append(sign)
            continue
        plain = replace(sign, figure="")
        found += [replace(plain, text=one) for one in before]
        found.append(replace(sign, text=was))
        found += [replace(plain, text=one) for one in after]
    return tuple(found)


def _completed(sign: Sign, was: str, before: list[Sign], after: list[Sign]) -> Sign:
    """Give a figure the part of its words back that stands beside it: its anchor has shifted."""
    missing = was.removeprefix(sign.text)
    if was.startswith(sign.text) and _spelt(after[: len(missing)]) == missing:
        del after[: len(missing)]
        return replace(sign, text=was)
    missing = was.removesuffix(sign.text)
    if was.endswith(sign.text) and _spelt(before[-len(missing) :]) == missing:
        del before[-len(missing) :]
        return replace(sign, text=was)
    return sign


def _spelt(signs: Sequence[Sign]) -> str:
    return "".join(FIGURE if sign.figure else sign.text for sign in signs)


def with_figures_found(
    signs: Sequence[Sign], missing: Sequence[tuple[str, str]]
) -> tuple[Sign, ...]:
    """Find figures again whose anchors are gone, by their words, where there is one such place.

    Args:
        signs: A line as it is.
        missing: Ledger id and words of each figure that is to be found, in the order of the text.
    """
    line = list(signs)
    for ledger_id, words in missing:
        text = "".join(FIGURE if sign.figure else sign.text for sign in line)
        places = [
            at
            for at in (found.start() for found in re.finditer(re.escape(words), text))
            if not _joins(text[:at][-1:]) and not _joins(text[at + len(words) :][:1])
        ]
        if len(places) == 1 and len(text) == len(line):
            at = places[0]
            line[at : at + len(words)] = [replace(line[at], text=words, figure=ledger_id)]
    return tuple(line)


def _joins(sign: str) -> bool:
    return sign.isalnum() or sign == "%"
