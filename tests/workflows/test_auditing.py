"""What the log says of a conversation while it is held: enough to ask, and none of the words."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from small_study import write_study
from themer.model.audit import AuditLine, Change
from themer.model.interview import Answer, Interview
from themer.storage import events, files
from themer.storage.audit import AuditLog, audit_paths, find_break
from themer.storage.study_folder import StudyFolder
from themer.workflows.auditing import log_changes, read_log
from themer.workflows.check import check_study
from themer.workflows.interviews.saving import Saver

ID = "harrow-hill-main-1"
SECRET = "nobody else may read that the van went"


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("THEMER_STATE", str(tmp_path / "state"))
    return write_study(tmp_path / "rooms", ["harrow-hill-main", "weir"])


@pytest.fixture
def path(study: Path) -> Path:
    return StudyFolder(study).interview_path(ID)


@pytest.fixture
def open_saver(study: Path, path: Path) -> Iterator[Any]:
    opened: list[Saver] = []

    def make() -> Saver:
        stored = files.read(files.INTERVIEW, path)
        opened.append(Saver(study, path, stored.value, stored.sha256))
        return opened[-1]

    yield make
    for saver in opened:
        saver.close()


def with_words(interview: Interview, question: str, text: str) -> Interview:
    return replace(interview, answers={**interview.answers, question: Answer(noted=text)})


def lines(study: Path) -> list[AuditLine]:
    return [line for line in read_log(study) if line.interview == ID]


def codes(study: Path) -> list[str]:
    return [problem.code for problem in check_study(StudyFolder(study)).problems]


def test_a_question_that_is_left_is_one_entry_however_often_it_was_saved(
    open_saver: Any, study: Path, path: Path
) -> None:
    saver = open_saver()
    state = saver.interview
    for end in range(5, len(SECRET)):
        state = with_words(state, "hardest", SECRET[:end])
        saver.note(state)
    saver.flush_journal()
    saver.note(state, soon=True)
    saver.close()
    assert [(line.action, dict(line.changed)) for line in lines(study)] == [
        ("answers", {"answers.hardest": ("noted",)})
    ]
    assert lines(study)[0].file_sha256 == files.read(files.INTERVIEW, path).sha256
    assert SECRET[:12] not in audit_paths(study)[0].read_text(encoding="utf-8")


def test_opening_and_closing_without_a_change_is_no_entry(open_saver: Any, study: Path) -> None:
    open_saver().close()
    assert audit_paths(study) == ()


def test_what_cannot_be_compared_is_said_by_who_did_it(open_saver: Any, study: Path) -> None:
    saver = open_saver()
    saver.audit.say("recovered", questions=["hardest"])
    saver.close()
    assert [(line.action, dict(line.changed)) for line in lines(study)] == [
        ("recovered", {"answers.hardest": ()})
    ]


def test_what_another_copy_brought_is_not_said_to_be_mine(
    open_saver: Any, study: Path, path: Path
) -> None:
    saver = open_saver()
    mine = with_words(saver.interview, "hardest", "mine")
    theirs = path.read_text(encoding="utf-8").replace(
        "answers:\n", "answers:\n  pay: {state: declined}\n"
    )
    path.write_text(theirs, encoding="utf-8")
    saver.note(mine)
    saver.flush()
    assert saver.take_in(mine) is not None
    saver.close()
    said = {line.action: dict(line.changed) for line in lines(study)}
    assert said["answers"] == {"answers.hardest": ("noted",)}
    assert said["merged"] == {"answers.pay": ()}


def test_a_log_that_cannot_be_written_is_said_and_costs_no_word(
    open_saver: Any, study: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(events, "write_fully", full)
    saver = open_saver()
    saver.note(with_words(saver.interview, "hardest", SECRET))
    state = saver.flush()
    assert state.fault is None
    assert state.log_fault is not None
    assert "No space left" in state.log_fault
    assert files.read(files.INTERVIEW, path).value.answers["hardest"].noted == SECRET
    monkeypatch.undo()
    saver.note(with_words(saver.interview, "pay", "more"))
    assert saver.flush().log_fault is None
    assert [dict(line.changed) for line in lines(study)] == [
        {"answers.hardest": ("noted",)},
        {"answers.pay": ("noted",)},
    ]


def test_a_file_that_was_edited_by_hand_is_advice_until_the_desk_notes_it(
    open_saver: Any, study: Path, path: Path
) -> None:
    saver = open_saver()
    saver.note(with_words(saver.interview, "hardest", "one"))
    saver.close()
    assert "AU052" not in codes(study)
    path.write_text(path.read_text(encoding="utf-8") + "# by hand\n", encoding="utf-8")
    assert "AU052" in codes(study)
    saver = open_saver()
    saver.note(with_words(saver.interview, "hardest", "two"))
    saver.close()
    assert "AU052" not in codes(study)
    assert [line.action for line in lines(study)] == ["answers", "found_changed", "answers"]


def test_a_log_without_its_end_is_seen_by_the_interviews(
    open_saver: Any, study: Path, path: Path
) -> None:
    for words in ("one", "two"):
        saver = open_saver()
        saver.note(with_words(saver.interview, "hardest", words))
        saver.close()
    log = audit_paths(study)[0]
    log.write_bytes(log.read_bytes().splitlines(keepends=True)[0])
    assert find_break(log, log) is None
    assert "AU052" in codes(study)


@pytest.mark.parametrize(
    ("old", "new", "code"), [(b'"begun"', b'"struck"', "AU050"), (b'"seq":1,', b"", "AU003")]
)
def test_check_names_the_line_that_does_not_fit(
    study: Path, old: bytes, new: bytes, code: str
) -> None:
    assert log_changes(study, [Change("begun", ID)]) is None
    log = audit_paths(study)[0]
    log.write_bytes(log.read_bytes().replace(old, new))
    found = [p for p in check_study(StudyFolder(study)).errors if p.code == code]
    assert [(p.path, p.line) for p in found] == [(log.relative_to(study), 1)]


def test_a_line_taken_out_is_named(study: Path) -> None:
    AuditLog(study).append([Change("begun", ID), Change("answers", ID), Change("finished", ID)])
    log = audit_paths(study)[0]
    first, _, third = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(first + third)
    assert "AU051" in codes(study)
