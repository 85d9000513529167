"""Nothing is counted while files contradict each other; one fault hides no other."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from themer.errors import ProblemsError
from themer.findings.everything import find
from themer.storage.study_folder import StudyFolder
from themer.workflows.analysis.analyse import analyse
from themer.workflows.check import check_study
from themer.workflows.coding.desk import CodingSession
from themer.workflows.material import load_material


def lose_the_set(rooms: Path) -> None:
    (rooms / "question_sets" / "branches.yaml").unlink()


def lose_the_codebook(rooms: Path) -> None:
    (rooms / "question_sets" / "rooms.codebook.yaml").unlink()


def leave_a_conflict_copy(rooms: Path) -> None:
    place = rooms / "interviews"
    shutil.copyfile(place / "weir-1.yaml", place / "weir-1 (conflicted copy).yaml")


def leave_a_second_set(rooms: Path) -> None:
    place = rooms / "question_sets"
    shutil.copyfile(place / "branches.yaml", place / "branches 2.yaml")


def name_a_unit_that_is_not_there(rooms: Path) -> None:
    path = rooms / "interviews" / "weir-1.yaml"
    path.write_text(path.read_text().replace("unit: weir", "unit: river"))


def let_the_machine_decide(rooms: Path) -> None:
    session = CodingSession(StudyFolder(rooms), "coder-a")
    session.decide(session.queue[0], session.queue[0].passages[0], "volunteers", accept=True)
    path = rooms / "coding" / "coder-a.jsonl"
    line = json.loads(path.read_text())
    with path.open("a") as file:
        file.write(json.dumps({**line, "id": "x", "coder": "machine"}) + "\n")


def test_a_copy_that_a_sync_client_left_is_said_to_be_left_out(rooms: Path) -> None:
    before = load_material(StudyFolder(rooms))
    leave_a_conflict_copy(rooms)
    after = load_material(StudyFolder(rooms))
    assert after.interviews == before.interviews
    assert after.unjoined == ("weir-1 (conflicted copy).yaml",)
    left_out = [one.place for one in find(after).left_out]
    assert "interviews/weir-1 (conflicted copy).yaml" in left_out


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (lose_the_set, "IN025"),
        (lose_the_codebook, "QS025"),
        (leave_a_second_set, "QS020"),
        (name_a_unit_that_is_not_there, "IN021"),
        (let_the_machine_decide, "DE034"),
    ],
)
def test_nothing_is_counted_while_files_contradict_each_other(
    rooms: Path, harm: Callable[[Path], None], code: str
) -> None:
    analyse(StudyFolder(rooms))
    before = sorted((rooms / "coding" / "machine").iterdir())
    harm(rooms)
    with pytest.raises(ProblemsError) as caught:
        load_material(StudyFolder(rooms))
    assert code in {problem.code for problem in caught.value.problems}
    with pytest.raises(ProblemsError):
        analyse(StudyFolder(rooms))
    assert sorted((rooms / "coding" / "machine").iterdir()) == before


def test_one_file_that_cannot_be_read_does_not_make_others_look_wrong(rooms: Path) -> None:
    session = CodingSession(StudyFolder(rooms), "coder-a")
    for answer in session.queue:
        session.decide(answer, answer.passages[0], "volunteers", accept=True)
    (rooms / "interviews" / "weir-1.yaml").write_bytes(b"\0")
    assert [p.code for p in check_study(StudyFolder(rooms)).errors] == ["IN001"]
    (rooms / "question_sets" / "branches.yaml").write_text("sections: [")
    errors = {p.code for p in check_study(StudyFolder(rooms)).errors}
    assert errors == {"IN001", "QS003"}


def test_what_the_machine_wrote_is_advice_where_damaged_and_is_written_anew(rooms: Path) -> None:
    analyse(StudyFolder(rooms))
    path = rooms / "coding" / "machine" / "weir-1.jsonl"
    whole = path.read_bytes()
    path.write_text("{bad")
    (rooms / "coding" / "machine" / "themes.json").write_text("")
    result = check_study(StudyFolder(rooms))
    assert result.errors == ()
    assert {p.code for p in result.problems if p.code.startswith("MA")} == {"MA003"}
    assert "weir-1" not in load_material(StudyFolder(rooms)).suggestions
    assert analyse(StudyFolder(rooms)).made_anew
    assert path.read_bytes() == whole


def test_a_copy_of_a_coders_file_is_one_problem(rooms: Path) -> None:
    session = CodingSession(StudyFolder(rooms), "coder-a")
    for answer in session.queue:
        session.finish_answer(answer)
    folder = rooms / "coding"
    shutil.copyfile(folder / "coder-a.jsonl", folder / "coder-a (conflicted copy).jsonl")
    found = [p for p in check_study(StudyFolder(rooms)).problems if p.code == "DE034"]
    assert len(found) == 1
    assert "coder-a" in found[0].message
