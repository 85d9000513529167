"""A codebook that somebody changes while another codes: which version each event was made under."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from small_study import SAID, write_study
from themer.storage.study_folder import StudyFolder
from themer.workflows.coding import CodingSession
from themer.workflows.material import load_decisions

START = dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def folder(tmp_path: Path) -> StudyFolder:
    return StudyFolder(write_study(tmp_path / "study", sorted(SAID)))


def test_every_event_about_an_answer_says_from_which_codebook(folder: StudyFolder) -> None:
    session = CodingSession(folder, "anna", lambda: START)
    answer = session.queue[0]
    passage = answer.passages[0]
    session.decide(answer, passage, "volunteers", accept=True)
    session.decide(answer, passage, "home-delivery", accept=False)
    session.direct(answer, passage, "strength")
    session.note(answer, "to think of", passage=passage)
    session.note(answer, "who knows?", is_question=True)
    session.judge(answer, "home-delivery", "absent")
    session.finish_answer(answer)
    session.take_back(answer, passage, "volunteers")
    book = session.book(answer)
    assert book is not None
    events = load_decisions(folder)
    assert {event.action for event in events} == {
        "accept", "refuse", "direction", "memo", "unsure", "status", "read", "undo",
    }  # fmt: skip
    assert {event.codebook for event in events} == {book.version}
