"""Decisions, their undoing and edits of the answers underneath, in any order: nothing drifts."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reading_rooms import FIXTURE
from themer.findings.passages import accepted_passages, spoken_answers
from themer.model.decision import standing
from themer.storage import files
from themer.storage.study_folder import StudyFolder
from themer.storage.writing import to_file
from themer.workflows.coding.alike import Alike
from themer.workflows.coding.desk import CodingSession
from themer.workflows.material import load_decisions, load_material

ID, QUESTION = "harrow-hill-main-1", "has_home_service"


@pytest.fixture
def folder(tmp_path: Path) -> StudyFolder:
    return StudyFolder(Path(shutil.copytree(FIXTURE, tmp_path / "study")))


def sit(folder: StudyFolder) -> CodingSession:
    return CodingSession(folder, "coder-a", lambda: dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC))


def edit(folder: StudyFolder, change: str) -> None:
    """Edit the answer in its file, as a person at the conversation desk would."""
    path = folder.interview_path(ID)
    interview = folder.read(files.INTERVIEW, path).value
    answer = interview.answers[QUESTION]
    text = answer.noted
    noted = {
        "before": f"Well. {text}",
        "after": f"{text} and so on.",
        "middle": text.replace("volunteers", "some volunteers", 1),
        "cut": text[: text.rfind('"')] if '"' in text else text,
        "twice": f"{text}\n{text}",
        # Other words, as long as those before, between the same places; three times are none.
        "other": text.translate(str.maketrans("aeoAEO", "eoaEOA")),
    }[change]
    answers = {**interview.answers, QUESTION: replace(answer, noted=noted, verbatim=())}
    path.write_bytes(to_file(replace(interview, answers=answers)))


def held(session: CodingSession) -> dict[Any, Any]:
    """Say what is decided on which words, and what was read."""
    found: dict[Any, Any] = {
        (*answer.place, passage.start, passage.end, passage.text): (
            dict(session.decided(answer.place, passage)),
            session.direction(answer.place, passage),
        )
        for answer in session.queue
        for passage in answer.passages
        if session.decided(answer.place, passage) or session.direction(answer.place, passage)
    }
    found["read"] = [session.is_read(answer) for answer in session.queue]
    return found


def as_placed(folder: StudyFolder) -> None:
    """Hold every decision against the words of today."""
    material = load_material(folder)
    spoken = spoken_answers(material)
    texts = {place: said.answer.coded_text for place, said in spoken.items()}
    for event in material.decisions:
        if event.text and event.place in texts:
            text = texts[event.place]
            is_there = text[event.start : event.end] == event.text
            assert is_there or text.count(event.text) != 1
    for passages in accepted_passages(material, spoken).values():
        for passage in passages:
            where = passage.reference
            text = texts[where.interview, where.question]
            assert passage.text == text[where.start : where.end]


EDITS = ["before", "after", "middle", "cut", "twice", "other"]
acts = st.tuples(
    st.sampled_from(
        [*EDITS, "accept", "refuse", "direct", "span", "many", "read", "undo", "undo", "redo"]
    ),
    st.integers(0, 3),
    st.sampled_from(["home-delivery", "volunteers"]),
)


def do(session: CodingSession, act: str, number: int, code: str) -> None:
    answer = session.queue[0]
    passage = answer.passages[min(number, len(answer.passages) - 1)]
    if act in ("accept", "refuse"):
        session.decide(answer, passage, code, accept=act == "accept")
    elif act == "direct":
        session.direct(answer, passage, "strength")
    elif act == "span" and passage.end - passage.start > 8:
        session.respan(answer, passage, passage.start + 2, passage.end - 2)
    elif act == "many":
        both = [Alike(answer, one, None) for one in answer.passages[:2]]
        session.decide_many(both, code, accept=True)
    elif act == "read":
        session.finish_answer(answer)
    elif act == "undo":
        session.undo()
    elif act == "redo":
        session.redo()


@settings(max_examples=60, deadline=None)
@given(st.lists(acts, max_size=16))
def test_any_sequence_keeps_offsets_exact_and_the_log_replayable(
    tmp_path_factory: pytest.TempPathFactory, sequence: list[tuple[str, int, str]]
) -> None:
    root = tmp_path_factory.mktemp("study")
    folder = StudyFolder(Path(shutil.copytree(FIXTURE, root / "study")))
    session = sit(folder)
    kept = b""
    for act, number, code in sequence:
        if act in EDITS:
            edit(folder, act)
            session = sit(folder)
        else:
            do(session, act, number, code)
        path = folder.coder_path("coder-a")
        now = path.read_bytes() if path.is_file() else b""
        assert now.startswith(kept), "the log only ever grows"
        kept = now
        assert held(sit(folder)) == held(session), "the log replays to what is shown"
        as_placed(folder)


def test_taking_every_step_back_leaves_nothing_and_making_them_again_everything(
    folder: StudyFolder,
) -> None:
    session = sit(folder)
    for act in ("accept", "span", "direct", "many", "read"):
        do(session, act, 0, "volunteers")
    everything = held(session)
    steps = 0
    while session.undo() is not None:
        steps += 1
    assert steps == 5
    assert held(session) == {"read": [False, False]}
    while session.redo() is not None:
        steps -= 1
    assert steps == 0
    assert held(sit(folder)) == everything


def test_ends_that_were_moved_take_direction_and_code_along_in_one_step(
    folder: StudyFolder,
) -> None:
    session = sit(folder)
    answer = session.queue[0]
    first = answer.passages[0]
    session.decide(answer, first, "volunteers", accept=True)
    session.direct(answer, first, "challenge")
    new = session.respan(answer, first, first.start, first.end - 3)
    assert session.decided(answer.place, new) == {"volunteers": "accepted"}
    assert session.direction(answer.place, new) == "challenge"
    assert session.decided(answer.place, first) == {}
    stood = [(event.start, event.end) for event in standing(load_decisions(folder))]
    assert set(stood) == {(new.start, new.end)}
    session.undo()
    assert session.decided(answer.place, first) == {"volunteers": "accepted"}


def test_an_edited_answer_is_to_be_read_again_and_its_codes_stay(folder: StudyFolder) -> None:
    session = sit(folder)
    answer = session.queue[0]
    session.decide(answer, answer.passages[0], "volunteers", accept=True)
    session.finish_answer(answer)
    edit(folder, "before")
    again = sit(folder)
    assert not again.is_read(again.queue[0])
    moved = [key for key in held(again) if key != "read"]
    assert [key[2] for key in moved] == [answer.passages[0].start + len("Well. ")]
    assert again.misplaced(again.queue[0]) == ()


def test_words_that_have_gone_are_said_and_count_no_more(folder: StudyFolder) -> None:
    session = sit(folder)
    answer = session.queue[0]
    session.decide(answer, answer.passages[1], "volunteers", accept=True)
    edit(folder, "cut")
    again = sit(folder)
    assert len(again.misplaced(again.queue[0])) == 1
    material = load_material(folder)
    assert accepted_passages(material, spoken_answers(material)) == {}


def test_other_words_at_the_same_place_replace_no_decision(folder: StudyFolder) -> None:
    session = sit(folder)
    answer = session.queue[0]
    first = answer.passages[0]
    session.decide(answer, first, "volunteers", accept=True)
    edit(folder, "other")
    again = sit(folder)
    there = again.queue[0].passages[0]
    assert (there.start, there.end) == (first.start, first.end)
    again.decide(again.queue[0], there, "volunteers", accept=False)
    edit(folder, "other")
    edit(folder, "other")
    back = sit(folder)
    assert back.decided(answer.place, first) == {"volunteers": "accepted"}
