"""The sample of a study: drawn once, kept, taken up again, and looked over by ``check``."""

from __future__ import annotations

from pathlib import Path

import pytest

from small_study import SAID, write_study
from themer.errors import InputError, ProblemsError
from themer.storage.study_folder import StudyFolder
from themer.workflows.check import check_study
from themer.workflows.coding.desk import CodingSession
from themer.workflows.coding.sampling import draw_or_load, share_of


@pytest.fixture
def folder(tmp_path: Path) -> StudyFolder:
    return StudyFolder(write_study(tmp_path / "study", sorted(SAID)))


def test_it_is_drawn_once_and_taken_up_again(folder: StudyFolder) -> None:
    drawn = draw_or_load(folder, 0.5, None, "coder-b")
    assert len(drawn.answers) == 6 == len(drawn.places())
    before = folder.sample_path.read_bytes()
    assert draw_or_load(folder, None, None, "coder-a") == drawn
    assert draw_or_load(folder, 0.5, drawn.seed, "coder-a") == drawn
    assert folder.sample_path.read_bytes() == before
    assert (drawn.by, drawn.share) == ("coder-b", 0.5)
    assert check_study(folder).problems == ()


def test_it_is_drawn_from_all_that_the_desk_shows(folder: StudyFolder) -> None:
    path = folder.root / "interviews" / "weir-1.yaml"
    words = path.read_text("utf-8").replace(
        "hardest: {state: answered", "hardest: {state: declined"
    )
    path.write_text(words, "utf-8")
    drawn = draw_or_load(folder, 1.0, None, "coder-b")
    shown = {answer.place for answer in CodingSession(folder, "coder-b").queue}
    assert {*drawn.places()} == shown
    assert ("weir-1", "hardest") in shown


def test_nobody_draws_until_a_sample_suits(folder: StudyFolder) -> None:
    draw_or_load(folder, 0.5, 4, "coder-b")
    for share, seed in ((0.4, None), (0.5, 5)):
        with pytest.raises(InputError, match="6 answers, 50%, were drawn on"):
            draw_or_load(folder, share, seed, "coder-b")


def test_the_same_study_gives_the_same_sample_on_another_machine(
    folder: StudyFolder, tmp_path: Path
) -> None:
    other = StudyFolder(write_study(tmp_path / "other", sorted(SAID, reverse=True)))
    one, two = (draw_or_load(each, 0.3, None, "coder-b") for each in (folder, other))
    assert (one.seed, one.answers, one.strata) == (two.seed, two.answers, two.strata)


def test_there_has_to_be_a_share_and_something_to_draw_from(
    folder: StudyFolder, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="No answers were drawn"):
        draw_or_load(folder, None, None, "coder-b")
    empty = StudyFolder(write_study(tmp_path / "empty", []))
    with pytest.raises(InputError, match="nothing to draw from"):
        draw_or_load(empty, 0.5, None, "coder-b")
    assert not empty.sample_path.exists()


@pytest.mark.parametrize(("text", "share"), [("20%", 0.2), ("20 %", 0.2), ("0.25", 0.25)])
def test_shares_are_read_as_people_write_them(text: str, share: float) -> None:
    assert share_of(text) == pytest.approx(share)


@pytest.mark.parametrize("text", ["", "0", "0%", "120%", "-3", "a fifth", "nan", "inf"])
def test_what_is_no_share_is_said_to_be_none(text: str) -> None:
    with pytest.raises(InputError, match="not a share"):
        share_of(text)


def test_check_names_what_is_wrong_with_a_sample(folder: StudyFolder) -> None:
    drawn = draw_or_load(folder, 1.0, None, "coder-b")
    text = folder.sample_path.read_text("utf-8")
    first = drawn.answers[0]
    folder.sample_path.write_text(f"{text}- {first}\n- weir-1/never_asked\n", "utf-8")
    (folder.root / "interviews" / "stone-row-1.yaml").unlink()
    found = [
        (problem.code, problem.severity)
        for problem in check_study(folder).problems
        if problem.path.name == "sample.yaml"
    ]
    assert found == [("SA020", "error"), *[("SA074", "advice")] * 3]
    folder.sample_path.write_text(text.replace("share: 1.0", "share: 2.0"), "utf-8")
    with pytest.raises(ProblemsError, match="SA013"):
        draw_or_load(folder, None, None, "coder-b")
