"""Lines are added, and a torn end is taken off, by one at a time; nothing acknowledged goes."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest

from themer.errors import StorageError
from themer.storage import durable, events
from themer.storage.events import append_lines, set_aside_torn_end

FIRST, SECOND, THIRD = '{"id":"1"}\n', '{"id":"2"}\n', '{"id":"3"}\n'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    append_lines(tmp_path / "coding" / "anna.jsonl", FIRST)
    return tmp_path / "coding" / "anna.jsonl"


def asides(path: Path) -> list[Path]:
    return list(path.parent.glob("*.torn-*"))


def test_a_line_that_another_window_is_writing_is_waited_for(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = threading.Thread(target=set_aside_torn_end, args=[path])

    def slowly(descriptor: int, content: bytes) -> None:
        durable.write_fully(descriptor, content[:5])
        other.start()
        other.join(0.2)  # it saw half a line by now
        durable.write_fully(descriptor, content[5:])

    monkeypatch.setattr(events, "write_fully", slowly)
    append_lines(path, SECOND)
    other.join()
    assert path.read_text() == FIRST + SECOND
    assert not asides(path)


def test_a_line_that_is_finished_meanwhile_stays_where_nothing_can_be_locked(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with path.open("a") as file:
        file.write(SECOND[:5])

    def without_locks(_: int) -> None:
        raise OSError(errno.ENOLCK, "no locks here")

    def meanwhile(aside: Path, torn: bytes) -> str:
        with path.open("a") as file:
            file.write(SECOND[5:])
        return durable.create_file(aside, torn)

    monkeypatch.setattr(events, "take", without_locks)
    monkeypatch.setattr(events, "create_file", meanwhile)
    assert set_aside_torn_end(path) is None
    assert path.read_text() == FIRST + SECOND
    assert not asides(path)


def test_half_a_line_goes_aside_before_the_next_is_added(path: Path) -> None:
    with path.open("a") as file:
        file.write(SECOND[:5])
    append_lines(path, THIRD)
    assert path.read_text() == FIRST + THIRD
    assert [aside.read_text() for aside in asides(path)] == [SECOND[:5]]


def test_what_was_refused_and_stays_is_taken_off_before_the_next(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError(errno.EIO, "broken")

    with monkeypatch.context() as disk, pytest.raises(OSError, match="broken"):
        disk.setattr(os, "fsync", broken)
        disk.setattr(os, "ftruncate", broken)
        append_lines(path, SECOND)
    assert SECOND in path.read_text()
    append_lines(path, THIRD)
    assert path.read_text() == FIRST + THIRD


def test_a_file_that_somebody_holds_for_long_is_refused_in_words(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "_TRIES", 2)
    with path.open("a") as file:
        file.write(SECOND[:5])
    holder = os.open(path, os.O_RDWR)
    try:
        events.take(holder)
        with pytest.raises(StorageError, match="another program is writing it"):
            set_aside_torn_end(path)
        with pytest.raises(OSError, match="another program is writing it"):
            append_lines(path, SECOND)
    finally:
        os.close(holder)
    assert path.read_text() == FIRST + SECOND[:5]
