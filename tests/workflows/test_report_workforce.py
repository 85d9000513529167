"""A study of another field: its workforce picture in documents, and verified after a change."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from formats_page import EXAMPLES
from reading_rooms import FIXTURE
from themer.storage.study_folder import StudyFolder
from themer.workflows.analysis.figures import as_json, figures_of, rows
from themer.workflows.material import load_material
from themer.workflows.reporting.report import Wanted, WrittenReport, write_report
from themer.workflows.reporting.verify import verify

WANTED = Wanted(formats=("md", "html"))


@pytest.fixture
def study(tmp_path: Path) -> Path:
    shutil.copytree(FIXTURE, tmp_path / "study")
    return tmp_path / "study"


def assume(study: Path, *, least: int = 1) -> None:
    text = EXAMPLES["assumptions.yaml"].replace("least_units: 5", f"least_units: {least}")
    (study / "assumptions.yaml").write_text(text, encoding="utf-8")
    (study / "figures").mkdir(exist_ok=True)
    for ending in ("csv", "yaml"):
        text = EXAMPLES[f"figures.{ending}"]
        (study / "figures" / f"register.{ending}").write_text(text, encoding="utf-8")


def give_all(study: Path) -> None:
    """Let the branch of the conversation have given every number of its set."""
    set_path = study / "question_sets" / "branches.yaml"
    set_path.write_text(EXAMPLES["question_set.yaml"], encoding="utf-8")
    path = study / "interviews" / "harrow-hill-main-1.yaml"
    text = path.read_text(encoding="utf-8")
    given = (
        "    fact: {offered: 300, held: 280}\n"
        "  people:\n    state: answered\n    fact: {trained: 10, active: 9, wanted: 400}\n"
    )
    old = '    fact: {offered: "40"}\n    as_at: 2026-01-31\n'
    assert old in text
    start = text.index(old)
    end = text.index("\n", start + len(old))  # its follow-up goes with it
    path.write_text(text[:start] + given + text[end + 1 :], encoding="utf-8")


def evidence(written: WrittenReport, ending: str = "md") -> str:
    return (written.folder / f"evidence.{ending}").read_text(encoding="utf-8")


def test_the_picture_of_another_field_is_printed_and_says_what_it_lacks(study: Path) -> None:
    shutil.copy(set_of(study), study / "question_sets" / "branches.yaml")
    assume(study, least=5)
    text = evidence(write_report(StudyFolder(study), WANTED))
    assert "Supply and demand" in text
    assert "Nothing is projected" in text
    assert "Volunteer register, from County library service, as at 31 January 2026." in text


def set_of(study: Path) -> Path:
    """Write the question set that has every measure beside the study, and give its path."""
    path = study / "set.txt"
    path.write_text(EXAMPLES["question_set.yaml"], encoding="utf-8")
    return path


def test_without_a_workforce_there_is_no_such_section(study: Path) -> None:
    path = study / "study.yaml"
    text = path.read_text(encoding="utf-8")
    start, end = text.index("workforce:"), text.index("pairs:")
    path.write_text(text[:start] + text[end:], encoding="utf-8")
    text = evidence(write_report(StudyFolder(study), WANTED))
    assert "Supply and demand" not in text
    assert "projected" not in text.casefold()


def test_figures_as_json_hold_what_follows_too(study: Path) -> None:
    give_all(study)
    assume(study)
    found = as_json(figures_of(load_material(StudyFolder(study))))["workforce"]
    assert [path["scenario"] for path in found["projection"]["paths"]] == ["low", "middle", "high"]
    first = found["projection"]["paths"][1]["years"][0]
    assert first["gap"] == first["demand"] - first["supply"]
    assert found["units"][0]["gap"] == 100.0
    assert found["chain"]["parts"][0]["lost"] == 1.0
    (row, awaited) = found["imported"][0]["measures"][0]["rows"]
    assert (row["imported"], row["told"], row["as_at"]) == (14.0, 9.0, "2026-01-31")
    assert awaited["imported"] is None


@pytest.mark.parametrize(
    ("least", "says"),
    [
        (1, ("gap, 2027", "69, 146, 205")),
        (5, ("nothing is projected", "")),
    ],
)
def test_the_terminal_lists_flow_what_is_from_elsewhere_and_the_projection(
    study: Path, least: int, says: tuple[str, str]
) -> None:
    give_all(study)
    assume(study, least=least)
    material = load_material(StudyFolder(study))
    listed = [(row.group, row.label, row.value) for row in rows(figures_of(material), material)]
    groups = {group for group, _, _ in listed}
    assert "From elsewhere: Volunteer register, County library service, as at 2026-01-31" in groups
    assert ("lost between", "1 (n = 1)") in [(label, value) for _, label, value in listed]
    assert ("Projection, not a finding", *says) in listed


@pytest.mark.parametrize(
    ("place", "old", "new", "was", "now"),
    [
        ("assumptions.yaml", "middle: 0.1\n", "middle: 0.15\n", "10%", "0.15"),
        ("figures/register.csv", "volunteers,14", "volunteers,13", "14", "13"),
    ],
)
@pytest.mark.parametrize("ending", ["md", "html"])
def test_verify_tells_what_changed_with_an_assumption_or_a_table(
    study: Path, ending: str, place: str, old: str, new: str, was: str, now: str
) -> None:
    give_all(study)
    assume(study)
    written = write_report(StudyFolder(study), WANTED)
    assert "Projection, not a finding" in evidence(written)
    path = written.folder / f"evidence.{ending}"
    assert verify(StudyFolder(study), path).verdict.problems == ()
    text = (study / place).read_text(encoding="utf-8")
    assert old in text
    (study / place).write_text(text.replace(old, new, 1), encoding="utf-8")
    found = verify(StudyFolder(study), path)
    assert not found.is_current
    said = [(one.was, one.data) for one in found.verdict.problems]
    assert (was, now) in said
    assert len(said) > 1  # and what follows from it
