"""Read a whole study from its folder, once, for everything that counts or shows."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from themer.errors import Problem, ProblemsError
from themer.findings.material import Material
from themer.model.action import ActionsFile
from themer.model.decision import Decision, standing
from themer.model.suggestion import SuggestionsFile
from themer.model.theme import CandidateThemes
from themer.storage import files, json_lines
from themer.storage.study_folder import StudyFolder

T = TypeVar("T")


def load_material(folder: StudyFolder) -> Material:
    """Read everything in a study.

    Raises:
        ProblemsError: Files that do not hold; all of them at once.
    """
    gather = _Gathering()
    study = gather.one(folder.study)
    sets = gather.all(
        folder.question_set_paths(), lambda path: folder.read(files.QUESTION_SET, path)
    )
    codebooks = gather.all(folder.codebook_paths(), lambda path: folder.read(files.CODEBOOK, path))
    interviews = gather.all(
        folder.interview_paths(), lambda path: folder.read(files.INTERVIEW, path)
    )
    decisions = gather.one(lambda: load_decisions(folder))
    suggestions = gather.one(lambda: load_suggestions(folder))
    candidates = gather.one(lambda: load_candidate_themes(folder))
    themes = gather.one(folder.themes)
    actions = gather.one(folder.actions)
    gather.finish()
    assert study is not None
    return Material(
        study=study.value,
        sets={found.value.id: found.value for found in sets},
        codebooks={found.value.id: found.value for found in codebooks},
        interviews=tuple(found.value for found in interviews),
        decisions=standing(decisions or ()),
        suggestions=suggestions or {},
        themes=themes.value.themes if themes else (),
        candidate_themes=candidates,
        actions=actions.value if actions else ActionsFile(),
    )


def load_decisions(folder: StudyFolder) -> tuple[Decision, ...]:
    """Read every coder's events, in no particular order.

    Raises:
        ProblemsError: Lines that are no events.
    """
    gather = _Gathering()
    read = gather.all(
        folder.coder_paths(),
        lambda path: json_lines.read_decisions(path, shown_as=folder.relative(path)),
    )
    gather.finish()
    return tuple(event for events in read for event in events)


def load_suggestions(folder: StudyFolder) -> dict[str, SuggestionsFile]:
    """Read what the machine suggests, by interview; empty before the first ``analyse``.

    Raises:
        ProblemsError: A file that ``analyse`` did not leave so.
    """
    gather = _Gathering()
    read = gather.all(
        sorted(folder.machine.glob("*.jsonl")),
        lambda path: json_lines.read_suggestions(path, shown_as=folder.relative(path)),
    )
    gather.finish()
    return {file.header.interview: file for file in read}


def load_candidate_themes(folder: StudyFolder) -> CandidateThemes | None:
    """Read the machine's candidate themes; None before the first ``analyse``."""
    path = folder.machine / "themes.json"
    if not path.is_file():
        return None
    return json_lines.read_candidate_themes(path, shown_as=folder.relative(path))


class _Gathering:
    """Reads on after a file that does not hold, so that all problems are said at once."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []

    def one(self, read: Callable[[], T]) -> T | None:
        """Read one thing, or remember what is wrong with it."""
        try:
            return read()
        except ProblemsError as error:
            self._problems += error.problems
            return None

    def all(self, paths: Iterable[Path], read: Callable[[Path], T]) -> list[T]:
        """Read many things, or remember what is wrong with each."""
        found = [self.one(functools.partial(read, path)) for path in paths]
        return [value for value in found if value is not None]

    def finish(self) -> None:
        """Raise what was remembered."""
        if self._problems:
            raise ProblemsError(self._problems)
