from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from themer.storage.list_cache import ListCache

LONG_AGO = 1_700_000_000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.yaml"
    path.write_text("one")
    os.utime(path, (LONG_AGO, LONG_AGO))
    return path


class Reader:
    """Counts how often it is asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, path: Path) -> dict[str, Any]:
        self.times += 1
        return {"says": path.read_text()}


def describe(path: Path, reader: Reader, kind: str = "k/1") -> dict[str, Any]:
    cache = ListCache(path.parent / ".themer" / "lists.sqlite", kind)
    found = cache.describe(path, reader)
    cache.keep()
    return found


def test_an_unchanged_file_is_read_once(file: Path) -> None:
    reader = Reader()
    assert describe(file, reader) == describe(file, reader) == {"says": "one"}
    assert reader.times == 1


def test_a_changed_file_is_read_again(file: Path) -> None:
    reader = Reader()
    describe(file, reader)
    file.write_text("two")
    assert describe(file, reader) == {"says": "two"}


def test_a_file_written_a_moment_ago_is_compared_by_its_bytes(file: Path) -> None:
    reader = Reader()
    file.write_text("new")
    state = file.stat()
    describe(file, reader)
    file.write_text("two")
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))  # the same time and size
    assert describe(file, reader) == {"says": "two"}


def test_a_touched_file_is_not_read_again(file: Path) -> None:
    reader = Reader()
    describe(file, reader)
    os.utime(file, (LONG_AGO + 5, LONG_AGO + 5))
    describe(file, reader)
    assert reader.times == 1


def test_another_form_finds_nothing(file: Path) -> None:
    reader = Reader()
    describe(file, reader)
    describe(file, reader, "k/2")
    assert reader.times == 2


@pytest.mark.parametrize("broken", [b"", b"not a database at all, " * 100])
def test_a_broken_cache_costs_time_only(file: Path, broken: bytes) -> None:
    cache = file.parent / ".themer" / "lists.sqlite"
    cache.parent.mkdir()
    cache.write_bytes(broken)
    assert describe(file, Reader()) == {"says": "one"}


def test_only_its_owner_can_read_it(file: Path) -> None:
    describe(file, Reader())
    assert (file.parent / ".themer" / "lists.sqlite").stat().st_mode & 0o077 == 0


def _describe_many(folder: str) -> int:
    paths = sorted(Path(folder).glob("*.yaml"))
    return sum(describe(path, Reader())["says"] == "one" for path in paths)


def test_two_processes_share_it(file: Path) -> None:
    for number in range(20):
        (file.parent / f"b{number}.yaml").write_text("one")
    with ProcessPoolExecutor(2) as pool:
        assert list(pool.map(_describe_many, [str(file.parent)] * 2)) == [21, 21]
