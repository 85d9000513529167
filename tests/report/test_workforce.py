"""What a report prints of the workforce picture, in both profiles."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest
import rooms_study as rooms

from themer.findings.everything import find
from themer.findings.material import Material
from themer.model.assumptions import Assumption, AssumptionsFile, Rates
from themer.model.imported_figures import ImportedFigure, ImportedFigures
from themer.model.interview import Answer
from themer.model.question_set import QuestionSet
from themer.model.study import Assessing, Flow, FlowStep, Stock
from themer.report import blocks as tree
from themer.report.ledger import Ledger
from themer.report.markdown_blocks import Reading, read_inline
from themer.report.marked_text import Rich, rich
from themer.report.printing import WITHHELD
from themer.report.source import Source, make_source
from themer.report.workforce import supply_said, workforce

DAY = dt.date(2026, 1, 31)


def rates(**more: Any) -> Rates:
    """Rates under which half the stock stays, and all that they can take comes true."""
    spans = {
        "leaving": (0.1, 0.2, 0.3),
        "capacity": (1.0, 1.0, 1.0),
        "supply_growth": (0.0, 0.0, 0.0),
        "comes_true": (1.0, 1.0, 1.0),
        "demand_growth": (0.0, 0.0, 0.1),
        **more,
    }
    return Rates(
        **{
            name: Assumption(*span, why="so we were told", set_by="the county")
            for name, span in spans.items()
            if span
        }
    )


def assumed(**more: Any) -> AssumptionsFile:
    least = more.pop("least", 3)
    return AssumptionsFile(
        schema="themer/assumptions/1",
        now="2025",
        years=("2026", "2027"),
        stock=("offered",),
        least_units=least,
        rates=rates(**more),
    )


def register(**values: float | None) -> ImportedFigures:
    rows = tuple(
        ImportedFigure(unit, "offered", value, DAY, "the county", line)
        for line, (unit, value) in enumerate(values.items(), 2)
    )
    return ImportedFigures("register", "Round book", "the county", DAY, rows)


def visits(material: Material, unit: str, fact: dict[str, str] | None, **more: Any) -> Material:
    """Let a branch have said something else of its visits."""
    return replace(
        material,
        interviews=tuple(
            replace(one, answers={**one.answers, "visits": Answer(fact=fact, **more)})
            if one.unit == unit
            else one
            for one in material.interviews
        ),
    )


def source_of(material: Material, profile: str = "internal") -> Source:
    ledger = Ledger(names_sources=profile == "internal")
    return make_source(material, find(material), profile, ledger)  # type: ignore[arg-type]


def plain(source: Source, words: object) -> str:
    ledger = source.printer.ledger
    reading = Reading((), ledger.printed_figure, ledger.printed_quote)
    return _flat(read_inline(words if isinstance(words, Rich) else rich(str(words)), reading))


def _flat(inlines: tree.Inlines) -> str:
    return "".join(
        one.text
        if isinstance(one, tree.Text | tree.ComputedFigure)
        else ""
        if isinstance(one, tree.LineBreak)
        else _flat(one.children)
        for one in inlines
    )


def cells(source: Source, table: dict[str, Any]) -> list[list[str]]:
    return [[plain(source, cell) for cell in row["cells"]] for row in table["rows"]]


def shown(material: Material, profile: str = "internal") -> tuple[Source, dict[str, Any]]:
    source = source_of(material, profile)
    found = workforce(source)
    assert found is not None
    return source, found


def test_page_one_says_gap_and_projection_with_their_bases() -> None:
    material = replace(rooms.material(4), assumptions=assumed())
    source = source_of(material)
    assert plain(source, supply_said(source)) == (
        "4 branches gave both figures: 100 visits offered against 120 visits wanted, a gap of 20. "
        "Projected for 2027, from the 4 that gave every figure: a gap of 39 to 96, 56 in the "
        "middle, under these assumptions."
    )


def test_what_is_to_spare_is_never_called_a_gap() -> None:
    material = rooms.material(3)
    for unit in ("b01", "b02", "b03"):
        material = visits(material, unit, {"offered": "30", "wanted": "10"})
    source, found = shown(replace(material, assumptions=assumed()))
    assert plain(source, found["said"]).endswith("against 30 visits wanted, 60 to spare.")
    words = plain(source, found["projection"]["result"])
    assert "helps most, it is 43 to spare." in words
    assert "a gap of" not in words
    assert cells(source, found["table"])[-1][-1] == "60 to spare (30 less 90, n = 3)"
    (series, *_) = found["projection"]["chart"]["series"]
    assert (series["values"], series["labels"]) == ([0.0, 0.0], ["51 to spare", "43 to spare"])


def test_a_span_from_spare_to_gap_names_both_sides() -> None:
    material = rooms.material(3)
    for unit in ("b01", "b02", "b03"):
        material = visits(material, unit, {"offered": "30", "wanted": "20"})
    source = source_of(replace(material, assumptions=assumed()))
    assert "13 to spare to a gap of 29" in plain(source, supply_said(source))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"capacity": None}, "these rates are not assumed: what one of the stock can supply"),
        ({"least": 9}, "4 of 4 gave every figure that it starts from, and it asks for 9"),
    ],
)
def test_what_is_not_projected_says_why(change: dict[str, Any], says: str) -> None:
    source, found = shown(replace(rooms.material(4), assumptions=assumed(**change)))
    why = plain(source, found["projection"]["why_not"])
    assert why.startswith("Nothing is projected: ")
    assert says in why
    assert found["projection"]["table"] is None
    assert found["projection"]["chart"] is None
    assert "Projected" not in plain(source, supply_said(source))


def test_a_projection_is_labelled_and_leads_to_its_assumptions() -> None:
    source, found = shown(replace(rooms.material(4), assumptions=assumed()))
    one = found["projection"]
    assert plain(source, one["said"]).startswith("A projection, not a finding")
    assert "not a finding" in one["table"]["caption"]
    assert cells(source, one["table"])[0] == ["2026", "Smallest gap", "90", "90", "120", "30"]
    assert cells(source, one["assumptions"])[0][1:6] == ["10%", "20%", "30%", "larger",
                                                         "so we were told"]  # fmt: skip
    entry = next(
        e for _, e, _ in source.printer.ledger.figures() if e.key == "projection:low:0:gap"
    )
    assert entry.rule == "projection"
    assert len(entry.answers) == 4
    assert "leaving: 10% (assumptions.yaml)" in entry.rests_on
    ledger = json.loads(source.printer.ledger.as_json({}))
    assert any("rests_on" in figure for figure in ledger["figures"])


def test_figures_from_elsewhere_stand_beside_and_change_nothing() -> None:
    material = visits(rooms.material(4), "b04", None, status="awaited")
    table = register(b01=12, b02=20, b03=None, b04=7, b09=4)
    source, before = shown(material)
    said = plain(source, before["said"])
    source, found = shown(replace(material, imported=(table,)))
    assert plain(source, found["said"]) == said
    (one,) = found["imported"]
    assert plain(source, one["said"]).startswith(
        "Round book, from the county, as at 31 January 2026. These figures stand beside"
    )
    assert cells(source, one["table"]) == [
        ["Visits offered", "32", "30", "2 more there", "2", "2", "1"]
    ]
    assert [row[2:4] for row in cells(source, one["units"])] == [
        ["12", "10"],
        ["awaited", "30"],
        ["7", "awaited"],
        ["4", "no conversation"],
    ]


def test_what_is_shared_names_no_unit_and_draws_nothing_withheld() -> None:
    material = replace(rooms.material(5), imported=(register(b01=12, b02=20),))
    study = material.study
    assert study.workforce is not None
    plan = replace(
        study.workforce,
        stock=(Stock("offered", "Visits", category="Rounds", activity="offered"),),
    )
    material = replace(material, study=replace(study, workforce=plan), assumptions=assumed())
    source, found = shown(material, "shareable")
    assert (found["units"], found["bases"]) == (None, None)
    (one,) = found["imported"]
    assert one["units"] is None
    assert [WITHHELD in cell for cell in cells(source, one["table"])[0][1:5]] == [True] * 4
    rows = cells(source, found["table"])
    assert [WITHHELD in row[1] for row in rows] == [True, True, False]
    assert found["chart"] is None
    assert [one["values"] for one in found["stock_chart"]["series"]] == [[150.0]]
    ledger = source.printer.ledger.as_json({})
    assert '"units"' not in ledger
    assert "b01" not in ledger


def test_what_only_this_profile_withholds_is_not_projected_and_says_so() -> None:
    # The gap of nine and a start of eight would tell what the ninth wanted and offered.
    file = replace(assumed(), on_their_way=("pay",), rates=rates(joining=(0.1, 0.1, 0.1)))
    material = replace(rooms.material(9), assumptions=file)
    material = replace(
        material,
        interviews=tuple(
            replace(one, answers={**one.answers, "pay": Answer(status="awaited")})
            if one.unit == "b09"
            else one
            for one in material.interviews
        ),
        sets={"rooms": _not_sensitive(rooms.question_set())},
    )
    source, inside = shown(material)
    assert inside["projection"]["table"] is not None
    source, found = shown(material, "shareable")
    one = found["projection"]
    assert "it would tell what few of them said" in plain(source, one["why_not"])
    assert [one[name] for name in ("table", "chart", "assumptions")] == [None, None, None]
    assert plain(source, found["said"]).startswith("9 branches gave both figures")
    assert "Projected" not in plain(source, supply_said(source))


def _not_sensitive(found: QuestionSet) -> QuestionSet:
    (now, *rest) = found.sections
    questions = tuple(replace(one, sensitive=False) for one in now.questions)
    return replace(found, sections=(replace(now, questions=questions), *rest))


def test_the_flow_says_what_was_lost_and_whom_it_takes() -> None:
    material = rooms.material(3)
    for unit in ("b01", "b02", "b03"):
        material = visits(material, unit, {"offered": "4", "wanted": "10"})
    study = material.study
    assert study.workforce is not None
    plan = replace(
        study.workforce,
        flow=Flow(
            steps=(
                FlowStep("wanted", "asked for a visit"),
                FlowStep("offered", "were offered one"),
                FlowStep("wanted", "asked again", of_those=False),
            )
        ),
        assessing=Assessing(("wanted",), "offered"),
    )
    material = replace(
        material,
        study=replace(study, workforce=plan),
        assumptions=assumed(assessors_each=(0.5, 1.0, 2.0)),
    )
    source, found = shown(material)
    assert plain(source, found["flow"]) == (
        "Asked for a visit: 30. Of these, were offered one: 12; 18 did not go on. 3 gave both "
        "figures."
    )
    assert [row[3] for row in cells(source, found["steps"])] == ["18", "not the same people"]
    assert found["steps_chart"]["alt"] == (
        "Asked for a visit: 30. Were offered one: 12. Asked again: 30."
    )
    assert "they need 15 to 60 assessors, 30 in the middle" in plain(source, found["assessing"])


def test_rates_are_printed_as_they_were_written() -> None:
    material = replace(
        rooms.material(3),
        assumptions=assumed(leaving=(0.07, 0.14, 0.29), capacity=(1.0, 1.05, 1.4)),
    )
    source, found = shown(material)
    printed = [row[1:4] for row in cells(source, found["projection"]["assumptions"])]
    assert printed[:2] == [["7%", "14%", "29%"], ["1", "1.05", "1.4"]]


def test_what_people_wrote_is_never_markup() -> None:
    title = "=1+1 | *Round* <b> {{ book }} {#x}"
    table = replace(register(b01=12, b02=20), title=title, source=title)
    rates_ = replace(assumed().rates, leaving=Assumption(0.1, 0.1, 0.1, title, title, title))
    material = replace(
        rooms.material(3), imported=(table,), assumptions=replace(assumed(), rates=rates_)
    )
    source, found = shown(material)
    assert plain(source, found["imported"][0]["said"]).startswith(f"{title}, from {title}, as at")
    row = cells(source, found["projection"]["assumptions"])[0]
    assert (row[0], row[5], row[6]) == (title, title, title)


@pytest.mark.parametrize("units", [0, 1, 2])
@pytest.mark.parametrize("profile", ["internal", "shareable"])
def test_few_conversations_never_break_the_section(units: int, profile: str) -> None:
    material = replace(
        rooms.material(units, themed=False),
        assumptions=assumed(),
        imported=(register(b01=3, b02=None),),
    )
    source, found = shown(material, profile)
    assert "Nothing is projected" in plain(source, found["projection"]["why_not"])
    for name in ("table", "stock"):
        cells(source, found[name])


def test_all_awaited_is_printed_as_awaited() -> None:
    source, found = shown(rooms.material(3, awaited=True))
    assert plain(source, found["said"]).startswith("Nobody has given both")
    assert {cell for row in cells(source, found["table"]) for cell in row[1:]} == {"awaited"}
    assert [plain(source, one) for one in found["awaited"]] != []
    assert (found["chart"], found["stock_chart"]) == (None, None)


def test_a_study_without_a_workforce_has_no_such_section() -> None:
    material = rooms.material(3)
    material = replace(material, study=replace(material.study, workforce=None))
    assert workforce(source_of(replace(material, assumptions=assumed()))) is None
    assert supply_said(source_of(material)) == ""
