"""A codebook changed by keyboard, and what is in its file after each key."""

from __future__ import annotations

import datetime as dt
import errno
import os
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Static

from themer.model.codebook import Codebook
from themer.model.decision import Decision
from themer.storage import files
from themer.storage.events import append_decisions
from themer.tui.app import ThemerApp
from themer.tui.desks import codebook_app
from themer.tui.screens.asking import FindScreen, LineScreen, ReadScreen
from themer.tui.screens.codebook import CodebookScreen
from themer.tui.screens.codebook_forms import (
    code_rows,
    parts_typed,
    row_asked,
    split_rows,
    values_typed,
)
from themer.tui.screens.form import FormScreen
from themer.tui.widgets.frame import Fault
from themer.tui.widgets.line import Line
from themer.tui.widgets.notes import Notes
from themer.workflows.codebook.desk import CodebookSession

NAME = "rooms.codebook.yaml"
TEXT = "post only since the van went."


@pytest.fixture
def book_path(study: Path) -> Path:
    (path,) = (study / "question_sets").glob("*.codebook.yaml")
    return path


@pytest.fixture
def given(study: Path) -> Path:
    """Let two coders give codes, long before any change."""
    for at, (coder, code) in enumerate(
        [("anna", "home-delivery"), ("anna", "volunteers"), ("ben", "volunteers")]
    ):
        event = Decision(
            f"d{at}", dt.datetime(2026, 3, 5, 9, at, tzinfo=dt.UTC), coder, "accept",
            "harrow-hill-main-1", "has_home_service", None, 0, len(TEXT), TEXT, code=code,
        )  # fmt: skip
        append_decisions(study / "coding" / f"{coder}.jsonl", [event])
    return study


def stored(path: Path) -> Codebook:
    return files.read(files.CODEBOOK, path).value


def current(path: Path) -> list[str]:
    return [code.id for code in stored(path).current()]


def said(app: ThemerApp) -> str:
    return str(app.screen.query_one("#said", Static).render())


async def type_line(pilot: Any, words: str) -> None:
    """Type into the box that asks for a line, and keep it."""
    pilot.app.screen.query_one(Notes).show(words)
    await pilot.press("enter")
    await pilot.pause()


def fill(app: ThemerApp, **lines: str) -> None:
    """Type into the lines of a form."""
    for row, words in lines.items():
        app.screen.query_one(f"#row-{row.replace('_', '-')}", Line).value = words


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_coder_merges_two_codes_and_sees_what_waits(
    given: Path, book_path: Path, size: tuple[int, int], until: Any, golden: Any
) -> None:
    app = codebook_app(given, "anna")
    async with app.run_test(size=size) as pilot:
        await until(pilot, CodebookScreen)
        await pilot.pause()
        golden(app, "codebook")
        await pilot.press("j", "m")
        await until(pilot, FindScreen)
        await pilot.press("enter")
        await until(pilot, LineScreen)
        golden(app, "codebook-merge")
        await type_line(pilot, "nobody tells them apart")
        await until(pilot, ReadScreen)
        golden(app, "codebook-waiting")
        assert current(book_path) == ["home-delivery"]
        await pilot.press("escape")
        await until(pilot, CodebookScreen)
        golden(app, "codebook-merged")
        assert "1 yours" not in said(app)  # anna gave the other code to the same words already
        await pilot.press("escape")
    assert stored(book_path).changes[-1].reason == "nobody tells them apart"


async def test_an_edit_puts_decisions_back_and_undo_takes_them_off(
    given: Path, book_path: Path, until: Any
) -> None:
    app = codebook_app(given, "anna")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, CodebookScreen)
        await pilot.press("j", "e")
        await until(pilot, FormScreen)
        fill(app, definition="Anyone who gives time unpaid.", reason="trustees too")
        await pilot.press("f4")
        await until(pilot, ReadScreen)
        await pilot.press("escape")
        await until(pilot, CodebookScreen)
        assert "2 decisions wait" in said(app)
        change = stored(book_path).changes[-1]
        assert (change.did, change.look_again) == ("edit", True)
        await pilot.press("u")
        await until(pilot, LineScreen)
        await type_line(pilot, "no, they are paid")
        await until(pilot, CodebookScreen)
        assert "No decision waits" in said(app)
        assert stored(book_path).changes[-1].undoes == change.version
        await pilot.press("u")
        assert "no change of yours" in said(app)
        await pilot.press("w")
        assert "No decision waits" in said(app)


async def test_an_edit_of_the_wording_leaves_decisions_alone(
    given: Path, book_path: Path, until: Any
) -> None:
    app = codebook_app(given, "anna")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, CodebookScreen)
        await pilot.press("j", "enter")
        await until(pilot, FormScreen)
        fill(app, name="Volunteering", reason="as they say it")
        app.screen.query_one("#row-again").focus()
        await pilot.press("h")
        await pilot.press("f4")
        await until(pilot, CodebookScreen)
        assert "No decision waits" in said(app)
        assert stored(book_path).changes[-1].look_again is False


async def test_a_code_is_added_and_what_does_not_hold_is_there_to_be_mended(
    study: Path, book_path: Path, until: Any, golden: Any
) -> None:
    app = codebook_app(study, "anna")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, CodebookScreen)
        await pilot.press("a")
        await until(pilot, FormScreen)
        fill(app, name="Insurance", examples="the county will not pay | three firms said no")
        await pilot.press("f4")
        await until(pilot, FormScreen)
        await pilot.pause()
        golden(app, "codebook-form")
        await pilot.press(*"heard in five")
        assert app.screen.query_one("#row-reason", Line).value == "heard in five"
        assert app.screen.query_one("#row-name", Line).value == "Insurance"
        await pilot.press("f4")
        await until(pilot, CodebookScreen)
        code = stored(book_path).code("insurance")
        assert code is not None
        assert code.examples == ("the county will not pay", "three firms said no")
        assert app.screen.query_one("#page-name", Static).render().plain == "Insurance"


async def test_going_into_a_line_selects_none_of_it(
    study: Path, book_path: Path, until: Any
) -> None:
    app = codebook_app(study, "anna")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, CodebookScreen)
        await pilot.press("e")
        await until(pilot, FormScreen)
        fill(app, definition="a van that comes")
        await pilot.press("tab", "s", "shift+tab", "!")
        assert app.screen.query_one("#row-definition", Line).value == "a van that comess"
        name = stored(book_path).codes[0].name
        assert app.screen.query_one("#row-name", Line).value == f"{name}!"


async def test_a_code_is_split_and_one_retired(study: Path, book_path: Path, until: Any) -> None:
    app = codebook_app(study, "anna")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, CodebookScreen)
        await pilot.press("j", "s")
        await until(pilot, FormScreen)
        fill(app, name_1="Finding them", definition_2="How they stay", name_2="Keeping them")
        fill(app, reason="two things")
        await pilot.press("f4")
        await until(pilot, CodebookScreen)
        assert current(book_path) == ["home-delivery", "finding-them", "keeping-them"]
        await pilot.press("j", "x")
        await until(pilot, LineScreen)
        await type_line(pilot, "nobody stays")
        await until(pilot, CodebookScreen)
        assert current(book_path) == ["home-delivery", "finding-them"]
        await pilot.press("e")
        assert "is retired" in said(app)
        await pilot.press("h")
        await until(pilot, ReadScreen)
        await pilot.press("escape", "g")
        await until(pilot, FindScreen)
        await pilot.press(*"buses", "enter")
        await until(pilot, CodebookScreen)
        assert app.screen.query_one("#page-name", Static).render().plain == "Buses"


async def test_a_codebook_changed_underneath_is_said_and_what_was_typed_stays(
    study: Path, book_path: Path, until: Any
) -> None:
    app = codebook_app(study, "anna")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, CodebookScreen)
        await pilot.press("j", "x")
        await until(pilot, LineScreen)
        theirs = book_path.read_text(encoding="utf-8").replace("name: Volunteers", "name: Helpers")
        book_path.write_text(theirs, encoding="utf-8")
        await type_line(pilot, "unused")
        await until(pilot, LineScreen)
        assert book_path.read_text(encoding="utf-8") == theirs
        assert "Somebody else changed" in str(app.screen.query_one(".quiet", Static).render())
        assert app.screen.query_one(Notes).stored == "unused"
        await pilot.press("enter")
        await until(pilot, CodebookScreen)
        assert current(book_path) == ["home-delivery"]
        assert "name: Helpers" in book_path.read_text(encoding="utf-8")
        assert not app.screen.query_one(Fault).has_class("-on")


async def test_a_full_disk_is_said_and_what_was_typed_stays(
    study: Path, book_path: Path, until: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = book_path.read_bytes()
    app = codebook_app(study, "anna")

    def full(*_: Any) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, CodebookScreen)
        await pilot.press("a")
        await until(pilot, FormScreen)
        fill(app, name="Insurance", reason="new")
        with monkeypatch.context() as patched:
            patched.setattr("themer.storage.durable.write_fully", full)
            await pilot.press("f4")
            await pilot.pause()
            await until(pilot, FormScreen)
        assert book_path.read_bytes() == before
        assert "No space left" in str(app.screen.query_one(".quiet", Static).render())
        assert app.screen.query_one("#row-name", Line).stored == "Insurance"
        await pilot.press("f4")
        await until(pilot, CodebookScreen)
        assert "insurance" in current(book_path)


async def test_the_file_is_read_again_by_a_key(study: Path, book_path: Path, until: Any) -> None:
    app = codebook_app(study, "anna")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, CodebookScreen)
        await pilot.press("r")
        assert "as it is shown" in said(app)
        text = book_path.read_text(encoding="utf-8")
        book_path.write_text(text.replace("name: Volunteers", "name: Helpers"), encoding="utf-8")
        await pilot.press("r")
        assert "Somebody else" in said(app)
        book_path.write_text("codes: [", encoding="utf-8")
        await pilot.press("r")
        assert app.screen.query_one(Fault).has_class("-on")
        await pilot.press("j")
        assert app.screen.query_one("#page-name", Static).render().plain == "Helpers"


async def test_on_a_small_terminal_the_line_in_focus_is_in_view(
    study: Path, until: Any, screen_text: Any
) -> None:
    app = codebook_app(study, "anna")
    async with app.run_test(size=(62, 16)) as pilot:
        await until(pilot, CodebookScreen)
        await pilot.press("e")
        await until(pilot, FormScreen)
        assert "Why  " not in screen_text(app)
        await pilot.press(*["down"] * 11)
        await pilot.pause()
        assert "Why  " in screen_text(app)


def test_a_form_that_is_kept_as_it_was_changes_nothing(study: Path) -> None:
    from themer.storage.study_folder import StudyFolder

    for code in CodebookSession(StudyFolder(study), "anna").book.codes:
        typed = {row.id: row.value for row in code_rows(code)}
        assert values_typed(typed, code) == {}


def test_parts_that_are_left_empty_are_no_codes() -> None:
    typed = {row.id: "" for row in split_rows()}
    assert parts_typed({**typed, "name-1": "A", "definition-3": "b"}) == (
        {"name": "A", "definition": ""},
        {"name": "", "definition": "b"},
    )


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ({"name": "", "reason": ""}, "name"),
        ({"name": "Vans", "reason": " "}, "reason"),
        ({"name": "Vans", "reason": "heard"}, None),
        ({"name-1": "A", "name-2": " ", "reason": ""}, "name-2"),
        ({"name-1": "A", "name-2": "B", "name-3": "", "reason": ""}, "reason"),
        ({"name-2": "B", "name-3": "", "definition-3": "c", "reason": "x"}, "name-3"),
    ],
)
def test_the_line_that_is_needed_and_empty_is_asked_for(
    typed: dict[str, str], asked: str | None
) -> None:
    assert row_asked(typed) == asked
