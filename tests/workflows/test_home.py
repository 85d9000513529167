from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from themer.workflows.home import overview

FIXTURE = Path(__file__).parents[1] / "fixtures" / "reading_rooms"
OLD = "harrow-hill-main-1"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FIXTURE, tmp_path / "study"))


def test_conversations_and_units_without_one_are_listed(study: Path) -> None:
    held, declined = overview(study).rows
    assert (held.interview, held.state, held.progress) == (OLD, "finished", "4 of 8")
    assert (declined.interview, declined.state) == (None, "declined")
    assert declined.waiting == ("No one free before June",)


def test_what_is_waiting_says_for_whom(study: Path) -> None:
    held = overview(study).rows[0]
    assert held.waiting == ("them: 1 figure", "you: 1 follow-up", "you: 1 kept", "analyse")


def test_the_next_step_follows_how_far_the_study_has_come(study: Path) -> None:
    path = study / "interviews" / f"{OLD}.yaml"
    assert "themer analyse" in overview(study).next_step
    machine = study / "coding" / "machine"
    machine.mkdir(parents=True)
    (machine / f"{OLD}.jsonl").touch()
    assert "themer code" in overview(study).next_step
    (study / "coding" / "coder-a.jsonl").touch()
    assert "themer report" in overview(study).next_step
    text = path.read_text()
    path.write_text(text.replace("state: finished", "state: open"))
    assert overview(study).next_step.startswith("Go on with Harrow Hill, main branch")
    path.unlink()
    assert "first conversation" in overview(study).next_step


def test_a_file_that_cannot_be_read_is_a_row_that_says_so(study: Path) -> None:
    (study / "interviews" / "broken.yaml").write_bytes(b"\0")
    found = overview(study)
    assert [row.name for row in found.rows if row.state == "cannot be read"] == ["broken"]
    assert "themer check" in found.next_step


def test_a_conversation_with_somebody_not_in_the_register_is_listed(study: Path) -> None:
    path = study / "interviews" / f"{OLD}.yaml"
    text = path.read_text().replace("unit: harrow-hill-main\n", "unit: passer-by\n")
    path.write_text(text)
    assert "passer-by" in [row.name for row in overview(study).rows]
