"""How the components stand in one unit, as a coder judges them: facts, proposal, what holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from themer.findings.coded import BoardCell, CodeFinding
from themer.findings.codes import codes_of, find_codes
from themer.findings.components import find_boards, speaks
from themer.findings.counting import AskedQuestion, observe
from themer.findings.material import Material
from themer.model.codebook import Code
from themer.model.interview import Interview
from themer.model.question_set import Question
from themer.workflows.codebook.desk import judgements_touched

_WITHOUT_FACT = ("discussed", "not_discussed")
"""What the rule says of a component on which no fact speaks."""


@dataclass(frozen=True, slots=True)
class FactHere:
    """A fact that says how a component stands."""

    question: Question
    fact: str
    """``yes``, ``partly`` or ``no``."""


@dataclass(frozen=True, slots=True)
class ComponentHere:
    """A component in one unit."""

    code: Code
    facts: tuple[FactHere, ...]
    proposed: BoardCell
    """What the printed rule says, were there no person's word."""
    holds: BoardCell
    """What a report would say today."""
    again: str = ""
    """Why the coder should judge it again, since its code was changed; empty where they should
    not."""

    @property
    def is_to_judge(self) -> bool:
        """Whether no fact speaks and no person has said a word, or the coder's own word waits."""
        return is_to_judge(self.holds) or bool(self.again)


def is_to_judge(cell: BoardCell) -> bool:
    """Say whether neither a person nor a fact says how a component stands in a unit."""
    return cell.decided_by == "rule" and cell.status in _WITHOUT_FACT


def count_to_judge(material: Material, coder: str) -> int:
    """Count components, unit by unit, that a coder has left to judge, or to judge again."""
    again = judgements_touched(material, coder)
    boards = find_boards(material, find_codes(material))
    cells = (cell for board in boards for row in board.rows for cell in row.cells)
    return sum(is_to_judge(cell) or (cell.unit, cell.component) in again for cell in cells)


def components_of(
    material: Material, interview: Interview, coder: str
) -> tuple[ComponentHere, ...]:
    """Say how each component stands in the unit that an interview counts for.

    Args:
        material: The study, with the decisions that hold now.
        interview: One that counts.
        coder: Whose judgements may wait since a code was changed.

    Returns:
        The components in the order of the codebook; none where it judges none.
    """
    audience, unit = material.audience_of(interview), material.unit_of(interview)
    material = _of_unit(material, unit)
    by_rule = tuple(event for event in material.decisions if event.action != "status")
    codes = find_codes(material)  # which no word on a component changes
    holds = _cells(material, codes, audience, unit)
    proposed = _cells(replace(material, decisions=by_rule), codes, audience, unit)
    asked = observe(material, audience)
    again = judgements_touched(material, coder)
    return tuple(
        ComponentHere(
            code,
            _facts(asked, code.id, unit),
            proposed[code.id],
            holds[code.id],
            again.get((unit, code.id), ""),
        )
        for code in codes_of(material, audience)
        if code.id in holds
    )


def _of_unit(material: Material, unit: str) -> Material:
    """Leave one unit of a study: its board says the same, and takes a fraction of the time."""
    interviews = tuple(i for i in material.counted() if material.unit_of(i) == unit)
    ids = {interview.id for interview in interviews}
    return replace(
        material,
        interviews=interviews,
        decisions=tuple(
            event
            for event in material.decisions
            if event.interview in ids or event.action == "status"
        ),
        suggestions={key: file for key, file in material.suggestions.items() if key in ids},
    )


def _cells(
    material: Material, codes: Iterable[CodeFinding], audience: str, unit: str
) -> Mapping[str, BoardCell]:
    return {
        cell.component: cell
        for board in find_boards(material, codes)
        if board.audience == audience
        for row in board.rows
        for cell in row.cells
        if cell.unit == unit
    }


def _facts(asked: tuple[AskedQuestion, ...], code: str, unit: str) -> tuple[FactHere, ...]:
    return tuple(
        FactHere(one.question, str(one.latest[unit].fact))
        for one in asked
        if speaks(one, code) and unit in one.latest and one.latest[unit].state == "value"
    )
