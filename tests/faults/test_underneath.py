"""The file is replaced, edited, deleted, renamed or filled with NUL while somebody types."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from faults.script import ID, Clock, DrivenSaver, make_disk, on_file, recovered, state_in, written
from themer.conversation.session import Session
from themer.storage.writing import to_yaml
from themer.workflows.interviews.opening import open_interview
from themer.workflows.interviews.rescue import DamagedError

WORDS = " and parking, which nobody plans for"


class Typing:
    """A conversation that is open, with words in it that are not saved yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = Clock()
        with state_in(folder):
            self.opened = open_interview(folder / "study", ID)
        stored = self.opened.stored
        self.path = stored.path
        self.saver = DrivenSaver(
            folder / "study", stored.path, stored.value, stored.sha256, clock=self.clock
        )
        self.session = Session.open(self.opened.questions, self.opened.stored.value)

    def type(self, words: str) -> None:
        self.session = written(self.session, "hardest", words)
        self.saver.note(self.session.interview)

    def let_pass(self, seconds: float) -> None:
        end = self.clock.now + seconds
        with state_in(self.folder):
            while self.clock.now < end:
                self.saver.write_due()
                self.clock.now += 0.1

    def leave(self) -> None:
        with state_in(self.folder):
            self.saver.close()
            self.opened.lock.release()


@pytest.fixture
def typing(tmp_path: Path) -> Typing:
    folder = make_disk(tmp_path / "disk")
    for journal in folder.rglob("*.jsonl"):
        journal.unlink()
    return Typing(folder)


def half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def fill_with_nul(path: Path) -> None:
    path.write_bytes(b"\0" * path.stat().st_size)


def rename(path: Path) -> None:
    path.rename(path.with_name("elsewhere.txt"))


def replace_by_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


BROKEN: tuple[Callable[[Path], None], ...] = (
    half,
    fill_with_nul,
    rename,
    replace_by_folder,
    lambda path: path.unlink(),
    lambda path: path.write_bytes(b""),
    lambda path: path.write_text("schema: themer/interview/99\n"),
    lambda path: path.write_text("<<<<<<< mine\n=======\n>>>>>>> theirs\n"),
)


@pytest.mark.parametrize("breaks", BROKEN)
def test_a_broken_file_is_left_alone_and_said_and_the_words_are_kept(
    typing: Typing, breaks: Callable[[Path], None]
) -> None:
    typing.type(" and ladders")
    typing.let_pass(3)
    whole = typing.path.read_bytes()
    breaks(typing.path)
    found = typing.path.read_bytes() if typing.path.is_file() else None
    typing.type(WORDS)
    typing.let_pass(4)
    state = typing.saver.state
    assert state.file_fault is not None
    assert state.fault is not None
    assert state.is_all_on_disk, "the journal has them"
    assert (typing.path.read_bytes() if typing.path.is_file() else None) == found
    if typing.path.is_dir():
        typing.path.rmdir()
    typing.path.write_bytes(whole)  # somebody puts it back
    typing.let_pass(10)
    assert typing.saver.state.fault is None
    assert on_file(typing.folder) == typing.session.interview
    typing.leave()


@pytest.mark.parametrize("breaks", BROKEN[:6])
def test_a_session_that_ends_with_a_broken_file_loses_nothing(
    typing: Typing, breaks: Callable[[Path], None]
) -> None:
    typing.type(" and ladders")
    typing.let_pass(3)
    breaks(typing.path)
    typing.type(WORDS)
    typing.let_pass(1)
    typing.leave()
    with state_in(typing.folder), pytest.raises(DamagedError) as said:
        open_interview(typing.folder / "study", ID)
    remains = said.value.remains.interview
    assert remains.answers["hardest"] == typing.session.interview.answers["hardest"]


def test_an_edit_in_another_program_is_joined(typing: Typing) -> None:
    typing.type(" and ladders")
    typing.let_pass(3)
    edited = typing.path.read_text().replace("the van went two years ago", "the van went in 2024")
    typing.path.write_text(edited)
    typing.type(WORDS)
    typing.let_pass(4)
    merged = typing.saver.take_in(typing.session.interview)
    assert merged is not None
    typing.let_pass(4)
    now = on_file(typing.folder)
    assert now.answers["has_home_service"].noted.startswith("the van went in 2024")
    assert now.answers["hardest"].noted.endswith(WORDS)
    assert merged.conflicts == ()
    typing.leave()


def test_a_file_replaced_by_the_same_bytes_is_no_change(typing: Typing) -> None:
    same = typing.path.read_bytes()
    typing.path.unlink()
    typing.path.write_bytes(same)
    typing.type(WORDS)
    typing.let_pass(4)
    assert typing.saver.state.fault is None
    assert on_file(typing.folder) == typing.session.interview
    typing.leave()


def test_the_state_folder_deleted_underneath_costs_no_word(typing: Typing) -> None:
    typing.type(" and ladders")
    typing.let_pass(0.5)
    shutil.rmtree(typing.folder / "state" / "journals")
    typing.type(WORDS)
    typing.let_pass(1)
    assert typing.saver.state.is_all_on_disk
    typing.opened.lock.release()  # killed: nothing more is written
    assert recovered(typing.folder) == typing.session.interview


def test_a_study_that_went_away_and_came_back(typing: Typing) -> None:
    """As a drive does that is unplugged, or a share whose network fails."""
    study = typing.folder / "study"
    study.rename(typing.folder / "gone")
    typing.type(WORDS)
    typing.let_pass(3)
    assert typing.saver.state.fault is not None
    assert to_yaml(typing.saver.interview).count("parking")
    (typing.folder / "gone").rename(study)
    typing.let_pass(10)
    assert typing.saver.state.fault is None
    assert on_file(typing.folder) == typing.session.interview
    typing.leave()
