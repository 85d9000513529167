from __future__ import annotations

from pathlib import Path

import pytest

from made_decisions import answers, decide, event
from themer.language import load_encoder
from themer.model.decision import Decision
from themer.storage.study_folder import StudyFolder
from themer.workflows.analysis.analyse import analyse
from themer.workflows.coding import learning
from themer.workflows.coding.learning import Learning
from themer.workflows.coding.learning_messages import Learned, learned_of
from themer.workflows.material import load_suggestions

A, B = "coder-a", "coder-b"
encode = load_encoder().encode


@pytest.fixture
def folder(rooms: Path) -> StudyFolder:
    return StudyFolder(rooms)


def begin(folder: StudyFolder, coder: str = A, *, blind: bool = False) -> Learning:
    return Learning(folder, coder, encode, blind=blind)


def told(one: Learning, *, is_complete: bool = True) -> dict[str, Learned]:
    """Refit, and give all that is said."""
    found: dict[str, Learned] = {}
    for update in one.refit(is_complete=is_complete):
        found |= update.changed
    return found


def analysed(folder: StudyFolder) -> dict[str, Learned]:
    analyse(folder)
    return {s.id: learned_of(s) for f in load_suggestions(folder).values() for s in f.segments}


def coded(folder: StudyFolder, coder: str, *codes: str) -> list[Decision]:
    """Read the first answers and give each a code, or with a minus refuse it."""
    found = []
    for answer, code in zip(answers(folder), codes, strict=False):
        refused = code.startswith("-")
        found += [
            event(coder, "refuse" if refused else "accept", answer, code.lstrip("-")),
            event(coder, "read", answer),
        ]
    return found


def test_told_all_decisions_it_says_what_analyse_says(folder: StudyFolder) -> None:
    decide(folder, *coded(folder, B, "volunteers", "home-delivery"))
    one = begin(folder)
    said = told(one)
    for each in coded(folder, A, "home-delivery", "-volunteers", "home-delivery", "volunteers"):
        if one.take(decide(folder, each)):
            said |= told(one, is_complete=False)
    said |= told(one)
    assert said == analysed(folder)


def test_with_enough_decisions_for_a_curve_of_its_own_it_still_says_what_analyse_says(
    folder: StudyFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("themer.coding.calibration.LEAST_DECISIONS", 6)
    monkeypatch.setattr("themer.coding.calibration.LEAST_OF_EACH", 2)
    one = begin(folder)
    said = told(one)
    codes = ("home-delivery", "volunteers", "-volunteers", "home-delivery", "volunteers")
    one.take(decide(folder, *coded(folder, A, *codes)))
    said |= told(one, is_complete=False)
    quick = dict(said)
    said |= told(one)
    assert said == analysed(folder) != quick


def test_what_analyse_wrote_is_not_told_again(folder: StudyFolder) -> None:
    decide(folder, *coded(folder, B, "volunteers", "home-delivery"))
    analyse(folder)
    assert told(begin(folder)) == {}


def test_undoing_all_leaves_what_was_said_before(folder: StudyFolder) -> None:
    one = begin(folder)
    first = told(one)
    made = decide(folder, *coded(folder, A, "volunteers", "home-delivery"))
    assert one.take(made)
    assert told(one)
    back = [event(A, "undo", answers(folder)[0], undoes=each.id) for each in made]
    assert one.take(back)
    assert (first | told(one)) == first


def test_a_memo_and_what_was_told_before_teach_nothing(folder: StudyFolder) -> None:
    made = decide(folder, *coded(folder, A, "volunteers"))
    one = begin(folder)
    assert not one.take(made)
    assert not one.take([event(A, "memo", answers(folder)[1])])


def test_blind_learns_from_no_other_coder_and_not_from_their_analysis(folder: StudyFolder) -> None:
    alone = told(begin(folder))
    decide(folder, *coded(folder, B, "volunteers", "home-delivery", "volunteers"))
    analyse(folder)
    assert told(begin(folder, A, blind=True)) == alone
    assert told(begin(folder, B, blind=True)) != alone


def test_a_small_change_waits_for_the_pause(
    folder: StudyFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learning, "NOTICED", 2.0)
    monkeypatch.setattr(learning, "SEEN", 0)
    one = begin(folder)
    told(one)
    assert one.take(coded(folder, A, "volunteers"))
    assert told(one, is_complete=False) == {}
    assert told(one)


def test_what_was_left_off_is_told_the_next_time(
    folder: StudyFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = told(begin(folder))
    monkeypatch.setattr(learning, "AT_ONCE", 4)
    one = begin(folder)
    part = dict(next(one.refit(is_complete=True)).changed)
    assert len(part) == 4
    rest = told(one)
    assert not part.keys() & rest.keys()
    assert part | rest == whole


def test_the_front_has_answers_that_the_coder_has_not_read_and_comes_once(
    folder: StudyFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learning, "AT_ONCE", 4)
    decide(folder, *coded(folder, A, "volunteers", "home-delivery"))
    one = begin(folder)
    updates = list(one.refit(is_complete=True))
    fronts = [update.first for update in updates if update.first is not None]
    unread = {answer.place for answer in answers(folder)[2:]}
    assert len(updates) > 1 and updates[0].first == fronts[0]
    assert [set(front) for front in fronts] == [unread]
    assert [update.is_complete for update in updates] == [False] * (len(updates) - 1) + [True]
    assert updates[-1].decisions == 4


def test_the_conversation_in_front_of_the_coder_is_told_first(
    folder: StudyFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learning, "AT_ONCE", 1)
    one = begin(folder)
    last = answers(folder)[-1]
    one.take([event(A, "accept", last, "volunteers")])
    first = next(one.refit(is_complete=True)).changed
    of = {p.id: answer.place[0] for answer in answers(folder) for p in answer.passages}
    assert [of[segment] for segment in first] == [last.place[0]]
