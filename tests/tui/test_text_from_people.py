"""Every screen of a hostile study: its marks stand there as text, and nothing is obeyed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from hostile_study import HOSTILE, RAW, make_hostile
from themer.conversation.naming import NewInterview
from themer.storage.reading import parse
from themer.tui.app import home_app, interview_app
from themer.tui.desks import coding_app
from themer.tui.keys import DESK
from themer.tui.screens.asking import PickScreen
from themer.tui.screens.beginning import BeginScreen
from themer.tui.screens.coding import CodingScreen
from themer.tui.screens.consent import ConsentScreen
from themer.tui.screens.desk import DeskScreen
from themer.tui.screens.home import HomeScreen
from themer.tui.text import cut, padded, visible
from themer.tui.widgets.notes import Notes
from themer.workflows.coding.opening import Wanted

ID = "harrow-hill-main-1"
LEAVING = {"desk.close", "desk.second-place"}


@pytest.fixture
def hostile(study: Path) -> Path:
    make_hostile(study)
    return study


def look(app: Any, *marks: str) -> str:
    """Look at what is drawn: no order in it, every row as wide as the screen, the marks there."""
    strips = app.screen._compositor.render_strips()
    for strip in strips:
        for segment in strip:
            assert not RAW.search(segment.text), repr(segment.text)
            assert not segment.control
        assert sum(cell_len(segment.text) for segment in strip) == app.size.width
        assert not any(
            "@click" in (segment.style.meta if segment.style else {}) for segment in strip
        )
    text = "\n".join("".join(segment.text for segment in strip) for strip in strips)
    flat = " ".join(re.sub(r"[│╭╮╰╯─]", " ", text).split())
    for mark in marks:
        assert mark in flat, f"{mark!r} is not in\n{text}"
    return flat


async def test_home_begin_and_consent(hostile: Path, until: Any) -> None:
    app = home_app(hostile)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, HomeScreen)
        for _ in range(100):
            await pilot.pause(0.05)
            if "Next:" in look(app):
                break
        look(app, "[sic] [/ [red]x")
        app.notify(visible(HOSTILE), title="[/ [red]", markup=False)
        await pilot.pause()
        look(app, "[@click=app.quit]y")
        await pilot.press("ctrl+p")
        await pilot.pause(0.3)
        look(app)
        await pilot.press("escape")
        app.screen.show_fault(f"{HOSTILE} [/")
        await pilot.pause()
        look(app, "␛[2J")
    app = interview_app(hostile, NewInterview())
    async with app.run_test(size=(80, 24)) as pilot:
        form = await until(pilot, BeginScreen)
        look(app, "[sic] [/ [red]x")
        await pilot.press("f4")
        await pilot.pause()
        look(app)
        form.query_one("#role").value = "[sic] [/ [red]x"
        await pilot.press("escape")
        await pilot.pause()
        look(app, "[sic] [/ [red]x")
        await pilot.press("g", "f4")
        await until(pilot, ConsentScreen)
        look(app, "[sic] [/ [red]x [@click=app.quit]y ␛[2J␛]8;;http://x␇")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_every_question_and_every_key_of_the_desk(
    size: tuple[int, int], hostile: Path, until: Any
) -> None:
    app = interview_app(hostile, ID)
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(pilot, PickScreen)
        look(app, "[sic] [/ [red]x")
        await pilot.press("t")
        desk = await until(pilot, DeskScreen)
        for question in desk.session.order:
            desk.move(lambda question=question: desk.session.go(question.id))
            await pilot.pause()
            look(app, "[sic] [/ [red]x [@click=app.quit]y")
        desk.move(lambda: desk.session.go("has_home_service"))
        await pilot.pause()
        look(app, "nobody asked for the van back")
        visited = []
        for key in DESK:
            if key.id in LEAVING:
                continue
            desk.move(lambda: desk.session.go("has_home_service"))
            await pilot.pause()
            desk.set_focus(desk.query_one(Notes))
            await pilot.press("ctrl+end", "shift+left", key.keys.split(",")[0])
            await pilot.pause(0.1)
            look(app)
            if app.screen is not desk:
                visited.append(key.id)
            for _ in range(4):
                if app.screen is desk:
                    break
                await pilot.press("escape")
                await pilot.pause(0.05)
                if app.screen is not desk and app.screen.query(".title"):
                    await pilot.press("t")
            assert app.screen is desk, key.id
            if desk.session.is_off_record:
                await pilot.press("alt+o")
        assert len(visited) > 8
        await pilot.press("f11")
        await pilot.pause(0.2)
        look(app, "[sic] [/ [red]x")
        await pilot.press("f5")
        await pilot.pause(0.2)
        look(app)


async def test_coding_and_the_board(hostile: Path, until: Any) -> None:
    app = coding_app(hostile, Wanted("coder-a"))
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, CodingScreen)
        await pilot.pause(0.2)
        look(app, "[sic] [/ [red]x")
        for key in ("w", "escape", "a", "escape", "g", "escape", "f1", "escape", "b"):
            await pilot.press(key)
            await pilot.pause(0.1)
            look(app)


def test_the_hostile_study_holds(hostile: Path, tmp_path: Path) -> None:
    data: Any = parse((hostile / "study.yaml").read_text("utf-8"))
    assert data["title"].startswith(HOSTILE)
    shutil.rmtree(tmp_path / "study")


@given(st.text(), st.integers(0, 60))
def test_cutting_and_filling_keep_to_the_cells_of_a_terminal(text: str, width: int) -> None:
    line = visible(text).replace("\n", " ").replace("\t", " ")
    assert cell_len(cut(line, width)) <= width
    assert cell_len(padded(cut(line, width), width)) == width


def test_wide_letters_take_two_cells() -> None:
    assert padded("漢字", 6) == "漢字  "
    assert cut("漢字漢字", 5) == "漢字…"
