"""Summaries on the disk: nothing written is lost, nobody's is written over."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from matrix_study import AT, CODE, UNIT, accept, cell, desk
from themer.errors import ChangedUnderneathError, InputError, StorageError
from themer.model.decision import Decision
from themer.storage import files, json_lines
from themer.storage.events import append_decisions
from themer.storage.study_folder import StudyFolder
from themer.workflows.check import check_study
from themer.workflows.matrix import desk as matrix_desk
from themer.workflows.matrix.desk import MatrixDesk
from themer.workflows.matrix.table import cell_rows
from themer.workflows.removing.purge import plan_purge, purge
from themer.workflows.removing.withdraw import prepare_withdrawal, withdraw


@pytest.fixture
def study(rooms: Path) -> Path:
    accept(rooms, UNIT, "has_home_service")
    accept(rooms, "weir", "has_home_service")
    return rooms


def on_disk(study: Path) -> dict[str, str]:
    stored = StudyFolder(study).matrix()
    return {one.unit: one.text for one in stored.value.summaries} if stored else {}


def steps(study: Path, coder: str = "anna") -> list[str | None]:
    path = StudyFolder(study).matrix_steps_path(coder)
    return [s.after.text if s.after else None for s in json_lines.read_summary_steps(path)]


def test_what_is_written_is_on_the_disk_with_the_passages_it_was_written_on(study: Path) -> None:
    one = desk(study)
    one.write(cell(one), "  No driver, so no van.\n")
    assert on_disk(study) == {UNIT: "No driver, so no van."}
    assert cell(desk(study)).summary == cell(one).summary
    assert not cell(desk(study)).age.is_stale
    accept(study, UNIT, "hardest")
    later = desk(study)
    assert cell(later).age.words == "written before 1 passage came"
    later.still_holds(cell(later))
    assert not cell(desk(study)).age.is_stale
    assert on_disk(study) == {UNIT: "No driver, so no van."}


def test_who_finds_that_a_summary_still_holds_does_not_become_its_writer(study: Path) -> None:
    one = desk(study)
    one.write(cell(one), "No driver, so no van.")
    wrote = cell(one).summary
    assert wrote is not None
    accept(study, UNIT, "hardest")
    month = timedelta(days=30)
    later = MatrixDesk(StudyFolder(study), "ben", lambda: wrote.at + month)
    later.still_holds(cell(later))
    now = cell(desk(study)).summary
    assert now is not None
    assert (now.coder, now.at) == ("anna", wrote.at)
    assert now.looked == ("ben", wrote.at + month)
    assert len(now.passages) == 2
    folder = StudyFolder(study)
    words = folder.interview(f"{UNIT}-1").value.answers["hardest"].coded_text[:4]
    where: dict[str, Any] = {"interview": f"{UNIT}-1", "question": "hardest", "code": CODE}
    part = Decision("b1", AT, "ben", "accept", **where, start=0, end=4, text=words)
    append_decisions(folder.coder_path("ben"), [part])
    again = desk(study)
    assert cell(again).age.words == "looked at before 1 passage came"
    assert check_study(StudyFolder(study)).problems[-1].code == "MX037"
    (row,) = (r for r in cell_rows(again, [again.matrix("branch")]) if r["summary"])
    assert (row["written_by"], row["looked_at_by"]) == ("anna", "ben")
    assert row["looked_at"] == (wrote.at + month).isoformat()
    again.write(cell(again), "Neither driver nor van.")
    assert cell(again).summary.looked is None  # type: ignore[union-attr]


def test_undo_and_redo_go_on_in_the_next_sitting(study: Path) -> None:
    one = desk(study)
    for words in ("first", "second", ""):
        one.write(cell(one), words)
    assert on_disk(study) == {}
    for wanted in ("second", "first", None):
        desk(study).undo()
        assert on_disk(study).get(UNIT) == wanted
    assert desk(study).undo() is None
    for wanted in ("first", "second", None):
        desk(study).redo()
        assert on_disk(study).get(UNIT) == wanted
    assert desk(study).redo() is None
    assert steps(study)[:3] == ["first", "second", None]


def test_the_comments_of_a_file_that_people_edit_stay(study: Path) -> None:
    one = desk(study)
    one.write(cell(one), "first")
    path = study / "matrix.yaml"
    path.write_text(
        "# ours\n" + path.read_text("utf-8").replace("coder: anna", "coder: anna   # me"), "utf-8"
    )
    again = desk(study)
    again.write(cell(again, "weir"), "Readers ask for it.")
    text = path.read_text("utf-8")
    assert text.startswith("# ours\n")
    assert "coder: anna   # me" in text
    assert on_disk(study) == {UNIT: "first", "weir": "Readers ask for it."}


def test_what_somebody_else_wrote_meanwhile_is_shown_and_not_written_over(study: Path) -> None:
    ours, theirs = desk(study), desk(study, "ben")
    seen = cell(ours)
    theirs.write(cell(theirs), "theirs")
    with pytest.raises(ChangedUnderneathError, match="Somebody else"):
        ours.write(seen, "ours")
    assert on_disk(study) == {UNIT: "theirs"}
    ours.write(cell(ours), "both of us")
    assert on_disk(study) == {UNIT: "both of us"}
    step = theirs_again(study).undo()
    assert step is not None
    assert step.before == step.after, "what came after theirs is left as it is"
    assert on_disk(study) == {UNIT: "both of us"}


def theirs_again(study: Path) -> MatrixDesk:
    return desk(study, "ben")


def test_another_cell_that_somebody_wrote_meanwhile_is_kept(study: Path) -> None:
    ours, theirs = desk(study), desk(study, "ben")
    theirs.write(cell(theirs, "weir"), "theirs")
    ours.write(cell(ours), "ours")
    assert on_disk(study) == {"weir": "theirs", UNIT: "ours"}


def test_a_file_that_cannot_be_written_leaves_the_words_in_the_log(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = desk(study)
    one.write(cell(one), "first")

    def refuse(*_: object, **__: object) -> None:
        raise StorageError("The disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr("themer.workflows.matrix.desk.save_edited", refuse)
        with pytest.raises(StorageError):
            one.write(cell(one), "second")
    assert on_disk(study) == {UNIT: "first"}
    assert cell(one).summary is not None
    assert steps(study) == ["first", "second", "first"]
    for again in (one, desk(study)):
        again.redo()
        assert on_disk(study) == {UNIT: "second"}, "the words are there to be made again"
        again.undo()
        assert on_disk(study) == {UNIT: "first"}
    again.undo()
    assert on_disk(study) == {}, "one key for the step that held"


def test_an_undo_that_could_not_be_written_can_be_made_again(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = desk(study)
    one.write(cell(one), "first")
    one.write(cell(one), "second")

    def refuse(*_: object, **__: object) -> None:
        raise StorageError("The disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr("themer.workflows.matrix.desk.save_edited", refuse)
        with pytest.raises(StorageError):
            one.undo()
    assert on_disk(study) == {UNIT: "second"}
    one.undo()
    assert on_disk(study) == {UNIT: "first"}
    one.undo()
    assert on_disk(study) == {}


def test_a_step_that_a_kill_left_in_the_log_alone_costs_no_key(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = desk(study)
    one.write(cell(one), "first")

    def kill(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("themer.workflows.matrix.desk.save_edited", kill)
        with pytest.raises(KeyboardInterrupt):
            one.write(cell(one), "second")
    assert steps(study) == ["first", "second"]
    again = desk(study)
    again.undo()
    assert on_disk(study) == {}
    again.redo()
    assert on_disk(study) == {UNIT: "first"}
    assert again.redo() is None


def test_two_who_write_the_first_summaries_in_one_moment_both_keep_theirs(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = desk(study), desk(study, "ben")
    create = matrix_desk.create_file

    def after_them(path: Path, content: bytes) -> str:
        monkeypatch.setattr(matrix_desk, "create_file", create)
        theirs.write(cell(theirs, "weir"), "theirs")
        return create(path, content)

    monkeypatch.setattr(matrix_desk, "create_file", after_them)
    ours.write(cell(ours), "ours")
    assert on_disk(study) == {"weir": "theirs", UNIT: "ours"}


def test_of_two_who_write_the_first_summary_of_a_cell_in_one_moment_the_first_holds(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = desk(study), desk(study, "ben")
    create = matrix_desk.create_file

    def after_them(path: Path, content: bytes) -> str:
        monkeypatch.setattr(matrix_desk, "create_file", create)
        theirs.write(cell(theirs), "theirs")
        return create(path, content)

    monkeypatch.setattr(matrix_desk, "create_file", after_them)
    with pytest.raises(ChangedUnderneathError, match="Somebody else"):
        ours.write(cell(ours), "ours")
    assert on_disk(study) == {UNIT: "theirs"}
    assert cell(ours).summary.text == "theirs"  # type: ignore[union-attr]


def test_half_a_line_that_a_crash_left_is_set_aside(study: Path) -> None:
    one = desk(study)
    one.write(cell(one), "first")
    log = StudyFolder(study).matrix_steps_path("anna")
    log.write_text(log.read_text("utf-8") + '{"id":"x","at":"2026', "utf-8")
    again = desk(study)
    assert again.set_aside is not None
    again.write(cell(again), "second")
    assert steps(study) == ["first", "second"]


@pytest.mark.parametrize("name", ["machine", "Anna B", "../x"])
def test_a_name_that_is_no_coder_is_refused(study: Path, name: str) -> None:
    with pytest.raises(InputError):
        desk(study, name)


def test_who_only_looks_writes_nothing(study: Path) -> None:
    one = desk(study, None)
    with pytest.raises(InputError, match="who writes"):
        one.write(cell(one), "words")
    assert not (study / "matrix.yaml").exists()


def test_units_are_shown_by_type(study: Path) -> None:
    one = desk(study)
    (kind,) = one.types("branch")
    assert set(one.matrix("branch", kind=kind).units) == set(one.matrix("branch").units)
    assert one.matrix("branch", kind="none").units == ()


def test_what_retells_a_withdrawn_conversation_goes_from_file_and_log(study: Path) -> None:
    one = desk(study)
    one.write(cell(one), "The van stands in the yard.")
    one.write(cell(one, "weir"), "Readers ask for it.")
    (study / "matrix.yaml.prev").write_text("an older one: The van stands in the yard.", "utf-8")
    withdrawal = prepare_withdrawal(StudyFolder(study), f"{UNIT}-1")
    assert withdrawal.clearing.retold.summaries == 1
    assert [number for _, number in withdrawal.clearing.retold.logs] == [1]
    withdraw(withdrawal)
    withdrawal.release()
    assert on_disk(study) == {"weir": "Readers ask for it."}
    left = [p.read_text("utf-8") for p in study.rglob("*") if p.is_file() and ".git" not in p.parts]
    assert not any("stands in the yard" in text for text in left)
    assert steps(study) == [None, "Readers ask for it."]
    files.read(files.MATRIX, study / "matrix.yaml")
    assert desk(study).undo() is not None


def test_a_purge_leaves_no_summary(study: Path) -> None:
    one = desk(study)
    one.write(cell(one), "The van stands in the yard.")
    purge(plan_purge(StudyFolder(study)))
    left = [p.read_text("utf-8") for p in study.rglob("*") if p.is_file()]
    assert not any("stands in the yard" in text for text in left)
