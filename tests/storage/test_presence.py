from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import time
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from themer.storage import presence
from themer.storage.locks import HeldElsewhereError, InterviewLock, user_name
from themer.storage.presence import Sign, read_sign, sign_path

NOW = dt.datetime(2026, 3, 4, 10, 30, tzinfo=dt.UTC)
ELSEWHERE = Sign(
    who="ann",
    machine="laptop-2",
    process=77,
    since="2026-03-04T10:05:00+00:00",
    beat="2026-03-04T10:28:00+00:00",
    seat="there",
    token="theirs",
)


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("THEMER_STATE", str(tmp_path / "state"))
    (tmp_path / "study" / "interviews").mkdir(parents=True)
    return tmp_path / "study"


def put(study: Path, sign: Sign) -> Path:
    path = sign_path(study, "one")
    path.write_text(json.dumps(asdict(sign)))
    return path


def test_an_open_conversation_says_who_and_since_when_and_takes_the_sign_down(study: Path) -> None:
    lock = InterviewLock.acquire(study, "one")
    sign = read_sign(sign_path(study, "one"))
    assert sign is not None
    assert sign.process == os.getpid()
    assert sign.who == user_name()
    lock.release()
    assert list((study / "interviews").iterdir()) == []


def test_another_machine_is_told_and_may_take_it_over(study: Path) -> None:
    path = put(study, ELSEWHERE)
    with pytest.raises(HeldElsewhereError, match="ann on laptop-2") as caught:
        InterviewLock.acquire(study, "one")
    assert caught.value.sign == ELSEWHERE
    assert read_sign(path) == ELSEWHERE  # being told changes nothing
    lock = InterviewLock.acquire(study, "one", take_over=True)
    sign = read_sign(path)
    assert sign is not None
    assert sign.token != "theirs"
    lock.release()


def test_how_long_ago_the_last_sign_of_life_was_is_said() -> None:
    assert "last sign of life 2 minutes ago" in ELSEWHERE.describe(NOW)
    assert "sleeps" not in ELSEWHERE.describe(NOW)
    later = ELSEWHERE.describe(NOW + dt.timedelta(hours=5))
    assert "5 hours ago (so its machine sleeps" in later
    # A clock that is ahead over there is no life in the future.
    assert "just now" in ELSEWHERE.describe(NOW - dt.timedelta(hours=5))


def test_the_desk_that_it_is_taken_from_notices_and_leaves_the_others_sign(study: Path) -> None:
    lock = InterviewLock.acquire(study, "one")
    held = lock.presence
    assert held is not None
    assert held.look() is None
    path = put(study, ELSEWHERE)
    assert held.look() == ELSEWHERE
    assert held.taken_by == ELSEWHERE
    lock.release()
    assert read_sign(path) == ELSEWHERE


def test_a_sign_that_a_crash_left_behind_here_asks_nothing(study: Path) -> None:
    put(study, replace(ELSEWHERE, seat=presence.seat()))
    InterviewLock.acquire(study, "one").release()
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    left = replace(ELSEWHERE, machine=presence._machine(), process=gone.pid)
    put(study, left)
    InterviewLock.acquire(study, "one").release()
    put(study, replace(left, process=os.getpid()))
    with pytest.raises(HeldElsewhereError):
        InterviewLock.acquire(study, "one")


@pytest.mark.parametrize(
    "content",
    [b"", b"\0" * 300, b"[1]", b'{"who": "x"}', b"\xff\xfe", b'"' * 9000, b"[" * 4000],
)
def test_a_sign_that_makes_no_sense_stands_in_nobodys_way(study: Path, content: bytes) -> None:
    sign_path(study, "one").write_bytes(content)
    InterviewLock.acquire(study, "one").release()


def test_a_copy_that_a_sync_client_made_of_a_sign_is_not_read(study: Path) -> None:
    name = ".one (conflicted copy 2026-03-04).open"
    (study / "interviews" / name).write_text(json.dumps(asdict(ELSEWHERE)))
    InterviewLock.acquire(study, "one").release()
    assert (study / "interviews" / name).exists()


def test_where_the_folder_takes_no_sign_the_conversation_is_held_without(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(30, "Read-only file system")

    real = os.open
    monkeypatch.setattr(os, "open", lambda p, *a: refuse() if ".open" in str(p) else real(p, *a))
    InterviewLock.acquire(study, "one").release()
    assert list((study / "interviews").iterdir()) == []


def test_the_sign_lives_on_and_comes_back_when_it_is_lost(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "_LOOK", 0.01)
    monkeypatch.setattr(presence, "_BEAT", 0.02)
    lock = InterviewLock.acquire(study, "one")
    path = sign_path(study, "one")
    path.unlink()
    for _ in range(1000):
        if path.exists():
            break
        time.sleep(0.01)
    assert path.exists()
    lock.release()
    assert not path.exists()
