"""Indicators: a study's own rules over facts, codes, themes and components, unit by unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from themer.findings.coded import (
    BoardCell,
    CodedPassage,
    CodeFinding,
    ComponentBoard,
    ThemeFinding,
    ThemePassageFound,
)
from themer.findings.components import JUDGED
from themer.findings.counting import (
    AskedQuestion,
    Observation,
    counts_of,
    group_apart,
    make_figure,
    observe,
    sort_references,
)
from themer.findings.facts import number_observations
from themer.findings.figure import AnswerReference, Figure
from themer.findings.material import Material
from themer.findings.passages import read_places, reading_of, spoken_answers
from themer.model.conditions import (
    CodedTest,
    Condition,
    ConditionError,
    FactTest,
    Test,
    decide,
    fact_holds,
    parse,
    tests,
)
from themer.model.indicator import Indicator, IndicatorRun, UnitState

RULE = "indicators"
ChangeKind = Literal["came in", "went out", "became known", "no longer known", "new", "gone"]


@dataclass(frozen=True, slots=True)
class IndicatorFinding:
    """An indicator in the units of one audience."""

    id: str
    """``indicator:<id>@<audience>``, as its figure."""
    indicator: str
    name: str
    rule: str
    about: str | None
    why: str | None
    audience: str
    figure: Figure
    apart_units: Mapping[str, tuple[str, ...]]
    """Units of which it cannot be said, by the first reason."""
    in_part: tuple[str, ...]
    """Units of the base of which something that the rule names is not known, and the rest
    decided."""
    questions: tuple[str, ...]
    """The questions that the rule names."""

    @property
    def states(self) -> dict[str, UnitState]:
        """Say of each unit ``yes``, ``no``, or why it cannot be said."""
        base = dict.fromkeys(self.figure.base_units, "no") | dict.fromkeys(self.figure.units, "yes")
        apart = {unit: why for why, units in self.apart_units.items() for unit in units}
        return dict(sorted((base | apart).items()))


@dataclass(frozen=True, slots=True)
class IndicatorChange:
    """What an indicator is in a unit now, and what it was in an earlier run."""

    indicator: str
    """With its audience: ``<id>@<audience>``."""
    unit: str
    kind: ChangeKind
    before: UnitState | None
    now: UnitState | None


@dataclass(frozen=True, slots=True)
class _Known:
    """What bears on one unit."""

    holds: bool | None
    answers: tuple[AnswerReference, ...]
    why_not: str = ""


class _Units:
    """Everything that rules may name, for the units of one audience."""

    def __init__(
        self,
        material: Material,
        audience: str,
        codes: Iterable[CodeFinding],
        themes: Iterable[ThemeFinding],
        boards: Iterable[ComponentBoard],
    ) -> None:
        self.audience = audience
        self.units = material.units(audience)
        self.asked = {one.question.id: one for one in observe(material, audience)}
        self.coded: dict[tuple[str, str], tuple[Figure, dict[str, list[AnswerReference]]]] = {}
        for code in codes:
            if code.audience == audience:
                self.coded["code", code.code] = (code.figure, _by_unit(code.passages))
        for theme in themes:
            for count in theme.counts:
                if count.audience == audience:
                    self.coded["theme", theme.id] = (count.voiced, _by_unit(theme.members))
        self.cells: dict[tuple[str, str], BoardCell] = {
            (cell.component, cell.unit): cell
            for board in boards
            if board.audience == audience
            for row in board.rows
            for cell in row.cells
        }
        self.components = {component for component, _ in self.cells}
        spoken = spoken_answers(material)
        reading = reading_of(material, spoken, read_places(material, spoken), audience)
        self.unread = {unit: why for why, units in reading.apart_units.items() for unit in units}

    def are_asked(self, condition: Condition) -> bool:
        """Say whether all that a rule names is there for this audience."""
        return all(self._is_there(test) for test in tests(condition))

    def know(self, test: Test, unit: str) -> _Known:
        """Say whether one test holds in a unit, by which answers, or why that is not known."""
        if isinstance(test, FactTest):
            return self._fact(test, unit)
        if test.kind == "component":
            return self._component(test, unit)
        figure, passages = self.coded[test.kind, test.id]
        if unit not in figure.base_units:
            # Also where all was read, but before the code was there.
            return _Known(None, (), self.unread.get(unit, "undecided"))
        return _Known(unit in figure.units, tuple(passages.get(unit, ())))

    def _is_there(self, test: Test) -> bool:
        if isinstance(test, FactTest):
            return test.question in self.asked
        if test.kind == "component":
            return test.id in self.components
        return (test.kind, test.id) in self.coded

    def _fact(self, test: FactTest, unit: str) -> _Known:
        asked = self.asked[test.question]
        seen = _seen(asked, test, unit)
        if seen is None:
            return _Known(None, (), "not_asked")
        holds = fact_holds(test, asked.question, seen.answer)
        why = seen.state if seen.state != "value" else "no_answer"
        return _Known(holds, (seen.reference,), "" if holds is not None else why)

    def _component(self, test: CodedTest, unit: str) -> _Known:
        cell = self.cells[test.id, unit]
        if cell.status not in JUDGED:
            return _Known(None, cell.answers, cell.status)
        return _Known((cell.status == test.state) is (test.comparison == "is"), cell.answers)


def find_indicators(
    material: Material,
    codes: Iterable[CodeFinding],
    themes: Iterable[ThemeFinding],
    boards: Iterable[ComponentBoard],
) -> tuple[IndicatorFinding, ...]:
    """Work out each indicator, in the order of ``indicators.yaml``, audience by audience.

    A rule that cannot be read, or that names what no audience was asked, gives nothing here:
    ``themer check`` names it.
    """
    if not material.indicators:
        return ()
    every = [
        _Units(material, audience, tuple(codes), tuple(themes), tuple(boards))
        for audience in material.audiences()
        if material.units(audience)
    ]
    return tuple(
        _finding(indicator, condition, units)
        for indicator in material.indicators
        if (condition := _read(indicator.rule)) is not None
        for units in every
        if indicator.audience in (None, units.audience) and units.are_asked(condition)
    )


def rules_left_out(
    material: Material, found: Iterable[IndicatorFinding]
) -> Iterator[tuple[str, str]]:
    """Say which indicators give nothing, in one audience or in any, and why.

    Args:
        material: The study.
        found: What its indicators give.

    Yields:
        The indicator, with its audience where that is the only one without it; and the reason.
    """
    given = {(one.indicator, one.audience) for one in found}
    for indicator in material.indicators:
        condition = _read(indicator.rule)
        if condition is None:
            yield indicator.id, "its rule cannot be read"
            continue
        named = dict.fromkeys(test for test in tests(condition) if isinstance(test, CodedTest))
        is_told = any(one == indicator.id for one, _ in given)
        for audience in material.audiences():
            retired = _retired_codes(material, audience)
            gone = [str(t) for t in named if t.kind != "theme" and t.id in retired]
            wanted = indicator.audience in (None, audience)
            if wanted and gone and (indicator.id, audience) not in given:
                is_told = True
                yield (
                    f"{indicator.id}@{audience}",
                    f"its rule names a retired code: {', '.join(gone)}",
                )
        if not is_told:
            yield indicator.id, "no audience has all that its rule names"


def _retired_codes(material: Material, audience: str) -> set[str]:
    books = {s.codebook for s in material.sets.values() if s.audience == audience and s.codebook}
    codes = [
        code for name in books & set(material.codebooks) for code in material.codebooks[name].codes
    ]
    current = {code.id for code in codes if code.retired_in is None}
    return {code.id for code in codes} - current


def run_of(findings: Iterable[IndicatorFinding], as_at: str | None) -> IndicatorRun:
    """Keep what the indicators are now, to be compared with another day.

    Args:
        findings: The indicators.
        as_at: The day of the latest sitting that counted.
    """
    found = {f"{one.indicator}@{one.audience}": one for one in findings}
    return IndicatorRun(
        {name: one.states for name, one in found.items()},
        {name: one.rule for name, one in found.items()},
        as_at,
    )


def compare(before: IndicatorRun, now: IndicatorRun) -> tuple[IndicatorChange, ...]:
    """List what differs between two runs, by indicator and unit.

    An indicator that gives nothing now, because its rule names a code that was retired, say, is
    *gone* in every unit. One that is new, or whose rule was changed, is not compared.
    """
    return tuple(
        IndicatorChange(indicator, unit, _kind(was, found), was, found)
        for indicator in sorted(before.states)
        if now.rules.get(indicator) in (None, before.rules.get(indicator))
        for unit, was, found in _differing(before.states[indicator], now.states.get(indicator, {}))
    )


def _differing(
    before: Mapping[str, UnitState], now: Mapping[str, UnitState]
) -> Iterator[tuple[str, UnitState | None, UnitState | None]]:
    for unit in sorted(before.keys() | now.keys()):
        was, found = before.get(unit), now.get(unit)
        if was != found:
            yield unit, was, found


def _kind(was: UnitState | None, now: UnitState | None) -> ChangeKind:
    if was is None:
        return "new"
    if now is None:
        return "gone"
    if now == "yes":
        return "came in"
    if was == "yes" and now == "no":
        return "went out"
    return "became known" if now == "no" else "no longer known"


def _read(rule: str) -> Condition | None:
    try:
        return parse(rule)
    except ConditionError:
        return None


def _finding(indicator: Indicator, condition: Condition, units: _Units) -> IndicatorFinding:
    named = tuple(dict.fromkeys(tests(condition)))
    states: dict[str, str] = {}
    answers: list[AnswerReference] = []
    in_part: list[str] = []
    for unit in units.units:
        known = {test: units.know(test, unit) for test in named}
        holds = decide(condition, {test: one.holds for test, one in known.items()}.__getitem__)
        missing = [one.why_not for one in known.values() if one.holds is None]
        if holds is None:
            states[unit] = missing[0]
            continue
        states[unit] = "yes" if holds else "no"
        in_part += [unit] if missing else []
        if holds:
            answers += _behind(known.values())
    apart_units = group_apart(states)
    return IndicatorFinding(
        id=f"indicator:{indicator.id}@{units.audience}",
        indicator=indicator.id,
        name=indicator.name,
        rule=indicator.rule,
        about=indicator.about,
        why=indicator.why,
        audience=units.audience,
        figure=make_figure(
            f"indicator:{indicator.id}",
            indicator.name,
            units.audience,
            counted=[unit for unit, state in states.items() if state == "yes"],
            base=[unit for unit, state in states.items() if state in ("yes", "no")],
            rule=RULE,
            answers=sort_references(answers),
            apart=counts_of(apart_units),
        ),
        apart_units=apart_units,
        in_part=tuple(in_part),
        questions=tuple(dict.fromkeys(t.question for t in named if isinstance(t, FactTest))),
    )


def _behind(known: Iterable[_Known]) -> Iterator[AnswerReference]:
    """Give the answers for which a rule holds; of one that only denies, all that it looked at."""
    decided = [one for one in known if one.holds is not None]
    holding = [one for one in decided if one.holds] or decided
    return (place for one in holding for place in one.answers)


def _seen(asked: AskedQuestion, test: FactTest, unit: str) -> Observation | None:
    """Give what counts of a unit for a test; of several numbers, the latest that has this one."""
    field = next((one for one in asked.question.answer.fields if one.id == test.field), None)
    return number_observations(asked, field).get(unit)


def _by_unit(
    passages: Iterable[CodedPassage | ThemePassageFound],
) -> dict[str, list[AnswerReference]]:
    found: dict[str, list[AnswerReference]] = {}
    for passage in passages:
        found.setdefault(passage.unit, []).append(passage.reference)
    return found
