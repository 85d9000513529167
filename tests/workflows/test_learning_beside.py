from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path

import pytest

from made_decisions import answers, decide, event
from themer.errors import ThemerError
from themer.storage.study_folder import StudyFolder
from themer.workflows.analysis.analyse import analyse
from themer.workflows.coding.learning_beside import Learner
from themer.workflows.coding.learning_messages import Learned, LearnedUpdate, learned_of
from themer.workflows.material import load_suggestions

PATIENCE = 120


@pytest.fixture
def folder(rooms: Path) -> StudyFolder:
    return StudyFolder(rooms)


async def until_complete(updates: AsyncIterator[LearnedUpdate]) -> dict[str, Learned]:
    found: dict[str, Learned] = {}
    async with asyncio.timeout(PATIENCE):
        async for update in updates:
            found |= update.changed
            if update.is_complete:
                break
    return found


def stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Let a script run where the interpreter would be called."""
    path = folder / "stand-in"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(path))


async def test_what_is_decided_beside_it_is_learned_as_analyse_would(folder: StudyFolder) -> None:
    learner = Learner(folder, "coder-a")
    async with aclosing(learner.updates()) as updates:
        said = await until_complete(updates)
        here = answers(folder)
        for answer, code in zip(here, ("home-delivery", "volunteers", "volunteers"), strict=False):
            learner.tell(decide(folder, event("coder-a", "accept", answer, code)))
        said |= await until_complete(updates)
    analyse(folder)
    files = load_suggestions(folder).values()
    assert said == {s.id: learned_of(s) for file in files for s in file.segments}


async def test_what_is_told_before_it_has_begun_counts(folder: StudyFolder) -> None:
    learner = Learner(folder, "coder-a")
    learner.tell([event("coder-a", "accept", answers(folder)[0], "volunteers")])
    async with asyncio.timeout(PATIENCE), aclosing(learner.updates()) as updates:
        async for update in updates:
            if update.is_complete and update.decisions == 1:
                break


async def test_what_is_wrong_with_the_study_is_said(folder: StudyFolder) -> None:
    (folder.root / "study.yaml").write_text("schema: nothing\n", encoding="utf-8")
    with pytest.raises(ThemerError, match=r"as they are: study\.yaml:1:1: \w+ .*\"id\"$"):
        await until_complete(Learner(folder, "coder-a").updates())


async def test_a_process_that_dies_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, "kill -9 $$")
    with pytest.raises(ThemerError, match="the suggestions stay as they are"):
        await until_complete(Learner(StudyFolder(tmp_path), "coder-a").updates())


async def test_telling_never_waits_for_a_process_that_reads_nothing(
    folder: StudyFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(folder.root, monkeypatch, "exec sleep 60")
    told = event("coder-a", "accept", answers(folder)[0], "volunteers")
    learner = Learner(folder, "coder-a")
    task = asyncio.create_task(until_complete(learner.updates()))
    await asyncio.sleep(0.1)
    for _ in range(2000):  # far more than a pipe holds
        learner.tell([told])
    learner.close()
    assert await task == {}


@pytest.mark.parametrize("how", ["cancelled", "closed"])
async def test_it_ends_with_the_desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    stand_in(tmp_path, monkeypatch, f"echo $$ > {tmp_path}/pid; exec sleep 60")
    learner = Learner(StudyFolder(tmp_path), "coder-a")
    task = asyncio.create_task(until_complete(learner.updates()))
    while not ((tmp_path / "pid").is_file() and (tmp_path / "pid").read_text()):
        await asyncio.sleep(0.02)
    if how == "closed":
        learner.close()
        await task
    else:
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


def test_it_ends_when_the_desk_is_gone(folder: StudyFolder) -> None:
    command = [
        sys.executable,
        "-m",
        "themer.workflows.coding.learning_process",
        str(folder.root),
        "a",
    ]
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 0


def test_the_desks_side_loads_nothing_heavy() -> None:
    script = (
        "import sys, themer.workflows.coding.learning_beside\n"
        "print({'numpy', 'sklearn', 'spacy', 'onnxruntime'} & set(sys.modules))"
    )
    said = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "set()"
