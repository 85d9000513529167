"""After the retention date nothing stays of what people said; before it, nothing goes."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from small_study import SAID, write_study
from themer.errors import RefusedError, StorageError
from themer.model.decision import Decision
from themer.storage import files
from themer.storage.audit import AuditLog
from themer.storage.events import append_decisions
from themer.storage.journal import JournalWriter
from themer.storage.locks import HeldError, InterviewLock
from themer.storage.study_folder import StudyFolder
from themer.workflows.auditing import read_log
from themer.workflows.check import check_study
from themer.workflows.home import overview
from themer.workflows.removing import clearing, purge
from themer.workflows.removing.purge import plan_purge, refuse_early
from themer.workflows.reporting.report import Wanted, write_report

NOW = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)
UNTIL = dt.date(2029, 12, 31)  # of the formats page's study
SAYINGS = [said[-24:] for both in SAID.values() for said in both]


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("THEMER_STATE", str(tmp_path / "state"))
    root = write_study(tmp_path / "rooms", list(SAID))
    folder = StudyFolder(root)
    text = SAID["weir"][1]
    event = Decision(
        "d1", NOW, "coder-a", "accept", "weir-1", "hardest", None, 0, len(text), text, None, "buses"
    )
    append_decisions(folder.coder_path("coder-a"), [event])
    machine = folder.machine / "weir-1.jsonl"
    machine.parent.mkdir()
    machine.write_text(f'{{"text": "{SAID["weir"][0]}"}}\n', encoding="utf-8")
    (root / "themes.yaml").write_text(
        "schema: themer/themes/1\nthemes:\n- id: one\n  name: One\n  status: named\n  members:\n"
        f"  - {{interview: weir-1, question: hardest, start: 0, end: {len(text)}, "
        f"text: {text!r}}}\n",
        encoding="utf-8",
    )
    overview(root)
    (root / "interviews" / "weir-1.yaml.prev").write_text(text, encoding="utf-8")
    stored = folder.interview("weir-1")
    journal = JournalWriter(root, stored.value, stored.sha256)
    journal.append(folder.interview("old-mill-1").value)
    journal.close()
    return root


def words_left(study: Path) -> list[str]:
    return [
        f"{path}: {said}"
        for path in sorted(study.parent.rglob("*"))
        if path.is_file()
        for said in SAYINGS
        if said.encode() in path.read_bytes()
    ]


def test_everything_that_was_said_goes_and_the_plan_of_the_study_stays(study: Path) -> None:
    report = write_report(StudyFolder(study), Wanted(formats=["md"])).folder
    assert words_left(study)
    purge.purge(plan_purge(StudyFolder(study)), "the date is over")
    assert words_left(study) == []
    left = {path.relative_to(study).as_posix() for path in study.rglob("*") if path.is_file()}
    log = AuditLog(study).path.relative_to(study).as_posix()
    assert left - {p for p in left if p.startswith("reports/")} == {
        "study.yaml", "question_sets/branches.yaml", "question_sets/rooms.codebook.yaml",
        "themes.yaml", log,
    }  # fmt: skip
    state = [p for p in (study.parent / "state").rglob("*") if p.is_file()]
    assert [path.name for path in state] == ["audit-log.turn"]
    assert report.parent.parent == study
    assert check_study(StudyFolder(study)).errors == ()


def test_words_that_another_command_kept_meanwhile_go_too(study: Path) -> None:
    folder = StudyFolder(study)
    planned = plan_purge(folder)
    shutil.rmtree(folder.cache, ignore_errors=True)
    folder.interviews()
    assert [path.name for path in folder.cache.iterdir()] == ["interviews.sqlite"]
    purge.purge(planned)
    assert list(folder.cache.rglob("*")) == []


def test_the_log_names_each_conversation_that_went(study: Path) -> None:
    purge.purge(plan_purge(StudyFolder(study)), "the date is over")
    lines = read_log(study)
    assert [line.interview for line in lines] == sorted(f"{unit}-1" for unit in SAID)
    assert {(line.action, line.why) for line in lines} == {("purged", "the date is over")}


def test_planning_changes_nothing(study: Path) -> None:
    before = {path: path.read_bytes() for path in study.parent.rglob("*") if path.is_file()}
    plan_purge(StudyFolder(study))
    after = {path: path.read_bytes() for path in study.parent.rglob("*") if path.is_file()}
    assert after == before


@pytest.mark.parametrize(
    ("today", "even_now", "reason", "refused"),
    [
        (UNTIL, False, None, True),
        (UNTIL + dt.timedelta(days=1), False, None, False),
        (UNTIL, True, None, True),
        (UNTIL, True, "the partnership has ended", False),
    ],
)
def test_it_waits_for_the_date_unless_somebody_says_why(
    study: Path, today: dt.date, *, even_now: bool, reason: str | None, refused: bool
) -> None:
    planned = plan_purge(StudyFolder(study))
    if refused:
        with pytest.raises(RefusedError, match="31 December 2029"):
            refuse_early(planned, today, even_now=even_now, reason=reason)
    else:
        refuse_early(planned, today, even_now=even_now, reason=reason)


def test_without_a_date_somebody_has_to_say_why(study: Path) -> None:
    text = (study / "study.yaml").read_text(encoding="utf-8")
    (study / "study.yaml").write_text(text.replace("retention_until: 2029-12-31\n", ""), "utf-8")
    with pytest.raises(RefusedError, match="no retention_until"):
        refuse_early(plan_purge(StudyFolder(study)), NOW.date(), even_now=False, reason=None)


def test_nothing_goes_while_one_conversation_is_open(study: Path) -> None:
    planned = plan_purge(StudyFolder(study))
    before = words_left(study)
    lock = InterviewLock.acquire(study, "old-mill-1")
    try:
        with pytest.raises(HeldError):
            purge.purge(planned)
    finally:
        lock.release()
    assert words_left(study) == before


def test_a_purge_that_stopped_halfway_is_finished_by_the_next(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(clearing, "erase", lambda _: False)
        with pytest.raises(StorageError, match="could not be taken away"):
            purge.purge(plan_purge(StudyFolder(study)))
    assert len(StudyFolder(study).interview_paths()) == len(SAID)
    purge.purge(plan_purge(StudyFolder(study)))
    assert words_left(study) == []
    assert files.read(files.THEMES, study / "themes.yaml").value.themes[0].members == ()
