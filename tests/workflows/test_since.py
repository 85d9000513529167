"""What a new report would say otherwise than an earlier one."""

from __future__ import annotations

from pathlib import Path

from themer.cli.edge import run
from themer.errors import ExitCode
from themer.storage.study_folder import StudyFolder
from themer.workflows.reporting.report import Wanted, write_report
from themer.workflows.reporting.since import changes_since


def test_nothing_changes_while_the_study_does_not(rooms: Path) -> None:
    written = write_report(StudyFolder(rooms), Wanted(formats=("md",)))
    found = changes_since(StudyFolder(rooms), written.paths[0])
    assert found.report_id == written.report_id
    assert found.changes == ()
    assert not found.author


def test_a_figure_that_changed_is_listed_with_the_text_that_stands_beside_it(rooms: Path) -> None:
    (rooms / "report_text").mkdir(exist_ok=True)
    text = '{{ fact("has_home_service", "partly").k_of_n }} carry books some of the way.\n'
    (rooms / "report_text" / "background.md").write_text(text, "utf-8")
    written = write_report(StudyFolder(rooms), Wanted(formats=("html",)))
    path = rooms / "interviews" / "weir-1.yaml"
    path.write_text(path.read_text("utf-8").replace("fact: partly", "fact: no"), "utf-8")
    found = changes_since(StudyFolder(rooms), written.paths[0])
    changed = {c.about: (c.was, c.now) for c in found.changes if c.kind == "changed"}
    partly = next(about for about in changed if about.endswith("partly"))
    assert changed[partly] == ("6 of 6", "5 of 6")
    assert partly in {change.about for change in found.author["background"]}


def test_the_command_writes_nothing_and_lists(rooms: Path) -> None:
    written = write_report(StudyFolder(rooms), Wanted(formats=("docx",)))
    before = sorted(path.name for path in (rooms / "reports").rglob("*"))
    path = rooms / "interviews" / "weir-1.yaml"
    path.write_text(path.read_text("utf-8").replace("fact: partly", "fact: no"), "utf-8")
    document = str(written.paths[0])
    assert run(["report", "--since", document, "--study", str(rooms)]) == ExitCode.FINE
    assert sorted(path.name for path in (rooms / "reports").rglob("*")) == before
