"""Each problem of ``matrix.yaml`` is planted in one that holds, and found at its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrix_study import UNIT, accept, cell, desk
from themer.storage.study_folder import StudyFolder
from themer.workflows.check import check_study


@pytest.fixture
def study(rooms: Path) -> Path:
    accept(rooms, UNIT, "has_home_service")
    one = desk(rooms)
    one.write(cell(one), "No driver.")
    return rooms


def found(study: Path) -> list[tuple[str, int]]:
    problems = check_study(StudyFolder(study)).problems
    return [(p.code, p.line) for p in problems if p.code.startswith("MX")]


def plant(study: Path, old: str, new: str) -> None:
    path = study / "matrix.yaml"
    text = path.read_text("utf-8")
    assert old in text, "the planted fault would change nothing"
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_a_matrix_that_holds_has_no_problem(study: Path) -> None:
    assert found(study) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("code: home-delivery", "code: homes", "MX021", 7),
        ("code: home-delivery", "theme: drivers", "MX021", 7),
        ("  code: home-delivery\n", "", "MX012", 3),
        ("code: home-delivery", "code: home-delivery\n  theme: drivers", "MX012", 3),
        (f"unit: {UNIT}", "unit: new-mill", "MX021", 3),
        ("has_home_service#", "hardest#", "MX037", 4),
        ("No driver.", "We had a van and lost the driver.", "", 0),
        ("coder: anna", "coder: Anna B", "MX013", 5),
        ("text: No driver.", "texts: No driver.", "MX011", 4),
    ],
)
def test_each_fault_is_found_at_its_line(
    study: Path, old: str, new: str, code: str, line: int
) -> None:
    plant(study, old, new)
    assert ((code, line) in found(study)) if code else found(study) == []


def test_two_summaries_in_one_cell_are_named(study: Path) -> None:
    path = study / "matrix.yaml"
    text = path.read_text("utf-8")
    entry = text.split("summaries:\n", 1)[1]
    path.write_text(text + entry, "utf-8")
    assert ("MX020", 10) in found(study)


def test_words_of_somebody_who_did_not_agree_to_be_quoted_are_named(study: Path) -> None:
    plant(study, "No driver.", "They had a van and lost the driver.")
    assert found(study) == []
    interview = study / "interviews" / f"{UNIT}-1.yaml"
    text = interview.read_text("utf-8")
    assert "quote: yes" in text
    interview.write_text(text.replace("quote: yes", "quote: no"), "utf-8")
    assert found(study) == [("MX038", 4)]


def test_a_summary_of_what_was_withdrawn_must_go(study: Path) -> None:
    interview = study / "interviews" / f"{UNIT}-1.yaml"
    text = interview.read_text("utf-8")
    interview.write_text(text.replace("state: finished", "state: withdrawn"), "utf-8")
    assert ("MX040", 4) in found(study)


def test_a_line_of_the_log_that_is_spoilt_is_named(study: Path) -> None:
    path = StudyFolder(study).matrix_steps_path("anna")
    path.write_text(path.read_text("utf-8") + '{"id":"x"\n', "utf-8")
    assert ("MX003", 2) in found(study)
