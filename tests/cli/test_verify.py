"""``themer verify`` as its user meets it: words, data, exit codes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from small_study import SAID, write_study
from themer.cli.edge import run
from themer.errors import ExitCode


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """Give the summary of a small study, as HTML."""
    study = write_study(tmp_path / "rooms", list(SAID))
    assert run(["report", "--to", "html", "--study", str(study)]) == ExitCode.FINE
    return next((study / "reports").glob("*/summary.html"))


def study_of(report: Path) -> str:
    return str(report.parents[2])


def test_a_document_that_holds_ends_with_nought(
    report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert run(["verify", str(report), "--study", study_of(report)]) == ExitCode.FINE
    out, err = capsys.readouterr()
    assert out == ""
    assert "everything holds" in err


def test_a_document_that_does_not_hold_ends_with_one_and_says_what_was_and_is(
    report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edited = "\\g<1>[sic] \x1b[2J99"
    text, many = re.subn(r'(data-figure="e1">)([^<]*)', edited, report.read_text("utf-8"))
    assert many
    report.write_text(text, "utf-8")
    capsys.readouterr()
    assert run(["verify", str(report), "--study", study_of(report)]) == ExitCode.PROBLEMS
    out, _ = capsys.readouterr()
    assert out.startswith('EDITED: was "')
    assert 'is "[sic] [U+001B][2J99"' in out
    assert run(["verify", str(report), "--json", "--study", study_of(report)]) == ExitCode.PROBLEMS
    found = json.loads(capsys.readouterr().out)
    assert {one["kind"] for one in found["problems"]} == {"edited"}
    assert found["problems"][0]["ledger_id"] == "e1"


def test_a_file_that_is_no_report_is_named(
    report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    letter = report.with_name("letter.md")
    letter.write_text("17 of 31 agree", "utf-8")
    assert run(["verify", str(letter), "--study", study_of(report)]) == ExitCode.INPUT
    assert "carries no report's id" in capsys.readouterr().err


@pytest.fixture
def authored(tmp_path: Path) -> Path:
    """Give the summary of a small study with author text, as HTML, beside one without consent."""
    study = write_study(tmp_path / "rooms", list(SAID))
    weir = study / "interviews" / "weir-1.yaml"
    weir.write_text(weir.read_text("utf-8").replace("quote: yes", "quote: no"), "utf-8")
    (study / "report_text").mkdir()
    (study / "report_text" / "background.md").write_text(f"{LONG}\n", "utf-8")
    assert run(["report", "--to", "html", "--study", str(study)]) == ExitCode.FINE
    return next((study / "reports").glob("*/summary.html"))


LONG = (
    "The branches began with a van, then with two, and the county paid for both of them until the "
    "winter in which the bridge went and the drivers with it, after which the readers waited and "
    "nobody came, and so the volunteers began to carry what they could on foot across the river, "
    "and some of them do so to this day, whatever the weather is."
)
END = "whatever the weather is."


def verified(
    report: Path, capsys: pytest.CaptureFixture[str], *changes: tuple[str, str]
) -> tuple[int, str, str]:
    """Edit a document, verify it and give the exit code with what was said."""
    text = report.read_text("utf-8")
    for was, now in changes:
        assert was in text
        text = text.replace(was, now)
    report.write_text(text, "utf-8")
    capsys.readouterr()
    code = run(["verify", str(report), "--study", study_of(report)])
    return code, *capsys.readouterr()


@pytest.mark.parametrize("marks", ["“{}”", "‘{}’"])
def test_a_quotation_without_consent_typed_into_a_document_is_told(
    authored: Path, capsys: pytest.CaptureFixture[str], marks: str
) -> None:
    words = marks.format("readers ask for it every winter")
    code, out, err = verified(authored, capsys, (END, f"{END} They said {words}."))
    assert code == ExitCode.PROBLEMS
    assert 'QUOTE NOT TO BE PRINTED: "readers ask for it every winter"; the partner did' in out
    assert "the words of weir-1/has_home_service" in out
    assert "everything holds" not in err


def test_words_nearly_those_of_somebody_are_told_as_altered(
    authored: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = "“readers ask for them every winter”"
    code, out, _ = verified(authored, capsys, (END, f"{END} They said {words}."))
    assert code == ExitCode.PROBLEMS
    assert 'QUOTE ALTERED: "readers ask for them every winter"' in out
    assert "did not agree" in out


def test_an_invented_quotation_is_listed_and_the_sentence_is_to_be_read(
    authored: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = "“many hands make light work of it”"
    code, out, err = verified(authored, capsys, (END, f"{END} They said {words}."))
    assert code == ExitCode.FINE
    assert 'typed by hand: "many hands make light work of it"' in out
    assert "nobody is recorded to have said it" in out
    assert "every figure and quote holds; 1 sentence was changed: read it; 1 more" in err


def test_a_quotation_in_a_new_paragraph_is_weighed_and_a_question_is_none(
    authored: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = f"{END}</p><p>They also told us “readers ask for it every winter”"
    code, out, _ = verified(authored, capsys, (END, new))
    assert code == ExitCode.PROBLEMS
    assert "QUOTE NOT TO BE PRINTED" in out
    study = authored.parents[2]
    asked = re.findall(r"ask: \"?([^\"\n]+)", (study / "question_sets/branches.yaml").read_text())
    question = max(asked, key=len)
    plain = f"They also told us “{question}”"
    _, out, _ = verified(authored, capsys, (new, f"{END}</p><p>{plain}"))
    assert "QUOTE" not in out
    assert "recorded to have said" not in out


def test_a_change_late_in_a_long_sentence_is_shown_on_both_sides(
    authored: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changes = (("across the river", "across the valley"), (END, f"{END} And so on it went."))
    _, out, err = verified(authored, capsys, changes[0])
    (told,) = [line for line in out.splitlines() if line.startswith("reworded: ")]
    was, _, now = told.partition('", is "')
    assert "across the river" in was
    assert "across the valley" in now
    assert was.removeprefix('reworded: was "').startswith("… ")
    assert len(was) < 200
    assert "every figure and quote holds; 1 sentence was changed: read it." in err


def test_several_changes_are_counted_and_the_file_is_named_with_what_it_was(
    authored: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sent = authored.with_name("from the director.html")
    sent.write_text(authored.read_text("utf-8"), "utf-8")
    more = f"{END}</p><p>A whole new paragraph is put in here."
    code, _, err = verified(sent, capsys, ("across the river", "over it"), (END, more))
    assert code == ExitCode.FINE
    assert "of from the director.html (made as summary.html): every figure and quote holds; " in err
    assert "2 sentences were changed: read them." in err


def test_a_sheet_of_a_partner_who_withdrew_is_no_fault_of_the_input(
    report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study = study_of(report)
    partner = ["report", "--to", "html", "--partner", "harrow-hill", "--study", study]
    assert run(partner) == ExitCode.FINE
    sheet = next(report.parents[1].glob("*/partner.html"))
    for path in (report.parents[2] / "interviews").glob("*.yaml"):
        text = path.read_text("utf-8").replace("state: finished", "state: withdrawn")
        path.write_text(text.partition("answers:")[0], "utf-8")
    code, _, err = verified(sheet, capsys)
    assert code == ExitCode.PROBLEMS
    assert "The study has changed since" in err
