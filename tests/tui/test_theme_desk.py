"""Whole tasks at the theme desk by keyboard, and what is on the disk after them."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from small_study import SAID, write_study
from themer.model.suggestion import SuggestedSegment, SuggestionsFile, SuggestionsHeader
from themer.model.theme import (
    CandidateMember,
    CandidateTheme,
    CandidateThemes,
    MadeBy,
    Relation,
    Theme,
)
from themer.storage import files, json_lines
from themer.storage.study_folder import StudyFolder
from themer.tui.app import ThemerApp
from themer.tui.desks import themes_app
from themer.tui.screens.asking import FindScreen, LineScreen, PickScreen, ReadScreen
from themer.tui.screens.theme import ThemeScreen
from themer.tui.screens.theme_map import ThemeMapScreen
from themer.tui.screens.themes import ThemesScreen
from themer.tui.widgets.frame import Fault
from themer.tui.widgets.notes import Notes
from themer.workflows.coding.desk import CodingSession
from themer.workflows.themes.desk import ThemeDesk
from themer.workflows.themes.split import Part

MADE_BY = MadeBy("themer", "0", "none", "0" * 8)
QUESTIONS = ("has_home_service", "hardest")
GROUPS = {
    "van and driver": (
        ["old-mill-has_home_service", "harrow-hill-main-has_home_service", "weir-hardest"],
        Relation("inside", ("home-delivery",)),
    ),
    "volunteers and seventy": (
        ["stone-row-hardest", "chapel-street-hardest", "upper-lane-hardest"],
        Relation("across", ("home-delivery", "volunteers")),
    ),
    "insurance": (["harrow-hill-main-hardest", "old-mill-hardest"], Relation("beyond")),
}


@pytest.fixture
def rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("THEMER_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("THEMER_CONFIG", str(tmp_path / "config"))
    root = write_study(tmp_path / "rooms", list(SAID))
    folder = StudyFolder(root)
    folder.machine.mkdir(parents=True)
    for unit, said in SAID.items():
        segments = tuple(
            SuggestedSegment(f"{unit}-{q}", q, 0, len(text), text, none=1.0)
            for q, text in zip(QUESTIONS, said, strict=True)
        )
        header = SuggestionsHeader("themer/suggestions/1", f"{unit}-1", "0" * 64, MADE_BY, "none")
        text = json_lines.suggestions_text(SuggestionsFile(header, segments))
        (folder.machine / f"{unit}-1.jsonl").write_text(text, encoding="utf-8")
    themes = tuple(
        CandidateTheme(
            f"c{number:02d}",
            name,
            tuple(name.split(" and ")),
            20,
            25,
            relation,
            tuple(CandidateMember(member, 0.9) for member in members),
            tuple(members[:2]),
        )
        for number, (name, (members, relation)) in enumerate(GROUPS.items(), 1)
    )
    made = CandidateThemes("themer/candidate-themes/1", MADE_BY, "c0de" * 16, themes)
    text = json_lines.candidate_themes_text(made)
    (folder.machine / "themes.json").write_text(text, encoding="utf-8")
    return root


def on_disk(rooms: Path) -> tuple[Theme, ...]:
    path = rooms / "themes.yaml"
    return files.read(files.THEMES, path).value.themes if path.is_file() else ()


def said(app: ThemerApp) -> str:
    return str(app.screen.query_one("#said").render())


async def fill(pilot: Any, until: Any, *lines: str) -> None:
    """Answer one box after the other, each with a line."""
    for line in lines:
        box = await until(pilot, LineScreen)
        box.query_one(Notes).show("")
        box.query_one(Notes).take_in(line)
        await pilot.press("enter")
        await pilot.pause()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_person_names_merges_refuses_and_takes_it_all_back(
    rooms: Path, size: tuple[int, int], until: Any, golden: Any
) -> None:
    app = themes_app(rooms, "anna")
    async with app.run_test(size=size) as pilot:
        await until(pilot, ThemesScreen)
        await pilot.pause()
        golden(app, "themes-candidates")
        await pilot.press("n")
        await fill(pilot, until, "It hangs on a driver", "no driver, no van", "", "three of them")
        await until(pilot, ThemesScreen)
        assert [(t.id, t.statement) for t in on_disk(rooms)] == [
            ("it-hangs-on-a-driver", "no driver, no van")
        ]
        assert "Named: It hangs on a driver" in said(app)
        await pilot.press("j", "j", "m")
        await until(pilot, FindScreen)
        await pilot.press("enter")
        await fill(pilot, until, "the same worry")
        await until(pilot, ThemesScreen)
        assert len(on_disk(rooms)[0].members) == 5
        await pilot.press("j", "x")
        await fill(pilot, until, "only about who")
        await until(pilot, ThemesScreen)
        assert [t.status for t in on_disk(rooms)] == ["named", "refused"]
        await pilot.pause()
        golden(app, "themes-decided")
        await pilot.press("u", "u", "u", "u")
        assert on_disk(rooms) == ()
        assert "nothing to undo" in said(app)
        await pilot.press("U", "ctrl+r", "U")
        assert [t.status for t in on_disk(rooms)] == ["named", "refused"]
        await pilot.press("ctrl+q")
    assert app.return_value == 0


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_on_its_page_a_theme_is_worked_on_passage_by_passage(
    rooms: Path, size: tuple[int, int], until: Any, golden: Any
) -> None:
    app = themes_app(rooms, "anna")
    async with app.run_test(size=size) as pilot:
        await until(pilot, ThemesScreen)
        await pilot.press("enter")
        await until(pilot, ThemeScreen)
        await pilot.pause()
        golden(app, "theme-candidate")
        await pilot.press("t")
        assert "name it first" in said(app)
        await pilot.press("n")
        await fill(pilot, until, "Drivers", "it is drivers", "it is money", "")
        await until(pilot, ThemeScreen)
        await pilot.press("c")
        await fill(pilot, until, "it says the van went")
        await until(pilot, ThemeScreen)
        (theme,) = on_disk(rooms)
        assert (len(theme.members), len(theme.contrary)) == (2, 1)
        await pilot.press("a")
        find = await until(pilot, FindScreen)
        await pilot.press(*"insurance for")
        await pilot.pause()
        assert find.query_one("OptionList").option_count == 1
        await pilot.press("enter")
        await until(pilot, PickScreen)
        await pilot.press("v")
        await fill(pilot, until, "a cost of driving")
        await until(pilot, ThemeScreen)
        assert len(on_disk(rooms)[0].members) == 3
        await pilot.press("f")
        await until(pilot, PickScreen)
        await pilot.press("3")
        await fill(pilot, until, "", "three branches only")
        await until(pilot, ThemeScreen)
        assert on_disk(rooms)[0].confidence.reason == "three branches only"  # type: ignore[union-attr]
        await pilot.press("l")
        await until(pilot, PickScreen)
        await pilot.press("3")
        await fill(pilot, until, "")
        await until(pilot, ThemeScreen)
        assert on_disk(rooms)[0].role == "challenge"
        await pilot.press("i")
        await fill(pilot, until, "Money alone may not help.", "")
        await until(pilot, ThemeScreen)
        assert on_disk(rooms)[0].interpretation == "Money alone may not help."
        await pilot.pause()
        golden(app, "theme-page")
        await pilot.press("k", "k", "k", "space", "s")
        await fill(pilot, until, "One apart", "")
        await until(pilot, ThemeScreen)
        assert [(t.name, len(t.members)) for t in on_disk(rooms)] == [
            ("Drivers", 2),
            ("One apart", 1),
        ]
        await pilot.press("v")
        await until(pilot, FindScreen)
        await pilot.press("enter")
        await fill(pilot, until, "after all")
        await until(pilot, ThemeScreen)
        assert "no passages" in str(app.screen.query_one("#theme-about").render())
        await pilot.press("h")
        read = await until(pilot, ReadScreen)
        assert "moved away: 1 passage" in str(read.query("Static").nodes[1].render())
        await pilot.press("escape")
        await until(pilot, ThemeScreen)
        await pilot.press("u", "u", "u")
        assert "not there any more" not in said(app)
        await pilot.press("escape")
        await until(pilot, ThemesScreen)


async def test_passages_of_a_candidate_are_added_to_a_theme(rooms: Path, until: Any) -> None:
    app = themes_app(rooms, "anna")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, ThemesScreen)
        await pilot.press("v")
        await until(pilot, ThemeMapScreen)
        await pilot.press("escape")
        await until(pilot, ThemesScreen)
        await pilot.press("n")
        await fill(pilot, until, "Drivers", "", "", "")
        await until(pilot, ThemesScreen)
        await pilot.press("j", "enter")
        await until(pilot, ThemeScreen)
        await pilot.press("space", "space", "v")
        await until(pilot, FindScreen)
        await pilot.press("enter")
        await fill(pilot, until, "they drive too")
        await until(pilot, ThemeScreen)
        assert len(on_disk(rooms)[0].members) == 5
        assert on_disk(rooms)[0].history[-1].reason == "they drive too"
        await pilot.press("escape")
        await until(pilot, ThemesScreen)


async def test_parts_that_the_machine_proposes_are_picked_and_looked_at_first(
    rooms: Path, until: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def propose(_: object, passages: list[Any], number: int) -> tuple[Part, ...]:
        """Propose the first passage, and the others."""
        rest = tuple(one.passage for one in passages[1:])
        return Part("first", ("van",), (passages[0].passage,)), Part(f"{number}", (), rest)

    monkeypatch.setattr("themer.tui.screens.theme.propose_parts", propose)
    app = themes_app(rooms, "anna")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, ThemesScreen)
        await pilot.press("n")
        await fill(pilot, until, "Drivers", "", "", "")
        await until(pilot, ThemesScreen)
        await pilot.press("enter")
        screen = await until(pilot, ThemeScreen)
        await pilot.press("s")
        await until(pilot, PickScreen)
        await pilot.press("2")
        await pilot.pause()
        await until(pilot, PickScreen)
        await pilot.press("2")
        await until(pilot, ThemeScreen)
        assert len(screen.picked()) == 2
        assert len(on_disk(rooms)) == 1


async def test_parts_wait_while_something_else_is_in_front(
    rooms: Path, until: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_read = asyncio.Event()

    async def propose(_: object, passages: list[Any], number: int) -> tuple[Part, ...]:
        """Propose one part of so many, once something else was opened."""
        await is_read.wait()
        return (Part(f"one of {number}", (), (passages[0].passage,)),)

    monkeypatch.setattr("themer.tui.screens.theme.propose_parts", propose)
    app = themes_app(rooms, "anna")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, ThemesScreen)
        await pilot.press("n")
        await fill(pilot, until, "Drivers", "", "", "")
        await until(pilot, ThemesScreen)
        await pilot.press("enter")
        screen = await until(pilot, ThemeScreen)
        await pilot.press("s")
        await until(pilot, PickScreen)
        await pilot.press("3", "s", "h")
        await until(pilot, ReadScreen)
        is_read.set()
        await pilot.pause()
        await pilot.press("escape")
        await until(pilot, ThemeScreen)
        assert "The parts are there" in said(app)
        await pilot.press("s")
        await until(pilot, PickScreen)
        await pilot.press("1")
        await until(pilot, ThemeScreen)
        assert len(screen.picked()) == 1


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_map_shows_where_themes_lie_and_opens_one(
    rooms: Path, size: tuple[int, int], until: Any, golden: Any
) -> None:
    folder = StudyFolder(rooms)
    coding = CodingSession(folder, "ben")
    for answer in coding.queue[:6]:
        code = "volunteers" if answer.question.id == "hardest" else "home-delivery"
        coding.decide(answer, answer.passages[0], code, accept=True)
    ThemeDesk(folder, "ben").name_candidate("c01", "It hangs on a driver")
    app = themes_app(rooms, None)
    async with app.run_test(size=size) as pilot:
        await until(pilot, ThemesScreen)
        await pilot.press("v")
        await until(pilot, ThemeMapScreen)
        await pilot.press("c")
        await pilot.pause()
        golden(app, "theme-map")
        await pilot.press("j", "enter")
        page = await until(pilot, ThemeScreen)
        assert page.wanted == "candidate:c02"
        await pilot.press("escape")
        screen = await until(pilot, ThemesScreen)
        assert screen.entry.id == "c02"


async def test_what_changed_underneath_is_said_and_what_was_typed_is_kept(
    rooms: Path, until: Any
) -> None:
    app = themes_app(rooms, "anna")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, ThemesScreen)
        await pilot.press("n")
        await fill(pilot, until, "Drivers", "", "", "")
        await until(pilot, ThemesScreen)
        path = rooms / "themes.yaml"
        path.write_text(path.read_text("utf-8") + "# ours\n", "utf-8")
        await pilot.press("n")
        await fill(pilot, until, "Drivers first", "a better name")
        box = await until(pilot, LineScreen)
        assert box.query_one(Notes).stored == "a better name"
        await pilot.press("enter")
        screen = await until(pilot, ThemesScreen)
        assert on_disk(rooms)[0].name == "Drivers first"
        assert path.read_text("utf-8").endswith("# ours\n")
        assert not screen.query_one(Fault).has_class("-on")


async def test_names_that_do_not_hold_are_there_to_be_mended_and_are_no_markup(
    rooms: Path, until: Any, screen_text: Any
) -> None:
    app = themes_app(rooms, "anna")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, ThemesScreen)
        await pilot.press("n")
        await fill(pilot, until, "  ")
        box = await until(pilot, LineScreen)
        assert "needs a name" in screen_text(app)
        await fill(pilot, until, "[b]odd[/ \x1b[31m name " + "long " * 30, "", "", "")
        await until(pilot, ThemesScreen)
        assert "[b]odd[/" in screen_text(app)
        assert box is not app.screen


async def test_escape_goes_one_line_back_and_throws_no_name_away_unasked(
    rooms: Path, until: Any
) -> None:
    app = themes_app(rooms, "anna")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, ThemesScreen)
        await pilot.press("n")
        await fill(pilot, until, "Vans are the thin place", "they have no van", "")
        for stored in ("", "they have no van"):
            await pilot.press("escape")
            box = await until(pilot, LineScreen)
            await pilot.pause()
            assert app.screen.query_one(Notes).stored == stored
        await pilot.press("escape")
        await until(pilot, PickScreen)
        await pilot.press("t")
        box = await until(pilot, LineScreen)
        await pilot.pause()
        assert box.query_one(Notes).stored == "Vans are the thin place"
        await pilot.press("escape")
        await until(pilot, PickScreen)
        await pilot.press("g")
        await fill(pilot, until, "Vans", "", "", "heard often")
        await until(pilot, ThemesScreen)
        assert [theme.name for theme in on_disk(rooms)] == ["Vans"]
        await pilot.press("n")
        await fill(pilot, until, "Vans and drivers")
        await until(pilot, LineScreen)
        await pilot.press("escape")
        box = await until(pilot, LineScreen)
        await pilot.pause()
        assert app.screen.query_one(Notes).stored == "Vans and drivers"
        await pilot.press("escape")
        await until(pilot, PickScreen)
        await pilot.press("t")
        await until(pilot, ThemesScreen)
        assert [theme.name for theme in on_disk(rooms)] == ["Vans"]


async def test_words_of_a_theme_are_there_again_when_its_reason_is_left(
    rooms: Path, until: Any
) -> None:
    app = themes_app(rooms, "anna")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, ThemesScreen)
        await pilot.press("n")
        await fill(pilot, until, "Vans", "", "", "")
        await until(pilot, ThemesScreen)
        await pilot.press("enter")
        await until(pilot, ThemeScreen)
        await pilot.press("t")
        await fill(pilot, until, "the van is old")
        await until(pilot, LineScreen)
        await pilot.press("escape")
        await until(pilot, LineScreen)
        await pilot.pause()
        assert app.screen.query_one(Notes).stored == "the van is old"


async def test_to_look_only_says_so(rooms: Path, until: Any, screen_text: Any) -> None:
    app = themes_app(rooms, None)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, ThemesScreen)
        await pilot.press("x")
        await fill(pilot, until, "no")
        await until(pilot, LineScreen)
        await pilot.press("escape")
        await pilot.pause()
        assert "to look only" in screen_text(app)
        assert on_disk(rooms) == ()
