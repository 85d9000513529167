"""How far contact has come, said from the home screen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.widgets import DataTable

from themer.conversation.session import today
from themer.model.contacts import ContactEntry
from themer.storage.study_folder import StudyFolder
from themer.tui.app import home_app
from themer.tui.screens.asking import LineScreen, PickScreen
from themer.tui.screens.home import HomeScreen

MOBILE = "harrow-hill-mobile"


async def on_mobile(app: Any, pilot: Any, until: Any) -> None:
    await until(pilot, HomeScreen)
    await app.workers.wait_for_complete()
    app.screen.query_one(DataTable).move_cursor(row=1)
    await pilot.press("c")
    await until(pilot, PickScreen)


def noted(study: Path) -> tuple[ContactEntry, ...]:
    stored = StudyFolder(study).contacts()
    return () if stored is None else stored.value.contacts


async def test_a_step_is_noted_and_shown_with_those_before(
    study: Path, until: Any, screen_text: Any
) -> None:
    app = home_app(study)
    async with app.run_test(size=(80, 24)) as pilot:
        await on_mobile(app, pilot, until)
        assert "No one free before June" in screen_text(app)
        await pilot.press("5")
        await until(pilot, LineScreen)
        await pilot.press("enter")
        await pilot.pause(0.3)
        await pilot.press(*"[flood]", "enter")
        await until(pilot, HomeScreen)
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "[flood]" in screen_text(app)
        assert "1 declined" not in screen_text(app)  # nothing is to come after it
    assert noted(study) == (ContactEntry(MOBILE, "declined", today(), "[flood]"),)


async def test_leaving_a_box_notes_nothing_and_a_wrong_day_is_said(
    study: Path, until: Any, screen_text: Any
) -> None:
    app = home_app(study)
    async with app.run_test(size=(80, 24)) as pilot:
        await on_mobile(app, pilot, until)
        await pilot.press("3")
        await until(pilot, LineScreen)
        await pilot.press("escape")
        await until(pilot, HomeScreen)
        await on_mobile(app, pilot, until)
        await pilot.press("3")
        await until(pilot, LineScreen)
        await pilot.press(*"soon", "enter")
        await until(pilot, HomeScreen)
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert '"soon" is not a day' in screen_text(app)
    assert noted(study) == ()


async def test_what_is_booked_next_stands_below_the_list(
    study: Path, until: Any, screen_text: Any
) -> None:
    (study / "contacts.yaml").write_text(
        "schema: themer/contacts/1\n"
        f"contacts: [{{unit: {MOBILE}, state: booked, date: 2026-06-18}}]\n"
    )
    app = home_app(study)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, HomeScreen)
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "Contact: 1 booked; next: Harrow Hill, mobile library, 2026-06-18" in screen_text(
            app
        )
        (study / "contacts.yaml").write_text("schema: themer/contacts/1\ncontacts: 12\n")
        await pilot.press("r")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "contacts.yaml cannot be read" in screen_text(app)
        assert "declined" in screen_text(app)
