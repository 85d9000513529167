"""A study without components, themes or dates: codes are counted, the machine's part is named."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import rooms_study as rooms
from test_assembling import all_words, paragraphs, report_of, walk

from themer.findings.everything import find
from themer.findings.material import Material
from themer.model.action import ActionsFile, PlannedAction
from themer.model.codebook import Code, Codebook
from themer.model.question_set import Question, Section
from themer.model.suggestion import (
    Reason,
    SuggestedSegment,
    Suggestion,
    SuggestionsFile,
    SuggestionsHeader,
)
from themer.model.theme import CandidateMember, CandidateTheme, CandidateThemes, MadeBy, Relation
from themer.report.assembling import Report
from themer.report.blocks import Quotation
from themer.report.context import figures
from themer.report.ledger import Ledger
from themer.report.source import make_source


def plain_study(
    units: int, *, read: int, may_quote: bool = False, machine: bool = True
) -> Material:
    """Answers as a table gives them: a respondent each, no day, no roles, no component."""
    whole = rooms.material(units, themed=False)
    question = Question("hardest", "What is hardest about it?")
    return replace(
        whole,
        study=replace(whole.study, unit="respondent", workforce=None, pairs=()),
        sets={
            "rooms": replace(whole.sets["rooms"], sections=(Section("one", "One", (question,)),))
        },
        codebooks={
            "rooms": Codebook(id="rooms", title="Plain", codes=(Code("delivery", "Delivery"),))
        },
        interviews=tuple(
            replace(
                one,
                sittings=(),
                consent=one.consent if may_quote else None,
                answers={"hardest": one.answers["hardest"]},
            )
            for one in whole.interviews
        ),
        decisions=tuple(d for n in range(1, read + 1) for d in rooms.decisions(n)),
        suggestions=suggestions(units) if machine else {},
        candidate_themes=candidates(units) if machine else None,
    )


MADE_BY = MadeBy("themer", "1", "words", "default")


def suggestions(units: int) -> dict[str, SuggestionsFile]:
    """One passage a conversation, with the one code suggested for it."""
    return {
        interview.id: SuggestionsFile(
            SuggestionsHeader("themer/suggestions/1", interview.id, "0" * 64, MADE_BY, "shipped"),
            (
                SuggestedSegment(
                    f"{interview.id}-s1",
                    "hardest",
                    0,
                    len(interview.answers["hardest"].noted),
                    interview.answers["hardest"].noted,
                    0.1,
                    (Suggestion("delivery", 0.9, 0.8, 1, Reason(0, 7)),),
                ),
            ),
        )
        for interview in rooms.material(units).interviews
    }


def candidates(units: int) -> CandidateThemes:
    """One group of all passages."""
    ids = tuple(f"b{n:02}-1-s1" for n in range(1, units + 1))
    group = CandidateTheme(
        "c01",
        "vans and lists",
        ("van",),
        20,
        25,
        Relation("beyond"),
        tuple(CandidateMember(one, 0.5) for one in ids),
        ids[:3],
    )
    return CandidateThemes("themer/candidate-themes/1", MADE_BY, "0" * 64, (group,))


def first_page(report: Report) -> str:
    said = paragraphs(report.documents["summary"])
    return "\n".join(said[: said.index("How to read this")])


def test_codes_are_counted_of_those_read_to_the_end() -> None:
    page = first_page(report_of(plain_study(9, read=9)))
    assert "In one sentence: 9 of 9 branches spoke of this: Delivery." in page
    assert "Each branch is counted once." in page
    assert "No conversation counts" not in page
    assert "so far" not in page


def test_what_is_read_so_far_is_said_with_all_that_there_are() -> None:
    report = report_of(plain_study(9, read=6))
    assert "6 of 6 branches read so far, of 9, spoke of it." in first_page(report)
    assert "So far the words of 6 of 9 branches are read to the end" in all_words(report)


def test_nothing_read_is_said_so_and_no_suggestion_becomes_a_finding() -> None:
    report = report_of(plain_study(9, read=0))
    page = first_page(report)
    assert "Of none of the 9 branches has a person read all words yet." in page
    assert "What we found" not in page
    assert "It suggests codes that nobody has decided on: Delivery." in page
    assert "9 of 9" not in page
    assert "These are suggestions, not findings." in page


def test_the_machines_groups_are_listed_as_its_own() -> None:
    words = all_words(report_of(plain_study(9, read=9)))
    assert "Candidate themes of the machine, not read by a person" in words
    for cell in ("vans and lists", "9 branches", "20 of 25"):
        assert cell in words.split("\n")


@pytest.mark.parametrize(
    ("may_quote", "profile", "printed"),
    [
        (True, "internal", 2),
        (False, "internal", 0),
        (True, "shareable", 0),
    ],
)
def test_exemplars_stand_as_noted_where_consent_allows(
    may_quote: bool, profile: str, printed: int
) -> None:
    report = report_of(plain_study(9, read=9, may_quote=may_quote), profile)
    said = [
        thing
        for document in report.documents.values()
        for thing in walk(document.children)
        if isinstance(thing, Quotation)
    ]
    assert len(said) == printed


def test_limits_say_that_nothing_may_be_quoted_where_no_consent_is_recorded() -> None:
    sentence = "No consent to be quoted is recorded, so nothing that was said may be quoted."
    assert sentence in all_words(report_of(plain_study(9, read=9)))
    assert sentence not in all_words(report_of(plain_study(9, read=9, may_quote=True)))


def test_a_small_code_is_withheld_where_the_report_is_shared() -> None:
    material = plain_study(9, read=9, machine=False)
    few = tuple(d for d in material.decisions if d.action == "read" or d.interview < "b03")
    page = all_words(report_of(replace(material, decisions=few), "shareable"))
    assert "2 of 9" not in page
    assert "withheld" in page


def test_no_group_is_shown_where_the_machine_made_none() -> None:
    words = all_words(report_of(plain_study(9, read=9, machine=False)))
    assert "Candidate themes" not in words
    assert "From the machine" not in words


def test_a_date_that_has_passed_was_due() -> None:
    asks = (
        PlannedAction("a", "Name one person", by="2026-01"),
        PlannedAction("b", "Name another", by="2026-12-31"),
        PlannedAction(
            "c", "Write that a driver has fewer rounds", ("theme:drivers",), by="2026-01-31"
        ),
    )
    page = first_page(report_of(replace(rooms.material(9), actions=ActionsFile(asks=asks))))
    assert "Name one person (was due by January 2026)." in page
    assert "Name another, by 31 December 2026." in page
    said = "Write that a driver has fewer rounds (was due by 31 January 2026; finding 1)."
    assert said in page


def test_a_finding_that_is_asked_of_others_is_not_left_without_a_word() -> None:
    asks = (PlannedAction("a", "Name one person", ("theme:drivers",)),)
    done = (PlannedAction("b", "Buy a van", ("fact:barriers",)),)
    report = report_of(replace(rooms.material(9), actions=ActionsFile(actions=done, asks=asks)))
    said = all_words(report)
    assert "Asked of you, no action of ours yet: Drivers are the thin place." in said


def test_a_base_smaller_than_all_that_took_part_is_explained_once() -> None:
    whole = rooms.material(9)
    read = tuple(d for d in whole.decisions if d.interview != "b09-1")
    reading = [
        words
        for words in paragraphs(report_of(replace(whole, decisions=read)).documents["summary"])
        if "So far the words of 8 of 9 branches are read to the end" in words
    ]
    assert len(reading) == 1


def test_no_template_can_print_a_count_of_the_machine_as_a_figure() -> None:
    material = plain_study(9, read=0)
    given = figures(make_source(material, find(material), "internal", Ledger()))
    assert any(name.startswith("code:delivery") for name in given)
    assert not any(name.startswith(("suggested:", "candidate:")) for name in given)


def test_what_the_machine_suggests_is_listed_as_work_and_has_no_base() -> None:
    report = report_of(plain_study(9, read=0))
    assert "Suggested by the machine, decided by nobody" in all_words(report)
    rules = ("what-the-machine-suggests", "candidate-themes")
    made = [one for one in json.loads(report.ledger)["figures"] if one["rule"] in rules]
    assert made
    assert not any("n" in one for one in made)
