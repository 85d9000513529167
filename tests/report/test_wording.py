"""Sentences, for none, one, two and many."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
import rooms_study as rooms

from themer.findings.everything import find
from themer.findings.figure import Figure
from themer.findings.material import Material
from themer.report import blocks as tree
from themer.report.dates import has_passed, long_partial_date
from themer.report.fact_wording import fact_headline, fact_said
from themer.report.ledger import Ledger
from themer.report.markdown_blocks import Reading, read_inline
from themer.report.marked_text import Rich
from themer.report.printing import WITHHELD, listed, plain_number
from themer.report.source import Source, make_source
from themer.report.wording import otherwise, took_part, voiced
from themer.report.workforce import workforce
from themer.report.workforce_wording import gap_said


def source_of(material: Material, profile: str = "internal") -> Source:
    return make_source(material, find(material), profile, Ledger())  # type: ignore[arg-type]


def plain(source: Source, words: Rich) -> str:
    ledger = source.printer.ledger
    reading = Reading((), ledger.printed_figure, ledger.printed_quote)
    return flat(read_inline(words, reading))


def flat(inlines: tree.Inlines) -> str:
    return "".join(
        one.text
        if isinstance(one, tree.Text | tree.ComputedFigure)
        else "\n"
        if isinstance(one, tree.LineBreak)
        else flat(one.children)
        for one in inlines
    )


@pytest.mark.parametrize(
    ("units", "took", "said"),
    [
        (0, 0, "No branch is in the register yet."),
        (1, 0, "1 branch was approached and has not taken part yet; 1 declined."),
        (1, 1, "We spoke with 1 branch, the only one approached."),
        (2, 2, "We spoke with the 2 branches approached."),
        (3, 3, "We spoke with all 3 branches approached."),
        (5, 3, "We spoke with 3 of the 5 branches approached; 2 declined."),
    ],
)
def test_who_took_part(units: int, took: int, said: str) -> None:
    source = source_of(rooms.material(units, took_part=took))
    (part,) = source.findings.participation
    assert plain(source, took_part(source.printer, part)) == said


@pytest.mark.parametrize(
    ("units", "said", "against"),
    [
        (
            0,
            "There is no base yet to say how many said that home delivery hangs on finding a "
            "driver.",
            "Otherwise: not known until the answers are decided on.",
        ),
        (
            1,
            "1 of 1 branch said that home delivery hangs on finding a driver.",
            "Otherwise: we found no one who said otherwise.",
        ),
        (
            3,
            "2 of 3 branches said that home delivery hangs on finding a driver.",
            "Otherwise: 1 of 3 branches said something that speaks against it.",
        ),
    ],
)
def test_a_theme_says_who_and_who_otherwise(units: int, said: str, against: str) -> None:
    source = source_of(rooms.material(units))
    (theme,) = source.findings.themes
    assert plain(source, voiced(source.printer, theme)) == said
    assert plain(source, otherwise(source.printer, theme)) == against


def test_those_who_say_otherwise_are_given_their_own_words_where_a_person_wrote_them() -> None:
    material = rooms.material(3)
    theme = replace(material.themes[0], otherwise="there are people waiting to drive.")
    source = source_of(replace(material, themes=(theme,)))
    (found,) = source.findings.themes
    assert plain(source, otherwise(source.printer, found)) == (
        "Otherwise: 1 of 3 branches said that there are people waiting to drive."
    )


def test_a_theme_that_nobody_voices_says_so_with_its_base() -> None:
    material = rooms.material(3)
    silent = replace(material.themes[0], members=(), statement=None)
    source = source_of(replace(material, themes=(silent,)))
    (theme,) = source.findings.themes
    assert plain(source, voiced(source.printer, theme)) == "No branch (0 of 3) spoke of this."


def test_a_theme_without_decisions_has_no_base_but_says_what_there_is() -> None:
    source = source_of(rooms.material(3, coded=False))
    (theme,) = source.findings.themes
    assert plain(source, voiced(source.printer, theme)) == (
        "So far 3 branches spoke of it, for or against; there is no base until every answer is "
        "decided on."
    )


def test_a_count_too_small_to_share_is_withheld_with_its_base() -> None:
    source = source_of(rooms.material(4), "shareable")
    (theme,) = source.findings.themes
    assert plain(source, otherwise(source.printer, theme)) == (
        "Otherwise: a withheld number of the 4 branches said something that speaks against it."
    )


def test_a_fact_says_every_value_and_who_stands_apart() -> None:
    source = source_of(rooms.material(5))
    fact = source.findings.fact("home")
    assert fact is not None
    assert plain(source, fact_said(source.printer, fact)) == (
        "1 of 5 branches said yes; 2 of 5 said partly; 2 of 5 said no."
    )
    first, second = fact_headline(source.printer, fact)
    assert plain(source, first) == "1 of 5 branches said yes."
    assert plain(source, second) == "Otherwise: 2 of 5 said partly and 2 of 5 said no."


def test_a_fact_with_counts_too_small_to_share_still_reads_as_a_sentence() -> None:
    source = source_of(rooms.material(4), "shareable")
    fact = source.findings.fact("home")
    assert fact is not None
    assert plain(source, fact_said(source.printer, fact)) == (
        "A withheld number of the 4 branches said yes; a withheld number said partly; "
        "a withheld number said no."
    )


def test_awaited_numbers_are_said_to_be_awaited() -> None:
    source = source_of(rooms.material(2, awaited=True))
    fact = source.findings.fact("visits")
    assert fact is not None
    assert "2 awaited" in plain(source, fact_said(source.printer, fact))
    workforce = source.workforce()
    assert workforce is not None
    names = {"supply": "visits offered", "demand": "visits wanted"}
    said = gap_said(source.printer, workforce.rows[-1], names, workforce.rule)
    assert plain(source, said).startswith("Nobody has given both visits offered and visits wanted")


def test_percentages_stand_beside_their_count_from_the_studys_base_up() -> None:
    source = source_of(rooms.material(3))
    small = Figure("x", "x", "branch", 17, 29, "rule")
    large = replace(small, id="y", n=31)
    assert plain(source, source.printer.counted(small)) == "17 of 29 branches"
    assert plain(source, source.printer.counted(large)) == "17 of 31 branches (55%)"
    assert plain(source, source.printer.share(large)) == "55%"
    assert plain(source, source.printer.share(small)) == "17 of 29"


@pytest.mark.parametrize(
    ("value", "printed"),
    [(0.0, "0"), (12.0, "12"), (2.25, "2.3"), (2.35, "2.4"), (1310.0, "1,310"), (-4.0, "-4")],
)
def test_numbers_are_rounded_by_one_rule(value: float, printed: str) -> None:
    assert plain_number(value) == printed


def test_dates_are_as_exact_as_they_were_said() -> None:
    assert long_partial_date("2026") == "2026"
    assert long_partial_date("2026-09") == "September 2026"
    assert long_partial_date("2026-09-30") == "30 September 2026"


def test_a_date_has_passed_once_all_of_it_lies_before_the_day() -> None:
    day = dt.date(2026, 9, 30)
    assert [has_passed(d, day) for d in ("2025", "2026", "2026-08", "2026-09", "2026-09-29")] == [
        True,
        False,
        True,
        False,
        True,
    ]


def test_lists_read_as_lists() -> None:
    source = source_of(rooms.material(1))
    lists = ([], ["a"], ["a", "b"], ["a", "b", "c"])
    assert [plain(source, listed(parts)) for parts in lists] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


def test_a_base_too_small_to_share_is_not_printed_either() -> None:
    source = source_of(rooms.material(2), "shareable")
    (theme,) = source.findings.themes
    assert plain(source, voiced(source.printer, theme)) == (
        "A withheld number of branches said that home delivery hangs on finding a driver."
    )


def test_supply_by_place_is_shared_only_where_no_place_can_be_worked_out() -> None:
    source = source_of(rooms.material(5), "shareable")
    other = source_of(rooms.material(9), "shareable")
    few, many = workforce(source), workforce(other)
    assert few is not None
    assert many is not None
    assert [WITHHELD in plain(source, row["cells"][1]) for row in few["table"]["rows"]] == [
        True,
        True,
        False,
    ]
    assert not any(WITHHELD in plain(other, row["cells"][1]) for row in many["table"]["rows"])
