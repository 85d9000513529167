"""Strengths and challenges apart: in facts, in coded passages and in themes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from themer.findings.coded import CodeFinding, RoleFinding, ThemeFinding
from themer.findings.counting import make_figure
from themer.findings.figure import Figure
from themer.findings.material import Material
from themer.findings.recorded import FactFinding

RULE = "strengths-and-challenges"
Side = Literal["strength", "challenge"]
SIDES: tuple[Side, ...] = ("strength", "challenge")


def find_roles(
    material: Material,
    facts: tuple[FactFinding, ...],
    codes: tuple[CodeFinding, ...],
    themes: tuple[ThemeFinding, ...],
) -> tuple[RoleFinding, ...]:
    """List what speaks of a strength, and what of a challenge, for each audience."""
    return tuple(
        RoleFinding(
            role=side,
            audience=audience,
            facts=_largest_first(_of_facts(side, audience, facts)),
            codes=_largest_first(_of_codes(side, audience, codes)),
            themes=_largest_first(
                count.voiced
                for theme in themes
                for count in theme.counts
                if theme.role == side and count.audience == audience
            ),
        )
        for audience in material.audiences()
        if material.units(audience)
        for side in SIDES
    )


def _of_facts(side: Side, audience: str, facts: tuple[FactFinding, ...]) -> Iterable[Figure]:
    for fact in facts:
        if fact.role != side or fact.audience != audience:
            continue
        if fact.kind == "multi_choice":
            yield from fact.rows
        elif fact.kind in ("yes_no", "yes_no_partly"):
            yield from (row for row in (fact.row("yes"),) if row is not None)


def _of_codes(side: Side, audience: str, codes: tuple[CodeFinding, ...]) -> Iterable[Figure]:
    for code in codes:
        if code.audience != audience:
            continue
        passages = [passage for passage in code.passages if passage.direction == side]
        base = code.figure.base_units
        yield make_figure(
            f"code:{code.code}:{side}",
            code.name,
            audience,
            counted={passage.unit for passage in passages},
            base=base,
            rule=RULE,
            answers=(passage.reference for passage in passages if passage.unit in base),
            apart=code.figure.apart,
        )


def _largest_first(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    return tuple(sorted((f for f in figures if f.k), key=lambda f: (-f.k, f.id)))
