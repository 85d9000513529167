"""A codebook that somebody changes while another codes: which version each event was made under."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from small_study import SAID, write_study
from themer.findings.everything import find
from themer.findings.looking_again import looking_again
from themer.storage.study_folder import StudyFolder
from themer.workflows.codebook.desk import CodebookSession
from themer.workflows.coding.desk import CodingSession
from themer.workflows.material import load_decisions, load_material

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


def test_what_was_read_at_an_open_desk_does_not_deny_a_code_it_did_not_have(
    folder: StudyFolder,
) -> None:
    desk = CodingSession(folder, "anna", lambda: START + 2 * HOUR)
    made = CodebookSession(folder, "ben", clock=lambda: START + HOUR).add(
        {"name": "Insurance", "definition": "who pays"}, "they all speak of it"
    )
    (added,) = made.change.codes
    for answer in tuple(desk.queue):
        desk.finish_answer(answer)
    figures = {code.code: code.figure for code in find(load_material(folder)).codes}
    assert figures["volunteers"].n > 0
    assert figures[added].n == 0, "nobody could look for it"
    assert figures[added].apart["undecided"] == figures["volunteers"].n


def test_what_was_decided_at_an_open_desk_under_the_old_words_waits(folder: StudyFolder) -> None:
    desk = CodingSession(folder, "anna", lambda: START + 2 * HOUR)
    edit_volunteers(folder, START + HOUR)
    answer = desk.queue[0]
    desk.decide(answer, answer.passages[0], "volunteers", accept=True)
    ((waiting,),) = [items for items in looking_again(load_material(folder)).values() if items]
    assert waiting.decision == load_decisions(folder)[-1]
    assert waiting.decision.codebook != waiting.change.version


def test_a_second_look_ends_the_waiting_whatever_the_clocks_say(folder: StudyFolder) -> None:
    desk = CodingSession(folder, "anna", lambda: START)
    answer = desk.queue[0]
    desk.decide(answer, answer.passages[0], "volunteers", accept=True)
    edit_volunteers(folder, START + HOUR)
    desk = CodingSession(folder, "anna", lambda: START + HOUR / 12)
    answer = desk.queue[0]
    assert len(desk.waiting(answer)) == 1
    desk.decide(answer, answer.passages[0], "volunteers", accept=True)
    assert desk.waiting(answer) == ()
    assert not any(looking_again(load_material(folder)).values())


def test_an_open_desk_sees_that_the_codebook_was_changed_and_not_that_it_was_touched(
    folder: StudyFolder,
) -> None:
    desk = CodingSession(folder, "anna", lambda: START)
    (path,) = folder.codebook_paths()
    assert not desk.codebook_changed()
    path.write_bytes(path.read_bytes())
    os.utime(path, (1, 1))
    assert not desk.codebook_changed()
    edit_volunteers(folder, START)
    assert desk.codebook_changed()
    desk.read_again()()
    assert not desk.codebook_changed()
    path.unlink()
    assert desk.codebook_changed(), "it is said by what then cannot be read"


def test_what_is_decided_while_the_study_is_read_again_holds_and_is_undone(
    folder: StudyFolder,
) -> None:
    desk = CodingSession(folder, "anna", lambda: START)
    answer = desk.queue[0]
    take = desk.read_again()
    desk.decide(answer, answer.passages[0], "volunteers", accept=True)
    take()
    answer = desk.queue[0]
    assert desk.decided(answer.place, answer.passages[0]) == {"volunteers": "accepted"}
    desk.decide(answer, answer.passages[0], "home-delivery", accept=True)
    desk.undo()
    assert desk.decided(answer.place, answer.passages[0]) == {"volunteers": "accepted"}
    desk.undo()
    assert desk.decided(answer.place, answer.passages[0]) == {}
    assert CodingSession(folder, "anna", lambda: START).progress.accepted == 0


def edit_volunteers(folder: StudyFolder, at: dt.datetime) -> None:
    new = {"name": "Volunteers", "definition": "Who helps without pay, family left out."}
    CodebookSession(folder, "ben", clock=lambda: at).edit(
        "volunteers", new, "family is another matter", look_again=True
    )
