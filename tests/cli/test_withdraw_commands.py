"""``withdraw``, ``purge`` and ``history`` as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from small_study import SAID, write_study
from themer.cli.edge import run
from themer.model.audit import Change
from themer.workflows.auditing import log_changes

WORDS = SAID["weir"][1]


@pytest.fixture(autouse=True)
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("THEMER_STATE", str(tmp_path / "state"))
    root = write_study(tmp_path / "rooms", list(SAID))
    monkeypatch.chdir(root)
    return root


def is_there(study: Path) -> bool:
    return WORDS in (study / "interviews" / "weir-1.yaml").read_text(encoding="utf-8")


def test_withdraw_says_what_goes_and_asks(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (study / "interviews" / "weir-1.yaml.prev").write_text("id: weir-1\n", encoding="utf-8")
    assert run(["withdraw", "weir-1"]) == 2
    said = capsys.readouterr().err
    assert "every word, fact, quote and role in interviews/weir-1.yaml" in said
    assert "interviews/weir-1.yaml.prev" in said
    assert "Add --yes" in said
    assert WORDS not in said
    assert is_there(study)
    assert run(["withdraw", "weir-1", "--yes", "--reason", "by letter"]) == 0
    assert "Out of reach from here" in capsys.readouterr().err
    assert not is_there(study)


def test_a_permission_alone_leaves_the_words(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["withdraw", "weir-1", "--scope", "quote", "--yes"]) == 0
    assert "nothing of it is quoted" in capsys.readouterr().err
    assert is_there(study)
    assert run(["withdraw", "weir-1", "--scope", "name", "--yes"]) == 2
    assert "no permission to name" in capsys.readouterr().err


def test_purge_only_says_what_would_go_and_refuses_before_the_date(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["purge"]) == 1
    said = capsys.readouterr().err
    assert "This would remove:\n  6 conversations in interviews/" in said
    assert "may be kept until 31 December 2029" in said
    assert run(["purge", "--yes", "--even-now"]) == 1
    assert is_there(study)
    assert run(["purge", "--yes", "--even-now", "--reason", "it has ended"]) == 0
    assert list((study / "interviews").iterdir()) == []


def test_after_the_date_purge_still_has_to_be_told(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (study / "study.yaml").read_text(encoding="utf-8")
    (study / "study.yaml").write_text(text.replace("2029-12-31", "2020-12-31"), encoding="utf-8")
    assert run(["purge"]) == 0
    assert "Nothing was changed" in capsys.readouterr().err
    assert is_there(study)
    assert run(["purge", "--yes"]) == 0
    assert not (study / "interviews" / "weir-1.yaml").exists()


def test_history_says_who_changed_what(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["history", "weir-1"]) == 0
    assert "nothing of it yet" in capsys.readouterr().err
    changed = {"answers.pay": ("fact", "noted"), "unassigned": ()}
    log_changes(study, [Change("answers", "weir-1", changed), Change("begun", "old-mill-1")])
    log_changes(study, [Change("withdrawn", "weir-1", why="by letter")])
    assert run(["history", "weir-1"]) == 0
    first, last = capsys.readouterr().out.splitlines()
    assert first.endswith(
        "changed it: 4 What do you pay drivers, for a day? (fact, notes); words kept for later"
    )
    assert last.endswith("took out what was withdrawn (by letter)")
    assert run(["history"]) == 0
    assert "old-mill-1: began it" in capsys.readouterr().out
    assert run(["history", "weir-1", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert [line["action"] for line in data] == ["answers", "withdrawn"]
    assert run(["history", "nobody-1"]) == 2


@pytest.mark.parametrize("command", [["withdraw", "weir-1"], ["purge", "--even-now"]])
def test_a_reason_longer_than_the_log_takes_is_said_and_nothing_is_changed(
    study: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    assert run([*command, "--yes", "--reason", "x" * 501]) == 2
    assert "The reason has 501 characters, and the log takes 500." in capsys.readouterr().err
    assert is_there(study)
    assert run([*command, "--yes", "--reason", "x" * 500]) == 0
