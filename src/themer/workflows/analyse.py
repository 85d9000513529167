"""``themer analyse``: segments, suggestions and candidate themes, written for people to decide on.

It writes ``coding/machine/`` and nothing else; what a person decided is read, and never written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from themer.findings.material import Material
from themer.model.codebook import Codebook
from themer.model.suggestion import (
    Reason,
    SuggestedSegment,
    Suggestion,
    SuggestionsFile,
    SuggestionsHeader,
)
from themer.model.theme import CandidateThemes, MadeBy
from themer.segments import Segment, segments_of
from themer.storage.study_folder import StudyFolder
from themer.workflows.judgements import judgements_of
from themer.workflows.material import load_material
from themer.workflows.progress import Progress, silent
from themer.workflows.vectors import Encode, encoder_or_none, kept_vectors

MOST_SUGGESTIONS = 5
"""Codes kept for a segment: a person looks at a few, and the rest is never more likely."""
_SETTINGS = {"suggestions": 1, "themes": 1, "most_suggestions": MOST_SUGGESTIONS}
_NO_ENCODER = "TF-IDF only"


@dataclass(frozen=True, slots=True)
class Analysis:
    """What an analysis gave."""

    segments: int
    interviews: int
    themes: CandidateThemes
    made_anew: bool
    """False where nothing had changed since the last one, so that nothing was computed."""
    with_vectors: bool


def analyse(folder: StudyFolder, progress: Progress = silent) -> Analysis:
    """Make suggestions and candidate themes for a study.

    The same files give the same bytes: with or without caches, whatever the order of reading.

    Raises:
        ProblemsError: The study does not hold.
        ModelError: The language model is missing or altered.
        StorageError: The results cannot be written.
    """
    progress("Loading", 0, 1)
    material = load_material(folder)
    segments = [s for i in material.counted() for s in segments_of(material.study.id, i)]
    inputs = _inputs_sha256(material, segments)
    found = _unchanged(folder, material, inputs)
    if found is not None:
        with_vectors = found.made_by.model != _NO_ENCODER
        return Analysis(len(segments), len(material.counted()), found, False, with_vectors)
    encoder = encoder_or_none()
    encode = None if encoder is None else kept_vectors(encoder, folder.cache, progress)
    made_by = _made_by(encoder)
    files = _suggest(material, segments, made_by, encode, progress)
    themes = _group(material, segments, made_by, inputs, encode, progress)
    _write(folder, files, themes)
    return Analysis(len(segments), len(files), themes, True, encoder is not None)


def _suggest(
    material: Material,
    segments: Sequence[Segment],
    made_by: MadeBy,
    encode: Encode | None,
    progress: Progress,
) -> dict[str, SuggestionsFile]:
    """Suggest codes, codebook by codebook, since each has answers of its own."""
    suggested: dict[str, SuggestedSegment] = {}
    calibration: dict[str, str] = {}
    for book in sorted(material.codebooks.values(), key=lambda book: book.id):
        own = [segment for segment in segments if _book_of(material, segment) == book.id]
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
            interview_sha256=_sha256("\0".join(s.id for s in mine)),
            made_by=made_by,
            calibration=calibration.get(_set_book(material, interview.set.id) or "", "none"),  # type: ignore[arg-type]
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
    calibration: dict[str, str],
) -> dict[str, SuggestedSegment]:
    from themer.coding.suggestions import TextForCoding, suggest

    texts = []
    for segment in segments:
        question = _question(material, segment)
        texts.append(TextForCoding(segment.id, segment.text, question.ask, question.components))
    result = suggest(
        texts,
        book.current(),
        encode=encode,
        judgements=judgements_of(material.decisions, segments),
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
