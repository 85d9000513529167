"""The ledger: every figure and quote that a document prints, with its rule and its answers.

While a report is put together, whatever is computed is entered here and goes into the text as a
token. Only what a document then prints is numbered, in the order in which a reader meets it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from themer.findings.figure import AnswerReference, Figure
from themer.findings.results import Quote
from themer.report import blocks as tree
from themer.report.marked_text import Rich, token

SCHEMA = "themer/evidence/1"


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands behind a figure."""

    key: str
    """The id of the figure, the same in every report of a study."""
    label: str
    rule: str
    value: float | None = None
    """A number that is no count with a base, such as a total; else None."""
    k: int | None = None
    n: int | None = None
    units: tuple[str, ...] = ()
    apart: Mapping[str, int] = field(default_factory=dict)
    answers: tuple[AnswerReference, ...] = ()
    machine_only: bool = False
    rests_on: tuple[str, ...] = ()
    """What it rests on beside answers, in words: assumptions, a table from elsewhere."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as it stands in a document."""

    document: str
    text: str
    is_charted: bool = False
    """Whether it is a value of a chart, to which no link can lead."""


class Ledger:
    """Collects what is computed while a report is put together.

    Args:
        names_sources: Whether units and answers are named in the file: not in what is shared.
    """

    def __init__(self, *, names_sources: bool = True) -> None:
        self._names_sources = names_sources
        self._entries: dict[str, Entry] = {}
        self._texts: list[tuple[str, str]] = []
        self._tokens: dict[tuple[str, str], int] = {}
        self._quotes: list[tuple[Quote, bool]] = []
        self._ids: dict[str, str] = {}
        self._taken = {"e": 0, "q": 0}
        self._printed: dict[str, list[Printed]] = {}
        self.withheld: set[str] = set()
        """Figures whose count this profile does not print."""
        self.document = ""
        """The name of the document that is being read into blocks."""

    def figure(self, figure: Figure, text: str, *, withheld: bool = False) -> Rich:
        """Enter a count with its base, and give the token for one way of printing it."""
        entry = Entry(
            key=figure.id,
            label=_label(figure),
            rule=figure.rule,
            k=figure.k,
            n=figure.n,
            units=figure.units,
            apart=figure.apart,
            answers=figure.answers,
            machine_only=figure.machine_only,
        )
        return self.enter(entry, text, withheld=withheld)

    def enter(self, entry: Entry, text: str, *, withheld: bool = False) -> Rich:
        """Enter anything computed, and give the token for one way of printing it.

        Args:
            entry: What stands behind it.
            text: How it is printed.
            withheld: Whether it is too small for this profile, or would give away what is.
        """
        if withheld:
            self.withheld.add(entry.key)
        held = self._entries.setdefault(entry.key, entry)
        if held != entry:
            raise ValueError(f"two different figures are called {entry.key}")
        place = (entry.key, text)
        if place not in self._tokens:
            self._tokens[place] = len(self._texts)
            self._texts.append(place)
        return Rich(token("f", self._tokens[place]))

    def quote(self, quote: Quote, *, verbatim: bool) -> int:
        """Enter a quote or a noted passage, and give the number that stands for it."""
        pair = (quote, verbatim)
        if pair not in self._quotes:
            self._quotes.append(pair)
        return self._quotes.index(pair)

    def printed_figure(self, number: int) -> tree.ComputedFigure:
        """Resolve a figure's token, and note that it is printed."""
        key, text = self._texts[number]
        ledger_id = self._number(key, "e")
        self._printed[key].append(Printed(self.document, text))
        return tree.ComputedFigure(ledger_id, text)

    def charted_figure(self, number: int) -> tree.ComputedFigure:
        """Resolve the token of a chart's value, and note that it is drawn."""
        key, text = self._texts[number]
        ledger_id = self._number(key, "e")
        self._printed[key].append(Printed(self.document, text, is_charted=True))
        return tree.ComputedFigure(ledger_id, text)

    def printed_quote(self, number: int) -> tree.Quotation:
        """Resolve a quote's number, and note that it is printed."""
        quote, verbatim = self._quotes[number]
        ledger_id = self._number(quote.id, "q")
        self._printed[quote.id].append(Printed(self.document, quote.words))
        return tree.Quotation(quote.words, quote.attribution, ledger_id, verbatim=verbatim)

    def figures(self) -> Iterator[tuple[str, Entry, tuple[Printed, ...]]]:
        """Go through the printed figures by number: ledger id, what stands behind it, where."""
        for key, ledger_id in self._ids.items():
            if key in self._entries:
                yield ledger_id, self._entries[key], tuple(self._printed[key])

    def quotes(self) -> Iterator[tuple[str, Quote, bool, tuple[Printed, ...]]]:
        """Go through the printed quotes by number; the flag says whether it is verbatim."""
        seen: set[str] = set()
        for quote, verbatim in sorted(self._quotes, key=lambda pair: self._order(pair[0].id)):
            if quote.id in self._ids and quote.id not in seen:
                seen.add(quote.id)
                yield self._ids[quote.id], quote, verbatim, tuple(self._printed[quote.id])

    def _order(self, key: str) -> int:
        return int(self._ids.get(key, "q0")[1:])

    def _number(self, key: str, letter: str) -> str:
        if key not in self._ids:
            self._taken[letter] += 1
            self._ids[key] = f"{letter}{self._taken[letter]}"
            self._printed[key] = []
        return self._ids[key]

    def counts(self) -> dict[str, str]:
        """Say of every figure that was computed, printed or not, what is counted of it."""
        return {
            key: "withheld" if key in self.withheld else counted(entry.k, entry.n, entry.value)
            for key, entry in self._entries.items()
        }

    def as_json(self, about: Mapping[str, Any]) -> str:
        """Write the ledger as a file.

        Args:
            about: What identifies the report: its id, the study, the hash of the data.
        """
        content = {
            "schema": SCHEMA,
            **about,
            "figures": [
                {"id": ledger_id, **self._plain(entry), "printed": _places(printed)}
                for ledger_id, entry, printed in self.figures()
            ],
            "quotes": [
                {
                    "id": ledger_id,
                    "text": quote.words,
                    "verbatim": verbatim,
                    "attribution": quote.attribution,
                    **({"answer": quote.reference.key} if self._names_sources else {}),
                    "printed": _places(printed),
                }
                for ledger_id, quote, verbatim, printed in self.quotes()
            ],
        }
        return json.dumps(content, ensure_ascii=False, indent=1) + "\n"

    def _plain(self, entry: Entry) -> dict[str, Any]:
        found: dict[str, Any] = {"figure": entry.key, "label": entry.label, "rule": entry.rule}
        if entry.key in self.withheld:
            return found | {"withheld": True}
        if entry.value is not None:
            found["value"] = entry.value
        if entry.k is not None:
            found |= {"k": entry.k, "n": entry.n}
        if entry.rests_on:
            found["rests_on"] = list(entry.rests_on)
        if self._names_sources:
            found |= {"apart": dict(entry.apart), "units": list(entry.units)}
            found["answers"] = [reference.key for reference in entry.answers]
        if entry.machine_only:
            found["machine_only"] = True
        return found


def counted(k: int | None, n: int | None, value: float | None) -> str:
    """Say what a figure counts, the same way wherever two are compared: ``17 of 31``, ``5``."""
    if k is not None:
        return f"{k} of {n}"
    if value is None:
        return ""
    # Not :g for whole numbers, which rounds them from a million up.
    return f"{value:.0f}" if float(value).is_integer() else f"{value:g}"


def _label(figure: Figure) -> str:
    """Say what is counted; of a component, in which state."""
    kind, *names = figure.id.partition("@")[0].split(":")
    if kind == "component" and len(names) == 2:
        return f"{figure.label.partition(':')[0]}: {names[1].replace('_', ' ')}"
    return figure.label


def _places(printed: tuple[Printed, ...]) -> list[dict[str, Any]]:
    return [
        {
            "document": place.document,
            "text": place.text,
            **({"chart": True} if place.is_charted else {}),
        }
        for place in printed
    ]
