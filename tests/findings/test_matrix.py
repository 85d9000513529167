"""The cells of the matrix: what stands in them, how old a summary is, what it may not say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from themer.findings.material import Material
from themer.findings.matrix import Age, find_matrix, repeats_closed_words
from themer.model.interview import Answer, Passage
from themer.model.matrix import CellSummary, MatrixFile
from themer.model.question_set import Probe
from themer.model.theme import Theme, ThemePassage

AT = dt.datetime(2026, 3, 4, tzinfo=dt.UTC)
WORDS = "the van comes late on most days of the week. nobody minds"


def material(build: Any, *spans: tuple[int, int], noted: str = WORDS, **more: Any) -> Material:
    decisions = [
        build.decision(
            n, "accept", code="vans", interview="a-1", question="q0", start=start, end=end,
            text=noted[start:end],
        )
        for n, (start, end) in enumerate(spans)
    ]  # fmt: skip
    decisions.append(build.decision(90, "read", interview="a-1", question="q0"))
    interviews = [build.interview("a", {"q0": Answer(noted=noted)}, quote=more.pop("quote", True))]
    made: Material = build.material(
        [build.question("q0")], interviews, decisions=tuple(decisions), **more
    )
    return made


def with_summary(found: Material, text: str = "Late, and nobody minds.") -> Material:
    cell = find_matrix(found, "branch").cells["a", "vans"]
    one = CellSummary("a", text, "anna", AT, code="vans", passages=cell.fingerprints)
    return replace(found, matrix=MatrixFile(summaries=(one,)))


def age(found: Material) -> Age:
    return find_matrix(found, "branch").cells["a", "vans"].age


def test_a_summary_is_older_as_soon_as_a_passage_comes_or_goes(build: Any) -> None:
    held = with_summary(material(build, (0, 44)))
    assert age(held) == Age(0, 0)
    more = material(build, (0, 44), (45, 57))
    assert age(replace(more, matrix=held.matrix)).words == "written before 1 passage came"
    other = material(build, (45, 57))
    assert age(replace(other, matrix=held.matrix)) == Age(1, 1)
    none = material(build)
    assert age(replace(none, matrix=held.matrix)).words == "1 passage has gone since"


def test_words_that_only_moved_in_their_answer_are_the_same_passage(build: Any) -> None:
    held = with_summary(material(build, (0, 44)))
    moved = "well. " + WORDS
    again = material(build, (6, 50), noted=moved)
    assert age(replace(again, matrix=held.matrix)) == Age(0, 0)


def test_a_passage_that_changes_sides_in_a_theme_makes_a_summary_older(build: Any) -> None:
    passage = ThemePassage("a-1", "q0", 0, 44, WORDS[:44])
    found = material(build, themes=(Theme("late", "named", "Late", members=(passage,)),))
    cell = find_matrix(found, "branch", "themes").cells["a", "late"]
    one = CellSummary("a", "Late.", "anna", AT, theme="late", passages=cell.fingerprints)
    turned = replace(
        found,
        matrix=MatrixFile(summaries=(one,)),
        themes=(Theme("late", "named", "Late", contrary=(passage,)),),
    )
    now = find_matrix(turned, "branch", "themes").cells["a", "late"]
    assert (now.age, now.passages[0].contrary) == (Age(1, 1), True)


@pytest.mark.parametrize(
    ("asked", "state"), [("q1", "nothing_coded"), ("q0", "nothing_coded"), ("", "not_asked")]
)
def test_a_code_is_not_asked_only_where_no_question_or_probe_on_it_was_put(
    build: Any, asked: str, state: str
) -> None:
    questions = [
        build.question("q0", components=("vans",)),
        build.question("q1", probes=(Probe("p", "And?", components=("vans",)),)),
        build.question("q2"),
    ]
    answers = {
        "q2": Answer(noted="words on other things"),
        **({asked: Answer(state="dont_know")} if asked else {}),
    }
    read = build.decision(1, "read", interview="a-1", question="q2")
    found = build.material(questions, [build.interview("a", answers)], decisions=(read,))
    assert find_matrix(found, "branch").cells["a", "vans"].state == state


def test_an_accepted_passage_of_which_a_part_is_restricted_shows_none_of_it(build: Any) -> None:
    found = material(build, (0, 44))
    answer = replace(found.interviews[0].answers["q0"], restricted=(Passage(4, 7),))
    shut = replace(found, interviews=(replace(found.interviews[0], answers={"q0": answer}),))
    (passage,) = find_matrix(shut, "branch").cells["a", "vans"].passages
    assert passage.text.startswith("the […] comes")


@pytest.mark.parametrize(
    ("text", "quote", "closed"),
    [
        ("They said the van comes late on most days.", False, True),
        ("They said the van comes late on most days.", True, False),
        ("The VAN comes late, on most days of it", False, True),
        ("It is late nearly always.", False, False),
        ("Margaret drives it.", True, True),
        ("A margarete drives it.", True, False),
    ],
)
def test_words_that_may_not_be_printed_are_found_in_a_summary(
    build: Any, text: str, *, quote: bool, closed: bool
) -> None:
    noted = f"{WORDS}. ask Margaret"
    found = material(build, (0, 44), noted=noted, quote=quote)
    at = noted.index("Margaret")
    answer = replace(
        found.interviews[0].answers["q0"], restricted=(Passage(at, at + len("Margaret")),)
    )
    shut = replace(found, interviews=(replace(found.interviews[0], answers={"q0": answer}),))
    one = CellSummary("a", text, "anna", AT, code="vans")
    assert repeats_closed_words(shut, one) is closed


def test_a_code_that_came_later_is_not_read_for_in_what_was_read_before(
    build: Any, spoken: Callable[..., Any]
) -> None:
    from themer.model.codebook import CodebookChange

    interviews, decisions = spoken({"a": ["read"]})
    found = build.material([build.question("q0")], interviews, decisions=tuple(decisions))
    assert find_matrix(found, "branch").cells["a", "vans"].state == "nothing_coded"
    book = found.codebooks["book"]
    late = CodebookChange(
        version="2", at=decisions[0].at + dt.timedelta(days=1), coder="anna", did="add",
        codes=("vans",), reason="it came up",
    )  # fmt: skip
    later = replace(found, codebooks={"book": replace(book, version="2", changes=(late,))})
    assert find_matrix(later, "branch").cells["a", "vans"].state == "not_read"
