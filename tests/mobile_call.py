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


async def begin(pilot: Any, until: Any, agreed: str = "yyy", at: str = "hardest") -> DeskScreen:
    """Begin a conversation, and go to a question of words only."""
    await until(pilot, BeginScreen)
    pilot.app.screen.query_one("#role").value = "driver"
    await pilot.press("f4")
    await until(pilot, ConsentScreen)
    await pilot.press(*agreed, "f4")
    desk: DeskScreen = await until(pilot, DeskScreen)
    desk.move(lambda: desk.session.go(at))
    await pilot.pause()
    return desk


async def write(pilot: Any, words: str) -> None:
    """Put words into the notes as one edit; a press costs a tenth of a second."""
    pilot.app.screen.query_one(Notes).insert(words)
    await pilot.pause()


def flat(screen: str) -> str:
    """Give what a screen says without its frames and line ends."""
    return " ".join(re.sub(r"[│╭╮╰╯─█]", " ", screen).split())
