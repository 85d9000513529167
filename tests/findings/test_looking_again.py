from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from themer.findings.everything import find
from themer.findings.looking_again import looking_again
from themer.findings.material import Material
from themer.model.codebook import CodebookChange
from themer.model.indicator import Indicator

LATER = dt.datetime(2026, 3, 9, tzinfo=dt.UTC)


@pytest.fixture
def coded(build: Any, spoken: Callable[..., Any]) -> Material:
    """Give three units whose answers were read; the code was given in two of them."""
    interviews, read = spoken({"a": ["read"], "b": ["read"], "c": ["read"]})
    given = [
        build.decision(
            n, "accept", code="vans", interview=f"{unit}-1", question="q0",
            start=0, end=7, text="the van",
        )
        for n, unit in enumerate("ab")
    ]  # fmt: skip
    held = (*given, *read)
    questions = [build.question("q0")]
    return build.material(questions, interviews, codes=("vans", "feet"), decisions=held)  # type: ignore[no-any-return]


def changed(material: Material, did: Any, codes: str, *, retired: str = "") -> Material:
    book = material.codebooks["book"]
    change = CodebookChange("2", LATER, "coder-a", did, (codes,), "why", ("feet",))
    kept = tuple(
        dataclasses.replace(code, retired_in="2") if code.id == retired else code
        for code in book.codes
    )
    new = dataclasses.replace(book, version="2", codes=kept, changes=(change,))
    return dataclasses.replace(material, codebooks={"book": new})


def test_what_was_merged_away_counts_nowhere_and_is_named_as_left_out(coded: Material) -> None:
    findings = find(changed(coded, "merge", "vans", retired="vans"))
    assert {code.code: code.figure.k for code in findings.codes} == {"feet": 0}
    (left,) = findings.left_out
    assert left.place == "book/vans"
    assert left.reason.endswith("second look: 2")


def test_what_carries_an_edited_code_counts_on_and_waits(coded: Material) -> None:
    edited = changed(coded, "edit", "vans")
    findings = find(edited)
    assert [(code.code, code.figure.k) for code in findings.codes] == [("vans", 2), ("feet", 0)]
    assert findings.left_out == ()
    assert [item.decision.id for item in looking_again(edited)["book"]] == ["d0", "d1"]


def test_an_answer_read_before_a_code_was_there_is_not_in_its_base(
    coded: Material, build: Any
) -> None:
    added = changed(coded, "add", "feet")
    late = dataclasses.replace(
        build.decision(99, "read", interview="c-1", question="q0"), at=LATER + dt.timedelta(days=1)
    )
    material = dataclasses.replace(added, decisions=(*coded.decisions, late))
    figures = {code.code: code.figure for code in find(material).codes}
    assert (figures["vans"].n, figures["feet"].n) == (3, 1)
    assert figures["feet"].apart == {"undecided": 2}


def test_a_judgement_on_a_merged_component_waits_in_its_unit(coded: Material, build: Any) -> None:
    judged = build.decision(50, "status", unit="a", code="vans", status="absent")
    elsewhere = build.decision(51, "status", unit="gone", code="vans", status="absent")
    material = dataclasses.replace(coded, decisions=(judged, elsewhere))
    merged = changed(material, "merge", "vans", retired="vans")
    assert [item.decision.id for item in looking_again(merged)["book"]] == ["d50"]


def test_a_rule_denies_no_code_where_nobody_could_look_for_it(coded: Material, build: Any) -> None:
    rules = ("code(feet)", "not code(feet)", "not code(vans)", "code(vans) or code(feet)")
    late = dataclasses.replace(
        build.decision(99, "read", interview="c-1", question="q0"), at=LATER + dt.timedelta(days=1)
    )
    material = dataclasses.replace(
        changed(coded, "add", "feet"),
        decisions=(*coded.decisions, late),
        indicators=tuple(Indicator(f"i{n}", rule, rule) for n, rule in enumerate(rules)),
    )
    found = {one.rule: one for one in find(material).indicators}
    figures = {rule: (one.figure.k, one.figure.n) for rule, one in found.items()}
    assert figures == {
        "code(feet)": (0, 1),
        "not code(feet)": (1, 1),
        "not code(vans)": (1, 3),
        "code(vans) or code(feet)": (2, 3),
    }
    assert found["not code(feet)"].figure.apart == {"undecided": 2}
    assert found["code(vans) or code(feet)"].in_part == ("a", "b")
