"""Every figure, word, quote, name and reference changed in turn: all are told, and nothing else is.

Changes are made in the tree of blocks, and the changed tree is written in each format, so that
all formats are held to one list: what was changed, from what, to what. ``test_verify.py`` changes
the files themselves, as people do.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from themer.errors import InputError
from themer.findings.everything import find
from themer.findings.material import Material
from themer.findings.wording import QUANTITIES
from themer.model.study import Profile
from themer.report import blocks as tree
from themer.report.assembling import Report, recount
from themer.report.names import name_pattern
from themer.report.verifying.judging import judge
from themer.report.verifying.lines import ReadBack
from themer.report.verifying.verdicts import Present, Said, Verdict
from themer.storage.study_folder import StudyFolder
from themer.workflows.material import load_material
from themer.workflows.reporting.counting import count, report_of
from themer.workflows.reporting.formats import SLIDE_FORMAT, SLIDES, Write, document_writers
from themer.workflows.reporting.templates import TemplateFiles, read_templates
from themer.workflows.reporting.verify import reader_of, refusal

ROOT = Path(__file__).parents[2]
ROOMS = ROOT / "tests" / "fixtures" / "reading_rooms"
PARTS = (
    *("study.yaml", "themes.yaml", "actions.yaml", "indicators.yaml", "assumptions.yaml"),
    *("matrix.yaml", "question_sets", "interviews", "coding", "report_text", "figures"),
)
ROOMS_TEXT = """Home delivery is old here: {{ fact("has_home_service", "partly").counted }}.

{{ quote("harrow-hill-main-1/has_home_service:64-93") }}
"""
PLAIN_AUTHOR = (
    "In 2025/26, from 3 May 2025 to the 21st of June 2026, students in year 2 were at stage 1 or 2 "
    "for 70 and then 100 days; 70-day and 100-day placements, stages 1 and 2, PE1 and PE2. See "
    "section 3, table 2 and page 14, or www.example.org/2026/14. In the 1990s it took 12 weeks, "
    "between 6 and 9 months, at 10:30 or 2.15 pm, on 03/05/2026."
)


def known_formats() -> tuple[str, ...]:
    """Give the formats that can be both written and read back."""
    found = []
    for name in ("docx", "html", "md", "pdf", SLIDE_FORMAT):
        try:
            document_writers([name])
            reader_of(f".{name}")
        except InputError:
            continue
        found.append(name)
    return tuple(found)


FORMATS = known_formats()


@dataclass(frozen=True)
class Made:
    """A study's report, and what writes and reads its documents."""

    folder: StudyFolder
    material: Material
    files: TemplateFiles
    report: Report
    ledger: Mapping[str, Any]
    present: Present
    later: Present
    """What it gives after one partner withdrew, another took consent back, and all was renamed."""

    def documents(self, ending: str) -> Iterator[tuple[str, tree.Document]]:
        """Go through the documents that are written in a format.

        A PDF of the evidence takes longer than all the rest, and its parts are those of the others.
        """
        for name, document in self.report.documents.items():
            if (name == SLIDES) == (ending == SLIDE_FORMAT) and (ending, name) != (
                "pdf",
                "evidence",
            ):
                yield name, document


WRITERS: dict[str, Write] = {}
WRITTEN: dict[tuple[str, str, str], ReadBack] = {}


def read_again(ending: str, document: tree.Document) -> ReadBack:
    """Write a document and read it back."""
    write = WRITERS.setdefault(ending, document_writers([ending])[ending])
    return reader_of(f".{ending}")(write(document))


def written(made: Made, ending: str, name: str) -> ReadBack:
    """Give a document as it was written, read once."""
    key = (made.report.report_id, ending, name)
    if key not in WRITTEN:
        WRITTEN[key] = read_again(ending, made.report.documents[name])
    return WRITTEN[key]


@pytest.fixture(scope="module", params=["demo", "rooms"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Give the repository's own study, or the reading rooms, with its report."""
    root = tmp_path_factory.mktemp("mutations") / "study"
    if request.param == "rooms":
        shutil.copytree(ROOMS, root)
        (root / "report_text").mkdir()
        (root / "report_text" / "background.md").write_text(ROOMS_TEXT, "utf-8")
    else:
        root.mkdir()
        for place in (ROOT / name for name in PARTS):
            if place.exists():
                (shutil.copytree if place.is_dir() else shutil.copy)(place, root / place.name)
    folder = StudyFolder(root)
    material, files = load_material(folder), read_templates(folder)
    report = report_of(count(folder, material).basis(files), files)
    ledger = json.loads(report.ledger)
    present = present_of(folder, material, files, ledger)
    later = present_of(folder, changed_since(material, ledger), files, ledger)
    names = {key: [f"{one}!" for one in called] for key, called in later.names.items()}
    return Made(folder, material, files, report, ledger, present, replace(later, names=names))


def changed_since(material: Material, ledger: Mapping[str, Any]) -> Material:
    """Withdraw the first conversation that is quoted, and take back the consent of another."""
    quoted = sorted({str(one["answer"]).partition("/")[0] for one in ledger["quotes"]})
    first, last = quoted[0], quoted[-1]
    interviews = tuple(
        replace(one, state="withdrawn")
        if one.id == first
        else replace(one, consent=replace(one.consent, quote=False))
        if one.id == last and one.consent
        else one
        for one in material.interviews
    )
    return replace(material, interviews=interviews)


def present_of(
    folder: StudyFolder, material: Material, files: TemplateFiles, ledger: Mapping[str, Any]
) -> Present:
    """Say what a study gives now, as ``verify`` does."""
    profile: Profile = "internal"
    now = recount(count(folder, material).basis(files, profile=profile))
    findings = find(material)
    refused = {one["id"]: refusal(material, findings, one) for one in ledger["quotes"]}
    return Present(
        now.counts,
        {name: reason for name, reason in refused.items() if reason},
        now.names,
        material.study.not_figures,
        whose=now.whose,
    )


def judged(made: Made, ending: str, name: str, document: tree.Document) -> Verdict:
    """Hold a changed document against the one that was written."""
    now = read_again(ending, document)
    return judge(now, written(made, ending, name), made.ledger, made.present)


def changed(thing: Any, change: Callable[[Any], Any]) -> Any:
    """Rebuild a tree with every part replaced by what ``change`` makes of it."""
    if isinstance(thing, tuple):
        return tuple(changed(one, change) for one in thing)
    if is_dataclass(thing) and not isinstance(thing, type):
        inside = {
            one.name: changed(getattr(thing, one.name), change)
            for one in fields(thing)
            if isinstance(getattr(thing, one.name), tuple)
        }
        return change(replace(thing, **inside))
    return thing


def other(words: str) -> str:
    """Change the first number by one, a word of quantity for another, else a letter."""
    if re.search(r"\d", words):
        return re.sub(r"\d+", lambda found: str(int(found[0]) + 1), words, count=1)
    if words in QUANTITIES:
        return QUANTITIES[(QUANTITIES.index(words) + 1) % len(QUANTITIES)]
    return f"{words}s"


def with_other_figures(thing: Any) -> Any:
    """Change every figure and every quote; a chart's values with their labels."""
    if isinstance(thing, tree.ComputedFigure):
        return replace(thing, text=other(thing.text))
    if isinstance(thing, tree.Quotation):
        return replace(thing, text=letter_changed(thing.text))
    if isinstance(thing, tree.Series) and thing.figures:
        return replace(
            thing,
            values=tuple(value + 1 if value else value for value in thing.values),
            labels=tuple(other(label) for label in thing.labels),
        )
    return thing


def letter_changed(words: str) -> str:
    """Change one letter in the middle."""
    at = next(i for i in range(len(words) // 2, len(words)) if words[i].isalpha())
    return f"{words[:at]}{'q' if words[at] != 'q' else 'k'}{words[at + 1 :]}"


def figures_of(document: tree.Document) -> set[tuple[str, str, str]]:
    """List what `with_other_figures` changes: id, what it was, what it is."""
    found: set[tuple[str, str, str]] = set()

    def note(thing: Any) -> Any:
        if isinstance(thing, tree.ComputedFigure):
            found.add((thing.ledger_id, thing.text, other(thing.text)))
        if isinstance(thing, tree.Quotation):
            found.add((thing.ledger_id, plain(thing.text), plain(letter_changed(thing.text))))
        return thing

    changed(document, note)
    return found


def plain(words: str) -> str:
    return " ".join(words.split())


def told(verdict: Verdict, *kinds: str) -> set[tuple[str, str, str]]:
    return {
        (one.ledger_id, plain(one.was), plain(one.now)) for one in verdict.said if one.kind in kinds
    }


def left(verdict: Verdict, *kinds: str) -> list[Said]:
    return [one for one in verdict.said if one.kind not in kinds]


@pytest.mark.parametrize("ending", FORMATS)
def test_an_untouched_document_holds_without_a_word(made: Made, ending: str) -> None:
    for name, document in made.documents(ending):
        before = written(made, ending, name)
        verdict = judge(before, before, made.ledger, made.present)
        assert not verdict.said
        looked_at = {mark.ledger_id for line in before.lines for mark in line.marks}
        assert {key for key, _, _ in figures_of(document) if key[0] == "e"} <= looked_at


@pytest.mark.parametrize("ending", FORMATS)
def test_every_figure_quote_and_name_is_told_with_what_it_was_and_is(
    made: Made, ending: str
) -> None:
    names = {one["name"]: one["id"] for one in made.ledger["names"]}
    pattern = name_pattern(names)
    assert pattern is not None

    renamed: set[str] = set()

    def rename(words: str) -> str:
        renamed.update(pattern.findall(words))
        return pattern.sub(lambda found: letter_changed(found[0]), words)

    def edit(thing: Any) -> Any:
        if isinstance(thing, tree.Text):
            return tree.Text(rename(thing.text))
        if isinstance(thing, tree.BarChart) and ending != "pdf":
            # Read from a PDF a drawing is one line, in which no name would be left to find.
            return replace(thing, categories=tuple(rename(one) for one in thing.categories))
        return with_other_figures(thing)

    for name, document in made.documents(ending):
        renamed.clear()
        verdict = judged(made, ending, name, changed(document, edit))
        every = told(verdict, "edited", "altered")
        assert not figures_of(document) - every
        edited = {was: now for _, was, now in every if was in names}
        assert set(edited) >= renamed
        assert all(now == letter_changed(was) for was, now in edited.items())
        assert all(one.about for one in verdict.said if one.kind == "edited")
        assert not left(verdict, "edited", "altered")


@pytest.mark.parametrize("ending", FORMATS)
def test_what_the_data_have_left_is_told_and_nothing_else(made: Made, ending: str) -> None:
    """One partner withdraws, another takes consent back, and every name is another."""
    for name, document in made.documents(ending):
        before = written(made, ending, name)
        verdict = judge(before, before, made.ledger, made.later)
        printed = {key for key, _, _ in figures_of(document)}
        moved = {
            one["id"]
            for one in made.ledger["figures"]
            if made.later.figures.get(one["figure"]) != made.present.figures[one["figure"]]
        }
        stale = {one.ledger_id for one in verdict.said if one.kind == "stale"}
        assert moved & printed <= stale <= moved
        refused = {one.ledger_id for one in verdict.said if one.kind == "refused"}
        assert refused == set(made.later.quotes) & printed
        wanted = {one["id"] for one in made.ledger["names"] if name in one["documents"]}
        renamed = [one.ledger_id for one in verdict.said if one.kind == "renamed"]
        assert len(renamed) == len(set(renamed))
        assert wanted <= set(renamed)
        assert not left(verdict, "stale", "refused", "renamed")


def test_later_data_leave_figures_and_quotes_behind(made: Made) -> None:
    reasons = " ".join(made.later.quotes.values())
    assert "withdrawn" in reasons
    assert "agree" in reasons or len(made.material.interviews) == 1
    assert made.later.figures != made.present.figures


@pytest.mark.parametrize("ending", FORMATS)
def test_what_an_author_writes_of_years_stages_and_lengths_is_no_figure(
    made: Made, ending: str
) -> None:
    study = replace(made.present, not_figures=("stage 1", "stage 2", "PE1", "PE2"))
    section = tree.AuthorSection("notes", (tree.Paragraph((tree.Text(PLAIN_AUTHOR),)),))
    for name, document in made.documents(ending):
        if name == "evidence":
            continue
        now = read_again(ending, replace(document, children=(*document.children, section)))
        verdict = judge(now, written(made, ending, name), made.ledger, study)
        assert not [one for one in verdict.said if one.kind == "typed"]
        assert not verdict.problems
