"""Deciding on contradictions: what leaves the queue, what comes back, what undo does."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from small_study import write_study
from themer.errors import InputError
from themer.findings.everything import find
from themer.storage.study_folder import StudyFolder
from themer.workflows.coding.contradictions import ContradictionDesk
from themer.workflows.material import load_material

UNIT = "weir"
DOUBT = "yes, but that was on paper. nobody drives it any more"


class Ticking:
    """A clock that moves on by a second at every look."""

    def __init__(self, hour: int) -> None:
        self.at = dt.datetime(2026, 3, 1, hour, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        self.at += dt.timedelta(seconds=1)
        return self.at


@pytest.fixture
def study(tmp_path: Path) -> StudyFolder:
    root = write_study(tmp_path / "rooms", [UNIT, "old-mill"])
    path = root / "interviews" / f"{UNIT}-1.yaml"
    text = path.read_text(encoding="utf-8")
    old = 'fact: partly, noted: "no. we would like to, readers ask for it every winter"'
    assert old in text
    path.write_text(text.replace(old, f'fact: yes, noted: "{DOUBT}"'), encoding="utf-8")
    return StudyFolder(root)


def desk_of(study: StudyFolder, coder: str = "coder-a", hour: int = 9) -> ContradictionDesk:
    return ContradictionDesk(study, coder, Ticking(hour))


def test_a_fact_and_the_words_beside_it_are_shown_with_what_raised_them(
    study: StudyFolder,
) -> None:
    (item,) = desk_of(study).items
    (said,) = item.said
    assert (said.fact, said.text) == ("yes", DOUBT)
    assert [said.text[start:end] for start, end in said.marked] == ["on paper"]
    assert [verdict for verdict, _ in item.choices] == ["fact", "words", "both", "neither"]


def test_a_decision_needs_a_reason(study: StudyFolder) -> None:
    desk = desk_of(study)
    with pytest.raises(InputError):
        desk.weigh(desk.items[0], "words", "  ")
    assert desk.left == 1


def test_what_is_settled_is_settled_for_everybody_and_says_why(study: StudyFolder) -> None:
    desk = desk_of(study)
    desk.weigh(desk.items[0], "words", "the van went last year")
    other = desk_of(study, "coder-b")
    assert (desk.left, other.left) == (0, 0)
    weighed = other.items[0].contradiction.weighed
    assert weighed is not None
    assert (weighed.verdict, weighed.reason, weighed.coder) == (
        "words",
        "the van went last year",
        "coder-a",
    )
    assert find(load_material(study)).open_to_look_at() == ()


def test_the_latest_word_of_two_people_holds(study: StudyFolder) -> None:
    first, second = desk_of(study), desk_of(study, "coder-b", hour=10)
    first.weigh(first.items[0], "words", "said so")
    second.weigh(second.items[0], "neither", "it is the old van that is meant")
    weighed = desk_of(study).items[0].contradiction.weighed
    assert weighed is not None
    assert weighed.verdict == "neither"


def test_it_comes_back_when_the_words_change(study: StudyFolder) -> None:
    desk = desk_of(study)
    desk.weigh(desk.items[0], "fact", "she runs it herself now")
    path = study.root / "interviews" / f"{UNIT}-1.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("nobody drives it", "nobody ever drives it"), encoding="utf-8")
    assert desk_of(study).left == 1


def test_it_is_gone_once_the_fact_is_corrected(study: StudyFolder) -> None:
    desk = desk_of(study)
    desk.weigh(desk.items[0], "words", "to be asked again")
    path = study.root / "interviews" / f"{UNIT}-1.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("fact: yes", "fact: partly"), encoding="utf-8")
    assert desk_of(study).items == ()


def test_undo_and_redo_go_on_after_the_screen_was_closed(study: StudyFolder) -> None:
    desk = desk_of(study)
    wanted = desk.items[0].contradiction.id
    desk.weigh(desk.items[0], "both", "on paper it is a service")
    again = desk_of(study)
    assert again.undo() == wanted
    assert again.left == 1
    assert desk_of(study).redo() == wanted
    assert desk_of(study).left == 0
    assert desk_of(study).redo() is None


def test_what_is_taken_back_stands_again_where_it_stood(study: StudyFolder) -> None:
    path = study.root / "interviews" / "old-mill-1.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("fact: partly", "fact: no").replace("we had", "we do have"))
    desk = desk_of(study)
    before = [item.contradiction.id for item in desk.items]
    desk.weigh(desk.items[0], "fact", "asked again")
    assert [item.contradiction.id for item in desk.items] == before[::-1]
    desk.undo()
    assert [item.contradiction.id for item in desk.items] == before


def test_undo_leaves_what_was_decided_at_another_desk(study: StudyFolder) -> None:
    desk = desk_of(study)
    read = desk.log.new("memo")
    desk.log.append((read,))
    assert desk.undo() is None
    assert desk.log.standing() == (read,)


def test_restricted_words_are_not_shown(study: StudyFolder) -> None:
    path = study.root / "interviews" / f"{UNIT}-1.yaml"
    text = path.read_text(encoding="utf-8")
    start = DOUBT.index("nobody")
    closed = f'", restricted: [{{start: {start}, end: {start + 6}}}]}}'
    path.write_text(text.replace('any more"}', f"any more{closed}"), encoding="utf-8")
    (said,) = desk_of(study).items[0].said
    assert "nobody" not in said.text
    assert len(said.text) == len(DOUBT)
