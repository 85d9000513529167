"""Themes: how many units voice one, how many say otherwise, and the machine's candidates apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from themer.findings.coded import (
    CandidateFinding,
    ThemeCount,
    ThemeFinding,
    ThemePassageFound,
)
from themer.findings.counting import counts_of, make_figure, place_order
from themer.findings.figure import AnswerReference, Figure
from themer.findings.material import Material
from themer.findings.passages import (
    Place,
    Reading,
    Spoken,
    open_text,
    read_places,
    reading_of,
    spoken_answers,
)
from themer.model.recognising import Span, decided_groups
from themer.model.relocating import relocated
from themer.model.suggestion import SuggestedSegment
from themer.model.theme import CandidateTheme, Theme, ThemePassage

RULE = "prevalence-of-a-theme"
CANDIDATE_RULE = "candidate-themes"


@dataclass(frozen=True, slots=True)
class ThemeGround:
    """What themes are counted on; it stays the same while only the themes change."""

    spoken: dict[Place, Spoken]
    readings: dict[str, Reading]
    """By audience, of those with a unit."""
    segments: dict[str, tuple[SuggestedSegment, Spoken]]
    """The machine's, by id, as far as their answer counts."""


def ground_of(material: Material) -> ThemeGround:
    """Work out what themes are counted on."""
    spoken = spoken_answers(material)
    read = read_places(material, spoken)
    readings = {
        audience: reading_of(material, spoken, read, audience)
        for audience in material.audiences()
        if material.units(audience)
    }
    return ThemeGround(spoken, readings, segments_spoken(material, spoken))


def find_themes(material: Material) -> tuple[ThemeFinding, ...]:
    """Count the themes that people named, in the order of ``themes.yaml``."""
    ground = ground_of(material)
    return tuple(finding_of(theme, ground) for theme in material.themes if theme.status == "named")


def find_candidates(
    material: Material, ground: ThemeGround | None = None
) -> tuple[CandidateFinding, ...]:
    """Count the machine's groups that no person has named, merged or refused.

    Args:
        material: The study.
        ground: What it was counted on before, where only the themes changed since.
    """
    if material.candidate_themes is None:
        return ()
    spoken = spoken_answers(material) if ground is None else ground.spoken
    segments = segments_spoken(material, spoken) if ground is None else ground.segments
    groups = [
        spans_of_candidate(candidate, segments) for candidate in material.candidate_themes.themes
    ]
    decided = decided_groups(material.themes, material.candidate_themes, groups)
    return tuple(
        _candidate(material, candidate, segments, spoken)
        for candidate in material.candidate_themes.themes
        if candidate.id not in decided
    )


def segments_spoken(
    material: Material, spoken: Mapping[Place, Spoken]
) -> dict[str, tuple[SuggestedSegment, Spoken]]:
    """Collect the machine's segments whose answer still counts, by id."""
    return {
        segment.id: (segment, spoken[interview, segment.question])
        for interview, file in sorted(material.suggestions.items())
        for segment in file.segments
        if (interview, segment.question) in spoken
    }


def spans_of_candidate(
    candidate: CandidateTheme, segments: Mapping[str, tuple[SuggestedSegment, Spoken]]
) -> list[Span]:
    """List the places of a group's passages that are still there."""
    known = (segments[member.segment] for member in candidate.members if member.segment in segments)
    return [(said.interview, said.question, one.start, one.end) for one, said in known]


def locate(
    passages: tuple[ThemePassage, ...], spoken: Mapping[Place, Spoken]
) -> tuple[ThemePassageFound, ...]:
    """Find a theme's passages, word for word; those that have gone do not count."""
    found = []
    for passage in passages:
        said = spoken.get((passage.interview, passage.question))
        text = "" if said is None else said.answer.coded_text
        place = relocated(text, passage.start, passage.end, passage.text)
        if said is not None and place is not None:
            found.append(_found(said, *place))
    return _in_order(found)


def finding_of(theme: Theme, ground: ThemeGround) -> ThemeFinding:
    """Count one theme."""
    members = locate(theme.members, ground.spoken)
    contrary = locate(theme.contrary, ground.spoken)
    return ThemeFinding(
        id=theme.id,
        name=theme.name,
        statement=theme.statement,
        otherwise=theme.otherwise,
        interpretation=theme.interpretation,
        role=theme.role,
        confidence=theme.confidence,
        counts=tuple(
            _count(theme, audience, reading, members, contrary)
            for audience, reading in ground.readings.items()
        ),
        members=members,
        contrary=contrary,
        by_organisation={
            organisation: tuple(m for m in members if m.organisation == organisation)
            for organisation in sorted({member.organisation for member in members})
        },
    )


def _count(
    theme: Theme,
    audience: str,
    reading: Reading,
    members: tuple[ThemePassageFound, ...],
    contrary: tuple[ThemePassageFound, ...],
) -> ThemeCount:
    voicing = [passage for passage in members if passage.audience == audience]
    denying = [passage for passage in contrary if passage.audience == audience]
    voiced = {passage.unit for passage in voicing}
    denied = {passage.unit for passage in denying}

    def figure(part: str, units: set[str], passages: list[ThemePassageFound]) -> Figure:
        """Count the units of one side of the theme."""
        return make_figure(
            f"theme:{theme.id}{part}",
            theme.name,
            audience,
            counted=units,
            base=reading.read_units,
            rule=RULE,
            answers=(
                p.reference for p in passages if p.unit in units and p.unit in reading.read_units
            ),
            apart=counts_of(reading.apart_units),
        )

    return ThemeCount(
        audience,
        figure("", voiced, voicing),
        figure(":contrary", denied, denying),
        figure(":both", voiced & denied, voicing + denying),
        tuple(sorted((voiced | denied) - set(reading.read_units))),
    )


def _candidate(
    material: Material,
    candidate: CandidateTheme,
    segments: Mapping[str, tuple[SuggestedSegment, Spoken]],
    spoken: Mapping[Place, Spoken],
) -> CandidateFinding:
    def passages(ids: tuple[str, ...]) -> tuple[ThemePassageFound, ...]:
        """Find the passages of segments that are still there."""
        known = (segments[one] for one in ids if one in segments)
        return tuple(_found(said, segment.start, segment.end) for segment, said in known)

    members = _in_order(list(passages(tuple(member.segment for member in candidate.members))))
    return CandidateFinding(
        id=candidate.id,
        name=candidate.name,
        words=candidate.words,
        kept=candidate.kept,
        resamples=candidate.resamples,
        relation=candidate.relation,
        figures=tuple(
            make_figure(
                f"candidate:{candidate.id}",
                candidate.name,
                audience,
                counted={member.unit for member in members if member.audience == audience},
                base={said.unit for said in spoken.values() if said.audience == audience},
                rule=CANDIDATE_RULE,
                answers=(member.reference for member in members if member.audience == audience),
                machine_only=True,
            )
            for audience in material.audiences()
            if material.units(audience)
        ),
        members=members,
        exemplars=passages(candidate.exemplars),
        firm=candidate.firm,
        broader=candidate.broader,
    )


def _found(said: Spoken, start: int, end: int) -> ThemePassageFound:
    reference = AnswerReference(said.interview, said.question, start, end)
    return ThemePassageFound(
        reference,
        said.unit,
        said.organisation,
        said.audience,
        open_text(said.answer, reference),
    )


def _in_order(passages: list[ThemePassageFound]) -> tuple[ThemePassageFound, ...]:
    unique = {passage.reference: passage for passage in passages}
    return tuple(sorted(unique.values(), key=lambda passage: place_order(passage.reference)))
