from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from themer.model.interview import Answer, Interview, Passage, Sitting
from themer.model.question_set import QuestionSet
from themer.storage.study_folder import StudyFolder
from themer.storage.writing import to_yaml
from themer.workflows.interviews.last_round import component_names, last_round

HELD = "harrow-hill-main-1"


@pytest.fixture
def held(study: Path) -> Interview:
    """The earlier conversation of the study, on 3 February 2026."""
    return StudyFolder(study).interview(HELD).value


@pytest.fixture
def questions(study: Path) -> QuestionSet:
    return StudyFolder(study).question_sets()[0].value


def again(held: Interview, **changes: object) -> Interview:
    sittings = (Sitting(dt.date(2027, 2, 1), "video"),)
    now = replace(held, id="harrow-hill-main-2", state="open", answers={}, sittings=sittings)
    return replace(now, **changes)  # type: ignore[arg-type]


def keep(study: Path, interview: Interview) -> None:
    StudyFolder(study).interview_path(interview.id).write_text(to_yaml(interview), "utf-8")


def test_it_is_the_fact_and_the_first_lines_with_the_date(
    study: Path, held: Interview, questions: QuestionSet
) -> None:
    found = last_round(study, again(held), questions)
    assert found is not None
    assert (found.date, found.who, found.is_same_unit) == (
        dt.date(2026, 2, 3),
        "Harrow Hill, main branch",
        True,
    )
    assert found.said["has_home_service"].split("\n")[0] == "partly"
    assert found.said["routes"] == "By post, By a volunteer"
    assert found.said["pay"] == "declined"
    assert "main_lead" not in found.said


def test_restricted_words_are_left_out(
    study: Path, held: Interview, questions: QuestionSet
) -> None:
    named = Answer(noted="Margaret T does it", restricted=(Passage(0, 10),))
    keep(study, replace(held, answers={"hardest": named}))
    found = last_round(study, again(held), questions)
    assert found is not None
    assert found.said["hardest"] == "[…] does it"


def test_another_unit_of_the_organisation_speaks_where_the_unit_has_not(
    study: Path, held: Interview, questions: QuestionSet
) -> None:
    mobile = again(held, unit="harrow-hill-mobile", id="harrow-hill-mobile-1")
    found = last_round(study, mobile, questions)
    assert found is not None
    assert (found.who, found.is_same_unit) == ("Harrow Hill, main branch", False)
    own = replace(held, id="harrow-hill-mobile-0", unit="harrow-hill-mobile")
    keep(study, replace(own, sittings=(Sitting(dt.date(2025, 2, 1)),)))
    found = last_round(study, mobile, questions)
    assert found is not None
    assert (found.date, found.is_same_unit) == (dt.date(2025, 2, 1), True)


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "open"},
        {"organisation": "others"},
        {"sittings": (Sitting(dt.date(2027, 2, 1)),)},
        {"sittings": ()},
    ],
    ids=["open", "others", "same day", "no date"],
)
def test_only_an_earlier_finished_one_counts(
    study: Path, held: Interview, questions: QuestionSet, changes: dict[str, object]
) -> None:
    keep(study, replace(held, **changes))  # type: ignore[arg-type]
    assert last_round(study, again(held), questions) is None


def test_files_that_cannot_be_read_are_passed_over(
    study: Path, held: Interview, questions: QuestionSet
) -> None:
    (study / "interviews" / "broken.yaml").write_text("harrow-hill: [", "utf-8")
    (study / "interviews" / "bytes.yaml").write_bytes(b"\xff\xfe")
    assert last_round(study, again(held), questions) is not None


def test_components_have_their_names_from_the_codebook(study: Path, questions: QuestionSet) -> None:
    assert component_names(study, questions)["home-delivery"] == "Delivery to the home"
    assert component_names(study, replace(questions, codebook="none")) == {}
    (study / "question_sets" / "reading-rooms.codebook.yaml").write_text("codes: [", "utf-8")
    assert component_names(study, questions) == {}
