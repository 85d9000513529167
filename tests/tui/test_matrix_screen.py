"""The matrix by keyboard: from cell to cell, reading, summing up, and what is on the disk."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Static

from matrix_study import UNIT, accept
from small_study import SAID, write_study
from themer.storage.study_folder import StudyFolder
from themer.tui.app import ThemerApp
from themer.tui.desks import matrix_app
from themer.tui.screens.asking import PickScreen, ReadScreen
from themer.tui.screens.matrix import MatrixScreen
from themer.tui.screens.matrix_writing import SumUpScreen
from themer.tui.widgets.frame import Fault
from themer.tui.widgets.notes import Notes


@pytest.fixture
def rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("THEMER_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("THEMER_CONFIG", str(tmp_path / "config"))
    study = write_study(tmp_path / "rooms", list(SAID))
    accept(study, UNIT, "has_home_service")
    accept(study, UNIT, "hardest")
    accept(study, "weir", "has_home_service")
    return study


def summaries(study: Path) -> dict[str, str]:
    stored = StudyFolder(study).matrix()
    return {one.unit: one.text for one in stored.value.summaries} if stored else {}


def said(app: ThemerApp) -> str:
    return str(app.screen.query_one("#said", Static).render())


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_cell_is_found_read_and_summed_up(
    rooms: Path, size: tuple[int, int], until: Any, golden: Any
) -> None:
    app = matrix_app(rooms, "anna", "codes")
    async with app.run_test(size=size) as pilot:
        await until(pilot, MatrixScreen)
        await pilot.pause()
        await pilot.press("n")
        assert UNIT in str(app.screen.query_one("#cell-head", Static).render())
        golden(app, "matrix")
        await pilot.press("enter")
        await until(pilot, ReadScreen)
        golden(app, "matrix-passages")
        await pilot.press("escape", "e")
        box = await until(pilot, SumUpScreen)
        box.query_one(Notes).insert("No driver,\nso no van.")
        await pilot.pause()
        golden(app, "matrix-sum-up")
        await pilot.press("f4")
        await until(pilot, MatrixScreen)
        assert summaries(rooms) == {UNIT: "No driver,\nso no van."}
        await pilot.press("n", "e")
        box = await until(pilot, SumUpScreen)
        box.query_one(Notes).insert("Readers ask for it.")
        await pilot.press("f4")
        await until(pilot, MatrixScreen)
        assert set(summaries(rooms)) == {UNIT, "weir"}
        await pilot.press("n")
        assert said(app) == "Every cell with passages is summed up."
        golden(app, "matrix-written")
        await pilot.press("u", "u", "U")
        assert summaries(rooms) == {UNIT: "No driver,\nso no van."}
        await pilot.press("ctrl+q")
    assert app.return_value == 0


async def test_a_summary_that_is_older_says_so_and_can_be_said_to_hold(
    rooms: Path, until: Any
) -> None:
    app = matrix_app(rooms, "anna", "codes")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, MatrixScreen)
        await pilot.press("n", "n", "e")
        box = await until(pilot, SumUpScreen)
        box.query_one(Notes).insert("Readers ask for it.")
        await pilot.press("f4")
        await until(pilot, MatrixScreen)
        await pilot.press("ctrl+q")
    accept(rooms, "weir", "hardest")
    app = matrix_app(rooms, "anna", "codes")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await until(pilot, MatrixScreen)
        await pilot.press("n", "n")
        words = str(screen.query_one("#cell-words", Static).render())
        assert "written before 1 passage came" in words
        await pilot.press("c")
        assert "1 passage" not in str(screen.query_one("#cell-words", Static).render())
        assert summaries(rooms) == {"weir": "Readers ask for it."}
        await pilot.press("ctrl+q")


async def test_what_is_typed_is_not_thrown_away_without_a_word(rooms: Path, until: Any) -> None:
    app = matrix_app(rooms, "anna", "codes")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, MatrixScreen)
        await pilot.press("n", "e")
        box = await until(pilot, SumUpScreen)
        box.query_one(Notes).insert("half a thought")
        await pilot.press("escape")
        await until(pilot, PickScreen)
        await pilot.press("g")
        await until(pilot, SumUpScreen)
        await pilot.press("escape")
        await until(pilot, PickScreen)
        await pilot.press("t")
        await until(pilot, MatrixScreen)
        assert summaries(rooms) == {}
        await pilot.press("ctrl+q")


async def test_a_full_disk_keeps_the_box_and_its_words(
    rooms: Path, until: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = matrix_app(rooms, "anna", "codes")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, MatrixScreen)
        await pilot.press("n", "e")
        box = await until(pilot, SumUpScreen)
        box.query_one(Notes).insert("words")

        def refuse(*_: object) -> int:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        with monkeypatch.context() as patched:
            patched.setattr("themer.storage.durable.os.write", refuse)
            await pilot.press("f4")
            again = await until(pilot, SumUpScreen)
            assert again is not box
        assert again.query_one(Notes).stored == "words"
        await pilot.press("f4")
        screen = await until(pilot, MatrixScreen)
        assert summaries(rooms) == {UNIT: "words"}
        assert not screen.query_one(Fault).has_class("-on")
        await pilot.press("ctrl+q")


async def test_who_only_looks_is_told_how_to_write(rooms: Path, until: Any) -> None:
    app = matrix_app(rooms, None, "codes")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, MatrixScreen)
        for key in ("e", "c", "u", "U"):
            await pilot.press(key)
            assert "--coder your-name" in said(app)
        await pilot.press("a")
        assert said(app) == "There is one kind of conversation only."
        await pilot.press("ctrl+q")
    assert summaries(rooms) == {}


async def test_without_themes_or_units_of_a_type_a_sentence_stands_there(
    rooms: Path, until: Any, screen_text: Any
) -> None:
    app = matrix_app(rooms, "anna", "codes")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, MatrixScreen)
        await pilot.press("t")
        assert "No theme has been named yet." in screen_text(app)
        await pilot.press("e", "n", "enter", "l", "j")
        await pilot.press("t", "f")
        await until(pilot, PickScreen)
        await pilot.press("2")
        await until(pilot, MatrixScreen)
        assert UNIT in screen_text(app)
        await pilot.press("ctrl+q")


async def test_markup_in_a_summary_is_shown_as_it_is(rooms: Path, until: Any) -> None:
    app = matrix_app(rooms, "anna", "codes")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await until(pilot, MatrixScreen)
        await pilot.press("n", "e")
        box = await until(pilot, SumUpScreen)
        box.query_one(Notes).insert("[bold]not[/] markup \x1b[31m")
        await pilot.press("f4")
        await until(pilot, MatrixScreen)
        shown = str(screen.query_one("#cell-words", Static).render())
        assert "[bold]not[/] markup" in shown
        assert "\x1b" not in shown
        await pilot.press("ctrl+q")
