"""The disk is made to fail at each step; what is on it afterwards is the old or the new version."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from themer.errors import ChangedUnderneathError, StorageError
from themer.storage import durable
from themer.storage.durable import NotSyncedError, create_file, replace_file, sha256_of

OLD, NEW = b"old words\n", b"new words, and more of them\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "one.yaml"
    path.write_bytes(OLD)
    return path


def fail_on(
    monkeypatch: pytest.MonkeyPatch, name: str, number: int, *, after: int = 0
) -> list[int]:
    """Let an ``os`` call fail with an error number, after so many calls that work."""
    real = getattr(os, name)
    calls: list[int] = []

    def failing(*args: object, **kwargs: object) -> object:
        calls.append(1)
        if len(calls) > after:
            raise OSError(number, os.strerror(number))
        return real(*args, **kwargs)

    monkeypatch.setattr(durable.os, name, failing)
    return calls


def left_over(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.endswith(".tmp")]


def test_replacing_keeps_the_version_before(path: Path) -> None:
    digest = replace_file(path, NEW, expected=sha256_of(OLD))
    assert path.read_bytes() == NEW
    assert digest == sha256_of(NEW)
    assert path.with_name("one.yaml.prev").read_bytes() == OLD
    assert left_over(path.parent) == []


def test_replacing_twice_leaves_no_spare_link(path: Path) -> None:
    digest = replace_file(path, NEW, expected=sha256_of(OLD))
    replace_file(path, OLD, expected=digest)
    replace_file(path, OLD, expected=sha256_of(OLD))
    assert sorted(p.name for p in path.parent.iterdir()) == ["one.yaml", "one.yaml.prev"]


def test_files_are_for_their_owner_only_whatever_the_umask(path: Path) -> None:
    before = os.umask(0)
    try:
        replace_file(path, NEW, expected=sha256_of(OLD))
        create_file(path.parent / "new" / "two.yaml", NEW)
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o600
    assert (path.parent / "new").stat().st_mode & 0o777 == 0o700
    assert (path.parent / "new" / "two.yaml").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("call", ["write", "fsync", "open"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EDQUOT])
def test_a_disk_that_refuses_leaves_the_old_version(
    path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    calls = fail_on(monkeypatch, call, number)
    with pytest.raises(StorageError, match=os.strerror(number)):
        replace_file(path, NEW, expected=sha256_of(OLD))
    assert calls, "the fault was not met"
    monkeypatch.undo()
    assert path.read_bytes() == OLD
    assert left_over(path.parent) == []


def test_a_folder_that_cannot_be_synced_is_said_and_the_file_is_whole(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = fail_on(monkeypatch, "fsync", errno.EIO, after=1)
    with pytest.raises(StorageError):
        replace_file(path, NEW, expected=sha256_of(OLD))
    assert len(calls) == 2
    assert path.read_bytes() == NEW


def test_short_writes_are_taken_up_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    sizes: list[int] = []

    def short(descriptor: int, content: bytes) -> int:
        sizes.append(real(descriptor, bytes(content)[:3]))
        return sizes[-1]

    monkeypatch.setattr(durable.os, "write", short)
    replace_file(path, NEW, expected=sha256_of(OLD))
    assert path.read_bytes() == NEW
    assert len(sizes) > 5


def test_a_disk_that_fills_in_the_middle_leaves_the_old_version(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write
    calls: list[int] = []

    def filling(descriptor: int, content: bytes) -> int:
        calls.append(1)
        if len(calls) > 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(descriptor, bytes(content)[:4])

    monkeypatch.setattr(durable.os, "write", filling)
    with pytest.raises(StorageError, match="No space left"):
        replace_file(path, NEW, expected=sha256_of(OLD))
    assert path.read_bytes() == OLD
    assert left_over(path.parent) == []


def test_a_disk_that_gives_back_other_bytes_is_not_believed(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write
    monkeypatch.setattr(
        durable.os, "write", lambda fd, content: real(fd, b"?" * len(bytes(content)))
    )
    with pytest.raises(StorageError, match="other bytes"):
        replace_file(path, NEW, expected=sha256_of(OLD))
    assert path.read_bytes() == OLD


def test_a_file_changed_underneath_is_not_written_over(path: Path) -> None:
    path.write_bytes(b"theirs\n")
    with pytest.raises(ChangedUnderneathError):
        replace_file(path, NEW, expected=sha256_of(OLD))
    assert path.read_bytes() == b"theirs\n"
    assert left_over(path.parent) == []


def test_a_file_deleted_underneath_does_not_come_back_in_silence(path: Path) -> None:
    path.unlink()
    with pytest.raises(ChangedUnderneathError, match="deleted or renamed"):
        replace_file(path, NEW, expected=sha256_of(OLD))
    assert not path.exists()


def test_a_write_of_somebody_else_just_after_ours_is_noticed(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = durable.sync_folder

    def meddle(folder: Path) -> None:
        real(folder)
        path.write_bytes(b"theirs\n")

    monkeypatch.setattr(durable, "sync_folder", meddle)
    with pytest.raises(ChangedUnderneathError):
        replace_file(path, NEW, expected=sha256_of(OLD))


def test_a_program_that_holds_the_file_is_waited_for(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.replace
    tries: list[int] = []

    def held(self: Path, target: Path) -> Path:
        tries.append(1)
        if len(tries) < 3:
            raise PermissionError(errno.EACCES, "held")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", held)
    monkeypatch.setattr(durable.time, "sleep", lambda _: None)
    replace_file(path, NEW, expected=sha256_of(OLD))
    assert path.read_bytes() == NEW


def test_a_file_system_without_links_still_saves(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_on(monkeypatch, "link", errno.EPERM)
    replace_file(path, NEW, expected=sha256_of(OLD))
    create_file(path.with_name("two.yaml"), NEW)
    assert path.read_bytes() == NEW
    assert path.with_name("two.yaml").read_bytes() == NEW


def test_a_new_file_never_takes_the_place_of_one_that_is_there(path: Path) -> None:
    with pytest.raises(FileExistsError):
        create_file(path, NEW)
    assert path.read_bytes() == OLD
    assert left_over(path.parent) == []


def test_a_new_file_on_a_full_disk_is_not_there_afterwards(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_on(monkeypatch, "write", errno.ENOSPC)
    with pytest.raises(StorageError):
        create_file(path.with_name("two.yaml"), NEW)
    monkeypatch.undo()
    assert [p.name for p in path.parent.iterdir()] == ["one.yaml"]


def refusing(number: int) -> Callable[[int], None]:
    """Let fsync fail for folders alone."""

    def fsync(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(number, os.strerror(number))

    return fsync


def test_a_name_that_may_not_outlast_a_power_cut_is_told_apart(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", refusing(errno.EIO))
    with pytest.raises(NotSyncedError) as said:
        replace_file(path, NEW, expected=sha256_of(OLD))
    assert path.read_bytes() == NEW
    monkeypatch.undo()
    replace_file(path, NEW + NEW, expected=said.value.sha256)


def test_a_new_file_whose_name_may_not_last_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", refusing(errno.EIO))
    with pytest.raises(StorageError):
        create_file(tmp_path / "new.yaml", NEW)
    assert not (tmp_path / "new.yaml").exists()


def test_file_systems_that_cannot_sync_a_folder_are_written_to_all_the_same(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", refusing(errno.EINVAL))
    assert replace_file(path, NEW, expected=sha256_of(OLD)) == sha256_of(NEW)
