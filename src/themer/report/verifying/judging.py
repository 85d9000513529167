"""Holds a document against what was written and what the data give now, line by line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from themer.report.ledger import counted
from themer.report.names import KINDS
from themer.report.typed import added_quantities, typed_quantities
from themer.report.verifying.aligning import align, found_at
from themer.report.verifying.attribution import attributed, bare
from themer.report.verifying.flowing import relined
from themer.report.verifying.lines import Line, Mark, ReadBack
from themer.report.verifying.marking import OWN, Marker, make_marker
from themer.report.verifying.pairs import Pair, apart, words_apart
from themer.report.verifying.tables import settled
from themer.report.verifying.verdicts import Kind, Present, Said, Verdict
from themer.report.whose_words import (
    FEWEST_WORDS,
    NOBODY,
    Weighed,
    quotations_in,
    words_in,
)

GONE = "nothing of the kind"
OWN_WORDING = "in themer's own wording"
USABLE = "a quote of the study, put in without its evidence"
CELL = "in a cell of themer's that was empty"
CHANGED_COPY = "what themer wrote was changed where it is kept: it is not what the ledger says"
ALTERNATIVE = "an alternative text that themer did not write"
SCRIPT = "a script, which themer writes none of: it may show other words than these"
STYLE = "a style sheet that themer did not write: it may hide words or show others"
WHO = "who is said to have said it"
LABEL = "what a row or column of figures is called"
_SPACE = re.compile(r"\s+")
_DIGIT = re.compile(r"\d")


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
    if document.flowing:
        document = relined(document, written)
    pairs = align(written.lines, document.lines)
    if not document.flowing:
        pairs = settled(pairs, written.lines, document.lines)
        pairs = attributed(pairs, written.lines, document.lines, ledger["quotes"])
    missing: Kind = "unverifiable" if document.flowing else "taken out"
    headings = _headings(document.lines)
    written_so = frozenset(one for line in written.lines for one in quotations_in(line.key))
    judge_one = _Judge(
        entries,
        present,
        headings,
        make_marker(ledger),
        written_so,
        missing,
        document.marks_author,
    )
    said = [one for pair in pairs for one in judge_one.pair(pair)]
    said += [
        Said("dangling", "", words.strip(), about="a link that leads to nothing")
        for words in document.dangling
    ]
    said += _beside(document, written)
    looked_at = judge_one.looked_at
    return Verdict(looked_at["e"], looked_at["q"], tuple(dict.fromkeys(said)))


def _beside(document: ReadBack, written: ReadBack) -> Iterator[Said]:
    """Say what was put in beside the words, which may show other words than were read."""
    for one in Counter(document.scripts) - Counter(written.scripts):
        yield Said("edited", "", _plain(one)[:200], about=SCRIPT)
    for one in Counter(document.alternatives) - Counter(written.alternatives):
        yield Said("edited", "", one, about=ALTERNATIVE)
    for one in Counter(document.styles) - Counter(written.styles):
        yield Said("edited", "", _plain(one)[:200], about=STYLE)


def _headings(lines: Sequence[Line]) -> list[str]:
    found, above = [], ""
    for line in lines:
        above = line.key if line.heading else above
        found.append(above)
    return found


@dataclass(frozen=True, slots=True)
class _Judge:
    """Says what there is to say of a line, given the ledger and what the study gives now."""

    entries: Mapping[str, Mapping[str, Any]]
    present: Present
    headings: Sequence[str]
    marker: Marker
    written_so: frozenset[str]
    """What stood in quotation marks when themer wrote it, and needs no second look."""
    missing: Kind = "taken out"
    """What is said of a figure whose line is not there: it may be gone, or only not found."""
    marks_author: bool = True
    """Whether it is known which lines a person wrote."""
    looked_at: Counter[str] = field(default_factory=Counter)
    """How many places with a figure (``e``) and with a quote (``q``) were looked at."""
    renamed: set[str] = field(default_factory=set)
    """Names of which it was said that they are others now: once is enough."""

    def pair(self, pair: Pair) -> Iterator[Said]:
        """Say what there is to say of one line; of a cell, with its row and column."""
        if pair.quote and pair.was is not None:
            yield from self._attribution(pair.was, pair)
            return
        for said in self._pair(pair):
            is_label = pair.is_label and said.kind == "reworded"
            one = replace(said, kind="edited", about=LABEL) if is_label else said
            yield replace(one, line=f"{pair.where}: {one.line}") if pair.where else one

    def _pair(self, pair: Pair) -> Iterator[Said]:
        section = self._section(pair)
        if pair.was is None:
            assert pair.now is not None
            if pair.where and pair.now.marks:
                yield Said("edited", "", pair.now.key, "", "", CELL, section, pair.now.key)
                return
            yield from self._added(pair.now, section)
            return
        is_changed = pair.now is None or pair.was.text != pair.now.text
        marks = self.marker.marks(pair.was, is_changed=is_changed)
        self.looked_at.update(mark.ledger_id[:1] for mark in marks if mark.ledger_id != OWN)
        if pair.now is None:
            for mark in pair.was.marks:
                words = pair.was.text[mark.start : mark.end]
                yield self._said(self.missing, mark, words, "", section, pair.was)
            if not pair.was.marks and self._is_told(pair.was):
                yield Said("taken out", pair.was.key, "", "", "", "", section, pair.was.key)
            return
        yield from self._line(pair.was, pair.now, marks, tuple(found_at(pair, marks)), section)

    def _attribution(self, was: Line, pair: Pair) -> Iterator[Said]:
        """Say whether a quote is said to be by somebody else now, or by nobody."""
        written, now = bare(was.key), "" if pair.now is None else bare(pair.now.key)
        if written != now:
            section = self._section(pair)
            line = was if pair.now is None else pair.now
            yield Said("altered", written, now, "", pair.quote, WHO, section, line.key)

    def _section(self, pair: Pair) -> str:
        return self.headings[min(pair.place, len(self.headings) - 1)] if self.headings else ""

    def _line(
        self,
        was: Line,
        now: Line,
        marks: Sequence[Mark],
        found: Sequence[tuple[Mark, int, int]],
        section: str,
    ) -> Iterator[Said]:
        before = after = ""
        if was.author or was.text != now.text:
            before = words_apart(was.text, ((mark.start, mark.end) for mark in marks))
            after = words_apart(now.text, ((start, end) for _, start, end in found))
        # Where a sentence was written anew, what its numbers became is anybody's guess.
        is_reworded = _plain(before) != _plain(after)
        for mark, start, end in found:
            written, words = was.text[mark.start : mark.end], now.text[start:end]
            if mark.ledger_id == OWN:
                yield from self._own(written, words, section, now, is_reworded=is_reworded)
            elif mark.ledger_id.startswith("name:"):
                yield from self._name(written, words, section, now)
            elif mark in was.marks and not self._is_of_ledger(mark, written):
                told = self._said("unverifiable", mark, written, words, section, now)
                yield replace(told, about=CHANGED_COPY)
            else:
                yield from self._mark(mark, written, words, section, now)
        if was.author or was.key != now.key:
            yield from self._typed(after, now, section, is_author=was.author)
        if is_reworded:
            places = [(i, j) for mark, i, j in found if mark.ledger_id.startswith("q")]
            yield from self._quoted(words_apart(now.text, places), now, section)
        if is_reworded and len(now.marks) >= len(was.marks):
            yield Said("reworded", was.key, now.key, "", "", "", section, now.key)

    def _is_of_ledger(self, mark: Mark, words: str) -> bool:
        """Say whether what is kept as written is what the ledger says was printed."""
        entry = self.entries.get(mark.ledger_id)
        if entry is None:  # said elsewhere
            return True
        if mark.ledger_id.startswith("q"):
            return _letters(words) in _letters(str(entry["text"]))
        return _plain(words) in {_plain(str(one["text"])) for one in entry["printed"]}

    def _said(
        self, kind: Kind, mark: Mark, was: str, now: str, section: str, line: Line, data: str = ""
    ) -> Said:
        entry = self.entries.get(mark.ledger_id, {})
        about = str(entry.get("label") or entry.get("attribution") or "")
        return Said(kind, was, now, data, mark.ledger_id, about, section, line.key)

    def _mark(self, mark: Mark, was: str, now: str, section: str, line: Line) -> Iterator[Said]:
        entry = self.entries.get(mark.ledger_id)
        is_quote = mark.ledger_id.startswith("q")
        if entry is None:
            yield self._said("unverifiable", mark, was, now, section, line)
            return
        data = "" if is_quote else self.present.figures.get(str(entry["figure"]), GONE)
        if _plain(was) != _plain(now):
            kind: Kind = "altered" if is_quote else "edited"
            yield self._said(kind, mark, was, now, section, line, data)
        elif is_quote:
            if reason := self.present.quotes.get(mark.ledger_id):
                yield self._said("refused", mark, was, now, section, line, reason)
        elif data != _recorded(entry):
            yield self._said("stale", mark, was, now, section, line, data)

    def _own(
        self, was: str, now: str, section: str, line: Line, *, is_reworded: bool
    ) -> Iterator[Said]:
        if _plain(was).casefold() == _plain(now).casefold():
            return
        if is_reworded and not _DIGIT.search(now):
            return
        yield Said("edited", was, now, "", "", OWN_WORDING, section, line.key)

    def _name(self, was: str, now: str, section: str, line: Line) -> Iterator[Said]:
        for name in self.marker.names.get(was, ()):
            about = KINDS.get(name.partition(":")[0], "a name")
            present = self.present.names.get(name, ())
            data = " or ".join(present)
            if _plain(was) != _plain(now):
                yield Said("edited", was, now, data, name, about, section, line.key)
                return
            if was not in present and name not in self.renamed:
                self.renamed.add(name)
                yield Said("renamed", was, was, data, name, about, section, line.key)

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
        yield from self._typed(apart(line), line, section, is_author=line.author)
        places = [(one.start, one.end) for one in line.marks if one.ledger_id.startswith("q")]
        yield from self._quoted(words_apart(line.text, places), line, section)
        if self._is_told(line):
            yield Said("added", "", line.key, "", "", "", section, line.key)

    def _is_told(self, line: Line) -> bool:
        """Say whether it is worth a word that a line came or went: a cell or a label is not.

        Where lines are those of pages, nobody can tell what came from what only moved.
        """
        return self.missing == "taken out" and len(words_in(line.text)) >= FEWEST_WORDS

    def _typed(self, words: str, line: Line, section: str, *, is_author: bool) -> Iterator[Said]:
        """List the numbers and words of quantity that nobody computed."""
        names = self.present.not_figures
        found = (
            typed_quantities(words, names, self.present.nouns)
            if is_author or not self.marks_author
            else added_quantities(words, names)
        )
        for number in dict.fromkeys(found):
            yield Said("typed", "", number, "", "", "not computed", section, line.key)

    def _quoted(self, words: str, line: Line, section: str) -> Iterator[Said]:
        """Say whose words the quotations are that somebody typed, and which may not stand."""
        if self.present.whose is None:
            return
        for quotation in dict.fromkeys(quotations_in(_plain(words))):
            if quotation in self.written_so:
                continue
            for one in self.present.whose.weigh(quotation):
                kind, data, about = _of_quotation(one)
                yield Said(kind, one.was, quotation, data, "", about, section, line.key)


def _of_quotation(weighed: Weighed) -> tuple[Kind, str, str]:
    """Give what is to be said of a typed quotation: the kind, the reason, and whose it is."""
    if weighed.may_stand:
        return "typed", "", NOBODY if weighed.kind == "nobody's" else USABLE
    kind: Kind = "refused" if weighed.kind == "forbidden" else "altered"
    return kind, weighed.reason, weighed.whose


def _recorded(entry: Mapping[str, Any]) -> str:
    if entry.get("withheld"):
        return "withheld"
    return counted(entry.get("k"), entry.get("n"), entry.get("value"))


def _letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


def _plain(text: str) -> str:
    return _SPACE.sub(" ", text).strip()
