"""A conversation with the mobile library, begun by keyboard in a running app."""

from __future__ import annotations

import re
from typing import Any

from themer.conversation.naming import NewInterview
from themer.tui.screens.beginning import BeginScreen
from themer.tui.screens.consent import ConsentScreen
from themer.tui.screens.desk import DeskScreen
from themer.tui.widgets.notes import Notes

NEW = NewInterview(unit="harrow-hill-mobile")
NEW_ID = "harrow-hill-mobile-1"


async def begin_first(
    pilot: Any, until: Any, agreed: str = "yyy", role: str = "driver"
) -> DeskScreen:
    """Begin a conversation, at its first question."""
    await until(pilot, BeginScreen)
    pilot.app.screen.query_one("#role").value = role
    await pilot.press("f4")
    await until(pilot, ConsentScreen)
    await pilot.press(*agreed, "f4")
    desk: DeskScreen = await until(pilot, DeskScreen)
    return desk


async def begin(pilot: Any, until: Any, agreed: str = "yyy", at: str = "hardest") -> DeskScreen:
    """Begin a conversation, and go to a question of words only."""
    desk = await begin_first(pilot, until, agreed)
    desk.move(lambda: desk.session.go(at))
    await pilot.pause()
    return desk


async def write(pilot: Any, words: str) -> None:
    """Put words into the notes as one edit; a press costs a tenth of a second."""
    pilot.app.screen.query_one(Notes).insert(words)
    await pilot.pause()


async def saved(pilot: Any, screen_text: Any) -> None:
    """Wait until the top line says that all is saved."""
    await pilot.pause()
    for _ in range(100):
        if "saved " in screen_text(pilot.app).split("\n")[0]:
            return
        await pilot.pause(0.05)
    raise AssertionError("it was not saved")


def flat(screen: str) -> str:
    """Give what a screen says without its frames and line ends."""
    return " ".join(re.sub(r"[│╭╮╰╯─█]", " ", screen).split())
