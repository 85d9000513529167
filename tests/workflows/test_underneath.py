"""The file of an open conversation is changed, replaced, damaged or taken away underneath."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from themer.conversation.settling import settle
from themer.model.interview import Answer, Interview
from themer.storage import files
from themer.storage.journal import find_journals
from themer.storage.study_folder import StudyFolder
from themer.storage.writing import to_yaml
from themer.workflows.interviews.rescue import find_remains
from themer.workflows.interviews.saving import Saver
from themer.workflows.removing.withdraw import tombstone

OLD = "harrow-hill-main-1"
WITHDRAWN = dt.datetime(2026, 3, 9, 8, 0, tzinfo=dt.UTC)


@pytest.fixture
def path(study: Path) -> Path:
    return study / "interviews" / f"{OLD}.yaml"


@pytest.fixture
def saver(study: Path, path: Path) -> Iterator[Saver]:
    stored = files.read(files.INTERVIEW, path)
    saver = Saver(study, path, stored.value, stored.sha256)
    yield saver
    saver.close()


def noting(interview: Interview, question: str, words: str) -> Interview:
    answer = interview.answers.get(question, Answer())
    answers = {**interview.answers, question: replace(answer, noted=answer.noted + words)}
    return replace(interview, answers=answers)


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


def damage(path: Path) -> None:
    path.write_bytes(b"\0" * 500)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def put_another_there(path: Path) -> None:
    text = path.read_text().replace(f"id: {OLD}", "id: another-1")
    path.write_text(text)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (damage, "cannot be read"),
        (empty, "cannot be read"),
        (put_another_there, "another conversation, another-1"),
        (Path.unlink, "deleted or renamed"),
    ],
)
def test_what_cannot_be_joined_is_left_alone_and_joined_when_it_can_be(
    study: Path, path: Path, saver: Saver, harm: Callable[[Path], None], said: str
) -> None:
    before = path.read_bytes()
    harm(path)
    after_harm = path.read_bytes() if path.exists() else None
    mine = noting(saver.interview, "hardest", " and parking")
    saver.note(mine)
    state = saver.flush()
    assert said in (state.fault or "")
    assert (path.read_bytes() if path.exists() else None) == after_harm
    assert find_journals(study, OLD)[0].apply(saver._saved) == mine
    # It comes back, with what somebody else had typed meanwhile.
    theirs = noting(files.interpret_text(files.INTERVIEW, before.decode(), path), "pay", "60")
    path.write_text(to_yaml(theirs))
    saver.flush()
    merged = saver.take_in(mine)
    assert merged is not None
    assert saver.flush().fault is None
    on_file = files.read(files.INTERVIEW, path).value
    assert on_file.answers["hardest"].noted.endswith(" and parking")
    assert on_file.answers["pay"].noted == "60"
    assert find_journals(study, OLD) == ()


def test_an_older_version_that_comes_back_takes_nothing_away(path: Path, saver: Saver) -> None:
    first = path.read_bytes()
    once = noting(saver.interview, "hardest", " and parking")
    saver.note(once)
    assert saver.flush().fault is None
    path.write_bytes(first)
    twice = noting(once, "pay", "60")
    saver.note(twice)
    saver.flush()
    merged = saver.take_in(twice)
    assert merged is not None
    assert (merged.interview, merged.conflicts) == (twice, ())
    assert saver.flush().fault is None
    assert files.read(files.INTERVIEW, path).value == twice


def test_an_older_version_from_before_loses_no_word_either(path: Path, saver: Saver) -> None:
    older = saver.interview
    answers = {**older.answers, "hardest": replace(older.answers["hardest"], noted="finding")}
    del answers["routes"]
    path.write_text(to_yaml(replace(older, answers=answers)))
    mine = noting(older, "pay", "60")
    saver.note(mine)
    saver.flush()
    merged = saver.take_in(mine)
    assert merged is not None
    assert merged.interview.answers == mine.answers
    assert set(merged.conflicts) == {"hardest", "routes"}
    kept = merged.interview
    for copy in kept.other_copies:
        kept = settle(kept, copy, "mine")
    assert kept.answers == mine.answers


def test_another_copy_survives_a_restart(study: Path, path: Path, saver: Saver) -> None:
    theirs = noting(saver.interview, "hardest", " THEIRS")
    path.write_text(to_yaml(theirs))
    mine = noting(saver.interview, "hardest", " MINE")
    saver.note(mine)
    saver.flush()
    assert saver.take_in(mine) is not None
    saver.close()
    again = files.read(files.INTERVIEW, path).value
    (copy,) = again.other_copies
    assert copy.answer.noted.endswith(" THEIRS")
    assert again.answers["hardest"].noted.endswith(" MINE")


@pytest.mark.parametrize("take_away", [damage, Path.unlink])
def test_what_was_in_the_file_alone_is_brought_back_after_it_went(
    study: Path, path: Path, saver: Saver, take_away: Callable[[Path], None]
) -> None:
    # The last save is in no earlier version, and the journal of that time is deleted by then.
    for words in ("said first", "said second"):
        saver.note(noting(saver.interview, "staffing", f" {words}"))
        assert saver.flush().fault is None
    take_away(path)
    saver.note(noting(saver.interview, "staffing_detail", "said third"))
    assert saver.close().fault

    remains = find_remains(StudyFolder(study), OLD)

    assert remains is not None
    assert remains.interview == saver.interview
    assert len(remains.sources) == 2


def test_a_file_that_went_after_the_last_save_is_said_and_its_words_are_kept(
    study: Path, path: Path, saver: Saver
) -> None:
    saver.note(noting(saver.interview, "hardest", " said last"))
    assert saver.flush().fault is None
    path.unlink()
    assert "deleted" in str(saver.close().fault)
    remains = find_remains(StudyFolder(study), OLD)
    assert remains is not None
    assert remains.interview == saver.interview


def test_an_older_version_put_back_after_the_last_save_is_said_and_the_words_are_kept(
    study: Path, path: Path, saver: Saver
) -> None:
    first = path.read_bytes()
    mine = noting(saver.interview, "hardest", " said last")
    saver.note(mine)
    assert saver.flush().fault is None
    path.write_bytes(first)
    state = saver.close()
    assert "changed by another program" in (state.fault or "")
    assert path.read_bytes() == first
    (left,) = find_journals(study, OLD)
    assert left.apply(files.read(files.INTERVIEW, path).value) == mine


def test_a_file_that_somebody_merely_added_to_frightens_nobody_and_is_offered_next_time(
    study: Path, path: Path, saver: Saver
) -> None:
    mine = noting(saver.interview, "hardest", " said last")
    saver.note(mine)
    assert saver.flush().fault is None
    path.write_text(to_yaml(noting(mine, "pay", "60")))
    state = saver.close()
    assert state.fault is None
    (left,) = find_journals(study, OLD)
    assert str(left.path) in (state.notice or "")


def test_a_file_from_before_that_lacks_words_of_ours_is_no_mere_edit(
    path: Path, saver: Saver
) -> None:
    shorter = noting(saver.interview, "pay", "60")
    saver.note(noting(saver.interview, "hardest", " said last"))
    assert saver.flush().fault is None
    path.write_text(to_yaml(shorter))
    state = saver.close()
    assert state.fault is not None
    assert state.notice is None


def test_where_nothing_was_typed_another_version_leaves_no_journal(
    study: Path, path: Path, saver: Saver
) -> None:
    path.write_text(to_yaml(noting(saver.interview, "pay", "60")))
    assert saver.close().fault is None
    assert find_journals(study, OLD) == ()


def test_a_withdrawal_that_arrives_after_the_last_save_keeps_no_word(
    study: Path, path: Path, saver: Saver
) -> None:
    saver.note(noting(saver.interview, "hardest", " said last"))
    assert saver.flush().fault is None
    path.write_text(to_yaml(tombstone(replace(saver.interview, withdrawn_at=WITHDRAWN))))
    assert saver.close().fault is None
    assert find_journals(study, OLD) == ()
    assert files.read(files.INTERVIEW, path).value.answers == {}
    held = [one for one in study.parent.rglob("*") if one.is_file() and OLD in one.name]
    assert not [one for one in held if b"said last" in one.read_bytes()]


def test_a_merge_asked_for_while_the_disk_is_at_work_comes_back_and_loses_nothing(
    path: Path, saver: Saver
) -> None:
    path.write_text(to_yaml(noting(saver.interview, "pay", "60")))
    mine = noting(saver.interview, "hardest", " and parking")
    saver.note(mine)
    saver.flush()
    held, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        with saver._disk:
            held.set()
            assert go_on.wait(10)

    thread = threading.Thread(target=hold)
    thread.start()
    assert held.wait(10)
    try:
        assert saver.take_in(mine, waits=False) is None  # it would stand still here
        assert saver.state.theirs is not None
    finally:
        go_on.set()
        thread.join()
    until(lambda: saver.take_in(mine, waits=False) is not None)
    assert saver.flush().fault is None
    assert files.read(files.INTERVIEW, path).value.answers["pay"].noted == "60"
