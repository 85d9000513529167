"""The write-up by keyboard: fair copies beside notes that stay."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual import events

from mobile_call import saved
from themer.model.interview import Answer, Passage, Verbatim
from themer.storage.study_folder import StudyFolder
from themer.storage.writing import to_yaml
from themer.tui.app import home_app, interview_app
from themer.tui.screens.asking import FindScreen, PickScreen, ReadScreen
from themer.tui.screens.home import HomeScreen
from themer.tui.screens.write_up import LiveNotes, WriteUpScreen
from themer.tui.widgets.notes import Notes

ID = "harrow-hill-main-1"
NOTED = 'drivers [sic], says Ann Lee. "nobody asked" for it'


@pytest.fixture
def talked(study: Path) -> Path:
    """The held conversation, with a second answer that names somebody and is not written up."""
    held = StudyFolder(study).interview(ID).value
    hardest = Answer(
        noted=NOTED,
        restricted=(Passage(20, 27),),
        verbatim=(Verbatim(30, 42, "nobody asked", may_use=True),),
        follow_up="which insurer, by Friday",
    )
    after = replace(held, answers={**held.answers, "hardest": hardest})
    StudyFolder(study).interview_path(ID).write_text(to_yaml(after), "utf-8")
    return study


async def open_it(pilot: Any, until: Any) -> WriteUpScreen:
    await until(pilot, PickScreen)
    await pilot.press("w")
    screen: WriteUpScreen = await until(pilot, WriteUpScreen)
    return screen


def copy_of(app: Any) -> Notes:
    copy: Notes = app.screen.query_one("#fair-copy", Notes)
    return copy


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_an_answer_is_written_up_beside_its_notes(
    talked: Path, size: tuple[int, int], until: Any, golden: Any, on_disk: Any, screen_text: Any
) -> None:
    app = interview_app(talked, ID)
    async with app.run_test(size=size) as pilot:
        screen = await open_it(pilot, until)
        assert screen.session.at == "has_home_service"
        await pilot.press("f5")
        await pilot.pause()
        assert "= same as notes" in screen_text(app)
        await pilot.press("f8")
        await pilot.pause()
        assert screen.session.at == "hardest"
        copy_of(app).insert("Drivers are hard to find: Ann Lee says so, and ann again.")
        await saved(pilot, screen_text)
        golden(app, "write-up")
        seen = screen_text(app)
        assert "Restricted in the fair copy Ann Lee" in seen
        assert "Names somebody? alt+z restricts it ann" in seen
        assert "Quotes not in the fair copy “nobody asked”" in seen
        await pilot.press("alt+z")
        await pilot.pause()
        assert "Names somebody?" not in screen_text(app)
        assert "2 of 2 written up" not in screen_text(app)
        await pilot.press("f11")
        await pilot.pause(0.8)
    held = on_disk(ID)
    assert held.state == "finished"
    answer = held.answers["hardest"]
    assert answer.noted == NOTED
    assert answer.fair_copy == "Drivers are hard to find: Ann Lee says so, and ann again."
    closed = [answer.fair_copy[p.start : p.end] for p in answer.restricted_copy]
    assert closed == ["Ann Lee", "ann"]
    first = held.answers["has_home_service"]
    assert first.fair_copy == first.noted


async def test_the_notes_take_neither_keys_nor_pastes(talked: Path, until: Any) -> None:
    app = interview_app(talked, ID)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_it(pilot, until)
        notes = screen.query_one(LiveNotes)
        before = screen.session.interview
        screen.set_focus(notes)
        await pilot.press("x", "backspace", "ctrl+k")
        notes.post_message(events.Paste("pasted"))
        await pilot.pause()
        assert screen.session.interview is before
        assert notes.text.rstrip("\n") == notes.stored.rstrip("\n")


async def test_going_between_the_answers_takes_each_where_it_was(
    talked: Path, until: Any, screen_text: Any
) -> None:
    app = interview_app(talked, ID)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        screen = await open_it(pilot, until)
        copy_of(app).insert("Post only.")
        await pilot.pause()
        await pilot.press("f4")
        await pilot.pause()
        assert (screen.session.at, copy_of(app).stored) == ("hardest", "")
        await pilot.press("f4")
        await pilot.pause()
        assert "This is the last of the answers" in screen_text(app)
        await pilot.press("f2")
        await until(pilot, FindScreen)
        assert "✓  1 Do you take books" in screen_text(app)
        assert "What do you pay" not in screen_text(app)
        await pilot.press("1", "enter")
        await until(pilot, WriteUpScreen)
        await pilot.pause()
        assert copy_of(app).stored == "Post only."
        await pilot.press("f3")
        await pilot.pause()
        assert screen.session.at == "hardest"
        await pilot.press("alt+b")
        await pilot.pause()
        assert screen.session.at == "has_home_service"


async def test_what_another_writes_meanwhile_is_joined_and_shown(
    talked: Path, until: Any, on_disk: Any
) -> None:
    app = interview_app(talked, ID)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_it(pilot, until)
        copy_of(app).insert("Mine.")
        await pilot.pause()
        theirs = on_disk(ID)
        hardest = replace(theirs.answers["hardest"], fair_copy="Theirs.")
        changed = replace(theirs, answers={**theirs.answers, "hardest": hardest})
        StudyFolder(talked).interview_path(ID).write_text(to_yaml(changed), "utf-8")
        screen.saver.write_soon()
        for _ in range(100):
            if screen.session.answer_to("hardest").fair_copy == "Theirs.":
                break
            await pilot.pause(0.05)
        assert copy_of(app).stored == "Mine."
        await pilot.press("f4")
        await pilot.pause()
        assert copy_of(app).stored == "Theirs."
        await pilot.press("f11")
        await pilot.pause(0.8)
    answers = on_disk(ID).answers
    assert answers["has_home_service"].fair_copy == "Mine."
    assert answers["hardest"].fair_copy == "Theirs."


async def test_where_nothing_was_noted_that_is_said(
    study: Path, until: Any, screen_text: Any
) -> None:
    held = StudyFolder(study).interview(ID).value
    blank = replace(held, answers={"routes": Answer(fact=("post",))})
    StudyFolder(study).interview_path(ID).write_text(to_yaml(blank), "utf-8")
    app = interview_app(study, ID)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, PickScreen)
        await pilot.press("w")
        await until(pilot, ReadScreen)
        assert "Nothing was noted" in screen_text(app)
        await pilot.press("escape")
        await pilot.pause(0.3)


async def test_the_write_up_is_reached_from_home_and_leads_back(talked: Path, until: Any) -> None:
    app = home_app(talked)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, HomeScreen)
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("enter")
        await open_it(pilot, until)
        await pilot.press("ctrl+q")
        await until(pilot, HomeScreen)
