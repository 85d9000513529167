"""What themer writes for a study in Office's formats is valid by the schemas of the standard."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ooxml import faults_of
from reading_rooms import FIXTURE
from themer.storage.study_folder import StudyFolder
from themer.workflows.interviews.record import write_record
from themer.workflows.reporting.report import Wanted, write_report


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> StudyFolder:
    root = tmp_path_factory.mktemp("schemas") / "study"
    shutil.copytree(FIXTURE, root)
    return StudyFolder(root)


def test_every_word_document_of_a_report_and_its_review_copies(folder: StudyFolder) -> None:
    written = write_report(folder, Wanted(formats=["docx"], review_copy=True))
    documents = [path for path in written.paths if path.suffix == ".docx"]
    assert {path.name for path in documents} >= {"summary.docx", "evidence.review.docx"}
    for path in documents:
        assert faults_of(path.read_bytes()) == [], path.name


def test_what_is_shared_and_a_partners_sheet(folder: StudyFolder, tmp_path: Path) -> None:
    shared = write_report(folder, Wanted(["docx"], profile="shareable"), out=tmp_path / "shared")
    partner = next(iter((folder.root / "interviews").glob("*.yaml"))).read_text(encoding="utf-8")
    name = next(
        line.partition(":")[2].strip()
        for line in partner.splitlines()
        if line.startswith("organisation:")
    )
    sheet = write_report(folder, Wanted(["docx"], partner=name), out=tmp_path / "sheet")
    for path in (*shared.paths, *sheet.paths):
        if path.suffix == ".docx":
            assert faults_of(path.read_bytes()) == [], path.name


def test_a_conversations_record(folder: StudyFolder) -> None:
    interview = next(iter((folder.root / "interviews").glob("*.yaml"))).stem
    for path in write_record(folder, interview, ["docx"]).paths:
        assert faults_of(path.read_bytes()) == [], path.name
