"""A question set that changes while a conversation is half done."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from themer.conversation.beginning import Particulars
from themer.conversation.naming import NewInterview
from themer.conversation.versions import GONE
from themer.model.interview import Answer
from themer.storage.durable import replace_file
from themer.storage.study_folder import StudyFolder
from themer.storage.writing import to_yaml
from themer.workflows.check import check_study
from themer.workflows.interviews.beginning import create, prepare
from themer.workflows.interviews.opening import OpenInterview, open_interview
from themer.workflows.material import load_material

PARTICULARS = Particulars(
    "harrow-hill-mobile", "harrow-hill", "librarian", "staff", dt.date(2026, 3, 4), "video"
)
NEW = "harrow-hill-mobile-1"


@pytest.fixture
def begun(study: Path) -> str:
    """Begin a conversation and record a few answers."""
    beginning = prepare(study, NewInterview(unit="harrow-hill-mobile"))
    assert create(beginning, beginning.sets[0], PARTICULARS) == NEW
    opened = reopen(study)
    answers = {
        "has_home_service": Answer(fact="partly", noted="by post"),
        "pay": Answer(fact="60", status="estimate", as_at="2026", noted="a day"),
        "routes": Answer(noted="vans"),
    }
    from dataclasses import replace

    write(study, replace(opened.stored.value, answers=answers), opened)
    return NEW


def write(study: Path, interview: object, opened: OpenInterview) -> None:
    path = StudyFolder(study).interview_path(NEW)
    replace_file(path, to_yaml(interview).encode(), expected=opened.stored.sha256)


def reopen(study: Path) -> OpenInterview:
    opened = open_interview(study, NEW)
    opened.lock.release()
    return opened


def change_set(study: Path) -> None:
    """Give the set a new version: one question gone, one reworded, one of another kind."""
    path = study / "question_sets" / "branches.yaml"
    text = path.read_text()
    start, end = text.index("      - id: routes"), text.index("      - id: last_review")
    text = text[:start] + text[end:]
    text = text.replace('version: "2026.1"', 'version: "2027.1"')
    text = text.replace("answer: yes_no_partly", "answer: yes_no")
    text = text.replace("What is hardest about it?", "What is the hardest thing?")
    path.write_text(text)


def test_the_questions_are_kept_when_a_conversation_begins(study: Path, begun: str) -> None:
    (held,) = StudyFolder(study).held_paths()
    assert held.read_bytes() == (study / "question_sets" / "branches.yaml").read_bytes()
    opened = reopen(study)
    assert not opened.versions.has_changed(opened.stored.value)


def test_what_changed_is_said_in_words(study: Path, begun: str) -> None:
    change_set(study)
    opened = reopen(study)
    interview = opened.stored.value
    assert opened.versions.has_changed(interview)
    said = "\n".join(opened.versions.changes(interview))
    assert "Gone: How do books reach them?; its answer stays" in said
    assert "Reworded: “What is hardest about it?” → “What is the hardest thing?”" in said
    assert 'the fact "partly" does not fit' in said


def test_going_on_with_the_new_version_loses_nothing(study: Path, begun: str) -> None:
    change_set(study)
    opened = reopen(study)
    before = opened.stored.value
    after = opened.versions.go_on(StudyFolder(study), before)
    assert after.set.version == "2027.1"
    assert [(one.version, one.sha256) for one in after.set.earlier] == [
        ("2026.1", before.set.sha256)
    ]
    assert after.answers["has_home_service"].fact is None
    assert after.answers["has_home_service"].noted == "by post"
    assert after.answers["pay"] == before.answers["pay"]
    (line,) = after.unassigned
    assert line.endswith("version 2026.1) partly")
    write(study, after, opened)
    again = reopen(study)
    assert not again.versions.has_changed(again.stored.value)
    last = again.session.questions.sections[-1]
    assert (last.id, [question.id for question in last.questions]) == (GONE, ["routes"])
    assert again.session.at != "routes"


def test_going_on_with_the_version_that_it_began_with_uses_the_kept_one(
    study: Path, begun: str
) -> None:
    change_set(study)
    opened = reopen(study)
    session = opened.versions.session(opened.stored.value, is_new=False)
    assert session.questions.version == "2026.1"
    assert session.questions.question("routes") is not None


def test_a_set_that_is_gone_is_replaced_by_the_kept_one(study: Path, begun: str) -> None:
    (study / "question_sets" / "branches.yaml").unlink()
    opened = reopen(study)
    assert opened.session.questions.version == "2026.1"
    assert "no longer in question_sets/" in opened.notices[0]


def test_a_set_whose_layout_changed_asks_nothing(study: Path, begun: str) -> None:
    path = study / "question_sets" / "branches.yaml"
    path.write_text(path.read_text() + "\n# edited\n")
    opened = reopen(study)
    assert not opened.versions.has_changed(opened.stored.value)


def test_where_the_old_version_was_not_kept_that_is_said(study: Path, begun: str) -> None:
    change_set(study)
    shutil.rmtree(study / "question_sets" / "held")
    opened = reopen(study)
    interview = opened.stored.value
    assert opened.versions.has_changed(interview)
    said = "\n".join(opened.versions.changes(interview))
    assert "were not kept" in said
    assert "Gone: routes" in said
    after = opened.versions.go_on(StudyFolder(study), interview)
    assert after.answers["routes"].noted == "vans"
    assert any(line.endswith("partly") for line in after.unassigned)


@pytest.mark.parametrize("goes_on", [True, False])
def test_check_and_counts_hold_for_interviews_of_an_older_version(
    study: Path, begun: str, goes_on: bool
) -> None:
    change_set(study)
    opened = reopen(study)
    if goes_on:
        write(study, opened.versions.go_on(StudyFolder(study), opened.stored.value), opened)
    result = check_study(StudyFolder(study))
    assert [problem for problem in result.errors if NEW in problem.path.name] == []
    material = load_material(StudyFolder(study))
    (interview,) = [one for one in material.interviews if one.id == NEW]
    question = material.question(interview, "routes")
    assert question is not None
    assert question.retired_in == "2027.1"
    assert material.question(interview, "hardest").ask == "What is the hardest thing?"  # type: ignore[union-attr]


def test_a_kept_version_that_was_altered_is_not_used(study: Path, begun: str) -> None:
    change_set(study)
    (held,) = StudyFolder(study).held_paths()
    held.write_text(held.read_text() + "\n")
    assert reopen(study).versions.began is None
