"""Whatever a document prints that was computed is in the ledger: nothing is left in plain words."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from themer.findings.wording import QUANTITIES
from themer.report import blocks as tree
from themer.report.assembling import Report
from themer.report.writers.outline import walk
from themer.storage.study_folder import StudyFolder
from themer.workflows.material import load_material
from themer.workflows.reporting.report import make_report

ROOT = Path(__file__).parents[2]
QUANTITY = re.compile(
    r"\d+(?:[.,]\d+)*%?"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|nearly all|about half|most|a few|a third|a quarter|majority)\b",
    re.IGNORECASE,
)
DATE = re.compile(
    r"\b(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October"
    r"|November|December) \d{4}\b|\b\d{4}-\d{2}-\d{2}\b|\b20\d{2}/\d{2}\b"
)
FIXED = re.compile(
    r"“6 of 9” means that 9 were asked and gave an answer, and 6"
    r"|does not say what matters most"
    r"|its 95% interval \(1 is full agreement, 0 is chance\)|95% interval in brackets"
    r"|a difference of one or two units means little|, those said by most first"
    r"|a count from 1 to|[Vv]ersion [\w.-]+|\bthemer [\d.]+|, part \d+ of \d+"
    r"|\b[Tt]wo (?:people|records|copies|facts|numbers|of them)|\bthese two go together"
    r"|the two\b|at most the|what a few of them said"
    r"|most of it\b|(?:a few|about half|most|nearly all)(?= is «)",
)
"""Themer's own wording, the same in every study: examples, constants of a method, versions."""
NUMBERING = re.compile(r"[A-Z]?\d+\.?\Z")
"""The first cell of a row of a list that is numbered."""


@pytest.fixture(scope="module", params=["internal", "shareable"])
def made(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Report, dict[str, list[str]]]:
    """Give the report of the repository's own study, and what its files say, by the numbers."""
    root = tmp_path_factory.mktemp("entered") / "study"
    root.mkdir()
    for place in ROOT.iterdir():
        if place.suffix == ".yaml":
            shutil.copy(place, root / place.name)
        elif place.name in ("question_sets", "interviews", "coding", "figures"):
            shutil.copytree(place, root / place.name)
    folder = StudyFolder(root)
    material = load_material(folder)
    report = make_report(folder, material, profile=request.param)
    study: dict[str, list[str]] = defaultdict(list)
    names = [called for every in report.names.values() for called in every]
    for words in {flat(one) for one in (*strings(material), *names)}:
        for token in {found[0].lower() for found in QUANTITY.finditer(words)}:
            if re.search(r"[^\W\d]{2}", words):
                study[token].append(words)
    return report, study


def strings(thing: Any) -> Iterator[str]:
    """Go through every text of a study's files."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, Mapping):
        for value in thing.values():
            yield from strings(value)
    elif isinstance(thing, list | tuple | set | frozenset):
        for value in thing:
            yield from strings(value)
    elif dataclasses.is_dataclass(thing):
        for one in dataclasses.fields(thing):
            yield from strings(getattr(thing, one.name))


def flat(words: str) -> str:
    return " ".join(words.split()).rstrip(". ")


def words_of(inlines: tree.Inlines) -> str:
    """Give the words, with a sign for each figure that is entered."""
    parts = []
    for one in inlines:
        if isinstance(one, tree.Text):
            parts.append(one.text)
        elif isinstance(one, tree.ComputedFigure):
            parts.append("«»")
        elif isinstance(one, tree.LineBreak):
            parts.append("\n")
        else:
            parts.append(words_of(one.children))
    return "".join(parts)


def lines_of(document: tree.Document) -> Iterator[str]:
    """Go through what a document says, but for the author's text and the annex of evidence."""
    written = {
        id(inside)
        for one in walk(document.children)
        if isinstance(one, tree.AuthorSection)
        for inside in walk(one.children)
    }
    for block in walk(document.children):
        if id(block) in written:
            continue
        if isinstance(block, tree.Heading | tree.Paragraph):
            yield words_of(block.content)
        elif isinstance(block, tree.Callout):
            yield words_of(block.title)
        elif isinstance(block, tree.BarChart):
            yield words_of(block.caption)
        elif isinstance(block, tree.Table) and not block.small:
            yield words_of(block.caption)
            yield from (words_of(column.heading) for column in block.columns)
            for row in block.rows:
                first, *others = row.cells
                if not NUMBERING.match(words_of(first)):
                    yield words_of(first)
                yield from (words_of(cell) for cell in others)


def left_over(line: str, study: Mapping[str, list[str]]) -> list[str]:
    """List the quantities of a line that are neither entered nor somebody's own words."""
    words = flat(line)
    covered = [found.span() for pattern in (DATE, FIXED) for found in pattern.finditer(words)]
    found = []
    for one in QUANTITY.finditer(words):
        for known in study.get(one[0].lower(), ()):
            at = words.find(known)
            at = words.find(known[:1].upper() + known[1:]) if at < 0 else at
            while at >= 0:
                covered.append((at, at + len(known)))
                at = words.find(known, at + 1)
        if not any(start <= one.start() and one.end() <= end for start, end in covered):
            found.append(one[0])
    return found


def test_no_number_and_no_word_of_quantity_stands_outside_the_ledger(
    made: tuple[Report, dict[str, list[str]]],
) -> None:
    report, study = made
    alternatives = {
        block.alt
        for document in report.documents.values()
        for block in walk(document.children)
        if isinstance(block, tree.BarChart)
    }
    left = {
        f"{name}: {found} in “{flat(line)}”"
        for name, document in report.documents.items()
        for line in lines_of(document)
        if line not in alternatives
        and flat(line) not in QUANTITIES
        and (found := left_over(line, study))
    }
    assert not "\n".join(sorted(left))


def test_every_value_of_a_chart_is_entered_(
    made: tuple[Report, dict[str, list[str]]],
) -> None:
    report, _ = made
    entered = {one["id"] for one in json.loads(report.ledger)["figures"]}
    for document in report.documents.values():
        for chart in (one for one in walk(document.children) if isinstance(one, tree.BarChart)):
            for series in chart.series:
                assert len(series.figures) == len(series.values), words_of(chart.caption)
                assert set(series.figures) <= entered
