from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest

from themer.errors import ThemerError
from themer.storage.study_folder import StudyFolder
from themer.workflows.analysis.suggesting_anew import suggest_anew


def stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Let a script run where the interpreter would be called."""
    path = folder / "stand-in"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(path))


async def test_it_analyses_the_study_in_another_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, monkeypatch, f'echo "$@" > {tmp_path}/called')
    await suggest_anew(StudyFolder(tmp_path))
    called = (tmp_path / "called").read_text(encoding="utf-8").strip()
    assert called == f"-m themer analyse --study {tmp_path}"


async def test_what_went_wrong_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, "echo 'the model is missing' >&2; exit 3")
    with pytest.raises(ThemerError, match="as they were: the model is missing"):
        await suggest_anew(StudyFolder(tmp_path))


async def test_cancelling_ends_the_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, f"echo $$ > {tmp_path}/pid; exec sleep 60")
    task = asyncio.create_task(suggest_anew(StudyFolder(tmp_path)))
    for _ in range(200):
        await asyncio.sleep(0.02)
        if (tmp_path / "pid").is_file() and (tmp_path / "pid").read_text():
            break
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)
