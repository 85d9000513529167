"""What was spoken of in each part of the conversation: where people were, say, and want to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from themer.findings.coded import CodeFinding
from themer.findings.figure import Figure
from themer.report.marked_text import say
from themer.report.printing import started
from themer.report.source import Source

RULE = "a-part-of-the-conversation"
MOST_CODES = 4


@dataclass(frozen=True, slots=True)
class Part:
    """Sections of the question sets whose titles begin alike, up to a colon."""

    title: str
    questions: Mapping[str, frozenset[str]]
    """Audience → its questions in this part that may be shown."""


def parts(source: Source) -> list[dict[str, Any]]:
    """Give each part: its title, and what was spoken of most in it."""
    found: list[dict[str, Any]] = []
    for number, part in enumerate(_parts(source), 1):
        spoken = [_spoken(source, part, number, audience) for audience in part.questions]
        found.append(
            {
                "title": part.title,
                "spoken": [one for one in spoken if one["codes"]],
            }
        )
    return found


def _parts(source: Source) -> tuple[Part, ...]:
    """Put sections together by their titles, in the order of the first question set that has it."""
    gathered: dict[str, dict[str, set[str]]] = {}
    for audience in source.material.audiences():
        for one in source.material.sets.values():
            if one.audience != audience:
                continue
            for section in one.sections:
                title = section.title.partition(":")[0].strip()
                shown = {q.id for q in section.questions if source.may_show(q.id)}
                gathered.setdefault(title, {}).setdefault(audience, set()).update(shown)
    return tuple(
        Part(title, {audience: frozenset(ids) for audience, ids in by_audience.items()})
        for title, by_audience in gathered.items()
    )


def _spoken(source: Source, part: Part, number: int, audience: str) -> dict[str, Any]:
    """Name the codes that most units of an audience spoke of in a part, each with its count."""
    figures = [
        (code, _figure(source, part, number, code))
        for code in source.findings.codes
        if code.audience == audience
    ]
    shown = [(c, f) for c, f in figures if f.k and source.printer.is_shown(f)]
    ranked = sorted(shown, key=lambda pair: (-pair[1].k, pair[0].code))[:MOST_CODES]
    return {
        "audience": started(source.printer.noun(audience, 2)),
        "codes": [
            say("{name}: {count}", name=code.name, count=source.printer.counted(figure))
            for code, figure in ranked
        ],
    }


def _figure(source: Source, part: Part, number: int, code: CodeFinding) -> Figure:
    """Count the units with a passage of a code in a part, of those with words there."""
    questions = part.questions[code.audience]
    answered = {
        source.material.unit_of(interview)
        for interview in source.material.counted()
        if source.material.audience_of(interview) == code.audience
        for question in questions
        if (answer := interview.answers.get(question)) is not None and answer.noted
    }
    base = tuple(unit for unit in code.figure.base_units if unit in answered)
    passages = [
        one for one in code.passages if one.reference.question in questions and one.unit in base
    ]
    units = tuple(sorted({one.unit for one in passages}))
    return Figure(
        id=f"part:{number}:{code.code}@{code.audience}",
        label=f"{part.title}: {code.name}",
        audience=code.audience,
        k=len(units),
        n=len(base),
        rule=RULE,
        units=units,
        base_units=base,
        answers=tuple(sorted((one.reference for one in passages), key=lambda one: one.key)),
    )
