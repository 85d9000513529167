"""What the machine works out for a study: suggestions and candidate themes, signed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import themer
from themer.findings.material import Material
from themer.language.encoder import Encoder
from themer.model.suggestion import SuggestionsFile
from themer.model.theme import CandidateThemes, MadeBy
from themer.segments import Segment, segments_of
from themer.workflows.analysis.candidates import candidate_themes
from themer.workflows.analysis.inputs import libraries, part_sha256, words_sha256
from themer.workflows.analysis.parts import parts_of
from themer.workflows.analysis.remembered import (
    OfInterview,
    Remembered,
    rows_of,
    segments_as_before,
)
from themer.workflows.analysis.suggesting import suggest_codes
from themer.workflows.analysis.vectors import encoder_or_none, kept_vectors
from themer.workflows.progress import Progress

NO_ENCODER = "TF-IDF only"
"""Named as the model where onnxruntime is not installed."""


@dataclass(frozen=True, slots=True)
class Worked:
    """What was worked out, and what stays as it was."""

    files: Mapping[str, SuggestionsFile]
    """Made anew, by the id of the interview."""
    themes: CandidateThemes
    interviews: Mapping[str, OfInterview]
    """What is to be remembered of each interview that counts, by its id."""


def work_out(
    material: Material,
    inputs: str,
    settings: str,
    cache: Path,
    before: Remembered,
    progress: Progress,
) -> Worked:
    """Suggest codes and group what was said; what still holds of the last time is taken over.

    Args:
        material: The study.
        inputs: The hash of what all this follows from.
        settings: The hash of the settings.
        cache: The folder that may be deleted at any time.
        before: What the last analysis left that stands as it was written.
        progress: Told how far it has come.

    Raises:
        ModelError: The language model is missing or altered.
    """
    words = {i.id: words_sha256(material.study.id, i) for i in material.counted()}
    segments = list(_segments(material, words, before))
    encoder = encoder_or_none()
    encode = None if encoder is None else kept_vectors(encoder, cache, progress)
    made_by = _made_by(encoder, settings)
    files: dict[str, SuggestionsFile] = {}
    told: dict[str, OfInterview] = {}
    for part in parts_of(material, segments):
        made_from = part_sha256(part.material, part.own, made_by.model_sha256)
        known = {n: before.interviews[n] for n in part.own if n in before.interviews}
        if len(known) == len(part.own) and {one.part for one in known.values()} == {made_from}:
            told |= known
            continue
        made = suggest_codes(part.material, part.segments, made_by, encode, progress)
        for name in part.own:
            files[name] = made[name]
            told[name] = OfInterview(words[name], made_from, rows_of(made[name]))
    likeliest = {
        identity: (code, confidence)
        for one in told.values()
        for identity, _, _, _, code, confidence in one.rows
        if code is not None
    }
    themes = candidate_themes(
        material, segments, likeliest, made_by, inputs, encode, cache, progress
    )
    if encode is not None and len(files) == len(told):  # else not all that is needed was asked for
        encode.drop_unused()
    return Worked(files, themes, told)


def _segments(
    material: Material, words: Mapping[str, str], before: Remembered
) -> Iterator[Segment]:
    """Go through the segments of all conversations; where the words are as before, as they were."""
    for interview in material.counted():
        known = before.interviews.get(interview.id)
        if known is not None and known.words == words[interview.id]:
            yield from segments_as_before(interview, known.rows)
        else:
            yield from segments_of(material.study.id, interview)


def _made_by(encoder: Encoder | None, settings: str) -> MadeBy:
    return MadeBy(
        name="themer",
        version=themer.__version__,
        model=NO_ENCODER if encoder is None else encoder.identity.name,
        settings=settings,
        model_sha256=None if encoder is None else encoder.identity.sha256,
        libraries=libraries(),
    )
