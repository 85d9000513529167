from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from themer.storage.locks import HeldError, InterviewLock

HOLD = """
import sys
from pathlib import Path
from themer.storage.locks import InterviewLock
InterviewLock.acquire(Path(sys.argv[1]), "one")
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("THEMER_STATE", str(tmp_path / "state"))
    return tmp_path / "state"


def test_a_second_window_is_told_who_holds_it(tmp_path: Path) -> None:
    lock = InterviewLock.acquire(tmp_path, "one")
    with pytest.raises(HeldError) as caught:
        InterviewLock.acquire(tmp_path, "one")
    lock.release()
    assert caught.value.holder is not None
    assert caught.value.holder.process == os.getpid()
    assert f"process {os.getpid()}" in str(caught.value)


def test_a_lock_that_was_given_back_can_be_taken(tmp_path: Path) -> None:
    InterviewLock.acquire(tmp_path, "one").release()
    lock = InterviewLock.acquire(tmp_path, "one")
    lock.release()
    lock.release()


def test_interviews_and_studies_are_locked_apart(tmp_path: Path) -> None:
    locks = [
        InterviewLock.acquire(tmp_path, "one"),
        InterviewLock.acquire(tmp_path, "two"),
        InterviewLock.acquire(tmp_path / "other", "one"),
    ]
    for lock in locks:
        lock.release()


def test_a_lock_goes_with_its_process_even_when_that_is_killed(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(HeldError) as caught:
            InterviewLock.acquire(tmp_path, "one")
        assert caught.value.holder is not None
        assert caught.value.holder.process == other.pid
        other.kill()
        other.wait()
        InterviewLock.acquire(tmp_path, "one").release()


def test_the_lock_lies_in_the_users_own_folder(tmp_path: Path, state: Path) -> None:
    study = tmp_path / "study"
    study.mkdir()
    lock = InterviewLock.acquire(study, "one")
    lock.release()
    assert list(study.iterdir()) == []
    assert lock.path.is_relative_to(state)
    assert lock.path.parent.stat().st_mode & 0o777 == 0o700
