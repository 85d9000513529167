"""Every example of docs/formats.md is read as what it claims to be, and written back the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from formats_page import EXAMPLES
from themer.model.facts import read_fact
from themer.model.redaction import standing_redactions
from themer.storage import files, json_lines
from themer.storage.writing import to_yaml

KINDS = {
    "study.yaml": files.STUDY,
    "question_set.yaml": files.QUESTION_SET,
    "codebook.yaml": files.CODEBOOK,
    "interview.yaml": files.INTERVIEW,
    "themes.yaml": files.THEMES,
    "actions.yaml": files.ACTIONS,
    "assumptions.yaml": files.ASSUMPTIONS,
    "figures.yaml": files.FIGURES,
    "contacts.yaml": files.CONTACTS,
    "indicators.yaml": files.INDICATORS,
    "matrix.yaml": files.MATRIX,
    "settings.yaml": files.SETTINGS,
    "sample.yaml": files.SAMPLE,
}
LINES = {
    "decisions.jsonl",
    "redactions.jsonl",
    "summary_steps.jsonl",
    "machine.jsonl",
    "machine_themes.json",
}
ELSEWHERE = {"figures.csv", "recipe.yaml", "audit.jsonl"}  # tests/exchange, test_audit


@pytest.fixture
def page(tmp_path: Path) -> Path:
    for name, text in EXAMPLES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_every_example_is_tested() -> None:
    assert set(EXAMPLES) == set(KINDS) | LINES | ELSEWHERE


@pytest.mark.parametrize("name", KINDS)
def test_a_yaml_example_reads_and_comes_back_the_same(name: str, page: Path) -> None:
    first = files.read(KINDS[name], page / name).value
    (page / name).write_text(to_yaml(first), encoding="utf-8")
    assert files.read(KINDS[name], page / name).value == first


def test_decisions_come_back_to_the_byte(page: Path) -> None:
    events = json_lines.read_decisions(page / "decisions.jsonl")
    assert json_lines.lines_of(events) == EXAMPLES["decisions.jsonl"]
    assert [event.action for event in events] == ["accept", "refuse", "read", "undo", "status"]


def test_redactions_are_read_and_written_back(page: Path) -> None:
    events = json_lines.read_redactions(page / "redactions.jsonl")
    assert "".join(map(json_lines.redaction_line, events)) == EXAMPLES["redactions.jsonl"]
    assert standing_redactions(events).of("answer:harrow-hill-main-1/hardest", "Margaret T")


def test_steps_of_the_matrix_come_back_to_the_byte(page: Path) -> None:
    steps = json_lines.read_summary_steps(page / "summary_steps.jsonl")
    written = "".join(json_lines.summary_step_line(step) for step in steps)
    assert written == EXAMPLES["summary_steps.jsonl"]


def test_machine_files_come_back_as_the_same_objects(page: Path) -> None:
    suggestions = json_lines.read_suggestions(page / "machine.jsonl")
    (page / "machine.jsonl").write_text(json_lines.suggestions_text(suggestions), encoding="utf-8")
    assert json_lines.read_suggestions(page / "machine.jsonl") == suggestions
    themes = json_lines.read_candidate_themes(page / "machine_themes.json")
    (page / "machine_themes.json").write_text(json_lines.candidate_themes_text(themes), "utf-8")
    assert json_lines.read_candidate_themes(page / "machine_themes.json") == themes


def test_the_quotes_and_facts_of_the_example_interview_hold(page: Path) -> None:
    interview = files.read(files.INTERVIEW, page / "interview.yaml").value
    question_set = files.read(files.QUESTION_SET, page / "question_set.yaml").value
    quotes = [
        (answer.noted[quote.start : quote.end], quote.text)
        for answer in interview.answers.values()
        for quote in answer.verbatim
    ]
    assert quotes == [("nobody asked for the van back", "nobody asked for the van back")]
    for question_id, answer in interview.answers.items():
        question = question_set.question(question_id)
        assert question is not None
        if answer.fact is not None:
            read_fact(question.answer, answer.fact)
