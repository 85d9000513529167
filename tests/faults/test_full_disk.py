"""The disk fills up while somebody types into the real program, and has room again later.

A file system of its own is mounted where this user may do so; elsewhere, as in many containers,
a limit on the size of files stands in for it: writes then end half way, and fail, just so.
"""

from __future__ import annotations

import contextlib
import resource
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from faults.script import ID, make_disk
from faults.typist import CTRL_Q, PATIENCE, Typist, plain
from themer.storage import files

SAVED_WITHIN = 10.0
_MOUNTED = 'mount -t tmpfs -o size=400k tmpfs "$1" && cp -R "$2"/. "$1" && shift 2 && exec "$@"'
Room = Callable[[Typist], AbstractContextManager[Path]]


def can_mount(folder: Path) -> bool:
    """Say whether this user may mount a file system in a name space of their own."""
    if shutil.which("unshare") is None:
        return False
    test = ["unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", str(folder)]
    return subprocess.run(test, capture_output=True, check=False).returncode == 0


@contextlib.contextmanager
def small_disk(typist: Typist) -> Iterator[Path]:
    """Fill the small file system on which the study lies; give the study as the program sees it."""
    study = Path(f"/proc/{typist.process.pid}/root{typist.folder / 'study'}")
    ballast = study / "ballast"
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"\1" * 1024)
    yield study
    ballast.unlink()


@contextlib.contextmanager
def small_files(typist: Typist) -> Iterator[Path]:
    """Let no file of the program, in the study or the state folder, become longer than this."""
    process = typist.process.pid
    before = resource.prlimit(process, resource.RLIMIT_FSIZE)
    resource.prlimit(process, resource.RLIMIT_FSIZE, (300, before[1]))
    yield typist.folder / "study"
    resource.prlimit(process, resource.RLIMIT_FSIZE, before)


def fill_while_typing(typist: Typist, full: Room) -> str:
    """Type before, while and after there is no room; give what the red line said."""
    typist.start()
    typist.type_for(1.0)
    with full(typist) as study:
        began = len(typist.seen)
        typist.type_for(1.5)
        typist.wait_for("NOT SAVED")
        typist.type_for(1.5)
        path = study / "interviews" / f"{ID}.yaml"
        files.read(files.INTERVIEW, path)  # it is whole
        said = typist.seen[began:]
    room_at = time.monotonic()
    while not is_all_in(typist, path):
        assert time.monotonic() < room_at + PATIENCE, "never saved after room returned"
        typist.watch_for(0.1)
    assert time.monotonic() - room_at < SAVED_WITHIN + typist.stall
    typist.send(CTRL_Q)
    assert typist.wait() == 0
    return said


def is_all_in(typist: Typist, path: Path) -> bool:
    """Say whether the file holds every letter that was typed."""
    answers = files.read(files.INTERVIEW, path).value.answers
    return all(
        key.letter in answers[key.question].noted if key.question in answers else False
        for key in typist.keys
    )


def test_a_small_disk_that_fills_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    disk = make_disk(tmp_path / "disk")
    shutil.rmtree(disk / "state")
    (disk / "state").mkdir()
    (tmp_path / "try").mkdir()
    if not can_mount(tmp_path / "try"):
        with capsys.disabled():
            print("\nno file system may be mounted here: a limit on the size of files instead")
        typist = Typist(disk, None, 3)
        room: Room = small_files
    else:
        original = (disk / "study").rename(tmp_path / "original")
        (disk / "study").mkdir()
        mounted = ("unshare", "-rm", "sh", "-c", _MOUNTED, "sh")
        before = (*mounted, str(disk / "study"), str(original))
        typist = Typist(disk, None, 3, before=before)
        room = small_disk
    with contextlib.closing(typist):
        fill_while_typing(typist, room)


def test_no_room_in_study_or_state_folder(tmp_path: Path) -> None:
    disk = make_disk(tmp_path / "disk")
    shutil.rmtree(disk / "state")
    (disk / "state").mkdir()
    typist = Typist(disk, None, 5)
    with contextlib.closing(typist):
        said = fill_while_typing(typist, small_files)
    assert "Your words are only on" in plain(said)
