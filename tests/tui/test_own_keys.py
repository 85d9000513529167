"""A person's settings: read strictly, every problem named, and never in the way of work."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from themer.cli.root import themer
from themer.errors import ProblemsError, RefusedError
from themer.storage.config_folder import glance_at_theme, settings_path
from themer.storage.settings import read_settings, remember_theme
from themer.tui.app import home_app, interview_app
from themer.tui.own_keys import load_own, plain_words
from themer.tui.program import DARK, LIGHT
from themer.tui.screens.asking import PickScreen, ReadScreen
from themer.tui.screens.desk import DeskScreen
from themer.tui.widgets.notes import Notes

HEAD = "schema: themer/settings/1\n"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("THEMER_CONFIG", str(tmp_path / "config"))
    (tmp_path / "config").mkdir()
    return settings_path()


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("keys:\n  desk.nxt: f6\n", '3:3: SE021 there is no action "desk.nxt". Did you mean'),
        ("keys:\n  desk.next: f4, ctrl+m\n", '3:14: SE060 a terminal cannot send "ctrl+m"'),
        ("keys:\n  desk.next: ctrl+1\n", 'SE060 a terminal cannot send "ctrl+1"'),
        ("keys:\n  desk.next: ctrl+shift+n\n", "SE060 a terminal cannot send"),
        ("keys:\n  desk.next: n\n", 'SE060 "n" is needed for typing there'),
        ("keys:\n  desk.next: enter\n", 'SE060 "enter" is needed for typing there'),
        ("keys:\n  desk.next: f3\n", 'SE061 "f3" is the key of desk.back too'),
        ("keys:\n  desk.next: f1\n", 'SE061 "f1" is the key of app.help too'),
        ("keys:\n  app.help: f4\n", 'SE061 "f4" is the key of home.new too'),
        ("keys:\n  home.new: f6\n  home.open: f6\n", 'SE061 "f6" is the key of home.open too'),
        ("keys:\n  box.back: f4\n", 'SE061 "f4" is the key of line.keep too'),
        ("theme: pink\n", '2:8: SE012 "pink" is not one of light, dark'),
        ("colour: light\n", '2:1: SE011 "colour" is not a known key'),
        ("keys: f4\n", "SE012 takes keys and values"),
        ("keys:\n  desk.next: [f4]\n", "SE012"),
    ],
)
def test_every_problem_is_named_with_its_place(settings: Path, written: str, problem: str) -> None:
    settings.write_text(HEAD + written, "utf-8")
    with pytest.raises(ProblemsError) as caught:
        load_own(settings)
    assert problem in str(caught.value)
    assert str(settings) in str(caught.value)


def test_a_wrong_theme_hides_no_wrong_key(settings: Path) -> None:
    settings.write_text(HEAD + "theme: pink\nkeys:\n  desk.nxt: f6\n  desk.back: [f4]\n", "utf-8")
    with pytest.raises(ProblemsError) as caught:
        load_own(settings)
    assert [(p.line, p.code) for p in caught.value.problems] == [
        (2, "SE012"),
        (4, "SE021"),
        (5, "SE012"),
    ]
    first = plain_words(caught.value).splitlines()[0]
    assert first.startswith('settings.yaml line 2: "pink" is not one of light, dark')


def test_keys_may_be_swapped_and_written_as_people_do(settings: Path) -> None:
    settings.write_text(f'{HEAD}keys: {{desk.next: "F3, ^n", desk.back: F4}}\n', "utf-8")
    assert load_own(settings).keys == {"desk.next": "f3,ctrl+n", "desk.back": "f4"}


def test_a_single_letter_is_a_key_where_nobody_types(settings: Path) -> None:
    settings.write_text(f"{HEAD}keys: {{coding.refuse: z}}\n", "utf-8")
    assert load_own(settings).keys == {"coding.refuse": "z"}


async def test_footer_help_palette_and_keys_follow_the_settings(
    settings: Path, study: Path, until: Any, screen_text: Any
) -> None:
    settings.write_text(f"{HEAD}theme: light\nkeys: {{desk.next: f6}}\n", "utf-8")
    app = interview_app(study, "harrow-hill-main-1")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        assert app.theme == LIGHT
        await until(pilot, PickScreen)
        await pilot.press("t")
        desk = await until(pilot, DeskScreen)
        desk.move(lambda: desk.session.go("has_home_service"))
        at = desk.session.at
        await pilot.press("f4")
        assert desk.session.at == at
        await pilot.press("f6")
        assert desk.session.at != at
        await pilot.pause()
        assert "F6 next" in screen_text(app)
        commands = {c.title: c.help for c in app.get_system_commands(desk)}
        assert commands["Next: Go to the next question"] == "F6"
        await pilot.press("f1")
        await until(pilot, ReadScreen)
        said = app.screen._said
        assert "F6                 Go to the next question" in said
        assert "F4" not in said


async def test_broken_settings_never_stop_work_and_are_said_in_one_line(
    settings: Path, study: Path, until: Any
) -> None:
    settings.write_text("schema: themer/settings/1\nkeys: {desk.next: ctrl+m", "utf-8")
    app = interview_app(study, "harrow-hill-main-1")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, PickScreen)
        said = [note.message for note in app._notifications]
        assert any("settings.yaml line 3: " in words and "SE0" not in words for words in said), said
        await pilot.press("t")
        desk = await until(pilot, DeskScreen)
        desk.move(lambda: desk.session.go("has_home_service"))
        at = desk.session.at
        await pilot.press("f4")
        assert desk.session.at != at


async def test_help_shows_the_keys_of_the_screen_first_and_folds_those_of_a_box_of_text(
    settings: Path, study: Path, until: Any
) -> None:
    app = interview_app(study, "harrow-hill-main-1")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, PickScreen)
        await pilot.press("t")
        desk = await until(pilot, DeskScreen)
        desk.set_focus(desk.query_one(Notes))
        await pilot.press("f1")
        said = (await until(pilot, ReadScreen))._said
        screen, first, everywhere = said.split("\n\n")
        assert screen.startswith("ON THIS SCREEN")
        assert len(first.splitlines()) == 1 + 10 + 1
        assert "take back the last change" in first
        assert first.startswith("WHERE THE CURSOR IS: the notes")
        assert "ctrl+→" in first
        assert "a word to the right" in first
        assert "F2 ^o" in screen
        assert "alt+1 … alt+9" in screen
        assert "tab" in everywhere
        assert "^f" not in first, "the desk takes it from the notes"
        assert "^h" not in said
        await pilot.press("f1")
        assert isinstance(app.screen, DeskScreen)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, "schema: themer/settings/1\ntheme: light\n"),
        (f"{HEAD}# mine\n", f"{HEAD}# mine\ntheme: light\n"),
        (f"{HEAD}theme: dark  # at night\n", f"{HEAD}theme: light  # at night\n"),
        (f"{HEAD}keys:\n  desk.next: f6", f"{HEAD}keys:\n  desk.next: f6\ntheme: light\n"),
        (f'{HEAD}theme: "dark"\n', f"{HEAD}theme: light\n"),
        (f"{HEAD}theme: light\n", f"{HEAD}theme: light\n"),
    ],
)
def test_a_theme_is_remembered_and_nothing_else_is_touched(
    settings: Path, before: str | None, after: str
) -> None:
    if before is not None:
        settings.write_text(before, "utf-8")
    remember_theme(settings, "light")
    assert settings.read_text("utf-8") == after
    assert read_settings(settings).value.theme == "light"
    assert glance_at_theme(settings) == "light"


@pytest.mark.parametrize(
    "before", ["{schema: themer/settings/1, theme: dark}\n", f"{HEAD}theme:\n  dark\n"]
)
def test_where_it_cannot_be_done_safely_it_is_refused(settings: Path, before: str) -> None:
    settings.write_text(before, "utf-8")
    with pytest.raises((RefusedError, ProblemsError)):
        remember_theme(settings, "light")
    assert settings.read_text("utf-8") == before


async def test_alt_l_is_remembered_and_says_so_where_it_cannot_be(
    settings: Path, study: Path
) -> None:
    app = home_app(study)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        assert app.theme == DARK
        await pilot.press("alt+l")
        await app.workers.wait_for_complete()
        assert app.theme == LIGHT
        assert settings.read_text("utf-8") == f"{HEAD}theme: light\n"
        settings.write_text("{schema: themer/settings/1, theme: light}\n", "utf-8")
        await pilot.press("alt+l")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert any('write "theme: dark"' in note.message for note in app._notifications)


def test_doctor_says_where_the_settings_are_and_what_is_wrong(settings: Path) -> None:
    said = CliRunner().invoke(themer, ["doctor"]).output
    assert f"none; they would be in {settings}" in said
    settings.write_text(f"{HEAD}keys: {{desk.nxt: f6}}\n", "utf-8")
    assert (
        "settings.yaml line 2: there is no action" in CliRunner().invoke(themer, ["doctor"]).output
    )
