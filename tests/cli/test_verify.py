"""``themer verify`` as its user meets it: words, data, exit codes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from small_study import SAID, write_study
from themer.cli.edge import run
from themer.errors import ExitCode


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """Give the summary of a small study, as HTML."""
    study = write_study(tmp_path / "rooms", list(SAID))
    assert run(["report", "--to", "html", "--study", str(study)]) == ExitCode.FINE
    return next((study / "reports").glob("*/summary.html"))


def study_of(report: Path) -> str:
    return str(report.parents[2])


def test_a_document_that_holds_ends_with_nought(
    report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert run(["verify", str(report), "--study", study_of(report)]) == ExitCode.FINE
    out, err = capsys.readouterr()
    assert out == ""
    assert "everything holds" in err


def test_a_document_that_does_not_hold_ends_with_one_and_says_what_was_and_is(
    report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edited = "\\g<1>[sic] \x1b[2J99"
    text, many = re.subn(r'(data-figure="e1">)([^<]*)', edited, report.read_text("utf-8"))
    assert many
    report.write_text(text, "utf-8")
    capsys.readouterr()
    assert run(["verify", str(report), "--study", study_of(report)]) == ExitCode.PROBLEMS
    out, _ = capsys.readouterr()
    assert out.startswith('EDITED: was "')
    assert 'is "[sic] [U+001B][2J99"' in out
    assert run(["verify", str(report), "--json", "--study", study_of(report)]) == ExitCode.PROBLEMS
    found = json.loads(capsys.readouterr().out)
    assert {one["kind"] for one in found["problems"]} == {"edited"}
    assert found["problems"][0]["ledger_id"] == "e1"


def test_a_file_that_is_no_report_is_named(
    report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    letter = report.with_name("letter.md")
    letter.write_text("17 of 31 agree", "utf-8")
    assert run(["verify", str(letter), "--study", study_of(report)]) == ExitCode.INPUT
    assert "carries no report's id" in capsys.readouterr().err
