"""What is said of a document: which figures hold, which were edited, which the data have left."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from themer.report.ledger import counted
from themer.report.notes import typed_numbers
from themer.report.verifying.aligning import Pair, align, apart, found_at
from themer.report.verifying.lines import Line, Mark, ReadBack

Kind = Literal[
    "edited",
    "stale",
    "altered",
    "refused",
    "dangling",
    "unverifiable",
    "renamed",
    "typed",
    "reworded",
    "taken out",
]
PROBLEMS: frozenset[Kind] = frozenset(
    ("edited", "stale", "altered", "refused", "dangling", "unverifiable", "renamed")
)
"""The kinds of finding with which a document may not go out; the others are notes."""
_QUANTITY = re.compile(r"\b(nearly all|about half|most)\b", re.IGNORECASE)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that is said of a document."""

    kind: Kind
    was: str
    """What themer wrote; empty for what somebody added."""
    now: str
    """What stands there now; empty for what is gone."""
    data: str = ""
    """What the data give now, where that is the point."""
    ledger_id: str = ""
    about: str = ""
    """What is counted, or why a quote may not be printed."""
    section: str = ""
    """The heading above it."""
    line: str = ""
    """The line that it stands in, as it is."""


@dataclass(frozen=True, slots=True)
class Present:
    """What the study gives now."""

    figures: Mapping[str, str]
    """Figure → what is counted of it now, such as ``17 of 31``."""
    quotes: Mapping[str, str]
    """Ledger id of a quote → why it may not be printed now; none where it may."""
    themes: Mapping[str, str]
    """Theme → its name."""
    not_figures: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that is said of a document."""

    figures: int
    """Places with a figure that were looked at."""
    quotes: int
    said: tuple[Said, ...] = field(default=())

    @property
    def problems(self) -> tuple[Said, ...]:
        """List what stands in the way."""
        return tuple(one for one in self.said if one.kind in PROBLEMS)

    @property
    def notes(self) -> tuple[Said, ...]:
        """List what its reader should only know."""
        return tuple(one for one in self.said if one.kind not in PROBLEMS)


def judge(
    document: ReadBack, written: ReadBack, ledger: Mapping[str, Any], present: Present
) -> Verdict:
    """Hold a document against what was written and against what the data give now.

    Args:
        document: As it was found.
        written: The same document as themer wrote it.
        ledger: Its ledger, as read from JSON.
        present: What the study gives now.
    """
    entries = {one["id"]: one for one in (*ledger["figures"], *ledger["quotes"])}
    quotes = {one["id"]: one["text"] for one in ledger["quotes"]}
    marked = [_with_quotes(line, quotes) for line in written.lines]
    pairs = align(marked, document.lines)
    headings = _headings(document.lines)
    judge_one = _Judge(entries, present, headings, ledger.get("themes", ()))
    said = [one for pair in pairs for one in judge_one.pair(pair)]
    said += [
        Said("dangling", "", words.strip(), about="a link that leads to nothing")
        for words in document.dangling
    ]
    looked_at = Counter(mark.ledger_id[0] for line in marked for mark in line.marks)
    return Verdict(looked_at["e"], looked_at["q"], tuple(dict.fromkeys(said)))


def _headings(lines: Sequence[Line]) -> list[str]:
    found, above = [], ""
    for line in lines:
        above = line.key if line.heading else above
        found.append(above)
    return found


def _with_quotes(line: Line, quotes: Mapping[str, str]) -> Line:
    """Mark the quotes of a line where the format has no anchors for them."""
    if any(mark.ledger_id in quotes for mark in line.marks):
        return line
    found = [
        Mark(at, at + len(words), ledger_id)
        for ledger_id, words in quotes.items()
        if words and (at := line.text.find(words)) >= 0 and len(words) > len(line.text) // 2
    ]
    if not found:
        return line
    longest = max(found, key=lambda mark: mark.end - mark.start)
    return Line(line.text, (*line.marks, longest), line.author, line.heading)


@dataclass(frozen=True, slots=True)
class _Judge:
    """Says what there is to say of a line, given the ledger and what the study gives now."""

    entries: Mapping[str, Mapping[str, Any]]
    present: Present
    headings: Sequence[str]
    themes: Sequence[Mapping[str, Any]]

    def pair(self, pair: Pair) -> Iterator[Said]:
        """Say what there is to say of one line."""
        section = self.headings[min(pair.place, len(self.headings) - 1)] if self.headings else ""
        if pair.now is None:
            assert pair.was is not None
            for mark in pair.was.marks:
                words = pair.was.text[mark.start : mark.end]
                yield self._said("taken out", mark, words, "", section, pair.was)
            return
        if pair.was is None:
            yield from self._added(pair.now, section)
            return
        for mark, words in found_at(pair):
            yield from self._mark(mark, pair.was.text[mark.start : mark.end], words, section, pair)
        yield from self._names(pair.was, pair.now, section)
        yield from self._around(pair.was, pair.now, section)

    def _said(
        self, kind: Kind, mark: Mark, was: str, now: str, section: str, line: Line, data: str = ""
    ) -> Said:
        entry = self.entries.get(mark.ledger_id, {})
        about = str(entry.get("label") or entry.get("attribution") or "")
        return Said(kind, was, now, data, mark.ledger_id, about, section, line.key)

    def _mark(self, mark: Mark, was: str, now: str, section: str, pair: Pair) -> Iterator[Said]:
        assert pair.now is not None
        entry = self.entries.get(mark.ledger_id)
        is_quote = mark.ledger_id.startswith("q")
        if entry is None:
            yield self._said("unverifiable", mark, was, now, section, pair.now)
            return
        data = "" if is_quote else self._now(entry)
        if _plain(was) != _plain(now):
            kind: Kind = "altered" if is_quote else "edited"
            yield self._said(kind, mark, was, now, section, pair.now, data)
        elif is_quote:
            if reason := self.present.quotes.get(mark.ledger_id):
                yield self._said("refused", mark, was, now, section, pair.now, reason)
        elif data != _recorded(entry):
            yield self._said("stale", mark, was, now, section, pair.now, data)

    def _now(self, entry: Mapping[str, Any]) -> str:
        return self.present.figures.get(str(entry["figure"]), "nothing of the kind")

    def _added(self, line: Line, section: str) -> Iterator[Said]:
        """Look at a line that somebody added: its figures may be copies, its numbers are typed."""
        for mark in line.marks:
            entry = self.entries.get(mark.ledger_id)
            words = line.text[mark.start : mark.end]
            texts = set() if entry is None else {_plain(p["text"]) for p in entry["printed"]}
            if _plain(words) not in texts:
                kind: Kind = "unverifiable" if entry is None else "edited"
                was = " or ".join(sorted(texts))
                yield self._said(kind, mark, was, words, section, line)
        yield from self._typed(line, "", section)

    def _names(self, was: Line, now: Line, section: str) -> Iterator[Said]:
        for theme in self.themes:
            name = str(theme["name"])
            if name not in was.text:
                continue
            present = self.present.themes.get(str(theme["id"]), "")
            about = "a theme's name"
            if name not in now.text:
                yield Said("edited", name, now.key, present, "", about, section, now.key)
            elif name != present:
                yield Said("renamed", name, name, present, "", about, section, now.key)

    def _around(self, was: Line, now: Line, section: str) -> Iterator[Said]:
        """Look at the words of a line that are no figure's and no quote's."""
        if was.author:
            yield from self._typed(now, "", section)
        elif was.key != now.key:
            # The anchors of the two may differ, and with them what is apart: compare by all words.
            yield from self._typed(now, was.text, section)
            has_anchors = len(now.marks) >= len(was.marks)
            if has_anchors and _plain(apart(was)) != _plain(apart(now)):
                yield Said("reworded", was.key, now.key, "", "", "", section, now.key)

    def _typed(self, line: Line, known: str, section: str) -> Iterator[Said]:
        """List numbers and words of quantity that nobody computed, beyond those known before."""
        for number in self._quantities(apart(line)) - self._quantities(known):
            yield Said("typed", "", number, "", "", "not computed", section, line.key)

    def _quantities(self, words: str) -> Counter[str]:
        found = Counter(typed_numbers(words, self.present.not_figures))
        found.update(match[0].lower() for match in _QUANTITY.finditer(words))
        return found


def _recorded(entry: Mapping[str, Any]) -> str:
    if entry.get("withheld"):
        return "withheld"
    return counted(entry.get("k"), entry.get("n"), entry.get("value"))


def _plain(text: str) -> str:
    return _SPACE.sub(" ", text).strip()
