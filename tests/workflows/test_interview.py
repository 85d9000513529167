from __future__ import annotations

import datetime as dt
import errno
import os
import shutil
from pathlib import Path

import pytest

from reading_rooms import FIXTURE
from themer.conversation.beginning import Particulars
from themer.conversation.naming import NewInterview
from themer.errors import InputError, NotFoundError, ProblemsError, ThemerError
from themer.model.interview import Answer
from themer.storage import journal
from themer.storage.journal import JournalWriter, find_journals
from themer.storage.locks import HeldError
from themer.workflows.auditing import read_log
from themer.workflows.interviews.beginning import create, prepare
from themer.workflows.interviews.choosing import choose_interview
from themer.workflows.interviews.opening import open_interview
from themer.workflows.interviews.saving import Saver

OLD = "harrow-hill-main-1"
PARTICULARS = Particulars(
    "harrow-hill-main", "harrow-hill", "librarian", "staff", dt.date(2026, 3, 4), "video"
)


def choose(study: Path, **said: object) -> str | NewInterview:
    nothing = {
        "interview_id": None, "is_new": False, "set_id": None, "unit": None, "organisation": None,
    }  # fmt: skip
    return choose_interview(study, **{**nothing, **said})  # type: ignore[arg-type]


def test_the_command_line_names_one_or_describes_a_new_one(study: Path) -> None:
    assert choose(study, interview_id="x") == "x"
    assert choose(study, organisation="Harrow Hill") == NewInterview(organisation="Harrow Hill")
    with pytest.raises(InputError, match="not both"):
        choose(study, interview_id="x", is_new=True)
    with pytest.raises(NotFoundError, match="None is open"):
        choose(study)


def test_the_only_open_conversation_needs_no_name(study: Path) -> None:
    path = study / "interviews" / f"{OLD}.yaml"
    path.write_text(path.read_text().replace("state: finished", "state: open"))
    assert choose(study) == OLD


def test_what_is_said_already_narrows_the_choice(study: Path) -> None:
    def units(new: NewInterview) -> list[str]:
        return [unit.id for _, unit in prepare(study, new).units]

    assert units(NewInterview()) == ["harrow-hill-main", "harrow-hill-mobile"]
    assert units(NewInterview(unit="harrow hill, MOBILE library")) == ["harrow-hill-mobile"]
    with pytest.raises(NotFoundError, match="No organisation or unit"):
        prepare(study, NewInterview(organisation="elsewhere"))
    with pytest.raises(NotFoundError, match='no question set "x"'):
        prepare(study, NewInterview(set_id="x"))


def test_a_new_conversation_gets_the_next_number(study: Path) -> None:
    beginning = prepare(study, NewInterview())
    made = [create(beginning, beginning.sets[0], PARTICULARS) for _ in range(2)]
    assert made == ["harrow-hill-main-2", "harrow-hill-main-3"]
    assert [(line.action, line.interview) for line in read_log(study)] == [
        ("begun", one) for one in made
    ]
    opened = open_interview(study, made[0])
    assert opened.stored.value.set.sha256 == beginning.sets[0].sha256
    assert opened.notices == ()
    opened.lock.release()


def test_one_window_at_a_time(study: Path) -> None:
    opened = open_interview(study, OLD)
    with pytest.raises(HeldError):
        open_interview(study, OLD)
    opened.lock.release()
    open_interview(study, OLD).lock.release()


@pytest.mark.parametrize("name", ["../study", "nobody", "A B", ""])
def test_a_conversation_that_is_not_there(study: Path, name: str) -> None:
    with pytest.raises(NotFoundError):
        open_interview(study, name)


def test_a_broken_file_is_named_and_its_lock_given_back(study: Path) -> None:
    path = study / "interviews" / f"{OLD}.yaml"
    path.write_bytes(b"\0" * 100)
    with pytest.raises(ProblemsError):
        open_interview(study, OLD)
    assert path.read_bytes() == b"\0" * 100
    shutil.copy(FIXTURE / "interviews" / f"{OLD}.yaml", path)
    open_interview(study, OLD).lock.release()


def test_a_withdrawn_conversation_is_not_opened(study: Path) -> None:
    path = study / "interviews" / f"{OLD}.yaml"
    path.write_text(path.read_text().replace("state: finished", "state: withdrawn"))
    with pytest.raises(InputError, match="withdrawn"):
        open_interview(study, OLD)


def test_a_set_that_is_missing_is_said(study: Path) -> None:
    (study / "question_sets" / "branches.yaml").unlink()
    with pytest.raises(NotFoundError, match="question set"):
        open_interview(study, OLD)


def test_a_journal_is_found_and_a_spent_one_cleared_away(study: Path) -> None:
    opened = open_interview(study, OLD)
    opened.lock.release()
    interview, digest = opened.stored.value, opened.stored.sha256
    spent = JournalWriter(study, interview, digest)
    spent.append(interview)
    longer = opened.session.add_words("hardest", "parking").interview
    spent.append(longer)
    spent.append(interview)
    spent.close()
    opened = open_interview(study, OLD)
    opened.lock.release()
    assert opened.recovery is None
    assert not spent.path.exists()

    left = JournalWriter(study, interview, digest)
    left.append(longer)
    left.close()
    opened = open_interview(study, OLD)
    opened.lock.release()
    assert opened.recovery is not None
    assert opened.recovery.changed == ("hardest",)
    assert opened.recovery.is_on_this_file
    assert opened.recovery.interview == longer
    assert isinstance(opened.recovery.interview.answers["hardest"], Answer)


def test_a_journal_that_failed_is_not_offered_once_the_file_holds_more(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = open_interview(study, OLD)
    saver = Saver(study, opened.stored.path, opened.stored.value, opened.stored.sha256)
    session = opened.session.add_words("hardest", "first")
    saver.note(session.interview)
    assert saver.flush_journal().fault is None
    real = journal.write_fully
    monkeypatch.setattr(journal, "write_fully", _full)
    session = session.add_words("hardest", "second")
    saver.note(session.interview)
    assert saver.flush_journal().fault is not None
    assert len(find_journals(study, OLD)) == 1  # until the file holds it
    monkeypatch.setattr(journal, "write_fully", real)
    newest = session.add_words("hardest", "third").interview
    saver.note(newest)
    assert saver.close().fault is None
    opened.lock.release()
    again = open_interview(study, OLD)
    again.lock.release()
    assert again.recovery is None
    assert again.stored.value == newest
    assert find_journals(study, OLD) == ()


def _full(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_journal_of_an_older_file_is_joined_with_the_file_as_it_is_now(study: Path) -> None:
    opened = open_interview(study, OLD)
    opened.lock.release()
    session, path = opened.session, opened.stored.path
    left = JournalWriter(study, opened.stored.value, opened.stored.sha256)
    left.append(session.add_words("hardest", "typed here").interview)
    left.close()
    text = path.read_text()
    path.write_text(text.replace("state: dont_know", 'state: answered\n    fact: "2025"'))
    opened = open_interview(study, OLD)
    opened.lock.release()
    assert opened.recovery is not None
    assert not opened.recovery.is_on_this_file
    assert opened.recovery.interview.answers["hardest"].noted.endswith("typed here")
    assert opened.recovery.interview.answers["last_review"].fact == "2025"


def test_what_a_kill_left_half_written_goes_when_the_conversation_is_opened(study: Path) -> None:
    folder = study / "interviews"
    mine, another = folder / f".{OLD}.yaml.0a1b2c3d.tmp", folder / ".another-1.yaml.0a1b2c3d.tmp"
    mine.write_text("said")
    another.write_text("said")
    opened = open_interview(study, OLD)
    assert not mine.exists()
    assert another.read_text() == "said"
    mine.write_text("at work")
    with pytest.raises(HeldError):
        open_interview(study, OLD)
    assert mine.read_text() == "at work"
    opened.lock.release()
    open_interview(study, OLD, take_over=True).lock.release()
    assert mine.exists()  # another machine may be writing it


def test_what_is_half_written_stays_while_the_file_itself_is_damaged(study: Path) -> None:
    path = study / "interviews" / f"{OLD}.yaml"
    path.write_bytes(b"\0" * 100)
    mine = path.with_name(f".{OLD}.yaml.0a1b2c3d.tmp")
    mine.write_text("said")
    with pytest.raises(ThemerError):
        open_interview(study, OLD)
    assert mine.read_text() == "said"
