"""The names that a report prints, and the bars of its charts, so that a change can be told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from themer.findings.material import Material
from themer.findings.results import Findings
from themer.report.blocks import AuthorSection, BarChart, Block, Document, Text
from themer.report.writers.outline import inlines_of, walk

KINDS: Mapping[str, str] = {
    "theme": "the name of a theme",
    "candidate": "the name of a group that the machine found",
    "component": "the name of a code or component",
    "indicator": "the name of an indicator",
    "fact": "the title of a question",
    "unit": "the name of somebody who takes part",
}
"""What a name is of, by what its id begins with."""
SHORTEST = 4
"""A shorter name would be found within too much else."""


def names_of(
    material: Material, findings: Findings, units: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """Give every name by its id, ``theme:ID``; several where the audiences have their own.

    Args:
        material: The study.
        findings: What was found in it.
        units: Unit → what it is called in this profile.
    """
    found: dict[str, dict[str, None]] = {}

    def add(kind: str, name: str, called: str) -> None:
        """Add one way in which something is called."""
        found.setdefault(f"{kind}:{name}", {})[called] = None

    for theme in findings.themes:
        add("theme", theme.id, theme.name)
    for candidate in findings.candidates:
        add("candidate", candidate.id, candidate.name)
    for book in material.codebooks.values():
        for code in book.codes:
            add("component", code.id, code.name)
    for indicator in material.indicators:
        add("indicator", indicator.id, indicator.name)
    for fact in findings.facts:
        add("fact", fact.question, fact.label)
    for unit, called in units.items():
        add("unit", unit, called)
    return {name: tuple(called) for name, called in found.items()}


def names_printed(
    names: Mapping[str, Sequence[str]], documents: Mapping[str, Document]
) -> list[dict[str, Any]]:
    """List the names that stand in a document's own words: id, name, documents.

    What a person wrote is left out: there, a word is a name only by chance.
    """
    pattern = name_pattern(called for every in names.values() for called in every)
    if pattern is None:
        return []
    where: dict[str, dict[str, None]] = {}
    for document_name, document in documents.items():
        for words in _own_words(document.children):
            for match in pattern.finditer(words):
                where.setdefault(match[0], {})[document_name] = None
    return [
        {"id": name, "name": called, "documents": list(where[called])}
        for name, every in names.items()
        for called in every
        if called in where
    ]


def bars_printed(documents: Mapping[str, Document]) -> list[dict[str, str]]:
    """List the values of charts by what a reader sees: document, bar ("Vans: Absent"), figure."""
    return [
        {"document": name, "bar": f"{category}: {series.name}", "figure": series.figures[at]}
        for name, document in documents.items()
        for block in walk(document.children)
        if isinstance(block, BarChart)
        for series in block.series
        if series.figures
        for at, category in enumerate(block.categories)
    ]


def name_pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """Match any of some names as whole words, the longest first; None where there are none."""
    wanted = sorted({name for name in names if len(name) >= SHORTEST}, key=len, reverse=True)
    if not wanted:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, wanted))})(?!\w)")


def _own_words(blocks: tuple[Block, ...]) -> Iterator[str]:
    written = {
        id(inside)
        for block in walk(blocks)
        if isinstance(block, AuthorSection)
        for inside in walk(block.children)
    }
    for block in walk(blocks):
        if id(block) in written:
            continue
        if isinstance(block, BarChart):
            yield from block.categories
            yield from (series.name for series in block.series)
        yield from (inline.text for inline in inlines_of(block) if isinstance(inline, Text))
