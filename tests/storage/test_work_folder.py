"""The folder of long work: private, whole or absent, taken up only for the same."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import numpy as np
import pytest

from themer.errors import StorageError
from themer.storage import work_folder
from themer.storage.work_folder import WorkFolder, in_folder, put_in_place, removed, work_path

ARRAYS = {"numbers": np.arange(5), "words": np.array(["a", "äöü"])}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return work_path(tmp_path / "out.csv")


def reason(path: Path, wanted: dict[str, object]) -> str | None:
    with in_folder(path, wanted) as (_, found):
        return found


def test_it_lies_beside_the_file_and_only_its_owner_reads_it(path: Path) -> None:
    assert reason(path, {"a": 1}) is None
    assert path.name == "out.csv.part"
    assert path.stat().st_mode & 0o077 == 0


def test_the_same_work_is_taken_up_and_other_work_begun_anew(path: Path) -> None:
    with in_folder(path, {"input": "x", "top": 3}) as (folder, _):
        folder.keep("step/000000", ARRAYS)
    with in_folder(path, {"input": "x", "top": 3}) as (folder, found):
        assert found is None
        assert folder.arrays("step/000000") is not None
    with in_folder(path, {"input": "y", "top": 4}) as (folder, found):
        assert found == "input, top"
        assert folder.arrays("step/000000") is None


def test_a_torn_manifest_begins_anew(path: Path) -> None:
    with in_folder(path, {"a": 1}) as (folder, _):
        folder.keep("x", ARRAYS)
    (path / "manifest.json").write_text('{"a"')
    assert reason(path, {"a": 1}) == "manifest"
    assert WorkFolder(path).arrays("x") is None


def test_arrays_come_back_as_they_were(path: Path) -> None:
    with in_folder(path, {}) as (folder, _):
        folder.keep("x", ARRAYS)
        folder.keep_json("y", {"é": [1, "\u2028"]})
        folder.keep_array("z", np.arange(4.0))
        found = folder.arrays("x")
        assert found is not None
        assert {key: value.tolist() for key, value in found.items()} == {
            "numbers": [0, 1, 2, 3, 4],
            "words": ["a", "äöü"],
        }
        assert folder.json("y") == {"é": [1, "\u2028"]}
        assert folder.array("z").tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize("keep", [0, 1, 30, -1, -30])
def test_what_is_torn_is_not_there(path: Path, keep: int) -> None:
    with in_folder(path, {}) as (folder, _):
        folder.keep("x", ARRAYS)
        file = path / "x.npz"
        file.write_bytes(file.read_bytes()[:keep])
        assert folder.arrays("x") is None


def test_a_changed_byte_is_found_out(path: Path) -> None:
    with in_folder(path, {}) as (folder, _):
        folder.keep("x", {"numbers": np.arange(1000)})
        file = path / "x.npz"
        content = bytearray(file.read_bytes())
        content[1000] ^= 1
        file.write_bytes(bytes(content))
        assert folder.arrays("x") is None


def test_objects_are_never_pickled(path: Path) -> None:
    with in_folder(path, {}) as (folder, _), pytest.raises(ValueError, match="pickle"):
        folder.keep("x", {"things": np.array([object()])})
    np.savez(path / "evil.npz", things=np.array([{"a": 1}], dtype=object))
    assert WorkFolder(path).arrays("evil") is None


def test_two_processes_never_work_in_one_folder(path: Path) -> None:
    with (
        in_folder(path, {}),
        pytest.raises(StorageError, match="Another process"),
        in_folder(path, {}),
    ):
        pass


def test_a_folder_of_somebody_else_is_left_alone(path: Path) -> None:
    path.mkdir()
    (path / "letter.txt").write_text("mine")
    with pytest.raises(StorageError, match="left alone"):
        reason(path, {})
    assert (path / "letter.txt").read_text() == "mine"


def test_a_link_or_a_file_in_the_way_is_left_alone(path: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    path.symlink_to(tmp_path / "other")
    with pytest.raises(StorageError, match="in the way"):
        reason(path, {})
    path.unlink()
    path.write_text("x")
    with pytest.raises(StorageError, match="in the way"):
        reason(path, {})


def test_a_full_disk_is_a_sentence_and_leaves_what_was_there(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with in_folder(path, {}) as (folder, _):
        folder.keep("x", ARRAYS)
        monkeypatch.setattr(work_folder.np, "savez", full)
        with pytest.raises(StorageError, match="No space left"):
            folder.keep("x", {"other": np.arange(2)})
        found = folder.arrays("x")
        assert found is not None
        assert set(found) == set(ARRAYS)
        assert sorted(p.name for p in path.iterdir()) == ["in-use", "manifest.json", "x.npz"]


def test_a_file_is_put_in_place_whole_or_not_at_all(path: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("before")

    def torn(stream: object) -> None:
        stream.write(b"half")  # type: ignore[attr-defined]
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with in_folder(path, {}) as (folder, _):
        with pytest.raises(StorageError, match="No space left"):
            put_in_place(folder, out, torn)
        assert out.read_text() == "before"
        put_in_place(folder, out, lambda stream: stream.write(b"after") and None)
        assert out.read_text() == "after"
        removed(folder)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out.csv"]
