"""What was spoken of in each part of the conversation, with a base of its own."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from rooms_study import material

from themer.findings.everything import find
from themer.findings.material import Material
from themer.model.interview import Answer
from themer.model.study import Profile
from themer.report.ledger import Ledger
from themer.report.marked_text import TOKEN
from themer.report.parts import parts
from themer.report.source import make_source


def parts_of(of: Material, profile: Profile = "internal") -> list[dict[str, Any]]:
    """Give the parts with their figures resolved to words."""
    ledger = Ledger()
    found = parts(make_source(of, find(of), profile, ledger))
    for part in found:
        for one in part["spoken"]:
            one["codes"] = [
                TOKEN.sub(
                    lambda token: (
                        ledger.printed_figure(int(token[2], 16)).text if token[1] == "f" else ""
                    ),
                    str(code),
                )
                for code in one["codes"]
            ]
    return found


def with_sections(of: Material, *titles: str, sensitive: bool = False) -> Material:
    """Name the sections otherwise, perhaps with the question that is coded a sensitive one."""
    held = of.sets["rooms"]
    sections = [replace(s, title=t) for s, t in zip(held.sections, titles, strict=True)]
    coded = sections[1]
    questions = tuple(
        replace(q, sensitive=sensitive) if q.id == "hardest" else q for q in coded.questions
    )
    sections[1] = replace(coded, questions=questions)
    return replace(of, sets={"rooms": replace(held, sections=tuple(sections))})


def test_each_part_names_what_was_spoken_of_with_its_count() -> None:
    now, ahead = parts_of(material(6))
    assert (now["title"], now["spoken"]) == ("Where you are now", [])
    assert ahead["title"] == "What is in the way"
    (one,) = ahead["spoken"]
    assert one["audience"] == "Branches"
    assert len(one["codes"]) == 1
    assert re.search(r": 6 of 6 branches$", one["codes"][0])


def test_sections_whose_titles_begin_alike_are_one_part() -> None:
    found = parts_of(with_sections(material(6), "Where you are: here", "Where you are: there"))
    assert [part["title"] for part in found] == ["Where you are"]
    assert found[0]["spoken"]


def test_the_base_is_those_with_words_in_the_part() -> None:
    whole = material(6)
    few = tuple(
        one
        if one.unit in ("b01", "b02", "b03")
        else replace(
            one,
            answers={**one.answers, "hardest": Answer(), "home": one.answers["hardest"]},
        )
        for one in whole.interviews
    )
    moved = tuple(
        decision
        if decision.interview in ("b01-1", "b02-1", "b03-1")
        else replace(decision, question="home")
        for decision in whole.decisions
    )
    now, ahead = parts_of(replace(whole, interviews=few, decisions=moved, themes=()))
    assert "3 of 3 branches" in now["spoken"][0]["codes"][0]
    assert "3 of 3 branches" in ahead["spoken"][0]["codes"][0]


def test_a_count_too_small_to_print_is_not_named_at_all() -> None:
    assert parts_of(material(2), "shareable")[1]["spoken"] == []
    assert parts_of(material(2))[1]["spoken"]


def test_a_sensitive_question_is_spoken_of_inside_only() -> None:
    asked = with_sections(material(12), "Where you are", "What is in the way", sensitive=True)
    assert parts_of(asked)[1]["spoken"]
    assert parts_of(asked, "shareable")[1]["spoken"] == []


def test_without_conversations_nothing_is_spoken_of() -> None:
    assert [part["spoken"] for part in parts_of(material(2, took_part=0))] == [[], []]
