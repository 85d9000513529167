"""Quotations in a report's own text: put in live, typed, altered, or nobody's to print."""

from __future__ import annotations

from pathlib import Path

import pytest

from themer.errors import RefusedError, TemplateError
from themer.report.assembling import Report
from themer.report.blocks import Quotation
from themer.report.writers.outline import walk
from themer.storage.study_folder import StudyFolder
from themer.workflows.analysis.figures import figures_of, rows
from themer.workflows.material import load_material
from themer.workflows.reporting.report import make_report

GROUP = "Quotes that may be printed"
HEARD = "nobody asked for the van back"
ID = "harrow-hill-main-1/has_home_service:64-93"


def with_text(study: Path, text: str) -> Report:
    """Put the report together with some words as its background."""
    (study / "report_text").mkdir(exist_ok=True)
    (study / "report_text" / "background.md").write_text(text, "utf-8")
    folder = StudyFolder(study)
    return make_report(folder, load_material(folder))


def without_consent(study: Path) -> None:
    path = study / "interviews" / "harrow-hill-main-1.yaml"
    path.write_text(path.read_text("utf-8").replace("quote: yes", "quote: no"), "utf-8")


def test_a_quote_is_put_in_by_the_id_that_figures_lists(study: Path) -> None:
    folder = StudyFolder(study)
    material = load_material(folder)
    listed = [r.label for r in rows(figures_of(material), material) if r.group == GROUP]
    assert listed == [ID]
    report = with_text(study, f'They told us:\n\n{{{{ quote("{ID}") }}}}\n')
    quotes = [b for b in walk(report.documents["summary"].children) if isinstance(b, Quotation)]
    assert HEARD in [one.text for one in quotes]
    assert not any("quotation" in note for note in report.notes)


def test_a_quote_that_may_not_be_printed_is_refused_with_the_reason(study: Path) -> None:
    without_consent(study)
    with pytest.raises(TemplateError, match="did not agree to be quoted") as caught:
        with_text(study, f'First line.\n\n{{{{ quote("{ID}") }}}}\n')
    assert (str(caught.value.path), caught.value.line) == ("report_text/background.md", 3)


def test_a_quote_that_is_not_there_names_the_nearest(study: Path) -> None:
    with pytest.raises(TemplateError, match=ID):
        with_text(study, f'{{{{ quote("{ID[:-1]}") }}}}\n')


@pytest.mark.parametrize("marks", ["“{}”", '"{}"', "‘{}’"])
def test_a_heard_quote_that_is_typed_is_listed_with_how_to_put_it_in(
    study: Path, marks: str
) -> None:
    report = with_text(study, "One.\n\nThey said " + marks.format(HEARD) + ", and more.\n")
    (note,) = [note for note in report.notes if "quotation" in note]
    assert note.startswith("report_text/background.md, line 3: ")
    assert f'{{{{ quote("{ID}") }}}}' in note


def test_a_quote_altered_by_a_letter_is_refused_and_says_how_it_reads(study: Path) -> None:
    with pytest.raises(RefusedError, match=f"it reads “{HEARD}”") as caught:
        with_text(study, f"A line.\n\nThey said “{HEARD.replace('van', 'man')}”.\n")
    assert (str(caught.value.path), caught.value.line) == ("report_text/background.md", 3)


@pytest.mark.parametrize("words", [HEARD, HEARD.replace("van", "man"), HEARD.capitalize() + "!"])
def test_words_of_a_partner_who_is_not_to_be_quoted_are_refused(study: Path, words: str) -> None:
    without_consent(study)
    with pytest.raises(RefusedError, match="did not agree to be quoted"):
        with_text(study, f"They said “{words}”.\n")


def test_restricted_words_are_refused(study: Path) -> None:
    with pytest.raises(RefusedError, match="restricted"):
        with_text(study, "They said “then insurance. Margaret T does most of it”.\n")


def test_notes_that_nobody_marked_as_heard_are_no_quotation(study: Path) -> None:
    with pytest.raises(RefusedError, match="marked it as heard"):
        with_text(study, "They said “post only since the van went”.\n")


def test_what_nobody_said_is_listed_and_stops_nothing(study: Path) -> None:
    text = "A proverb says “many hands make light work of it”, and “so it does”.\n"
    (note,) = [note for note in with_text(study, text).notes if "quotation" in note]
    assert "many hands" in note
    assert "nobody is recorded to have said it" in note


def test_a_question_of_the_set_is_no_quotation(study: Path) -> None:
    folder = StudyFolder(study)
    (one,) = load_material(folder).sets.values()
    asked = max((question.ask for question in one.questions()), key=len)
    assert not [n for n in with_text(study, f"We asked “{asked}”\n").notes if "quotation" in n]
