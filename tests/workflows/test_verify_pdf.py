"""A PDF read back: what was changed is told; what cannot be found again is never called true."""

from __future__ import annotations

import dataclasses
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from small_study import SAID, write_study
from themer.errors import InputError
from themer.report.assembling import tied_together
from themer.report.blocks import (
    AuthorSection,
    BarChart,
    ComputedFigure,
    Document,
    ItemList,
    Paragraph,
    Quotation,
    Series,
    Strong,
    Text,
)
from themer.report.verifying.flowing import relined
from themer.report.verifying.lines import Line, ReadBack
from themer.report.verifying.pdf import read_pdf
from themer.report.writers.pdf import write_pdf
from themer.storage.study_folder import StudyFolder
from themer.workflows.material import load_material
from themer.workflows.reporting.report import Wanted, make_report, write_report
from themer.workflows.reporting.verify import Verified, study_now, verify

pypdf = pytest.importorskip("pypdf")
pytest.importorskip("typst")
NAMES = ("summary", "evidence")
Look = Callable[[Path], Verified]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a small study with its report as PDF."""
    study = write_study(tmp_path_factory.mktemp("verify-pdf") / "study", list(SAID))
    (study / "report_text").mkdir()
    (study / "report_text" / "background.md").write_text("We began by asking.\n", "utf-8")
    write_report(StudyFolder(study), Wanted(formats=("pdf",), only=NAMES))
    return study


@pytest.fixture(scope="module")
def once(made: Path) -> Look:
    """Give a way to verify documents of the unchanged study, which is looked at once."""
    now = study_now(StudyFolder(made), "internal")
    return lambda path: verify(StudyFolder(made), path, lambda *_: now)


@pytest.fixture(scope="module")
def documents(made: Path) -> dict[str, Document]:
    folder = StudyFolder(made)
    report = make_report(folder, load_material(folder))
    return tied_together({name: report.documents[name] for name in NAMES})


def report_of(study: Path) -> Path:
    return next((study / "reports").glob("*/"))


def other(words: str) -> str:
    """Change the first number by one, or the words by a letter."""
    if re.search(r"\d", words):
        return re.sub(r"\d+", lambda found: str(int(found[0]) + 1), words, count=1)
    return f"{words}s"


def edited(value: Any) -> Any:
    """Give a tree in which every figure and every quote is another."""
    if isinstance(value, tuple):
        return tuple(edited(one) for one in value)
    if isinstance(value, (ComputedFigure, Quotation)):
        return dataclasses.replace(value, text=other(value.text))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        each = {one.name: getattr(value, one.name) for one in dataclasses.fields(value)}
        return dataclasses.replace(value, **{name: edited(one) for name, one in each.items()})
    return value


def entries_of(value: Any) -> set[str]:
    """Name the ledger's entries that a tree prints."""
    if isinstance(value, (ComputedFigure, Quotation)):
        return {value.ledger_id}
    if isinstance(value, tuple):
        return set().union(*(entries_of(one) for one in value))
    if dataclasses.is_dataclass(value):
        return set().union(*(entries_of(getattr(value, f.name)) for f in dataclasses.fields(value)))
    return set()


def saved_again(path: Path, to: Path, *, keeps_structure: bool = True) -> Path:
    writer = pypdf.PdfWriter(clone_from=path)
    if not keeps_structure:
        del writer._root_object["/StructTreeRoot"]
    writer.write(to)
    return to


@pytest.mark.parametrize("name", NAMES)
def test_an_untouched_pdf_holds_without_a_word(made: Path, once: Look, name: str) -> None:
    verified = once(report_of(made) / f"{name}.pdf")
    assert verified.verdict.said == ()
    assert verified.verdict.figures > 10
    assert verified.is_current


@pytest.mark.parametrize("name", NAMES)
def test_each_figure_and_quote_that_was_changed_is_told(
    once: Look, documents: dict[str, Document], tmp_path: Path, name: str
) -> None:
    path = tmp_path / "renamed.pdf"
    path.write_bytes(write_pdf(edited(documents[name])))
    verified = once(path)
    told = {one.ledger_id for one in verified.verdict.said if one.kind in ("edited", "altered")}
    assert verified.document == f"{name}.pdf"
    assert told >= entries_of(documents[name])
    assert all(
        one.was != one.now for one in verified.verdict.said if one.kind in ("edited", "altered")
    )


def test_one_changed_figure_is_told_as_that_figure(
    once: Look, documents: dict[str, Document], tmp_path: Path
) -> None:
    wanted = "e2"

    def change(value: Any) -> Any:
        if isinstance(value, ComputedFigure) and value.ledger_id == wanted:
            return dataclasses.replace(value, text=other(value.text))
        if isinstance(value, tuple):
            return tuple(change(one) for one in value)
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            each = {f.name: change(getattr(value, f.name)) for f in dataclasses.fields(value)}
            return dataclasses.replace(value, **each)
        return value

    path = tmp_path / "one.pdf"
    path.write_bytes(write_pdf(change(documents["summary"])))
    problems = once(path).verdict.problems
    assert {(one.kind, one.ledger_id) for one in problems} == {("edited", wanted)}
    assert {one.now for one in problems} == {other(one.was) for one in problems}


@pytest.mark.parametrize("name", NAMES)
def test_a_copy_that_another_program_saved_holds(
    made: Path, once: Look, tmp_path: Path, name: str
) -> None:
    path = saved_again(report_of(made) / f"{name}.pdf", tmp_path / "again.pdf")
    assert once(path).verdict.said == ()


@pytest.mark.parametrize("name", NAMES)
def test_a_copy_without_structure_is_aligned_and_holds(
    made: Path, once: Look, tmp_path: Path, name: str
) -> None:
    path = report_of(made) / f"{name}.pdf"
    verified = once(saved_again(path, tmp_path / "flat.pdf", keeps_structure=False))
    assert verified.verdict.problems == ()
    assert verified.document == path.name
    assert verified.verdict.figures == once(path).verdict.figures


@pytest.mark.tools("gs")
@pytest.mark.parametrize("name", NAMES)
def test_a_copy_that_ghostscript_made_holds(
    made: Path, once: Look, tmp_path: Path, name: str
) -> None:
    path = tmp_path / "distilled.pdf"
    source = report_of(made) / f"{name}.pdf"
    command = ["gs", "-q", "-o", str(path), "-sDEVICE=pdfwrite", str(source)]
    subprocess.run(command, check=True, capture_output=True)
    assert "/StructTreeRoot" not in pypdf.PdfReader(path).trailer["/Root"]
    assert once(path).verdict.problems == ()


def test_changed_figures_are_told_in_a_copy_without_structure(
    once: Look, documents: dict[str, Document], tmp_path: Path
) -> None:
    path = tmp_path / "edited.pdf"
    path.write_bytes(write_pdf(edited(documents["summary"])))
    problems = once(
        saved_again(path, tmp_path / "flat.pdf", keeps_structure=False)
    ).verdict.problems
    told = {one.ledger_id for one in problems}
    assert told >= entries_of(documents["summary"])
    assert {one.kind for one in problems} <= {"edited", "altered", "unverifiable"}


def test_what_is_on_a_page_that_was_taken_out_is_unverifiable_without_structure(
    made: Path, once: Look, tmp_path: Path
) -> None:
    writer = pypdf.PdfWriter(clone_from=report_of(made) / "summary.pdf")
    del writer._root_object["/StructTreeRoot"]
    writer.remove_page(1)
    writer.write(tmp_path / "shorter.pdf")
    problems = once(tmp_path / "shorter.pdf").verdict.problems
    assert problems
    assert {one.kind for one in problems} == {"unverifiable"}


def test_a_link_whose_place_was_cut_is_told(made: Path, once: Look, tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=report_of(made) / "evidence.pdf")
    del writer._root_object["/Names"]
    writer.write(tmp_path / "cut.pdf")
    assert {one.kind for one in once(tmp_path / "cut.pdf").verdict.problems} == {"dangling"}


def test_figures_that_the_data_have_left_are_told(made: Path, tmp_path: Path) -> None:
    study = Path(shutil.copytree(made, tmp_path / "study"))
    path = study / "interviews" / "weir-1.yaml"
    path.write_text(path.read_text("utf-8").replace("fact: partly", "fact: yes"), "utf-8")
    verified = verify(StudyFolder(study), report_of(study) / "evidence.pdf")
    assert not verified.is_current
    assert {one.kind for one in verified.verdict.problems} == {"stale"}


def test_a_quote_is_found_by_its_words_alone() -> None:
    beside = {"evidence": frozenset({"evidence-q1"})}
    blocks = (
        Quotation("We shut at five.\nPeople finish at five.", "a lead", "q1"),
        Quotation("evidence", "another lead", "q2", verbatim=False),
    )
    document = Document("t", "", "r", "en-GB", None, "00", blocks, beside=beside)
    marked = [
        (line.text[mark.start : mark.end], mark.ledger_id)
        for line in read_pdf(write_pdf(document)).lines
        for mark in line.marks
    ]
    assert marked == [("We shut at five.\nPeople finish at five.", "q1"), ("evidence", "q2")]


def test_text_by_a_person_is_known_as_theirs() -> None:
    words = (Strong((Text("In short: "),)), Text("we asked."))
    blocks = (
        Paragraph((Text("By the tool."),)),
        AuthorSection("a", (Paragraph(words), ItemList(((Paragraph((Text("One"),)),),)))),
        Paragraph((Text("By the tool again."),)),
    )
    read = read_pdf(write_pdf(Document("t", "", "r", "en-GB", None, "00", blocks)))
    assert [line.text for line in read.lines if line.author] == ["In short: we asked.", "One"]


def test_the_values_of_charts_are_read_by_the_names_of_their_bars() -> None:
    series = (Series("Yes (of all)", (3, 1)), Series("No", (1, 0)))
    for squares in (False, True):
        chart = BarChart((Text("c"),), "alt", ("Vans", "Räume"), series, True, squares=squares)
        read = read_pdf(write_pdf(Document("t", "", "r", "en-GB", None, "00", (chart,))))
        lines = [line.text for line in read.lines]
        assert {"Vans: Yes (of all) 3", "Vans: No 1", "Räume: Yes (of all) 1"} <= set(lines)


def locked() -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not a whole PDF"),
        (b"%PDF-1.7\n", "not a whole PDF"),
        (b"no such thing", "not a whole PDF"),
    ],
)
def test_a_file_that_is_no_pdf_is_refused_in_words(content: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_pdf(content)


def test_a_torn_report_is_refused_or_never_wholly_true(
    made: Path, once: Look, tmp_path: Path
) -> None:
    whole = (report_of(made) / "summary.pdf").read_bytes()
    path = tmp_path / "torn.pdf"
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError):
        once(path)


def test_a_locked_pdf_is_refused_in_words() -> None:
    with pytest.raises(InputError, match="locked"):
        read_pdf(locked())


def test_a_pdf_of_somebody_else_is_refused(once: Look, tmp_path: Path) -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(tmp_path / "letter.pdf")
    with pytest.raises(InputError, match="no report's id"):
        once(tmp_path / "letter.pdf")


def test_without_its_package_the_command_that_brings_it_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(InputError) as caught:
        read_pdf(b"%PDF-1.7")
    assert 'pip install "themer[pdf]"' in str(caught.value)


def flat(*lines: str) -> ReadBack:
    return ReadBack("r", tuple(Line(line) for line in lines), flowing=True)


WRITTEN = ReadBack(
    "r",
    tuple(
        Line(text)
        for text in (
            "Most services have a plan for each year",
            "Unit",
            "Said",
            "In place",
            "6",
            "7",
            "What they ask for is time and a room of their own",
        )
    ),
)


@pytest.mark.parametrize(
    ("read", "lines"),
    [
        (
            flat("Most services have a plan", "for each year Unit Said", "In place 6 7 What they"),
            ["Most services have a plan for each year", "Unit", "Said", "In place", "6", "7"],
        ),
        (
            flat("Most services have a plan for each year", "Unit Said", "In place 6 8",
                 "What they ask for is time and a room of their own"),
            ["Unit", "Said", "In place", "6", "8"],
        ),
        (
            flat("Mostservices haveaplan for each year Unit Said In place 67",
                 "• What they ask for is time and a room of their own"),
            ["In place", "6", "7", "What they ask for is time and a room of their own"],
        ),
        (
            flat("Most services have a plan for", "Page 1 of 2", "each year Unit Said In place 6"),
            ["Most services have a plan for each year", "Unit"],
        ),
    ],
    ids=["broken elsewhere", "one figure", "spaces lost", "over a page"],
)  # fmt: skip
def test_lines_are_found_again_among_the_lines_of_pages(read: ReadBack, lines: list[str]) -> None:
    found = [line.text for line in relined(read, WRITTEN).lines]
    assert [line for line in found if line in lines] == lines
