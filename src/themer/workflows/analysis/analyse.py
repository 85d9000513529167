"""``themer analyse``: segments, suggestions and candidate themes, written for people to decide on.

It writes ``coding/machine/`` and nothing else; what a person decided is read, and never written.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import themer
from themer.findings.material import Material
from themer.model.interview import Interview
from themer.model.suggestion import SuggestionsFile
from themer.model.theme import CandidateThemes
from themer.storage import json_lines
from themer.storage.output import write_output
from themer.storage.study_folder import StudyFolder
from themer.workflows.analysis.indicators import FILE as INDICATORS
from themer.workflows.analysis.indicators import keep_run
from themer.workflows.material import load_material
from themer.workflows.progress import Progress, silent

_SETTINGS = {"suggestions": 3, "themes": 2, "segments": 1}


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
    inputs = _inputs_sha256(material)
    found = _unchanged(folder, material, inputs)
    if found is not None:
        return _told(material.suggestions, found, made_anew=False)
    # Imported here: with nothing changed, nothing of the language has to be loaded.
    from themer.workflows.analysis.machine import work_out

    files, themes = work_out(material, inputs, _settings_sha256(), folder.cache, progress)
    _write(folder, files, themes)
    return _told(files, themes, made_anew=True)


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


def _settings_sha256() -> str:
    return _sha256(json.dumps(_SETTINGS, sort_keys=True))[:8]


def _inputs_sha256(material: Material) -> str:
    """Hash everything that the results follow from, the program's version included."""
    digest = hashlib.sha256()
    for part in (
        themer.__version__,
        json.dumps(_SETTINGS, sort_keys=True),
        *(part for interview in material.counted() for part in _words_of(interview)),
        *(repr(material.codebooks[name]) for name in sorted(material.codebooks)),
        *(repr(material.sets[name]) for name in sorted(material.sets)),
        *(repr(d) for d in material.decisions if d.code is not None or d.action == "read"),
    ):
        digest.update(part.encode("utf-8", "surrogatepass") + b"\0")
    return digest.hexdigest()


def _words_of(interview: Interview) -> Iterator[str]:
    yield interview.id
    for question, answer in sorted(interview.answers.items()):
        yield from (question, answer.coded_text, repr(answer.closed))


def _unchanged(folder: StudyFolder, material: Material, inputs: str) -> CandidateThemes | None:
    """Give the themes of the last analysis where it was made from the same, and is all there."""
    found = material.candidate_themes
    if found is None or found.data_sha256 != inputs:
        return None
    if set(material.suggestions) != {interview.id for interview in material.counted()}:
        return None
    made = {file.header.made_by for file in material.suggestions.values()}
    return found if made <= {found.made_by} and _is_as_written(folder) else None


def _write(
    folder: StudyFolder, files: Mapping[str, SuggestionsFile], themes: CandidateThemes
) -> None:
    """Write the machine's files, and take away those of conversations that no longer count."""
    for path in sorted(folder.machine.glob("*.jsonl")):
        if path.stem not in files:
            path.unlink()
    for name, file in files.items():
        write_output(folder.machine / f"{name}.jsonl", json_lines.suggestions_text(file))
    write_output(folder.machine / "themes.json", json_lines.candidate_themes_text(themes))
    write_output(folder.cache / "analysed.sha256", _machine_sha256(folder))


def _machine_sha256(folder: StudyFolder) -> str:
    """Hash what stands in the machine's folder, so that an edit there is noticed."""
    digest = hashlib.sha256()
    for path in sorted(folder.machine.iterdir(), key=lambda path: path.name):
        if path.name == INDICATORS:  # it follows from facts too, and from the run before
            continue
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _is_as_written(folder: StudyFolder) -> bool:
    mark = folder.cache / "analysed.sha256"
    return mark.is_file() and mark.read_text(encoding="utf-8") == _machine_sha256(folder)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
