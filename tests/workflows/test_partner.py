"""``themer report --partner``: a report of its own, refused where there is nothing to say."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from themer.errors import InputError
from themer.storage.study_folder import StudyFolder
from themer.workflows.reporting.report import Wanted, write_report
from themer.workflows.reporting.verify import verify

ROOMS = Path(__file__).parents[1] / "fixtures" / "reading_rooms"


@pytest.fixture
def folder(tmp_path: Path) -> StudyFolder:
    shutil.copytree(ROOMS, tmp_path / "study")
    return StudyFolder(tmp_path / "study")


@pytest.mark.parametrize("ending", ["docx", "html", "md"])
def test_a_sheet_holds_when_it_is_read_back(folder: StudyFolder, ending: str) -> None:
    written = write_report(folder, Wanted(formats=[ending], partner="harrow-hill"))
    assert [path.name for path in written.paths] == [f"partner.{ending}", "report.evidence.json"]
    verified = verify(folder, written.paths[0])
    assert verified.is_current
    assert not verified.verdict.problems


def test_a_sheet_lies_beside_the_report_of_the_study(folder: StudyFolder) -> None:
    whole = write_report(folder, Wanted(formats=["md"]))
    sheet = write_report(folder, Wanted(formats=["md"], partner="harrow-hill"))
    assert whole.folder != sheet.folder
    assert verify(folder, whole.paths[0]).is_current


def test_a_number_changed_on_a_sheet_is_told(folder: StudyFolder) -> None:
    written = write_report(folder, Wanted(formats=["html"], partner="harrow-hill"))
    path = written.paths[0]
    said = path.read_text("utf-8")
    assert ">40<" in said
    path.write_text(said.replace(">40<", ">41<"), "utf-8")
    (told,) = verify(folder, path).verdict.problems
    assert (told.kind, told.was, told.now) == ("edited", "40", "41")


def test_an_organisation_that_is_not_there_is_told_with_those_that_are(
    folder: StudyFolder,
) -> None:
    with pytest.raises(InputError, match='no organisation called "nobody"') as caught:
        write_report(folder, Wanted(partner="nobody"))
    assert "harrow-hill" in str(caught.value.hint)


def test_an_organisation_with_which_nobody_spoke_has_no_sheet(folder: StudyFolder) -> None:
    for path in (folder.root / "interviews").glob("*.yaml"):
        path.unlink()
    with pytest.raises(InputError, match="no conversation with"):
        write_report(folder, Wanted(partner="harrow-hill"))
    assert not (folder.root / "reports").exists()
