"""What is pasted arrives whole: a megabyte, line ends, control characters, in every box."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from themer.conversation.editing import find_edit
from themer.storage import files
from themer.tui.app import interview_app
from themer.tui.screens.asking import LineScreen, PickScreen
from themer.tui.screens.desk import DeskScreen
from themer.tui.widgets.long_lines import break_long_lines
from themer.tui.widgets.notes import Notes

ID = "harrow-hill-main-1"
MEGABYTE = {
    "one line": "words and more words " * 48_000,
    "no space": "x" * 1_000_000,
    "lines": "a line of the usual kind, as people write them\n" * 21_000,
    "every kind": "a\x0cb\x85c\u2028d\te \x1b[2J [sic] [/ 漢字 \u202e👩‍👩‍👧 " * 20_000,
}


async def open_desk(app: Any, pilot: Any, until: Any) -> DeskScreen:
    await until(pilot, PickScreen)
    await pilot.press("t")
    desk: DeskScreen = await until(pilot, DeskScreen)
    desk.move(lambda: desk.session.go("has_home_service"))
    await pilot.pause()
    return desk


async def paste(app: Any, pilot: Any, text: str) -> None:
    app.post_message(events.Paste(text))
    await pilot.pause()
    await app.settle()


@pytest.mark.parametrize("kind", MEGABYTE)
async def test_a_megabyte_into_the_notes_is_saved_and_read_back_equal(
    kind: str, study: Path, until: Any, on_disk: Any
) -> None:
    text = MEGABYTE[kind]
    app = interview_app(study, ID)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await open_desk(app, pilot, until)
        at, before = desk.session.at, desk.session.answer.noted
        desk.set_focus(desk.query_one(Notes))
        await paste(app, pilot, text)
        await pilot.press("a", "b", "backspace")
        assert desk.session.answer.noted == before + text + "a"
        await pilot.press("f4", "f3")
        await pilot.pause()
        assert desk.query_one(Notes).stored == before + text + "a"
        app.flush()
    assert on_disk(ID).answers[at].noted == before + text + "a"


async def test_a_megabyte_into_a_line_is_kept_whole(study: Path, until: Any, on_disk: Any) -> None:
    text = MEGABYTE["every kind"][:600_000]
    app = interview_app(study, ID)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_desk(app, pilot, until)
        await pilot.press("f10")
        await until(pilot, LineScreen)
        await paste(app, pilot, text)
        await pilot.press("enter")
        await until(pilot, DeskScreen)
        app.flush()
    assert text in on_disk(ID).unassigned


async def test_a_megabyte_into_a_figure_goes_into_the_notes(study: Path, until: Any) -> None:
    text = MEGABYTE["lines"]
    app = interview_app(study, ID)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await open_desk(app, pilot, until)
        desk.move(lambda: desk.session.go("pay"))
        await pilot.pause()
        had = desk.session.answer
        desk.action_fact()
        await paste(app, pilot, text)
        assert desk.session.answer.noted == had.noted + text
        assert desk.session.answer.fact == had.fact


async def test_several_lines_into_a_figure_lose_none(study: Path, until: Any) -> None:
    app = interview_app(study, ID)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await open_desk(app, pilot, until)
        desk.move(lambda: desk.session.go("pay"))
        await pilot.pause()
        desk.action_fact()
        await pilot.press("end", "ctrl+u")
        await paste(app, pilot, "fifty\r\nor so\tat least")
        assert "fifty\nor so\tat least" in desk.session.answer.noted
        await pilot.press("backspace")
        assert "fifty\nor so\tat leas" in desk.session.answer.noted
        assert "at least" not in desk.session.answer.noted


async def test_what_no_file_can_hold_is_refused_in_words_and_all_that_was_there_stays(
    study: Path, until: Any, on_disk: Any
) -> None:
    text = MEGABYTE["one line"]
    app = interview_app(study, ID)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        desk = await open_desk(app, pilot, until)
        at, before = desk.session.at, desk.session.answer.noted
        desk.set_focus(desk.query_one(Notes))
        await paste(app, pilot, text)
        await paste(app, pilot, text)
        await pilot.pause()
        said = [f"{note.title}: {note.message}" for note in app._notifications]
        assert any("Nothing was pasted" in words and "2 MB" in words for words in said)
        await pilot.press("z")
        assert desk.session.answer.noted == before + text + "z"
        app.flush()
        assert app.saver is not None
        assert app.saver.state.fault is None
    assert on_disk(ID).answers[at].noted == before + text + "z"


def test_past_the_limit_by_typing_the_file_stays_whole_and_the_journal_has_the_words(
    study: Path,
) -> None:
    from dataclasses import replace

    from themer.workflows.interviews.saving import Saver

    path = study / "interviews" / f"{ID}.yaml"
    stored = files.read(files.INTERVIEW, path)
    saver = Saver(study, path, stored.value, stored.sha256)
    text = MEGABYTE["one line"] * 2
    saver.note(replace(stored.value, unassigned=(text,)))
    state = saver.flush()
    assert state.fault is not None
    assert "2 MB" in state.fault
    assert state.journal is not None
    assert text[:-1] in state.journal.read_text("utf-8")
    assert path.read_text("utf-8") == stored.text
    saver.note(replace(stored.value, unassigned=("short",)))
    assert saver.close().fault is None


@given(
    st.lists(st.sampled_from(["x" * 3000, "y" * 5000, "word " * 900, "\n", "z", "ä "]), max_size=6),
    st.data(),
)
def test_an_edit_of_broken_lines_is_the_same_edit_of_the_stored_text(
    parts: list[str], data: st.DataObject
) -> None:
    stored = "".join(parts)
    broken = break_long_lines(stored)
    unbroken = "".join(c for i, c in enumerate(broken.text) if i not in set(broken.added))
    assert unbroken == stored
    assert max(map(len, broken.text.split("\n"))) <= 4_000
    start = data.draw(st.integers(0, len(broken.text)))
    end = data.draw(st.integers(start, min(len(broken.text), start + 40)))
    now = broken.text[:start] + "new\nwords" + broken.text[end:]
    edit = find_edit(broken.text, now)
    after = broken.after(edit)
    assert after.text == now
    changed = broken.stored_edit(edit).apply(stored)
    assert (
        changed
        == stored[: broken.stored_place(start)] + "new\nwords" + stored[broken.stored_place(end) :]
    )
    left = "".join(c for i, c in enumerate(after.text) if i not in set(after.added))
    assert left == changed
