"""Shares of all answers of a study, estimated where the answers that people read were drawn."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from math import fsum, prod

from themer.findings.codes import codes_of, read_too_early
from themer.findings.counting import sort_references
from themer.findings.figure import AnswerReference
from themer.findings.material import Material
from themer.findings.passages import (
    Place,
    Spoken,
    accepted_passages,
    read_places,
    spoken_answers,
)
from themer.findings.prevalence import ReadAnswer, ShareEstimate, estimated_share
from themer.model.dealing import dealt
from themer.model.sample import Sample

RULE = "the-share-of-all-answers"


@dataclass(frozen=True, slots=True)
class WhyNot:
    """A sentence on why no share is estimated, and its numbers, which a report has to trace."""

    words: str
    """With the names of numbers in braces."""
    numbers: Mapping[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.words.format(**self.numbers)


@dataclass(frozen=True, slots=True)
class CodeShare:
    """How common a code is among the answers of an audience."""

    code: str
    name: str
    estimate: ShareEstimate | None
    """None where the drawn answers were not all read since the code is there."""
    found: tuple[AnswerReference, ...]
    """The drawn answers that carry it."""


@dataclass(frozen=True, slots=True)
class AudienceShares:
    """The answers of one audience of which people have read a part, and what that part tells."""

    audience: str
    answers: int
    """Answers with words; where some were drawn, those that there were then."""
    read: int
    """How many of these people read to their end."""
    drawn: int
    """How many of these were drawn."""
    later: int
    """Answers of conversations that began after the drawing, which is not about them."""
    with_machine: bool
    """Whether the machine's expectations were there to be leaned on."""
    why_not: WhyNot | None
    """Why nothing is estimated; None where something is."""
    codes: tuple[CodeShare, ...]


def find_shares(material: Material) -> tuple[AudienceShares, ...]:
    """Estimate shares, audience by audience; one that is read to its end, or not at all, has none.

    The answers estimated are those that there were when the sample was drawn.
    """
    spoken = spoken_answers(material)
    read = read_places(material, spoken)
    found = []
    for audience in material.audiences():
        here = {place: said for place, said in spoken.items() if said.audience == audience}
        if read & here.keys() and not here.keys() <= read:
            found.append(_shares(material, audience, here, read))
    return tuple(found)


def _shares(
    material: Material, audience: str, here: Mapping[Place, Spoken], read: set[Place]
) -> AudienceShares:
    sample = material.sample
    places, drawn = set(here), set[Place]()
    if sample is not None:
        places -= _later(material, here, sample)
        drawn = set(sample.places()) & places
    why_not = _why_not(material, audience, places, drawn, read)
    expected = _expected(material, places)
    return AudienceShares(
        audience=audience,
        answers=len(places),
        read=len(places & read),
        drawn=len(drawn),
        later=len(here) - len(places),
        with_machine=expected is not None,
        why_not=why_not,
        codes=() if why_not else _codes(material, audience, here, places, drawn, read, expected),
    )


def _later(material: Material, here: Mapping[Place, Spoken], sample: Sample) -> set[Place]:
    began = {
        interview.id: min((sitting.date for sitting in interview.sittings), default=None)
        for interview in material.interviews
    }
    day = sample.at.date()
    return {place for place in here if (first := began[place[0]]) is not None and first > day}


def _why_not(
    material: Material,
    audience: str,
    places: Collection[Place],
    drawn: set[Place],
    read: set[Place],
) -> WhyNot | None:
    sample = material.sample
    if sample is None:
        return WhyNot("They were not drawn at random, so no share of all answers is estimated.")
    if not drawn:
        return WhyNot("None of them was drawn at random, so no share of all answers is estimated.")
    known = sum(one.answers for one in sample.strata if one.audience == audience)
    if len(places) > known:
        return WhyNot(
            "The sample was drawn from {known} answers and no longer stands for all, so no share "
            "of them is estimated.",
            {"known": known},
        )
    if left := len(drawn - read):
        return WhyNot(
            "Answers that were drawn at random: {drawn}; of these still to be read to the end: "
            "{left}. Until then no share of all answers is estimated.",
            {"drawn": len(drawn), "left": left},
        )
    if len(drawn) < material.study.percent_from:
        return WhyNot(
            "Answers that were drawn at random: {drawn}; below {least} no share of all answers is "
            "estimated.",
            {"drawn": len(drawn), "least": material.study.percent_from},
        )
    return None


def _codes(
    material: Material,
    audience: str,
    here: Mapping[Place, Spoken],
    places: set[Place],
    drawn: set[Place],
    read: set[Place],
    expected: Mapping[Place, Mapping[str, float]] | None,
) -> tuple[CodeShare, ...]:
    carrying: dict[str, set[Place]] = {
        code: {(p.reference.interview, p.reference.question) for p in passages}
        for code, passages in accepted_passages(material, dict(here)).items()
    }
    early = read_too_early(material)
    folds = dealt("/".join(place) for place in drawn)
    found = []
    for code in codes_of(material, audience):
        carry, seen = carrying.get(code.id, set()), read - early.get(code.id, set())

        def expects(place: Place, code_id: str = code.id) -> float:
            """Say how surely the machine expects the code in an answer that it did not learn."""
            return expected[place].get(code_id, 0.0) if expected is not None else 0.0

        estimate = None
        if drawn <= seen:
            others = places - drawn
            known = others & seen
            estimate = estimated_share(
                [
                    ReadAnswer(place in carry, expects(place), folds["/".join(place)])
                    for place in sorted(drawn)
                ],
                unread=len(others),
                expected=fsum(map(expects, others)) / len(others) if others else 0.0,
                known=(len(known & carry), len(known - carry)),
            )
        references = sort_references(AnswerReference(*place) for place in carry & drawn)
        found.append(CodeShare(code.id, code.name, estimate, references))
    return tuple(found)


def _expected(
    material: Material, places: Collection[Place]
) -> dict[Place, dict[str, float]] | None:
    """Give how likely each answer carries each code: that one of its segments does.

    None where the machine has not said it of every answer.
    """
    by_place: dict[Place, list[Mapping[str, float]]] = {}
    for interview, file in material.suggestions.items():
        for segment in file.segments:
            if segment.unseen:
                by_place.setdefault((interview, segment.question), []).append(segment.unseen)
    if not places or not all(place in by_place for place in places):
        return None
    found: dict[Place, dict[str, float]] = {}
    for place in places:
        codes = {code for said in by_place[place] for code in said}
        found[place] = {
            code: 1 - prod(1 - said.get(code, 0.0) for said in by_place[place]) for code in codes
        }
    return found
