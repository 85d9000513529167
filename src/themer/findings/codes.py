"""Prevalence of codes, by people's decisions; the machine's suggestions are counted apart."""

from __future__ import annotations

from themer.findings.coded import CodeFinding
from themer.findings.counting import counts_of, make_figure
from themer.findings.figure import AnswerReference, Figure
from themer.findings.looking_again import reading_again
from themer.findings.material import Material
from themer.findings.passages import (
    Place,
    Spoken,
    accepted_passages,
    disagreements,
    open_suggestions,
    read_places,
    reading_of,
    spoken_answers,
)
from themer.model.codebook import Code
from themer.model.suggestion import SuggestedSegment

RULE = "prevalence-of-a-code"
SUGGESTED_RULE = "what-the-machine-suggests"


def codes_of(material: Material, audience: str) -> tuple[Code, ...]:
    """List the codes that may be given to an audience's answers, retired ones left out."""
    books = {s.codebook for s in material.sets.values() if s.audience == audience and s.codebook}
    found: dict[str, Code] = {}
    for book in sorted(books & set(material.codebooks)):
        for code in material.codebooks[book].current():
            found.setdefault(code.id, code)
    return tuple(found.values())


def find_codes(material: Material) -> tuple[CodeFinding, ...]:
    """Count every code, audience by audience, in the order of the codebook."""
    spoken = spoken_answers(material)
    read = read_places(material, spoken)
    passages = accepted_passages(material, spoken)
    differing = disagreements(material, spoken)
    suggested = open_suggestions(material, spoken)
    early = read_too_early(material)
    found = []
    for audience in material.audiences():
        of_all = reading_of(material, spoken, read, audience)
        for code in codes_of(material, audience):
            reading = of_all
            if code.id in early:
                reading = reading_of(material, spoken, read - early[code.id], audience)
            here = tuple(
                p for p in passages.get(code.id, ()) if _audience(spoken, p.reference) == audience
            )
            units = {passage.unit for passage in here}
            found.append(
                CodeFinding(
                    code=code.id,
                    name=code.name,
                    audience=audience,
                    figure=make_figure(
                        f"code:{code.id}",
                        code.name,
                        audience,
                        counted=units,
                        base=reading.read_units,
                        rule=RULE,
                        answers=(p.reference for p in here if p.unit in reading.read_units),
                        apart=counts_of(reading.apart_units),
                    ),
                    so_far=tuple(sorted(units - set(reading.read_units))),
                    suggested=_suggested(code, audience, spoken, suggested.get(code.id, ())),
                    passages=here,
                    disagreements=tuple(
                        d
                        for d in differing.get(code.id, ())
                        if _audience(spoken, d.reference) == audience
                    ),
                )
            )
    return tuple(found)


def read_too_early(material: Material) -> dict[str, set[tuple[str, str]]]:
    """Give the answers in which nobody could look for a code, since it was not there yet."""
    found: dict[str, set[tuple[str, str]]] = {}
    for by_code in reading_again(material).values():
        for code, places in by_code.items():
            found.setdefault(code, set()).update(places)
    return found


def _suggested(
    code: Code,
    audience: str,
    spoken: dict[Place, Spoken],
    segments: tuple[tuple[SuggestedSegment, Spoken], ...],
) -> Figure:
    here = [(segment, said) for segment, said in segments if said.audience == audience]
    return make_figure(
        f"suggested:{code.id}",
        code.name,
        audience,
        counted={said.unit for _, said in here},
        base={said.unit for said in spoken.values() if said.audience == audience},
        rule=SUGGESTED_RULE,
        answers=(
            AnswerReference(said.interview, said.question, segment.start, segment.end)
            for segment, said in here
        ),
        machine_only=True,
    )


def _audience(spoken: dict[Place, Spoken], where: AnswerReference) -> str:
    return spoken[where.interview, where.question].audience
