"""Everything is reached without a mouse: parts by tab, actions by their keys and by their names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from themer.conversation.naming import NewInterview
from themer.tui.app import home_app, interview_app
from themer.tui.desks import coding_app
from themer.tui.keys import EVERYWHERE, GROUPS
from themer.tui.screens.asking import FindScreen, LineScreen, PickScreen
from themer.tui.screens.beginning import BeginScreen
from themer.tui.screens.closing import ClosingScreen
from themer.tui.screens.coding import CodingScreen
from themer.tui.screens.consent import ConsentScreen
from themer.tui.screens.desk import DeskScreen
from themer.tui.screens.home import HomeScreen
from themer.tui.sendable import bytes_of
from themer.workflows.coding_opening import Wanted

ID = "harrow-hill-main-1"


async def walk(pilot: Any) -> None:
    """Go round a screen by tab: every part that takes keys is come to, and the first again."""
    screen = pilot.app.screen
    parts = {widget for widget in screen.focus_chain if widget.is_on_screen}
    seen = set()
    for _ in range(len(parts) + 1):
        if screen.focused is not None:
            seen.add(screen.focused)
        await pilot.press("tab")
    assert parts <= seen, f"by tab nobody comes to {parts - seen}"


def check_actions(app: Any) -> None:
    """Every binding in force can be sent, and every action of the screen is in the palette."""
    screen = app.screen
    named = {command.title for command in app.get_system_commands(screen)}
    for key in (*screen.KEYS, *EVERYWHERE):
        if key.action != "command_palette":
            assert f"{key.label.capitalize()}: {key.tooltip}" in named
            assert hasattr(screen, f"action_{key.action.split('(')[0]}") or hasattr(
                app, f"action_{key.action}"
            ), f"nothing does {key.id}"
    for key, active in screen.active_bindings.items():
        if active.binding.id is not None:
            assert bytes_of(key), f"{active.binding.id} has {key}, which cannot be sent"
    # What a screen binds beside the table would be in no help, no palette and nobody's settings.
    ours = [
        binding
        for kind in type(screen).__mro__
        if kind.__module__.startswith("themer.")
        for binding in kind.__dict__.get("BINDINGS", ())
    ]
    assert all(binding.id for binding in ours)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_screens_of_a_conversation(size: Any, study: Path, until: Any) -> None:
    app = interview_app(study, ID)
    async with app.run_test(size=size) as pilot:
        await until(pilot, PickScreen)
        check_actions(app)
        await walk(pilot)
        await pilot.press("t")
        desk = await until(pilot, DeskScreen)
        for question in ("has_home_service", "home_visits", "pay", "hardest"):
            desk.move(lambda question=question: desk.session.go(question))
            await pilot.pause()
            await walk(pilot)
        check_actions(app)
        for key, kind in (("f2", FindScreen), ("f10", LineScreen), ("f8", PickScreen)):
            await pilot.press(key)
            await until(pilot, kind)
            check_actions(app)
            await walk(pilot)
            await pilot.press("escape")
            await until(pilot, DeskScreen)
        await pilot.press("f11")
        await until(pilot, ClosingScreen)
        check_actions(app)
        await walk(pilot)


async def test_home_the_form_and_consent(study: Path, until: Any) -> None:
    app = home_app(study)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, HomeScreen)
        check_actions(app)
        await walk(pilot)
    app = interview_app(study, NewInterview())
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, BeginScreen)
        check_actions(app)
        await walk(pilot)
        app.screen.query_one("#role").value = "lead"
        await pilot.press("f4")
        await until(pilot, ConsentScreen)
        check_actions(app)


async def test_coding_and_the_board(study: Path, until: Any) -> None:
    app = coding_app(study, Wanted("coder-a"))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, CodingScreen)
        check_actions(app)
        await pilot.press("b")
        await pilot.pause(0.1)
        check_actions(app)


async def test_an_action_is_found_by_its_name_and_done(study: Path, until: Any) -> None:
    app = interview_app(study, ID)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, PickScreen)
        await pilot.press("t")
        desk = await until(pilot, DeskScreen)
        await pilot.press("ctrl+p", *"clock")
        await pilot.pause(0.5)
        await pilot.press("down", "enter")
        await until(pilot, DeskScreen)
        for _ in range(40):
            await pilot.pause(0.05)
            if desk.clock.running_since is None:
                break
        assert desk.clock.running_since is None


def test_every_group_of_keys_belongs_to_a_screen_that_was_walked() -> None:
    walked = {"app", "home", "desk", "closing", "consent", "begin", "coding", "board", "box"}
    walked |= {"find", "line", "read", "form", "summary", "write-up"}
    assert set(GROUPS) <= walked
