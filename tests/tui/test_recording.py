"""The record for the partner, made from the screens, which never load what writes documents."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import DataTable

from themer.errors import StorageError
from themer.tui.app import home_app, interview_app
from themer.tui.screens.asking import PickScreen, ReadScreen
from themer.tui.screens.closing import ClosingScreen
from themer.tui.screens.desk import DeskScreen
from themer.tui.screens.home import HomeScreen
from themer.workflows.interviews.record_apart import write_record_apart

ID = "harrow-hill-main-1"


async def ask(app: Any, pilot: Any, until: Any, row: int) -> None:
    await until(pilot, HomeScreen)
    await app.workers.wait_for_complete()
    app.screen.query_one(DataTable).move_cursor(row=row)
    await pilot.press("w")


async def test_home_writes_the_record_and_says_where(
    study: Path, until: Any, screen_text: Any, screen_words: Any
) -> None:
    app = home_app(study)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await ask(app, pilot, until, 0)
        await until(pilot, ReadScreen)
        text = screen_text(app)
        assert "The record is written" in text
        assert f"{ID}.docx" in screen_words(app)
        assert "1 kept for later" in text
    assert (study / "records" / f"{ID}.docx").is_file()


async def test_what_is_refused_is_said(study: Path, until: Any, screen_text: Any) -> None:
    path = study / "interviews" / f"{ID}.yaml"
    path.write_text(path.read_text().replace("take_part: yes", "take_part: no"))
    app = home_app(study)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await ask(app, pilot, until, 0)
        await until(pilot, ReadScreen)
        assert "No record was written" in screen_text(app)
        assert "nobody agreed to take part" in screen_text(app)
    assert not (study / "records").exists()


async def test_a_line_without_a_conversation_has_no_record(study: Path, until: Any) -> None:
    app = home_app(study)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await ask(app, pilot, until, 1)
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
    assert not (study / "records").exists()


async def test_the_end_of_a_conversation_writes_all_that_is_recorded_until_now(
    study: Path, until: Any, screen_text: Any
) -> None:
    app = interview_app(study, ID)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await until(pilot, PickScreen)
        await pilot.press("c")
        desk = await until(pilot, DeskScreen)
        kept = replace(desk.session.interview, unassigned=("the van is back",))
        desk.change(replace(desk.session, interview=kept))
        await pilot.press("f11")
        await until(pilot, ClosingScreen)
        await pilot.press("w")
        await until(pilot, ReadScreen)
        assert "The record is written" in screen_text(app)
    xml = zipfile.ZipFile(study / "records" / f"{ID}.docx").read("word/document.xml")
    assert b"the van is back" in xml


def test_a_conversation_that_is_not_there_is_an_error_in_words(study: Path) -> None:
    with pytest.raises(StorageError, match="no conversation"):
        write_record_apart(study, "nobody-1")


def test_no_writer_of_documents_is_loaded_here() -> None:
    code = (
        "import sys, themer.tui.recording, themer.workflows.interviews.record_apart\n"
        "import themer.tui.screens.closing\n"
        "print([m for m in ('docx', 'jinja2', 'themer.report') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


async def test_nothing_of_a_hidden_list_is_written_or_shown(study: Path, until: Any) -> None:
    app = home_app(study)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, HomeScreen)
        await app.workers.wait_for_complete()
        await pilot.press("alt+v", "w", "c")
        await app.workers.wait_for_complete()
        assert isinstance(app.screen, HomeScreen)
    assert not (study / "records").exists()
