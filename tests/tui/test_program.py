"""The edge where errors are met: what a crash says, and what it must not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from themer.tui.app import interview_app
from themer.tui.screens.asking import PickScreen
from themer.tui.screens.desk import DeskScreen
from themer.tui.widgets.notes import Notes

SECRET = "SECRET words that Margaret said"


async def test_a_crash_says_where_and_never_what_was_typed(
    study: Path,
    until: Any,
    on_disk: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def break_down(desk: DeskScreen) -> None:
        words = desk.session.answer.noted  # a local variable, as Textual's report would print it
        raise RuntimeError(f"broken with {len(words)} characters")

    monkeypatch.setattr(DeskScreen, "action_pause", break_down)
    app = interview_app(study, "harrow-hill-main-1")
    with pytest.raises(RuntimeError, match="broken with"):  # and what the terminal is told
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, PickScreen)
            await pilot.press("c")
            desk = await until(pilot, DeskScreen)
            desk.query_one(Notes).insert(SECRET)
            await pilot.pause()
            await pilot.press("alt+t")
            await pilot.pause(0.8)
    report = capsys.readouterr().err
    assert "broken with" in report
    assert "action_pause" in report or "break_down" in report
    assert "SECRET" not in report
    app.flush()
    assert SECRET in on_disk("harrow-hill-main-1").answers["has_home_service"].noted
