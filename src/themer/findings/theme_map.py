"""Which themes lie in which codes, and which lie near each other: what a map of themes shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from themer.findings.coded import CodedPassage, ThemePassageFound
from themer.findings.material import Material
from themer.findings.passages import (
    Place,
    Spoken,
    accepted_passages,
    open_suggestions,
    spoken_answers,
)
from themer.model.recognising import Held, Span


@dataclass(frozen=True, slots=True)
class MapRow:
    """One theme or candidate on the map."""

    id: str
    name: str
    is_candidate: bool
    units: tuple[str, ...]
    """Sorted; as many as they are, so large it is drawn."""
    cells: Mapping[str, tuple[str, ...]]
    """By code: the units with a passage of it that carries the code, or, of a candidate, to which
    the code is suggested and nobody has decided; codes without one are left out."""


@dataclass(frozen=True, slots=True)
class ThemeMap:
    """Themes down, so that like ones stand together; codes across, the commonest first."""

    rows: tuple[MapRow, ...]
    codes: tuple[tuple[str, str], ...]
    """Id and name."""


Lanes = tuple[dict[str, Held], dict[str, Held]]
"""By code: the passages that carry it, and those to which it is suggested and left open."""


def lanes_of(material: Material, spoken: Mapping[Place, Spoken]) -> Lanes:
    """Find the passages of every code; no change of the themes changes them."""
    decided = {
        code: Held(_span(one) for one in passages)
        for code, passages in accepted_passages(material, spoken).items()
    }
    suggested = {
        code: Held((said.interview, said.question, one.start, one.end) for one, said in found)
        for code, found in open_suggestions(material, spoken).items()
    }
    return decided, suggested


def map_of(
    material: Material,
    rows: Iterable[tuple[str, str, bool, Sequence[ThemePassageFound]]],
    lanes: Lanes | None = None,
) -> ThemeMap:
    """Lay out themes by the codes that their passages carry.

    Args:
        material: The study.
        rows: Id, name, whether it is a candidate, and passages of each.
        lanes: The passages of the codes, where they were found before.

    Returns:
        The same in any order of the rows, ties going by id.
    """
    decided, suggested = lanes or lanes_of(material, spoken_answers(material))
    made = [
        MapRow(
            identity,
            name,
            is_candidate,
            tuple(sorted({one.unit for one in passages})),
            _cells(passages, (decided, suggested) if is_candidate else (decided,)),
        )
        for identity, name, is_candidate, passages in rows
    ]
    names = {code.id: code.name for book in material.codebooks.values() for code in book.codes}
    weight: dict[str, int] = {}
    for row in made:
        for code, units in row.cells.items():
            weight[code] = weight.get(code, 0) + len(units)
    codes = sorted(weight, key=lambda code: (-weight[code], code))
    return ThemeMap(_in_order(made), tuple((code, names.get(code, code)) for code in codes))


def likeness(one: MapRow, other: MapRow) -> float:
    """Say how alike two rows are: what their codes share, by units (Ruzicka's measure), 0 to 1."""
    codes = {*one.cells, *other.cells}
    pairs = [(len(one.cells.get(c, ())), len(other.cells.get(c, ()))) for c in codes]
    most = sum(max(pair) for pair in pairs)
    return sum(min(pair) for pair in pairs) / most if most else 0.0


def _in_order(rows: Sequence[MapRow]) -> tuple[MapRow, ...]:
    """Begin with the largest, and go on each time with what is most like the one before."""
    left = sorted(rows, key=lambda row: (row.is_candidate, -len(row.units), row.id))
    placed: list[MapRow] = []
    while left:
        themes = [row for row in left if not row.is_candidate] or left
        last = placed[-1] if placed else None
        best = themes[0]
        if last is not None and last.is_candidate == best.is_candidate:
            alike = last
            best = max(themes, key=lambda row: round(likeness(alike, row), 9))
        placed.append(best)
        left.remove(best)
    return tuple(placed)


def _cells(
    passages: Sequence[ThemePassageFound], codes: Iterable[Mapping[str, Held]]
) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for held in codes:
        for code, spans in held.items():
            units = {one.unit for one in passages if _span(one) in spans}
            if units:
                found.setdefault(code, set()).update(units)
    return {code: tuple(sorted(found[code])) for code in sorted(found)}


def _span(one: ThemePassageFound | CodedPassage) -> Span:
    reference = one.reference
    return reference.interview, reference.question, reference.start or 0, reference.end or 0
