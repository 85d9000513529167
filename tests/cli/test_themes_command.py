"""``themer themes`` as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from small_study import SAID, write_study
from themer.cli.edge import run

THEMES = """\
schema: themer/themes/1
themes:
- id: drivers
  status: named
  name: Drivers
  members:
  - {interview: weir-1, question: hardest, start: 0, end: 8, text: a driver}
  - {interview: weir-1, question: hardest, start: 0, end: 5, text: a van}
- id: odds
  status: refused
  name: Odds
"""


@pytest.fixture
def rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = write_study(tmp_path / "rooms", list(SAID))
    monkeypatch.chdir(path)
    return path


def test_json_lists_what_people_named_and_refused(
    rooms: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (rooms / "themes.yaml").write_text(THEMES, "utf-8")
    assert run(["themes", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    (theme,) = found["themes"]
    assert (theme["id"], theme["gone"], len(theme["passages"])) == ("drivers", 1, 2)
    assert [one["id"] for one in found["closed"]] == ["odds"]
    assert found["candidates"] == []
    assert "run themer analyse" in found["note"]


def test_a_study_without_themes_lists_none(rooms: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["themes", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["themes"] == []


def test_the_desk_needs_a_terminal(rooms: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["themes", "--coder", "anna"]) == 2
    assert "terminal" in capsys.readouterr().err


def test_a_damaged_line_of_steps_is_named_by_check(
    rooms: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = rooms / "coding" / "themes" / "anna.jsonl"
    path.parent.mkdir(parents=True)
    path.write_text('{"id": "1", "at": "2026-03-02T11:00:00Z"}\n', "utf-8")
    assert run(["check"]) == 1
    assert "coding/themes/anna.jsonl:1: DE" in capsys.readouterr().out
