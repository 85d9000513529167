"""The desk's keys on people: who is there, what they agree to, good practice, what others do."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mobile_call import NEW, NEW_ID, begin, flat, write
from themer.model.interview import Answer, Practice
from themer.storage import files
from themer.storage.durable import create_file
from themer.storage.writing import to_yaml
from themer.tui.app import interview_app
from themer.tui.screens.asking import LineScreen, PickScreen, ReadScreen
from themer.tui.screens.beginning import BeginScreen
from themer.tui.screens.consent import ConsentScreen
from themer.tui.screens.desk import DeskScreen
from themer.tui.screens.form import FormScreen
from themer.tui.widgets.line import Line
from themer.tui.widgets.notes import Notes


async def join(pilot: Any, until: Any, role: str) -> None:
    await pilot.press("alt+r", "j")
    await until(pilot, LineScreen)
    pilot.app.screen.query_one(Notes).insert(role)
    await pilot.pause()
    await pilot.press("enter")
    await until(pilot, ConsentScreen)


async def test_a_colleague_joins_agrees_and_leaves(
    study: Path, until: Any, screen_text: Any, golden: Any, on_disk: Any
) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        await begin(pilot, until)
        await join(pilot, until, "team manager")
        assert "May we go on?" in flat(screen_text(app))
        assert "Name the organisation" not in screen_text(app)
        await pilot.press("y", "n", "f4")
        await until(pilot, DeskScreen)
        await pilot.press("alt+r")
        await until(pilot, PickScreen)
        assert re.search(r"3 +team manager · from \d\d:\d\d · not to be quoted", screen_text(app))
        await pilot.press("3", "l")
        await until(pilot, DeskScreen)
        await pilot.press("ctrl+q")
        await pilot.pause(0.8)
    person = on_disk(NEW_ID).roster[-1]
    assert (person.id, person.role, person.agreed, person.quote) == (
        "p2",
        "team manager",
        True,
        False,
    )
    assert person.joined
    assert person.left


async def test_who_does_not_agree_is_recorded_and_the_desk_says_so_while_they_are_there(
    study: Path, until: Any, screen_text: Any
) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await begin(pilot, until)
        await join(pilot, until, "team manager")
        await pilot.press("n", "f4")
        await until(pilot, ReadScreen)
        assert "Note nothing that they say" in flat(screen_text(app))
        await pilot.press("enter")
        await until(pilot, DeskScreen)
        assert "! team manager did not agree: note none of it" in screen_text(app)
        desk.move(lambda: desk.session.go("pay"))
        await pilot.pause()
        assert "! team manager did not agree: note none of it" in screen_text(app)
        await pilot.press("alt+r", "3", "l")
        await until(pilot, DeskScreen)
        await pilot.pause()
        assert "did not agree" not in screen_text(app)


async def test_who_was_not_asked_yet_is_not_quoted_and_asked_later(
    study: Path, until: Any, screen_text: Any
) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await begin(pilot, until)
        await join(pilot, until, "team manager")
        await pilot.press("y", "escape")  # half asked: not thrown away without a word
        await until(pilot, PickScreen)
        await pilot.press("t")
        await until(pilot, DeskScreen)
        await pilot.pause()
        assert "! team manager was not asked yet" in screen_text(app)
        assert not desk.session.interview.may_quote_person("p2")
        await pilot.press("alt+r", "3", "a")
        await until(pilot, ConsentScreen)
        await pilot.press("y", "y", "f4")
        await until(pilot, DeskScreen)
        assert desk.session.interview.may_quote_person("p2")
        assert "not asked yet" not in screen_text(app)


async def test_a_change_of_mind_about_quotes_holds_at_once_and_is_stored_anew(
    study: Path, until: Any, screen_text: Any, on_disk: Any
) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await begin(pilot, until)
        first = desk.session.interview.consent
        assert first is not None
        desk.change(desk.session.amend(consent=replace(first, at=None)))
        await write(pilot, '"nobody asked"')
        await pilot.press("f9", "y")
        await until(pilot, DeskScreen)
        assert "may be used" in screen_text(app)
        await pilot.press("alt+i")
        await until(pilot, ConsentScreen)
        await pilot.press("down", "n", "f4")
        await until(pilot, DeskScreen)
        assert "not to be used" in screen_text(app)
        await pilot.press("f9", "y")  # nothing that can be allowed now
        await until(pilot, DeskScreen)
        assert "not to be used" in screen_text(app)
        await pilot.press("ctrl+q")
        await pilot.pause(0.8)
    consent = on_disk(NEW_ID).consent
    assert consent is not None
    assert (consent.take_part, consent.quote, consent.name) == (True, False, True)
    assert consent.at is not None
    assert consent.wording["quote"].startswith("May we quote")


async def test_nothing_is_asked_any_more_when_they_no_longer_take_part(
    study: Path, until: Any, screen_text: Any, on_disk: Any
) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        await begin(pilot, until)
        await write(pilot, "the van")
        await pilot.press("alt+i")
        await until(pilot, ConsentScreen)
        await pilot.press("n", "f4")
        await until(pilot, ReadScreen)
        assert "themer withdraw harrow-hill-mobile-1" in flat(screen_text(app))
        await pilot.press("enter")
        await pilot.pause(0.8)
    assert not on_disk(NEW_ID).counts


async def test_a_good_practice_is_marked_with_whom_to_ask_and_whether_it_may_be_told(
    study: Path, until: Any, screen_text: Any, golden: Any, on_disk: Any
) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        await begin(pilot, until)
        await pilot.press("alt+g")
        form = await until(pilot, FormScreen)
        form.query_one("#row-what", Line).value = "one van for two branches"
        await pilot.press("enter", "enter")
        golden(app, "practice")
        await pilot.press("f4")
        await pilot.pause()
        assert "May others be told?" in screen_text(app)
        await pilot.press("y", "f4")
        await until(pilot, DeskScreen)
        assert "Good practice one van for two branches · may be told" in screen_text(app)
        await pilot.press("ctrl+q")
        await pilot.pause(0.8)
    assert on_disk(NEW_ID).answers["hardest"].practice == Practice(
        "one van for two branches", "driver", share=True
    )


@pytest.mark.parametrize("share", [True, False])
async def test_only_cleared_practice_of_others_is_told_and_telling_it_is_noted(
    study: Path, share: bool, until: Any, screen_text: Any, on_disk: Any
) -> None:
    path = study / "interviews" / "harrow-hill-main-1.yaml"
    other = files.read(files.INTERVIEW, path).value
    told = Answer(noted="x", practice=Practice("a shared rota", "rota officer", share=share))
    path.unlink()
    create_file(path, to_yaml(replace(other, answers={"hardest": told})).encode())
    app = interview_app(study, NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        await begin(pilot, until)
        await pilot.press("alt+d")
        if not share:
            await until(pilot, ReadScreen)
            assert "Nothing may be told yet" in screen_text(app)
            assert "rota" not in screen_text(app)
            return
        await until(pilot, PickScreen)
        assert "a shared rota (ask: rota officer)" in screen_text(app)
        assert "Harrow" not in screen_text(app).split("What others do")[1].split("goes back")[0]
        await pilot.press("1")
        await until(pilot, DeskScreen)
        assert "Told them a shared rota" in screen_text(app)
        await pilot.press("ctrl+q")
        await pilot.pause(0.8)
    assert on_disk(NEW_ID).answers["hardest"].told == "a shared rota (ask: rota officer)"


async def test_a_form_half_filled_is_not_left_without_a_word(study: Path, until: Any) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        form = await until(pilot, BeginScreen)
        await pilot.press(*"lead", "escape")
        await until(pilot, PickScreen)
        await pilot.press("g")
        await until(pilot, BeginScreen)
        assert form.query_one("#role").value == "lead"
        await pilot.press("escape", "t")
        await pilot.pause(0.8)
    assert list((study / "interviews").glob("harrow-hill-mobile*")) == []
