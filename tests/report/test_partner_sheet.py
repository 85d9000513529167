"""One partner's own sheet: its own answers whole, and of others counts that may be shared."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import rooms_study as rooms
from test_assembling import TEMPLATES, paragraphs

from themer.findings.everything import find
from themer.findings.figure import Figure
from themer.findings.material import Material
from themer.findings.others import without_units
from themer.report.assembling import Report, assemble
from themer.report.basis import Basis
from themer.report.writers.markdown import write_markdown


def sheet_of(material: Material, partner: str) -> Report:
    return assemble(
        Basis(
            material,
            find(material),
            TEMPLATES,
            "0" * 64,
            profile="shareable",
            partner=partner,
        )
    )


def words_of(material: Material, partner: str) -> list[str]:
    return paragraphs(sheet_of(material, partner).documents["partner"])


def with_fact(material: Material, number: int, question: str, fact: str) -> Material:
    interviews = []
    for one in material.interviews:
        if one.id == f"b{number:02}-1":
            answers = {**one.answers, question: replace(one.answers[question], fact=fact)}
            one = replace(one, answers=answers)
        interviews.append(one)
    return replace(material, interviews=tuple(interviews))


def test_a_count_of_others_leaves_the_own_units_out() -> None:
    figure = Figure("f:x@branch", "X", "branch", 2, 4, "r", ("a", "b"), ("a", "b", "c", "d"))
    others = without_units(figure, {"a", "c"})
    assert (others.k, others.n) == (1, 2)
    assert (others.units, others.base_units) == (("b",), ("b", "d"))
    assert others.id == "f:x:others@branch"


def test_a_sheet_is_a_report_of_its_own() -> None:
    report = sheet_of(rooms.material(9), "library0")
    assert list(report.documents) == ["partner"]
    ledger = json.loads(report.ledger)
    assert ledger["partner"] == "library0"
    assert ledger["report_id"].startswith("rooms-library0-")


def test_own_answers_stand_beside_the_same_with_others() -> None:
    words = words_of(rooms.material(9), "library0")
    place = words.index("Books taken home")
    # Branches 4 and 7 say "partly" as branch 1 does: too few of the others to print.
    assert words[place : place + 3] == ["Books taken home", "Partly", "withheld"]
    place = words.index("Visits offered")
    assert words[place : place + 2] == ["Visits offered", "10"]


def test_counts_of_others_do_not_count_the_partner() -> None:
    words = words_of(rooms.material(9), "library0")
    assert "Drivers are the thin place (4 of 7 others)" in words
    place = words.index("Delivery to the home")
    assert words[place : place + 6] == [
        "Delivery to the home",
        "Developing",
        "3",
        "withheld",
        "withheld",
        "7",
    ]


def test_no_other_is_named_and_nobody_is_quoted() -> None:
    material = rooms.material(9)
    report = sheet_of(material, "library0")
    text = write_markdown(report.documents["partner"]) + report.ledger
    for number in range(3, 10):
        assert f"{number}th hill" not in text
        assert f"b{number:02}" not in text
    assert "Library 2" not in text
    assert rooms.HARDEST[:20] not in text
    assert rooms.EASY[:20] not in text


def test_what_the_report_of_all_keeps_back_stays_back_on_a_sheet() -> None:
    # In place 2, developing 5, absent 5: the report hides "in place" and, beside it, "developing".
    # Without the partner's own branch, "absent" is the smaller one; had the sheet hidden that
    # instead, the two documents together would give "in place" away.
    material = rooms.material(12)
    states = {1: "yes", 2: "yes"} | dict.fromkeys(range(3, 8), "partly")
    states |= dict.fromkeys(range(8, 13), "no")
    for number, fact in states.items():
        material = with_fact(material, number, "home", fact)
    words = words_of(material, "library10")
    place = words.index("Delivery to the home")
    assert words[place + 1 : place + 5] == ["Absent", "withheld", "withheld", "withheld"]
    assert words[place + 5] == "10"


def test_a_component_that_nobody_came_to_is_not_absent() -> None:
    material = rooms.material(9)
    interviews = tuple(
        replace(one, answers={k: a for k, a in one.answers.items() if k == "pay"})
        if one.id == "b01-1"
        else one
        for one in material.interviews
    )
    decisions = tuple(one for one in material.decisions if one.interview != "b01-1")
    themes = tuple(
        replace(one, members=tuple(m for m in one.members if m.interview != "b01-1"))
        for one in material.themes
    )
    made = replace(material, interviews=interviews, decisions=decisions, themes=themes)
    words = words_of(made, "library0")
    assert "Not discussed: Delivery to the home." in words


def test_a_sensitive_question_is_not_on_a_sheet() -> None:
    assert not [one for one in words_of(rooms.material(9), "library0") if "Pay of drivers" in one]


@pytest.mark.parametrize("units", [1, 2, 3])
def test_a_study_of_few_says_nothing_of_others(units: int) -> None:
    words = " ".join(words_of(rooms.material(units), "library0"))
    assert "nobody else" in words or "withheld" in words
    assert " of 1 others" not in words
