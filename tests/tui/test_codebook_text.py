"""A codebook whose words are marks and controls: all of it stands there as text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hostile_study import HOSTILE
from themer.storage.study_folder import StudyFolder
from themer.tui.desks import codebook_app
from themer.tui.screens.asking import FindScreen, LineScreen, ReadScreen
from themer.tui.screens.codebook import CodebookScreen
from themer.tui.screens.form import FormScreen
from themer.workflows.codebook.desk import CodebookSession
from tui.test_text_from_people import look

# Without the family of one sign: a box that cuts it off leaves a row one cell short.
WORDS = HOSTILE.replace("👩‍👩‍👧", "👩")
MARKS = "[b]bold[/b] [@click=app.quit]x[/] [/"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_hostile_codebook_is_shown_as_it_is_written(
    study: Path, size: tuple[int, int], until: Any
) -> None:
    desk = CodebookSession(StudyFolder(study), "anna")
    words = {"name": MARKS, "definition": WORDS, "include": WORDS, "examples": WORDS}
    desk.edit("volunteers", words, WORDS, look_again=True)
    app = codebook_app(study, "anna")
    async with app.run_test(size=size) as pilot:
        await until(pilot, CodebookScreen)
        await pilot.press("j")
        look(app, MARKS)
        for key, screen in (("e", FormScreen), ("h", ReadScreen), ("x", LineScreen)):
            await pilot.press(key)
            await until(pilot, screen)
            look(app, "[@click=app.quit]")
            await pilot.press("escape")
            await until(pilot, CodebookScreen)
        await pilot.press("k", "m")
        await until(pilot, FindScreen)
        look(app, "[@click=app.quit]")
    assert StudyFolder(study).codebooks()[0].value == desk.book
