"""The screens as text, and a study of its own for each test."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen

import reading_rooms
from coding_study import Taught, write_suggestions
from themer.conversation.session import today
from themer.model.interview import Interview

GOLDENS = Path(__file__).parent / "goldens"

ScreenText = Callable[[App[Any]], str]
Golden = Callable[[App[Any], str], None]
OnDisk = Callable[[str], Interview]
Until = Callable[[Pilot[Any], type[Screen[Any]]], Awaitable[Any]]


@pytest.fixture
def study(study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a copy of the reading rooms, and settings of nobody."""
    monkeypatch.setenv("THEMER_CONFIG", str(tmp_path / "config"))
    return study


def _text(app: App[Any]) -> str:
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(s.text for s in strip).rstrip() for strip in strips) + "\n"


@pytest.fixture
def screen_text() -> ScreenText:
    """Give what is on the screen, line by line."""
    return _text


@pytest.fixture
def screen_words() -> ScreenText:
    """Give what is on the screen without spaces and frames: boxes break paths where they end."""
    return lambda app: re.sub(r"[\s│╭╮╰╯─]+", "", _text(app))


@pytest.fixture
def golden() -> Golden:
    """Compare the screen with a stored text; ``THEMER_UPDATE_GOLDENS=1`` stores it anew."""

    def check(app: App[Any], name: str) -> None:
        text = re.sub(r"\d\d:\d\d:\d\d", "HH:MM:SS", _text(app))
        text = re.sub(r" {6}saving …", "saved HH:MM:SS", text)
        text = text.replace(today().isoformat(), "YYYY-MM-DD")
        path = GOLDENS / f"{name}-{app.size.width}x{app.size.height}.txt"
        if os.environ.get("THEMER_UPDATE_GOLDENS") == "1":
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return check


@pytest.fixture
def on_disk(study: Path) -> OnDisk:
    """Read an interview as it is in its file."""

    return functools.partial(reading_rooms.on_disk, study)


@pytest.fixture
def until() -> Until:
    """Wait until a screen is the one on top, as opening happens in a thread."""

    async def wait(pilot: Pilot[Any], kind: type[Screen[Any]]) -> Any:
        for _ in range(200):
            if isinstance(pilot.app.screen, kind):
                await pilot.pause()
                return pilot.app.screen
            await pilot.pause(0.05)
        raise AssertionError(f"{kind.__name__} did not come; here is\n{_text(pilot.app)}")

    return wait


@pytest.fixture(autouse=True)
def learner(monkeypatch: pytest.MonkeyPatch) -> type[Taught]:
    monkeypatch.setattr("themer.workflows.coding.learning_beside.Learner", Taught)
    for name, empty in (("says", []), ("heard", []), ("fault", None)):
        monkeypatch.setattr(Taught, name, empty)
    return Taught


@pytest.fixture
def coded_study(study: Path) -> Path:
    write_suggestions(study, {"home-delivery": 0.71, "volunteers": 0.31})
    return study
