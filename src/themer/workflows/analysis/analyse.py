"""``themer analyse``: segments, suggestions and candidate themes, written for people to decide on.

It writes ``coding/machine/`` and nothing else; what a person decided is read, and never written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from themer.findings.material import Material
from themer.model.suggestion import SuggestionsFile
from themer.model.theme import CandidateThemes
from themer.storage import json_lines
from themer.storage.durable import sha256_of
from themer.storage.output import write_output
from themer.storage.study_folder import StudyFolder
from themer.workflows.analysis.indicators import keep_run
from themer.workflows.analysis.inputs import inputs_sha256, settings_sha256
from themer.workflows.analysis.remembered import Remembered, held_files, recall, remember
from themer.workflows.material import load_material
from themer.workflows.progress import Progress, silent

if TYPE_CHECKING:
    from themer.workflows.analysis.machine import Worked


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
    keep_run(folder, material)
    inputs = inputs_sha256(material)
    held, before = held_files(folder), recall(folder)
    if before.files == held:
        found = _unchanged(material, inputs)
        if found is not None:
            return _told(material.suggestions, found, made_anew=False)
    # Imported here: with nothing changed, nothing of the language has to be loaded.
    from themer.workflows.analysis.machine import work_out

    still = before.still(held, material.suggestions.keys())
    done = work_out(material, inputs, settings_sha256(), folder.cache, still, progress)
    written = _write(folder, done, still)
    remember(folder, Remembered(written, done.words, done.parts))
    return _told(done.files, done.themes, made_anew=True)


def _told(
    files: Mapping[str, SuggestionsFile], themes: CandidateThemes, *, made_anew: bool
) -> Analysis:
    return Analysis(
        segments=sum(len(file.segments) for file in files.values()),
        interviews=len(files),
        themes=themes,
        made_anew=made_anew,
        with_vectors=themes.made_by.model_sha256 is not None,
    )


def _unchanged(material: Material, inputs: str) -> CandidateThemes | None:
    """Give the themes of the last analysis where it was made from the same, and is all there."""
    found = material.candidate_themes
    if found is None or found.data_sha256 != inputs:
        return None
    if set(material.suggestions) != {interview.id for interview in material.counted()}:
        return None
    made = {file.header.made_by for file in material.suggestions.values()}
    return found if made <= {found.made_by} else None


def _write(folder: StudyFolder, done: Worked, still: Remembered) -> dict[str, str]:
    """Write the machine's files, and take away those of conversations that no longer count.

    Returns:
        The hash of each file that is there now, by its name.
    """
    for path in sorted(folder.machine.glob("*.jsonl")):
        if path.stem not in done.files:
            path.unlink()
    written: dict[str, str] = {}
    for name, file in done.files.items():
        path = folder.machine / f"{name}.jsonl"
        if name in done.as_before:
            written[path.name] = still.files[path.name]
        else:
            written[path.name] = _written(path, json_lines.suggestions_text(file))
    path = folder.machine / "themes.json"
    written[path.name] = _written(path, json_lines.candidate_themes_text(done.themes))
    return written


def _written(path: Path, text: str) -> str:
    content = text.encode("utf-8")
    write_output(path, content)
    return sha256_of(content)
