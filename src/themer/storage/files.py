"""One file of a study into its model object, with every problem named."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from themer.errors import NewerFormatError, Problem, ProblemsError
from themer.model.action import ActionsFile
from themer.model.assumptions import AssumptionsFile
from themer.model.codebook import Codebook
from themer.model.contacts import ContactsFile
from themer.model.imported_figures import FiguresAbout
from themer.model.indicator import IndicatorsFile
from themer.model.interview import Interview
from themer.model.matrix import MatrixFile
from themer.model.question_set import QuestionSet
from themer.model.recipe import Recipe
from themer.model.sample import Sample
from themer.model.settings import Settings
from themer.model.study import Study
from themer.model.theme import ThemesFile
from themer.storage.reading import Plain, YamlFault, decode, find_places, parse, read_bytes
from themer.storage.validation import InvalidData, validate

T = TypeVar("T")

_SCHEMA = re.compile(r"themer/([a-z-]+)/(\d+)\Z")


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """A kind of file: how its problems are named and what it is read into."""

    name: str
    """As in ``schema: themer/<name>/<version>``."""
    prefix: str
    version: int
    model: type[T]
    prepare: Callable[[Plain], Plain] = lambda data: data


@dataclass(frozen=True, slots=True)
class Stored(Generic[T]):
    """A model object with the file that it came from."""

    path: Path
    value: T
    sha256: str
    """Of the file's bytes."""
    text: str


def _prepare_question_set(data: Plain) -> Plain:
    """Turn ``answer: yes_no`` into ``answer: {type: yes_no}``."""
    sections = data.get("sections") if isinstance(data, dict) else None
    for section in sections if isinstance(sections, list) else []:
        questions = section.get("questions") if isinstance(section, dict) else None
        for question in questions if isinstance(questions, list) else []:
            if isinstance(question, dict) and isinstance(question.get("answer"), str):
                question["answer"] = {"type": question["answer"]}
    return data


STUDY = Kind("study", "ST", 1, Study)
QUESTION_SET = Kind("question-set", "QS", 1, QuestionSet, _prepare_question_set)
CODEBOOK = Kind("codebook", "CB", 1, Codebook)
INTERVIEW = Kind("interview", "IN", 1, Interview)
THEMES = Kind("themes", "TH", 1, ThemesFile)
ACTIONS = Kind("actions", "AC", 1, ActionsFile)
MATRIX = Kind("matrix", "MX", 1, MatrixFile)
INDICATORS = Kind("indicators", "IC", 1, IndicatorsFile)
ASSUMPTIONS = Kind("assumptions", "AS", 1, AssumptionsFile)
FIGURES = Kind("imported-figures", "FG", 1, FiguresAbout)
CONTACTS = Kind("contacts", "CO", 1, ContactsFile)
SAMPLE = Kind("sample", "SA", 1, Sample)
RECIPE = Kind("import-recipe", "RE", 1, Recipe)
SETTINGS = Kind("settings", "SE", 1, Settings)


def read(kind: Kind[T], path: Path, *, shown_as: Path | None = None) -> Stored[T]:
    """Read a file of a kind.

    Args:
        kind: What it should be.
        path: The file.
        shown_as: The path for messages, such as the one within the study.

    Raises:
        ProblemsError: It does not hold; all problems at once.
        NewerFormatError: A later themer wrote it.
        StorageError: It cannot be read.
    """
    shown = shown_as or path
    content = read_bytes(path, shown_as=shown)
    try:
        text = decode(content)
    except YamlFault as fault:
        raise _problem_of(kind, fault, shown) from fault
    value = interpret_text(kind, text, shown)
    return Stored(path, value, hashlib.sha256(content).hexdigest(), text)


def interpret_text(kind: Kind[T], text: str, shown: Path) -> T:
    """Make the model object of a kind from a file's text; errors as in ``read``."""
    try:
        data = parse(text)
    except YamlFault as fault:
        raise _problem_of(kind, fault, shown) from fault
    return interpret(kind, data, text, shown)


def _problem_of(kind: Kind[T], fault: YamlFault, shown: Path) -> ProblemsError:
    number = kind.prefix + fault.number
    return ProblemsError([Problem(shown, *fault.place, number, fault.message)])


def interpret(kind: Kind[T], data: Plain, text: str, shown: Path) -> T:
    """Make the model object of a kind from a file's plain data.

    Raises:
        ProblemsError: It does not hold.
        NewerFormatError: A later themer wrote it.
    """
    if not isinstance(data, dict):
        message = "takes keys and values, such as title: …"
        raise ProblemsError([Problem(shown, 1, 1, f"{kind.prefix}012", message)])
    _refuse_newer(kind, data, shown)
    try:
        return validate(kind.model, kind.prepare(data))
    except InvalidData as invalid:
        problems = list(invalid.problems(shown, kind.prefix, find_places(text)))
        raise ProblemsError(problems) from invalid


def _refuse_newer(kind: Kind[T], data: dict[str, Plain], shown: Path) -> None:
    match = _SCHEMA.match(str(data.get("schema", "")))
    if match and match[1] == kind.name and int(match[2]) > kind.version:
        raise NewerFormatError(
            f"This file is of format {match[0]}, and this themer knows {kind.name}/{kind.version}.",
            hint="Install a later themer to work with it; nothing was changed.",
            path=shown,
        )
