"""The worked examples of docs/method.md, read from the page and compared with the program."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from themer.coding.agreement import alike, cohens_kappa, nominal_alpha
from themer.coding.units import Stance, stance_of, units_of
from themer.findings.disclosure import suppress
from themer.findings.everything import find
from themer.findings.figure import Figure
from themer.findings.indicators import compare, run_of
from themer.findings.material import Material
from themer.findings.matrix import find_matrix
from themer.findings.prevalence import ReadAnswer, estimated_share
from themer.findings.printable_sums import printable
from themer.findings.saturation import measure
from themer.findings.theme_map import map_of
from themer.findings.wording import percent, quantity_table
from themer.model.assumptions import Assumption, AssumptionsFile, Rates
from themer.model.imported_figures import ImportedFigure, ImportedFigures
from themer.model.indicator import Indicator
from themer.model.interview import Answer, Passage, Practice
from themer.model.question_set import AnswerType
from themer.model.study import Assessing, Flow, FlowStep, Pair, PairWords, Workforce
from themer.model.suggestion import SuggestionsFile, SuggestionsHeader
from themer.model.theme import (
    CandidateMember,
    CandidateTheme,
    CandidateThemes,
    Relation,
    Theme,
    ThemeChange,
    ThemePassage,
)
from themer.report.source import unit_names
from themer.workflows.tables.export_tables import units_tables

PAGE = (Path(__file__).parents[2] / "docs" / "method.md").read_text(encoding="utf-8")
EXAMPLES = [
    yaml.load(block, Loader=yaml.BaseLoader)
    for block in re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
]
HEADINGS = {
    re.sub(r"[^a-z0-9 -]", "", line[3:].lower()).replace(" ", "-")
    for line in PAGE.splitlines()
    if line.startswith("## ")
}
AT = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)


def examples(name: str) -> list[Any]:
    found = [example for example in EXAMPLES if example["example"] == name]
    assert found, f"docs/method.md has no example of {name}"
    return found


def ints(counts: Mapping[str, str]) -> dict[str, int]:
    return {key: int(count) for key, count in counts.items()}


def place(unit: str, **more: Any) -> dict[str, Any]:
    """Name the first words of a unit as a decision does."""
    text = f"the van of {unit}"
    where = {"interview": f"{unit}-1", "question": "q0", "start": 0, "end": len(text)}
    return where | {"text": text} | more


def passage(unit: str) -> ThemePassage:
    return ThemePassage(**place(unit))


def said_by(build: Any, example: Any, **more: Any) -> Material:
    """Make the study of an example that has one question and conversations."""
    kind = example["answer"]
    if isinstance(kind, dict):
        kind = AnswerType(kind["type"], min=float(kind["min"]), max=float(kind["max"]))
    interviews = []
    for number, row in enumerate(example["conversations"]):
        said = row.get("said", "not_asked")
        asked = said != "not_asked" and row.get("state") != "withdrawn"
        answers = {"q": build.answer(said, status=row.get("status"))} if asked else {}
        interviews.append(
            build.interview(
                row["unit"],
                answers,
                name=f"{row['unit']}-{number}",
                date=row.get("date", "2026-01-10"),
                state=row.get("state", "finished"),
            )
        )
    return build.material([build.question("q", kind)], interviews, **more)


@pytest.mark.parametrize(
    "name", ["the-unit-and-the-base", "prevalence-of-a-fact", "numbers", "scales"]
)
def test_facts_and_numbers_are_counted_as_the_page_says(build: Any, name: str) -> None:
    for example in examples(name):
        findings = find(said_by(build, example))
        (fact,) = findings.facts
        expect = example["expect"]
        assert fact.n == int(expect["n"])
        assert fact.apart == ints(expect.get("apart", {}))
        for value, count in expect.get("k", {}).items():
            row = fact.row(value)
            assert row is not None
            assert (row.k, row.n) == (int(count), fact.n)
        for number in fact.numbers:
            for key in expect.keys() & {"total", "median", "least", "most"}:
                assert getattr(number, key) == float(expect[key])
            assert list(number.estimates) == expect.get("estimates", [])
        if "contradictions" in expect:
            assert len(findings.contradictions) == int(expect["contradictions"])


def test_codes_are_counted_as_the_page_says(build: Any, spoken: Callable[..., Any]) -> None:
    (example,) = examples("prevalence-of-a-code")
    interviews, decisions = spoken(example["words"])
    for action in ("accepted", "refused"):
        for coder, units in example[action].items():
            verb = "accept" if action == "accepted" else "refuse"
            decisions += [
                build.decision(len(decisions), verb, coder=coder, **place(unit, code="vans"))
                for unit in units
            ]
    (code,) = find(words_of(build, interviews, decisions)).codes
    expect = example["expect"]
    assert (code.figure.k, code.figure.n) == (int(expect["k"]), int(expect["n"]))
    assert list(code.so_far) == expect["so_far"]
    assert len(code.disagreements) == int(expect["disagreements"])
    assert code.figure.apart == ints(expect["apart"])


def test_shares_of_all_answers_are_estimated_as_the_page_says() -> None:
    (example,) = examples("the-share-of-all-answers")
    read = [
        ReadAnswer(carries, float(expected), at % 4)
        for expected, yes, no in example["read"]
        for carries, count in ((True, yes), (False, no))
        for at in range(int(count))
    ]
    found = estimated_share(
        read, unread=int(example["unread"]), expected=float(example["expected"])
    )
    expect = example["expect"]
    assert found is not None
    assert (found.k, found.n) == (int(expect["k"]), int(expect["n"]))
    assert (found.share, found.lean, found.low, found.high) == pytest.approx(
        [float(expect[key]) for key in ("share", "lean", "low", "high")], abs=0.00005
    )


def test_the_matrix_is_filled_as_the_page_says(build: Any, spoken: Callable[..., Any]) -> None:
    (example,) = examples("the-framework-matrix")
    interviews, decisions = spoken(example["words"])
    for coder, units in example["accepted"].items():
        decisions += [
            build.decision(n, "accept", coder=coder, **place(unit, code="vans"))
            for n, unit in enumerate(units)
        ]
    material = words_of(build, interviews, decisions)
    matrix = find_matrix(material, "branch")
    assert {u: matrix.cells[u, "vans"].state for u in matrix.units} == example["expect"]["cells"]
    rows = units_tables(material)[0].rows
    signs = {interview.unit: "" for interview in interviews}
    for unit, row in zip(sorted(matrix.units, key=unit_labels(material).get), rows, strict=True):
        signs[unit] = "" if row["vans"] is None else str(row["vans"])
    assert signs == example["expect"]["table"]


def unit_labels(material: Material) -> dict[str, str]:
    """Say how units are called in tables: nobody here agreed to be named."""
    return unit_names(material, "internal")


def words_of(
    build: Any, interviews: list[Any], decisions: list[Any], *, role: str = "neutral", **more: Any
) -> Material:
    questions = [build.question(f"q{at}", role=role) for at in range(2)]
    material: Material = build.material(questions, interviews, decisions=tuple(decisions), **more)
    return material


def suggested(build: Any, segments: Mapping[str, Any]) -> dict[str, SuggestionsFile]:
    return {
        f"{unit}-1": SuggestionsFile(
            SuggestionsHeader(
                "themer/suggestions/1", f"{unit}-1", "c0de", build.made_by, "shipped"
            ),
            (segment,),
        )
        for unit, segment in segments.items()
    }


def test_suggestions_are_counted_as_the_page_says(build: Any, spoken: Callable[..., Any]) -> None:
    (example,) = examples("what-the-machine-suggests")
    interviews, _ = spoken({unit: ["unread"] for unit in example["confidence"]})
    segments = {
        unit: build.segment(
            unit,
            "q0",
            f"the van of {unit}",
            {"vans": float(confidence)},
            float(example["none"][unit]),
        )
        for unit, confidence in example["confidence"].items()
    }
    refused = [build.decision(1, "refuse", **place(u, code="vans")) for u in example["refused"]]
    material = words_of(build, interviews, refused, suggestions=suggested(build, segments))
    (code,) = find(material).codes
    expect = example["expect"]
    assert (code.suggested.k, code.suggested.n) == (int(expect["k"]), int(expect["n"]))
    assert list(code.suggested.units) == expect["units"]
    assert code.suggested.machine_only
    assert not code.figure.machine_only
    assert code.figure.k == 0


def test_components_are_judged_as_the_page_says(build: Any) -> None:
    (example,) = examples("the-state-of-a-component")
    linked = {"role": "strength", "components": ("vans",)}
    questions = [build.question(f"f{at}", "yes_no_partly", **linked) for at in range(2)]
    questions.append(build.question("q0"))
    interviews = [
        build.interview(
            unit,
            {f"f{at}": build.answer(said) for at, said in enumerate(facts)}
            | {"q0": build.answer("words_only", noted=f"the van of {unit} comes late")},
        )
        for unit, facts in example["facts"].items()
    ]
    decisions = [
        build.decision(1, "accept", **place(unit, code="vans")) for unit in example["accepted"]
    ]
    decisions += [
        build.decision(2, "status", unit=unit, code="vans", status=status)
        for unit, status in example["status"].items()
    ]
    (board,) = find(build.material(questions, interviews, decisions=tuple(decisions))).boards
    (row,) = board.rows
    expect = example["expect"]
    assert {cell.unit: cell.status for cell in row.cells} == expect["cells"]
    by_person = [cell.unit for cell in row.cells if cell.decided_by == "person"]
    assert by_person == expect["decided_by_person"]
    for figure in row.figures:
        status = figure.id.removeprefix("component:vans:").removesuffix("@branch")
        assert (figure.k, figure.n) == (int(expect["k"][status]), int(expect["n"]))
        assert figure.apart == ints(expect["apart"])


def test_themes_are_counted_as_the_page_says(build: Any, spoken: Callable[..., Any]) -> None:
    (example,) = examples("prevalence-of-a-theme")
    interviews, decisions = spoken(example["words"])
    theme = Theme(
        "late",
        "named",
        "Late",
        members=tuple(passage(unit) for unit in example["members"]),
        contrary=tuple(passage(unit) for unit in example["contrary"]),
    )
    (found,) = find(words_of(build, interviews, decisions, themes=(theme,))).themes
    (count,) = found.counts
    expect = example["expect"]
    assert (count.voiced.k, count.voiced.n) == (int(expect["k"]), int(expect["n"]))
    assert count.contrary.k == int(expect["contrary"])
    assert count.both.k == int(expect["both"])
    assert list(count.so_far) == expect["so_far"]
    assert count.voiced.apart == ints(expect["apart"])


def test_themes_are_laid_out_as_the_page_says(build: Any, spoken: Callable[..., Any]) -> None:
    (example,) = examples("theme-map")
    interviews, decisions = spoken(example["words"])
    decisions += [
        build.decision(1, "accept", **place(unit, code=code))
        for code, units in example["codes"].items()
        for unit in units
    ]
    themes = tuple(
        Theme(name, "named", name, members=tuple(passage(unit) for unit in units))
        for name, units in example["themes"].items()
    )
    material = words_of(build, interviews, decisions, themes=themes)
    rows = [(one.id, one.name, False, one.members) for one in find(material).themes]
    laid = map_of(material, reversed(rows))
    expect = example["expect"]
    assert [row.id for row in laid.rows] == expect["order"]
    assert [len(row.units) for row in laid.rows] == [int(one) for one in expect["units"]]
    for code in ("vans", "people"):
        counts = [len(row.cells.get(code, ())) for row in laid.rows]
        assert counts == [int(one) for one in expect[code]]


def test_candidates_are_counted_as_the_page_says(build: Any, spoken: Callable[..., Any]) -> None:
    (example,) = examples("candidate-themes")
    interviews, _ = spoken({unit: ["unread"] for unit in example["segments"]})
    segments = {u: build.segment(u, "q0", f"the van of {u}", {}) for u in example["segments"]}
    groups = sorted(set(example["segments"].values()))
    candidates = tuple(
        CandidateTheme(
            group,
            group,
            (),
            5,
            10,
            Relation("beyond"),
            tuple(CandidateMember(u, 1.0) for u, g in example["segments"].items() if g == group),
            (),
        )
        for group in groups
    )
    change = ThemeChange(AT, "coder-a", "refused", tuple(example["refused"]))
    refused = Theme("odds", "refused", "Odds", history=(change,))
    material = words_of(
        build,
        interviews,
        [],
        suggestions=suggested(build, segments),
        themes=(refused,),
        candidate_themes=CandidateThemes(
            "themer/candidate-themes/1", build.made_by, "c0de", candidates
        ),
    )
    findings = find(material)
    expect = example["expect"]
    assert [candidate.id for candidate in findings.candidates] == expect["candidates"]
    (figure,) = findings.candidates[0].figures
    assert (figure.k, figure.n, figure.machine_only) == (int(expect["k"]), int(expect["n"]), True)


def test_strengths_stand_apart_as_the_page_says(build: Any, spoken: Callable[..., Any]) -> None:
    (example,) = examples("strengths-and-challenges")
    interviews, decisions = spoken(example["words"])
    decisions += [build.decision(1, "accept", **place(u, code="vans")) for u in example["accepted"]]
    decisions += [
        build.decision(2, "direction", **place(unit, code="vans", status=status))
        for unit, status in example["direction"].items()
    ]
    material = words_of(build, interviews, decisions, role=example["role"])
    for side in find(material).roles:
        (figure,) = side.codes
        expect = example["expect"][side.role]
        assert (figure.k, figure.n) == (int(expect["k"]), int(expect["n"]))


def test_pairs_are_crossed_as_the_page_says(build: Any) -> None:
    for example in examples("two-facts-together"):
        interviews = []
        for side, said in (("with_first", "yes"), ("without_first", "no")):
            k, n = map(int, example[side])
            interviews += [
                build.interview(
                    f"{said}{at}",
                    {"p": build.answer(said), "h": build.answer("yes" if at < k else "no")},
                )
                for at in range(n)
            ]
        pair = Pair("pair", "p", ("yes",), "h", ("yes",), PairWords("pay", "found it hard"))
        study = build.study({i.unit: "held" for i in interviews}, pairs=(pair,))
        questions = [build.question("p", "yes_no"), build.question("h", "yes_no")]
        (found,) = find(build.material(questions, interviews, study=study)).pairs
        expect = example["expect"]
        for key, value in (
            ("p", found.p_value),
            ("difference", found.difference),
            ("low", found.low),
            ("high", found.high),
        ):
            assert value == pytest.approx(float(expect[key]), abs=0.0005), key
        assert found.sentence.startswith(expect["begins"])


def test_the_workforce_is_summed_as_the_page_says(build: Any) -> None:
    example, _ = examples("workforce")
    questions = [
        build.question(name, AnswerType("number", measure=name)) for name in ("supply", "demand")
    ]
    units = sorted(example["supply"])
    interviews = [
        build.interview(
            unit, {name: build.answer(example[name][unit]) for name in ("supply", "demand")}
        )
        for unit in units
    ]
    study = build.study(
        dict.fromkeys(units, "held"), workforce=Workforce(supply="supply", demand="demand")
    )
    workforce = find(build.material(questions, interviews, study=study)).workforce
    assert workforce is not None
    (row,) = workforce.rows
    for name, expect in example["expect"].items():
        total = getattr(row, name)
        assert (total.value, total.n) == (float(expect["total"]), int(expect["n"]))
        for key in expect.keys() & {"units", "awaited", "missing"}:
            assert list(getattr(total, key)) == expect[key]


def numbers_of(build: Any, example: Any, names: list[str], **more: Any) -> Material:
    """Make a study in which every unit was asked for numbers, each of the measure of its name."""
    units = sorted({unit for name in names for unit in example[name]})
    workforce = more.pop("workforce")
    return build.material(
        [build.question(name, AnswerType("number", measure=name)) for name in names],
        [
            build.interview(
                unit, {n: build.answer(example[n][unit]) for n in names if unit in example[n]}
            )
            for unit in units
        ],
        study=build.study(dict.fromkeys([*units, "d", "e"], "held"), workforce=workforce),
        **more,
    )


def rates_of(rates: Mapping[str, Mapping[str, str]]) -> Rates:
    return Rates(
        **{
            name: Assumption(
                **{which: float(value) for which, value in span.items()}, why="w", set_by="s"
            )
            for name, span in rates.items()
        }
    )


def test_sums_are_withheld_together_as_the_page_says() -> None:
    _, example = examples("workforce")
    wanted = [(("m", tuple(units)),) for units in example["wanted"]]
    shown = printable(wanted, int(example["minimum"]))
    printed = [units for units in example["wanted"] if ("m", tuple(units)) in shown]
    assert printed == example["expect"]["printed"]
    assert len(printable(wanted, 1)) == len(wanted)


def test_the_flow_is_followed_as_the_page_says(build: Any) -> None:
    (example,) = examples("flow")
    names = ["finished", "had_student", "training", "assessors"]
    flow = Flow(
        steps=(
            FlowStep("finished"),
            FlowStep("had_student"),
            FlowStep("training", of_those=False),
        )
    )
    assumed = AssumptionsFile(
        schema="themer/assumptions/1",
        years=("next",),
        stock=("assessors",),
        rates=rates_of({"assessors_each": example["assessors_each"]}),
    )
    asked_for = Workforce(flow=flow, assessing=Assessing(("training",), "assessors"))
    found = find(
        numbers_of(build, example, names, workforce=asked_for, assumptions=assumed)
    ).workforce
    assert found is not None
    assert found.chain is not None
    assert found.assessing is not None
    expect = example["expect"]
    lost = [None if value == "null" else float(value) for value in expect["lost"]]
    assert [part.lost for part in found.chain.parts] == lost
    ends = [[part.start.value, part.end.value, part.start.n] for part in found.chain.parts]
    assert ends == [[float(value) for value in row] for row in expect["ends"]]
    assert [step.value for step in found.chain.steps] == [float(v) for v in expect["chain"]]
    assert found.assessing.people.value == float(expect["people"])
    assert found.assessing.by.value == float(expect["by"])
    assert found.assessing.needed == {k: float(v) for k, v in expect["needed"].items()}


def test_imported_figures_stand_beside_as_the_page_says(build: Any) -> None:
    (example,) = examples("imported-figures")
    day = dt.date(2026, 1, 31)
    table = ImportedFigures(
        "register",
        "A register",
        "somebody",
        day,
        tuple(
            ImportedFigure(unit, "told", None if v == "awaited" else float(v), day, "somebody", at)
            for at, (unit, v) in enumerate(example["there"].items(), 2)
        ),
    )
    findings = find(
        numbers_of(build, example, ["told"], workforce=Workforce(supply="told"), imported=(table,))
    )
    assert findings.workforce is not None
    (found,) = findings.workforce.imported
    (measure,) = found.measures
    expect = example["expect"]
    assert measure.imported == float(expect["there"])
    assert measure.told.value == float(expect["told"])
    assert measure.imported - measure.told.value == float(expect["difference"])
    assert list(measure.told.units) == expect["both"]
    only = [row.unit for row in measure.rows if row.told is None and row.imported is not None]
    assert only == expect["only_there"]
    assert [row.unit for row in measure.rows if row.imported is None] == expect["awaited"]
    assert measure.everywhere == float(expect["everywhere"])
    supply = findings.workforce.rows[-1].supply
    assert supply is not None
    assert supply.value == float(expect["told"])  # nothing from elsewhere is counted as told


def test_the_gap_is_projected_as_the_page_says(build: Any) -> None:
    (example,) = examples("projection")
    names = ["stock", "on_their_way", "supply", "demand"]
    assumed = AssumptionsFile(
        schema="themer/assumptions/1",
        years=("1", "2"),
        stock=("stock",),
        on_their_way=("on_their_way",),
        least_units=3,
        rates=rates_of(example["rates"]),
    )
    asked_for = Workforce(supply="supply", demand="demand")
    found = find(
        numbers_of(build, example, names, workforce=asked_for, assumptions=assumed)
    ).workforce
    assert found is not None
    assert found.projection is not None
    assert found.projection.stock.n == int(example["expect"]["n"])
    for path in found.projection.paths:
        expect = [[float(value) for value in year] for year in example["expect"][path.scenario]]
        assert [[y.stock, y.supply, y.demand, y.gap] for y in path.years] == expect


def test_contradictions_are_found_as_the_page_says(build: Any) -> None:
    example = examples("contradictions")[0]
    example["answer"] = "yes_no"
    decisions = tuple(
        build.decision(at, "status", unit=unit, code="vans", status=status)
        for at, (unit, status) in enumerate(example["status"].items())
    )
    material = said_by(build, example, decisions=decisions)
    question = build.question("q", "yes_no", role="strength", components=("vans",))
    found = find(build.material([question], material.interviews, decisions=decisions))
    assert [[c.kind, c.unit] for c in found.contradictions] == example["expect"]["found"]


def test_contradictions_are_weighed_as_the_page_says(build: Any) -> None:
    example = examples("contradictions")[1]
    example["answer"] = "yes_no"
    judged = tuple(
        build.decision(at, "status", unit=unit, code="vans", status=status)
        for at, (unit, status) in enumerate(example["status"].items())
    )
    interviews = said_by(build, example).interviews
    question = build.question("q", "yes_no", role="strength", components=("vans",))
    before = find(build.material([question], interviews, decisions=judged))
    weighed = tuple(
        build.decision(
            50 + at,
            "weigh",
            settles=(one.id,),
            answer_sha256=one.sha256,
            status=example["weighed"][one.unit],
            reason="she said so twice",
        )
        for at, one in enumerate(before.contradictions)
        if one.unit in example["weighed"]
    )
    found = find(build.material([question], interviews, decisions=(*judged, *weighed)))
    expect = example["expect"]
    assert [[c.kind, c.unit] for c in found.contradictions] == expect["found"]
    assert [c.unit for c in found.open_contradictions()] == expect["open"]
    assert {c.unit: c.weighed.verdict for c in found.weighed() if c.weighed} == example["weighed"]


def indicator_material(build: Any, spoken: Callable[..., Any], example: Any) -> Material:
    interviews, decisions = spoken(example["words"])
    told = [
        replace(one, answers={**one.answers, "asked": build.answer(example["facts"][one.unit])})
        for one in interviews
    ]
    decisions += [
        build.decision(at, "accept", **place(unit, code="vans"))
        for at, unit in enumerate(example["accepted"])
    ]
    questions = [build.question("q0"), build.question("asked", "yes_no")]
    material: Material = build.material(
        questions,
        told,
        decisions=tuple(decisions),
        indicators=(Indicator("reached", "Reached", example["rule"]),),
    )
    return material


def test_indicators_are_worked_out_as_the_page_says(build: Any, spoken: Callable[..., Any]) -> None:
    (example,) = examples("indicators")
    material = indicator_material(build, spoken, example)
    (before,) = find(material).indicators
    expect = example["expect"]
    assert (before.figure.k, before.figure.n) == (int(expect["k"]), int(expect["n"]))
    assert before.figure.apart == ints(expect["apart"])
    assert list(before.in_part) == expect["in_part"]
    example["facts"] |= example["then"]["facts"]
    gone = example["then"]["gone"]
    example["words"] = {u: words for u, words in example["words"].items() if u != gone}
    (now,) = find(indicator_material(build, spoken, example)).indicators
    changes = compare(run_of([before], None), run_of([now], None))
    assert [[one.unit, one.kind] for one in changes] == example["changed"]


def test_good_practice_is_listed_as_the_page_says(build: Any) -> None:
    (example,) = examples("good-practice")
    interviews = []
    for row in example["marked"]:
        noted = f"{row.get('restricted', 'she')} told us of it"
        closed = (Passage(0, len(row["restricted"])),) if "restricted" in row else ()
        practice = Practice(row["what"], "the lead", share=row["share"] == "yes")
        answer = Answer(noted=noted, practice=practice, restricted=closed)
        interviews.append(build.interview(row["unit"], {"q": answer}))
    found = find(build.material([build.question("q")], interviews)).practice
    assert [one.unit for one in found] == example["expect"]["listed"]
    assert [one.unit for one in found if one.may_be_told] == example["expect"]["may_be_told"]


def test_what_is_not_yet_known_is_counted_as_the_page_says(build: Any) -> None:
    (example,) = examples("not-yet-known")
    interviews = [
        build.interview(unit, {"q": build.answer(said)}) for unit, said in example["said"].items()
    ]
    study = build.study(example["register"])
    found = find(build.material([build.question("q", "yes_no")], interviews, study=study))
    listed = {one.kind: one.figure for one in found.unknown}
    for kind, expect in example["expect"].items():
        figure = listed[kind]
        assert (figure.k, figure.n) == (int(expect["k"]), int(expect["n"]))
        assert list(figure.units) == expect["units"]


def test_saturation_is_reached_as_the_page_says() -> None:
    (example,) = examples("saturation")
    met = {f"c{at}": set(codes) for at, codes in enumerate(example["met"], 1)}
    found = measure("branch", "codes", met)
    assert list(found.base) == example["expect"]["base"]
    assert [list(run.new) for run in found.runs] == example["expect"]["new"]
    assert found.reached_at == int(example["expect"]["reached_at"])


def test_words_mean_what_the_page_says() -> None:
    (example,) = examples("words-of-quantity")
    table = {word: [str(low), str(high)] for word, low, high in quantity_table(int(example["n"]))}
    assert table == example["expect"]


def test_percentages_are_rounded_as_the_page_says() -> None:
    (example,) = examples("percentages")
    for count, share in example["expect"].items():
        k, n = map(int, count.split(" of "))
        expect = None if share == "none" else int(share)
        assert percent(k, n, int(example["percent_from"])) == expect


def test_participation_is_counted_as_the_page_says(build: Any) -> None:
    (example,) = examples("who-took-part")
    interviews = [
        build.interview(unit, {}, state=state) for unit, state in example["conversations"].items()
    ]
    material = build.material(
        [build.question("q")], interviews, study=build.study(example["register"])
    )
    (found,) = find(material).participation
    expect = example["expect"]
    assert len(found.approached) == int(expect["approached"])
    assert list(found.took_part) == expect["took_part"]
    assert len(found.open) == int(expect["open"])
    assert len(found.withdrawn) == int(expect["withdrawn"])
    assert list(found.by_state["declined"]) == expect["declined"]


def test_small_cells_are_hidden_as_the_page_says() -> None:
    (example,) = examples("small-cells")
    for table in example["tables"]:
        counts = [int(k) for k in table["k"]]
        figures = [Figure(str(at), "", "a", k, sum(counts), "") for at, k in enumerate(counts)]
        shown = suppress(figures, int(example["minimum"]), exclusive=True)
        assert [str(one.figure.k) if one.shown else "hidden" for one in shown] == table["shown"]


def test_quotes_are_usable_as_the_page_says(build: Any) -> None:
    (example,) = examples("quotes")
    interviews = []
    for row in example["quotes"]:
        said = build.verbatim("it comes late", may_use=row["may_use"] == "yes")
        answer = build.answer("words_only", noted="it comes late", verbatim=(said,))
        interviews.append(
            build.interview(
                row["unit"], {"q": answer}, role=row["role"], quote=row["consent"] == "yes"
            )
        )
    study = build.study(
        {row["unit"]: "held" for row in example["quotes"]},
        type_of={row["unit"]: row["type"] for row in example["quotes"]},
    )
    quotes = find(build.material([build.question("q")], interviews, study=study)).quotes
    expect = example["expect"]
    assert [quote.unit for quote in quotes if quote.usable] == expect["usable"]
    fitting = {quote.unit: quote.fitting for quote in quotes}
    assert {unit: fitting[unit] for unit in expect["fitting"]} == ints(expect["fitting"])
    assert [quote.unit for quote in quotes if quote.usable_with(3)] == expect["usable_with_3"]


@pytest.mark.parametrize("by", ["segment", "answer"])
def test_agreement_is_worked_out_as_the_page_says(build: Any, by: Any) -> None:
    (example,) = examples("agreement")
    found: dict[str, list[Any]] = {"vans": [], "stamps": []}
    for answer in example["answers"].values():
        sizes = {len(said) for said in answer.values()}
        stances = [agreement_stance(build, coder, answer.get(coder)) for coder in ("anna", "ben")]
        for unit in units_of(stances, max(sizes), list(found), by):
            found[unit.code].append(unit.values)
    for code, expect in example["expect"][by].items():
        units = found[code]
        assert (len(units), alike(units)[0]) == (int(expect["units"]), int(expect["alike"]))
        for coefficient, key in ((nominal_alpha, "alpha"), (cohens_kappa, "kappa")):
            value = coefficient(units).value
            wanted = None if expect[key] == "none" else float(expect[key])
            assert value == (None if wanted is None else pytest.approx(wanted, abs=0.0005))


def agreement_stance(build: Any, coder: str, said: Any) -> Stance:
    """Tell what a coder gave, by segments of ten characters; None where they did not read."""
    if said is None:
        return Stance()
    spans = [(10 * at, 10 * at + 10) for at in range(len(said))]
    given = [
        build.decision(at, "accept", coder=coder, start=start, end=end, code=code)
        for at, ((start, end), codes) in enumerate(zip(spans, said, strict=True))
        for code in codes
    ]
    return stance_of(given, spans, build.decision(99, "read", coder=coder))


def test_every_heading_with_an_example_is_tested_and_every_rule_has_a_heading() -> None:
    import themer.findings as room

    source = Path(__file__).read_text(encoding="utf-8")
    for example in EXAMPLES:
        assert example["example"] in HEADINGS
        assert f'"{example["example"]}"' in source
    rules = {
        rule
        for path in Path(room.__file__).parent.glob("*.py")
        for rule in re.findall(r'^\w*RULE = "(.*)"', path.read_text(encoding="utf-8"), re.M)
    }
    assert len(rules) >= 10
    assert rules <= HEADINGS
