"""A large study in parts: codes are suggested by comparing a conversation with those of its part.

What is suggested follows from all that is compared, so in one whole every edit would change every
suggestion, and neighbours cost the square of the passages. Beyond a bound conversations are dealt
into parts by the hash of their names; each is analysed as a study of its size is, together with
what people decided elsewhere. An edit then concerns its own part alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from themer.findings.material import Material
from themer.segments import Segment
from themer.themes.sampled import MOST_TOGETHER
from themer.workflows.coding.judgements import judgements_of, read_segments

MOST_IN_PART = 3_000
"""Segments of a part, on the mean; a part has half as many at least."""
MOST_LENT = 1_000
"""Segments that people decided on in other parts, and that are learned from in each."""


@dataclass(frozen=True, slots=True)
class Part:
    """Conversations that are compared with each other."""

    material: Material
    """The study with these conversations alone, and those that lend decided segments."""
    own: frozenset[str]
    """The conversations that suggestions are made for."""
    segments: tuple[Segment, ...]
    """Of ``own``, and those lent."""


def parts_of(material: Material, segments: Sequence[Segment]) -> list[Part]:
    """Deal the conversations that count into parts; a study of a usual size is one.

    Args:
        material: The study.
        segments: Of the conversations that count.
    """
    ids = frozenset(interview.id for interview in material.counted())
    if len(segments) <= MOST_TOGETHER:
        return [Part(material, ids, tuple(segments))]
    count = 1
    while len(segments) > MOST_IN_PART * count:
        count *= 2  # a few passages more or fewer deal nothing anew, until they double
    dealt: dict[int, set[str]] = {}
    for name in ids:
        dealt.setdefault(_number(name) % count, set()).add(name)
    by_interview: dict[str, list[int]] = {}
    for place, segment in enumerate(segments):
        by_interview.setdefault(segment.interview, []).append(place)
    known = _known(material, segments)
    lendable = sorted(
        (place for place, segment in enumerate(segments) if segment.id in known),
        key=lambda place: segments[place].id,
    )
    found = []
    for number in sorted(dealt):
        own = frozenset(dealt[number])
        lent = [place for place in lendable if segments[place].interview not in own][:MOST_LENT]
        mine = (place for name in own for place in by_interview.get(name, ()))
        found.append(_part(material, own, [segments[at] for at in sorted({*mine, *lent})]))
    return found


def _part(material: Material, own: frozenset[str], segments: Sequence[Segment]) -> Part:
    names = own | {segment.interview for segment in segments}
    inside = tuple(i for i in material.interviews if i.id in names)
    return Part(replace(material, interviews=inside), own, tuple(segments))


def _known(material: Material, segments: Sequence[Segment]) -> frozenset[str]:
    """Give the segments of which people said what fits, or read that nothing does."""
    if not material.decisions:
        return frozenset()
    judged = {judgement.text for judgement in judgements_of(material.decisions, segments)}
    return read_segments(material, segments) | judged


def _number(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
