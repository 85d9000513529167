"""From the coding desk to the codebook, to differences and contradictions, and back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from coding_study import decisions, said
from themer.storage.study_folder import StudyFolder
from themer.tui.desks import coding_app
from themer.tui.screens.adjudicating import AdjudicatingScreen
from themer.tui.screens.asking import FindScreen, LineScreen
from themer.tui.screens.codebook import CodebookScreen
from themer.tui.screens.coding import CodingScreen
from themer.tui.screens.contradictions import ContradictionsScreen
from themer.workflows.codebook.desk import CodebookSession
from themer.workflows.coding.desk import CodingSession
from themer.workflows.coding.opening import Wanted


def give(study: Path, coder: str, code: str) -> None:
    session = CodingSession(StudyFolder(study), coder)
    answer = session.queue[0]
    session.decide(answer, answer.passages[0], code, accept=True)
    session.finish_answer(answer)


async def test_a_new_code_is_added_with_its_reason_and_given(coded_study: Path, until: Any) -> None:
    app = coding_app(coded_study, Wanted("anna"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await until(pilot, CodingScreen)
        await pilot.press("a")
        await until(pilot, FindScreen)
        await pilot.press(*"Insuring", "enter")
        await until(pilot, LineScreen)
        await pilot.press(*"they all speak of it", "enter")
        await until(pilot, CodingScreen)
        for _ in range(60):
            await pilot.pause(0.05)
            if decisions(coded_study):
                break
        assert "Accepted: Insuring" in said(app)
        assert screen.code.code.name == "Insuring"
    (book,) = StudyFolder(coded_study).codebooks()
    assert book.value.changes[-1].did == "add"
    assert book.value.changes[-1].reason == "they all speak of it"
    (event,) = decisions(coded_study)
    assert event.codebook == book.value.version


async def test_a_code_without_a_reason_is_not_added(coded_study: Path, until: Any) -> None:
    app = coding_app(coded_study, Wanted("anna"))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, CodingScreen)
        await pilot.press("a", *"Insuring", "enter")
        await until(pilot, LineScreen)
        await pilot.press("escape")
        await until(pilot, CodingScreen)
        assert decisions(coded_study) == []
    (book,) = StudyFolder(coded_study).codebooks()
    assert book.value.changes == ()


async def test_a_changed_code_brings_its_answers_back(
    coded_study: Path, until: Any, screen_text: Any
) -> None:
    give(coded_study, "anna", "home-delivery")
    codebook = CodebookSession(StudyFolder(coded_study), "berta")
    codebook.merge(["home-delivery"], "volunteers", "nobody tells them apart")
    app = coding_app(coded_study, Wanted("anna"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await until(pilot, CodingScreen)
        assert screen.answer is screen.session.queue[0], "read before, and to be looked at again"
        assert not screen.session.is_read(screen.answer)
        assert "merged into" in screen_text(app)
        assert screen.codes[0].code.id == "volunteers"
        assert screen.codes[0].state is None
        await pilot.press("enter")
        assert screen.session.waiting(screen.answer) == ()
        assert screen.session.is_read(screen.answer)
    assert decisions(coded_study)[-1].code == "volunteers"


async def test_an_edited_code_is_confirmed_by_giving_it_again(
    coded_study: Path, until: Any
) -> None:
    give(coded_study, "anna", "home-delivery")
    codebook = CodebookSession(StudyFolder(coded_study), "berta")
    codebook.edit("home-delivery", {"definition": "Only by van."}, "narrower", look_again=True)
    app = coding_app(coded_study, Wanted("anna"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await until(pilot, CodingScreen)
        assert screen.codes[0].state == "accepted"
        assert screen.session.waiting(screen.answer)
        await pilot.press("enter")
        assert not screen.session.waiting(screen.answer)


async def test_the_other_desks_open_and_what_is_done_there_holds_here(
    coded_study: Path, until: Any
) -> None:
    give(coded_study, "berta", "home-delivery")
    give(coded_study, "carl", "volunteers")
    app = coding_app(coded_study, Wanted("anna"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await until(pilot, CodingScreen)
        await pilot.press("C")
        await until(pilot, CodebookScreen)
        await pilot.press("escape")
        await until(pilot, CodingScreen)
        await pilot.press("D")
        differences = await until(pilot, AdjudicatingScreen)
        assert differences.adjudication.left == 2
        await pilot.press("1")
        await until(pilot, LineScreen)
        await pilot.press(*"it is said", "enter")
        await until(pilot, AdjudicatingScreen)
        await pilot.press("b")
        await until(pilot, CodingScreen)
        await pilot.press("F")
        await until(pilot, ContradictionsScreen)
        await pilot.press("escape")
        await until(pilot, CodingScreen)
        assert [event.action for event in decisions(coded_study)] == ["adjudicate"]
        for _ in range(60):
            await pilot.pause(0.05)
            if any(e.action == "adjudicate" for e in screen.session.material.decisions):
                break
        await pilot.press("u")
        assert decisions(coded_study)[-1].action == "undo", "undo goes on over other desks' steps"


async def test_blind_nothing_leads_to_what_others_decided(coded_study: Path, until: Any) -> None:
    app = coding_app(coded_study, Wanted("anna", blind=True))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await until(pilot, CodingScreen)
        for key in ("D", "F"):
            await pilot.press(key)
            await pilot.pause()
            assert app.screen is screen
            assert "without --blind" in said(app)


async def test_blind_the_codebook_counts_nothing_of_others(
    coded_study: Path, until: Any, screen_text: Any
) -> None:
    give(coded_study, "berta", "home-delivery")
    app = coding_app(coded_study, Wanted("anna", blind=True))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, CodingScreen)
        await pilot.press("C")
        codebook = await until(pilot, CodebookScreen)
        assert {row.passages for row in codebook.session.rows()} == {0}
        assert codebook.session.given("home-delivery") == ()


async def test_a_codebook_changed_under_the_open_desk_is_read_again_on_the_way_to_an_answer(
    coded_study: Path, until: Any, screen_text: Any
) -> None:
    app = coding_app(coded_study, Wanted("anna"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await until(pilot, CodingScreen)
        codebook = CodebookSession(StudyFolder(coded_study), "berta")
        codebook.add({"name": "Insuring", "definition": "who pays"}, "they all speak of it")
        await pilot.press("enter", "n")
        await said_in_time(pilot, "The codebook was changed: read again.")
        assert "The codebook was changed: read again." in screen_text(app)
        assert "Insuring" in [code.name for code in screen.answer.codes]
        at = screen.answer.place
        assert at == screen.session.queue[1].place, "where the coder went meanwhile"
        await pilot.press("d")
        await pilot.pause()
    given, read = decisions(coded_study)
    assert read.place == at
    assert (given.codebook, read.codebook) == ("1", codebook.book.version)


async def test_a_codebook_that_cannot_be_read_is_said_and_the_desk_goes_on(
    coded_study: Path, until: Any
) -> None:
    app = coding_app(coded_study, Wanted("anna"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await until(pilot, CodingScreen)
        (path,) = StudyFolder(coded_study).codebook_paths()
        whole = path.read_text(encoding="utf-8")
        path.write_text(whole + "codes: twice\n", encoding="utf-8")
        await pilot.press("n")
        await said_in_time(pilot, "codebook")
        codes = [code.id for code in screen.answer.codes]
        path.write_text(whole.replace("id: volunteers", "id: helpers"), encoding="utf-8")
        await pilot.press("p")
        await said_in_time(pilot, "read again")
        assert [code.id for code in screen.answer.codes] != codes


async def test_nothing_changes_under_an_open_box(coded_study: Path, until: Any) -> None:
    app = coding_app(coded_study, Wanted("anna"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await until(pilot, CodingScreen)
        codebook = CodebookSession(StudyFolder(coded_study), "berta")
        codebook.retire("volunteers", "nobody needs it")
        read_again, is_open = screen.session.read_again, threading.Event()

        def read_once_the_box_is_open() -> Callable[[], None]:
            assert is_open.wait(20)
            return read_again()

        screen.session.read_again = read_once_the_box_is_open
        await pilot.press("n", "a")
        await until(pilot, FindScreen)
        is_open.set()
        for _ in range(200):
            await pilot.pause(0.02)
            if not screen._is_reading:
                break
        assert not screen._is_reading
        assert "volunteers" in [code.id for code in screen.answer.codes]
        await pilot.press("escape")
        await until(pilot, CodingScreen)
        await pilot.press("n")
        await said_in_time(pilot, "read again")
        assert "volunteers" not in [code.id for code in screen.answer.codes]


async def said_in_time(pilot: Any, words: str) -> None:
    """Wait until the screen says something."""
    for _ in range(200):
        if words in said(pilot.app):
            return
        await pilot.pause(0.02)
    raise AssertionError(said(pilot.app))


async def test_a_sample_is_all_that_is_asked(coded_study: Path, until: Any) -> None:
    app = coding_app(coded_study, Wanted("anna", share=0.5))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await until(pilot, CodingScreen)
        assert len(screen.session.queue) == 1
        assert screen.session.progress.answers == 1
    drawn = StudyFolder(coded_study).sample()
    assert drawn is not None
    assert drawn.value.places() == (screen.session.queue[0].place,)
