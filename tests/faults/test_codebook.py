"""A codebook is the old one or the new one, whichever file call of a change fails or is last."""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import shutil
from pathlib import Path

import pytest

from faults.disk import Disk, Plan, PowerCut
from themer.errors import StorageError
from themer.storage import files
from themer.storage.study_folder import StudyFolder
from themer.workflows.codebook.desk import CodebookSession

FIXTURE = Path(__file__).parents[1] / "fixtures" / "reading_rooms"
AT = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
REMARK = "# ask Noor before you change it\n"


def study_at(path: Path) -> tuple[CodebookSession, Path]:
    """Make a study with a remark in its codebook, and open that."""
    folder = StudyFolder(Path(shutil.copytree(FIXTURE, path)))
    (book,) = folder.codebook_paths()
    book.write_text(REMARK + book.read_text(encoding="utf-8"), encoding="utf-8")
    return CodebookSession(folder, "coder-a", clock=lambda: AT), book


def retire(desk: CodebookSession) -> None:
    desk.retire("volunteers", "nobody is unpaid here")


@pytest.fixture
def change(tmp_path: Path) -> tuple[bytes, bytes, int]:
    """Give the file before and after, and how many file calls lie between."""
    desk, path = study_at(tmp_path / "whole")
    before = path.read_bytes()
    with Disk(tmp_path / "whole").watching() as disk:
        retire(desk)
    return before, path.read_bytes(), len(disk.plan.calls)


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, errno.EROFS])
@pytest.mark.parametrize("lasting", [True, False])
def test_a_failing_call_leaves_one_or_the_other_and_says_so(
    tmp_path: Path, change: tuple[bytes, bytes, int], error: int, *, lasting: bool
) -> None:
    before, after, calls = change
    assert calls > 10
    for at in range(calls):
        desk, path = study_at(tmp_path / f"{at}")
        plan = Plan(at, error, lasting)
        with Disk(tmp_path / f"{at}", plan).watching():
            said = ""
            try:
                retire(desk)
            except StorageError as problem:
                said = str(problem)
            plan.over = True
            assert said or path.read_bytes() == after, plan.failed
            assert path.read_bytes() in (before, after), plan.failed
            # There is room again: what is shown is what is there, and the change can be made.
            desk.look()
            assert files.read(files.CODEBOOK, path).value == desk.book
            if path.read_bytes() == before:
                retire(desk)
        assert path.read_bytes() == after
        shutil.rmtree(tmp_path / f"{at}")


@pytest.mark.parametrize("every_name", [True, False])
def test_after_a_kill_at_any_call_the_codebook_is_whole(
    tmp_path: Path, change: tuple[bytes, bytes, int], *, every_name: bool
) -> None:
    before, after, calls = change
    for at in range(calls):
        desk, path = study_at(tmp_path / f"{at}")
        disk = Disk(tmp_path / f"{at}", Plan(at))
        with disk.watching(), contextlib.suppress(PowerCut):
            retire(desk)
        left = disk.ledger.survivors(every_name=every_name)
        assert left[str(path)] in (before, after), disk.plan.failed
        shutil.rmtree(tmp_path / f"{at}")
