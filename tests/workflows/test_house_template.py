"""``house_template`` and ``--review-copy``: from the study's folder to the documents beside it."""

from __future__ import annotations

import re
import shutil
from io import BytesIO
from pathlib import Path

import docx
import pytest

from reading_rooms import FIXTURE
from themer.errors import InputError, RefusedError, StorageError
from themer.report.edits.word import read_edits
from themer.storage.study_folder import StudyFolder
from themer.workflows.reporting.report import Wanted, write_report
from themer.workflows.reporting.verify import verify

SUMMARY = Wanted(formats=["docx"], only=["summary"])


@pytest.fixture
def folder(tmp_path: Path) -> StudyFolder:
    shutil.copytree(FIXTURE, tmp_path / "study")
    return StudyFolder(tmp_path / "study")


def name_house(folder: StudyFolder, data: bytes | None) -> None:
    settings = folder.root / "study.yaml"
    settings.write_text(
        settings.read_text(encoding="utf-8") + "\nhouse_template: house/ours.docx\n",
        encoding="utf-8",
    )
    if data is not None:
        (folder.root / "house").mkdir()
        (folder.root / "house/ours.docx").write_bytes(data)


def house() -> bytes:
    document = docx.Document()
    document.styles["Normal"].font.name = "Georgia"
    document.styles["Normal"].font.size = docx.shared.Pt(9)
    document.add_paragraph("old text")
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_a_studys_house_template_gives_the_report_its_style_and_is_looked_over(
    folder: StudyFolder,
) -> None:
    name_house(folder, house())
    written = write_report(folder, SUMMARY)
    opened = docx.Document(str(written.folder / "summary.docx"))
    assert opened.styles["Normal"].font.name == "Georgia"
    assert "old text" not in [one.text for one in opened.paragraphs]
    (told,) = [note for note in written.notes if "smaller than 12 points" in note]
    assert told.startswith("house/ours.docx: ")


def test_a_house_template_that_cannot_be_used_is_named_and_nothing_is_written(
    folder: StudyFolder,
) -> None:
    name_house(folder, b"Dear all")
    with pytest.raises(InputError, match="no Word document") as raised:
        write_report(folder, SUMMARY)
    assert raised.value.path == Path("house/ours.docx")
    assert not list((folder.root / "reports").glob("*/summary.docx"))


def test_a_house_template_that_is_not_there_is_named(folder: StudyFolder) -> None:
    name_house(folder, None)
    with pytest.raises(StorageError) as raised:
        write_report(folder, SUMMARY)
    assert raised.value.path == Path("house/ours.docx")


def test_a_review_copy_stands_beside_each_word_document(folder: StudyFolder) -> None:
    wanted = Wanted(formats=["docx", "html"], only=["summary"], review_copy=True)
    written = write_report(folder, wanted)
    names = [path.name for path in written.paths]
    assert names == ["summary.docx", "summary.html", "summary.review.docx", "report.evidence.json"]
    plain = docx.Document(str(written.folder / "summary.docx"))
    review = docx.Document(str(written.folder / "summary.review.docx"))
    assert not list(plain.comments)
    comments = [one.text for one in review.comments]
    assert comments
    assert all(re.match(r"[EQ]\d+\. ", one) for one in comments)
    assert [one.text for one in review.paragraphs] == [one.text for one in plain.paragraphs]
    # Nobody wrote them, so they are no remarks on author text.
    content = (written.folder / "summary.review.docx").read_bytes()
    assert read_edits(content, ["background"]).remarks == ()


def test_a_review_copy_in_a_house_is_verified_as_the_document_is(folder: StudyFolder) -> None:
    name_house(folder, house())
    wanted = Wanted(formats=["docx"], only=["summary"], review_copy=True)
    written = write_report(folder, wanted)
    for name in ("summary.docx", "summary.review.docx"):
        verdict = verify(folder, written.folder / name).verdict
        assert verdict.figures, name
        assert verdict.problems == (), name


def test_no_review_copy_is_made_of_what_is_shared_and_nothing_is_written(
    folder: StudyFolder,
) -> None:
    with pytest.raises(RefusedError, match="review copy"):
        write_report(folder, Wanted(formats=["docx"], profile="shareable", review_copy=True))
    assert not list((folder.root / "reports").glob("*/*.docx"))


def test_a_review_copy_without_a_word_document_is_no_request(folder: StudyFolder) -> None:
    with pytest.raises(InputError, match="Word document"):
        write_report(folder, Wanted(formats=["html"], review_copy=True))
