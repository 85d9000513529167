"""Slides read back: every figure, quote and bar that was changed is told, and nothing else is."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from themer.errors import InputError
from themer.report.verifying.slides import read_pptx
from themer.storage.study_folder import StudyFolder
from themer.workflows.reporting.ledgers import LEDGER
from themer.workflows.reporting.report import Wanted, write_report
from themer.workflows.reporting.verify import Verified, study_now, verify

ROOT = Path(__file__).parents[2]
PARTS = (
    "study.yaml",
    "themes.yaml",
    "actions.yaml",
    "assumptions.yaml",
    "question_sets",
    "interviews",
    "coding",
)
FIGURE = re.compile(r'(id="[eq]\d+"/></a:ext></a:extLst></a:rPr><a:t>)([^<]*)(</a:t>)')
Look = Callable[[Path], Verified]
Change = Callable[[str, str], str]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the repository's own study with its slides."""
    study = tmp_path_factory.mktemp("slides") / "study"
    study.mkdir()
    for name in (*PARTS, "report_text"):
        place = ROOT / name
        copy = shutil.copytree if place.is_dir() else shutil.copy
        copy(place, study / name)
    write_report(StudyFolder(study), Wanted(formats=("pptx", "docx"), only=("slides", "evidence")))
    return study


@pytest.fixture(scope="module")
def once(made: Path) -> Look:
    """Give a way to verify documents of the unchanged study, which is looked at once."""
    now = study_now(StudyFolder(made), "internal")
    return lambda path: verify(StudyFolder(made), path, lambda *_: now)


@pytest.fixture(scope="module")
def slides(made: Path) -> Path:
    return next((made / "reports").glob("*/slides.pptx"))


def changed(path: Path, change: Change, to: Path) -> Path:
    """Write a copy in which the text of each part was changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(stream, "w") as new:
        for name in archive.namelist():
            content = archive.read(name)
            if name.endswith(".xml"):
                content = change(name, content.decode()).encode()
            new.writestr(name, content)
    to.write_bytes(stream.getvalue())
    return to


def other(words: str) -> str:
    """Change the first number by one, or the words by a letter."""
    if re.search(r"\d", words):
        return re.sub(r"\d+", lambda found: str(int(found[0]) + 1), words, count=1)
    return f"{words}s"


def nth(wanted: int | None) -> Change:
    """Change the figure or quote of one place, or with None of every place."""
    places = iter(range(10_000))

    def edit(found: re.Match[str]) -> str:
        return found[1] + other(found[2]) + found[3] if wanted in (None, next(places)) else found[0]

    return lambda _, content: FIGURE.sub(edit, content)


def text_of(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return "".join(archive.read(n).decode() for n in archive.namelist() if n.endswith(".xml"))


def test_untouched_slides_hold_without_a_word(once: Look, slides: Path) -> None:
    verified = once(slides)
    assert verified.document == "slides.pptx"
    assert verified.is_current
    assert verified.verdict.figures > 60
    assert verified.verdict.quotes > 0
    assert not verified.verdict.said


def test_every_figure_and_quote_that_was_edited_is_told(
    once: Look, slides: Path, tmp_path: Path
) -> None:
    said = once(changed(slides, nth(None), tmp_path / "sent back.pptx")).verdict.said
    assert {one.kind for one in said} == {"edited", "altered"}
    assert all(one.now == other(one.was) for one in said)
    ledger = json.loads((slides.parent / LEDGER).read_text("utf-8"))
    printed = {
        (one["id"], place["text"])
        for one in ledger["figures"]
        for place in one["printed"]
        if place["document"] == "slides"
    }
    marked = {
        (mark.ledger_id, line.text[mark.start : mark.end])
        for line in read_pptx(slides.read_bytes()).lines
        for mark in line.marks
        if mark.ledger_id.startswith("e")
    }
    # What only bars of a chart show is printed too; those are changed in a test of their own.
    assert {(one.ledger_id, one.was) for one in said if one.kind == "edited"} == marked <= printed


def test_one_edited_figure_is_told_and_nothing_else(
    once: Look, slides: Path, tmp_path: Path
) -> None:
    for place in range(0, len(FIGURE.findall(text_of(slides))), 11):
        said = once(changed(slides, nth(place), tmp_path / f"{place}.pptx")).verdict.said
        assert [one.kind for one in said] == [
            "altered" if said[0].ledger_id.startswith("q") else "edited"
        ]
        assert said[0].now == other(said[0].was)


def test_a_figure_that_lost_its_mark_and_its_link_is_found_by_the_words_around_it(
    once: Look, slides: Path, tmp_path: Path
) -> None:
    edit = nth(5)
    bare = changed(
        slides,
        lambda name, content: re.sub(
            r"<a:extLst>.*?</a:extLst>|<a:hlinkClick[^>]*/>", "", edit(name, content)
        ),
        tmp_path / "bare.pptx",
    )
    assert [one.kind for one in once(bare).verdict.problems] == ["edited"]


def test_a_bar_of_a_chart_that_was_changed_is_told(
    once: Look, slides: Path, tmp_path: Path
) -> None:
    bar = re.compile(r"(<c:val>.*?<c:v>)(\d+)(</c:v>)", re.S)
    edited = changed(
        slides,
        lambda name, content: (
            bar.sub(lambda f: f[1] + str(int(f[2]) + 1) + f[3], content, count=1)
            if name == "ppt/charts/chart1.xml"
            else content
        ),
        tmp_path / "bar.pptx",
    )
    (said,) = once(edited).verdict.problems
    assert (said.kind, int(said.now)) == ("edited", int(said.was) + 1)


def test_what_was_changed_in_the_notes_is_told(once: Look, slides: Path, tmp_path: Path) -> None:
    edit = nth(None)
    edited = changed(
        slides,
        lambda name, content: edit(name, content) if "/notesSlides/" in name else content,
        tmp_path / "notes.pptx",
    )
    said = once(edited).verdict.said
    assert len(said) > 20
    assert {one.kind for one in said} == {"edited"}


@pytest.mark.tools("loimpress")
def test_a_copy_that_libreoffice_saved_again_holds_without_a_word(
    once: Look, slides: Path, tmp_path: Path
) -> None:
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    command = ["soffice", home, "--headless", "--convert-to", "pptx", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(slides)], check=True, capture_output=True)
    assert not once(tmp_path / "slides.pptx").verdict.said


@pytest.mark.parametrize("content", [b"PK\x03\x04 torn", b"", b"no archive"])
def test_a_file_that_is_no_presentation_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(InputError, match="PowerPoint"):
        read_pptx(content)
