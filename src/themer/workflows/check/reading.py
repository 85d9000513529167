"""Read every file of a study once, and remember what is wrong with those that do not hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from themer.errors import NewerFormatError, Problem, ProblemsError, StorageError, ThemerError
from themer.exchange.figures import read_figures
from themer.model.imported_figures import FiguresAbout, ImportedFigures
from themer.model.interview import Interview
from themer.model.question_set import QuestionSet
from themer.storage import files, json_lines
from themer.storage.durable import PREVIOUS
from themer.storage.files import Kind, Stored
from themer.storage.study_folder import StudyFolder, is_copy
from themer.workflows.check.context import Context, Found

T = TypeVar("T")


class Reading:
    """Reads file after file and remembers what is wrong with each."""

    def __init__(self, folder: StudyFolder) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.files = 0
        self.unread: set[Path] = set()

    def try_one(self, path: Path, read: Callable[[Path], T]) -> Found[T] | None:
        """Read a file; None where it does not hold."""
        self.files += 1
        shown = self.folder.relative(path)
        try:
            return Found(shown, read(path))
        except ProblemsError as error:
            self.problems += error.problems
        except NewerFormatError as error:
            self.problems.append(Problem(shown, 1, 0, "FI014", f"{error.message} {error.hint}"))
        except ThemerError as error:
            self.problems.append(Problem(shown, 0, 0, "FI001", error.message))
        self.unread.add(shown)
        return None

    def all(self, kind: Kind[T], paths: Iterable[Path]) -> tuple[Found[files.Stored[T]], ...]:
        """Read all files of a kind; those that do not hold are left out."""
        found = [self.try_one(path, lambda p: self.folder.read(kind, p)) for path in paths]
        return tuple(one for one in found if one is not None)

    def interviews(self) -> tuple[Found[Stored[Interview]], ...]:
        """Read every interview, also from the cache; those that do not hold are left out."""
        cache = self.folder.interview_cache()
        found = [self.try_one(path, cache.read) for path in self.folder.interview_paths()]
        cache.keep()
        return tuple(one for one in found if one is not None)

    def one(self, kind: Kind[T], path: Path) -> Found[files.Stored[T]] | None:
        """Read a file where there is one."""
        return next(iter(self.all(kind, [path])), None) if path.is_file() else None


def read_all(reading: Reading) -> Context | None:
    """Read a whole study; None where ``study.yaml`` itself does not hold."""
    folder = reading.folder
    found_study = reading.one(files.STUDY, folder.root / "study.yaml")
    found_sets = reading.all(files.QUESTION_SET, folder.question_set_paths())
    found_codebooks = reading.all(files.CODEBOOK, folder.codebook_paths())
    held = _read_held(reading)
    every_interview = reading.interviews()
    reading.problems += _gone(reading)
    whole = [found.value for found in every_interview]
    copies = tuple(found for found in every_interview if is_copy(found.value, whole))
    themes = reading.one(files.THEMES, folder.root / "themes.yaml")
    actions = reading.one(files.ACTIONS, folder.root / "actions.yaml")
    contacts = reading.one(files.CONTACTS, folder.contacts_path)
    matrix = reading.one(files.MATRIX, folder.matrix_path)
    indicators = reading.one(files.INDICATORS, folder.root / "indicators.yaml")
    sample = reading.one(files.SAMPLE, folder.sample_path)
    assumptions = reading.one(files.ASSUMPTIONS, folder.assumptions_path)
    tables = _read_figures(reading)
    coders = [
        reading.try_one(path, lambda p: json_lines.read_decisions(p, shown_as=folder.relative(p)))
        for path in folder.coder_paths()
    ]
    redactions = [
        reading.try_one(path, lambda p: json_lines.read_redactions(p, shown_as=folder.relative(p)))
        for path in folder.redaction_paths()
    ]
    if found_study is None:
        return None
    return Context(
        study=found_study,
        sets=found_sets,
        codebooks=found_codebooks,
        interviews=tuple(found for found in every_interview if found not in copies),
        themes=themes,
        actions=actions,
        contacts=contacts,
        matrix=matrix,
        indicators=indicators,
        sample=sample,
        assumptions=assumptions,
        figures=tables,
        coders=tuple(coder for coder in coders if coder is not None),
        redactions=tuple(found for found in redactions if found is not None),
        held=held,
        copies=copies,
        unread=frozenset(reading.unread),
    )


def _gone(reading: Reading) -> Iterable[Problem]:
    """Name the interviews of which only the version before is left."""
    for previous in sorted((reading.folder.root / "interviews").glob(f"*.yaml{PREVIOUS}")):
        path = previous.with_name(previous.name.removesuffix(PREVIOUS))
        if not path.exists():
            shown = reading.folder.relative(previous)
            message = (
                f"{path.name} is gone, and the version before is still here. Open {path.stem} to "
                "bring it back"
            )
            yield Problem(shown, 0, 0, "IN057", message, "advice")


def _read_figures(reading: Reading) -> tuple[Found[ImportedFigures], ...]:
    """Read the tables of figures from elsewhere, each with the file that says what it is."""
    folder = reading.folder
    about = {path.stem: reading.one(files.FIGURES, path) for path in folder.figures_about_paths()}
    found = []
    for path in folder.figures_paths():
        if path.stem not in about:
            message = (
                f"there is no {path.stem}.yaml beside it that says its title, source and date. "
                "docs/formats.md shows one"
            )
            reading.problems.append(Problem(folder.relative(path), 0, 0, "FG025", message))
            continue
        said = about[path.stem]
        if said is not None:
            read = partial(_read_table, folder, about=said)
            found.append(reading.try_one(path, read))
    for name in sorted(about.keys() - {path.stem for path in folder.figures_paths()}):
        said = about[name]
        if said is not None:
            message = f"there is no {name}.csv beside it, so it says what is not there"
            reading.problems.append(Problem(said.path, 0, 0, "FG025", message))
    return tuple(one for one in found if one is not None)


def _read_table(
    folder: StudyFolder, path: Path, about: Found[Stored[FiguresAbout]]
) -> ImportedFigures:
    shown = folder.relative(path)
    try:
        with path.open("rb") as stream:
            return read_figures(stream, shown, about.value.value)
    except OSError as error:
        raise StorageError(f"It cannot be read: {error.strerror}.", path=shown) from error


def _read_held(reading: Reading) -> tuple[Stored[QuestionSet], ...]:
    """Read the kept versions of question sets; of a damaged one it is only advised."""
    before = len(reading.problems)
    held = reading.all(files.QUESTION_SET, reading.folder.held_paths())
    reading.problems[before:] = [
        replace(problem, severity="advice") for problem in reading.problems[before:]
    ]
    return tuple(found.value for found in held)
