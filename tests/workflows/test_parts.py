"""Steps over parts: the same results however they are run, whatever is stopped or killed."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from themer.errors import InputError, StorageError
from themer.storage.work_folder import WorkFolder
from themer.workflows.progress import silent
from themer.workflows.tables.parts import Pool, Step, results

PARTS = 6


def ready(folder: Path) -> Path:
    return folder


def squared(folder: Path, part: int) -> dict[str, np.ndarray]:
    with (folder / "calls").open("a") as calls:
        calls.write(f"{part}\n")
    return {"square": np.array([part * part]), "name": np.array([f"part {part}"])}


def killed_once(folder: Path, part: int) -> dict[str, np.ndarray]:
    if part == 2 and not (folder / "killed").exists():
        (folder / "killed").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return squared(folder, part)


def killed_always(folder: Path, part: int) -> dict[str, np.ndarray]:
    if part == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return squared(folder, part)


def refused(folder: Path, part: int) -> dict[str, np.ndarray]:
    if part == 3:
        raise InputError("It does not hold.", hint="Mend it.", path=folder)
    return squared(folder, part)


def too_large(folder: Path, part: int) -> dict[str, np.ndarray]:
    raise MemoryError


def slow(folder: Path, part: int) -> dict[str, np.ndarray]:
    time.sleep(0.2)
    return squared(folder, part)


@pytest.fixture
def folder(tmp_path: Path) -> WorkFolder:
    return WorkFolder(tmp_path)


def step(does: Callable[[Any, int], Any], parts: int = PARTS) -> Step:
    return Step("step", "Squaring", parts, ready, does)


def found(folder: WorkFolder, of: Step) -> list[tuple[int, str]]:
    return [(int(r["square"][0]), str(r["name"][0])) for r in results(folder, of)]


WANTED = [(part * part, f"part {part}") for part in range(PARTS)]


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_results_come_in_the_order_of_the_parts(folder: WorkFolder, processes: int) -> None:
    with Pool(processes) as pool:
        pool.run(folder, step(squared), silent)
    assert found(folder, step(squared)) == WANTED


def test_a_pool_does_one_step_after_another(folder: WorkFolder) -> None:
    other = Step("other", "Again", 2, ready, squared)
    with Pool(2) as pool:
        pool.run(folder, step(squared), silent)
        pool.run(folder, other, silent)
    assert found(folder, other) == WANTED[:2]


def test_what_is_done_is_not_done_again_and_what_is_torn_is(folder: WorkFolder) -> None:
    with Pool(1) as pool:
        pool.run(folder, step(squared), silent)
    (folder.path / "step" / "000004.npz").unlink()
    torn = folder.path / "step" / "000001.npz"
    torn.write_bytes(torn.read_bytes()[:-20])
    (folder.path / "calls").unlink()
    with Pool(1) as pool:
        pool.run(folder, step(squared), silent)
    assert (folder.path / "calls").read_text() == "1\n4\n"
    assert found(folder, step(squared)) == WANTED


def test_a_part_whose_process_is_killed_is_done_again(folder: WorkFolder) -> None:
    with Pool(2) as pool:
        pool.run(folder, step(killed_once), silent)
    assert (folder.path / "killed").exists()
    assert found(folder, step(killed_once)) == WANTED


def test_a_part_that_kills_every_process_is_an_error_and_no_hang(folder: WorkFolder) -> None:
    with Pool(2) as pool, pytest.raises(StorageError, match=r"part 3 of 6 was ended 3 times"):
        pool.run(folder, step(killed_always), silent)


def test_an_idle_process_that_is_killed_is_replaced(folder: WorkFolder) -> None:
    with Pool(2) as pool:
        pool.run(folder, step(squared), silent)
        for worker in pool._workers:
            worker.process.kill()
            worker.process.join()
        pool.run(folder, Step("other", "Again", PARTS, ready, squared), silent)
    assert found(folder, Step("other", "Again", PARTS, ready, squared)) == WANTED


@pytest.mark.parametrize("processes", [1, 2])
def test_what_a_step_raises_arrives_whole(folder: WorkFolder, processes: int) -> None:
    with Pool(processes) as pool, pytest.raises(InputError) as caught:
        pool.run(folder, step(refused), silent)
    assert (caught.value.message, caught.value.hint) == ("It does not hold.", "Mend it.")
    assert caught.value.path == folder.path


@pytest.mark.parametrize("processes", [1, 2])
def test_too_little_memory_is_a_sentence(folder: WorkFolder, processes: int) -> None:
    with Pool(processes) as pool, pytest.raises(StorageError, match="smaller --processes"):
        pool.run(folder, step(too_large), silent)


def test_progress_counts_every_part_from_where_it_went_on(folder: WorkFolder) -> None:
    told: list[tuple[str, int, int]] = []
    with Pool(1) as pool:
        pool.run(folder, step(squared), silent)
        (folder.path / "step" / "000005.npz").unlink()
        pool.run(folder, step(squared), lambda *said: told.append(said))
    assert told == [("Squaring", 5, 6), ("Squaring", 6, 6)]


def test_a_stop_ends_every_process_and_keeps_what_is_done(folder: WorkFolder) -> None:
    def stop(_stage: str, done: int, _total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    pool = Pool(2)
    with pytest.raises(KeyboardInterrupt), pool:
        pool.run(folder, step(slow), stop)
    assert pool._workers == []
    kept = len(list((folder.path / "step").glob("*.npz")))
    assert kept >= 2
    (folder.path / "calls").unlink()
    with Pool(1) as again:
        again.run(folder, step(slow), silent)
    assert (folder.path / "calls").read_text().count("\n") == PARTS - kept
    assert found(folder, step(slow)) == WANTED


def test_a_result_that_is_gone_is_an_error(folder: WorkFolder) -> None:
    with Pool(1) as pool:
        pool.run(folder, step(squared), silent)
    (folder.path / "step" / "000002.npz").unlink()
    with pytest.raises(StorageError, match="Part 3 of 6"):
        found(folder, step(squared))
