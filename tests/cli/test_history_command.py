"""``themer history``: the words in which it says what was changed."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from themer.cli.commands.history import _line
from themer.cli.edge import run
from themer.model.audit import AuditLine, Change
from themer.workflows.auditing import log_changes


def test_fields_are_named_as_on_the_screens_and_not_as_in_the_file() -> None:
    line = AuditLine(
        at=dt.datetime(2026, 3, 4, 9, 30, tzinfo=dt.UTC),
        who="ada",
        machine="desk",
        action="answers",
        seq=1,
        interview="harrow-1",
        changed={"answers.pay": ("noted", "fair_copy", "verbatim")},
    )
    assert _line(line, name=False, titles={}).endswith("changed it: pay (notes, fair copy, quotes)")


@pytest.fixture
def study(study: Path) -> Path:
    parts = {"set": ("sha256", "earlier"), "answers.hardest": ("noted",), "unassigned": ()}
    log_changes(study, [Change("answers", "harrow-hill-main-1", parts)])
    return study


def test_questions_are_named_by_number_and_title_and_parts_in_words(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["history", "harrow-hill-main-1", "--study", str(study)]) == 0
    said = "the version of its questions; 8 What is hardest about it? (notes); words kept for later"
    assert capsys.readouterr().out.rstrip().endswith(f"changed it: {said}")


def test_a_question_whose_set_cannot_be_read_keeps_its_id(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (study / "question_sets" / "branches.yaml").unlink()
    assert run(["history", "--study", str(study)]) == 0
    assert "; hardest (notes); " in capsys.readouterr().out


def test_another_program_gets_the_ids(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["history", "--json", "--study", str(study)]) == 0
    (line,) = json.loads(capsys.readouterr().out)
    assert line["changed"]["answers.hardest"] == ["noted"]
    assert line["changed"]["set"] == ["sha256", "earlier"]
