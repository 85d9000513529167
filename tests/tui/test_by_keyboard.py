"""Everything is reached without a mouse: parts by tab, actions by their keys and by their names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from matrix_study import UNIT, accept
from small_study import SAID, write_study
from themer.conversation.naming import NewInterview
from themer.model.theme import Theme, ThemesFile
from themer.storage.writing import to_file
from themer.tui import desks
from themer.tui.app import home_app, interview_app
from themer.tui.keys import EVERYWHERE, GROUPS
from themer.tui.screens.actions import ActionsScreen
from themer.tui.screens.adjudicating import AdjudicatingScreen
from themer.tui.screens.asking import FindScreen, LineScreen, PickScreen, ReadScreen
from themer.tui.screens.beginning import BeginScreen
from themer.tui.screens.closing import ClosingScreen
from themer.tui.screens.codebook import CodebookScreen
from themer.tui.screens.coding import CodingScreen
from themer.tui.screens.coding_alike import AlikeScreen
from themer.tui.screens.coding_board import BoardScreen
from themer.tui.screens.coding_span import SpanScreen
from themer.tui.screens.consent import ConsentScreen
from themer.tui.screens.contradictions import ContradictionsScreen
from themer.tui.screens.desk import DeskScreen
from themer.tui.screens.form import FormScreen
from themer.tui.screens.home import HomeScreen
from themer.tui.screens.matrix import MatrixScreen
from themer.tui.screens.matrix_writing import SumUpScreen
from themer.tui.screens.theme import ThemeScreen
from themer.tui.screens.theme_map import ThemeMapScreen
from themer.tui.screens.themes import ThemesScreen
from themer.tui.sendable import bytes_of
from themer.workflows.coding.opening import Wanted

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


@pytest.fixture
def rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the small study with a code given, a theme named, and settings of nobody."""
    monkeypatch.setenv("THEMER_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("THEMER_CONFIG", str(tmp_path / "config"))
    root = write_study(tmp_path / "rooms", list(SAID))
    accept(root, UNIT, "has_home_service")
    theme = Theme("drivers", "named", "It hangs on drivers")
    (root / "themes.yaml").write_bytes(to_file(ThemesFile(themes=(theme,))))
    return root


DESKS: dict[str, tuple[Any, Any, dict[str, Any]]] = {
    "coding": (
        lambda root: desks.coding_app(root, Wanted("anna")),
        CodingScreen,
        {"b": BoardScreen, "v": SpanScreen, "C": CodebookScreen, "D": AdjudicatingScreen,
         "F": ContradictionsScreen, "m": LineScreen, "a": FindScreen},
    ),
    "codebook": (
        lambda root: desks.codebook_app(root, "anna"),
        CodebookScreen,
        {"a": FormScreen, "m": FindScreen, "x": LineScreen, "h": ReadScreen},
    ),
    "differences": (lambda root: desks.differences_app(root, "anna"), AdjudicatingScreen, {}),
    "weigh": (lambda root: desks.contradictions_app(root, "anna"), ContradictionsScreen, {}),
    "matrix": (
        lambda root: desks.matrix_app(root, "anna", "codes"),
        MatrixScreen,
        {"enter": ReadScreen, "e": SumUpScreen, "f": PickScreen},
    ),
    "themes": (
        lambda root: desks.themes_app(root, "anna"),
        ThemesScreen,
        {"enter": ThemeScreen, "v": ThemeMapScreen, "n": LineScreen, "slash": FindScreen},
    ),
    "actions": (lambda root: desks.actions_app(root), ActionsScreen, {"n": FormScreen}),
}  # fmt: skip
"""The program of each desk, its screen, and what a key opens over that."""


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("name", DESKS)
async def test_a_desk_and_what_it_opens_are_walked_and_left_by_escape(
    name: str, size: Any, rooms: Path, until: Any, screen_text: Any
) -> None:
    program, kind, opens = DESKS[name]
    app = program(rooms)
    async with app.run_test(size=size) as pilot:
        await until(pilot, kind)
        check_actions(app)
        await walk(pilot)
        assert "escape" in screen_text(app).splitlines()[-1]
        await pilot.press(*(["n"] if name == "matrix" else []))
        for key, opened in opens.items():
            await pilot.press(key)
            await until(pilot, opened)
            check_actions(app)
            await walk(pilot)
            await pilot.press("escape")
            await until(pilot, kind)
        await pilot.press("escape")
        await pilot.pause()
    assert app.return_value == 0


async def test_passages_alike_are_decided_on_without_a_mouse(coded_study: Path, until: Any) -> None:
    app = desks.coding_app(coded_study, Wanted("coder-a"))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, CodingScreen)
        await pilot.press("l")
        await until(pilot, AlikeScreen)
        check_actions(app)
        await walk(pilot)
        await pilot.press("escape")
        await until(pilot, CodingScreen)


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
    walked |= {*DESKS, "span", "alike", "sum-up", "theme", "theme-map"}
    assert set(GROUPS) <= walked
