from __future__ import annotations

import os
import signal
import subprocess
import sys
import zlib
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from themer.storage import vector_cache
from themer.storage.erasing import erase
from themer.storage.vector_cache import Vector, VectorCache

DIMENSION = 8
posix = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


def vector(text: str) -> Vector:
    rng = np.random.default_rng(zlib.crc32(text.encode("utf-8", "surrogatepass")))
    return rng.standard_normal(DIMENSION).astype(np.float32)


def cache(folder: Path, encoder: str = "e-1") -> VectorCache:
    return VectorCache(folder, encoder, DIMENSION)


def keep(folder: Path, *texts: str, encoder: str = "e-1") -> None:
    cache(folder, encoder).keep({text: vector(text) for text in texts})


def found(folder: Path, *texts: str, encoder: str = "e-1") -> set[str]:
    """Find texts, and hold that what comes back is what was kept, to the byte."""
    rows = cache(folder, encoder).find(texts)
    assert all(row.tobytes() == vector(text).tobytes() for text, row in rows.items())
    return set(rows)


def the(folder: Path, ending: str) -> Path:
    (path,) = folder.glob(f"vectors-*.{ending}")
    return path


def test_what_is_kept_comes_back_to_the_byte(tmp_path: Path) -> None:
    keep(tmp_path / "new", "a", "b", "")
    keep(tmp_path / "new", "c", "\ud800")
    assert found(tmp_path / "new", "a", "b", "c", "", "d", "\ud800") == {
        "a",
        "b",
        "c",
        "",
        "\ud800",
    }


def test_vectors_of_two_encoders_never_mix(tmp_path: Path) -> None:
    keep(tmp_path, "a")
    assert found(tmp_path, "a", encoder="e-2") == set()


def test_a_text_is_written_once(tmp_path: Path) -> None:
    one, other = cache(tmp_path), cache(tmp_path)
    one.keep({"a": vector("a")})
    other.keep({"a": vector("a"), "b": vector("b")})
    assert the(tmp_path, "f32").stat().st_size == 2 * 4 * DIMENSION
    assert set(one.find(["a", "b"])) == {"a", "b"}


def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    os.umask(before := os.umask(0))
    try:
        os.umask(0)
        keep(tmp_path / "new", "a")
    finally:
        os.umask(before)
    files = list((tmp_path / "new").iterdir())
    assert len(files) == 3
    assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / "new", *files))


@pytest.mark.parametrize("ending", ["f32", "sums"])
def test_each_changed_byte_costs_one_row(tmp_path: Path, ending: str) -> None:
    keep(tmp_path, "a", "b", "c")
    path = the(tmp_path, ending)
    whole = path.read_bytes()
    size = len(whole) // 3
    for place in range(len(whole)):
        broken = bytearray(whole)
        broken[place] ^= 0x10
        path.write_bytes(broken)
        assert found(tmp_path, "a", "b", "c") == {"a", "b", "c"} - {"abc"[place // size]}


@pytest.mark.parametrize("ending", ["f32", "sums"])
def test_a_torn_end_costs_what_is_torn_and_is_written_over(tmp_path: Path, ending: str) -> None:
    keep(tmp_path, "a", "b", "c")
    path = the(tmp_path, ending)
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        there = {"a", "b", "c"} & set("abc"[: length * 3 // len(whole)])
        assert found(tmp_path, "a", "b", "c") == there
        keep(tmp_path, "b", "d")
        assert found(tmp_path, "a", "b", "c", "d") == there | {"b", "d"}
        for one in tmp_path.glob("vectors-*"):
            one.unlink()
        keep(tmp_path, "a", "b", "c")


def test_a_damaged_row_is_kept_again(tmp_path: Path) -> None:
    keep(tmp_path, "a", "b")
    path = the(tmp_path, "f32")
    path.write_bytes(b"\xff" * path.stat().st_size)
    keep(tmp_path, "a", "b")
    assert found(tmp_path, "a", "b") == {"a", "b"}


@pytest.mark.parametrize("ending", ["f32", "sums"])
@pytest.mark.parametrize("content", [b"", b"\0" * 1000, b"no vectors at all " * 50])
def test_a_file_of_something_else_costs_time_only(
    tmp_path: Path, ending: str, content: bytes
) -> None:
    keep(tmp_path, "a", "b")
    the(tmp_path, ending).write_bytes(content)
    assert found(tmp_path, "a", "b") == set()
    keep(tmp_path, "a", "b")
    assert found(tmp_path, "a", "b") == {"a", "b"}


def test_files_of_two_times_are_told_by_their_sums(tmp_path: Path) -> None:
    keep(tmp_path, "a", "b")
    old = the(tmp_path, "sums").read_bytes()
    for path in tmp_path.glob("vectors-*"):
        path.unlink()
    keep(tmp_path, "b", "a")
    the(tmp_path, "sums").write_bytes(old)
    assert found(tmp_path, "a", "b") == set()


def test_deleted_while_it_is_open_it_is_made_anew(tmp_path: Path) -> None:
    open_one = cache(tmp_path)
    open_one.keep({"a": vector("a"), "b": vector("b")})
    row = open_one.find(["a"])["a"]
    for path in tmp_path.iterdir():
        assert erase(path)  # as a withdrawal does: overwritten with nought, and then deleted
    assert row.tobytes() == vector("a").tobytes()
    assert open_one.find(["a"]) == {}
    keep(tmp_path, "c", "b", "a")
    assert open_one.find(["a"])["a"].tobytes() == vector("a").tobytes()


def test_erased_and_not_yet_deleted_it_gives_nothing(tmp_path: Path) -> None:
    open_one = cache(tmp_path)
    open_one.keep({"a": vector("a")})
    rows = the(tmp_path, "f32")
    rows.write_bytes(bytes(rows.stat().st_size))
    assert open_one.find(["a"]) == {}


def test_where_it_cannot_be_written_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    keep(tmp_path / "file", "a")
    assert found(tmp_path / "file", "a") == set()

    def refuse(*_: object) -> int:
        raise PermissionError(13, "no")

    keep(tmp_path, "a")
    monkeypatch.setattr(vector_cache.os, "open", refuse)
    keep(tmp_path, "b")
    assert found(tmp_path, "a", "b") == {"a"}


def test_a_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    keep(tmp_path, "a")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handled = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4 * DIMENSION + 10, before[1]))
        keep(tmp_path, "b", "c")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handled)
    assert found(tmp_path, "a", "b", "c") == {"a"}
    keep(tmp_path, "b", "c")
    assert found(tmp_path, "a", "b", "c") == {"a", "b", "c"}


def _keep_some(order: tuple[str, int]) -> int:
    folder, first = order
    for start in range(first, first + 40, 4):
        keep(Path(folder), *(f"text {n}" for n in range(start, start + 4)))
    return len(found(Path(folder), *(f"text {n}" for n in range(60))))


def test_two_processes_share_it(tmp_path: Path) -> None:
    with ProcessPoolExecutor(2) as pool:
        assert min(pool.map(_keep_some, [(str(tmp_path), 0), (str(tmp_path), 20)])) >= 40
    assert len(found(tmp_path, *(f"text {n}" for n in range(60)))) == 60
    assert the(tmp_path, "f32").stat().st_size == 60 * 4 * DIMENSION


def test_where_another_process_holds_the_lock_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vector_cache, "_PATIENCE", 0.05)
    keep(tmp_path, "a")
    descriptor = os.open(tmp_path / "lock", os.O_RDWR)
    vector_cache.take(descriptor)
    keep(tmp_path, "b")
    assert found(tmp_path, "a", "b") == {"a"}
    os.close(descriptor)
    keep(tmp_path, "b")
    assert found(tmp_path, "a", "b") == {"a", "b"}


@posix
def test_a_writer_that_is_killed_leaves_what_was_whole(tmp_path: Path) -> None:
    script = (
        "import sys, numpy as np\n"
        "from pathlib import Path\n"
        "from themer.storage.vector_cache import VectorCache\n"
        "kept = VectorCache(Path(sys.argv[1]), 'e-1', 8)\n"
        "for n in range(10**6):\n"
        "    kept.keep({f'k{n}': np.full(8, n, dtype=np.float32)})\n"
        "    print(n, flush=True)\n"
    )
    for round_ in range(3):
        child = subprocess.Popen(
            [sys.executable, "-c", script, str(tmp_path / str(round_))], stdout=subprocess.PIPE
        )
        assert child.stdout is not None
        for line in child.stdout:
            if int(line) >= 20 + 7 * round_:
                break
        child.kill()
        last = int((line + child.stdout.read()).split()[-1])
        child.stdout.close()
        child.wait()
        rows = cache(tmp_path / str(round_)).find([f"k{n}" for n in range(last + 1)])
        assert len(rows) == last + 1
        assert all((rows[f"k{n}"] == n).all() for n in range(last + 1))
        keep(tmp_path / str(round_), "after")
        assert found(tmp_path / str(round_), "after") == {"after"}


def test_what_nothing_asks_for_goes_once_it_is_the_larger_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vector_cache, "FEW", 10)
    old = [f"old {n}" for n in range(30)]
    new = [f"new {n}" for n in range(10)]
    keep(tmp_path, *old)
    keep(tmp_path, "a", encoder="e-0")
    (tmp_path / "vectors.sqlite").write_text("the form before")
    (tmp_path / "lists.sqlite").write_text("another's")
    using = cache(tmp_path)
    using.keep({text: vector(text) for text in new})
    using.find(old[:10])
    other = cache(tmp_path)
    assert set(other.find(old)) == set(old)
    using.drop_unused()  # 40 rows, 20 of them used: not yet
    assert found(tmp_path, *old, *new) == {*old, *new}
    assert {path.name for path in tmp_path.iterdir()} == {
        "lock", "lists.sqlite", the(tmp_path, "f32").name, the(tmp_path, "sums").name
    }  # fmt: skip
    using.keep({"one more": vector("one more")})
    other.drop_unused()  # it asked for 30
    using = cache(tmp_path)
    using.find(new)
    using.drop_unused()
    assert found(tmp_path, *old, *new, "one more") == set(new)
    assert set(other.find([*old, *new])) == set(new)
    assert sorted(path.suffix for path in tmp_path.glob("vectors*")) == [".f32", ".sums"]
