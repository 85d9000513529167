"""Plain mode says the words of a hostile study and sends none of its orders."""

from __future__ import annotations

from pathlib import Path

import pytest

from hostile_study import HOSTILE, LONG, RAW, make_hostile
from plain.holding import hold
from themer.conversation.naming import NewInterview
from themer.plain.commands import COMMANDS

ARGUMENTS = {
    "go": ("has", "1"),
    "skip": ("", "1"),
    "send": ("", "1 2"),
    "quote": ("yes nobody asked for the van back",),
    "keep": (HOSTILE,),
    "follow": (HOSTILE,),
    "fact": (HOSTILE, "1"),
}


@pytest.fixture
def study(study: Path) -> Path:
    make_hostile(study)
    return study


def hold_cleanly(study: Path, target: str | NewInterview, *lines: str) -> str:
    said = hold(study, target, *lines)
    assert not RAW.search(said)
    return said


def test_every_command_says_the_words_and_sends_no_order(study: Path) -> None:
    lines = [":go 1", HOSTILE]
    for command in COMMANDS:
        if command.name not in ("end", "leave", "off", "consent", "strike"):
            for argument in ARGUMENTS.get(command.name, ("", HOSTILE)):
                lines += [f":{command.name} {argument}".rstrip(), ":go 1"]
    said = hold_cleanly(study, "harrow-hill-main-1", "2", *lines, ":end", "o")
    assert said.count("[sic] [/ [red]x [@click=app.quit]y") > 20
    assert LONG in said


def test_a_beginning_says_the_words_too(study: Path) -> None:
    said = hold_cleanly(
        study, NewInterview(), "1", HOSTILE, "", "1", HOSTILE, "y", "y", "y", ":leave"
    )
    assert "[sic] [/ [red]x" in said
