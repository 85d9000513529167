"""The form for a new conversation: what was typed there is never thrown away without a word."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual import events

from themer.conversation.naming import NewInterview
from themer.tui.app import interview_app
from themer.tui.screens.asking import PickScreen
from themer.tui.screens.beginning import BeginScreen
from themer.tui.screens.consent import ConsentScreen
from themer.tui.widgets.frame import Fault
from themer.tui.widgets.line import Line


@pytest.mark.parametrize("key", ["escape", "f3", "ctrl+q"])
async def test_going_back_asks_first_where_something_was_typed(
    study: Path, until: Any, screen_text: Any, key: str
) -> None:
    app = interview_app(study, NewInterview())
    async with app.run_test(size=(80, 24)) as pilot:
        form = await until(pilot, BeginScreen)
        form.query_one("#role", Line).value = "lead [sic]"
        await pilot.press(key)
        await until(pilot, PickScreen)
        assert "lead [sic]" in screen_text(app)
        await pilot.press("enter", "escape")
        assert await until(pilot, BeginScreen) is form
        assert form.query_one("#role", Line).stored == "lead [sic]"
        await pilot.press(key, "g")
        assert await until(pilot, BeginScreen) is form
        await pilot.press(key, "t")
        await pilot.pause()
    assert "nothing is kept" in app.farewell
    assert not list((study / "interviews").glob("*-2.yaml"))


async def test_an_untouched_form_is_left_at_once(study: Path, until: Any) -> None:
    app = interview_app(study, NewInterview())
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, BeginScreen)
        await pilot.press("escape")
        await pilot.pause()
    assert "nothing is kept" in app.farewell


async def test_a_long_paste_is_refused_in_words_and_a_short_one_is_taken_whole(
    study: Path, until: Any
) -> None:
    app = interview_app(study, NewInterview(unit="harrow-hill-mobile"))
    async with app.run_test(size=(80, 24)) as pilot:
        form = await until(pilot, BeginScreen)
        form.set_focus(form.query_one("#role", Line))
        app.post_message(events.Paste("practice\nlead"))
        await pilot.pause()
        await app.settle()
        app.post_message(events.Paste("x" * 1_000_000))
        await pilot.pause()
        await app.settle()
        assert "1,000,000 characters" in str(form.query_one(Fault).content)
        assert form.query_one("#role", Line).stored == "practice\nlead"
        await pilot.press("f4")
        await until(pilot, ConsentScreen)
    [begun] = (study / "interviews").glob("harrow-hill-mobile-*.yaml")
    assert "practice lead" in begun.read_text("utf-8")
