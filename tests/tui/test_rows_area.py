"""What is painted row by row is what painting everything would show."""

from __future__ import annotations

import random
from typing import Any

import pytest
from rich.text import Text
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.pilot import Pilot

from themer.conversation.outline import Line, Mark
from themer.model.question_set import Question
from themer.tui.widgets.notes import Notes
from themer.tui.widgets.outline import Outline

WORDS = "post only since the (van) went, volunteers carry a few by hand. " * 14
KEYS = (
    *("a", "b", "space", "left_parenthesis", "right_parenthesis", "enter", "backspace", "delete"),
    *("left", "right", "up", "down", "home", "end", "pageup", "pagedown", "shift+left", "shift+up"),
    *("ctrl+z", "ctrl+y", "ctrl+w"),
)


class Box(App[None]):
    """Notes and an outline, and nothing else."""

    CSS = "Notes { height: 8; } Outline { width: 20; height: 9; }"

    def compose(self) -> ComposeResult:
        yield Notes()
        yield Outline()

    def on_mount(self) -> None:
        self.query_one(Notes).cursor_blink = False


def painted(app: App[Any]) -> list[Text]:
    strips = app.screen._compositor.render_strips()
    return [Text.assemble(*((s.text, s.style or "") for s in strip)) for strip in strips]


async def assert_all_is_painted(pilot: Pilot[Any], after: object) -> None:
    await pilot.pause()
    shown = painted(pilot.app)
    for widget in (pilot.app.query_one(Notes), pilot.app.query_one(Outline)):
        widget.refresh()
    await pilot.pause()
    assert shown == painted(pilot.app), after


@pytest.mark.parametrize("seed", range(2))
async def test_no_key_leaves_a_row_as_it_was(seed: int) -> None:
    dice = random.Random(seed)
    async with Box().run_test(size=(40, 24)) as pilot:
        notes = pilot.app.query_one(Notes)
        notes.show(WORDS)
        notes.focus()
        await pilot.pause()
        for _ in range(40):
            key = dice.choice(KEYS)
            await pilot.press(key)
            await assert_all_is_painted(pilot, key)


async def test_the_cursor_stays_in_sight_when_a_word_goes_over_into_the_next_row() -> None:
    async with Box().run_test(size=(40, 24)) as pilot:
        notes = pilot.app.query_one(Notes)
        notes.show(WORDS)
        notes.focus()
        await pilot.pause()
        for number in range(40):
            await pilot.press("space" if number % 7 == 6 else "y")
            row = notes.wrapped_document.location_to_offset(notes.cursor_location).y
            assert row < notes.scroll_offset.y + notes.size.height, number


async def test_other_words_are_painted_whole() -> None:
    async with Box().run_test(size=(40, 24)) as pilot:
        notes = pilot.app.query_one(Notes)
        for words in (WORDS, "short", "", "two\nlines", WORDS[::-1], "a tab\there"):
            notes.show(words)
            await assert_all_is_painted(pilot, words)


async def test_a_key_paints_the_row_of_the_cursor_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    async with Box().run_test(size=(40, 24)) as pilot:
        notes = pilot.app.query_one(Notes)
        notes.show(WORDS + "\nx")
        notes.focus()
        await pilot.pause()
        asked: list[Region] = []
        monkeypatch.setattr(notes, "_set_dirty", lambda *regions: asked.extend(regions))
        await pilot.press("y")
        assert [region.height for region in asked] == [1]


def listed(here: int, mark: Mark = Mark.NOT_REACHED) -> tuple[Line, ...]:
    return tuple(
        Line(n, Question(f"q{n}", ask=f"Matter {n}?"), mark, mark.word, n == here, n % 7 == 0)
        for n in range(1, 40)
    )


async def test_the_outline_is_painted_where_it_changed_and_keeps_the_question_in_sight() -> None:
    async with Box().run_test(size=(40, 24)) as pilot:
        outline = pilot.app.query_one(Outline)
        for here in (1, 2, 3, 9, 8, 30, 31, 39, 1):
            outline.show(listed(here, Mark.ANSWERED if here > 8 else Mark.NOT_REACHED), ("foot",))
            await assert_all_is_painted(pilot, here)
            assert f"● {here} Matter" in "\n".join(row.plain for row in painted(pilot.app))
