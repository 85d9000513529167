"""Notes beside a report: one voice in the quotes, numbers typed by hand."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
import rooms_study as rooms

from themer.findings.everything import find
from themer.report import blocks as tree
from themer.report.ledger import Ledger
from themer.report.notes import lopsided_quotes, not_computed
from themer.report.typed import added_quantities, typed_quantities
from themer.storage.study_folder import StudyFolder
from themer.workflows.material import load_material


def written(words: str) -> dict[str, tree.Document]:
    section = tree.AuthorSection("limits", (tree.Paragraph((tree.Text(words),)),))
    figure = tree.AuthorSection("method", (tree.Paragraph((tree.ComputedFigure("e1", "9"),)),))
    document = tree.Document("T", "", "r", "en-GB", None, "0" * 64, (section, figure))
    return {"summary": document, "evidence": document}


def test_numbers_typed_by_hand_are_listed_once_and_computed_ones_are_not() -> None:
    assert not_computed(
        written("We met 12 times, and 40% came; 12 again, 1,310.5 in all. Most of them stayed."),
        (),
        {"report_text/limits.md": "We met\n12 times, and 40% came;\n12 again, 1,310.5 in all."},
    ) == (
        'report_text/limits.md, line 2: "12" is typed, not computed.',
        'report_text/limits.md, line 2: "40%" is typed, not computed.',
        'report_text/limits.md, line 3: "1,310.5" is typed, not computed.',
        'report_text/limits.md: "most" is typed, not computed.',
    )


def test_dates_years_and_the_studys_own_words_are_no_figures() -> None:
    words = "On 30 June 2026, in 2025/26, at Stage 1 of 70 days, by 2026-09, PE2."
    assert not_computed(written(words), ("stage 1", "70 days", "PE2"), {}) == ()


def test_lengths_addresses_and_rows_of_names_are_no_figures_and_shares_in_words_are() -> None:
    words = "Stages 1 and 2, 70 and 100 days, 6 to 9 months, see section 3; www.example.org/14."
    assert list(typed_quantities(words, ("stage 1", "stage 2"))) == []
    shares = "Two thirds came, three of the nine, one in four; nearly all of them, at stage 7%."
    assert list(typed_quantities(shares, ("stage 1",))) == [
        "7%",
        "two thirds",
        "three of the nine",
        "one in four",
        "nearly all",
    ]


NOUNS = ("services", "universities")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Eleven services refuse.", ["eleven services"]),
        ("We heard that eleven of the services refuse.", ["eleven of the services"]),
        ("Thirty-two adult services came.", ["thirty-two adult services"]),
        ("Two services refuse.", ["two services"]),
        ("It went well. Two of the universities left.", ["two of the universities"]),
        ("Twelve of the fourteen agree.", ["twelve of the fourteen"]),
        ("On this, all services agree.", ["all services"]),
        ("None of the services has one.", ["none of the services"]),
        ("No services have one.", ["no services"]),
        ("Half the services have one.", ["half the services"]),
        ("It is half the people who came.", ["half the"]),
        ("Two-fifths stayed; one third left.", ["two-fifths", "one third"]),
        ("Thirty per cent stayed.", ["thirty per cent"]),
        ("A dozen came.", ["a dozen"]),
        ("½ of services came, and 2½ left.", ["½", "2½"]),
        ("12k students, 5x more than before.", ["12k", "5x"]),
        ("In March 12 services left.", ["12"]),
        ("In March 12 of them left.", ["12"]),
        ("Of these 12 may leave.", ["12"]),
        ("In May 45 went.", ["45"]),
        ("2019 educators left.", ["2019"]),
        ("We met about 2019 educators.", ["2019"]),
        ("It cost £2000, 2025% more.", ["2000", "2025%"]),
        ("300 days of work lost.", ["300"]),
        ("There were 300 days lost.", ["300"]),
    ],
)
def test_what_is_counted_by_hand_is_told_however_it_is_written(words: str, told: list[str]) -> None:
    assert list(typed_quantities(words, (), NOUNS)) == told


@pytest.mark.parametrize(
    "words",
    [
        "In 2019 services began to plan; the 2019 figures are old, and 2026 brings change.",
        "On March 12 services opened again, as on 12 March 2026 and in March 2026.",
        "March 12 was wet. By 3 May, from 6 to 9 May and on 1 June 2026 it rained.",
        "A placement of 70 days, or 100 days of practice, in year 2, at stage 2.",
        "They told us of two teams, two universities or two years, and of one service.",
        "A good one answers four plain questions for each service; some services did.",
        "We waited for a quarter of an hour, at most, which is half the battle.",
    ],
)
def test_ordinary_words_dates_and_lengths_are_no_false_alarm(words: str) -> None:
    assert list(typed_quantities(words, (), NOUNS)) == []


def test_what_is_typed_by_hand_in_the_studys_own_words_of_the_demo_is_nothing() -> None:
    root = Path(__file__).parents[2]
    study = load_material(StudyFolder(root)).study
    for path in sorted((root / "report_text").glob("*.md")):
        text = re.sub(r"\{\{.*?\}\}", " ", path.read_text("utf-8"))
        assert list(typed_quantities(text, study.not_figures, study.counted_nouns)) == []


def test_among_themers_own_words_a_year_and_a_length_are_figures_and_a_full_date_is_not() -> None:
    words = "In 2019 we met for 300 days, on 3 May 2026 all came; eleven left, see section 3."
    assert list(added_quantities(words, ())) == ["2019", "300", "all", "eleven"]
    assert list(added_quantities("At stage 2, for 70 days.", ("stage 2", "70 days"))) == []


def ledger_of(units: tuple[int, ...]) -> Ledger:
    ledger = Ledger()
    quotes = find(rooms.material(28)).quotes
    for place, one in enumerate(units):
        chosen = next(quote for quote in quotes if quote.unit == f"b{one:02}")
        ledger.printed_quote(ledger.quote(replace(chosen, id=f"q:{place}"), verbatim=True))
    return ledger


def test_one_who_gives_over_a_third_of_the_quotes_is_named() -> None:
    (note,) = lopsided_quotes(ledger_of((1, 1, 2, 4)))
    assert note == (
        "2 of the 4 quotes come from one participant (branch librarian, b01): over a third."
    )


def test_a_third_is_not_over_a_third_and_two_quotes_tell_nothing() -> None:
    assert lopsided_quotes(ledger_of((1, 2, 4))) == ()
    assert lopsided_quotes(ledger_of((1, 1))) == ()
