"""All figures of a study: worked out, as JSON for programs, as rows for the terminal."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from textwrap import shorten
from typing import Any

from themer.findings.contradictions import verdict_words
from themer.findings.everything import find
from themer.findings.figure import AnswerReference, Figure
from themer.findings.material import Material
from themer.findings.recorded import (
    APART_LABELS,
    FlowPart,
    NumberSummary,
    ProjectedYear,
    Projection,
    Total,
    UnitFigures,
    WorkforceFinding,
)
from themer.findings.results import Contradiction, Findings
from themer.findings.wording import k_of_n, percent, share_words
from themer.workflows.analysis.indicators import IndicatorChanges

SCHEMA = "themer/figures/1"
_WORKED_OUT: Mapping[type, tuple[str, ...]] = {
    FlowPart: ("lost",),
    ProjectedYear: ("gap",),
    UnitFigures: ("gap",),
}
"""What follows from the fields of a finding, and stands beside them in JSON."""


@dataclasses.dataclass(frozen=True, slots=True)
class FigureRow:
    """A line of a table in the terminal."""

    group: str
    """The table that it belongs to."""
    label: str
    value: str
    """The count with its base, or a number with its base."""
    beside: str
    """What stands apart from the base, in words."""


def figures_of(material: Material) -> Findings:
    """Work out all findings of a study."""
    return find(material)


def as_json(findings: Findings) -> dict[str, Any]:
    """Give all findings as plain values, every number with the answers behind it.

    Answers are named ``interview/question``, with ``:start-end`` for a passage; floats have three
    decimals; the order is fixed.
    """
    plain: dict[str, Any] = {"schema": SCHEMA}
    for field in dataclasses.fields(findings):
        plain[field.name] = _plain(getattr(findings, field.name), findings.percent_from)
    return plain


def json_text(findings: Findings, changes: IndicatorChanges | None = None) -> str:
    """Give all findings as a JSON document that ends in a line feed.

    Args:
        findings: What was found.
        changes: What changed in the indicators since they were last worked out.
    """
    plain = as_json(findings)
    plain["indicator_changes"] = _plain(changes, findings.percent_from)
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


def rows(
    findings: Findings, material: Material, changes: IndicatorChanges | None = None
) -> Iterator[FigureRow]:
    """Go through the figures as lines of tables, in the order in which they are read."""
    called = {key: audience.many for key, audience in material.study.audiences.items()}
    yield from _participation(findings, called)
    yield from _facts(findings, called)
    yield from _coded(findings, called)
    yield from _together(findings, called)
    yield from _indicators(findings, called, changes)
    yield from _workforce(findings)
    yield from _practice(findings)
    yield from _quotes(findings)
    yield from _to_see(findings, called)


def _quotes(findings: Findings) -> Iterator[FigureRow]:
    """List the quotes that may be printed by the id that ``{{ quote("ID") }}`` takes."""
    for one in findings.quotes:
        if one.usable:
            name = one.id.removeprefix("quote:")
            yield FigureRow(
                "Quotes that may be printed", name, one.attribution, shorten(one.text, 60)
            )


def _participation(findings: Findings, called: Mapping[str, str]) -> Iterator[FigureRow]:
    for one in findings.participation:
        states = (f"{len(units)} {state}" for state, units in one.by_state.items())
        yield FigureRow(
            "Who took part",
            called[one.audience],
            f"{len(one.took_part)} of {len(one.approached)}"
            if one.approached
            else str(len(one.took_part)),
            ", ".join(states).replace("_", " "),
        )


def _facts(findings: Findings, called: Mapping[str, str]) -> Iterator[FigureRow]:
    for fact in findings.facts:
        group = f"Facts: {called[fact.audience]}"
        for figure in fact.rows:
            yield _row(group, figure, findings.percent_from)
        for summary in fact.numbers:
            yield FigureRow(group, summary.label, _number(summary), _beside(summary.apart))


def _coded(findings: Findings, called: Mapping[str, str]) -> Iterator[FigureRow]:
    for code in findings.codes:
        yield _row(f"Codes: {called[code.audience]}", code.figure, findings.percent_from)
        if code.suggested.k:
            yield FigureRow(
                f"Suggested by the machine, not decided: {called[code.audience]}",
                code.name,
                f"{len(code.suggested.answers)} to decide",
                "",
            )
    yield from _shares(findings, called)
    for board in findings.boards:
        for row in board.rows:
            judged = (f"{f.id.split(':')[2].split('@')[0]} {f.k}" for f in row.figures)
            yield FigureRow(
                f"Components: {called[board.audience]}",
                row.name,
                ", ".join(judged).replace("_", " "),
                _beside(row.figures[0].apart),
            )
    for theme in findings.themes:
        for count in theme.counts:
            group = f"Themes: {called[count.audience]}"
            yield _row(group, count.voiced, findings.percent_from)
            if count.contrary.k:
                contrary = k_of_n(count.contrary.k, count.contrary.n, findings.percent_from)
                yield FigureRow(group, f"{theme.name}: otherwise", contrary, "")
    for candidate in findings.candidates:
        for figure in candidate.figures:
            group = f"Candidate themes of the machine, not decided: {called[figure.audience]}"
            yield FigureRow(group, figure.label, f"in {figure.k} of {figure.n}", "")


def _shares(findings: Findings, called: Mapping[str, str]) -> Iterator[FigureRow]:
    for part in findings.shares:
        group = f"Shares of all answers, estimated: {called[part.audience]}"
        if part.why_not is not None:
            read = f"{part.read} of {part.answers} read"
            yield FigureRow(group, "not estimated", read, str(part.why_not))
        for code in part.codes:
            found = code.estimate
            if found is None:
                yield FigureRow(
                    group, code.name, "not estimated", "the code came after the reading"
                )
                continue
            low, high = share_words(found.low), share_words(found.high)
            value = f"{share_words(found.share)} ({low} to {high})"
            beside = f"decided in {found.k} of {found.n} answers read, of {found.answers}"
            yield FigureRow(group, code.name, value, beside)


def _together(findings: Findings, called: Mapping[str, str]) -> Iterator[FigureRow]:
    for pair in findings.pairs:
        for figure in (pair.with_first, pair.without_first):
            yield _row(f"Together: {called[pair.audience]}", figure, findings.percent_from)
        yield FigureRow(f"Together: {called[pair.audience]}", "", "", pair.sentence)


def _indicators(
    findings: Findings, called: Mapping[str, str], changes: IndicatorChanges | None
) -> Iterator[FigureRow]:
    for one in findings.indicators:
        row = _row(f"Indicators: {called[one.audience]}", one.figure, findings.percent_from)
        if one.in_part:
            part = f"{len(one.in_part)} of the base known in part"
            row = dataclasses.replace(row, beside=", ".join(filter(None, (row.beside, part))))
        yield row
    for change in changes.changes if changes else ():
        group = (
            f"Indicators changed since {changes.since or 'the last analysis'}" if changes else ""
        )
        was, now = (state_words(state) for state in (change.before, change.now))
        yield FigureRow(group, change.indicator, change.unit, f"{change.kind}: {was}, now {now}")


def _practice(findings: Findings) -> Iterator[FigureRow]:
    for card in findings.practice:
        told = "may be told" if card.may_be_told else "stays inside"
        beside = ", ".join(part for part in (told, f"ask: {card.ask}" if card.ask else "") if part)
        yield FigureRow("Good practice", card.unit, card.what, beside)
    for one in findings.unknown:
        words = " ".join((one.settled_by, "; ".join(one.sources))).strip()
        count = k_of_n(one.figure.k, one.figure.n, findings.percent_from)
        yield FigureRow("Not yet known", one.label, count, words)


def _workforce(findings: Findings) -> Iterator[FigureRow]:
    found = findings.workforce
    if found is None:
        return
    for row in found.rows:
        named = [
            ("supply", row.supply),
            ("filled", row.filled),
            ("demand", row.demand),
            ("gap, of those that gave both", row.gap),
            *row.stock,
        ]
        for label, total in named:
            if total is not None:
                yield FigureRow(f"Workforce: {row.label}", label, *_total(total))
    for part in found.chain.parts if found.chain else ():
        group = f"Flow: {part.start_label}, then {part.end_label}"
        yield FigureRow(group, "at the start", *_total(part.start))
        yield FigureRow(group, "at the end", *_total(part.end))
        if part.lost is not None:
            yield FigureRow(group, "lost between", f"{part.lost:g} (n = {part.start.n})", "")
    if found.assessing is not None:
        group = "Flow: who is assessed, and who may assess"
        yield FigureRow(group, "need an assessor", *_total(found.assessing.people))
        yield FigureRow(group, found.assessing.by_label, *_total(found.assessing.by))
        for scenario, needed in found.assessing.needed.items():
            yield FigureRow(group, f"assessors needed, {scenario}", f"{needed:.1f}", "as assumed")
    yield from _elsewhere(found)
    yield from _projected(found.projection)


def _elsewhere(found: WorkforceFinding) -> Iterator[FigureRow]:
    for table in found.imported:
        group = f"From elsewhere: {table.title}, {table.source}, as at {table.as_at}"
        for one in table.measures:
            value = "nothing to compare"
            if one.imported is not None and one.told.value is not None:
                value = (
                    f"{one.imported:g} there, {one.told.value:g} in conversations "
                    f"(n = {one.told.n})"
                )
            awaited = [row.unit for row in one.rows if row.imported is None]
            only = [row.unit for row in one.rows if row.told is None and row.imported is not None]
            said = [f"{len(awaited)} awaited there ({', '.join(awaited)})"] if awaited else []
            said += [f"{len(only)} only there ({', '.join(only)})"] if only else []
            yield FigureRow(group, one.label, value, ", ".join(said))


def _projected(found: Projection | None) -> Iterator[FigureRow]:
    if found is None:
        return
    group = "Projection, not a finding"
    base = f"{found.stock.n} of {len(found.units)} gave every figure"
    if not found.paths:
        why = f"at least {found.least_units} are asked for" if found.is_too_small else ""
        lacking = f"not assumed: {', '.join(found.lacking)}" if found.lacking else ""
        no_measure = f"no measure of {', '.join(found.no_measure)}" if found.no_measure else ""
        said = "; ".join(filter(None, (base, why, lacking, no_measure)))
        yield FigureRow(group, "nothing is projected", "", said)
    for at, year in enumerate(found.paths[0].years if found.paths else ()):
        low, middle, high = (path.years[at].gap for path in found.paths)
        yield FigureRow(group, f"gap, {year.year}", f"{low:g}, {middle:g}, {high:g}", base)


def _to_see(findings: Findings, called: Mapping[str, str]) -> Iterator[FigureRow]:
    for one in findings.open_contradictions():
        yield FigureRow("Contradictions", one.unit, one.about, one.sentence)
    for settled in findings.weighed():
        if settled.weighed is not None:
            about = (
                settled.about if isinstance(settled, Contradiction) else settled.reference.question
            )
            said = f"{verdict_words(settled, settled.weighed.verdict)}: {settled.weighed.reason}"
            yield FigureRow("Contradictions settled", settled.unit, about, said)
    for seen in findings.open_to_look_at():
        said = f'{seen.fact}, and "{seen.cue}" beside it'
        yield FigureRow("To look at", seen.unit, seen.reference.question, said)
    for measured in findings.saturation:
        yield FigureRow("Saturation", called[measured.audience], measured.of, measured.sentence)
    usable = sum(quote.usable for quote in findings.quotes)
    yield FigureRow("Quotes", "may be printed", f"{usable} of {len(findings.quotes)}", "")
    for left in findings.left_out:
        yield FigureRow("Not counted", left.place, "", left.reason)


def state_words(state: str | None) -> str:
    """Say what an indicator is in a unit: yes, no, or why that cannot be said."""
    return "not there" if state is None else APART_LABELS.get(state, state)


def _row(group: str, figure: Figure, percent_from: int) -> FigureRow:
    value = k_of_n(figure.k, figure.n, percent_from) if figure.n else "no base yet"
    return FigureRow(group, figure.label, value, _beside(figure.apart))


def _number(summary: NumberSummary) -> str:
    if summary.total is None or summary.median is None:
        return "nobody gave it"
    spread = f"{summary.least:g} to {summary.most:g}"
    return f"{summary.total:g} in all, median {summary.median:g}, {spread} (n = {summary.n})"


def _total(total: Total) -> tuple[str, str]:
    value = "nobody gave it" if total.value is None else f"{total.value:g} (n = {total.n})"
    said = [f"{len(total.awaited)} awaited ({', '.join(total.awaited)})"] if total.awaited else []
    said += [f"{len(total.missing)} without it"] if total.missing else []
    said += [f"{len(total.estimates)} estimated"] if total.estimates else []
    return value, ", ".join(said)


def _beside(apart: Mapping[str, int]) -> str:
    return ", ".join(f"{apart[reason]} {label}" for reason, label in _reasons(apart))


def _reasons(apart: Mapping[str, int]) -> Iterable[tuple[str, str]]:
    return ((reason, label) for reason, label in APART_LABELS.items() if apart.get(reason))


def _plain(value: Any, percent_from: int) -> Any:
    """Turn a finding into what JSON knows; types beyond the findings' own are a mistake here."""
    if isinstance(value, AnswerReference):
        return value.key
    if isinstance(value, float):
        return round(value, 3) + 0.0
    if isinstance(value, dt.date):
        return value.isoformat()
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, Mapping):
        return {key: _plain(item, percent_from) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(item, percent_from) for item in value]
    plain = {
        field.name: _plain(getattr(value, field.name), percent_from)
        for field in dataclasses.fields(value)
    }
    for name in _WORKED_OUT.get(type(value), ()):
        plain[name] = _plain(getattr(value, name), percent_from)
    if isinstance(value, Figure):
        plain["percent"] = percent(value.k, value.n, percent_from)
    return plain
