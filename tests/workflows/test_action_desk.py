"""Actions: what is listed, and what is written into ``actions.yaml`` beside what people wrote."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from formats_page import EXAMPLES
from small_study import write_study
from themer.errors import InputError
from themer.model.action import PlannedAction
from themer.storage.study_folder import StudyFolder
from themer.workflows.check import check_study
from themer.workflows.reporting.actions import ActionDesk, plain_of


@pytest.fixture
def study(tmp_path: Path) -> StudyFolder:
    root = write_study(tmp_path / "rooms", ["harrow-hill-main", "weir"])
    for name in ("actions.yaml", "indicators.yaml"):
        text = EXAMPLES[name].replace("theme:drivers, ", "")
        text = text.split("  - id: rests-on-drivers")[0]
        (root / name).write_text(text, encoding="utf-8")
    return StudyFolder(root)


def written(study: StudyFolder) -> str:
    return (study.root / "actions.yaml").read_text(encoding="utf-8")


def test_actions_are_listed_with_what_they_answer(study: StudyFolder) -> None:
    listed = ActionDesk(study).listed()
    assert [(one.kind, one.action.id) for one in listed] == [
        ("actions", "driver-pool"),
        ("asks", "name-a-lead"),
    ]
    assert listed[1].answers == ("Delivery to the home",)


def test_findings_that_nobody_answers_are_listed_with_their_count(study: StudyFolder) -> None:
    left = ActionDesk(study).unanswered()
    assert [(one.reference, one.name) for one in left] == [
        ("indicator:reaches-home", "Reaches readers at home")
    ]
    assert left[0].count == "no base yet"


def test_a_new_action_goes_in_beside_what_people_wrote(study: StudyFolder) -> None:
    before = written(study)
    desk = ActionDesk(study)
    wanted = PlannedAction(
        "new", "Lend a van on Mondays", ("indicator:reaches-home",), "The county", "2026-10"
    )
    kept = desk.keep("actions", wanted)
    assert kept.id == "lend-a-van-on"
    after = written(study)
    assert [line for line in before.splitlines() if line not in after.splitlines()] == []
    assert "# what readers of the report are asked to do" in after
    assert ActionDesk(study).unanswered() == ()
    assert check_study(study).errors == ()


def test_two_actions_of_the_same_words_have_two_ids(study: StudyFolder) -> None:
    desk = ActionDesk(study)
    first = desk.keep("asks", PlannedAction("new", "Ask the county"))
    second = desk.keep("asks", PlannedAction("new", "Ask the county"))
    assert (first.id, second.id) == ("ask-the-county", "ask-the-county-2")


def test_an_action_may_become_one_that_is_asked(study: StudyFolder) -> None:
    desk = ActionDesk(study)
    before = desk.file.actions[0]
    desk.keep("asks", replace(before, owner=None), before)
    again = ActionDesk(study).file
    assert again.actions == ()
    assert [one.id for one in again.asks] == ["name-a-lead", "driver-pool"]


def test_what_somebody_else_wrote_meanwhile_stays(study: StudyFolder) -> None:
    desk = ActionDesk(study)
    path = study.root / "actions.yaml"
    path.write_text(written(study).replace("shared pool", "larger pool"), encoding="utf-8")
    desk.keep("actions", PlannedAction("new", "Lend a van"))
    assert "larger pool" in written(study)
    assert "Lend a van" in written(study)


def test_an_action_that_somebody_changed_meanwhile_is_not_written_over(
    study: StudyFolder,
) -> None:
    desk = ActionDesk(study)
    before = desk.file.actions[0]
    path = study.root / "actions.yaml"
    path.write_text(written(study).replace("shared pool", "larger pool"), encoding="utf-8")
    with pytest.raises(InputError):
        desk.keep("actions", replace(before, owner="Somebody"), before)
    assert "Somebody" not in written(study)


@pytest.mark.parametrize(
    "action", [PlannedAction("new", "  "), PlannedAction("new", "Do it", by="soon")]
)
def test_what_does_not_hold_is_refused(study: StudyFolder, action: PlannedAction) -> None:
    before = written(study)
    with pytest.raises(InputError):
        ActionDesk(study).keep("actions", action)
    assert written(study) == before


def test_the_first_action_makes_the_file(study: StudyFolder) -> None:
    (study.root / "actions.yaml").unlink()
    ActionDesk(study).keep("actions", PlannedAction("new", "Lend a van"))
    assert [one.what for one in ActionDesk(study).file.actions] == ["Lend a van"]
    assert check_study(study).errors == ()


def test_findings_are_found_by_words_in_any_order(study: StudyFolder) -> None:
    found = ActionDesk(study).search("readers reaches")
    assert [one.reference for one in found] == ["indicator:reaches-home"]


def test_json_names_findings_and_says_what_nobody_answers(study: StudyFolder) -> None:
    plain = plain_of(ActionDesk(study))
    assert plain["asks"][0]["answers"] == [
        {"finding": "component:home-delivery", "name": "Delivery to the home"}
    ]
    assert [one["finding"] for one in plain["unanswered"]] == ["indicator:reaches-home"]
