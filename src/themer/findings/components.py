"""The component board: what is in place, developing, absent, or was not discussed, by unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from themer.findings.coded import (
    BoardCell,
    BoardRow,
    CellStatus,
    CodeFinding,
    ComponentBoard,
)
from themer.findings.codes import codes_of
from themer.findings.counting import (
    AskedQuestion,
    Observation,
    counts_of,
    group_apart,
    make_figure,
    observe,
    sort_references,
)
from themer.findings.figure import AnswerReference
from themer.findings.material import Material
from themer.model.codebook import STATUSES, Code
from themer.model.decision import Decision, in_time

RULE = "the-state-of-a-component"
STATE_OF_FACT: Mapping[str, CellStatus] = {
    "yes": "in_place",
    "partly": "developing",
    "no": "absent",
}
JUDGED: tuple[CellStatus, ...] = ("in_place", "developing", "absent")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What bears on a component in one unit."""

    asked: tuple[Observation, ...]
    """What the unit said to linked questions that were put to it."""
    speaking: tuple[Observation, ...]
    """Of these, the facts that say how it stands, by the printed rule."""
    passages: tuple[AnswerReference, ...]
    suggested: bool


def find_boards(material: Material, codes: Iterable[CodeFinding]) -> tuple[ComponentBoard, ...]:
    """Work out the state of every component in every unit, audience by audience."""
    by_code = {(finding.audience, finding.code): finding for finding in codes}
    words = status_decisions(material)
    boards = []
    for audience in material.audiences():
        units = material.units(audience)
        asked = observe(material, audience)
        components = [code for code in codes_of(material, audience) if code.component is not None]
        rows = tuple(
            _row(audience, code, units, asked, by_code[audience, code.id], words)
            for code in components
        )
        if rows:
            boards.append(ComponentBoard(audience, units, rows))
    return tuple(boards)


def state_from_facts(facts: Iterable[str]) -> CellStatus | None:
    """Propose a component's state from the facts that speak: alike, that; differing, developing.

    Args:
        facts: ``yes``, ``partly`` or ``no`` of the linked questions with ``role: strength``.
    """
    states = {STATE_OF_FACT[fact] for fact in facts}
    if not states:
        return None
    return states.pop() if len(states) == 1 else "developing"


def status_decisions(material: Material) -> dict[tuple[str, str], tuple[Decision, ...]]:
    """Give people's words on a component, by unit counted and code, the earliest first."""
    counted: dict[str, set[str]] = {}
    for interview in material.counted():
        counted.setdefault(interview.unit, set()).add(material.unit_of(interview))
    found: dict[tuple[str, str], list[Decision]] = {}
    for event in sorted(material.decisions, key=in_time):
        if event.action == "status" and event.unit and event.code and event.status in STATUSES:
            for unit in sorted(counted.get(event.unit, {event.unit})):
                found.setdefault((unit, event.code), []).append(event)
    return {key: tuple(events) for key, events in found.items()}


def speaks(asked: AskedQuestion, code: str) -> bool:
    """Say whether a question's fact decides on a component, by the printed rule."""
    question = asked.question
    return (
        question.role == "strength"
        and code in question.components
        and question.answer.type in ("yes_no", "yes_no_partly")
    )


def _row(
    audience: str,
    code: Code,
    units: tuple[str, ...],
    asked: tuple[AskedQuestion, ...],
    finding: CodeFinding,
    words: Mapping[tuple[str, str], tuple[Decision, ...]],
) -> BoardRow:
    cells = tuple(
        _cell(unit, code.id, _evidence(unit, code.id, asked, finding), words.get((unit, code.id)))
        for unit in units
    )
    base = [cell.unit for cell in cells if cell.status in JUDGED]
    apart = group_apart({c.unit: c.status for c in cells if c.status not in JUDGED})
    figures = tuple(
        make_figure(
            f"component:{code.id}:{status}",
            code.name,
            audience,
            counted=[cell.unit for cell in cells if cell.status == status],
            base=base,
            rule=RULE,
            answers=(a for cell in cells if cell.status == status for a in cell.answers),
            apart=counts_of(apart),
        )
        for status in JUDGED
    )
    return BoardRow(code.id, code.name, cells, figures)


def _evidence(
    unit: str, code: str, asked: tuple[AskedQuestion, ...], finding: CodeFinding
) -> Evidence:
    linked = [one for one in asked if code in one.question.components and unit in one.latest]
    return Evidence(
        asked=tuple(one.latest[unit] for one in linked if one.latest[unit].was_asked),
        speaking=tuple(
            one.latest[unit]
            for one in linked
            if speaks(one, code) and one.latest[unit].state == "value"
        ),
        passages=tuple(p.reference for p in finding.passages if p.unit == unit),
        suggested=unit in finding.suggested.units,
    )


def _cell(
    unit: str, code: str, evidence: Evidence, words: tuple[Decision, ...] | None
) -> BoardCell:
    if words:
        latest = words[-1]
        reason = latest.reason or "no reason noted"
        behind = [*evidence.passages, *(seen.reference for seen in evidence.speaking)]
        for status in (*JUDGED, "not_discussed"):
            if latest.status == status:
                return _made(unit, code, status, reason, behind, evidence, latest.coder)
    proposed = state_from_facts(str(seen.fact) for seen in evidence.speaking)
    if proposed is not None:
        said = ", ".join(f"{seen.question}: {seen.fact}" for seen in evidence.speaking)
        behind = [seen.reference for seen in evidence.speaking]
        return _made(unit, code, proposed, said, behind, evidence)
    if evidence.passages:
        reason = "passages carry the code, and nobody has judged the state"
        return _made(unit, code, "discussed", reason, evidence.passages, evidence)
    if evidence.asked:
        reason = "a linked question was asked, and no fact says how it stands"
        behind = [seen.reference for seen in evidence.asked]
        return _made(unit, code, "discussed", reason, behind, evidence)
    reason = "no linked question was asked and no passage carries the code"
    return _made(unit, code, "not_discussed", reason, (), evidence)


def _made(
    unit: str,
    code: str,
    status: CellStatus,
    reason: str,
    answers: Iterable[AnswerReference],
    evidence: Evidence,
    coder: str | None = None,
) -> BoardCell:
    return BoardCell(
        unit=unit,
        component=code,
        status=status,
        decided_by="rule" if coder is None else "person",
        coder=coder,
        reason=reason,
        answers=sort_references(answers),
        suggested=evidence.suggested,
    )
