"""``themer check``: every problem in a study, all at once, each with its place and its code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from themer.errors import Problem
from themer.storage import json_lines
from themer.storage.study_folder import StudyFolder
from themer.workflows.check import (
    assumptions,
    audit,
    codebooks,
    coding,
    contacts,
    figures,
    indicators,
    interviews,
    matrix,
    question_sets,
    sample,
    states,
    study,
    templates,
    verdicts,
)
from themer.workflows.check.context import Context
from themer.workflows.check.reading import Reading, read_all

__all__ = ["CheckResult", "between_files", "check_study"]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found."""

    problems: tuple[Problem, ...]
    """Sorted by file and line."""
    files: int
    """How many files were read."""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop work; the others are advice."""
        return tuple(problem for problem in self.problems if problem.severity == "error")


def check_study(folder: StudyFolder) -> CheckResult:
    """Check every file of a study, alone and against the others.

    A file that does not hold is named and left out; the others are still checked.
    """
    reading = Reading(folder)
    context = read_all(reading)
    if context is not None:
        reading.problems += between_files(context)
        reading.problems += audit.interview_problems(folder, context)
        reading.problems += matrix.problems(context)
    reading.problems += templates.problems(folder)
    reading.problems += audit.problems(folder)
    _read_machine(reading)
    _read_theme_steps(reading)
    _read_summary_steps(reading)
    in_order = sorted(
        reading.problems, key=lambda p: (p.path.as_posix(), p.line, p.column, p.code, p.message)
    )
    return CheckResult(tuple(in_order), reading.files)


def between_files(context: Context) -> Iterator[Problem]:
    """Check what the files of a study say of each other."""
    yield from study.problems(context)
    yield from contacts.problems(context)
    yield from codebooks.problems(context)
    yield from question_sets.problems(context)
    yield from interviews.problems(context)
    yield from coding.problems(context)
    yield from indicators.problems(context)
    yield from assumptions.problems(context)
    yield from figures.problems(context)
    yield from sample.problems(context)
    yield from verdicts.problems(context)
    yield from states.problems(context)


def _read_summary_steps(reading: Reading) -> None:
    """Read what every coder changed in the matrix: undo in a later sitting needs all of it."""
    folder = reading.folder
    for path in folder.matrix_steps_paths():
        reading.try_one(
            path, lambda p: json_lines.read_summary_steps(p, shown_as=folder.relative(p))
        )


def _read_theme_steps(reading: Reading) -> None:
    """Read the steps of the theme desk: without one, what came before it cannot be taken back."""
    folder = reading.folder
    for path in sorted((folder.root / "coding" / "themes").glob("*.jsonl")):
        reading.try_one(path, lambda p: json_lines.read_theme_steps(p, shown_as=folder.relative(p)))


def _read_machine(reading: Reading) -> None:
    """Read what ``analyse`` wrote; a damaged file is only made again, so it is advice."""
    folder, before = reading.folder, len(reading.problems)
    for path in sorted(folder.machine.glob("*.jsonl")):
        reading.try_one(path, lambda p: json_lines.read_suggestions(p, shown_as=folder.relative(p)))
    themes = folder.machine / "themes.json"
    if themes.is_file():
        reading.try_one(
            themes, lambda p: json_lines.read_candidate_themes(p, shown_as=folder.relative(p))
        )
    again = " themer analyse writes it anew"
    reading.problems[before:] = [
        replace(problem, severity="advice", message=f"{problem.message}.{again}")
        for problem in reading.problems[before:]
    ]
