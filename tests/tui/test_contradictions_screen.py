"""Contradictions decided by keyboard: the queue, a reason, undo, and what is on the screen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from small_study import write_study
from themer.storage.study_folder import StudyFolder
from themer.tui.desks import contradictions_app
from themer.tui.screens.asking import LineScreen
from themer.tui.screens.contradictions import ContradictionsScreen

CHANGED = {
    "weir": ("partly", "yes", "no. we would like to", "on paper we do"),
    "old-mill": ("partly", "no", "we had a van and lost", "we do have a van but lost"),
}


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("THEMER_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("THEMER_CONFIG", str(tmp_path / "config"))
    root = write_study(tmp_path / "rooms", [*CHANGED, "stone-row"])
    for unit, (fact, now, said, then) in CHANGED.items():
        path = root / "interviews" / f"{unit}-1.yaml"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(fact, now).replace(said, then), encoding="utf-8")
    return root


def events(study: Path) -> list[dict[str, Any]]:
    path = StudyFolder(study).coder_path("coder-a")
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [json.loads(line) for line in lines]


async def decide(pilot: Any, until: Any, key: str, reason: str) -> None:
    await pilot.press(key)
    screen = await until(pilot, LineScreen)
    await pilot.press(*reason, "enter")
    del screen
    await until(pilot, ContradictionsScreen)


async def test_each_is_decided_with_a_reason_and_the_next_comes_up(
    study: Path, until: Any, screen_text: Any, golden: Any
) -> None:
    app = contradictions_app(study, "coder-a")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await until(pilot, ContradictionsScreen)
        golden(app, "contradictions")
        first = screen.item.contradiction.id
        await decide(pilot, until, "2", "it went")
        assert screen.item.contradiction.id != first
        assert "1 of 2 to decide" in screen_text(app)
        await decide(pilot, until, "4", "other")
        assert "0 of 2 to decide" in screen_text(app)
    assert [(e["action"], e["status"], e["reason"]) for e in events(study)] == [
        ("weigh", "words", "it went"),
        ("weigh", "neither", "other"),
    ]


async def test_without_a_reason_nothing_is_decided(study: Path, until: Any) -> None:
    app = contradictions_app(study, "coder-a")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, ContradictionsScreen)
        await pilot.press("1")
        await until(pilot, LineScreen)
        await pilot.press("escape")
        await until(pilot, ContradictionsScreen)
    assert events(study) == []


async def test_a_decision_is_taken_back_and_made_again(
    study: Path, until: Any, screen_text: Any, golden: Any
) -> None:
    app = contradictions_app(study, "coder-a")
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await until(pilot, ContradictionsScreen)
        await decide(pilot, until, "3", "both")
        await pilot.press("u")
        assert screen.desk.left == 2
        await pilot.press("U")
        assert screen.desk.left == 1
        assert "(•) both hold" in screen_text(app)
        assert "Settled by coder-a: both" in screen_text(app)
        golden(app, "contradictions-settled")
        await pilot.press("u", "u")
        assert "nothing here to take back" in screen_text(app)


async def test_one_goes_on_and_back_and_not_further(
    study: Path, until: Any, screen_text: Any
) -> None:
    app = contradictions_app(study, "coder-a")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, ContradictionsScreen)
        await pilot.press("n")
        assert "2 of 2" in screen_text(app)
        await pilot.press("n")
        assert "no more in this direction" in screen_text(app)
        await pilot.press("p")
        assert "1 of 2 ·" in screen_text(app)


async def test_a_fact_corrected_meanwhile_is_seen_when_the_study_is_read_again(
    study: Path, until: Any, screen_text: Any
) -> None:
    app = contradictions_app(study, "coder-a")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, ContradictionsScreen)
        for unit in CHANGED:
            path = study / "interviews" / f"{unit}-1.yaml"
            text = path.read_text(encoding="utf-8")
            for now in ("fact: yes", "fact: no"):
                text = text.replace(now, "fact: partly")
            path.write_text(text, encoding="utf-8")
        await pilot.press("r")
        assert "Nothing in this study contradicts itself" in screen_text(app)
        await pilot.press("1", "n", "u")


async def test_a_study_that_no_longer_holds_is_said_in_red(
    study: Path, until: Any, screen_text: Any
) -> None:
    app = contradictions_app(study, "coder-a")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, ContradictionsScreen)
        (study / "interviews" / "weir-1.yaml").write_text("answers: [", encoding="utf-8")
        await pilot.press("r")
        assert "! " in screen_text(app)
