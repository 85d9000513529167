"""Actions by keyboard: from a finding, changed, and kept in the file with its comments."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from formats_page import EXAMPLES
from small_study import write_study
from themer.storage.study_folder import StudyFolder
from themer.tui.desks import actions_app
from themer.tui.screens.actions import ActionsScreen
from themer.tui.screens.asking import FindScreen, PickScreen
from themer.tui.screens.form import FormScreen


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("THEMER_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("THEMER_CONFIG", str(tmp_path / "config"))
    root = write_study(tmp_path / "rooms", ["harrow-hill-main", "weir"])
    for name in ("actions.yaml", "indicators.yaml"):
        text = EXAMPLES[name].replace("theme:drivers, ", "")
        (root / name).write_text(text.split("  - id: rests-on-drivers")[0], encoding="utf-8")
    return root


def actions(study: Path) -> Any:
    stored = StudyFolder(study).actions()
    assert stored is not None
    return stored.value


async def fill(pilot: Any, until: Any, *lines: str) -> None:
    """Type into the lines of the form, one after the other, and keep it."""
    await until(pilot, FormScreen)
    for line in lines:
        await pilot.press(*line, "enter")
    await pilot.press("f4")
    await until(pilot, FindScreen)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_list_shows_what_is_planned_asked_and_not_answered(
    study: Path, until: Any, golden: Any, size: tuple[int, int]
) -> None:
    app = actions_app(study)
    async with app.run_test(size=size) as pilot:
        await until(pilot, ActionsScreen)
        golden(app, "actions")


async def test_an_action_is_written_from_a_finding(study: Path, until: Any) -> None:
    app = actions_app(study)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await until(pilot, ActionsScreen)
        await pilot.press("j", "j", "enter")
        await fill(pilot, until, "Lend a van", "The county", "2026-10")
        await pilot.press("enter")
        await until(pilot, ActionsScreen)
        assert screen.desk.unanswered() == ()
    made = actions(study).actions[-1]
    assert (made.what, made.owner, made.by) == ("Lend a van", "The county", "2026-10")
    assert made.answers == ("indicator:reaches-home",)
    text = (study / "actions.yaml").read_text(encoding="utf-8")
    assert "# what readers of the report are asked to do" in text


async def test_findings_are_searched_put_in_and_taken_out(study: Path, until: Any) -> None:
    app = actions_app(study)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, ActionsScreen)
        await pilot.press("a")
        await fill(pilot, until, "Name a driver")
        await pilot.press(*"delivery", "enter")
        await until(pilot, FindScreen)
        await pilot.press(*"reaches", "enter")
        await until(pilot, FindScreen)
        await pilot.press(*"delivery", "enter")
        await until(pilot, FindScreen)
        await pilot.press("enter")
        await until(pilot, ActionsScreen)
    assert actions(study).asks[-1].answers == ("indicator:reaches-home",)


async def test_an_action_is_changed_in_its_place(study: Path, until: Any) -> None:
    app = actions_app(study)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, ActionsScreen)
        await pilot.press("enter")
        await until(pilot, FormScreen)
        await pilot.press("down", "end", *" and others", "f4")
        await until(pilot, FindScreen)
        await pilot.press("enter")
        await until(pilot, ActionsScreen)
    (changed,) = actions(study).actions
    assert changed.id == "driver-pool"
    assert changed.owner == "Three Valleys Libraries and others"


async def test_a_day_that_is_none_is_said_and_nothing_is_lost(
    study: Path, until: Any, screen_text: Any
) -> None:
    app = actions_app(study)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, ActionsScreen)
        await pilot.press("n")
        await until(pilot, FormScreen)
        await pilot.press(*"Lend", "enter", "enter", *"soon", "f4")
        assert '"soon" is not a day' in screen_text(app)
        assert "Lend" in screen_text(app)


async def test_what_somebody_changed_meanwhile_is_not_written_over(
    study: Path, until: Any, screen_text: Any
) -> None:
    app = actions_app(study)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, ActionsScreen)
        await pilot.press("enter")
        await until(pilot, FormScreen)
        path = study / "actions.yaml"
        theirs = path.read_text(encoding="utf-8").replace("shared pool", "larger pool")
        path.write_text(theirs, encoding="utf-8")
        await pilot.press("end", *" soon", "f4")
        await until(pilot, FindScreen)
        await pilot.press("enter")
        await until(pilot, FormScreen)
        assert "soon" in screen_text(app)
        assert path.read_text(encoding="utf-8") == theirs


async def test_going_back_from_the_findings_keeps_nothing_and_loses_nothing(
    study: Path, until: Any, screen_text: Any
) -> None:
    before = (study / "actions.yaml").read_text(encoding="utf-8")
    app = actions_app(study)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, ActionsScreen)
        await pilot.press("n")
        await fill(pilot, until, "Lend a van")
        await pilot.press("escape")
        await until(pilot, FormScreen)
        assert "Lend a van" in screen_text(app)
        await pilot.press("escape")
        await until(pilot, PickScreen)
        await pilot.press("g")
        await until(pilot, FormScreen)
        await pilot.press("escape")
        await until(pilot, PickScreen)
        await pilot.press("t")
        await until(pilot, ActionsScreen)
    assert (study / "actions.yaml").read_text(encoding="utf-8") == before
