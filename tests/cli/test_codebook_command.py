"""``themer codebook`` as it is typed."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from small_study import SAID, write_study
from themer.cli.edge import run
from themer.storage.study_folder import StudyFolder
from themer.workflows.codebook.desk import CodebookSession
from themer.workflows.coding.desk import CodingSession

START = dt.datetime(2026, 4, 1, tzinfo=dt.UTC)


@pytest.fixture
def rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = write_study(tmp_path / "rooms", list(SAID)[:2])
    monkeypatch.chdir(path)
    return path


def test_json_tells_codes_changes_and_what_waits(
    rooms: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = StudyFolder(rooms)
    coding = CodingSession(folder, "coder-a", lambda: START)
    answer = coding.queue[0]
    coding.decide(answer, answer.passages[0], "volunteers", accept=True)
    desk = CodebookSession(folder, "coder-b", clock=lambda: START + dt.timedelta(hours=1))
    desk.merge(["volunteers"], "home-delivery", "one thing")
    assert run(["codebook", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    codes = {code["id"]: code for code in found["codes"]}
    assert codes["volunteers"]["retired_in"] == found["version"] == "4"
    assert (codes["volunteers"]["passages"], codes["volunteers"]["waiting"]) == (1, 1)
    assert found["changes"][-1]["at"] == "2026-04-01T01:00:00Z"
    (item,) = found["to_look_at"]
    assert (item["coder"], item["offers"], item["counts"]) == ("coder-a", ["home-delivery"], False)


def test_the_screen_needs_a_coder_and_a_terminal(
    rooms: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["codebook"]) == 2
    assert "--coder your-name" in capsys.readouterr().err
    assert run(["codebook", "--coder", "coder-a"]) == 2
    assert "terminal" in capsys.readouterr().err
    assert run(["codebook", "--json", "--codebook", "other"]) == 2
    assert 'no codebook "other"' in capsys.readouterr().err
