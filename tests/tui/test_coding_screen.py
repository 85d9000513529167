"""A coder's whole task by keyboard, and what is on the disk after each key."""

from __future__ import annotations

import asyncio
import errno
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Static

from coding_study import (
    INTERVIEW,
    decisions,
    last,
    said,
    write_suggestions,
)
from themer.errors import ThemerError
from themer.storage.study_folder import StudyFolder
from themer.tui.app import ThemerApp
from themer.tui.desks import coding_app
from themer.tui.screens.asking import FindScreen, LineScreen, ReadScreen
from themer.tui.screens.coding import CodingScreen
from themer.tui.screens.coding_board import BoardScreen
from themer.tui.screens.waiting import WaitingScreen
from themer.tui.widgets.coding_answer import wrapped
from themer.tui.widgets.frame import Fault
from themer.tui.widgets.notes import Notes
from themer.workflows.coding.desk import CodingSession
from themer.workflows.coding.opening import Wanted


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_coder_decides_two_answers(
    coded_study: Path, size: tuple[int, int], until: Any, golden: Any
) -> None:
    app = coding_app(coded_study, Wanted("anna"))
    async with app.run_test(size=size) as pilot:
        await until(pilot, CodingScreen)
        await pilot.pause()
        golden(app, "coding")
        await pilot.press("enter")
        assert last(coded_study) == ("accept", "home-delivery")
        await pilot.press("x")
        assert last(coded_study) == ("refuse", "volunteers")
        await pilot.press("percent_sign")
        golden(app, "coding-decided")
        await pilot.press("d")
        assert last(coded_study) == ("read", None)
        assert "hardest" in str(app.screen.query_one("#coding-ask", Static).render())
        await pilot.press("2", "d")
        assert "Every answer is read" in said(app)
        assert [event.action for event in decisions(coded_study)] == [
            "accept",
            "refuse",
            "read",
            "accept",
            "read",
        ]
        await pilot.press("ctrl+q")
    assert app.return_value == 0


async def test_a_number_accepts_and_the_same_number_leaves_it_open_again(
    coded_study: Path, until: Any
) -> None:
    app = coding_app(coded_study, Wanted("anna"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await until(pilot, CodingScreen)
        await pilot.press("2")
        assert screen.codes[1].state == "accepted"
        await pilot.press("2")
        assert screen.codes[1].state is None
        await pilot.press("u")
        assert screen.codes[1].state == "accepted"
        await pilot.press("u", "u")
        assert screen.codes[1].state is None
        assert "nothing to undo" in said(app)
        await pilot.press("U", "ctrl+r", "U")
        assert screen.codes[1].state is None
        assert "nothing to do again" in said(app)
        await pilot.press("9")
        assert "no code 9" in said(app)


async def test_any_code_is_given_by_part_of_its_name(study: Path, until: Any) -> None:
    app = coding_app(study, Wanted("anna"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await until(pilot, CodingScreen)
        assert screen.codes == ()
        await pilot.press("enter", "x")
        assert decisions(study) == []
        await pilot.press("a")
        await until(pilot, FindScreen)
        await pilot.press("v", "o", "l", "enter")
        await until(pilot, CodingScreen)
        assert last(study) == ("accept", "volunteers")
        assert decisions(study)[-1].saw is None
        await pilot.press("w")
        read = await until(pilot, ReadScreen)
        assert "People who give time unpaid" in str(read.query(Static).nodes[1].render())


async def test_memo_and_question_stay_beside_the_answer_and_are_no_markup(
    coded_study: Path, until: Any, screen_text: Any
) -> None:
    app = coding_app(coded_study, Wanted("anna"))
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, CodingScreen)
        for key, words in (("m", "odd [sic] word [/"), ("question_mark", "is post delivery?")):
            await pilot.press(key)
            line = await until(pilot, LineScreen)
            line.query_one(Notes).take_in(words)
            await pilot.press("enter")
            await until(pilot, CodingScreen)
        assert [(e.action, e.reason) for e in decisions(coded_study)] == [
            ("memo", "odd [sic] word [/"),
            ("unsure", "is post delivery?"),
        ]
        assert "memo: odd [sic] word [/ · asked: is post delivery?" in screen_text(app)
        await pilot.press("m", "escape", "question_mark", "escape")
        assert len(decisions(coded_study)) == 2


async def test_going_about(coded_study: Path, until: Any) -> None:
    app = coding_app(coded_study, Wanted("anna"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await until(pilot, CodingScreen)
        assert len(screen.answer.passages) == 2
        await pilot.press("j")
        assert screen.passage == screen.answer.passages[1]
        await pilot.press("j")
        assert "last passage" in said(app)
        await pilot.press("up")
        assert screen.passage == screen.answer.passages[0]
        await pilot.press("tab")
        assert screen.code.code.id == "volunteers"
        await pilot.press("shift+tab")
        assert screen.code.code.id == "home-delivery"
        await pilot.press("n")
        assert screen.answer.question.id == "hardest"
        await pilot.press("left_square_bracket")
        assert screen.answer.question.id == "has_home_service"
        await pilot.press("g")
        await until(pilot, FindScreen)
        await pilot.press(*"hardest", "enter")
        await until(pilot, CodingScreen)
        assert screen.answer.question.id == "hardest"
        assert decisions(coded_study) == []


async def test_what_teaches_most_comes_first_and_again_when_suggestions_are_new(
    coded_study: Path, until: Any
) -> None:
    folder = StudyFolder(coded_study)
    (path,) = folder.machine.glob("*.jsonl")
    path.write_text(path.read_text("utf-8").replace("0.71", "0.95", 2), "utf-8")
    app = ThemerApp(
        lambda _: CodingScreen(CodingSession(folder, "anna"), Machine(coded_study, done=True))
    )
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await until(pilot, CodingScreen)
        assert screen.answer.question.id == "has_home_service"
        await pilot.press("o", "m")
        assert screen.answer.question.id == "hardest"
        await pilot.press("o", "c")
        assert screen.answer.question.id == "hardest", "by conversation goes on from here"
        await pilot.press("o", "m", "n", "r")
        await pilot.pause(0.3)
        assert "are new" in said(app)
        await pilot.press("d")
        assert screen.answer.question.id == "hardest"


async def test_undo_shows_where_it_took_something_back(coded_study: Path, until: Any) -> None:
    app = coding_app(coded_study, Wanted("anna"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await until(pilot, CodingScreen)
        await pilot.press("j", "2", "d")
        assert screen.answer.question.id == "hardest"
        await pilot.press("u")
        assert screen.answer.question.id == "has_home_service"
        await pilot.press("u")
        assert screen.passage == screen.answer.passages[1]
        assert screen.code.code.id == "volunteers"
        assert "Undone: accepted, Volunteers" in said(app)


async def test_a_decision_that_cannot_be_written_is_a_red_line_that_stays(
    coded_study: Path, until: Any, monkeypatch: pytest.MonkeyPatch, screen_text: Any
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    app = coding_app(coded_study, Wanted("anna"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await until(pilot, CodingScreen)
        with monkeypatch.context() as full:
            full.setattr(os, "write", refuse)
            for key in ("enter", "x", "d", "j", "k"):
                await pilot.press(key)
                assert "not saved" in screen_text(app)
        assert screen.answer.question.id == "has_home_service"
        assert [code.state for code in screen.codes] == [None, None]
        await pilot.press("enter")
        assert not screen.query_one(Fault).has_class("-on")
        assert last(coded_study) == ("accept", "home-delivery")


async def test_a_memo_that_cannot_be_written_is_there_to_be_sent_again(
    coded_study: Path, until: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    app = coding_app(coded_study, Wanted("anna"))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, CodingScreen)
        await pilot.press("m")
        line = await until(pilot, LineScreen)
        line.query_one(Notes).take_in("a long thought")
        with monkeypatch.context() as full:
            full.setattr(os, "write", refuse)
            await pilot.press("enter")
            await pilot.pause()
            line = await until(pilot, LineScreen)
        assert line.query_one(Notes).stored == "a long thought"
        await pilot.press("enter")
        await until(pilot, CodingScreen)
    assert [event.reason for event in decisions(coded_study)] == ["a long thought"]


class Machine:
    """Stands in for ``analyse``: writes other suggestions when it is let go on."""

    def __init__(
        self, study: Path, fault: ThemerError | None = None, *, done: bool = False
    ) -> None:
        self.study, self.fault = study, fault
        self.was_cancelled = False
        self.may_finish = asyncio.Event()
        if done:
            self.may_finish.set()

    async def __call__(self) -> None:
        try:
            await self.may_finish.wait()
        except asyncio.CancelledError:
            self.was_cancelled = True
            raise
        if self.fault is not None:
            raise self.fault
        write_suggestions(self.study, {"volunteers": 0.9})


async def test_new_suggestions_come_while_the_coder_works_on(
    coded_study: Path, until: Any, screen_text: Any
) -> None:
    machine = Machine(coded_study)
    session = CodingSession(StudyFolder(coded_study), "anna")
    app = ThemerApp(lambda _: CodingScreen(session, machine))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await until(pilot, CodingScreen)
        await pilot.press("r", "j", "1")
        assert "suggesting anew" in screen_text(app)
        assert last(coded_study) == ("accept", "home-delivery")
        await pilot.press("r")
        assert "at it already" in said(app)
        machine.may_finish.set()
        for _ in range(100):
            if "are new" in said(app):
                break
            await pilot.pause(0.02)
        assert [code.code.id for code in screen.codes] == ["volunteers", "home-delivery"]
        assert screen.passage == screen.answer.passages[1]
        assert "suggesting anew" not in screen_text(app)


async def test_suggestions_that_failed_leave_the_old_ones(coded_study: Path, until: Any) -> None:
    machine = Machine(coded_study, ThemerError("The model's file is missing."), done=True)
    session = CodingSession(StudyFolder(coded_study), "anna")
    app = ThemerApp(lambda _: CodingScreen(session, machine))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await until(pilot, CodingScreen)
        await pilot.press("r")
        await pilot.pause(0.3)
        assert "file is missing" in said(app)
        assert len(screen.codes) == 2


async def test_leaving_while_suggestions_are_made_ends_them(coded_study: Path, until: Any) -> None:
    machine = Machine(coded_study)

    async def start(app: ThemerApp) -> None:
        session = CodingSession(StudyFolder(coded_study), "anna")
        await app.push_screen_wait(CodingScreen(session, machine))

    app = ThemerApp(lambda _: WaitingScreen("…"), start)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, CodingScreen)
        await pilot.press("r", "ctrl+q")
        await pilot.pause(0.4)
    assert app.return_value == 0
    assert machine.was_cancelled


async def test_opening_goes_to_the_first_answer_that_is_not_read(
    coded_study: Path, until: Any
) -> None:
    session = CodingSession(StudyFolder(coded_study), "anna")
    session.finish_answer(session.queue[0])
    app = coding_app(coded_study, Wanted("anna"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await until(pilot, CodingScreen)
        assert screen.answer.question.id == "hardest"


async def test_what_a_passage_speaks_of_is_said_and_taken_back(
    coded_study: Path, until: Any, screen_text: Any
) -> None:
    app = coding_app(coded_study, Wanted("anna"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await until(pilot, CodingScreen)
        await pilot.press("plus")
        assert (last(coded_study)[0], decisions(coded_study)[-1].status) == (
            "direction",
            "strength",
        )
        assert "passage 1 of 2: + strength" in screen_text(app)
        await pilot.press("minus")
        assert "passage 1 of 2: - challenge" in screen_text(app)
        await pilot.press("c")
        assert "passage 1 of 2 ·" in screen_text(app)
        await pilot.press("u", "u")
        assert "passage 1 of 2: + strength" in screen_text(app)
        await pilot.press("U", "j", "s")
        assert "passage 2 of 2: + strength" in screen_text(app)
        assert "▶·+ " in screen_text(app)
        assert " ·- post" in screen_text(app)
        assert screen.codes[0].state is None
        assert (
            CodingSession(StudyFolder(coded_study), "anna").direction(
                screen.answer.place, screen.passage
            )
            == "strength"
        )


async def test_a_direction_that_cannot_be_written_is_not_shown(
    coded_study: Path, until: Any, monkeypatch: pytest.MonkeyPatch, screen_text: Any
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    app = coding_app(coded_study, Wanted("anna"))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, CodingScreen)
        with monkeypatch.context() as full:
            full.setattr(os, "write", refuse)
            await pilot.press("plus")
            assert "not saved" in screen_text(app)
            assert "passage 1 of 2 ·" in screen_text(app)


async def test_a_code_for_the_whole_answer_is_shown_as_such(
    coded_study: Path, until: Any, screen_text: Any
) -> None:
    app = coding_app(coded_study, Wanted("anna"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await until(pilot, CodingScreen)
        text = screen.answer.answer.coded_text
        await pilot.press("e")
        await until(pilot, FindScreen)
        await pilot.press("v", "o", "l", "enter")
        await until(pilot, CodingScreen)
        event = decisions(coded_study)[-1]
        assert (event.action, event.code, event.start, event.end) == (
            "accept",
            "volunteers",
            0,
            len(text),
        )
        assert "the whole answer" in str(app.screen.query_one("#coding-place", Static).render())
        assert "whole answer: ✓ Volunteers" in screen_text(app)
        await pilot.press("k")
        assert "passage 2 of 2" in screen_text(app)
        assert "whole answer: ✓ Volunteers" in screen_text(app)
        await pilot.press("j", "1")
        assert "whole answer" not in str(app.screen.query_one("#coding-known", Static).render())
        assert "passage 2 of 2" in screen_text(app)
        await pilot.press("u")
        assert "whole answer: ✓ Volunteers" in screen_text(app)
        await pilot.press("x")
        assert "whole answer: ✗ Volunteers" in screen_text(app)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_coder_judges_a_component(
    coded_study: Path, size: tuple[int, int], until: Any, golden: Any, screen_text: Any
) -> None:
    app = coding_app(coded_study, Wanted("anna"))
    async with app.run_test(size=size) as pilot:
        await until(pilot, CodingScreen)
        await pilot.press("b")
        await until(pilot, BoardScreen)
        assert "developing: by these facts" in screen_text(app)
        await pilot.press("3")
        line = await until(pilot, LineScreen)
        line.query_one(Notes).take_in("post is [no] service")
        await pilot.press("enter")
        await until(pilot, BoardScreen)
        event = decisions(coded_study)[-1]
        assert (event.action, event.unit, event.code, event.status, event.reason) == (
            "status",
            "harrow-hill-main",
            "home-delivery",
            "absent",
            "post is [no] service",
        )
        golden(app, "board")
        await pilot.press("1")
        line = await until(pilot, LineScreen)
        assert line.query_one(Notes).stored == ""
        await pilot.press("escape")
        await until(pilot, BoardScreen)
        assert len(decisions(coded_study)) == 1
        await pilot.press("u")
        assert "Undone: state of a component, Delivery to the home, absent" in said(app)
        assert "developing, by the rule" in screen_text(app)
        await pilot.press("U")
        assert "absent, said by anna" in screen_text(app)
        await pilot.press("escape")
        await until(pilot, CodingScreen)
        await pilot.press("u")
        assert "state of a component" in said(app)


async def test_a_judgement_that_cannot_be_written_is_there_to_be_sent_again(
    coded_study: Path, until: Any, monkeypatch: pytest.MonkeyPatch, screen_text: Any
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    app = coding_app(coded_study, Wanted("anna"))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, CodingScreen)
        await pilot.press("b", "2")
        line = await until(pilot, LineScreen)
        line.query_one(Notes).take_in("post only")
        with monkeypatch.context() as full:
            full.setattr(os, "write", refuse)
            await pilot.press("enter")
            await pilot.pause()
            line = await until(pilot, LineScreen)
        assert line.query_one(Notes).stored == "post only"
        assert decisions(coded_study) == []
        await pilot.press("enter")
        await until(pilot, BoardScreen)
        assert "developing, said by anna: post only" in screen_text(app)


async def test_what_is_left_goes_down(coded_study: Path, until: Any, screen_text: Any) -> None:
    path = coded_study / "interviews" / f"{INTERVIEW}.yaml"
    path.write_text(path.read_text("utf-8").replace("    fact: partly\n", ""), "utf-8")
    app = coding_app(coded_study, Wanted("anna"))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, CodingScreen)
        assert "left: 2 answers to read · 1 component to judge" in screen_text(app)
        await pilot.press("b")
        await until(pilot, BoardScreen)
        assert "1 of 1 left to judge · 1 in all units" in screen_text(app)
        assert "› ? Delivery to the home" in screen_text(app)
        await pilot.press("4")
        await until(pilot, LineScreen)
        await pilot.press("enter")
        await until(pilot, BoardScreen)
        assert "0 of 1 left to judge · 0 in all units" in screen_text(app)
        await pilot.press("b")
        await until(pilot, CodingScreen)
        await pilot.press("d")
        assert "left: 1 answer to read · 0 components to judge" in screen_text(app)


@given(
    st.text(alphabet="ab  \n漢é-", max_size=60),
    st.integers(1, 12),
    st.sets(st.integers(0, 60), max_size=4),
)
def test_wrapping_loses_nothing_but_the_spaces_at_breaks(
    text: str, width: int, begin: set[int]
) -> None:
    lines = wrapped(text, width, sorted(begin))
    assert [line for line in lines if line[0] > line[1]] == []
    at = 0
    for start, end in lines:
        assert text[at:start].strip(" \n") == ""
        assert "\n" not in text[start:end]
        at = end
    assert text[at:].strip(" \n") == ""
    assert len(lines) >= text.count("\n") + 1


def test_a_line_takes_no_more_cells_than_there_are() -> None:
    assert [("漢字漢字")[s:e] for s, e in wrapped("漢字漢字", 4)] == ["漢字", "漢字"]
    assert [("one two")[s:e] for s, e in wrapped("one two", 3)] == ["one", "two"]
    assert [("abcdef")[s:e] for s, e in wrapped("abcdef", 4)] == ["abcd", "ef"]


def test_a_passage_begins_a_line_unless_only_a_bullet_is_before_it() -> None:
    text = "- one. two three"
    assert [text[s:e] for s, e in wrapped(text, 40, [2, 7])] == ["- one.", "two three"]


async def test_what_the_partner_corrects_stands_beside_the_answer(
    coded_study: Path, until: Any, screen_text: Any
) -> None:
    path = coded_study / "interviews" / f"{INTERVIEW}.yaml"
    correction = '{text: "[sic] four, not three", at: 2026-02-09, question: has_home_service}'
    path.write_text(path.read_text() + f"confirmation:\n  corrections: [{correction}]\n")
    app = coding_app(coded_study, Wanted("anna"))
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, CodingScreen)
        await pilot.pause()
        assert "they correct: [sic] four, not three" in screen_text(app)
