"""Codes, themes and contradictions in the cases that the page's examples leave open."""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
from collections.abc import Callable
from typing import Any

from themer.findings.everything import find
from themer.model.decision import standing
from themer.model.theme import Theme, ThemePassage


def test_an_undone_acceptance_does_not_count(build: Any, spoken: Callable[..., Any]) -> None:
    interviews, decisions = spoken({"a": ["read"]})
    where = {"interview": "a-1", "question": "q0", "start": 0, "end": 7, "text": "the van"}
    accept = build.decision(1, "accept", code="vans", **where)
    undo = build.decision(2, "undo", undoes=accept.id)
    questions = [build.question("q0")]
    for events, k in (([accept], 1), ([accept, undo], 0)):
        held = standing([*decisions, *events])
        assert find(build.material(questions, interviews, decisions=held)).codes[0].figure.k == k


def test_a_code_for_a_whole_answer_is_one_passage_beside_those_in_it(
    build: Any, spoken: Callable[..., Any]
) -> None:
    interviews, decisions = spoken({"a": ["read"]})
    text = interviews[0].answers["q0"].coded_text
    place = {"interview": "a-1", "question": "q0", "start": 0}
    whole = build.decision(1, "accept", code="vans", end=len(text), text=text, **place)
    part = build.decision(2, "accept", code="vans", end=7, text=text[:7], **place)
    speaks = build.decision(3, "direction", status="challenge", end=len(text), text=text, **place)
    held = standing([*decisions, whole, part, speaks])
    (finding, *_) = find(build.material([build.question("q0")], interviews, decisions=held)).codes
    assert finding.figure.k == 1
    assert [(p.text, p.direction) for p in finding.passages] == [
        (text[:7], "neutral"),
        (text, "challenge"),
    ]
    assert not find(build.material([build.question("q0")], interviews, decisions=held)).left_out


def test_an_answer_that_was_changed_after_it_was_read_has_to_be_read_again(
    build: Any, spoken: Callable[..., Any]
) -> None:
    interviews, (read,) = spoken({"a": ["read"]})
    noted = interviews[0].answers["q0"].noted
    whole = hashlib.sha256(noted.encode()).hexdigest()
    for sha256, n in ((whole, 1), (whole[:8], 1), ("c0de" * 16, 0)):
        held = (dataclasses.replace(read, answer_sha256=sha256),)
        material = build.material([build.question("q0")], interviews, decisions=held)
        assert find(material).codes[0].figure.n == n


def test_a_theme_lists_its_passages_by_organisation_and_drops_those_that_moved(
    build: Any, spoken: Callable[..., Any]
) -> None:
    interviews, decisions = spoken({"a": ["read"], "b": ["read"], "c": ["read"]})
    theme = Theme(
        "late",
        "named",
        "Late",
        members=(
            ThemePassage("b-1", "q0", 0, 7, "the van"),
            ThemePassage("a-1", "q0", 0, 7, "the van"),
            ThemePassage("c-1", "q0", 0, 7, "the bus"),
        ),
    )
    material = build.material(
        [build.question("q0")], interviews, decisions=tuple(decisions), themes=(theme,)
    )
    findings = find(material)
    (found,) = findings.themes
    assert list(found.by_organisation) == ["org-a", "org-b"]
    assert found.counts[0].voiced.units == ("a", "b")
    assert [answer.key for answer in found.counts[0].voiced.answers] == [
        "a-1/q0:0-7",
        "b-1/q0:0-7",
    ]
    assert [left.place for left in findings.left_out] == ["c-1/q0:0-7"]
    refused = dataclasses.replace(material, themes=(dataclasses.replace(theme, status="refused"),))
    assert find(refused).themes == ()


def test_a_direction_against_the_fact_and_two_coders_at_odds_are_contradictions(
    build: Any,
) -> None:
    question = build.question("q", "yes_no", role="strength", components=("vans",))
    interviews = [
        build.interview(unit, {"q": build.answer("yes", noted="the van has stopped")})
        for unit in ("a", "b")
    ]
    where = {"question": "q", "start": 0, "end": 7, "code": "vans"}
    decisions = (
        build.decision(1, "direction", interview="a-1", status="challenge", **where),
        build.decision(2, "direction", interview="b-1", status="challenge", **where),
        build.decision(
            3, "direction", interview="b-1", status="strength", **{**where, "start": 8, "end": 11}
        ),
        build.decision(4, "status", unit="b", code="vans", status="in_place"),
        build.decision(5, "status", unit="b", code="vans", status="developing", coder="coder-b"),
    )
    findings = find(build.material([question], interviews, decisions=decisions))
    found = [(c.kind, c.unit, c.about) for c in findings.contradictions]
    assert found == [("direction", "a", "q"), ("coders", "b", "vans")]
    cell = next(c for c in findings.boards[0].rows[0].cells if c.unit == "b")
    assert (cell.status, cell.decided_by, cell.coder) == ("developing", "person", "coder-b")
    looked_at = [(one.unit, one.cue, one.reference.key) for one in findings.to_look_at]
    assert looked_at == [("a", "has stopped", "a-1/q:8-19"), ("b", "has stopped", "b-1/q:8-19")]


def test_cues_are_for_studies_in_english(build: Any) -> None:
    interviews = [build.interview("a", {"q": build.answer("yes", noted="on paper")})]
    questions = [build.question("q", "yes_no")]
    for language, number in (("en-GB", 1), ("cy", 0)):
        study = build.study({"a": "held"}, language=language)
        found = find(build.material(questions, interviews, study=study)).to_look_at
        assert len(found) == number


def test_the_words_that_count_are_those_of_the_fair_copy(build: Any) -> None:
    answer = build.answer("words_only", noted="van l8", fair_copy="The van is late.")
    said = build.verbatim("van l8")
    answer = dataclasses.replace(answer, verbatim=(said,))
    where = {"interview": "a-1", "question": "q", "start": 4, "end": 7, "text": "van"}
    accept = build.decision(1, "accept", code="vans", **where)
    findings = find(
        build.material(
            [build.question("q")], [build.interview("a", {"q": answer})], decisions=(accept,)
        )
    )
    assert findings.codes[0].passages[0].text == "van"
    (quote,) = findings.quotes
    assert quote.usable
    assert quote.codes == ()  # the noted words are not in the fair copy, so no code is theirs


def test_words_beside_a_no_speak_of_neither_side_until_a_person_says_so(build: Any) -> None:
    question = build.question("q", "yes_no", role="strength")
    said = {"a": "yes", "b": "no", "c": "no"}
    interviews = [
        build.interview(unit, {"q": build.answer(fact, noted="the van has stopped")})
        for unit, fact in said.items()
    ]
    where = {"question": "q", "start": 0, "end": 7, "code": "vans"}
    decisions = [
        build.decision(n, action, interview=f"{unit}-1", **where)
        for n, (unit, action) in enumerate(itertools.product(said, ("accept", "read")))
    ]
    decisions.append(build.decision(9, "direction", interview="c-1", status="challenge", **where))
    findings = find(build.material([question], interviews, decisions=tuple(decisions)))
    counted = {role.role: [code.k for code in role.codes] for role in findings.roles}
    assert counted == {"strength": [1], "challenge": [1]}
