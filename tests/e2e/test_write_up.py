"""The write-up in a real terminal: killed while a fair copy is typed, and what is kept of it."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from e2e.test_terminal import INTERVIEW, STUDY, Terminal
from themer.storage import files


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[list[Terminal]]:
    shutil.copytree(STUDY, tmp_path / "study")
    terminals: list[Terminal] = []
    yield terminals
    for terminal in terminals:
        terminal.close()


def begin(opened: list[Terminal], folder: Path) -> Terminal:
    terminal = Terminal(folder / "study", folder / "state", "interview", INTERVIEW)
    opened.append(terminal)
    return terminal


def fair_copy(folder: Path) -> str:
    path = folder / "study" / "interviews" / f"{INTERVIEW}.yaml"
    answer = files.read(files.INTERVIEW, path).value.answers["has_home_service"]
    assert answer.noted.startswith("post only since the van went.")
    return answer.fair_copy or ""


def test_a_kill_in_the_write_up_loses_no_key_older_than_a_second(
    opened: list[Terminal], tmp_path: Path
) -> None:
    first = begin(opened, tmp_path)
    first.wait_for("write it up")
    first.type("w")
    first.wait_for("Fair copy")
    kept = first.type_until_killed()
    assert len(kept) > 20
    second = begin(opened, tmp_path)
    second.wait_for("FOUND")
    second.type("k")
    second.wait_for("write it up")
    second.type("w")
    second.wait_for("written up")
    second.type("\x11")
    assert second.wait() == 0
    assert fair_copy(tmp_path).startswith(kept)


def test_a_closed_window_keeps_every_key_of_the_write_up(
    opened: list[Terminal], tmp_path: Path
) -> None:
    terminal = begin(opened, tmp_path)
    terminal.wait_for("write it up")
    terminal.type("w")
    terminal.wait_for("Fair copy")
    terminal.type("Post only, since the van went.")
    terminal.read(1.5)
    terminal.end(signal.SIGHUP)
    assert fair_copy(tmp_path) == "Post only, since the van went."
