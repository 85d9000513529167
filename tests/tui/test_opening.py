"""What is asked before a conversation is opened, by keyboard, and what then is on the disk."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from themer.model.interview import Answer, Interview
from themer.storage.journal import JournalWriter
from themer.storage.presence import Sign, read_sign, sign_path
from themer.storage.writing import to_yaml
from themer.tui.app import interview_app
from themer.tui.screens.asking import PickScreen, ReadScreen
from themer.tui.screens.beside import BesideScreen
from themer.tui.screens.desk import DeskScreen
from themer.workflows.interviews.opening import open_interview

OLD = "harrow-hill-main-1"
SIZES = [(80, 24), (120, 40)]


@pytest.fixture
def stored(study: Path) -> Any:
    opened = open_interview(study, OLD)
    opened.lock.release()
    return opened.stored


@pytest.fixture
def path(study: Path) -> Path:
    return study / "interviews" / f"{OLD}.yaml"


def noting(interview: Interview, question: str, words: str) -> Interview:
    answer = interview.answers.get(question, Answer())
    answers = {**interview.answers, question: replace(answer, noted=answer.noted + words)}
    return replace(interview, answers=answers)


async def to_the_desk(pilot: Any, until: Any) -> DeskScreen:
    await until(pilot, PickScreen)
    await pilot.press("c")
    desk: DeskScreen = await until(pilot, DeskScreen)
    return desk


@pytest.mark.parametrize("size", SIZES)
async def test_unsaved_words_are_shown_beside_the_file_and_put_back_when_asked(
    study: Path, stored: Any, until: Any, screen_text: Any, on_disk: Any, size: Any
) -> None:
    writer = JournalWriter(study, stored.value, stored.sha256)
    writer.append(noting(stored.value, "hardest", ". parking"))
    writer.close()
    app = interview_app(study, OLD)
    async with app.run_test(size=size) as pilot:
        await until(pilot, BesideScreen)
        shown = screen_text(app)
        assert "Typed until" in shown
        assert "IN THE FILE" in shown
        assert "What is hardest about it?" in shown
        assert "≠" in shown
        await pilot.press("enter")  # decides nothing
        await pilot.pause()
        assert isinstance(app.screen, BesideScreen)
        await pilot.press("k")
        desk = await to_the_desk(pilot, until)
        assert desk.session.answer_to("hardest").noted.endswith(". parking")
        await pilot.press("ctrl+q")
        await pilot.pause(0.8)
    assert on_disk(OLD).answers["hardest"].noted.endswith(". parking")
    assert not writer.path.exists()


async def test_unsaved_words_stay_where_it_is_decided_later(
    study: Path, stored: Any, path: Path, until: Any
) -> None:
    writer = JournalWriter(study, stored.value, stored.sha256)
    writer.append(noting(stored.value, "hardest", ". parking"))
    writer.close()
    before = path.read_bytes()
    app = interview_app(study, OLD)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, BesideScreen)
        await pilot.press("escape")
        await pilot.pause(0.5)
    assert "still kept" in app.farewell
    assert path.read_bytes() == before
    assert writer.path.exists()


async def test_a_journal_that_cannot_be_read_is_said(
    study: Path, stored: Any, until: Any, screen_text: Any
) -> None:
    writer = JournalWriter(study, stored.value, stored.sha256)
    writer.close()
    writer.path.write_bytes(b"\0" * 100)
    app = interview_app(study, OLD)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, ReadScreen)
        assert "cannot be read" in screen_text(app)
        assert ".aside" in screen_text(app).replace("\n", "").replace(" ", "").replace("│", "")
        await pilot.press("enter")
        await to_the_desk(pilot, until)


@pytest.mark.parametrize("size", SIZES)
async def test_a_copy_that_a_sync_client_left_is_joined_when_asked(
    study: Path, stored: Any, path: Path, until: Any, on_disk: Any, screen_text: Any, size: Any
) -> None:
    beside = path.with_name(f"{OLD}-LAPTOP.yaml")
    beside.write_text(to_yaml(noting(noting(stored.value, "pay", "60"), "hardest", " OTHER")))
    path.write_text(to_yaml(noting(stored.value, "hardest", " OWN")))
    app = interview_app(study, OLD)
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(pilot, PickScreen)
        assert "There is another copy" in screen_text(app)
        assert "-LAPTOP.yaml" in screen_text(app)
        await pilot.press("j")
        await pilot.pause(0.5)
        desk = await to_the_desk(pilot, until)
        assert desk.session.answer_to("pay").noted == "60"
        await pilot.press("alt+m")
        await until(pilot, BesideScreen)
        assert "-LAPTOP.yaml" in screen_text(app)
        await pilot.press("t")
        await until(pilot, DeskScreen)
        await pilot.press("ctrl+q")
        await pilot.pause(0.8)
    interview = on_disk(OLD)
    assert interview.answers["hardest"].noted.endswith(" OTHER")
    assert any("OWN" in line for line in interview.unassigned)
    assert interview.other_copies == ()
    assert not beside.exists()
    assert (study / "interviews" / "aside" / beside.name).exists()


@pytest.mark.parametrize("size", SIZES)
async def test_questions_that_changed_are_shown_and_asked_about(
    study: Path, path: Path, until: Any, on_disk: Any, screen_text: Any, size: Any
) -> None:
    open_interview(study, OLD).lock.release()  # keeps the questions as they are
    questions = study / "question_sets" / "branches.yaml"
    text = questions.read_text()
    text = text.replace('version: "2026.1"', 'version: "2027.1"', 1)
    questions.write_text(text.replace("answer: yes_no_partly", "answer: yes_no", 1))
    app = interview_app(study, OLD)
    async with app.run_test(size=size) as pilot:
        await until(pilot, PickScreen)
        shown = screen_text(app)
        assert "now version 2027.1; this began with 2026.1" in shown
        assert "does not fit" in " ".join(shown.replace("│", " ").split())
        await pilot.press("n")
        await pilot.pause(0.3)
        await to_the_desk(pilot, until)
        await pilot.press("ctrl+q")
        await pilot.pause(0.8)
    interview = on_disk(OLD)
    assert interview.set.version == "2027.1"
    assert interview.set.earlier[0].version == "2026.1"
    assert interview.answers["has_home_service"].fact is None
    assert any(line.endswith(") partly") for line in interview.unassigned)


@pytest.mark.parametrize("size", SIZES)
async def test_a_damaged_file_is_brought_back_when_asked(
    study: Path, path: Path, until: Any, on_disk: Any, screen_text: Any, size: Any
) -> None:
    shutil.copy(path, path.with_name(path.name + ".prev"))
    path.write_bytes(b"\0" * 100)
    app = interview_app(study, OLD)
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(pilot, PickScreen)
        assert "the version before" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert path.read_bytes() == b"\0" * 100
        await pilot.press("b")
        await pilot.pause(0.5)
        desk = await to_the_desk(pilot, until)
        assert desk.session.interview.id == OLD
    assert on_disk(OLD).id == OLD


@pytest.mark.parametrize("size", SIZES)
async def test_what_is_open_on_another_machine_is_taken_over_on_purpose_only(
    study: Path, until: Any, screen_text: Any, size: Any
) -> None:
    now = "2026-03-04T10:00:00+00:00"
    there = Sign("ann", "laptop-2", 7, now, now, "there", "theirs")
    sign = sign_path(study, OLD)
    sign.write_text(json.dumps(asdict(there)))
    app = interview_app(study, OLD)
    async with app.run_test(size=size) as pilot:
        await until(pilot, PickScreen)
        assert "ann on laptop-2" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert read_sign(sign) == there
        await pilot.press("t")
        await pilot.pause(0.5)
        await to_the_desk(pilot, until)
        mine = read_sign(sign)
        assert mine is not None
        assert mine.token != "theirs"
        await pilot.press("ctrl+q")
        await pilot.pause(0.8)
    assert not sign.exists()


async def test_the_desk_says_that_somebody_took_the_conversation_over(
    study: Path, until: Any, screen_text: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("themer.storage.presence._LOOK", 0.05)
    monkeypatch.setattr("themer.tui.holding._WATCH_SECONDS", 0.05)
    app = interview_app(study, OLD)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await to_the_desk(pilot, until)
        now = "2026-03-04T10:00:00+00:00"
        there = Sign("ann", "laptop-2", 7, now, now, "there", "theirs")
        sign_path(study, OLD).write_text(json.dumps(asdict(there)))
        for _ in range(100):
            if "ann on laptop-2" in screen_text(app):
                break
            await pilot.pause(0.05)
        assert "ann on laptop-2 has taken" in screen_text(app)
    assert read_sign(sign_path(study, OLD)) == there


async def test_a_withdrawal_elsewhere_ends_the_conversation_here_without_words(
    study: Path, stored: Any, path: Path, until: Any, on_disk: Any
) -> None:
    app = interview_app(study, OLD)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await to_the_desk(pilot, until)
        gone = replace(stored.value, state="withdrawn", answers={}, unassigned=(), roster=())
        path.write_text(to_yaml(gone))
        desk.change(desk.session.add_words("hardest", "typed after it"), soon=True)
        for _ in range(100):
            if app.farewell:
                break
            await pilot.pause(0.05)
    assert "has withdrawn" in app.farewell
    assert on_disk(OLD) == gone
    left = [file for file in study.parent.rglob("*") if file.is_file()]
    assert [file for file in left if b"typed after it" in file.read_bytes()] == []


async def test_a_copy_that_says_withdrawn_ends_it_and_leaves_no_earlier_version(
    study: Path, stored: Any, path: Path, until: Any, on_disk: Any
) -> None:
    gone = replace(stored.value, state="withdrawn", answers={}, unassigned=(), roster=())
    path.with_name(f"{OLD}-LAPTOP.yaml").write_text(to_yaml(gone))
    app = interview_app(study, OLD)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, PickScreen)
        await pilot.press("j")
        for _ in range(100):
            if app.farewell:
                break
            await pilot.pause(0.05)
    assert f"themer withdraw {OLD}" in app.farewell
    assert on_disk(OLD) == gone
    assert not path.with_name(path.name + ".prev").exists()
