"""Time, gaps, the last round, parking, a shared screen, the end: by keyboard."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import DataTable

from mobile_call import begin_first, saved
from themer.conversation.clock import Clock
from themer.conversation.naming import NewInterview
from themer.model.interview import Answer, Interview, NextStep, Passage, Sitting
from themer.storage.study_folder import StudyFolder
from themer.storage.writing import to_yaml
from themer.tui.app import home_app, interview_app
from themer.tui.screens.asking import FindScreen, PickScreen, ReadScreen
from themer.tui.screens.closing import ClosingScreen
from themer.tui.screens.desk import DeskScreen
from themer.tui.screens.form import FormScreen
from themer.tui.screens.home import HomeScreen
from themer.tui.screens.parking import ParkScreen
from themer.tui.screens.summary import SummaryScreen
from themer.tui.widgets.line import Line
from themer.tui.widgets.notes import Notes

NEW = NewInterview(unit="harrow-hill-main")
OLD_ID = "harrow-hill-main-1"
NEW_ID = "harrow-hill-main-2"


async def begin(pilot: Any, until: Any) -> DeskScreen:
    """Begin a conversation with a unit that was there last round."""
    await begin_first(pilot, until, role="branch librarian")
    return await looked_around(pilot, until)


async def looked_around(pilot: Any, until: Any) -> DeskScreen:
    """Wait until the desk has read the study, which it does after it is there."""
    desk: DeskScreen = await until(pilot, DeskScreen)
    for _ in range(100):
        if desk.is_looked_around:
            break
        await pilot.pause(0.05)
    await pilot.pause()
    return desk


def keep(study: Path, interview: Interview) -> None:
    StudyFolder(study).interview_path(interview.id).write_text(to_yaml(interview), "utf-8")


def later(desk: DeskScreen, minutes: float) -> None:
    """Let time pass without waiting for it."""
    since = desk.clock.running_since
    assert since is not None
    desk.clock = replace(desk.clock, running_since=since - 60 * minutes)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_head_and_a_table_say_the_time_by_section(
    study: Path, size: tuple[int, int], until: Any, golden: Any, screen_text: Any
) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=size) as pilot:
        desk = await begin(pilot, until)
        later(desk, 21)
        desk.move(lambda: desk.session.go("hardest"))
        later(desk, 3)
        desk.keep_time()
        desk.show_head()
        await pilot.pause()
        assert "24 of 45 min · section 3 of 15" in screen_text(app)
        await pilot.press("alt+k")
        await until(pilot, ReadScreen)
        golden(app, "time")
    sitting = desk.session.interview.sittings[-1]
    assert (sitting.minutes, dict(sitting.sections)) == (24, {"now": 21, "next": 3})


async def test_the_line_drops_and_they_go_on_by_telephone(
    study: Path, until: Any, on_disk: Any, screen_text: Any
) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await begin(pilot, until)
        later(desk, 12)
        await pilot.press("alt+t")
        await until(pilot, DeskScreen)
        assert "clock stands" in screen_text(app)
        stood = desk.clock.seconds(time.monotonic() + 600)
        assert stood < 12.5 * 60
        await pilot.press("alt+t")
        await until(pilot, PickScreen)
        await pilot.press("t")
        await until(pilot, DeskScreen)
        later(desk, 5)
        assert "clock stands" not in screen_text(app)
        await pilot.press("ctrl+q")
        await pilot.pause(0.8)
    first, second = on_disk(NEW_ID).sittings
    assert (first.mode, first.minutes, dict(first.sections)) == ("video", 12, {"now": 12})
    assert second.mode == "telephone"
    assert second.began is not None


async def test_what_was_not_asked_is_listed_by_name_and_one_key_goes_there(
    study: Path, until: Any, screen_text: Any
) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        desk = await begin(pilot, until)
        await pilot.press("1", "alt+n")
        await until(pilot, PickScreen)
        assert "1  Volunteers: 8 (core) What is hardest about it?" in screen_text(app)
        assert "Delivery to the home" not in screen_text(app)
        await pilot.press("1")
        await until(pilot, DeskScreen)
        assert desk.session.at == "hardest"
        desk.query_one(Notes).insert("drivers")
        await pilot.pause()
        await pilot.press("alt+n")
        await pilot.pause(0.3)
        assert isinstance(app.screen, DeskScreen)
        assert "Something was asked about every" in screen_text(app)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_last_round_stands_beside_the_question_and_opens_by_a_key(
    study: Path, size: tuple[int, int], until: Any, screen_text: Any
) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=size) as pilot:
        await begin(pilot, until)
        assert "Last round 2026-02-03 partly · post only" in screen_text(app)
        await pilot.press("alt+y")
        await until(pilot, ReadScreen)
        assert "Last round · Harrow Hill, main branch · 2026-02-03" in screen_text(app)
        assert "nobody asked for the van back" in screen_text(app)


async def test_nothing_of_another_organisation_is_a_last_round(
    study: Path, until: Any, screen_text: Any
) -> None:
    (study / "interviews" / f"{OLD_ID}.yaml").unlink()
    app = interview_app(study, NewInterview(unit="harrow-hill-main"))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await begin(pilot, until)
        assert "Last round" not in screen_text(app)
        await pilot.press("alt+y")
        await pilot.pause(0.3)
        assert "There was no earlier round" in screen_text(app)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_shared_screen_hides_what_is_about_others_or_for_us(
    study: Path, size: tuple[int, int], until: Any, golden: Any, screen_text: Any
) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=size, notifications=True) as pilot:
        desk = await begin(pilot, until)
        desk.change(desk.session.capture("Eastmere pays 60"))
        desk.changed_here()
        await pilot.pause()
        ours = ("Eastmere pays 60", "Last round", "core left", "Guidance")
        assert [words for words in ours if words not in screen_text(app)] == []
        await pilot.press("alt+v")
        await pilot.pause()
        assert "shared · 0 of 45 min" in screen_text(app)
        assert not any(words in screen_text(app) for words in ours)
        await saved(pilot, screen_text)
        golden(app, "shared")
        await pilot.press("alt+y", "alt+n")
        await pilot.pause(0.3)
        assert isinstance(app.screen, DeskScreen)
        await pilot.press("f11")
        await until(pilot, ClosingScreen)
        assert "Eastmere" not in screen_text(app)
        await pilot.press("f3")
        await looked_around(pilot, until)
        app.clear_notifications()  # they stand over what is under the notes
        await pilot.press("alt+v")
        await pilot.pause()
        assert [words for words in ours if words not in screen_text(app)] == []


async def test_a_shared_screen_hides_the_list_of_conversations(
    study: Path, until: Any, screen_text: Any
) -> None:
    app = home_app(study)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, HomeScreen)
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "Harrow Hill, mobile" in screen_text(app)
        await pilot.press("alt+v")
        await pilot.pause()
        assert "Harrow Hill" not in screen_text(app)
        await pilot.press("r", "enter", "n")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        assert "Harrow Hill" not in screen_text(app)
        await pilot.press("alt+v")
        await pilot.pause()
        assert "Harrow Hill, mobile" in screen_text(app)
        assert app.screen.focused is app.screen.query_one(DataTable)


async def test_a_fact_and_words_are_parked_under_another_question(
    study: Path, until: Any, on_disk: Any, screen_text: Any
) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await begin(pilot, until)
        await pilot.press("alt+u")
        await until(pilot, ParkScreen)
        app.screen.query_one(Line).value = "3 60 / since [April]"
        await pilot.pause()
        assert "fact: 60 GBP · notes: since [April]" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, DeskScreen)
        assert (desk.session.at, desk.session.trail) == ("has_home_service", ())
        await pilot.press("alt+u")
        await until(pilot, ParkScreen)
        app.screen.query_one(Line).value = "hardest"
        await pilot.pause()
        await pilot.press("enter")  # the list's number goes into the line
        await pilot.pause()
        assert app.screen.query_one(Line).value == "8 "
        app.screen.query_one(Line).value = "8 drivers"
        await pilot.press("escape")
        await until(pilot, PickScreen)  # nothing typed is thrown away unasked
        await pilot.press("g")
        await until(pilot, ParkScreen)
        await pilot.press("enter")
        await until(pilot, DeskScreen)
        await pilot.press("alt+u", "1", "space", "2", "enter")
        await until(pilot, DeskScreen)
        await pilot.pause()
        assert "(•) 2 partly" in screen_text(app)
        await pilot.press("ctrl+q")
        await pilot.pause(0.8)
    answers = on_disk(NEW_ID).answers
    assert (answers["pay"].fact, answers["pay"].noted) == ("60", "since [April]")
    assert answers["hardest"].noted == "drivers"
    assert answers["has_home_service"].fact == "partly"


@pytest.mark.parametrize(("key", "left"), [("b", "first\npays 60 a day"), ("t", "first")])
async def test_the_line_at_the_cursor_is_sent_and_stays_or_goes(
    study: Path, until: Any, key: str, left: str
) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await begin(pilot, until)
        desk.query_one(Notes).insert("first\npays 60 a day")
        await pilot.pause()
        await pilot.press("alt+j")
        await until(pilot, FindScreen)
        await pilot.press("3", "enter")
        await until(pilot, PickScreen)
        await pilot.press(key)
        await until(pilot, DeskScreen)
        await pilot.pause()
        assert desk.session.at == "has_home_service"
        assert desk.session.answer_to("pay").noted == "pays 60 a day"
        assert desk.session.answer.noted == desk.query_one(Notes).stored == left


async def test_off_the_record_nothing_is_parked_or_sent(study: Path, until: Any) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await begin(pilot, until)
        before = desk.session.interview.answers
        await pilot.press("alt+o", "alt+u", "alt+j")
        await pilot.pause(0.3)
        assert isinstance(app.screen, DeskScreen)
        assert desk.session.interview.answers == before


def spoken(study: Path) -> Interview:
    """A conversation with everything in it that the end has to show."""
    folder = StudyFolder(study)
    held = folder.interview(OLD_ID).value
    long = "finding drivers, and then insuring them, and Margaret does it" + "; again" * 30
    answers = {
        **held.answers,
        "hardest": Answer(noted=long, restricted=(Passage(45, 53),)),
        "home_visits": Answer(
            fact={"offered": "40"}, status="awaited", source="the diary", due=dt.date(2026, 2, 6)
        ),
    }
    steps = (NextStep("Send the routes", "librarian", "2026-02-06"), NextStep("Call again"))
    return replace(held, state="open", answers=answers, next_steps=steps)


async def to_the_end(pilot: Any, until: Any) -> DeskScreen:
    await until(pilot, PickScreen)
    await pilot.press("v")
    desk: DeskScreen = await until(pilot, DeskScreen)
    await pilot.press("f11")
    await until(pilot, ClosingScreen)
    return desk


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_end_shows_what_is_left_and_reads_back_whole(
    study: Path, size: tuple[int, int], until: Any, golden: Any, screen_text: Any
) -> None:
    keep(study, spoken(study))
    app = interview_app(study, OLD_ID)
    async with app.run_test(size=size) as pilot:
        await to_the_end(pilot, until)
        await saved(pilot, screen_text)
        golden(app, "end")
        await pilot.press("r")
        await until(pilot, SummaryScreen)
        golden(app, "read-back")
        assert "Margaret" not in screen_text(app)
        assert "…" not in screen_text(app).replace("[…]", "")
        await pilot.press("escape")
        await until(pilot, ClosingScreen)


async def test_next_steps_are_added_changed_and_taken_off_by_keys(
    study: Path, until: Any, on_disk: Any, screen_text: Any
) -> None:
    keep(study, spoken(study))
    app = interview_app(study, OLD_ID)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_the_end(pilot, until)
        await pilot.press("n")
        await until(pilot, FormScreen)
        app.screen.query_one("#row-what", Line).value = "Ask the county [van]"
        app.screen.query_one("#row-by", Line).value = "Friday"
        await pilot.press("f4")
        await pilot.pause()
        assert '"Friday" is not a date' in screen_text(app)
        app.screen.query_one("#row-by", Line).value = "2026-03"
        await pilot.press("f4")
        await until(pilot, ClosingScreen)
        assert "Ask the county [van] · by 2026-03" in screen_text(app)
        await pilot.press("s")
        await until(pilot, PickScreen)
        await pilot.press("2")
        await pilot.pause()
        await pilot.press("t")
        await until(pilot, ClosingScreen)
        await pilot.press("s", "1", "c")
        await until(pilot, FormScreen)
        app.screen.query_one("#row-who", Line).value = "we"
        await pilot.press("f4")
        await until(pilot, ClosingScreen)
        await pilot.press("f")
        await until(pilot, PickScreen)
        assert "1 line kept for later" in screen_text(app)
        await pilot.press("enter", "n")
        await until(pilot, ClosingScreen)
        assert on_disk(OLD_ID).state == "open"
        await pilot.press("f", "y")
        await pilot.pause(0.8)
    held = on_disk(OLD_ID)
    assert held.state == "finished"
    assert held.next_steps == (
        NextStep("Send the routes", "we", "2026-02-06"),
        NextStep("Ask the county [van]", None, "2026-03"),
    )


async def test_the_end_leads_to_what_was_not_asked_and_back(
    study: Path, until: Any, on_disk: Any
) -> None:
    keep(study, spoken(study))
    app = interview_app(study, OLD_ID)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_the_end(pilot, until)
        await pilot.press("g")
        await until(pilot, FindScreen)
        await pilot.press("7", "enter")
        desk = await until(pilot, DeskScreen)
        assert desk.session.at == "main_lead"
        await pilot.press("1", "f11")
        await until(pilot, ClosingScreen)
        await pilot.press("k", "1")
        await until(pilot, FindScreen)
        await pilot.press("3", "enter")
        await until(pilot, ClosingScreen)
        await pilot.press("f8")
        await pilot.pause(0.8)
    held = on_disk(OLD_ID)
    assert held.state == "open"
    assert held.answers["main_lead"].fact == "manager"
    assert held.unassigned == ()
    assert held.answers["pay"].noted == "asked what others pay their drivers"


async def test_the_next_sitting_begins_with_where_it_stopped(
    study: Path, until: Any, on_disk: Any, screen_text: Any
) -> None:
    keep(study, spoken(study))
    app = interview_app(study, OLD_ID)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, PickScreen)
        seen = screen_text(app)
        for words in (
            "Last sitting: 2026-02-03, video, 48 min.",
            "Not reached: 2 questions",
            "figure awaited from the",
            "(overdue)",
            "Agreed: Send the routes",
        ):
            assert words in seen
        await pilot.press("t")
        desk = await until(pilot, DeskScreen)
        assert desk.session.interview.state == "open"
        assert "48 of 45 min !" in screen_text(app)
        await pilot.press("ctrl+q")
        await pilot.pause(0.8)
    first, second = on_disk(OLD_ID).sittings
    assert (first.minutes, second.mode) == (48, "telephone")
    assert second.began is not None


def test_a_clock_of_a_sitting_goes_on_from_it() -> None:
    clock = Clock.of(Sitting(dt.date(2026, 2, 3), "video", 48, sections={"now": 31}))
    assert (clock.seconds(0.0), clock.section_seconds("now", 0.0)) == (2880.0, 1860.0)
