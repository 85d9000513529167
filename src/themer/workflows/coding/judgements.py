"""What people decided, told as judgements about segments, for the machine to learn from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from themer.coding.texts import Judgement
from themer.findings.material import Material
from themer.findings.passages import read_places, spoken_answers
from themer.model.decision import Decision, in_force
from themer.segments import Segment


def judgements_of(decisions: Iterable[Decision], segments: Sequence[Segment]) -> list[Judgement]:
    """Tell decisions about passages as judgements about the segments that they lie in.

    A person may choose any span, so a decision counts for the segment that it shares most with. One
    coder's *accept* outweighs another's *refuse*: the passage carries the code for somebody.

    Args:
        decisions: Those that stand; what an adjudication decided against is left out.
        segments: The segments of today.

    Returns:
        At most one judgement for a segment and a code, sorted.
    """
    by_answer: dict[tuple[str, str], list[Segment]] = {}
    for segment in segments:
        by_answer.setdefault((segment.interview, segment.question), []).append(segment)
    found: dict[tuple[str, str], bool] = {}
    for decision in in_force(decisions):
        if decision.action not in ("accept", "refuse") or decision.code is None:
            continue
        here = by_answer.get((decision.interview or "", decision.question or ""), [])
        nearest = max(here, key=lambda segment: _shared(decision, segment), default=None)
        if nearest is None or not _shared(decision, nearest):
            continue
        key = (nearest.id, decision.code)
        found[key] = found.get(key, False) or decision.action == "accept"
    return [Judgement(text, code, accepted) for (text, code), accepted in sorted(found.items())]


def read_segments(material: Material, segments: Iterable[Segment]) -> frozenset[str]:
    """Give the segments of answers that somebody read to the end, and that still say the same."""
    if not material.decisions:  # in a large study it costs a second to find that nobody read
        return frozenset()
    places = read_places(material, spoken_answers(material))
    return frozenset(s.id for s in segments if (s.interview, s.question) in places)


def _shared(decision: Decision, segment: Segment) -> int:
    """Count the characters that a decision's passage and a segment have in common."""
    if decision.start is None or decision.end is None:
        return 0
    return max(0, min(decision.end, segment.end) - max(decision.start, segment.start))
