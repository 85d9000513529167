"""The briefing and the deck of a study of any size: two pages, one picture, and no empty shell."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest

from themer.report.blocks import BarChart, Document, Heading, ItemList, Notes, Quotation
from themer.report.writers.docx_document import write_docx
from themer.report.writers.outline import plain, walk
from themer.report.writers.pptx_plan import plan
from themer.storage.study_folder import StudyFolder
from themer.workflows.material import load_material
from themer.workflows.reporting.ledgers import LEDGER
from themer.workflows.reporting.report import Wanted, make_report, write_report

ROOT = Path(__file__).parents[2]
STUDY = (
    *("study.yaml", "themes.yaml", "actions.yaml", "assumptions.yaml", "question_sets"),
    *("interviews", "coding", "report_text"),
)


def own_study(folder: Path) -> Path:
    """Copy the repository's own study."""
    folder.mkdir(parents=True)
    for name in STUDY:
        place = ROOT / name
        (shutil.copytree if place.is_dir() else shutil.copy)(place, folder / name)
    return folder


def documents_of(study: Path) -> dict[str, Document]:
    folder = StudyFolder(study)
    return dict(make_report(folder, load_material(folder)).documents)


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Document]:
    return documents_of(own_study(tmp_path_factory.mktemp("own") / "study"))


def headings(document: Document) -> list[str]:
    return [plain(one.content) for one in document.children if isinstance(one, Heading)]


def pages(path: Path) -> int:
    told = subprocess.run(["pdfinfo", str(path)], check=True, capture_output=True, text=True)
    found = re.search(r"Pages:\s+(\d+)", told.stdout)
    assert found is not None
    return int(found[1])


def test_the_briefing_has_findings_one_chart_asks_and_a_quote(
    documents: dict[str, Document],
) -> None:
    briefing = documents["briefing"]
    assert headings(briefing) == [
        "What we heard",
        "What we ask, and what happens next",
        "How sure we are",
    ]
    blocks = list(walk(briefing.children))
    assert sum(isinstance(one, BarChart) for one in blocks) == 1
    assert sum(isinstance(one, Quotation) for one in blocks) == 1
    findings = next(one for one in blocks if isinstance(one, ItemList))
    assert 3 <= len(findings.items) <= 6


@pytest.mark.tools("soffice", "pdfinfo")
def test_the_briefing_has_two_pages_in_word(documents: dict[str, Document], tmp_path: Path) -> None:
    path = tmp_path / "briefing.docx"
    path.write_bytes(write_docx(documents["briefing"]))
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(path)], check=True, capture_output=True)
    assert pages(tmp_path / "briefing.pdf") == 2


@pytest.mark.tools("pdfinfo")
def test_the_briefing_has_two_pages_as_pdf(documents: dict[str, Document], tmp_path: Path) -> None:
    pytest.importorskip("typst")
    from themer.report.writers.pdf import write_pdf

    path = tmp_path / "briefing.pdf"
    path.write_bytes(write_pdf(documents["briefing"]))
    assert pages(path) == 2


def test_the_deck_goes_from_where_people_were_to_where_they_want_to_be(
    documents: dict[str, Document],
) -> None:
    slides = plan(documents["slides"])
    titles = [plain(slide.title) for slide in slides]
    order = ("Where you were", "Where you are: what is in place", "Supply and demand",
             "In their own words", "Where you want to be", "What we ask of you",
             "What will be done", "How to read this")  # fmt: skip
    assert [title for title in titles if title in order] == list(order)
    assert 10 <= len(slides) <= 18
    assert all(slide.notes for slide in slides if ", continued" not in plain(slide.title))


def test_what_the_speaker_says_is_full_sentences(documents: dict[str, Document]) -> None:
    for slide in plan(documents["slides"]):
        for note in slide.notes:
            words = plain(note.content).strip()
            assert words.endswith((".", "?")), words
            assert words[0].isupper() or words[0].isdigit(), words


@pytest.mark.parametrize("many", [0, 1, 2])
def test_a_study_of_few_conversations_has_a_deck_and_a_briefing(study: Path, many: int) -> None:
    for path in sorted((study / "interviews").glob("*.yaml"))[many:]:
        path.unlink()
    for name in ("themes.yaml", "actions.yaml"):
        (study / name).unlink(missing_ok=True)
    shutil.rmtree(study / "coding", ignore_errors=True)
    found = documents_of(study)
    assert headings(found["briefing"])[0] == "What we heard"
    slides = plan(found["slides"])
    assert len(slides) >= 4
    assert all(slide.places for slide in slides[1:])
    assert any(isinstance(one, Notes) for one in found["slides"].children)


def test_slides_are_written_as_pptx_and_in_other_formats_when_named(
    study: Path, tmp_path: Path
) -> None:
    def written(wanted: Wanted, name: str) -> set[str]:
        paths = write_report(StudyFolder(study), wanted, out=tmp_path / name).paths
        return {path.name for path in paths} - {LEDGER}

    assert written(Wanted(only=("slides",)), "a") == {"slides.pptx"}
    assert written(Wanted(("md",), ("slides",)), "b") == {"slides.md"}
    assert "slides.pptx" in written(Wanted(("docx", "pptx")), "c")
    assert "For the speaker" in (tmp_path / "b" / "slides.md").read_text("utf-8")


def test_slides_lead_into_the_evidence_report_where_it_is_written_for_word(
    study: Path, tmp_path: Path
) -> None:
    def ways(wanted: Wanted, name: str) -> set[str]:
        write_report(StudyFolder(study), wanted, out=tmp_path / name)
        with ZipFile(tmp_path / name / "slides.pptx") as archive:
            parts = [archive.read(one).decode() for one in archive.namelist() if ".rels" in one]
        return set(re.findall(r'Target="([a-z.]+)#', "".join(parts)))

    assert ways(Wanted(("pptx",), ("slides",)), "alone") == set()
    assert ways(Wanted(("docx", "pptx")), "beside") == {"evidence.docx"}
