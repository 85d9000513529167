"""Time, gaps, the last round, parking, next steps and the write-up, line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from plain.holding import hold
from reading_rooms import on_disk
from themer.conversation.naming import NewInterview
from themer.model.interview import NextStep

NEW = NewInterview(unit="harrow-hill-main")
BEGIN = ["librarian", "", "1", "", "y", "y", "n"]
OLD_ID = "harrow-hill-main-1"


def test_time_gaps_and_the_last_round_are_said(study: Path) -> None:
    said = hold(study, NEW, *BEGIN, ":clock", ":pause", ":pause", ":last", ":gaps", ":gaps 2")
    assert "● Where you are now" in said
    assert "Core questions left: 2 of 2" in said
    assert "The clock stands" in said
    assert "The clock runs." in said
    assert "Harrow Hill, main branch, 2026-02-03: partly" in said
    assert "1 Delivery to the home: 1 (core) Do you take books to readers at home?" in said
    assert "2 Volunteers: 8 (core) What is hardest about it?" in said
    assert "Question 8 of 8" in said


def test_facts_and_words_are_put_under_another_question(study: Path) -> None:
    said = hold(
        study, NEW, *BEGIN,
        ":park 3 60 / since April", "drivers, she says", ":pass 8 both", "for the van", ":pass 8",
        ":park pay 60", ":pass 99",
    )  # fmt: skip
    answers = on_disk(study, "harrow-hill-main-2").answers
    assert (answers["pay"].fact, answers["pay"].noted) == ("60", "since April")
    assert answers["has_home_service"].noted == "drivers, she says"
    assert answers["hardest"].noted == "drivers, she says\nfor the van"
    assert "Under 3: fact: 60 GBP · notes: since April." in said
    assert "Write :park, the question's number" in said
    assert "Write :pass and the question's number" in said


def test_next_steps_and_the_summary_are_said_and_kept(study: Path) -> None:
    said = hold(
        study, NEW, *BEGIN,
        ":fact yes", ":step Send routes; librarian; 2026-03", ":step Call", ":step off 2",
        ":step", ":step Call; me; Friday", ":summary", ":end", "o",
    )  # fmt: skip
    held = on_disk(study, "harrow-hill-main-2")
    assert held.next_steps == (NextStep("Send routes", "librarian", "2026-03"),)
    assert '"Friday" is not a date' in said
    assert "1 Do you take books to readers at home?: yes" in said
    assert "Agreed: Send routes · librarian · by 2026-03" in said


def test_the_write_up_goes_through_the_answers_with_words(study: Path) -> None:
    said = hold(
        study, OLD_ID, "w",
        "Post only, since the van went.", "Volunteers carry a few.", "",
        ":skip",
    )  # fmt: skip
    held = on_disk(study, OLD_ID)
    first = held.answers["has_home_service"]
    assert first.fair_copy == "Post only, since the van went.\nVolunteers carry a few."
    assert first.noted.startswith("post only since the van went.")
    assert "A quote whose words are not in it: “nobody asked for the van back”." in said
    assert "2 of 2 written up" in said
    assert held.state == "finished"


def test_the_write_up_takes_the_notes_and_keeps_their_restrictions(study: Path) -> None:
    path = study / "interviews" / f"{OLD_ID}.yaml"
    text = path.read_text("utf-8")
    at = text.index("    fair_copy:")
    path.write_text(text[:at] + text[text.index("\n", at) + 1 :], "utf-8")
    hold(study, OLD_ID, "w", ":same", ":same")
    answer = on_disk(study, OLD_ID).answers["hardest"]
    assert answer.fair_copy == answer.noted
    assert answer.restricted_copy == answer.restricted
    said = hold(study, OLD_ID, "w", ":stop")
    assert "same as notes" in said


def test_the_next_sitting_begins_with_where_it_stopped(study: Path) -> None:
    said = hold(study, OLD_ID, "2", ":leave")
    assert "Last sitting: 2026-02-03" in said
    assert "Not reached: 2 questions." in said
    assert on_disk(study, OLD_ID).sittings[-1].mode == "telephone"
    assert on_disk(study, OLD_ID).sittings[-1].began is not None


@pytest.mark.parametrize("end", [[":leave"], []])
def test_leaving_a_write_up_keeps_the_copy_that_was_begun(study: Path, end: list[str]) -> None:
    said = hold(study, OLD_ID, "w", ":help", "Post only, since then.", *end)
    assert said.count("For each answer: type the fair copy") == 2
    assert on_disk(study, OLD_ID).answers["has_home_service"].fair_copy == "Post only, since then."
    assert said.endswith("Everything is saved.\n")
