"""What the machine works out for a study: suggestions and candidate themes, signed."""

from __future__ import annotations

from pathlib import Path

import themer
from themer.findings.material import Material
from themer.language.encoder import Encoder
from themer.model.suggestion import SuggestionsFile
from themer.model.theme import CandidateThemes, MadeBy
from themer.segments import segments_of
from themer.workflows.analysis.candidates import candidate_themes
from themer.workflows.analysis.suggesting import suggest_codes
from themer.workflows.analysis.vectors import encoder_or_none, kept_vectors
from themer.workflows.progress import Progress

NO_ENCODER = "TF-IDF only"
"""Named as the model where onnxruntime is not installed."""


def work_out(
    material: Material, inputs: str, settings: str, cache: Path, progress: Progress
) -> tuple[dict[str, SuggestionsFile], CandidateThemes]:
    """Suggest codes and group what was said.

    Args:
        material: The study.
        inputs: The hash of what all this follows from.
        settings: The hash of the settings.
        cache: The folder that may be deleted at any time.
        progress: Told how far it has come.

    Raises:
        ModelError: The language model is missing or altered.
    """
    segments = [s for i in material.counted() for s in segments_of(material.study.id, i)]
    encoder = encoder_or_none()
    encode = None if encoder is None else kept_vectors(encoder, cache, progress)
    made_by = _made_by(encoder, settings)
    files = suggest_codes(material, segments, made_by, encode, progress)
    themes = candidate_themes(material, segments, files, made_by, inputs, encode, progress)
    if encode is not None:
        encode.drop_unused()
    return files, themes


def _made_by(encoder: Encoder | None, settings: str) -> MadeBy:
    return MadeBy(
        name="themer",
        version=themer.__version__,
        model=NO_ENCODER if encoder is None else encoder.identity.name,
        settings=settings,
        model_sha256=None if encoder is None else encoder.identity.sha256,
    )
