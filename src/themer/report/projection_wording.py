"""The projection in words and tables: labelled as such, with its base and its assumptions."""

from __future__ import annotations

from functools import partial
from typing import Any

from themer.findings.recorded import ProjectedYear, Projection, WorkforceFinding
from themer.model.assumptions import RATE_KINDS, SCENARIOS, Assumption
from themer.report.ledger import Entry
from themer.report.marked_text import Rich, joined, link, rich, say
from themer.report.printing import listed, plain_number, started
from themer.report.source import Source
from themer.report.tables import table
from themer.report.workforce_charts import SCENARIO_LABELS, projection_chart
from themer.report.workforce_sums import Sums, measure_labels, measure_names
from themer.report.workforce_wording import gap_words

ANCHOR = "projection"


def projection(source: Source, sums: Sums, found: WorkforceFinding) -> dict[str, Any] | None:
    """Give the projection, or why there is none; None where the study assumes nothing."""
    one = found.projection
    if one is None:
        return None
    why_not = _why_not(source, sums, one)
    shown = not why_not
    return {
        "said": _base(source, one) if shown else Rich(""),
        "why_not": why_not,
        "start": _start(source, sums, one) if shown else Rich(""),
        "result": _result(source, one) if shown else Rich(""),
        "table": _table(source, one) if shown else None,
        "chart": projection_chart(one, partial(_size, source, one)) if shown else None,
        "steps": _steps(source) if shown else [],
        # Where it is only withheld, they would explain nothing.
        "assumptions": None if one.paths and why_not else _assumptions(source),
    }


def projection_in_short(source: Source, sums: Sums, found: WorkforceFinding) -> Rich:
    """Say the projected gap of the last year in one sentence; nothing where there is none."""
    one = found.projection
    if one is None or _why_not(source, sums, one):
        return Rich("")
    lasts = [path.years[-1] for path in one.paths]
    all_gaps = all(year.gap > 0 for year in lasts)
    print_one = _size if all_gaps else _gap
    low, middle, high = (
        print_one(source, one, scenario, len(one.paths[0].years) - 1, year)
        for scenario, year in zip(SCENARIOS, lasts, strict=True)
    )
    return say(
        "Projected for {year}, from the {n} that gave every figure: {span}, {middle} in the "
        "middle, under {assumptions}.",
        year=lasts[0].year,
        n=_given(source, one),
        span=say("a gap of {low} to {high}", low=low, high=high)
        if all_gaps
        else say("{low} to {high}", low=low, high=high),
        middle=middle,
        assumptions=link(rich("these assumptions"), ANCHOR, "evidence"),
    )


def _why_not(source: Source, sums: Sums, one: Projection) -> Rich:
    """Say why nothing is projected; nothing where something is."""
    said: list[Rich] = []
    if one.lacking:
        labels = [rich(RATE_KINDS[name].label) for name in one.lacking]
        said.append(say("these rates are not assumed: {list}", list=listed(labels)))
    if one.no_measure:
        said.append(say("the study measures no {list}", list=listed(one.no_measure, "and no")))
    if one.is_too_small and not one.no_measure:
        said.append(
            say(
                "{n} of {all} gave every figure that it starts from, and it asks for {least}",
                n=_given(source, one),
                all=_asked(source, one),
                least=str(one.least_units),
            )
        )
    if not said and not sums.may(one.stock, one.on_their_way, one.supply, one.demand):
        said.append(rich("with the sums that are printed, it would tell what few of them said"))
    return say("Nothing is projected: {why}.", why=joined(said, "; ")) if said else Rich("")


def _given(source: Source, one: Projection) -> Rich:
    return source.printer.number(
        "projection:n", "units that gave every figure", one.stock.n, one.stock.units, one.rule,
        small=True,
    )  # fmt: skip


def _asked(source: Source, one: Projection) -> Rich:
    return source.printer.number(
        "projection:asked", "units that were asked", len(one.units), one.units, one.rule, small=True
    )


def _base(source: Source, one: Projection) -> Rich:
    return say(
        "A projection, not a finding: what would follow if the assumptions below held. It starts "
        "from the {n} of {all} {noun} that gave every figure it needs. The others stay out of it.",
        n=_given(source, one),
        all=_asked(source, one),
        noun=source.unit_noun(one.stock) if one.stock.n > 1 else "that were asked",
    )


def _start(source: Source, sums: Sums, one: Projection) -> Rich:
    """Say where it starts, in the study's words."""
    assumed, labels = source.material.assumptions, measure_labels(source)
    names = measure_names(source)
    assert assumed is not None
    parts = [
        ("stock", joined((labels.get(m, m) for m in assumed.stock), " and "), one.stock),
        ("on_their_way", joined((labels.get(m, m) for m in assumed.on_their_way), " and "),
         one.on_their_way),
        ("supply", rich(names["supply"]), one.supply),
        ("demand", rich(names["demand"]), one.demand),
    ]  # fmt: skip
    said = [
        say(
            "{label}, {value}",
            label=label,
            value=sums.value(
                f"projection:start:{key}", f"start: {label}", total.value or 0.0, total, one.rule
            ),
        )
        for key, label, total in parts
        if total.measures
    ]
    return say("Start ({now}): {list}.", now=one.now, list=joined(said, "; "))


def _entered(
    source: Source, one: Projection, scenario: str, at: int, what: str, value: float, text: str
) -> Rich:
    path = next(path for path in one.paths if path.scenario == scenario)
    entry = Entry(
        key=f"projection:{scenario}:{at}:{what}",
        label=f"projected {what}, {path.years[at].year}, {SCENARIO_LABELS[scenario].lower()}",
        rule=one.rule,
        value=value,
        units=one.stock.units,
        answers=tuple(
            dict.fromkeys(
                answer
                for total in (one.supply, one.demand, one.stock, one.on_their_way)
                for answer in total.answers
            )
        ),
        rests_on=tuple(
            f"{name}: {_rate_words(name, rate)} (assumptions.yaml)"
            for name, rate in path.rates.items()
        ),
    )
    return source.printer.ledger.enter(entry, text)


def _size(source: Source, one: Projection, scenario: str, at: int, year: ProjectedYear) -> Rich:
    size = abs(year.gap)
    return _entered(source, one, scenario, at, "gap", size, plain_number(size))


def _gap(source: Source, one: Projection, scenario: str, at: int, year: ProjectedYear) -> Rich:
    size = _size(source, one, scenario, at, year)
    return gap_words(year.gap, size)


def _result(source: Source, one: Projection) -> Rich:
    """Say the gap of the last year: low, middle, high."""
    at = len(one.paths[0].years) - 1
    low, middle, high = (_gap(source, one, path.scenario, at, path.years[at]) for path in one.paths)
    return say(
        "In {year} the middle is {middle}. If every assumption turns out at the end that helps "
        "most, it is {low}. At the other end, it is {high}.",
        year=one.paths[0].years[at].year,
        low=low,
        middle=middle,
        high=high,
    )


def _table(source: Source, one: Projection) -> dict[str, Any]:
    names = measure_names(source)
    rows: list[list[object]] = []
    for at, year in enumerate(one.paths[0].years):
        for path in one.paths:
            found = path.years[at]
            cells = [
                _entered(source, one, path.scenario, at, what, value, plain_number(value))
                for what, value in (
                    ("stock", found.stock),
                    ("supply", found.supply),
                    ("demand", found.demand),
                )
            ]
            gap = _size(source, one, path.scenario, at, found)
            gap = say("{gap} to spare", gap=gap) if found.gap < 0 else gap
            rows.append([year.year, SCENARIO_LABELS[path.scenario], *cells, gap])
    headings = ["Year", "Under", "There", "That comes true", started(names["demand"]), "Gap"]
    return table("Projection, not a finding", headings, rows, numbers=4)


def _rate_words(name: str, rate: float) -> str:
    # Rounded first: 100 × 0.07 is 7.000000000000001 to a computer.
    return f"{plain_number(round(100 * rate, 6))}%" if RATE_KINDS[name].is_share else f"{rate:g}"


def _assumptions(source: Source) -> dict[str, Any] | None:
    """List each rate with its span, what it rests on, and who set it."""
    assumed = source.material.assumptions
    rates = dict(assumed.rates.each()) if assumed else {}
    if not rates:
        return None
    return table(
        "Assumptions, as people set them",
        ["What is assumed", "Low", "Middle", "High", "Higher makes the gap", "Why", "Set by"],
        [
            [
                started(one.label or RATE_KINDS[name].label),
                *(_rate(source, name, one, which) for which in SCENARIOS),
                _widens(name),
                one.why,
                one.set_by,
            ]
            for name, one in rates.items()
        ],
    )


def _widens(name: str) -> str:
    if name == "assessors_each":
        return "not in the gap"
    return "larger" if RATE_KINDS[name].widens else "smaller"


def _rate(source: Source, name: str, one: Assumption, which: str) -> Rich:
    value = getattr(one, which)
    label = f"assumed {which}: {one.label or RATE_KINDS[name].label}"
    entry = Entry(f"assumption:{name}:{which}", label, "projection", value=value,
                  rests_on=(f"assumptions.yaml, set by {one.set_by}",))  # fmt: skip
    return source.printer.ledger.enter(entry, _rate_words(name, value))


def _steps(source: Source) -> list[Rich]:
    """Explain the model in the order in which it is worked out."""
    names = measure_names(source)
    return [
        say(
            "Each year a share of those there leaves, and a share of those on their way joins. As "
            "many are on their way each year as now."
        ),
        say(
            "The supply is what those there can take, or {supply} with its growth. "
            "The smaller counts, and a share of it comes true.",
            supply=names["supply"],
        ),
        say("{demand}: grows or shrinks by its rate each year.", demand=started(names["demand"])),
        say(
            "The gap is {demand} less what comes true, in whole numbers. The smallest gap takes "
            "the end of every rate that helps most, the largest the other end.",
            demand=names["demand"],
        ),
    ]
