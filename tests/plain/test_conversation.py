"""Whole conversations line by line: what is typed, what is said, what is in the file."""

from __future__ import annotations

import io
import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from plain.holding import hold
from reading_rooms import on_disk
from themer.conversation.naming import NewInterview
from themer.errors import StorageError
from themer.plain import run_interview
from themer.plain.commands import COMMANDS, help_text
from themer.storage import files
from themer.storage.audit import AuditLog, audit_paths, find_break
from themer.storage.journal import JournalWriter
from themer.storage.presence import Sign, read_sign, sign_path
from themer.storage.writing import to_yaml
from themer.workflows.auditing import read_log

NEW = NewInterview(unit="harrow-hill-mobile")
NEW_ID = "harrow-hill-mobile-1"
BEGIN = ["driver", "", "1", "", "y", "y", "n"]


def test_a_whole_conversation(study: Path) -> None:
    said = hold(
        study, NEW, *BEGIN,
        ":fact 2", "post only", "nobody asked", ":quote yes nobody asked", ":probe 1", ":next",
        ":fact 40 36", ":figure estimate", ":follow the diary", ":go 8", "drivers", ":back",
        ":skip 3", ":keep a line", ":end", "f", "y",
    )  # fmt: skip
    interview = on_disk(study, NEW_ID)
    assert interview.state == "finished"
    first = interview.answers["has_home_service"]
    assert (first.fact, first.noted) == ("partly", "post only\nnobody asked")
    assert [(mark.text, mark.may_use) for mark in first.verbatim] == [("nobody asked", True)]
    assert first.probes_used == ("since_when",)
    visits = interview.answers["home_visits"]
    assert visits.fact == {"offered": "40", "held": "36"}
    assert (visits.state, visits.status, visits.follow_up) == (
        "dont_know",
        "estimate",
        "the diary",
    )
    assert interview.answers["hardest"].noted == "drivers"
    assert interview.unassigned == ("a line",)
    assert "Everything is saved." in said


def test_the_log_of_changes_tells_a_conversation_without_its_words(study: Path) -> None:
    hold(study, NEW, *BEGIN, "drivers, at once", ":next", ":fact 40 36", ":end", "f", "y")
    lines = read_log(study)
    assert lines[0].action == "begun"
    assert {line.action for line in lines} == {"begun", "consent", "answers", "finished"}
    parts = {part: fields for line in lines for part, fields in line.changed.items()}
    assert parts["answers.has_home_service"] == ("noted",)
    assert "fact" in parts["answers.home_visits"]
    (log,) = audit_paths(study)
    assert "drivers" not in log.read_text(encoding="utf-8")
    assert find_break(log, log) is None


def test_a_log_that_cannot_be_written_is_said(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise StorageError("The log of changes cannot be written: no room.")

    monkeypatch.setattr(AuditLog, "append", full)
    said = hold(study, NEW, *BEGIN, "drivers", ":end", "f")
    assert "Everything is saved." in said
    assert "The log of changes cannot be written: no room." in said
    assert on_disk(study, NEW_ID).answers["has_home_service"].noted == "drivers"


def test_nothing_is_asked_without_consent(study: Path) -> None:
    said = hold(study, NEW, *BEGIN[:4], "n", "words that must not be kept")
    assert "did not agree" in said
    assert "Question 1" not in said
    assert on_disk(study, NEW_ID).answers == {}


def test_the_end_of_the_input_loses_nothing(study: Path) -> None:
    hold(study, NEW, *BEGIN, "half a conversa")
    assert on_disk(study, NEW_ID).answers["has_home_service"].noted == "half a conversa"


def test_a_line_that_begins_with_a_colon_can_be_words(study: Path) -> None:
    hold(study, NEW, *BEGIN, "::-) she said")
    assert on_disk(study, NEW_ID).answers["has_home_service"].noted == ":-) she said"


def test_a_figure_that_does_not_fit_leaves_the_fact_as_it_was(study: Path) -> None:
    said = hold(
        study, NEW, *BEGIN,
        ":go 3", ":fact 5000", ":notes", ":fact 60", ":fact 5000",
        ":go 2", ":fact 40 36", ":fact 40 many", ":go 5", ":fact 2025-13", ":go 6", ":fact 55",
    )  # fmt: skip
    answers = on_disk(study, NEW_ID).answers
    assert "Nothing is noted here." in said
    assert said.count("5000 is more than 500") == 2
    assert {name: answer.fact for name, answer in answers.items()} == {
        "pay": "60",
        "home_visits": {"offered": "40", "held": "36"},
    }


def test_off_the_record_nothing_is_stored(study: Path) -> None:
    said = hold(study, NEW, *BEGIN, ":off", "secret", ":fact 1", ":off", "open")
    assert on_disk(study, NEW_ID).answers["has_home_service"].noted == "open"
    assert said.count("off the record: nothing is stored") == 2


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (":fact perhaps", "cannot be answered"),
        (":go zebra", "No question fits"),
        (":quote yes never said", "not in the notes"),
        (":send 1 2", "no captured words"),
        (":previous", "first question"),
        (":zebra", "no command"),
        (":s", "no command"),
        (":as-at March", "not a date"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_breaks(study: Path, line: str, said: str) -> None:
    assert said in hold(study, NEW, *BEGIN, line, "words")
    assert on_disk(study, NEW_ID).answers["has_home_service"].noted == "words"


def test_a_conversation_is_taken_up_where_it_stopped(study: Path) -> None:
    hold(study, NEW, *BEGIN, ":fact 1", ":next", "words")
    said = hold(study, "harrow-hill-mobile-1", "1", ":notes")
    assert "Question 2 of 8" in said


def test_unsaved_words_are_offered_and_put_back(study: Path) -> None:
    hold(study, NEW, *BEGIN, "on file")
    stored = files.read(files.INTERVIEW, study / "interviews" / "harrow-hill-mobile-1.yaml")
    journal = JournalWriter(study, stored.value, stored.sha256)
    from themer.conversation.session import Session

    questions = files.read(files.QUESTION_SET, study / "question_sets" / "branches.yaml").value
    session = Session.open(questions, stored.value).go("has_home_service")
    journal.append(session.add_words("has_home_service", "not on file").interview)
    journal.close()
    said = hold(study, "harrow-hill-mobile-1", "k", "c")
    assert "not on file" in said
    assert on_disk(study, NEW_ID).answers["has_home_service"].noted == "on file\nnot on file"
    assert not journal.path.exists()


def test_what_a_terminal_would_obey_is_not_sent(study: Path) -> None:
    said = hold(study, NEW, *BEGIN, "\x1b[2Jred \x07", ":notes")
    assert "\x1b" not in said
    assert "\x07" not in said
    assert on_disk(study, NEW_ID).answers["has_home_service"].noted == "\x1b[2Jred \x07"


def test_help_lists_every_command() -> None:
    for command in COMMANDS:
        assert f":{command.name}" in help_text()


def test_a_copy_that_a_sync_client_left_is_joined_and_settled_line_by_line(study: Path) -> None:
    hold(study, NEW, *BEGIN, ":go 8", "mine", ":leave")
    path = study / "interviews" / "harrow-hill-mobile-1.yaml"
    beside = path.with_name("harrow-hill-mobile-1 (1).yaml")
    beside.write_text(path.read_text().replace("noted: mine", "noted: theirs"))
    said = hold(
        study, "harrow-hill-mobile-1", "j", "c", ":copies", ":copies both", ":copies", ":leave"
    )
    assert "(1).yaml" in said
    assert "Notes, mine: «mine»" in said
    assert "Notes, theirs: «theirs»" in said
    assert "Settled: both." in said
    assert "No answer has two copies." in said
    assert on_disk(study, NEW_ID).answers["hardest"].noted == "mine\ntheirs"
    assert not beside.exists()


def test_a_copy_that_says_withdrawn_ends_it_line_by_line(study: Path) -> None:
    hold(study, NEW, *BEGIN, ":go 8", "mine", ":leave")
    path = study / "interviews" / "harrow-hill-mobile-1.yaml"
    gone = replace(on_disk(study, NEW_ID), state="withdrawn", answers={}, roster=())
    path.with_name("harrow-hill-mobile-1 (1).yaml").write_text(to_yaml(gone))
    said = hold(study, "harrow-hill-mobile-1", "j")
    assert "They have withdrawn" in said
    assert on_disk(study, NEW_ID) == gone
    assert not path.with_name(path.name + ".prev").exists()


def test_a_damaged_file_is_brought_back_line_by_line(study: Path) -> None:
    hold(study, NEW, *BEGIN, ":go 8", "one", ":leave")
    hold(study, "harrow-hill-mobile-1", "c", "two", ":leave")
    path = study / "interviews" / "harrow-hill-mobile-1.yaml"
    path.write_bytes(b"\0" * 50)
    said = hold(study, "harrow-hill-mobile-1", "l")
    assert "the version before" in said
    assert path.read_bytes() == b"\0" * 50
    said = hold(study, "harrow-hill-mobile-1", "b", "c", ":leave")
    assert "interviews/aside/" in said
    assert on_disk(study, NEW_ID).answers["hardest"].noted == "one"


def test_questions_that_changed_are_said_line_by_line_and_asked_about(study: Path) -> None:
    hold(study, NEW, *BEGIN, ":fact 2", ":leave")
    questions = study / "question_sets" / "branches.yaml"
    text = questions.read_text().replace('version: "2026.1"', 'version: "2027.1"', 1)
    questions.write_text(text.replace("answer: yes_no_partly", "answer: yes_no", 1))
    said = hold(study, "harrow-hill-mobile-1", "b", "c", ":leave")
    assert "does not fit" in said
    assert on_disk(study, NEW_ID).set.version == "2026.1"
    hold(study, "harrow-hill-mobile-1", "n", "c", ":leave")
    assert on_disk(study, NEW_ID).set.version == "2027.1"
    assert any("partly" in line for line in on_disk(study, NEW_ID).unassigned)


def test_what_is_open_on_another_machine_is_said_and_taken_over_on_purpose(study: Path) -> None:
    hold(study, NEW, *BEGIN, ":leave")
    now = "2026-03-04T10:00:00+00:00"
    there = Sign("ann", "laptop-2", 7, now, now, "there", "theirs")
    sign = sign_path(study, "harrow-hill-mobile-1")
    sign.write_text(json.dumps(asdict(there)))
    assert "ann on laptop-2" in hold(study, "harrow-hill-mobile-1", "l")
    assert read_sign(sign) == there
    assert "saved" in hold(study, "harrow-hill-mobile-1", "t", "c", ":leave")
    assert not sign.exists()


def test_a_choice_alone_sets_the_fact_and_says_so(study: Path) -> None:
    said = hold(study, NEW, *BEGIN, "1")
    assert "Recorded: yes. :note 1 makes it a note instead." in said
    answer = on_disk(study, NEW_ID).answers["has_home_service"]
    assert (answer.fact, answer.noted) == ("yes", "")


@pytest.mark.parametrize("line", ["Partly", "p", " 2 "])
def test_a_choice_may_be_its_letter_or_its_word(study: Path, line: str) -> None:
    hold(study, NEW, *BEGIN, line)
    assert on_disk(study, NEW_ID).answers["has_home_service"].fact == "partly"


def test_a_choice_that_was_a_note_becomes_one(study: Path) -> None:
    said = hold(study, NEW, *BEGIN, "1", ":note 1")
    assert "Noted; no longer recorded as the fact: yes." in said
    answer = on_disk(study, NEW_ID).answers["has_home_service"]
    assert (answer.fact, answer.noted) == (None, "1")


def test_with_a_fact_there_a_choice_is_words_and_that_is_said(study: Path) -> None:
    said = hold(study, NEW, *BEGIN, ":fact yes", "3", ":note no", "4", "nobody asked")
    assert "Noted as words. :fact 3 records no instead of yes." in said
    answer = on_disk(study, NEW_ID).answers["has_home_service"]
    assert (answer.fact, answer.noted) == ("yes", "3\nno\n4\nnobody asked")


def test_a_number_where_nothing_can_be_chosen_is_words(study: Path) -> None:
    hold(study, NEW, *BEGIN, ":go 3", "1", ":go 1", "\N{SUPERSCRIPT TWO}", "::1")
    answers = on_disk(study, NEW_ID).answers
    assert (answers["pay"].fact, answers["pay"].noted) == (None, "1")
    first = answers["has_home_service"]
    assert (first.fact, first.noted) == (None, "\N{SUPERSCRIPT TWO}\n:1")


@pytest.mark.parametrize("answered", range(4))
def test_before_it_is_begun_help_is_said_and_leaving_writes_nothing(
    study: Path, answered: int
) -> None:
    before = sorted((study / "interviews").iterdir())
    said = hold(study, NEW, *BEGIN[:answered], ":help", ":quit", ":leave", "y", "y", "n")
    assert said.count(":leave leaves") == 2
    assert 'There is no command "quit" here.' in said
    assert "No conversation was begun, and nothing is written." in said
    assert sorted((study / "interviews").iterdir()) == before


@pytest.mark.parametrize("answered", [4, 5, 6])
def test_help_and_leaving_hold_while_consent_is_asked(study: Path, answered: int) -> None:
    said = hold(study, NEW, *BEGIN[:answered], ":help", ":leave", "y")
    assert "Type one of: y, n. :leave leaves" in said
    assert said.endswith("Everything is saved.\n")
    assert on_disk(study, NEW_ID).consent is None


def test_help_and_leaving_hold_at_the_end(study: Path) -> None:
    said = hold(study, NEW, *BEGIN, "drivers", ":end", ":help", ":leave", "f")
    assert "Type one of: f, o, b. :leave leaves" in said
    interview = on_disk(study, NEW_ID)
    assert (interview.state, interview.answers["has_home_service"].noted) == ("open", "drivers")


@pytest.mark.parametrize("answered", [0, 2, 5, 7])
def test_an_interruption_ends_it_politely_with_all_that_was_said(
    study: Path, answered: int
) -> None:
    class Interrupted(io.StringIO):
        def readline(self, size: int = -1) -> str:  # type: ignore[override]
            line = super().readline(size)
            if not line:
                raise KeyboardInterrupt
            return line

    said = io.StringIO()
    lines = [*BEGIN, "half of it"][: answered + (answered == 7)]
    heard = Interrupted("".join(f"{line}\n" for line in lines))
    assert run_interview(study, NEW, heard, said) == 0
    end = "Everything is saved." if answered > 3 else "nothing is written."
    assert said.getvalue().endswith(f"{end}\n")
    if answered == 7:
        assert on_disk(study, NEW_ID).answers["has_home_service"].noted == "half of it"


def test_finishing_names_what_is_open_first(study: Path) -> None:
    said = hold(study, NEW, *BEGIN, "drivers", ":end", "f", "n", ":leave")
    assert "Still open: 1 core question not asked." in said
    assert on_disk(study, NEW_ID).state == "open"
