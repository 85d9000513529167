"""How a report says how far coders agree, with every coefficient in the ledger."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
import rooms_study as rooms

from themer.coding.agreement import Coefficient
from themer.coding.compared import Agreement, CodeAgreement, Compared, SampleBase
from themer.findings.everything import find
from themer.findings.material import Material
from themer.model.decision import Decision
from themer.report.agreement import agreement
from themer.report.ledger import Ledger
from themer.report.marked_text import TOKEN
from themer.report.source import Source, make_source

NO_INTERVAL = "No interval: they never differed."
ALL_EQUAL = "Everybody said the same of every unit."


def code(name: str | None, alpha: Coefficient) -> CodeAgreement:
    title = name.title() if name else "all codes together"
    return CodeAgreement(name, title, (7, 5), 38, 40, alpha, Coefficient(0.5))


PEOPLE = Compared(
    ("anna", "ben"),
    12,
    10,
    20,
    (
        code("vans", Coefficient(-0.001, -0.2, 0.4)),
        code("stamps", Coefficient(1.0, why_not=NO_INTERVAL)),
        code("lists", Coefficient(None, why_not=ALL_EQUAL)),
    ),
    code(None, Coefficient(0.614, 0.41, 0.8)),
    never=("Cats",),
)
NO_MACHINE = Compared(("machine", "people"), 0, 0, 0, why_not="No answer has both.")
FOUND = Agreement("segment", PEOPLE, (), NO_MACHINE, (0, 12), None, ((3, 12), (0, 9)), (30, 12), 30)


@pytest.fixture
def material() -> Material:
    return rooms.material(5)


def decided_by(material: Material, *coders: str) -> Material:
    event = next(one for one in material.decisions if one.action == "accept")
    made = tuple(replace(event, id=f"d-{coder}", coder=coder) for coder in coders)
    return replace(material, decisions=made)


def source_of(material: Material, found: Agreement | None) -> Source:
    return make_source(material, find(material), "internal", Ledger(), agreement=found)


def plain(words: Any, source: Source) -> str:
    """Resolve the tokens of composed words, and take the escapes out."""
    texts = source.printer.ledger
    said = TOKEN.sub(lambda t: texts.printed_figure(int(t[2], 16)).text, str(words))
    return re.sub(r"\\(.)", r"\1", said)


def said_of(material: Material, found: Agreement | None) -> tuple[dict[str, Any], Source, str]:
    source = source_of(decided_by(material, "anna", "ben"), found)
    told = agreement(source)
    return told, source, "\n".join(plain(one, source) for one in told["said"])


def test_base_alpha_and_its_range_are_said(material: Material) -> None:
    told, source, said = said_of(material, FOUND)
    assert "anna 30 of 30" in said
    assert "ben 12 of 30" in said
    assert "20 segments with a code, in 10 of the 12 answers that both coded" in said
    assert "They were chosen and not drawn by chance" in said
    assert "is 0.61 (0.41 to 0.80). It runs from 0.00 (Vans) to 1.00 (Stamps)." in said
    assert "No alpha for Lists: Everybody said the same of every unit." in said
    assert "anna 3 of 12 and ben 0 of 9" in said
    assert "The coders differ on no passage." in said
    assert plain(told["short"], source).endswith("is 0.61 (0.41 to 0.80).")
    assert told["machine"] == []


def test_the_table_has_a_row_for_each_code_and_one_for_all(material: Material) -> None:
    told, source, _ = said_of(material, FOUND)
    rows = [[plain(cell, source) for cell in row["cells"]] for row in told["table"]["rows"]]
    assert [row[0] for row in rows] == ["Vans", "Stamps", "Lists", "All codes together"]
    assert rows[0][1:3] == ["7", "5"]
    assert rows[0][4:] == ["0.00 (-0.20 to 0.40)", "0.50"]
    assert [row[4] for row in rows[1:]] == ["1.00", "none", "0.61 (0.41 to 0.80)"]
    assert [plain(one, source) for one in told["notes"]] == [
        f"Stamps: {NO_INTERVAL}",
        "Given by nobody, so nothing to agree on: Cats.",
    ]


def test_a_coefficient_is_in_the_ledger_so_that_a_change_is_told(material: Material) -> None:
    _, source, _ = said_of(material, FOUND)
    assert source.printer.ledger.counts()["agreement:people:alpha:all"] == "0.614"
    assert source.printer.ledger.counts()["agreement:people:alike:vans"] == "38 of 40"


def test_what_was_drawn_by_chance_is_told_apart(material: Material) -> None:
    drawn = replace(FOUND, sample=SampleBase(9, 9, 8, is_base=False))
    assert "Drawn by chance to be coded twice: 8 of 12; the others" in said_of(material, drawn)[2]
    every = replace(FOUND, answers=12)
    assert "These are all answers there are." in said_of(material, every)[2]


def test_the_machine_stands_with_its_caution(material: Material) -> None:
    machine = replace(PEOPLE, coders=("machine", "people"))
    told, source, said = said_of(material, replace(FOUND, machine=machine))
    words = " ".join(plain(one, source) for one in told["machine"])
    assert "It has learned from people's decisions" in words
    assert "For 0 of 12 of these codes it is noted" in words
    assert "machine" not in plain(told["short"], source)
    assert "learned" not in said


@pytest.mark.parametrize(("answers", "why"), [(0, "coded no answer in common"), (3, "nobody gave")])
def test_nothing_to_compare_is_said_in_a_sentence(
    material: Material, answers: int, why: str
) -> None:
    nothing = Compared(("anna", "ben"), answers, 0, 0, why_not="In it nobody gave any code.")
    told, _, said = said_of(material, replace(FOUND, people=nothing))
    assert why in said
    assert told["table"] is None


def test_one_coder_alone_has_no_agreement(material: Material) -> None:
    source = source_of(decided_by(material, "anna"), None)
    told = agreement(source)
    assert [plain(one, source) for one in told["said"]] == [
        "One person coded alone, so there is no agreement between coders to report."
    ]
    nobody: tuple[Decision, ...] = ()
    empty = agreement(source_of(replace(material, decisions=nobody), None))
    assert empty["said"] == []
    assert empty["short"] == ""
