"""What may be told of others: cleared practice, and counts that are large enough."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from themer.model.interview import Answer, Consent, Interview, OtherCopy, Passage, Practice
from themer.storage import files
from themer.storage.durable import create_file
from themer.storage.writing import to_yaml
from themer.workflows.interviews.others import what_others_do

QUESTION = "has_home_service"


@pytest.fixture
def main(study: Path) -> Interview:
    return files.read(files.INTERVIEW, study / "interviews" / "harrow-hill-main-1.yaml").value


def put(study: Path, main: Interview, unit: str, answer: Answer, **changes: object) -> None:
    """Write a conversation of another unit, which study.yaml need not list."""
    other = replace(
        main, id=f"{unit}-1", unit=unit, organisation=unit, answers={QUESTION: answer}, **changes
    )
    create_file(study / "interviews" / f"{unit}-1.yaml", to_yaml(other).encode())


def test_counts_under_the_threshold_and_the_own_unit_are_not_told(
    study: Path, main: Interview
) -> None:
    for unit in ("a", "b"):
        put(study, main, unit, Answer(fact="yes"))
    others = what_others_do(study, main, QUESTION)
    assert others.lines == ()
    assert "from 3 others up" in others.why_nothing
    assert "2 others were talked to" in others.why_nothing
    put(study, main, "c", Answer(fact="yes"))
    told = what_others_do(study, main, QUESTION)
    assert told.counts == ("3 of 3 branches: yes",)


def test_a_small_count_is_not_told_nor_what_gives_it_away(study: Path, main: Interview) -> None:
    for unit in ("a", "b", "c", "d"):
        put(study, main, unit, Answer(fact="yes"))
    put(study, main, "e", Answer(fact="no"))
    assert what_others_do(study, main, QUESTION).counts == ()


def test_a_sensitive_question_gives_nothing(study: Path, main: Interview) -> None:
    for unit in ("a", "b", "c"):
        other = Answer(fact="60", practice=Practice("pay by the day", share=True))
        interview = replace(main, id=f"{unit}-1", unit=unit, answers={"pay": other})
        create_file(study / "interviews" / f"{unit}-1.yaml", to_yaml(interview).encode())
    assert what_others_do(study, main, "pay").lines == ()


def test_a_practice_is_told_where_it_is_cleared_and_its_conversation_counts(
    study: Path, main: Interview
) -> None:
    shared = Practice("a shared rota", "rota officer", share=True)
    refused = Consent("1", take_part=False, quote=False, name=False)
    put(study, main, "a", Answer(practice=shared))
    put(study, main, "b", Answer(practice=Practice("kept to themselves")))
    put(study, main, "c", Answer(practice=Practice("refused", share=True)), consent=refused)
    put(study, main, "d", Answer(practice=replace(shared, ask=None)), state="withdrawn")
    own = replace(main, answers={QUESTION: Answer(practice=Practice("own", share=True))})
    path = study / "interviews" / "harrow-hill-main-1.yaml"
    path.unlink()
    create_file(path, to_yaml(own).encode())
    others = what_others_do(study, own, QUESTION)
    assert others.practices == ("a shared rota (ask: rota officer)",)
    assert what_others_do(study, own, "hardest").practices == others.practices


def test_a_file_that_does_not_hold_leaves_the_others_to_be_told(
    study: Path, main: Interview
) -> None:
    put(study, main, "a", Answer(practice=Practice("a shared rota", share=True)))
    (study / "interviews" / "broken-1.yaml").write_text("schema: [")
    assert what_others_do(study, main, QUESTION).practices == ("a shared rota",)


def test_a_practice_that_names_what_is_restricted_or_has_two_copies_is_not_told(
    study: Path, main: Interview
) -> None:
    named = Practice("Mrs Tanner keeps the rota", share=True)
    noted = Answer(noted="ask Mrs Tanner", restricted=(Passage(4, 14),), practice=named)
    put(study, main, "a", noted)
    both = Answer(practice=Practice("a shared van", share=True))
    found = dt.datetime(2026, 3, 4, tzinfo=dt.UTC)
    put(study, main, "b", both, other_copies=(OtherCopy(QUESTION, Answer(), found, "LAPTOP"),))
    assert what_others_do(study, main, QUESTION).practices == ()
