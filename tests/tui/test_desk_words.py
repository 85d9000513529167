"""The desk's keys on words: quotes, restricted passages, striking, figures, the time of day."""

from __future__ import annotations

import asyncio
import re
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mobile_call import NEW, NEW_ID, begin, write
from themer.model.interview import Attendee, Passage
from themer.storage import files
from themer.storage.study_folder import StudyFolder
from themer.storage.writing import to_yaml
from themer.tui.app import interview_app
from themer.tui.screens.asking import LineScreen, PickScreen, ReadScreen
from themer.tui.screens.desk import DeskScreen
from themer.tui.screens.form import FormScreen
from themer.tui.widgets.line import Line
from themer.tui.widgets.notes import Notes

SECRET = "she drinks at work"


def select(pilot: Any, start: int, end: int) -> None:
    """Select words of the one line of notes."""
    notes = pilot.app.screen.query_one(Notes)
    notes.selection = type(notes.selection)((0, start), (0, end))


def grep(folder: Path, words: str = SECRET) -> list[str]:
    """Name every file that holds some words, by its bytes alone."""
    everything = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path.name for path in everything if words.encode() in path.read_bytes())


async def test_the_quote_key_on_marked_words_changes_or_takes_off_the_mark(
    study: Path, until: Any, screen_text: Any
) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await begin(pilot, until)
        await write(pilot, 'she says "nobody asked"')
        await pilot.press("f9")
        await until(pilot, PickScreen)
        await pilot.press("y")
        await until(pilot, DeskScreen)
        assert desk.session.answer.verbatim[0].speaker == "p1"
        await pilot.press("f9")
        await until(pilot, PickScreen)
        assert "Marked as said exactly so; may be used" in screen_text(app)
        await pilot.press("n")
        await until(pilot, DeskScreen)
        assert [mark.may_use for mark in desk.session.answer.verbatim] == [False]
        await pilot.press("f9", "y")
        await until(pilot, DeskScreen)
        assert [mark.may_use for mark in desk.session.answer.verbatim] == [True]
        await pilot.press("f9", "escape")
        await until(pilot, DeskScreen)
        assert len(desk.session.answer.verbatim) == 1
        await pilot.press("f9", "w")
        await until(pilot, DeskScreen)
        assert desk.session.answer.verbatim == ()
        assert desk.session.answer.noted == 'she says "nobody asked"'


async def test_undo_brings_a_mark_back_with_its_words(study: Path, until: Any) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await begin(pilot, until)
        await write(pilot, 'Marian says "nobody asked"')
        await pilot.press("f9", "y")
        await until(pilot, DeskScreen)
        select(pilot, 0, 6)
        await pilot.press("alt+z")
        marked = desk.session.answer
        assert (len(marked.verbatim), marked.restricted) == (1, (Passage(0, 6),))
        for start, end, key in ((15, 22, "x"), (2, 6, "delete")):
            desk.query_one(Notes).history.checkpoint()  # as after two seconds without a key
            select(pilot, start, end)
            await pilot.press(key)
            assert desk.session.answer != marked
            await pilot.press("ctrl+z")
            assert desk.session.answer == marked


async def test_with_two_partners_a_quote_asks_who_said_it(
    study: Path, until: Any, screen_text: Any
) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await begin(pilot, until)
        second = Attendee("p2", "manager", agreed=True, quote=False)
        desk.change(desk.session.amend(roster=(*desk.session.interview.roster, second)))
        await write(pilot, '"nobody asked"')
        await pilot.press("f9")
        await until(pilot, PickScreen)
        assert "Who said these words?" in screen_text(app)
        await pilot.press("2")  # who does not want to be quoted: nothing more is asked
        await until(pilot, DeskScreen)
        (mark,) = desk.session.answer.verbatim
        assert (mark.speaker, mark.may_use) == ("p2", False)
        assert "manager, not to be used" in screen_text(app)
        await pilot.press("f9", "s", "1")
        await until(pilot, DeskScreen)
        assert desk.session.answer.verbatim[0].speaker == "p1"
        await pilot.press("f9", "y")
        await until(pilot, DeskScreen)
        assert "driver, may be used" in screen_text(app)


async def test_a_named_person_is_restricted_and_the_same_key_lifts_it(
    study: Path, until: Any, screen_text: Any, on_disk: Any
) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await begin(pilot, until)
        await write(pilot, "since Ann left nobody drives")
        select(pilot, 6, 9)
        await pilot.press("alt+z")
        await pilot.pause()
        assert desk.session.answer.restricted == (Passage(6, 9),)
        assert "Restricted “Ann”" in screen_text(app)
        select(pilot, 0, 14)
        await pilot.press("f9")
        await pilot.pause()
        assert desk.session.answer.verbatim == ()
        select(pilot, 8, 8)
        await pilot.press("alt+z")
        await pilot.pause()
        assert desk.session.answer.restricted == ()
        assert "Restricted" not in screen_text(app).split("No longer")[0]
        select(pilot, 6, 9)
        await pilot.press("alt+z", "ctrl+q")
        await pilot.pause(0.8)
    assert on_disk(NEW_ID).answers["hardest"].restricted == (Passage(6, 9),)


async def test_the_time_of_day_is_noted_at_the_cursor(study: Path, until: Any) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await begin(pilot, until)
        await write(pilot, "van. ")
        await pilot.press("alt+0", "x")
        await pilot.pause()
        assert re.fullmatch(r"van\. \[\d\d:\d\d\] x", desk.session.answer.noted)


async def test_struck_words_are_in_no_file_and_cannot_be_brought_back(
    study: Path, until: Any, screen_text: Any
) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await begin(pilot, until)
        await write(pilot, "the van is old\n")
        desk.saver.flush()
        await write(pilot, f"{SECRET}")
        desk.saver.flush()
        await write(pilot, ", they said")
        desk.saver.flush_journal()
        app.copy_to_clipboard(SECRET)
        assert len(grep(study.parent)) >= 2
        await pilot.press("alt+x")
        await until(pilot, PickScreen)
        assert f"“{SECRET}, they said”" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, PickScreen)  # enter strikes nothing
        await pilot.press("y")
        await until(pilot, DeskScreen)
        assert grep(study.parent) == []
        assert desk.session.answer.noted == "the van is old\n"
        assert app.clipboard == ""
        notes = app.screen.query_one(Notes)
        notes.undo()
        notes.redo()
        await pilot.pause()
        assert desk.session.answer.noted == "the van is old\n"
        await write(pilot, "on we go")
        await pilot.press("ctrl+q")
        await pilot.pause(0.8)
    assert grep(study.parent) == []
    assert grep(study, "on we go") != []


async def test_striking_goes_further_back_by_a_key_and_back_out_by_escape(
    study: Path, until: Any, screen_text: Any
) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await begin(pilot, until)
        await write(pilot, "first\nsecond")
        await pilot.press("alt+x")
        await until(pilot, PickScreen)
        assert "“second”" in screen_text(app)
        await pilot.press("escape")
        await until(pilot, DeskScreen)
        assert desk.session.answer.noted == "first\nsecond"
        await pilot.press("alt+x", "m")
        await until(pilot, PickScreen)
        assert "“first" in screen_text(app)
        await pilot.press("y")
        await until(pilot, DeskScreen)
        assert desk.session.answer.noted == ""


async def test_files_that_have_struck_words_from_elsewhere_are_named(
    study: Path, until: Any, screen_text: Any, screen_words: Any
) -> None:
    app = interview_app(study, NEW)
    copy = study / "interviews" / "a copy of mine.txt"
    copy.write_text(SECRET)
    async with app.run_test(size=(80, 24)) as pilot:
        await begin(pilot, until)
        await write(pilot, SECRET)
        await pilot.press("alt+x", "y")
        await until(pilot, ReadScreen)
        assert "Struck here, not there" in screen_text(app)
        assert "acopyofmine.txt" in screen_words(app)
    assert grep(study.parent) == ["a copy of mine.txt"]


async def test_off_the_record_no_key_reaches_anything_and_what_was_typed_can_be_struck(
    study: Path, until: Any, screen_text: Any
) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await begin(pilot, until)
        await write(pilot, SECRET)
        await pilot.press("alt+o")
        await pilot.pause()
        assert "OFF THE RECORD" in screen_text(app)
        before = desk.session.interview
        keys = ["z", "z", "alt+1", "f5", "f8", "f9", "f10", "f12", "alt+a", "alt+s", "alt+f"]
        keys += ["alt+z", "alt+g", "alt+d", "alt+r", "alt+i", "alt+0", "alt+u", "alt+j", "alt+m"]
        await pilot.press(*keys, *"zz")
        await pilot.pause()
        assert isinstance(app.screen, DeskScreen)
        assert desk.session.interview == before
        await pilot.press("alt+x")
        await until(pilot, PickScreen)
        await pilot.press("y")
        await until(pilot, DeskScreen)
        assert desk.session.is_off_record
        assert "OFF THE RECORD" in screen_text(app)
        assert grep(study.parent) == []
        await pilot.press("alt+o", *"now", "ctrl+q")
        await pilot.pause(0.8)
    assert grep(study.parent, "zz") == []
    assert grep(study, "noted: now") != []


async def test_a_figure_is_awaited_from_somebody_by_a_day(
    study: Path, until: Any, screen_text: Any, golden: Any, on_disk: Any
) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await begin(pilot, until, at="pay")
        await pilot.press("alt+a")
        form = await until(pilot, FormScreen)
        golden(app, "figure")
        await pilot.press("a")
        form.query_one("#row-source", Line).value = "the rota officer"
        await pilot.press("enter")
        form.query_one("#row-due", Line).value = "Friday"
        await pilot.press("enter")
        await pilot.pause()
        assert '"Friday" is no day' in screen_text(app)
        form.query_one("#row-due", Line).value = "2026-03-11"
        await pilot.press("f4")
        await until(pilot, DeskScreen)
        assert "awaited from the rota officer by 2026-03-11" in screen_text(app)
        assert desk.session.answer.fact is None
        await pilot.press("ctrl+q")
        await pilot.pause(0.8)
    answer = on_disk(NEW_ID).answers["pay"]
    assert (answer.status, answer.source, str(answer.due)) == (
        "awaited",
        "the rota officer",
        "2026-03-11",
    )


async def test_escape_in_a_form_throws_nothing_away_unasked(study: Path, until: Any) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await begin(pilot, until, at="pay")
        await pilot.press("alt+a")
        form = await until(pilot, FormScreen)
        await pilot.press("a", *"rota", "escape")
        await until(pilot, PickScreen)
        await pilot.press("g")
        await until(pilot, FormScreen)
        assert form.values["source"] == "rota"
        await pilot.press("f4")
        await until(pilot, DeskScreen)
        assert desk.session.answer.source == "rota"
        await pilot.press("alt+a", "escape")  # nothing changed: nothing is asked
        await until(pilot, DeskScreen)
        await pilot.press("alt+a", "c", "escape", "t")
        await until(pilot, DeskScreen)
        assert desk.session.answer.status == "awaited"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_everything_that_is_marked_is_seen_beside_the_notes(
    study: Path, size: tuple[int, int], until: Any, golden: Any
) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=size) as pilot:
        desk = await begin(pilot, until)
        await write(pilot, 'since Ann left "nobody drives" and the van is shared with the school')
        await pilot.press("f9", "y")
        await until(pilot, DeskScreen)
        select(pilot, 6, 9)
        await pilot.press("alt+z")
        people = desk.session.interview.roster
        later = Attendee("p2", "team manager", joined="10:20", agreed=False, quote=False)
        desk.change(replace(desk.session).amend(roster=(*people, later)))
        desk.changed_here()
        await pilot.pause(0.5)
        app.clear_notifications()
        await pilot.pause()
        golden(app, "marked")


async def test_what_does_not_fit_one_of_several_figures_is_kept_under_its_label(
    study: Path, until: Any
) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await begin(pilot, until, at="home_visits")
        app.screen.query_one("#figure1", Line).value = "40ish"
        await pilot.pause()
        assert desk.session.answer.noted == "(not a figure) visits held: 40ish"


async def test_choices_break_between_them_and_never_within_one(
    study: Path, until: Any, screen_text: Any
) -> None:
    path = study / "question_sets" / "branches.yaml"
    ways = 'van: "By van", post: "By post", volunteer: "By a volunteer"'
    more = 'van: "With our own van every week", post: "By post", cab: "In a cab with a volunteer"'
    path.write_text(path.read_text().replace(ways, more))
    app = interview_app(study, NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        await begin(pilot, until, at="routes")
        shown = screen_text(app)
        for words in ("1 With our own van every week", "2 By post", "3 In a cab with a volunteer"):
            assert words in shown
        await pilot.press("1", "3")
        await pilot.pause()
        assert "[x] 3 In a cab with a volunteer" in screen_text(app)
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert "own van every week  [ ] 2 By post" in screen_text(app)


async def test_words_kept_for_later_are_struck_first_where_they_were_typed_last(
    study: Path, until: Any, screen_text: Any
) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await begin(pilot, until)
        await write(pilot, "the van")
        await pilot.press("f10")
        await until(pilot, LineScreen)
        await write(pilot, SECRET)
        await pilot.press("enter")
        await until(pilot, DeskScreen)
        desk.saver.flush()
        assert grep(study.parent) != []
        await pilot.press("alt+x", "y")
        await until(pilot, DeskScreen)
        assert desk.session.interview.unassigned == ()
        assert desk.session.answer.noted == "the van"
        assert grep(study.parent) == []


@pytest.mark.parametrize("key", ["f9", "alt+z"])
async def test_what_is_typed_after_marking_a_selection_adds_to_it_and_replaces_nothing(
    study: Path, until: Any, key: str
) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await begin(pilot, until)
        await write(pilot, "Mary said nobody asked")
        select(pilot, 0, 9)
        await pilot.press(key)
        if key == "f9":
            await until(pilot, PickScreen)
            await pilot.press("y")
            await until(pilot, DeskScreen)
        await write(pilot, "!")
        answer = desk.session.answer
        assert answer.noted == "Mary said! nobody asked"
        marked = answer.verbatim if key == "f9" else answer.restricted
        assert [(mark.start, mark.end) for mark in marked] == [(0, 9)]


async def test_a_merge_that_meets_a_disk_at_work_stops_no_key_and_comes_by_itself(
    study: Path, until: Any
) -> None:
    app = interview_app(study, NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await begin(pilot, until)
        await write(pilot, "mine")
        saver = desk.saver
        while saver.state.saved_at is None or saver.interview is not saver._saved:
            saver.write_soon()
            await pilot.pause(0.05)
        path = StudyFolder(study).interview_path(NEW_ID)
        held, go_on = threading.Event(), threading.Event()

        def hold() -> None:
            with saver._disk:  # as a sync that takes seconds
                theirs = replace(saver.interview, unassigned=("THEIRS",))
                path.write_text(to_yaml(theirs), "utf-8")
                saver._say(theirs=files.read(files.INTERVIEW, path))
                held.set()
                go_on.wait(30)

        disk = threading.Thread(target=hold)
        disk.start()
        await asyncio.to_thread(held.wait, 10)
        await write(pilot, " typed on")
        assert "typed on" in desk.session.answer.noted
        assert saver.state.theirs is not None
        go_on.set()
        await asyncio.to_thread(disk.join)
        for _ in range(100):
            if desk.session.interview.unassigned:
                break
            await pilot.pause(0.05)
        assert desk.session.interview.unassigned == ("THEIRS",)
        assert "typed on" in desk.session.answer.noted
