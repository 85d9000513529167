"""Notes beside a report: one voice in the quotes, numbers typed by hand."""

from __future__ import annotations

from dataclasses import replace

import rooms_study as rooms

from themer.findings.everything import find
from themer.report import blocks as tree
from themer.report.ledger import Ledger
from themer.report.notes import lopsided_quotes, not_computed
from themer.report.typed import typed_quantities


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
