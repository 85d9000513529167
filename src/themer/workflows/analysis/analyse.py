"""``themer analyse``: segments, suggestions and candidate themes, written for people to decide on.

It writes ``coding/machine/`` and nothing else; what a person decided is read, and never written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from themer.model.theme import CandidateThemes
from themer.storage import json_lines
from themer.storage.durable import sha256_of
from themer.storage.output import write_output
from themer.storage.study_folder import StudyFolder
from themer.workflows.analysis.indicators import keep_run
from themer.workflows.analysis.inputs import inputs_sha256, settings_sha256
from themer.workflows.analysis.remembered import (
    OfInterview,
    Remembered,
    held_files,
    recall,
    remember,
)
from themer.workflows.material import load_material, load_suggestions
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
    material = load_material(folder, suggestions=False)
    if material.indicators:
        material = replace(material, suggestions=load_suggestions(folder))
    keep_run(folder, material)
    inputs = inputs_sha256(material)
    held, before = held_files(folder), recall(folder)
    found = material.candidate_themes
    if found is not None and found.data_sha256 == inputs and before.files == held:
        return _told(before.interviews, found, made_anew=False)
    # Imported here: with nothing changed, nothing of the language has to be loaded.
    from themer.workflows.analysis.machine import work_out

    still = before.still(held)
    done = work_out(material, inputs, settings_sha256(), folder.cache, still, progress)
    remember(folder, Remembered(_write(folder, done, still), done.interviews))
    return _told(done.interviews, done.themes, made_anew=True)


def _told(
    interviews: Mapping[str, OfInterview], themes: CandidateThemes, *, made_anew: bool
) -> Analysis:
    return Analysis(
        segments=sum(len(one.rows) for one in interviews.values()),
        interviews=len(interviews),
        themes=themes,
        made_anew=made_anew,
        with_vectors=themes.made_by.model_sha256 is not None,
    )


def _write(folder: StudyFolder, done: Worked, still: Remembered) -> dict[str, str]:
    """Write the machine's files, and take away those of conversations that no longer count.

    Returns:
        The hash of each file that is there now, by its name.
    """
    for path in sorted(folder.machine.glob("*.jsonl")):
        if path.stem not in done.interviews:
            path.unlink()
    written: dict[str, str] = {}
    for name in done.interviews:
        path = folder.machine / f"{name}.jsonl"
        if name in done.files:
            written[path.name] = _written(path, json_lines.suggestions_text(done.files[name]))
        else:
            written[path.name] = still.files[path.name]
    path = folder.machine / "themes.json"
    written[path.name] = _written(path, json_lines.candidate_themes_text(done.themes))
    return written


def _written(path: Path, text: str) -> str:
    content = text.encode("utf-8")
    write_output(path, content)
    return sha256_of(content)
