"""``themer code`` as it is typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from small_study import SAID, write_study
from themer.cli.commands import code
from themer.cli.edge import run
from themer.tui import app, desks


@pytest.fixture
def rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = write_study(tmp_path / "rooms", list(SAID)[:2])
    monkeypatch.chdir(path)
    return path


def test_without_a_coder_it_says_who_is_missing(
    rooms: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["code"]) == 2
    assert "Say who decides: --coder your-name." in capsys.readouterr().err


@pytest.mark.parametrize(("typed", "taken"), [("Anna", "anna"), ("ANNA-B", "anna-b")])
def test_a_name_in_capitals_is_taken_in_small_letters(
    rooms: Path, monkeypatch: pytest.MonkeyPatch, typed: str, taken: str
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(code, "require_terminal", lambda: None)
    monkeypatch.setattr(desks, "differences_app", lambda _, coder: opened.append(coder))
    monkeypatch.setattr(app, "run", lambda _: 0)
    assert run(["code", "--differences", "--coder", typed]) == 0
    assert opened == [taken]
