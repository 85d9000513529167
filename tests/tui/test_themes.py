"""Both themes can be read: WCAG AA, worked out from every pair of colours that is really drawn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.color import Color as RichColor
from rich.segment import Segment
from textual.app import App
from textual.color import Color

from themer.conversation.naming import NewInterview
from themer.tui.app import home_app, interview_app
from themer.tui.desks import coding_app
from themer.tui.program import DARK, LIGHT
from themer.tui.screens.asking import LineScreen, PickScreen, ReadScreen
from themer.tui.screens.beginning import BeginScreen
from themer.tui.screens.coding import CodingScreen
from themer.tui.screens.consent import ConsentScreen
from themer.tui.screens.desk import DeskScreen
from themer.tui.screens.home import HomeScreen
from themer.tui.widgets.frame import Fault
from themer.tui.widgets.notes import Notes
from themer.workflows.coding.opening import Wanted

TEXT, MARKS = 4.5, 3.0
"""WCAG 2.2, 1.4.3 and 1.4.11: words, and what only has to be seen, such as a frame."""
FRAMES = frozenset("│─╭╮╰╯┃━┏┓┗┛┌┐└┘▏▎▍▌▋▊▉█▔▁▂▃▄▅▆▇▕▐▖▗▘▙▚▛▜▝▞▟║═╔╗╚╝┊┆╺╸╹╻ ")


@pytest.mark.parametrize("theme", [DARK, LIGHT])
async def test_words_and_marks_stand_out_on_every_screen(
    theme: str, study: Path, until: Any
) -> None:
    faint: dict[str, str] = {}
    async for name, app in _screens(study, until, theme):
        for words, ratio, least, drawn in _pairs(app):
            if ratio < least:
                faint.setdefault(f"{name}: {words!r}", f"{ratio:.2f} of {least} {drawn}")
    assert not faint, "\n".join(f"{where}  {how}" for where, how in faint.items())


async def _screens(study: Path, until: Any, theme: str) -> Any:
    """Go through the screens, with what each can show on it."""
    app = home_app(study)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        app.theme = theme
        home = await until(pilot, HomeScreen)
        await pilot.pause(0.5)
        home.show_fault("a file cannot be read")
        app.notify("A message [sic]", title="Title", severity="warning", markup=False)
        await pilot.pause()
        yield "home", app
        await pilot.press("ctrl+p", "n")
        await pilot.pause(0.3)
        yield "palette", app
    app = interview_app(study, NewInterview())
    async with app.run_test(size=(80, 24)) as pilot:
        app.theme = theme
        await until(pilot, BeginScreen)
        await pilot.press("f4")
        await pilot.pause()
        yield "begin", app
        await pilot.press("l", "escape")
        await until(pilot, PickScreen)
        yield "not kept yet", app
        await pilot.press("g", "f4")
        await until(pilot, ConsentScreen)
        await pilot.press("y", "f4")
        await pilot.pause()
        yield "consent", app
    app = interview_app(study, "harrow-hill-main-1")
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        app.theme = theme
        await until(pilot, PickScreen)
        yield "pick", app
        await pilot.press("t")
        desk = await until(pilot, DeskScreen)
        for question in desk.session.order:
            desk.move(lambda question=question: desk.session.go(question.id))
            await pilot.pause()
            yield f"desk {question.id}", app
            if question.answer.has_fact:
                desk.action_fact()
                await pilot.pause()
                yield f"fact of {question.id}", app
        desk.query_one(Fault).show("NOT SAVED: there is no room")
        desk.set_focus(desk.query_one(Notes))
        await pilot.press("a", "b", "shift+left")
        app.notify("No room", severity="error", markup=False)
        app.notify("Noted", markup=False)
        await pilot.pause()
        yield "desk with a fault and a selection", app
        await pilot.press("alt+o")
        await pilot.pause()
        yield "off the record", app
        await pilot.press("alt+o", "f10", "x")
        await until(pilot, LineScreen)
        yield "line", app
        await pilot.press("enter", "f1")
        await until(pilot, ReadScreen)
        yield "help", app
        await pilot.press("escape", "f2")
        await pilot.pause()
        yield "jump", app
        await pilot.press("escape", "f11")
        await pilot.pause()
        yield "closing", app
    app = coding_app(study, Wanted("coder-a"))
    async with app.run_test(size=(120, 40)) as pilot:
        app.theme = theme
        await until(pilot, CodingScreen)
        await pilot.pause()
        yield "coding", app
        await pilot.press("b")
        await pilot.pause()
        yield "board", app


def _pairs(app: App[Any]) -> Iterator[tuple[str, float, float, str]]:
    """Give what is drawn: the words, the contrast with their ground, and the least it may have."""
    for segment in _drawn(app):
        words = segment.text.strip()
        style = segment.style
        if not words or style is None or style.color is None or style.bgcolor is None:
            continue
        over, under = _colour(style.color), _colour(style.bgcolor)
        if style.dim:
            over = under.blend(over, 0.5)
        if style.reverse:
            over, under = under, over
        least = MARKS if set(words) <= FRAMES else TEXT
        yield words, contrast(over, under), least, f"{over.hex} on {under.hex}"


def _drawn(app: App[Any]) -> Iterator[Segment]:
    """Give what is drawn; under a box, what lies behind it is dimmed on purpose and left out."""
    screen = app.screen
    behind = screen.is_modal
    regions = [child.region for child in screen.children] if behind else [screen.region]
    for y, strip in enumerate(screen._compositor.render_strips()):
        for region in regions:
            if region.y <= y < region.bottom:
                yield from strip.crop(region.x, region.right)


def _colour(colour: RichColor) -> Color:
    return Color(*colour.get_truecolor())


def contrast(one: Color, other: Color) -> float:
    """Work out the ratio of WCAG 2.2 (W3C, 2023), for sRGB colours."""
    lighter, darker = sorted([luminance(one), luminance(other)], reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: Color) -> float:
    parts = [part / 255 for part in colour.rgb]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_ratio_is_that_of_the_standard() -> None:
    black, white, grey = Color(0, 0, 0), Color(255, 255, 255), Color(118, 118, 118)
    assert round(contrast(black, white), 2) == 21
    assert round(contrast(grey, white), 2) == 4.54
