"""Suggest codes for a study's segments, codebook by codebook."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from themer.coding.suggestions import Grounds, Suggestions, grounds_of, suggest_on
from themer.coding.texts import TextForCoding
from themer.coding.unseen import unseen_confidence
from themer.findings.material import Material
from themer.model.codebook import Codebook
from themer.model.interview import Interview
from themer.model.suggestion import (
    Reason,
    SuggestedSegment,
    Suggestion,
    SuggestionsFile,
    SuggestionsHeader,
)
from themer.model.theme import MadeBy
from themer.segments import Segment
from themer.workflows.analysis.candidates import asked
from themer.workflows.analysis.vectors import Encode
from themer.workflows.coding.judgements import judgements_of, read_segments
from themer.workflows.progress import Progress

MOST_SUGGESTIONS = 5
"""Codes kept for a segment: a person looks at a few, and the rest is never more likely."""
NEXT_TO_NOTHING = 0.005
"""Likelihoods below this are not kept: they are most of a large codebook's."""
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
    books = _books_by_interview(material)
    suggested: dict[str, SuggestedSegment] = {}
    calibration: dict[str | None, Calibration] = {}
    for book in read_books(material, segments, encode, progress):
        result = book.suggest(material)
        calibration[book.id] = result.calibration
        suggested |= {s.id: book.segment(result, row) for row, s in enumerate(book.segments)}
        for row, unseen in enumerate(book.unseen(material)):
            identity = book.segments[row].id
            suggested[identity] = replace(suggested[identity], unseen=unseen)
        progress("Suggesting codes", len(book.segments), len(book.segments))
    by_interview: dict[str, list[Segment]] = {}
    for segment in segments:
        by_interview.setdefault(segment.interview, []).append(segment)
    files: dict[str, SuggestionsFile] = {}
    for interview in material.counted():
        mine = by_interview.get(interview.id, [])
        header = SuggestionsHeader(
            schema="themer/suggestions/1",
            interview=interview.id,
            interview_sha256=hashlib.sha256("\0".join(s.id for s in mine).encode()).hexdigest(),
            made_by=made_by,
            calibration=calibration.get(books[interview.id], "none"),
        )
        files[interview.id] = SuggestionsFile(
            header, tuple(suggested.get(s.id, _without_codes(s)) for s in mine)
        )
    return files


class BookOfSegments:
    """The segments that are coded from one codebook, read once for every decision to come.

    Args:
        book: The codebook.
        segments: Those of conversations whose question set points to it.
        grounds: The segments, in their order, with the codes that may be given.
    """

    def __init__(self, book: Codebook, segments: Sequence[Segment], grounds: Grounds) -> None:
        self.id = book.id
        self.segments = tuple(segments)
        self.grounds = grounds
        self._by_id = {segment.id: segment for segment in segments}

    def suggest(self, material: Material) -> Suggestions:
        """Suggest codes from what was decided in a study."""
        judgements = judgements_of(material.decisions, self.segments)
        read = read_segments(material, self.segments)
        return suggest_on(self.grounds, judgements=judgements, read=read)

    def unseen(self, material: Material) -> Sequence[Mapping[str, float]]:
        """Say of each segment how likely the codes are to a machine that learned nothing from it.

        Shares of all answers are estimated with it, so it is for studies where answers were drawn
        and something is decided; else none, because it costs four times what suggesting does.
        """
        judgements = judgements_of(material.decisions, self.segments)
        if material.sample is None or not judgements:
            return ()
        answers = {s.id: f"{s.interview}/{s.question}" for s in self.segments}
        found = unseen_confidence(self.grounds, judgements, owner=answers.__getitem__)
        return [_likely(self.grounds.codes, row) for row in found]

    def segment(self, result: Suggestions, row: int) -> SuggestedSegment:
        """Give a segment with what is suggested for it, and why."""
        return _suggested(result, row, self.segments[row], self._by_id)


def read_books(
    material: Material,
    segments: Sequence[Segment],
    encode: Encode | None,
    progress: Progress,
) -> Iterator[BookOfSegments]:
    """Read the segments of each codebook; codebooks without segments are left out.

    Args:
        material: The study.
        segments: Of the conversations that count.
        encode: Texts into vectors; None works with TF-IDF alone.
        progress: Told how far it has come.
    """
    books = _books_by_interview(material)
    interviews = {interview.id: interview for interview in material.interviews}
    for book in sorted(material.codebooks.values(), key=lambda book: book.id):
        own = [segment for segment in segments if books[segment.interview] == book.id]
        if not own:
            continue
        progress("Suggesting codes", 0, len(own))
        texts = (_text(material, interviews[segment.interview], segment) for segment in own)
        grounds = grounds_of(tuple(texts), book.current(), encode=encode)
        yield BookOfSegments(book, own, grounds)


def _text(material: Material, interview: Interview, segment: Segment) -> TextForCoding:
    ask, linked = asked(material, interview, segment.question)
    return TextForCoding(segment.id, segment.text, ask, linked)


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


def _likely(codes: Sequence[str], row: Sequence[float]) -> dict[str, float]:
    """Give the codes that are not next to nothing, and always the likeliest."""
    least = min(NEXT_TO_NOTHING, max(row))
    return {code: _rounded(value) for code, value in zip(codes, row, strict=True) if value >= least}


def _without_codes(segment: Segment) -> SuggestedSegment:
    return SuggestedSegment(
        segment.id, segment.question, segment.start, segment.end, segment.text, none=1.0
    )


def _rounded(number: float) -> float:
    """Keep three decimals, and no minus before nought."""
    return round(float(number), 3) + 0.0


def _books_by_interview(material: Material) -> dict[str, str | None]:
    return {i.id: material.sets[i.set.id].codebook for i in material.counted()}
