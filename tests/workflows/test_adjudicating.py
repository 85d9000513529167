"""Differences settled: both decisions stay, the verdict holds, and what comes after opens it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from small_study import SAID, with_two_passages, write_study
from themer.coding.differences import Difference
from themer.errors import InputError
from themer.findings.everything import find
from themer.model.decision import Decision
from themer.storage import json_lines
from themer.storage.study_folder import StudyFolder
from themer.workflows.check import check_study
from themer.workflows.coding.adjudicating import Adjudication
from themer.workflows.coding.agreement import agreement_of
from themer.workflows.coding.agreement_output import difference_lines
from themer.workflows.coding.desk import CodingSession
from themer.workflows.material import load_material

CODE = "home-delivery"
START = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)


def make(folder: Path) -> StudyFolder:
    """Make a study of which two coders read all, and differ on three passages.

    On the first answer ben refused what anna gave, on the second he read on, and on the third anna
    did.
    """
    study = StudyFolder(write_study(folder, sorted(SAID)))
    for coder, places in (("anna", (0, 1)), ("ben", (2,))):
        session = CodingSession(study, coder, lambda: START)
        for at, answer in enumerate(session.queue):
            if at in places:
                session.decide(answer, answer.passages[0], CODE, accept=True)
            elif at == 0:
                session.decide(answer, answer.passages[0], CODE, accept=False, reason="a van only")
            session.finish_answer(answer)
    return study


@pytest.fixture
def folder(tmp_path: Path) -> StudyFolder:
    return make(tmp_path / "study")


def work(folder: StudyFolder, coder: str = "cleo") -> Adjudication:
    return Adjudication(folder, coder, lambda: START)


def lines(folder: StudyFolder, coder: str) -> tuple[Decision, ...]:
    return tuple(json_lines.read_decisions(folder.coder_path(coder)))


def verdicts(adjudication: Adjudication) -> list[str | None]:
    return [one.verdict.status if one.verdict else None for one in adjudication.differences]


def found_in(folder: StudyFolder) -> set[tuple[str, str]]:
    """Give the places at which the code counts."""
    return {
        (answer.interview, answer.question)
        for code in find(load_material(folder)).codes
        if code.code == CODE
        for answer in code.figure.answers
    }


def place(one: Difference) -> tuple[str, str]:
    return one.interview, one.question


def test_differences_are_listed_with_what_each_said(folder: StudyFolder) -> None:
    adjudication = work(folder)
    first, second, third = adjudication.differences
    assert adjudication.left == 3
    assert first.did_not[0].has_refused
    assert first.did_not[0].decisions[0].reason == "a van only"
    assert not second.did_not[0].has_refused
    assert [one.gave[0].coder for one in (first, second, third)] == ["anna", "anna", "ben"]
    assert adjudication.answer(first).place == place(first)
    code = adjudication.code(first)
    assert code is not None
    assert code.id == CODE


def test_a_verdict_says_which_holds_and_both_decisions_stay(folder: StudyFolder) -> None:
    before = {coder: folder.coder_path(coder).read_bytes() for coder in ("anna", "ben")}
    adjudication = work(folder)
    places = [place(one) for one in adjudication.differences]
    assert found_in(folder) == {*places}  # one who accepts is enough, as long as it is open
    adjudication.settle(0, give=True, reason="a van is a service")
    adjudication.settle(1, give=False, reason="nothing is brought to anybody")
    assert verdicts(adjudication) == ["accepted", "refused", None] == verdicts(work(folder))
    assert found_in(folder) == {places[0], places[2]}
    assert before == {coder: folder.coder_path(coder).read_bytes() for coder in ("anna", "ben")}
    event = lines(folder, "cleo")[0]
    assert (event.action, event.status, event.reason) == (
        "adjudicate",
        "accepted",
        "a van is a service",
    )
    first = adjudication.differences[0]
    assert set(event.settles) == {
        first.gave[0].decisions[0].id,
        first.did_not[0].decisions[0].id,
    }
    assert event.text == adjudication.answer(first).answer.coded_text[first.start : first.end]
    assert check_study(folder).errors == ()


def test_who_decides_again_opens_the_difference_again(folder: StudyFolder) -> None:
    adjudication = work(folder)
    adjudication.settle(1, give=False, reason="nothing is brought")
    session = CodingSession(folder, "anna", lambda: START)
    answer = next(a for a in session.queue if a.place == place(adjudication.differences[1]))
    session.decide(answer, answer.passages[0], CODE, accept=True, reason="I read it once more")
    again = work(folder)
    assert verdicts(again) == [None, None, None]
    assert place(adjudication.differences[1]) in found_in(folder)


def test_what_was_settled_as_given_and_taken_back_is_listed_and_open(folder: StudyFolder) -> None:
    adjudication = work(folder)
    adjudication.settle(1, give=True, reason="the bus brings them")
    one = adjudication.differences[1]
    session = CodingSession(folder, "anna", lambda: START)
    answer = next(a for a in session.queue if a.place == place(one))
    session.take_back(answer, answer.passages[0], CODE)
    again = work(folder)
    at = next(at for at, other in enumerate(again.differences) if place(other) == place(one))
    assert (again.left, again.differences[at].gave) == (3, ())
    assert place(one) not in found_in(folder)
    material = load_material(folder)
    said = "\n".join(difference_lines(agreement_of(material), material))
    assert "settled as given, and nobody gives it any more" in said
    with pytest.raises(InputError, match="Nobody gives this code here any more"):
        again.settle(at, give=True, reason="it is")
    again.settle(at, give=False, reason="she took it back")
    assert again.left == 2
    assert place(one) not in {place(other) for other in work(folder).differences}
    assert again.undo() == at
    assert check_study(folder).errors == ()


def test_what_else_differs_on_the_same_words_comes_next(folder: StudyFolder) -> None:
    session = CodingSession(folder, "ben", lambda: START)
    answer = next(a for a in session.queue if a.place == place(work(folder).differences[1]))
    session.decide(answer, answer.passages[0], "volunteers", accept=True)
    adjudication = work(folder)
    codes = [one.code for one in adjudication.differences]
    assert codes == [CODE, CODE, "volunteers", CODE]  # between two of the code that is worse
    given, twin = adjudication.differences[1:3]
    assert adjudication.beside(given) == (twin,)
    adjudication.settle(2, give=False, reason="nobody gives time here")
    (settled,) = adjudication.beside(given)
    assert settled.verdict is not None
    assert settled.verdict.reason == "nobody gives time here"
    assert adjudication.beside(adjudication.differences[0]) == ()


def test_a_refusal_at_another_passage_of_the_answer_is_known(tmp_path: Path) -> None:
    folder = StudyFolder(write_study(tmp_path / "study", sorted(SAID)))
    with_two_passages(folder.root)
    for coder in ("anna", "ben"):
        session = CodingSession(folder, coder, lambda: START)
        answer = next(one for one in session.queue if len(one.passages) > 1)
        first, second = answer.passages[:2]
        if coder == "anna":
            session.decide(answer, second, CODE, accept=True)
        else:
            session.decide(answer, first, CODE, accept=False, reason="that is the post")
            session.decide(answer, first, "volunteers", accept=False, reason="another code")
        session.finish_answer(answer)
    adjudication = work(folder)
    (one,) = adjudication.differences
    assert not one.did_not[0].has_refused
    (event,) = adjudication.refused_elsewhere(one, "ben")
    assert event.reason == "that is the post"
    assert adjudication.refused_elsewhere(one, "anna") == ()


def test_a_refusal_of_the_passage_itself_is_no_other_one(folder: StudyFolder) -> None:
    adjudication = work(folder)
    assert adjudication.refused_elsewhere(adjudication.differences[0], "ben") == ()


def test_there_is_no_verdict_without_a_reason(folder: StudyFolder) -> None:
    with pytest.raises(InputError, match="without a reason"):
        work(folder).settle(0, give=True, reason="  ")
    assert not folder.coder_path("cleo").exists()


def test_undo_and_redo_go_on_after_a_restart_and_over_verdicts_only(folder: StudyFolder) -> None:
    adjudication = work(folder, "anna")
    adjudication.settle(2, give=True, reason="the bus carries it")
    assert adjudication.undo() == 2
    assert verdicts(work(folder, "anna")) == [None, None, None]
    again = work(folder, "anna")
    assert again.undo() is None  # what comes before was decided at the coding desk
    assert again.redo() == 2
    assert again.redo() is None
    assert verdicts(again) == [None, None, "accepted"] == verdicts(work(folder, "anna"))
    assert lines(folder, "anna")[-1].action == "undo"


def test_a_later_verdict_replaces_an_earlier_one_until_it_is_taken_back(
    folder: StudyFolder,
) -> None:
    adjudication = work(folder)
    adjudication.settle(0, give=True, reason="a van is a service")
    adjudication.settle(0, give=False, reason="it went two years ago")
    assert verdicts(adjudication)[0] == "refused"
    adjudication.undo()
    assert verdicts(adjudication)[0] == "accepted" == verdicts(work(folder))[0]


@settings(max_examples=15, deadline=None)
@given(acts=st.lists(st.sampled_from(["0+", "0-", "1+", "2-", "undo", "redo"]), max_size=12))
def test_any_sequence_of_verdicts_and_steps_back_is_read_again_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, acts: list[str]
) -> None:
    folder = make(tmp_path_factory.mktemp("any") / "study")
    adjudication = work(folder)
    for act in acts:
        if act == "undo":
            adjudication.undo()
        elif act == "redo":
            adjudication.redo()
        else:
            adjudication.settle(int(act[0]), give=act[1] == "+", reason="so")
    assert verdicts(adjudication) == verdicts(work(folder))
    assert check_study(folder).errors == ()


def test_where_nobody_differs_that_is_said(tmp_path: Path) -> None:
    folder = StudyFolder(write_study(tmp_path / "study", sorted(SAID)))
    assert "Nobody has coded yet" in str(work(folder).why_none)
    for coder in ("anna", "ben"):
        session = CodingSession(folder, coder, lambda: START)
        session.finish_answer(session.queue[0])
        if coder == "anna":
            assert "anna coded alone" in str(work(folder).why_none)
    assert "differ nowhere" in str(work(folder).why_none)


def test_restricted_words_between_segments_are_not_kept_in_a_verdict(tmp_path: Path) -> None:
    folder = StudyFolder(write_study(tmp_path / "study", sorted(SAID)))
    said = (
        "two ladies carry the books of the library round on foot. one of them is Margaret Tarn "
        "and nobody else would do it. when it rains they wait in the porch of the old chapel."
    )
    path = folder.root / "interviews" / "stone-row-1.yaml"
    path.write_text(path.read_text("utf-8").replace(SAID["stone-row"][0], said), "utf-8")
    for coder in ("anna", "ben"):
        session = CodingSession(folder, coder, lambda: START)
        (answer,) = (a for a in session.queue if a.answer.coded_text == said)
        whole = session.whole(answer)
        assert whole is not None
        if coder == "anna":
            session.decide(answer, whole, CODE, accept=True)
        session.finish_answer(answer)
    start = said.index("Margaret")
    words = path.read_text("utf-8").replace(
        f'noted: "{said}"', f'noted: "{said}", restricted: [{{start: {start}, end: {start + 13}}}]'
    )
    path.write_text(words, "utf-8")
    adjudication = work(folder)
    assert (adjudication.differences[0].start, adjudication.differences[0].end) == (0, len(said))
    assert adjudication.settle(0, give=True, reason="so").verdict is not None
    assert "Margaret" not in folder.coder_path("cleo").read_text("utf-8")
    assert verdicts(work(folder)) == ["accepted"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"status":"accepted"', '"status":"kept"', "DE022"),
        ('"settles":["', '"settles":["0', "DE021"),
    ],
)
def test_check_names_verdicts_that_say_nothing(
    folder: StudyFolder, old: str, new: str, code: str
) -> None:
    work(folder).settle(0, give=True, reason="so")
    path = folder.coder_path("cleo")
    assert old in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    assert [problem.code for problem in check_study(folder).errors] == [code]
