"""Steps of the theme desk: what differs, and the way back only where nobody was there since."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from themer.errors import ProblemsError
from themer.model.theme import Theme, ThemeChange, ThemeConfidence, ThemePassage
from themer.model.theme_step import ThemeStep
from themer.storage.theme_steps import (
    ChangedSinceError,
    append_steps,
    differences,
    read_steps,
    travelled,
)

AT = dt.datetime(2026, 3, 2, 11, tzinfo=dt.UTC)
PASSAGES = [ThemePassage("a-1", "q", n, n + 4, f"wor{n}") for n in range(4)]
ONE = Theme("one", "named", "One", members=tuple(PASSAGES[:2]))
THEMES = st.builds(
    Theme,
    st.sampled_from(["one", "two", "three"]),
    st.sampled_from(["named", "refused", "merged"]),
    st.text(min_size=1, max_size=5),
    statement=st.none() | st.text(max_size=5),
    members=st.lists(st.sampled_from(PASSAGES), max_size=4).map(tuple),
    contrary=st.lists(st.sampled_from(PASSAGES), max_size=2).map(tuple),
    confidence=st.none() | st.just(ThemeConfidence("low", "few")),
    history=st.lists(st.just(ThemeChange(AT, "anna", "named", ("c01",), "why")), max_size=2).map(
        tuple
    ),
)
STATES = st.lists(THEMES, max_size=3, unique_by=lambda theme: theme.id).map(tuple)


def step_of(before: tuple[Theme, ...], after: tuple[Theme, ...]) -> ThemeStep:
    return ThemeStep("s1", AT, "anna", did="did", changes=differences(before, after))


def recall(_interview: str, _question: str, start: int, _end: int, _words: str) -> str | None:
    return f"wor{start}"


@given(STATES, STATES)
def test_any_two_states_lead_to_each_other(
    before: tuple[Theme, ...], after: tuple[Theme, ...]
) -> None:
    step = step_of(before, after)
    by_id = {theme.id: theme for theme in after}
    assert {t.id: t for t in travelled(before, step, recall, back=False)} == by_id
    old = {theme.id: theme for theme in before}
    assert {t.id: t for t in travelled(after, step, recall, back=True)} == old


def test_a_step_comes_back_from_the_disk_and_holds_no_words(tmp_path: Path) -> None:
    path = tmp_path / "coding" / "themes" / "anna.jsonl"
    step = step_of((ONE,), (replace(ONE, members=ONE.members[:1], name="Other"),))
    append_steps(path, step)
    append_steps(path, ThemeStep("s2", AT, "anna", action="undo", of="s1"))
    steps = read_steps(path)
    assert (steps.done, steps.undone) == ([], [step])
    assert "wor" not in path.read_text("utf-8").replace('"words"', "")


def test_nothing_goes_back_over_what_somebody_did_since() -> None:
    after = replace(ONE, name="Other")
    step = step_of((ONE,), (after,))
    touched = replace(after, statement="by hand")
    with pytest.raises(ChangedSinceError, match="“Other” has been changed since"):
        travelled((touched,), step, recall, back=True)
    with pytest.raises(ChangedSinceError):
        travelled((), step, recall, back=True)


def test_words_that_are_not_what_they_were_do_not_come_back() -> None:
    step = step_of((ONE,), (replace(ONE, members=()),))
    with pytest.raises(ChangedSinceError, match="no longer says"):
        travelled((replace(ONE, members=()),), step, lambda *_: None, back=True)


def test_a_line_that_is_no_step_is_named(tmp_path: Path) -> None:
    path = tmp_path / "anna.jsonl"
    path.write_text('{"id":"1","at":"2026-03-02T11:00:00Z","coder":"anna","action":"fly"}\n')
    with pytest.raises(ProblemsError, match="is not one of act"):
        read_steps(path)
