"""The writer beside the conversation: what is on disk when, and what it says of a bad disk."""

from __future__ import annotations

import errno
import os
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from faults.script import Clock, DrivenSaver
from reading_rooms import EMPTY
from themer.model.interview import Answer, Interview
from themer.storage import durable, files, journal
from themer.storage.durable import create_file
from themer.storage.journal import find_journals, recover
from themer.storage.writing import to_yaml
from themer.workflows.interviews import saving
from themer.workflows.interviews.save_state import SaveState
from themer.workflows.interviews.saving import Saver


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("THEMER_STATE", str(tmp_path / "state"))
    return tmp_path / "study"


@pytest.fixture
def path(study: Path) -> Path:
    path = study / "interviews" / "one.yaml"
    create_file(path, to_yaml(EMPTY).encode())
    return path


@pytest.fixture
def open_saver(study: Path, path: Path) -> Any:
    opened: list[Saver] = []

    def make(told: Callable[[SaveState], None] = lambda _: None) -> Saver:
        stored = files.read(files.INTERVIEW, path)
        opened.append(Saver(study, path, stored.value, stored.sha256, told))
        return opened[-1]

    yield make
    for saver in opened:
        saver.close()


def words(text: str) -> Interview:
    return replace(EMPTY, answers={"a": Answer(noted=text)})


def on_file(path: Path) -> Interview:
    return files.read(files.INTERVIEW, path).value


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)


def full(*_: object, **__: object) -> int:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_the_journal_has_the_words_before_the_file(
    open_saver: Any, study: Path, path: Path
) -> None:
    saver = open_saver()
    saver.note(words("typed"))
    wait_for(lambda: bool(find_journals(study, "one")))
    (found,) = find_journals(study, "one")
    assert recover(found, EMPTY) == words("typed")
    assert on_file(path) == EMPTY
    wait_for(lambda: saver.state.saved_at is not None)


def test_leaving_a_question_writes_the_file_and_drops_the_journal(
    open_saver: Any, study: Path, path: Path
) -> None:
    saver = open_saver()
    saver.note(words("typed"), soon=True)
    wait_for(lambda: on_file(path) == words("typed"))
    wait_for(lambda: not find_journals(study, "one"))


def test_closing_writes_what_was_typed_last(open_saver: Any, study: Path, path: Path) -> None:
    saver = open_saver()
    saver.note(words("typed"))
    state = saver.close()
    assert state.is_all_on_disk
    assert on_file(path) == words("typed")
    assert find_journals(study, "one") == ()


def test_nothing_typed_means_nothing_written(open_saver: Any, path: Path) -> None:
    before = path.stat().st_mtime_ns
    open_saver().close()
    assert path.stat().st_mtime_ns == before


def test_saved_is_said_only_after_fsync_returned(
    open_saver: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = threading.Event()
    reached = threading.Event()
    real = os.fsync

    def slow(descriptor: int) -> None:
        reached.set()
        released.wait(10)
        real(descriptor)

    saver = open_saver()
    monkeypatch.setattr(durable.os, "fsync", slow)
    saver.note(words("typed"))
    assert reached.wait(10)
    assert saver.state.saved_at is None
    begun = time.monotonic()
    saver.note(words("typed on"))  # a key does not wait for the disk
    assert time.monotonic() - begun < 1
    released.set()
    wait_for(lambda: saver.state.saved_at is not None)


def test_a_full_study_drive_is_said_and_the_words_are_in_the_journal(
    open_saver: Any, study: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saver = open_saver()
    monkeypatch.setattr("themer.workflows.interviews.saving.replace_file", full)
    saver.note(words("typed"))
    state = saver.flush()
    assert state.fault is not None
    assert "No space left" in state.fault
    assert str(find_journals(study, "one")[0].path) in state.fault
    assert on_file(path) == EMPTY
    monkeypatch.undo()
    monkeypatch.setenv("THEMER_STATE", str(study.parent / "state"))
    wait_for(lambda: saver.state.fault is None)  # room returned, nobody typed again
    assert on_file(path) == words("typed")


def test_a_full_state_folder_is_said_and_the_file_is_written_all_the_same(
    open_saver: Any, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saver = open_saver()
    monkeypatch.setattr(journal, "write_fully", full)
    saver.note(words("typed"))
    saver.flush()
    assert on_file(path) == words("typed")


def test_after_a_failed_fsync_a_new_journal_holds_everything(
    open_saver: Any, study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saver = open_saver()
    saver.note(words("first"))
    saver.flush_journal()
    old = find_journals(study, "one")[0].path
    monkeypatch.setattr(journal, "write_fully", full)
    both = replace(EMPTY, answers={"a": Answer(noted="first"), "b": Answer(noted="second")})
    saver.note(both)
    assert saver.flush_journal().fault is not None
    monkeypatch.undo()
    monkeypatch.setenv("THEMER_STATE", str(study.parent / "state"))
    assert saver.flush_journal().fault is None
    newest = find_journals(study, "one")[-1]
    assert newest.path != old
    assert recover(newest, EMPTY) == both


def test_a_file_changed_underneath_is_left_alone_and_said(
    open_saver: Any, study: Path, path: Path
) -> None:
    saver = open_saver()
    theirs = to_yaml(words("theirs")).encode()
    path.write_bytes(theirs)
    saver.note(words("mine"))
    state = saver.flush()
    assert state.fault is not None
    assert "changed by another" in state.fault
    assert path.read_bytes() == theirs
    assert recover(find_journals(study, "one")[0], EMPTY) == words("mine")


def test_both_versions_are_joined_and_saved(open_saver: Any, study: Path, path: Path) -> None:
    saver = open_saver()
    theirs = replace(EMPTY, answers={"b": Answer(noted="theirs")})
    path.write_bytes(to_yaml(theirs).encode())
    saver.note(words("mine"))
    assert saver.flush().theirs is not None
    merged = saver.take_in(words("mine"))
    assert merged is not None
    state = saver.flush()
    assert state.fault is None
    both = {"a": Answer(noted="mine"), "b": Answer(noted="theirs")}
    assert dict(on_file(path).answers) == both
    assert find_journals(study, "one") == ()
    typed_on = replace(merged.interview, answers={**both, "a": Answer(noted="mine, more")})
    saver.note(typed_on)
    saver.flush()
    assert on_file(path) == typed_on


def test_a_file_that_does_not_hold_any_more_is_left_alone(open_saver: Any, path: Path) -> None:
    saver = open_saver()
    path.write_bytes(b"\0\0")
    saver.note(words("mine"))
    state = saver.flush()
    assert state.fault is not None
    assert state.theirs is None
    assert path.read_bytes() == b"\0\0"


def test_journals_of_earlier_sessions_go_when_the_file_has_their_words(
    open_saver: Any, study: Path, path: Path
) -> None:
    first = open_saver()
    first.note(words("typed"))
    first.flush_journal()
    left = find_journals(study, "one")[0]
    second = open_saver()
    second.supersede((left.path,))
    second.note(words("typed"))
    assert left.path.exists()
    second.flush()
    assert not left.path.exists()
    assert on_file(path) == words("typed")


@pytest.fixture
def driven(study: Path, path: Path) -> tuple[DrivenSaver, Clock]:
    stored = files.read(files.INTERVIEW, path)
    clock = Clock()
    return DrivenSaver(study, path, stored.value, stored.sha256, clock=clock), clock


def let_pass(saver: DrivenSaver, clock: Clock, seconds: float) -> None:
    end = clock.now + seconds
    while (wait := saver.write_due()) is not None and clock.now + wait <= end:
        clock.now += max(wait, 0.001)
    clock.now = end


def test_while_the_study_drive_is_full_every_key_still_reaches_the_journal_at_once(
    driven: tuple[DrivenSaver, Clock], study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saver, clock = driven
    monkeypatch.setattr("themer.workflows.interviews.saving.replace_file", full)
    text = ""
    for number in range(60):
        text += f" {number}"
        saver.note(words(text))
        let_pass(saver, clock, 0.5)
        assert saver.state.is_all_on_disk
    assert saver.state.fault is not None
    assert recover(find_journals(study, "one")[-1], EMPTY) == words(text)


def test_where_there_can_be_no_journal_the_file_takes_its_place(
    driven: tuple[DrivenSaver, Clock], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saver, clock = driven
    monkeypatch.setattr(journal, "write_fully", full)
    for text in ("typed", "typed on", "typed on and on"):
        saver.note(words(text))
        let_pass(saver, clock, 0.5)
        assert on_file(path) == words(text)
        assert saver.state.fault is None, "nothing is only on the screen"


def test_our_own_version_is_not_taken_for_somebody_elses_after_a_fault(
    driven: tuple[DrivenSaver, Clock], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saver, clock = driven
    with monkeypatch.context() as patch:
        patch.setattr(durable, "sync_folder", full)
        saver.note(words("typed"), soon=True)
        let_pass(saver, clock, 0.5)
        assert saver.state.file_fault is not None
        assert on_file(path) == words("typed"), "it is in place; only a power cut may take it"
    let_pass(saver, clock, 2)
    assert saver.state.theirs is None
    assert saver.state.fault is None


def test_a_journal_that_could_not_be_deleted_goes_with_the_next_save(
    driven: tuple[DrivenSaver, Clock], study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saver, clock = driven
    saver.note(words("typed"))
    let_pass(saver, clock, 0.5)
    with monkeypatch.context() as patch:
        patch.setattr("themer.workflows.interviews.journalling.delete", lambda path: False)
        let_pass(saver, clock, 3)
        assert len(find_journals(study, "one")) == 1
    saver.note(words("typed on"))
    let_pass(saver, clock, 3)
    assert find_journals(study, "one") == ()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_writer_that_ends_by_a_fault_of_the_program_says_so(
    open_saver: Any, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saver = open_saver()
    with monkeypatch.context() as broken:
        broken.setattr(saving, "to_file", {}.__getitem__)  # KeyError
        saver.note(words("typed"), soon=True)
        wait_for(lambda: saver.state.fault is not None)
        assert "NOT SAVED" in saver.state.fault
        assert "typed" not in saver.state.fault
    saver.close()
    assert on_file(path) == words("typed")
