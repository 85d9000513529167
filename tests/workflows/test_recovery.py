"""What earlier sessions, broken disks and sync clients left: found, shown, never taken unasked."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from themer.errors import InputError, NotFoundError, ProblemsError
from themer.model.interview import Answer, Interview
from themer.storage import files
from themer.storage.erasing import erase
from themer.storage.journal import JournalWriter
from themer.storage.study_folder import StudyFolder
from themer.storage.writing import to_yaml
from themer.workflows.interviews import recovery
from themer.workflows.interviews.copies import find_copies, join_copy, put_aside
from themer.workflows.interviews.opening import OpenInterview, open_interview
from themer.workflows.interviews.rescue import DamagedError, bring_back, open_beside
from themer.workflows.interviews.saving import Saver
from themer.workflows.removing.withdraw import tombstone

OLD = "harrow-hill-main-1"


@pytest.fixture
def path(study: Path) -> Path:
    return study / "interviews" / f"{OLD}.yaml"


def opening(study: Path, interview_id: str = OLD) -> OpenInterview:
    opened = open_interview(study, interview_id)
    opened.lock.release()
    return opened


def noting(interview: Interview, question: str, words: str) -> Interview:
    answer = interview.answers.get(question, Answer())
    answers = {**interview.answers, question: replace(answer, noted=answer.noted + words)}
    return replace(interview, answers=answers)


def journal_of(study: Path, interview: Interview, base: str, *later: Interview) -> Path:
    writer = JournalWriter(study, interview, base)
    for state in later:
        writer.append(state)
    writer.close()
    return writer.path


def save(study: Path, opened: OpenInterview, interview: Interview) -> None:
    saver = Saver(study, opened.stored.path, opened.stored.value, opened.stored.sha256)
    saver.note(interview)
    assert saver.close().fault is None


# Journals


def test_a_torn_end_is_said_and_the_rest_is_offered(study: Path) -> None:
    opened = opening(study)
    mine = noting(opened.stored.value, "hardest", " typed")
    left = journal_of(study, opened.stored.value, opened.stored.sha256, mine)
    left.write_bytes(left.read_bytes() + b'\n{"at": "2026-03-04T10:0')
    found = opening(study).recovery
    assert found is not None
    assert found.interview == mine
    assert any("torn" in line for line in found.lines())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 200,
        b'{"schema": "themer/jour',
        b'\n{"schema": "themer/journal/9"}',
        b"\xff\xfe",
    ],
)
def test_a_journal_that_cannot_be_read_is_set_aside_and_said(study: Path, content: bytes) -> None:
    opened = opening(study)
    left = journal_of(study, opened.stored.value, opened.stored.sha256)
    left.write_bytes(content)
    again = opening(study)
    assert again.recovery is None
    aside = left.with_name(left.name + ".aside")
    (notice,) = again.notices
    assert str(aside) in notice
    assert aside.read_bytes() == content
    assert opening(study).notices == ()


def test_a_journal_of_another_conversation_is_set_aside_and_said(study: Path) -> None:
    opened = opening(study)
    other = replace(opened.stored.value, id="another-1")
    left = journal_of(study, other, opened.stored.sha256, noting(other, "pay", "60"))
    left.rename(left.with_name(f"{OLD}.7-abc.jsonl"))
    again = opening(study)
    assert again.recovery is None
    assert "another-1" in again.notices[0]


def test_a_journal_that_does_not_fit_the_format_is_set_aside_and_said(study: Path) -> None:
    opened = opening(study)
    left = journal_of(study, opened.stored.value, opened.stored.sha256)
    record = {"at": "2026-03-04T10:00:00Z", "part": "answers.pay", "is": {"unheard_of": 1}}
    left.write_bytes(left.read_bytes() + b"\n" + json.dumps(record).encode())
    again = opening(study)
    assert again.recovery is None
    assert "does not fit" in again.notices[0]


def test_a_journal_into_which_nothing_was_typed_goes(study: Path) -> None:
    opened = opening(study)
    left = journal_of(study, opened.stored.value, opened.stored.sha256)
    assert opening(study).notices == ()
    assert not left.exists()


def test_a_journal_on_another_file_is_joined_and_what_both_changed_waits(study: Path) -> None:
    opened = opening(study)
    mine = noting(opened.stored.value, "hardest", " HERE")
    journal_of(study, opened.stored.value, opened.stored.sha256, mine)
    save(study, opened, noting(opened.stored.value, "hardest", " THERE"))
    found = opening(study).recovery
    assert found is not None
    assert not found.is_on_this_file
    assert found.interview.answers["hardest"].noted.endswith(" HERE")
    assert found.interview.other_copies[0].answer.noted.endswith(" THERE")


def test_a_journal_of_another_version_of_the_questions_opens_the_files_version(study: Path) -> None:
    opened = opening(study)
    older = replace(opened.stored.value, set=replace(opened.stored.value.set, version="2025.1"))
    typed = replace(older, answers={**older.answers, "pay": Answer(fact="a lot", noted="x")})
    journal_of(study, older, opened.stored.sha256, typed)
    found = opening(study).recovery
    assert found is not None
    assert found.interview.set == opened.stored.value.set
    assert found.interview.answers["pay"].fact is None
    assert found.interview.answers["pay"].noted == "x"
    assert any("version 2025.1) a lot" in line for line in found.interview.unassigned)
    assert any("version 2025.1" in line for line in found.lines())


def test_what_else_was_typed_is_named(study: Path) -> None:
    opened = opening(study)
    mine = replace(opened.stored.value, unassigned=("kept",))
    journal_of(study, opened.stored.value, opened.stored.sha256, mine)
    found = opening(study).recovery
    assert found is not None
    assert "words kept for later" in " ".join(found.lines())


# A file that is damaged or gone


@pytest.mark.parametrize("harm", [b"", b"\0" * 300, b"schema: [", b"id: \xff"])
def test_of_a_damaged_file_everything_that_is_left_is_named_and_nothing_changed(
    study: Path, path: Path, harm: bytes
) -> None:
    opened = opening(study)
    once = noting(opened.stored.value, "hardest", " once")
    save(study, opened, once)
    twice = noting(once, "pay", "60")
    sha256 = opening(study).stored.sha256
    journal_of(study, once, sha256, twice)
    path.write_bytes(harm)
    with pytest.raises(DamagedError) as caught:
        opening(study)
    message = str(caught.value)
    assert f"{OLD}.yaml.prev" in message
    assert "a journal of" in message
    assert "What do you pay drivers, for a day?" in message
    assert path.read_bytes() == harm
    assert caught.value.remains.interview.answers["pay"].noted == "60"


def test_a_damaged_file_is_brought_back_and_kept_aside(study: Path, path: Path) -> None:
    opened = opening(study)
    save(study, opened, noting(opened.stored.value, "hardest", " once"))
    path.write_bytes(b"\0" * 300)
    with pytest.raises(DamagedError) as caught:
        opening(study)
    aside = bring_back(StudyFolder(study), OLD, caught.value.remains)
    assert aside is not None
    assert aside.parent == study / "interviews" / "aside"
    assert aside.read_bytes() == b"\0" * 300
    assert opening(study).stored.value == opened.stored.value  # as .prev had it
    assert (study / "interviews" / f"{OLD}.yaml.prev").exists()


def test_a_damaged_file_can_stay_while_a_new_one_is_opened_beside_it(
    study: Path, path: Path
) -> None:
    opened = opening(study)
    save(study, opened, noting(opened.stored.value, "hardest", " once"))
    path.write_bytes(b"")
    with pytest.raises(DamagedError) as caught:
        opening(study)
    new_id = open_beside(StudyFolder(study), OLD, caught.value.remains)
    assert new_id == f"{OLD}-restored"
    assert opening(study, new_id).stored.value.answers == opened.stored.value.answers
    assert path.read_bytes() == b""


def test_a_file_that_is_gone_comes_back_from_the_journal_alone(study: Path, path: Path) -> None:
    opened = opening(study)
    mine = noting(opened.stored.value, "hardest", " typed")
    blank = replace(opened.stored.value, answers={})
    journal_of(study, blank, opened.stored.sha256, mine)
    path.unlink()
    with pytest.raises(DamagedError, match="There is no conversation"):
        opening(study)
    with pytest.raises(DamagedError) as caught:
        opening(study)
    assert bring_back(StudyFolder(study), OLD, caught.value.remains) is None
    assert opening(study).stored.value.answers == mine.answers


def test_where_nothing_is_left_the_fault_is_said_as_it_is(study: Path, path: Path) -> None:
    path.write_bytes(b"\0")
    with pytest.raises(ProblemsError):
        opening(study)
    path.unlink()
    with pytest.raises(NotFoundError):
        opening(study)


def test_a_file_that_holds_another_conversation_is_not_opened(study: Path, path: Path) -> None:
    path.write_text(path.read_text().replace(f"id: {OLD}", "id: another-1"))
    with pytest.raises(InputError, match="another-1"):
        opening(study)


# Copies that sync clients leave

NAMES = [
    f"{OLD} (conflicted copy 2026-03-04).yaml",
    f"{OLD}-LAPTOP.yaml",
    f"{OLD}.sync-conflict-20260304-101010-ABCDEFG.yaml",
    f"{OLD} (1).yaml",
    f"{OLD} conflict.yaml",
    f"Copy of {OLD}.yaml",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_copy_of_any_name_is_found_joined_and_put_aside(
    study: Path, path: Path, name: str
) -> None:
    opened = opening(study)
    mine = noting(opened.stored.value, "pay", "here")
    theirs = noting(noting(opened.stored.value, "last_review", "there"), "hardest", " and tyres")
    beside = path.with_name(name)
    beside.write_text(to_yaml(theirs))
    (copy,) = opening(study).copies
    assert name in copy.describe()
    merged = join_copy(opened.stored, mine, copy)
    assert merged.conflicts == ()
    assert merged.interview.answers["pay"].noted == "here"
    assert merged.interview.answers["last_review"].noted == "there"
    assert merged.interview.answers["hardest"].noted.endswith(" and tyres")
    content = beside.read_bytes()
    aside = put_aside(StudyFolder(study), beside)
    assert aside.read_bytes() == content
    assert opening(study).copies == ()
    beside.write_bytes(content)
    assert put_aside(StudyFolder(study), beside) != aside


def test_a_copy_that_differs_is_kept_beside_under_its_files_name(study: Path, path: Path) -> None:
    opened = opening(study)
    mine = noting(opened.stored.value, "hardest", " HERE")
    theirs = noting(opened.stored.value, "hardest", " THERE")
    path.with_name(NAMES[1]).write_text(to_yaml(theirs))
    (copy,) = find_copies(StudyFolder(study), OLD)
    merged = join_copy(opened.stored, mine, copy).interview
    assert merged.answers["hardest"].noted.endswith(" HERE")
    assert merged.other_copies[0].source == NAMES[1]


def test_a_copy_of_the_version_before_takes_nothing_back(study: Path, path: Path) -> None:
    opened = opening(study)
    now = noting(opened.stored.value, "hardest", " and more")
    save(study, opened, now)
    shutil.copy(path.with_name(f"{OLD}.yaml.prev"), path.with_name(NAMES[0]))
    again = opening(study)
    merged = join_copy(again.stored, now, again.copies[0])
    assert (merged.interview, merged.conflicts) == (now, ())


def test_other_interviews_and_what_a_mac_leaves_are_no_copies(study: Path, path: Path) -> None:
    other = replace(opening(study).stored.value, id=f"{OLD}0")
    path.with_name(f"{OLD}0.yaml").write_text(to_yaml(other))
    path.with_name(f"._{OLD}.yaml").write_bytes(b"\0\5\x16\7")
    assert opening(study).copies == ()


def test_a_copy_that_cannot_be_read_is_told_of_and_not_joined(study: Path, path: Path) -> None:
    path.with_name(NAMES[0]).write_bytes(b"\0" * 50)
    (copy,) = opening(study).copies
    assert copy.stored is None
    assert "cannot be read" in copy.describe()
    assert files.read(files.INTERVIEW, path).value.id == OLD


def test_what_this_machine_kept_unsaved_goes_after_a_withdrawal_elsewhere(
    study: Path, path: Path
) -> None:
    opened = opening(study)
    mine = noting(opened.stored.value, "hardest", " typed here")
    left = journal_of(study, opened.stored.value, opened.stored.sha256, mine)
    aside = left.with_name(f"{left.name}.aside")
    aside.write_bytes(left.read_bytes())
    other = journal_of(study, replace(mine, id="another-1"), "ab" * 32, noting(mine, "pay", "60"))
    withdrawn = replace(opened.stored.value, withdrawn_at=dt.datetime(2026, 3, 9, tzinfo=dt.UTC))
    path.write_text(to_yaml(tombstone(withdrawn)))
    with pytest.raises(InputError, match="withdrawn") as caught:
        open_interview(study, OLD)
    assert "erased" in (caught.value.hint or "")
    assert not left.exists()
    assert not aside.exists()
    assert other.exists()
    with pytest.raises(InputError) as again:
        open_interview(study, OLD)
    assert again.value.hint is None


def test_a_journal_that_reached_the_file_is_erased_and_not_merely_deleted(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = opening(study)
    mine = noting(opened.stored.value, "hardest", " typed")
    journal_of(study, opened.stored.value, opened.stored.sha256, mine)
    save(study, opened, mine)
    erased: list[Path] = []

    def noted(path: Path) -> bool:
        erased.append(path)
        return erase(path)

    monkeypatch.setattr(recovery, "erase", noted)
    assert opening(study).recovery is None
    assert len(erased) == 1
