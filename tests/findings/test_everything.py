"""What holds for every finding of every study."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from themer.findings.everything import find
from themer.findings.material import Material
from themer.model.interview import Answer, OtherCopy, Passage
from themer.model.question_set import AnswerType, NumberField
from themer.model.study import Pair, PairWords, Workforce
from themer.workflows.analysis.figures import figures_of, json_text, rows

SAID = ["yes", "no", "partly", "dont_know", "declined", "not_asked", "awaited", "words_only"]
UNITS = ["a", "b", "c", "d"]
one_interview = st.fixed_dictionaries(
    {
        "unit": st.sampled_from(UNITS),
        "first": st.sampled_from(SAID),
        "second": st.sampled_from(SAID),
        "number": st.sampled_from(["3", "4.5", "awaited", "no_answer"]),
        "date": st.sampled_from(["2026-01-10", "2026-02-10"]),
        "state": st.sampled_from(["open", "finished", "withdrawn"]),
        "decided": st.sampled_from(["", "read", "accept", "refuse", "direction"]),
    }
)
many = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def study_of(build: Any, drawn: list[dict[str, str]]) -> Material:
    linked = {"role": "strength", "components": ("vans",)}
    questions = [
        build.question("first", "yes_no_partly", **linked),
        build.question("second", "yes_no_partly", **linked),
        build.question("number", AnswerType("number", measure="supply")),
    ]
    interviews, decisions = [], []
    for at, row in enumerate(drawn):
        answers = {
            name: build.answer(row[name], noted=f"we said {row[name]} of it")
            for name in ("first", "second", "number")
            if row[name] != "not_asked"
        }
        name = f"{row['unit']}-{at}"
        interviews.append(
            build.interview(row["unit"], answers, name=name, date=row["date"], state=row["state"])
        )
        for number, question in enumerate(answers if row["decided"] else ()):
            passage: dict[str, Any] = {"start": 0, "end": 7, "text": "we said", "code": "vans"}
            more = {} if row["decided"] == "read" else passage
            status = "strength" if row["decided"] == "direction" else None
            decisions.append(
                build.decision(
                    10 * at + number,
                    row["decided"],
                    interview=name,
                    question=question,
                    status=status,
                    **more,
                )
            )
    pair = Pair("pair", "first", ("yes",), "second", ("yes",), PairWords("do", "do that"))
    study = build.study(
        dict.fromkeys(UNITS, "held"),
        pairs=(pair,),
        workforce=Workforce(supply="supply", demand="supply"),
    )
    material: Material = build.material(
        questions, interviews, study=study, decisions=tuple(decisions)
    )
    return material


@many
@given(drawn=st.lists(one_interview, max_size=9))
def test_every_count_lies_within_its_base_and_names_its_units(build: Any, drawn: Any) -> None:
    findings = find(study_of(build, drawn))
    for figure in findings.figures():
        assert 0 <= figure.k <= figure.n
        assert (len(figure.units), len(figure.base_units)) == (figure.k, figure.n)
        assert set(figure.units) <= set(figure.base_units)
        assert all(figure.apart.values())
    for fact in findings.facts:
        spoken_with = {row["unit"] for row in drawn if row["state"] != "withdrawn"}
        assert fact.n + sum(fact.apart.values()) == len(spoken_with)
        if fact.rows:
            assert sum(row.k for row in fact.rows) == fact.n


@many
@given(drawn=st.lists(one_interview, max_size=8), data=st.data())
def test_the_order_of_files_changes_nothing(build: Any, drawn: Any, data: Any) -> None:
    material = study_of(build, drawn)
    mixed = dataclasses.replace(
        material,
        interviews=tuple(data.draw(st.permutations(material.interviews))),
        decisions=tuple(data.draw(st.permutations(material.decisions))),
    )
    assert json_text(find(mixed)) == json_text(find(material))


@many
@given(drawn=st.lists(one_interview, max_size=6), late=one_interview)
def test_a_withdrawn_conversation_changes_nothing_but_that_it_is_named(
    build: Any, drawn: Any, late: Any
) -> None:
    before = find(study_of(build, drawn))
    after = find(study_of(build, [*drawn, {**late, "state": "withdrawn", "decided": ""}]))
    same = {"participation": (), "left_out": ()}
    assert json_text(dataclasses.replace(after, **same)) == json_text(
        dataclasses.replace(before, **same)
    )
    assert len(after.left_out) == len(before.left_out) + 1


def test_organisations_and_conversations_are_counted_where_the_study_says(build: Any) -> None:
    interviews = [
        build.interview("adults", {"q": build.answer("yes")}, organisation="council"),
        build.interview("children", {"q": build.answer("yes")}, organisation="council"),
        build.interview("children", {"q": build.answer("yes")}, name="children-2"),
    ]
    questions = [build.question("q", "yes_no")]
    found = {}
    for unit in ("service", "respondent", "organisation", "conversation"):
        study = build.study({"adults": "held", "children": "held"}, unit=unit)
        fact = find(build.material(questions, interviews, study=study)).fact("q")
        assert fact is not None
        found[unit] = fact.n
    assert found == {"service": 2, "respondent": 2, "organisation": 2, "conversation": 3}


def test_several_numbers_are_each_taken_from_the_latest_conversation_that_has_them(
    build: Any,
) -> None:
    kind = AnswerType("numbers", fields=(NumberField("of", "offered"), NumberField("in", "held")))
    interviews = [
        build.interview("a", {"q": build.answer({"of": "4", "in": "3"})}, date="2026-01-01"),
        build.interview(
            "a", {"q": build.answer({"of": "6"}, status="awaited")}, name="a-2", date="2026-02-01"
        ),
        build.interview("b", {"q": build.answer({"of": "1"}, status="awaited")}),
    ]
    findings = find(build.material([build.question("q", kind)], interviews))
    offered, held = findings.facts[0].numbers
    assert (offered.values, held.values) == ({"a": 6, "b": 1}, {"a": 3})
    assert held.apart_units == {"awaited": ("b",)}
    (found,) = findings.contradictions
    assert "of 6" in found.sentence


def test_what_cannot_be_counted_is_named(build: Any) -> None:
    interviews = [
        build.interview("a", {"q": build.answer("perhaps"), "gone": build.answer("yes")}),
        build.interview("b", {"q": build.answer("yes")}, set_id="other"),
    ]
    moved = build.decision(
        1, "accept", interview="a-1", question="q", start=0, end=4, text="gone", code="vans"
    )
    material = build.material([build.question("q", "yes_no")], interviews, decisions=(moved,))
    findings = find(material)
    assert [left.place for left in findings.left_out] == ["a-1/gone", "a-1/q", "a-1/q:0-4", "b-1"]
    assert findings.facts[0].n == 0


def test_restricted_words_are_in_no_finding(build: Any) -> None:
    noted = "ask Margaret, she drives the van"
    said = build.verbatim(noted)
    answer = build.answer("words_only", noted=noted, verbatim=(said,), restricted=(Passage(4, 12),))
    accept = build.decision(
        1, "accept", interview="a-1", question="q", start=0, end=20, text=noted[:20], code="vans"
    )
    interviews = [build.interview("a", {"q": answer})]
    findings = find(build.material([build.question("q")], interviews, decisions=(accept,)))
    assert "Margaret" not in json_text(findings)
    assert findings.codes[0].passages[0].text == "ask […], she dr"
    assert not findings.quotes[0].usable


def test_a_quote_that_was_altered_or_said_by_the_interviewer_is_not_usable(build: Any) -> None:
    altered = dataclasses.replace(build.verbatim("it comes late"), text="it comes early")
    ours = dataclasses.replace(build.verbatim("it comes late"), speaker="i1")
    answer = build.answer("words_only", noted="it comes late", verbatim=(altered, ours))
    findings = find(build.material([build.question("q")], [build.interview("a", {"q": answer})]))
    reasons = sorted(reason for quote in findings.quotes for reason in quote.reasons)
    assert reasons == ["is not, word for word, what was noted", "the interviewer said it"]


def test_a_speaker_who_did_not_agree_to_it_is_not_quoted(build: Any) -> None:
    answer = build.answer(
        "words_only", noted="it comes late", verbatim=(build.verbatim("it comes late"),)
    )
    interview = build.interview("a", {"q": answer})
    refused = dataclasses.replace(interview.roster[0], quote=False)
    interview = dataclasses.replace(interview, roster=(refused, *interview.roster[1:]))
    findings = find(build.material([build.question("q")], [interview]))
    assert findings.quotes[0].reasons == ("the partner did not agree to be quoted",)


def test_an_answer_that_two_copies_hold_otherwise_gives_no_quotes(build: Any) -> None:
    answer = build.answer(
        "words_only", noted="it comes late", verbatim=(build.verbatim("it comes late"),)
    )
    theirs = OtherCopy("q", Answer(noted="it comes early"), dt.datetime.now(dt.UTC), "the file")
    interview = dataclasses.replace(build.interview("a", {"q": answer}), other_copies=(theirs,))
    findings = find(build.material([build.question("q")], [interview]))
    assert findings.quotes[0].reasons == ("stands in two copies of the answer that differ",)


def test_a_fair_copy_has_restricted_words_of_its_own(build: Any) -> None:
    answer = build.answer(
        "words_only",
        noted="ask Margaret",
        fair_copy="Margaret drives the van",
        restricted=(Passage(4, 12),),
        restricted_copy=(Passage(0, 8),),
    )
    accept = build.decision(
        1,
        "accept",
        interview="a-1",
        question="q",
        start=0,
        end=23,
        text="Margaret drives the van",
        code="vans",
    )
    interviews = [build.interview("a", {"q": answer})]
    findings = find(build.material([build.question("q")], interviews, decisions=(accept,)))
    assert findings.codes[0].passages[0].text == "[…] drives the van"


def test_the_terminal_and_json_hold_the_same_figures(build: Any) -> None:
    drawn = [
        {
            "unit": unit,
            "first": "yes",
            "second": "no",
            "number": "3",
            "date": "2026-01-10",
            "state": "finished",
            "decided": "read",
        }
        for unit in UNITS
    ]
    material = study_of(build, drawn)
    findings = figures_of(material)
    plain = json.loads(json_text(findings))
    assert plain["schema"] == "themer/figures/1"
    (row,) = [r for r in plain["facts"][0]["rows"] if r["id"] == "fact:first:yes@branch"]
    assert (row["k"], row["n"], row["percent"]) == (4, 4, None)
    assert row["answers"] == ["a-0/first", "b-1/first", "c-2/first", "d-3/first"]
    shown = {(line.group, line.label): line.value for line in rows(findings, material)}
    assert shown["Facts: branches", "What of first?: yes"] == "4 of 4"
    assert shown["Workforce: All", "supply"] == "12 (n = 4)"


def test_the_words_to_look_at_are_measured_against_what_was_planted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Print recall and precision; hold only what must hold: no recorded contradiction is missed."""
    import yaml

    from themer.storage.study_folder import StudyFolder
    from themer.workflows.material import load_material

    root = Path(__file__).parents[2]
    key = yaml.load(
        (root / "tests/fixtures/fictional_study_key.yaml").read_text(encoding="utf-8"),
        Loader=yaml.BaseLoader,
    )
    findings = find(load_material(StudyFolder(root)))
    planted = {
        (one["interview"], one["question"])
        for one in key["contradictions"]
        if one["kind"] == "fact_words"
    }
    raised = {(one.reference.interview, one.reference.question) for one in findings.to_look_at}
    hits = len(planted & raised)
    with capsys.disabled():
        print(
            f"\nto look at: {hits} of {len(planted)} planted contradictions found, "
            f"{hits} of {len(raised)} raised were planted"
        )
    recorded = {(c.unit, c.about) for c in findings.contradictions if c.kind == "conversations"}
    for one in key["contradictions"]:
        if one["kind"] == "two_conversations":
            assert (one["unit"], one["question"]) in recorded
