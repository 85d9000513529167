"""Agreement of a whole study: who is compared, on what, and what is said where nothing can be."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from small_study import SAID, with_two_passages, write_study
from themer.coding.compared import Agreement
from themer.errors import InputError
from themer.model.suggestion import (
    Reason,
    SuggestedSegment,
    Suggestion,
    SuggestionsFile,
    SuggestionsHeader,
)
from themer.model.theme import MadeBy
from themer.storage import json_lines
from themer.storage.study_folder import StudyFolder
from themer.workflows.codebook.desk import CodebookSession
from themer.workflows.coding import agreement_output as output
from themer.workflows.coding.adjudicating import Adjudication
from themer.workflows.coding.agreement import agreement_of
from themer.workflows.coding.desk import CodingSession
from themer.workflows.coding.sampling import draw_or_load
from themer.workflows.coding.stances import code_meant
from themer.workflows.material import load_material

CODES = ("home-delivery", "volunteers")
START = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)


@pytest.fixture
def folder(tmp_path: Path) -> StudyFolder:
    return StudyFolder(write_study(tmp_path / "study", sorted(SAID)))


def code(
    folder: StudyFolder, coder: str, given: Iterable[str], *, refused: Iterable[str] = ()
) -> None:
    """Let a coder read every answer, a digit an answer: the code given to its first passage."""
    session = CodingSession(folder, coder, lambda: START)
    for answer, number, no in zip(session.queue, given, refused or "-" * 12, strict=False):
        if number == "x":
            continue
        for at, name in enumerate(CODES):
            if number in (str(at), "b"):
                session.decide(answer, answer.passages[0], name, accept=True)
            if no == str(at):
                session.decide(answer, answer.passages[0], name, accept=False, reason="it is not")
        session.finish_answer(answer)


def found(folder: StudyFolder, **wanted: object) -> Agreement:
    return agreement_of(load_material(folder), **wanted)  # type: ignore[arg-type]


def words(folder: StudyFolder, agreement: Agreement) -> str:
    material = load_material(folder)
    people, machine = agreement.people, agreement.machine
    return "\n".join(
        [
            *output.opening_lines(agreement),
            *output.difference_lines(agreement, material, settled_too=True),
            *("\t".join(row) for row in output.rows(people, material)),
            *output.note_lines(people),
            *output.machine_lines(agreement),
            *("\t".join(row) for row in output.rows(machine, material)),
        ]
    )


def test_two_coders_are_compared_where_both_read(folder: StudyFolder) -> None:
    code(folder, "anna", "000011110000")
    code(folder, "ben", "0000111101xx", refused="---------0--")
    agreement = found(folder)
    people = agreement.people
    assert people.coders == ("anna", "ben")
    assert (people.answers, people.with_codes, people.parts) == (10, 10, 10)
    one, other = people.codes
    assert (one.alike, one.units, one.given) == (9, 10, (6, 5))
    assert one.kappa.value == pytest.approx(0.8)
    assert (other.code, other.given) == ("volunteers", (4, 5))
    assert people.together is not None
    assert people.together.units == 20
    assert people.never == ()
    assert {(each.code, each.did_not[0].coder) for each in agreement.differences} == {
        ("home-delivery", "ben"),
        ("volunteers", "anna"),
    }
    said = words(folder, agreement)
    assert "anna and ben: 10 segments with a code, in 10 of the 10 answers that both coded." in said
    assert "They differ on 2 passages, 0 of them settled; worst code first." in said
    assert "ben refused it: it is not; gave" in said
    assert "anna read the answer and did not give it" in said
    assert "NaN" not in said
    assert "The machine: No answer has both" in said


def changing(folder: StudyFolder) -> CodebookSession:
    return CodebookSession(folder, "cleo", clock=lambda: START)


def test_a_code_that_was_added_later_is_no_no_of_who_read_before(folder: StudyFolder) -> None:
    code(folder, "anna", "010101------")
    added = changing(folder).add({"name": "Insurance", "definition": "What it costs."}, "needed")
    (new,) = added.change.codes
    session = CodingSession(folder, "ben", lambda: START)
    for answer, number in zip(list(session.queue), "010101------", strict=False):
        if number != "-":
            session.decide(answer, answer.passages[0], CODES[int(number)], accept=True)
        if number == "0":
            session.decide(answer, answer.passages[0], new, accept=True)
        session.finish_answer(answer)
    agreement = found(folder)
    assert {one.code: one.units for one in agreement.people.codes} == dict.fromkeys(CODES, 6)
    assert agreement.differences == ()
    assert found(folder, by="answer").differences == ()
    session = CodingSession(folder, "anna", lambda: START)
    session.finish_answer(session.queue[0])  # with the code in view, and not given
    assert [one.code for one in found(folder).differences] == [new]


@pytest.mark.parametrize("by", ["segment", "answer"])
def test_a_merge_makes_no_difference_of_who_coded_before_and_after(
    folder: StudyFolder, by: str
) -> None:
    code(folder, "anna", "110011------")
    changing(folder).merge(["volunteers"], "home-delivery", "one thing")
    code(folder, "ben", "000000------")
    agreement = found(folder, by=by)
    assert agreement.differences == ()
    (one,) = agreement.people.codes
    assert (one.code, one.alike, one.units) == ("home-delivery", 2, 2)
    assert agreement.people.retired == ("Volunteers",)
    assert "Retired since, so left out: Volunteers." in words(folder, agreement)
    session = CodingSession(folder, "anna", lambda: START)
    answer = session.queue[0]
    session.decide(answer, answer.passages[0], "home-delivery", accept=False, reason="not so")
    assert len(found(folder, by=by).differences) == 1


def test_whole_answers_are_compared_where_that_is_asked_for(folder: StudyFolder) -> None:
    code(folder, "anna", "01b00000----")
    session = CodingSession(folder, "ben", lambda: START)
    for answer, number in zip(session.queue, "01b0000x", strict=False):
        last = answer.passages[-1]
        for at, name in enumerate(CODES):
            if number in (str(at), "b"):
                session.decide(answer, last, name, accept=True)
        session.finish_answer(answer)
    by_answer = found(folder, by="answer")
    assert by_answer.people.parts == 8
    assert [one.alike for one in by_answer.people.codes] == [7, 8]
    assert "8 with a code, of the 8 answers that both coded" in words(folder, by_answer)


def test_an_answer_that_was_changed_has_to_be_read_again(folder: StudyFolder) -> None:
    code(folder, "anna", "0" * 12)
    code(folder, "ben", "1" * 12)
    assert found(folder).people.answers == 12
    path = folder.root / "interviews" / "weir-1.yaml"
    path.write_text(path.read_text("utf-8").replace("every winter", "each winter"), "utf-8")
    assert found(folder).people.answers == 11


@pytest.mark.parametrize(
    ("coded", "said"),
    [
        ({}, "Nobody has coded yet, so there is no agreement to report."),
        ({"anna": "0" * 12}, "anna coded alone"),
        ({"anna": "000000xxxxxx", "ben": "xxxxxx000000"}, "coded no answer in common"),
        ({"anna": "------xxxxxx", "ben": "------111111"}, "nobody gave any code"),
    ],
)
def test_what_cannot_be_compared_is_said_in_a_sentence(
    folder: StudyFolder, coded: dict[str, str], said: str
) -> None:
    for coder, given in coded.items():
        code(folder, coder, given)
    agreement = found(folder)
    assert agreement.people.why_not is not None
    assert said in agreement.people.why_not
    assert said in words(folder, agreement)
    assert agreement.differences == ()
    plain = json.loads(output.as_json(agreement, load_material(folder)))
    assert plain["people"]["codes"] == []
    assert said in plain["people"]["why_not"]


def test_all_equal_and_one_unit_are_said_in_a_sentence(folder: StudyFolder) -> None:
    code(folder, "anna", "0-----------")
    code(folder, "ben", "0-----------")
    (one,) = found(folder).people.codes
    assert one.alpha.value is None
    assert "Only one unit" in str(one.alpha.why_not)
    code(folder, "cleo", "00----------")
    code(folder, "dora", "00----------")
    chosen = found(folder, coders=("cleo", "dora"))
    assert "said the same of every unit" in words(folder, chosen)
    assert "Given by nobody, so nothing to agree on: Volunteers" in words(folder, chosen)


def test_three_coders_have_an_alpha_and_two_of_them_a_kappa(folder: StudyFolder) -> None:
    code(folder, "anna", "010101010101")
    code(folder, "ben", "010101010100")
    code(folder, "cleo", "01010101xxxx")
    agreement = found(folder)
    assert all(one.alpha.value is not None for one in agreement.people.codes)
    assert all(one.kappa.value is None for one in agreement.people.codes)
    assert "Cohen's kappa compares two people: --coders A,B" in words(folder, agreement)
    two = found(folder, coders=["cleo", "anna"])
    assert two.people.coders == ("cleo", "anna")
    assert all(one.kappa.value == 1 for one in two.people.codes)
    assert "They differ nowhere." in words(folder, two)


def test_coders_who_are_not_there_are_named(folder: StudyFolder) -> None:
    with pytest.raises(InputError, match='no decisions of "zoe"'):
        found(folder, coders=["zoe", "anna"])
    code(folder, "anna", "0" * 12)
    with pytest.raises(InputError, match="two coders or more"):
        found(folder, coders=["anna"])
    with pytest.raises(InputError, match="zoe") as raised:
        found(folder, coders=["anna", "zoe"])
    assert "Here are anna." in str(raised.value)


def test_only_the_sample_is_counted_where_that_is_asked_for(folder: StudyFolder) -> None:
    code(folder, "anna", "010101010101")
    code(folder, "ben", "0101xxxxxxxx")
    drawn = draw_or_load(folder, 0.5, None, "ben")
    twice = len(
        {answer.place for answer in CodingSession(folder, "z").queue[:4]} & {*drawn.places()}
    )
    whole = found(folder, sample=drawn)
    assert whole.people.answers == 4
    assert whole.sample is not None
    assert (whole.sample.drawn, whole.sample.there, whole.sample.twice) == (6, 6, twice)
    assert "Drawn to be coded twice: 6 answers, of which" in words(folder, whole)
    only = found(folder, sample=drawn, within_sample=True)
    assert only.people.answers == twice
    assert "Only they are counted." in words(folder, only)


def suggest(folder: StudyFolder, confidence: float, none: float) -> None:
    """Let the machine suggest the first code everywhere."""
    answers = CodingSession(folder, "nobody").queue
    by_interview: dict[str, list[SuggestedSegment]] = {}
    for answer in answers:
        by_interview.setdefault(answer.interview.id, []).extend(
            replace(
                passage,
                none=none,
                suggestions=(
                    Suggestion(CODES[0], 1.0, confidence, 1, Reason(passage.start, passage.end)),
                ),
            )
            for passage in answer.passages
        )
    folder.machine.mkdir(parents=True, exist_ok=True)
    for interview, segments in by_interview.items():
        made_by = MadeBy("themer", "0", "none", "0" * 8)
        header = SuggestionsHeader("themer/suggestions/1", interview, "0" * 64, made_by, "none")
        text = json_lines.suggestions_text(SuggestionsFile(header, tuple(segments)))
        (folder.machine / f"{interview}.jsonl").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("confidence", "none", "given"), [(0.7, 0.2, True), (0.4, 0.2, False), (0.6, 0.7, False)]
)
def test_the_machine_gives_what_it_is_surer_of_than_not(
    folder: StudyFolder, confidence: float, none: float, given: bool
) -> None:
    suggest(folder, confidence, none)
    code(folder, "anna", "0101xxxxxxxx")
    machine = found(folder).machine
    assert machine.coders == ("machine", "people")
    assert machine.answers == 4
    first = next(one for one in machine.codes if one.code == CODES[0])
    assert first.given[1] == 2
    assert (first.given[0] > 2) == given
    said = words(folder, found(folder))
    assert "It has learned from people's decisions" in said
    assert "Noted as given with the machine's suggestion in view: 2 of 4 codes." in said


def test_the_machines_figures_say_whose_they_are_where_people_have_none(
    folder: StudyFolder,
) -> None:
    suggest(folder, 0.7, 0.2)
    code(folder, "anna", "0101xxxxxxxx")
    code(folder, "ben", "xxxx01xxxxxx")
    code(folder, "cleo", "xxxxxxxx1111")
    agreement = found(folder, coders=["anna", "ben"])
    assert agreement.people.why_not is not None
    first, *_ = output.machine_lines(agreement)
    assert first.startswith("The machine against anna and ben: 6 segments with a code")


def test_how_many_decisions_were_made_blind_is_said(folder: StudyFolder) -> None:
    code(folder, "anna", "0101xxxxxxxx")
    session = CodingSession(folder, "ben", lambda: START, blind=True)
    for answer in session.queue[:4]:
        session.decide(answer, answer.passages[0], CODES[0], accept=True)
        session.finish_answer(answer)
    assert found(folder).blind == ((0, 4), (4, 4))
    assert "Decided blind, so by themselves: anna 0 of 4, ben 4 of 4." in words(
        folder, found(folder)
    )


def test_the_machine_is_compared_with_the_chosen_coders_and_what_was_settled(
    folder: StudyFolder,
) -> None:
    suggest(folder, 0.7, 0.2)
    code(folder, "anna", "0000xxxxxxxx")
    code(folder, "ben", "----xxxxxxxx")
    code(folder, "cleo", "------000000")
    assert found(folder).machine.answers == 12
    chosen = found(folder, coders=["anna", "ben"])
    assert chosen.machine.answers == 4
    assert chosen.machine.codes[0].given == (4, 4)
    Adjudication(folder, "dora", lambda: START).settle(0, give=False, reason="it is none")
    after = found(folder, coders=["anna", "ben"])
    assert after.machine.codes[0].given == (4, 3)
    assert after.people.codes == chosen.people.codes  # what each decided by themselves stays
    assert "settled by dora: not given: it is none" in words(folder, after)


def settle(folder: StudyFolder, *which: int) -> None:
    adjudication = Adjudication(folder, "dora", lambda: START)
    for at in which:
        adjudication.settle(at, give=False, reason=f"verdict {at}")


def test_what_differs_by_answer_is_settled_at_the_desk(folder: StudyFolder) -> None:
    """Ben refused at one passage what anna gave at another: the verdict names no such refusal."""
    with_two_passages(folder.root)
    for coder in ("anna", "ben"):
        session = CodingSession(folder, coder, lambda: START)
        answer = next(one for one in session.queue if len(one.passages) > 1)
        first, second = answer.passages[:2]
        if coder == "anna":
            session.decide(answer, second, CODES[0], accept=True)
        else:
            session.decide(answer, first, CODES[0], accept=False, reason="that is the post")
        session.finish_answer(answer)
    (before,) = found(folder, by="answer").differences
    assert before.verdict is None
    assert len(before.did_not[0].decisions) == 2
    settle(folder, 0)
    (after,) = found(folder, by="answer").differences
    assert after.verdict is not None
    assert Adjudication(folder, "dora", lambda: START).left == 0
    assert "each answer taken as a whole, 1 of 1 settled" in words(
        folder, found(folder, by="answer")
    )


def listed(folder: StudyFolder, **wanted: object) -> str:
    lines = output.difference_lines(found(folder), load_material(folder), **wanted)  # type: ignore[arg-type]
    return "\n".join(lines)


def test_what_is_settled_is_counted_and_listed_where_that_is_asked_for(folder: StudyFolder) -> None:
    code(folder, "anna", "0000xxxxxxxx")
    code(folder, "ben", "00--xxxxxxxx")
    assert "2 passages, 0 of them settled; worst" in listed(folder)
    settle(folder, 0)
    assert "2 passages, 1 of them settled. Here are the others" in listed(folder)
    assert "verdict 0" not in listed(folder)
    assert listed(folder).count("anna gave it") == 1
    assert "settled by dora: not given: verdict 0" in listed(folder, settled_too=True)
    settle(folder, 1)
    assert listed(folder) == "They differ on 2 passages, 2 of them settled: --all lists them."
    assert listed(folder, settled_too=True).count("anna gave it") == 2


def test_differences_on_one_code_are_listed_alone(folder: StudyFolder) -> None:
    code(folder, "anna", "0b00xxxxxxxx")
    code(folder, "ben", "-0--xxxxxxxx")
    here = listed(folder, code="volunteers")
    assert "They differ on 1 passage about Volunteers, 0 of them settled" in here
    assert "Delivery to the home, alpha" not in here
    assert listed(folder, code="home-delivery").count("anna gave it") == 3
    agreement, material = found(folder), load_material(folder)
    plain = json.loads(output.as_json(agreement, material, code="volunteers"))
    assert [one["code"] for one in plain["differences"]] == ["volunteers"]
    code(folder, "ben", "-1--xxxxxxxx")
    assert listed(folder, code="volunteers") == "They differ nowhere about Volunteers."


@pytest.mark.parametrize("typed", ["volunteers", " Volunteers ", "VOLUNTEERS"])
def test_a_code_is_meant_by_id_or_name(folder: StudyFolder, typed: str) -> None:
    assert code_meant(load_material(folder), typed) == "volunteers"


def test_a_code_that_is_not_there_is_named(folder: StudyFolder) -> None:
    with pytest.raises(InputError, match='no code "vans"') as raised:
        code_meant(load_material(folder), "vans")
    assert "home-delivery, volunteers" in str(raised.value)


def test_json_has_all_of_it(folder: StudyFolder) -> None:
    suggest(folder, 0.7, 0.2)
    code(folder, "anna", "010101010101")
    code(folder, "ben", "010101010100")
    plain = json.loads(output.as_json(found(folder), load_material(folder)))
    assert plain["schema"] == "themer/agreement/1"
    assert [one["code"] for one in plain["people"]["codes"]][-1] is None
    assert {"value", "low", "high", "why_not"} == set(plain["people"]["codes"][0]["alpha"])
    (one, other) = plain["differences"]
    assert one["gave"][0]["coder"] in ("anna", "ben")
    assert one["place"].startswith("weir-1/") or other["place"].startswith("weir-1/")
    assert plain["machine"]["rule"].startswith("The machine's code")
