"""A new study holds from the start, and never lies where its words would be pushed."""

from __future__ import annotations

from pathlib import Path

import pytest

from themer.errors import InputError
from themer.storage.study_folder import StudyFolder
from themer.workflows.check import check_study
from themer.workflows.new import new_study, remote_above

REMOTE = '[core]\n\tbare = false\n[remote "origin"]\n\turl = https://example.org/x.git\n'


def work_tree(folder: Path, config: str) -> Path:
    (folder / ".git").mkdir(parents=True)
    (folder / ".git" / "config").write_text(config, "utf-8")
    return folder


def test_a_new_study_has_no_problem_and_no_advice(tmp_path: Path) -> None:
    written = new_study(tmp_path / "study")
    assert Path("study.yaml") in written
    assert Path(".gitignore") in written
    assert check_study(StudyFolder(tmp_path / "study")).problems == ()


def test_an_empty_folder_is_taken_and_one_with_anything_in_it_is_not(tmp_path: Path) -> None:
    new_study(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(InputError, match="not empty"):
        new_study(tmp_path)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_file_of_that_name_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "study").write_text("mine", "utf-8")
    with pytest.raises(InputError, match="file of that name"):
        new_study(tmp_path / "study")
    assert (tmp_path / "study").read_text("utf-8") == "mine"


def test_a_work_tree_with_a_remote_is_refused_and_says_why(tmp_path: Path) -> None:
    tree = work_tree(tmp_path / "tree", REMOTE)
    with pytest.raises(InputError) as caught:
        new_study(tree / "deep" / "study")
    assert str(tree) in caught.value.message
    assert '"origin"' in caught.value.message
    assert "push" in caught.value.message
    assert not (tree / "deep").exists()


def test_a_work_tree_without_a_remote_is_taken(tmp_path: Path) -> None:
    tree = work_tree(tmp_path / "tree", "[core]\n\tbare = false\n")
    assert new_study(tree / "study")


def test_a_linked_work_tree_has_the_remotes_of_its_repository(tmp_path: Path) -> None:
    main = work_tree(tmp_path / "main", REMOTE)
    private = main / ".git" / "worktrees" / "side"
    private.mkdir(parents=True)
    (private / "commondir").write_text("../..\n", "utf-8")
    side = tmp_path / "side"
    side.mkdir()
    (side / ".git").write_text(f"gitdir: {private}\n", "utf-8")
    assert remote_above(side / "study") == (side, "origin")


def test_settings_that_cannot_be_read_count_as_a_remote(tmp_path: Path) -> None:
    assert remote_above(work_tree(tmp_path, "no section\n")) == (tmp_path, "unknown")
