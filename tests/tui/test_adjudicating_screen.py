"""Somebody settles where two coders differ, by keyboard, and what is on the disk after it."""

from __future__ import annotations

import datetime as dt
import errno
import os
from pathlib import Path
from typing import Any

import pytest
from textual.containers import VerticalScroll
from textual.widgets import Static

from themer.model.decision import Decision
from themer.storage import json_lines
from themer.storage.study_folder import StudyFolder
from themer.tui.app import ThemerApp
from themer.tui.desks import differences_app
from themer.tui.screens.adjudicating import AdjudicatingScreen
from themer.tui.screens.asking import LineScreen, ReadScreen
from themer.tui.widgets.frame import Fault
from themer.tui.widgets.notes import Notes
from themer.workflows.coding.desk import CodingSession

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def differing(study: Path) -> Path:
    """Let anna give a code that ben refused, and another that he read past."""
    folder = StudyFolder(study)
    for coder in ("anna", "ben"):
        session = CodingSession(folder, coder, lambda: NOON)
        first, second = session.queue
        if coder == "anna":
            session.decide(first, first.passages[0], "home-delivery", accept=True)
            session.decide(second, second.passages[0], "volunteers", accept=True)
            session.note(second, "who else would drive?", passage=second.passages[0])
        else:
            session.decide(
                first, first.passages[0], "home-delivery", accept=False, reason="it is by post"
            )
            session.decide(first, first.passages[0], "volunteers", accept=True)
        for answer in session.queue:
            session.finish_answer(answer)
    return study


def decisions(study: Path) -> list[Decision]:
    path = study / "coding" / "cleo.jsonl"
    return list(json_lines.read_decisions(path)) if path.is_file() else []


def said(app: ThemerApp, part: str = "said") -> str:
    return str(app.screen.query_one(f"#{part}", Static).render())


async def answer(app: ThemerApp, pilot: Any, until: Any, words: str) -> None:
    """Write a reason into the line that asks for it."""
    line = await until(pilot, LineScreen)
    line.query_one(Notes).show(words)
    await pilot.press("enter")
    await until(pilot, AdjudicatingScreen)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_each_difference_is_settled_with_a_reason(
    differing: Path, size: tuple[int, int], until: Any, golden: Any
) -> None:
    app = differences_app(differing, "cleo")
    async with app.run_test(size=size) as pilot:
        await until(pilot, AdjudicatingScreen)
        await pilot.pause()
        golden(app, "differences")
        await pilot.press("n")
        assert "3 of 3 to settle" in str(app.screen.query_one(".head", Static).render())
        assert "it is by post" in said(app, "difference-said")
        assert "also here: Volunteers, open" in said(app, "difference-said")
        await pilot.press("p")
        assert "memo: who else" not in said(app, "difference-said")
        await pilot.press("2")
        await answer(app, pilot, until, "they are carried by hand")
        assert "Settled: " in said(app)
        assert [(event.action, event.status) for event in decisions(differing)] == [
            ("adjudicate", "refused")
        ]
        assert "2 of 3 to settle" in str(app.screen.query_one(".head", Static).render())
        beside = "also here: Volunteers, not given: “they are carried by hand”"
        assert beside in said(app, "difference-said")
        await pilot.press("1")
        await answer(app, pilot, until, "they say so")
        assert "memo: who else would drive?" in said(app, "difference-said")
        assert "also here" not in said(app, "difference-said")
        await pilot.press("o", "1")
        await answer(app, pilot, until, "a driver is one")
        assert "0 of 3 to settle" in str(app.screen.query_one(".head", Static).render())
        await pilot.press("o")
        assert said(app) == "Every difference is settled."
        await pilot.press("n")
        assert "no more in this direction" in said(app)
        assert "Settled by cleo" in said(app, "difference-said")
        await pilot.press("b")
    assert app.return_value == 0
    assert [event.reason for event in decisions(differing)] == [
        "they are carried by hand",
        "they say so",
        "a driver is one",
    ]


async def test_without_a_reason_nothing_is_settled(differing: Path, until: Any) -> None:
    app = differences_app(differing, "cleo")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, AdjudicatingScreen)
        await pilot.press("1")
        await until(pilot, LineScreen)
        await pilot.press("enter")
        await until(pilot, AdjudicatingScreen)
        assert said(app) == "Nothing is settled without a reason."
        await pilot.press("1")
        await until(pilot, LineScreen)
        await pilot.press("escape")
        await until(pilot, AdjudicatingScreen)
    assert decisions(differing) == []


async def test_a_verdict_is_taken_back_and_given_again(differing: Path, until: Any) -> None:
    app = differences_app(differing, "cleo")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await until(pilot, AdjudicatingScreen)
        await pilot.press("u")
        assert "There is no verdict to undo" in said(app)
        await pilot.press("1")
        await answer(app, pilot, until, "so it is")
        await pilot.press("n", "u")
        assert said(app) == "Open again."
        assert screen.adjudication.left == 3
        assert "Nobody has settled it." in said(app, "difference-said")
        await pilot.press("U")
        assert said(app) == "Settled again."
        assert screen.adjudication.left == 2
        assert "so it is" in said(app, "difference-said")


async def test_what_cannot_be_saved_is_said_and_the_reason_is_kept(
    differing: Path, until: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = differences_app(differing, "cleo")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await until(pilot, AdjudicatingScreen)
        real = os.write

        def full(*_: Any) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

        await pilot.press("1")
        line = await until(pilot, LineScreen)
        line.query_one(Notes).show("they drive")
        monkeypatch.setattr(os, "write", full)
        await pilot.press("enter")
        await pilot.pause()
        again = await until(pilot, LineScreen)
        assert again.query_one(Notes).stored == "they drive"
        assert "No space left" in str(screen.query_one(Fault).render())
        assert screen.adjudication.left == 3
        monkeypatch.setattr(os, "write", real)
        await pilot.press("enter")
        await until(pilot, AdjudicatingScreen)
        assert screen.adjudication.left == 2
        assert str(screen.query_one(Fault).render()) == ""
    assert [event.reason for event in decisions(differing)] == ["they drive"]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_code_is_explained_with_names_of_others(
    differing: Path, size: tuple[int, int], until: Any
) -> None:
    (book,) = (differing / "question_sets").glob("*.codebook.yaml")
    words = book.read_text("utf-8")
    before, name, after = words.partition("    name: Volunteers\n")
    exclude = '    exclude: "a van that is paid for (home-delivery); a favour (once)"\n'
    book.write_text(before + name + exclude + after, "utf-8")
    app = differences_app(differing, "cleo")
    rule = "Not to: a van that is paid for (Delivery to the home); a favour (once)"
    async with app.run_test(size=size) as pilot:
        await until(pilot, AdjudicatingScreen)
        await pilot.pause()
        shown = app.screen.query_one("#difference-rule", Static)
        assert shown.display == (size[0] == 120)  # beside the answer, where there is room
        assert rule in str(shown.render())
        assert "w the code" in str(app.screen.query_one(".keys", Static).render())
        await pilot.press("w")
        read = await until(pilot, ReadScreen)
        assert any(rule in str(part.render()) for part in read.query(Static))
        await pilot.press("escape")
        await until(pilot, AdjudicatingScreen)


async def test_a_refusal_at_another_passage_is_shown_with_its_reason(
    differing: Path, until: Any
) -> None:
    session = CodingSession(StudyFolder(differing), "anna", lambda: NOON)
    (first,) = (one for one in session.queue if len(one.passages) > 1)
    session.decide(first, first.passages[1], "volunteers", accept=False, reason="[b] she says so")
    app = differences_app(differing, "cleo")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, AdjudicatingScreen)
        shown = said(app, "difference-said")
        assert "refused it at another passage of this answer: “[b] she says so”" in shown
        assert shown.index("anna read the answer") < shown.index("refused it at another passage")


async def test_what_was_said_is_scrolled_after_the_answer(differing: Path, until: Any) -> None:
    path = differing / "coding" / "ben.jsonl"
    long = "it is by post " * 60
    path.write_text(path.read_text("utf-8").replace("it is by post", long), "utf-8")
    app = differences_app(differing, "cleo")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await until(pilot, AdjudicatingScreen)
        await pilot.press("n")
        await pilot.pause()
        sides = screen.query_one("#difference-sides", VerticalScroll)
        assert sides.max_scroll_y > 0
        await pilot.press("pagedown")
        await pilot.pause()
        assert sides.scroll_offset.y > 0
        await pilot.press("pageup", "pageup")
        await pilot.pause()
        assert sides.scroll_offset.y == 0


async def test_where_nobody_differs_the_screen_says_so_and_takes_no_verdict(
    study: Path, until: Any
) -> None:
    app = differences_app(study, "cleo")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, AdjudicatingScreen)
        assert "Nobody has coded yet" in said(app, "difference-place")
        await pilot.press("1", "2", "n", "p", "o", "w", "u", "pagedown")
        await until(pilot, AdjudicatingScreen)
    assert decisions(study) == []


async def test_text_from_people_is_never_markup(differing: Path, until: Any) -> None:
    path = differing / "coding" / "ben.jsonl"
    path.write_text(path.read_text("utf-8").replace("it is by post", "[/] it [b]is[/b]"), "utf-8")
    app = differences_app(differing, "cleo")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, AdjudicatingScreen)
        await pilot.press("n")
        assert "[/] it [b]is[/b]" in said(app, "difference-said")
