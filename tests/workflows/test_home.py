from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from themer.workflows.home import overview

OLD = "harrow-hill-main-1"


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


def test_a_copy_that_a_sync_client_left_is_named_and_is_no_row(study: Path) -> None:
    path = study / "interviews" / f"{OLD}.yaml"
    shutil.copy(path, path.with_name(f"{OLD} (1).yaml"))
    rows = [row for row in overview(study).rows if row.interview is not None]
    assert [row.interview for row in rows] == [OLD]
    assert rows[0].waiting[0] == f"you: open it to join {OLD} (1).yaml"


def test_two_copies_of_an_answer_wait_for_you(study: Path) -> None:
    path = study / "interviews" / f"{OLD}.yaml"
    other = "{question: pay, found: 2026-03-04T10:00:00Z, source: x, answer: {noted: y}}"
    path.write_text(path.read_text() + f"other_copies:\n  - {other}\n")
    assert "you: 1 other copy to settle" in overview(study).rows[0].waiting


@pytest.mark.parametrize(("harm", "state"), [(b"\0", "cannot be read"), (None, "gone")])
def test_what_can_be_brought_back_can_be_opened(
    study: Path, harm: bytes | None, state: str
) -> None:
    path = study / "interviews" / f"{OLD}.yaml"
    shutil.copy(path, path.with_name(path.name + ".prev"))
    path.unlink() if harm is None else path.write_bytes(harm)
    (row,) = [row for row in overview(study).rows if row.state == state]
    assert row.interview == OLD
    assert row.waiting == ("you: open it to bring it back",)
