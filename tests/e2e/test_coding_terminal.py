"""Coding in a real terminal: what was shown as decided survives a kill."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from e2e.test_terminal import STUDY, Terminal
from themer.storage import json_lines


def test_a_decision_that_was_shown_survives_a_kill(tmp_path: Path) -> None:
    study = Path(shutil.copytree(STUDY, tmp_path / "study"))
    first = Terminal(study, tmp_path / "state", "code", "--coder", "anna")
    try:
        first.wait_for("Do you take books")
        first.type("a")
        first.wait_for("Give which code?")
        first.type("vol\r")
        first.wait_for("Accepted: Volunteers")
        assert first.end(signal.SIGKILL) == -signal.SIGKILL
    finally:
        first.close()
    events = json_lines.read_decisions(study / "coding" / "anna.jsonl")
    assert [(event.action, event.code) for event in events] == [("accept", "volunteers")]

    second = Terminal(study, tmp_path / "state", "code", "--coder", "anna")
    try:
        second.wait_for("by hand accepted")
        second.type("u")
        second.wait_for("Undone: accepted, Volunteers")
        second.type("\x11")
        assert second.wait() == 0
    finally:
        second.close()
    events = json_lines.read_decisions(study / "coding" / "anna.jsonl")
    assert [event.action for event in events] == ["accept", "undo"]


def test_without_a_terminal_it_says_so_and_writes_nothing(tmp_path: Path) -> None:
    study = Path(shutil.copytree(STUDY, tmp_path / "study"))
    result = subprocess.run(
        [sys.executable, "-m", "themer", "code", "--coder", "anna", "--study", str(study)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=20,
        env=dict(os.environ),
        check=False,
    )
    assert result.returncode == 2
    assert "terminal" in result.stderr
    assert not (study / "coding").exists()
