"""Whom a document names: nobody in one that is shared, and nobody who did not agree."""

from __future__ import annotations

from dataclasses import replace

import pytest
import rooms_study as rooms

from themer.findings.material import Material
from themer.report.source import unit_names


@pytest.fixture
def material() -> Material:
    """Three branches; all but the second agreed to be named."""
    made = rooms.material(3)
    interviews = []
    for interview in made.interviews:
        assert interview.consent is not None
        leave = replace(interview.consent, name=interview.unit != "b02")
        interviews.append(replace(interview, consent=leave))
    return replace(made, interviews=tuple(interviews))


def test_inside_those_who_agreed_are_named_and_the_other_has_a_number(material: Material) -> None:
    names = unit_names(material, "internal")
    registered = {unit.id: unit.name for _, unit in material.study.units()}
    assert names["b01"] == registered["b01"]
    assert names["b03"] == registered["b03"]
    assert names["b02"] != registered["b02"]
    assert names["b02"] == unit_names(material, "shareable")["b02"]


def test_a_shared_document_names_nobody(material: Material) -> None:
    names = unit_names(material, "shareable")
    assert sorted(names.values()) == ["branch 1", "branch 2", "branch 3"]


def test_numbers_do_not_follow_the_order_of_names() -> None:
    names = unit_names(rooms.material(12), "shareable")
    in_order = [names[unit] for unit in sorted(names)]
    assert in_order != sorted(in_order, key=lambda name: int(name.split()[-1]))
