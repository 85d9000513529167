"""Assumptions and figures from elsewhere: each fault planted, and found at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from formats_page import EXAMPLES
from themer.errors import ProblemsError
from themer.findings.everything import find
from themer.storage.study_folder import StudyFolder
from themer.workflows.check import check_study
from themer.workflows.material import load_material
from themer.workflows.reporting.counting import hash_of

STUDY, SET = "study.yaml", "question_sets/branches.yaml"
ASSUMPTIONS, ABOUT, TABLE = "assumptions.yaml", "figures/register.yaml", "figures/register.csv"
FILES = {
    STUDY: "study.yaml",
    SET: "question_set.yaml",
    "question_sets/rooms.codebook.yaml": "codebook.yaml",
    ASSUMPTIONS: "assumptions.yaml",
    ABOUT: "figures.yaml",
    TABLE: "figures.csv",
}


@pytest.fixture
def study(tmp_path: Path) -> Path:
    for place, name in FILES.items():
        path = tmp_path / place
        path.parent.mkdir(exist_ok=True)
        path.write_text(EXAMPLES[name], encoding="utf-8")
    return tmp_path


def plant(study: Path, place: str, old: str, new: str) -> None:
    path = study / place
    text = path.read_text(encoding="utf-8")
    assert old in text, "the planted fault would change nothing"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_examples_of_the_page_hold_together(study: Path) -> None:
    result = check_study(StudyFolder(study))
    assert [str(problem) for problem in result.problems] == []
    assert result.files == len(FILES)
    found = find(load_material(StudyFolder(study))).workforce
    assert found is not None
    (table,) = found.imported
    assert (table.title, [one.measure for one in table.measures]) == (
        "Volunteer register",
        ["volunteers_active"],
    )
    assert [row.imported for row in table.measures[0].rows] == [14.0, None]
    assert found.projection is not None
    assert found.projection.is_too_small


PLANTED = [
    ("AS013", ASSUMPTIONS, "high: 0.2", "high: 1.2", True),
    ("AS013", ASSUMPTIONS, "{low: 20, middle", "{low: -20, middle", True),
    ("AS013", ASSUMPTIONS, "demand_growth: {low: 0,", "demand_growth: {low: -2,", True),
    ("AS029", ASSUMPTIONS, "low: 0.05", "low: 0.15", True),
    ("AS029", ASSUMPTIONS, "{low: 0.5, middle: 0.6, high: 0.8", "{low: 0.8, middle: 0.6, high: 0.5",
     True),
    ("AS022", ASSUMPTIONS, "[volunteers_active]", "[volunteers_actve]", True),
    ("AS022", ASSUMPTIONS, "[volunteers_trained]", "[volunteers_active]", True),
    ("AS010", ASSUMPTIONS, '    why: "Two of the last twenty a year"\n', "", True),
    ("AS011", ASSUMPTIONS, "  capacity:", "  capacty:", True),
    ("AS012", ASSUMPTIONS, "middle: 0.1\n", "middle: a tenth\n", True),
    ("AS012", ASSUMPTIONS, "middle: 0.1\n", "middle: 0,1\n", True),
    ("AS013", ASSUMPTIONS, 'years: ["2026", "2027"]', "years: []", True),
    ("AS030", ASSUMPTIONS, "  comes_true: {low: 0.8, middle: 0.9, high: 1, why: \"Visits held, of "
     "those offered\", set_by: \"Branch leads, May 2026\"}\n", "", False),
    ("FG021", TABLE, "harrow-hill-mobile", "harrow-hill-mobil", True),
    ("FG021", ABOUT, ": harrow-hill-main}", ": harrow-hill}", True),
    ("FG022", TABLE, "Active volunteers", "Active people", True),
    ("FG012", TABLE, ",14,", ",=7+7,", True),
    ("FG020", TABLE, "harrow-hill-mobile", "harrow-hill-main", True),
    ("FG010", ABOUT, 'title: "Volunteer register"\n', "", True),
    ("TA010", ABOUT, "columns: {unit: branch,", "columns: {unit: library,", True),
    ("ST022", STUDY, "flow: {start: volunteers_trained, end: volunteers_active}",
     "flow: {start: volunteers_trained}", False),
    ("ST022", STUDY, "flow: {start: volunteers_trained, end: volunteers_active}",
     "flow: {start: volunteers_trained, steps: [{measure: volunteers_trained}, "
     "{measure: volunteers_active}]}", False),
    ("ST022", STUDY, "flow: {start: volunteers_trained, end: volunteers_active}",
     "assessing: {people: [volunteers_traind], by: volunteers_active}", False),
]  # fmt: skip


@pytest.mark.parametrize(("code", "place", "old", "new", "stops"), PLANTED)
def test_a_planted_fault_is_found_in_its_file(
    study: Path, code: str, place: str, old: str, new: str, stops: bool
) -> None:
    plant(study, place, old, new)
    found = check_study(StudyFolder(study)).problems
    assert [problem.code for problem in found] == [code]
    assert found[0].path.as_posix() in (place, TABLE)
    if stops:
        with pytest.raises(ProblemsError):
            load_material(StudyFolder(study))
    else:
        load_material(StudyFolder(study))


@pytest.mark.parametrize("gone", [ABOUT, TABLE])
def test_a_table_and_what_says_of_it_belong_together(study: Path, gone: str) -> None:
    (study / gone).unlink()
    assert [one.code for one in check_study(StudyFolder(study)).problems] == ["FG025"]
    with pytest.raises(ProblemsError):
        load_material(StudyFolder(study))


def test_without_either_nothing_is_projected_and_nothing_is_missing(study: Path) -> None:
    for place in (ASSUMPTIONS, ABOUT, TABLE):
        (study / place).unlink()
    found = find(load_material(StudyFolder(study))).workforce
    assert found is not None
    assert (found.projection, found.imported) == (None, ())


def test_assumptions_for_a_study_without_a_workforce_are_told(study: Path) -> None:
    text = (study / STUDY).read_text(encoding="utf-8")
    start, end = text.index("workforce:"), text.index("pairs:")
    (study / STUDY).write_text(text[:start] + text[end:], encoding="utf-8")
    assert [one.code for one in check_study(StudyFolder(study)).problems] == ["AS022"]


@pytest.mark.parametrize(
    ("place", "old", "new"), [(ASSUMPTIONS, "middle: 0.1\n", "middle: 0.11\n"), (TABLE, "14", "15")]
)
def test_both_are_part_of_what_a_report_is_made_from(
    study: Path, place: str, old: str, new: str
) -> None:
    before = hash_of(load_material(StudyFolder(study)))
    assert hash_of(load_material(StudyFolder(study))) == before
    plant(study, place, old, new)
    assert hash_of(load_material(StudyFolder(study))) != before
