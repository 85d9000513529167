from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from themer.findings.placing import placed
from themer.model.decision import Decision
from themer.model.interview import Answer, Interview

WORDS = "we keep a list"
START = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def held(build: Any) -> Callable[[str], Interview]:
    return lambda noted: build.interview("u", {"q": Answer(state="answered", noted=noted)})


def decided(start: int = 0, number: int = 1, action: Any = "accept") -> Decision:
    return Decision(
        id=str(number),
        at=START + dt.timedelta(seconds=number),
        coder="coder-a",
        action=action,
        interview="u-1",
        question="q",
        start=start,
        end=start + len(WORDS),
        text=WORDS,
        code="c",
    )


def test_a_decision_goes_along_with_its_words(held: Callable[[str], Interview]) -> None:
    (found,) = placed([decided()], [held(f"Well. {WORDS}.")])
    assert (found.start, found.end, found.text) == (6, 6 + len(WORDS), WORDS)


def test_a_decision_whose_words_were_changed_stays_where_it_was(
    held: Callable[[str], Interview],
) -> None:
    gone = decided()
    assert placed([gone], [held("we kept a list")]) == (gone,)


def test_what_is_about_no_passage_stays_as_it_is(held: Callable[[str], Interview]) -> None:
    read = replace(decided(action="read"), start=None, end=None, text=None, code=None)
    elsewhere = replace(decided(number=2), interview="gone")
    assert placed([read, elsewhere], [held(WORDS)]) == (read, elsewhere)


def test_of_two_decisions_that_come_to_one_place_the_later_holds(
    held: Callable[[str], Interview],
) -> None:
    before, after = decided(), decided(6, 2, action="refuse")
    (found,) = placed([before, after], [held(f"Well. {WORDS}.")])
    assert (found.id, found.action) == ("2", "refuse")


@given(st.text(max_size=30), st.text(max_size=30), st.integers(0, 20))
def test_a_decision_is_never_moved_to_other_words(
    held: Callable[[str], Interview], before: str, after: str, start: int
) -> None:
    text = before + WORDS + after
    (found,) = placed([decided(start)], [held(text)])
    assert found.text == WORDS
    assert found == decided(start) or text[found.start : found.end] == WORDS
