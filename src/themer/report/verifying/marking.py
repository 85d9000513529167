"""What in a line that themer wrote can be told when it changes: beyond anchors, what has none."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from themer.report.names import name_pattern
from themer.report.typed import own_quantities
from themer.report.verifying.lines import Line, Mark

OWN = ""
"""The id of a number, date or word of quantity that stands in themer's own wording."""


@dataclass(frozen=True, slots=True)
class Marker:
    """Finds the marks of a line as it was written, whatever anchors its format has."""

    quotes: Mapping[str, str]
    """Ledger id → the words of a quote."""
    names: Mapping[str, Sequence[str]]
    """A printed name → what is called so: ``theme:ID``."""
    bars: Mapping[str, str]
    """A bar of a chart, as its line begins → ledger id."""
    pattern: re.Pattern[str] | None

    def marks(self, line: Line, *, is_changed: bool) -> tuple[Mark, ...]:
        """Give a line's anchors, and what else of it is a quote, a name or a number.

        Args:
            line: As it was written.
            is_changed: Whether it reads otherwise now; else its own numbers need no look.
        """
        found = list(line.marks)
        found += self._quote(line, found)
        if line.author:
            return tuple(found)
        found += self._bar(line, found)
        if self.pattern is not None:
            spans = ((one.start(), one.end(), one[0]) for one in self.pattern.finditer(line.text))
            found += [
                Mark(start, end, f"name:{name}")
                for start, end, name in spans
                if _is_free(found, start, end)
            ]
        if not is_changed:
            return tuple(sorted(found, key=lambda mark: (mark.start, mark.end)))
        found += [
            Mark(start, end, OWN)
            for start, end in own_quantities(line.text)
            if _is_free(found, start, end)
        ]
        return tuple(sorted(found, key=lambda mark: (mark.start, mark.end)))

    def _quote(self, line: Line, found: Sequence[Mark]) -> Iterator[Mark]:
        """Mark the quote of a line where the format has no anchors for quotes."""
        if any(mark.ledger_id in self.quotes for mark in found):
            return
        held = [
            Mark(at, at + len(words), ledger_id)
            for ledger_id, words in self.quotes.items()
            if words and (at := line.text.find(words)) >= 0 and len(words) > len(line.text) // 2
        ]
        if held:
            yield max(held, key=lambda mark: mark.end - mark.start)

    def _bar(self, line: Line, found: Sequence[Mark]) -> Iterator[Mark]:
        bar, _, value = line.text.rpartition(" ")
        if not found and bar in self.bars and value:
            yield Mark(len(bar) + 1, len(line.text), self.bars[bar])


def make_marker(ledger: Mapping[str, Any]) -> Marker:
    """Make what marks the lines of a report's documents, from its ledger."""
    names: dict[str, list[str]] = defaultdict(list)
    for one in names_in(ledger):
        names[str(one["name"])].append(str(one["id"]))
    bars = {str(one["bar"]): str(one["figure"]) for one in ledger.get("bars", ())}
    quotes = {str(one["id"]): str(one["text"]) for one in ledger["quotes"]}
    return Marker(quotes, names, bars, name_pattern(names))


def names_in(ledger: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """List the names that a report printed; ledgers made before 0.6 know those of themes only."""
    if "names" in ledger:
        return list(ledger["names"])
    return [{**one, "id": f"theme:{one['id']}"} for one in ledger.get("themes", ())]


def _is_free(marks: Sequence[Mark], start: int, end: int) -> bool:
    return all(end <= mark.start or mark.end <= start for mark in marks)
