"""Suggest codes for a study's segments, codebook by codebook."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Literal

from themer.coding.suggestions import Suggestions, TextForCoding, suggest
from themer.findings.material import Material
from themer.model.codebook import Codebook
from themer.model.suggestion import (
    Reason,
    SuggestedSegment,
    Suggestion,
    SuggestionsFile,
    SuggestionsHeader,
)
from themer.model.theme import MadeBy
from themer.segments import Segment
from themer.workflows.candidates import asked
from themer.workflows.judgements import judgements_of, read_segments
from themer.workflows.progress import Progress
from themer.workflows.vectors import Encode

MOST_SUGGESTIONS = 5
"""Codes kept for a segment: a person looks at a few, and the rest is never more likely."""
Calibration = Literal["shipped", "study", "none"]


def suggest_codes(
    material: Material,
    segments: Sequence[Segment],
    made_by: MadeBy,
    encode: Encode | None,
    progress: Progress,
) -> dict[str, SuggestionsFile]:
    """Suggest codes for every segment of the conversations that count.

    Args:
        material: The study.
        segments: Of the conversations that count.
        made_by: Program, model and settings.
        encode: Texts into vectors; None works with TF-IDF alone.
        progress: Told how far it has come.

    Returns:
        What is written for each interview, by its id.
    """
    suggested: dict[str, SuggestedSegment] = {}
    calibration: dict[str, Calibration] = {}
    for book in sorted(material.codebooks.values(), key=lambda book: book.id):
        own = [segment for segment in segments if _book_id(material, segment.interview) == book.id]
        if own:
            progress("Suggesting codes", 0, len(own))
            suggested |= _suggest_from(material, book, own, encode, calibration)
            progress("Suggesting codes", len(own), len(own))
    files: dict[str, SuggestionsFile] = {}
    for interview in material.counted():
        mine = [s for s in segments if s.interview == interview.id]
        header = SuggestionsHeader(
            schema="themer/suggestions/1",
            interview=interview.id,
            interview_sha256=hashlib.sha256("\0".join(s.id for s in mine).encode()).hexdigest(),
            made_by=made_by,
            calibration=calibration.get(_book_id(material, interview.id) or "", "none"),
        )
        files[interview.id] = SuggestionsFile(
            header, tuple(suggested.get(s.id, _without_codes(s)) for s in mine)
        )
    return files


def _suggest_from(
    material: Material,
    book: Codebook,
    segments: Sequence[Segment],
    encode: Encode | None,
    calibration: dict[str, Calibration],
) -> dict[str, SuggestedSegment]:
    texts: list[TextForCoding] = []
    for segment in segments:
        ask, linked = asked(material, segment)
        texts.append(TextForCoding(segment.id, segment.text, ask, linked))
    result = suggest(
        texts,
        book.current(),
        encode=encode,
        judgements=judgements_of(material.decisions, segments),
        read=read_segments(material, segments),
    )
    calibration[book.id] = result.calibration
    by_id = {segment.id: segment for segment in segments}
    return {
        segment.id: _suggested(result, row, segment, by_id) for row, segment in enumerate(segments)
    }


def _suggested(
    result: Suggestions, row: int, segment: Segment, by_id: Mapping[str, Segment]
) -> SuggestedSegment:
    suggestions = []
    for rank, code in enumerate(result.ranked(row)[:MOST_SUGGESTIONS], 1):
        reason = result.reason(row, code)
        nearest = by_id.get(reason.nearest or "")
        suggestions.append(
            Suggestion(
                code=result.codes[code],
                score=_rounded(result.scores[row, code]),
                confidence=_rounded(result.confidence[row, code]),
                rank=rank,
                reason=Reason(
                    start=segment.start + reason.start,
                    end=segment.start + reason.end,
                    words=reason.words,
                    nearest=None if nearest is None else nearest.id,
                ),
            )
        )
    return SuggestedSegment(
        segment.id,
        segment.question,
        segment.start,
        segment.end,
        segment.text,
        none=_rounded(result.none[row]),
        suggestions=tuple(suggestions),
    )


def _without_codes(segment: Segment) -> SuggestedSegment:
    return SuggestedSegment(
        segment.id, segment.question, segment.start, segment.end, segment.text, none=1.0
    )


def _rounded(number: float) -> float:
    """Keep three decimals, and no minus before nought."""
    return round(float(number), 3) + 0.0


def _book_id(material: Material, interview_id: str) -> str | None:
    found = next(i for i in material.counted() if i.id == interview_id)
    return material.sets[found.set.id].codebook
