"""``themer actions``, and ``themer code --contradictions`` where there is no terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from formats_page import EXAMPLES
from small_study import write_study
from themer.cli.edge import run


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = write_study(tmp_path / "rooms", ["harrow-hill-main", "weir"])
    text = EXAMPLES["actions.yaml"].replace("theme:drivers, ", "")
    (root / "actions.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(root)
    return root


def test_without_a_terminal_actions_are_listed(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["actions"]) == 0
    said = capsys.readouterr().out
    assert "Set up a shared pool of insured drivers" in said
    assert "Asked of readers" in said


def test_json_holds_actions_asks_and_what_nobody_answers(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["actions", "--json"]) == 0
    plain = json.loads(capsys.readouterr().out)
    assert [one["id"] for one in plain["actions"]] == ["driver-pool"]
    assert [one["by"] for one in plain["asks"]] == ["2026-09-30"]
    assert plain["unanswered"] == []


def test_contradictions_need_a_terminal(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["code", "--coder", "coder-a", "--contradictions"]) == 2
    assert "terminal" in capsys.readouterr().err


def test_figures_give_indicators_and_what_changed_as_json(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = EXAMPLES["indicators.yaml"].split("  - id: rests-on-drivers")[0]
    (study / "indicators.yaml").write_text(rules, encoding="utf-8")
    assert run(["figures", "--json"]) == 0
    plain = json.loads(capsys.readouterr().out)
    assert plain["indicators"][0]["id"] == "indicator:reaches-home@branch"
    assert plain["indicator_changes"] is None
