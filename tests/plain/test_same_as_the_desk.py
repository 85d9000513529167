"""Whatever a key of the desk does, a line of plain mode does too."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest

from reading_rooms import FIXTURE
from themer.plain import run_interview
from themer.plain.commands import COMMANDS, help_text
from themer.tui.keys import DESK

SAME = {
    "jump": "go",
    "back": "back",
    "next": "next",
    "previous": "previous",
    "probes": "probe",
    "skip": "skip",
    "quote": "quote",
    "capture": "keep",
    "send": "send",
    "follow-up": "follow",
    "figure": "figure",
    "fact": "fact",
    "off-record": "off",
    "strike": "strike",
    "restrict": "restrict",
    "people": "people",
    "consent": "consent",
    "practice": "practice",
    "others": "others",
    "note-time": "time",
    "pause": "pause",
    "time": "clock",
    "not-asked": "gaps",
    "last-round": "last",
    "park": "park",
    "pass-on": "pass",
    "second-place": "copy",
    "both-copies": "copies",
    "close": "end",
}
"""The desk's actions, and the command that does the same."""
NOT_IN_LINES = {"screen-share"}
"""Line by line nothing stands beside the question that would have to be hidden."""


def test_no_action_of_the_desk_is_forgotten() -> None:
    actions = {key.id.removeprefix("desk.") for key in DESK}
    assert actions == set(SAME) | NOT_IN_LINES
    assert set(SAME.values()) <= {command.name for command in COMMANDS}
    assert all(f":{name}" in help_text() for name in SAME.values())


def test_a_copy_is_written_into_another_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THEMER_STATE", str(tmp_path / "state"))
    study = Path(shutil.copytree(FIXTURE, tmp_path / "study"))
    said = io.StringIO()
    lines = ["2", "more words", ":copy", f":copy {tmp_path}/none", f":copy {tmp_path}", ":leave"]
    heard = io.StringIO("".join(f"{line}\n" for line in lines))
    assert run_interview(study, "harrow-hill-main-1", heard, said) == 0
    assert "Write :copy and a folder" in said.getvalue()
    assert "No copy was written: " in said.getvalue()
    assert "There is no such folder" in said.getvalue()
    [copy] = tmp_path.glob("*.copy-1.yaml")
    assert "more words" in copy.read_text("utf-8")
    assert str(copy) in said.getvalue()
