"""A real terminal, and the conversation's file changed underneath while somebody types."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from e2e.test_terminal import INTERVIEW, STUDY, Terminal
from themer.model.interview import Interview
from themer.storage import files

NAME = f"{INTERVIEW}.yaml"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return Path(shutil.copytree(STUDY, tmp_path / "study"))


@pytest.fixture
def desk(study: Path, tmp_path: Path) -> Iterator[Terminal]:
    """Open the conversation at its last question, with a first word saved."""
    terminal = Terminal(study, tmp_path / "state", "interview", INTERVIEW)
    terminal.wait_for("go on with it now")
    terminal.type("t")
    terminal.wait_for("What is hardest about it?")
    terminal.type(" first")
    terminal.wait_for("saved")
    wait(lambda: "first" in path_of(study).read_text())
    yield terminal
    terminal.close()


def path_of(study: Path) -> Path:
    return study / "interviews" / NAME


def on_file(study: Path) -> Interview:
    return files.read(files.INTERVIEW, path_of(study)).value


def wait(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


def rename(path: Path) -> None:
    path.rename(path.with_name("elsewhere.yaml.kept"))


def put_another_there(path: Path) -> None:
    path.write_text(path.read_text().replace(f"id: {INTERVIEW}", "id: another-1"))


def damage(path: Path) -> None:
    path.write_bytes(b"\xff\0" * 300)


@pytest.mark.parametrize("harm", [rename, put_another_there, damage])
def test_a_red_line_stays_until_the_file_is_back_and_no_word_is_lost(
    desk: Terminal, study: Path, tmp_path: Path, harm: Callable[[Path], object]
) -> None:
    path = path_of(study)
    held = path.read_bytes()
    harm(path)
    left = path.read_bytes() if path.exists() else None
    desk.type(" second")
    desk.wait_for("NOT SAVED")
    assert (path.read_bytes() if path.exists() else None) == left
    (journal,) = (tmp_path / "state").rglob("*.jsonl")
    wait(lambda: "second" in journal.read_text())
    path.write_bytes(held.replace(b"state: dont_know", b"state: dont_know\n    noted: in May"))
    wait(lambda: b"second" in path.read_bytes())
    desk.type(" third\x11")
    assert desk.wait() == 0
    interview = on_file(study)
    assert interview.answers["hardest"].noted.endswith(" first second third")
    assert interview.answers["last_review"].noted == "in May"
    assert not list((tmp_path / "state").rglob("*.jsonl"))


def test_an_older_version_that_comes_back_takes_no_word_away(desk: Terminal, study: Path) -> None:
    path = path_of(study)
    shutil.copy(STUDY / "interviews" / NAME, path)
    desk.type(" second")
    desk.wait_for("both versions")
    desk.type(" third\x11")
    assert desk.wait() == 0
    assert on_file(study).answers["hardest"].noted.endswith(" first second third")
