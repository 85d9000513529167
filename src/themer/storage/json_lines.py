"""JSON Lines of the ``coding/`` folder ↔ model: coders' decisions and the machine's suggestions."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from themer.errors import Problem, ProblemsError
from themer.model.decision import Decision
from themer.model.indicator import IndicatorRuns
from themer.model.matrix import SummaryStep
from themer.model.redaction import Redaction
from themer.model.suggestion import SuggestedSegment, SuggestionsFile, SuggestionsHeader
from themer.model.theme import CandidateThemes
from themer.model.theme_step import ThemeStep
from themer.storage.reading import Places, Plain, YamlFault, decode, read_bytes
from themer.storage.validation import InvalidData, T, validate, validate_json
from themer.storage.writing import iso, to_plain

DECISION_PREFIX = "DE"
MACHINE_PREFIX = "MA"
MATRIX_PREFIX = "MX"
REDACTION_PREFIX = "RD"


def read_decisions(path: Path, *, shown_as: Path | None = None) -> tuple[Decision, ...]:
    """Read a coder's file of events, in the order of the file.

    Raises:
        ProblemsError: Lines that are no events; every one is named.
    """
    return _read_lines(Decision, path, shown_as or path, DECISION_PREFIX)


def decision_line(decision: Decision) -> str:
    """Write an event as its line, with the newline."""
    return _line(decision)


def read_summary_steps(path: Path, *, shown_as: Path | None = None) -> tuple[SummaryStep, ...]:
    """Read what a coder changed in the matrix, in the order of the file.

    Raises:
        ProblemsError: Lines that are no steps; every one is named.
    """
    return _read_lines(SummaryStep, path, shown_as or path, MATRIX_PREFIX)


def summary_step_line(step: SummaryStep) -> str:
    """Write a change of the matrix as its line, with the newline."""
    return _line(step)


def read_redactions(path: Path, *, shown_as: Path | None = None) -> tuple[Redaction, ...]:
    """Read what a person decided about names, in the order of the file.

    Raises:
        ProblemsError: Lines that are no events; every one is named.
    """
    return _read_lines(Redaction, path, shown_as or path, REDACTION_PREFIX)


def redaction_line(event: Redaction) -> str:
    """Write an event as its line, with the newline."""
    return _line(event)


def decision_of(line: str) -> Decision:
    """Read an event from its line.

    Raises:
        ProblemsError: It is none.
    """
    return _value(Decision, line, Path("decision"), 1, DECISION_PREFIX)


def read_suggestions(path: Path, *, shown_as: Path | None = None) -> SuggestionsFile:
    """Read what ``analyse`` wrote for one interview.

    Raises:
        ProblemsError: The file is torn or was edited.
    """
    shown = shown_as or path
    # Not splitlines(): U+2028 and U+0085 in somebody's words end no line of the file.
    lines = _text(path, shown, MACHINE_PREFIX).removesuffix("\n").split("\n")
    if not lines[0]:
        message = "is empty. Run themer analyse again"
        raise ProblemsError([Problem(shown, 0, 0, f"{MACHINE_PREFIX}001", message)])
    header = _value(SuggestionsHeader, lines[0], shown, 1, MACHINE_PREFIX)
    segments = tuple(
        _value(SuggestedSegment, line, shown, number, MACHINE_PREFIX)
        for number, line in enumerate(lines[1:], 2)
    )
    return SuggestionsFile(header, segments)


def suggestions_text(file: SuggestionsFile) -> str:
    """Write a machine's file: the header, then a segment a line."""
    return _line(file.header) + "".join(_line(segment) for segment in file.segments)


def read_candidate_themes(path: Path, *, shown_as: Path | None = None) -> CandidateThemes:
    """Read the machine's ``themes.json``.

    Raises:
        ProblemsError: The file is torn or was edited.
    """
    shown = shown_as or path
    return _value(CandidateThemes, _text(path, shown, MACHINE_PREFIX), shown, 1, MACHINE_PREFIX)


def read_theme_steps(path: Path, *, shown_as: Path | None = None) -> tuple[ThemeStep, ...]:
    """Read a coder's steps at the theme desk, in the order of the file.

    Raises:
        ProblemsError: Lines that are no steps; every one is named.
    """
    return _read_lines(ThemeStep, path, shown_as or path, DECISION_PREFIX)


def theme_step_line(step: ThemeStep) -> str:
    """Write a step as its line, with the newline."""
    return _line(step)


def candidate_themes_text(themes: CandidateThemes) -> str:
    """Write the machine's ``themes.json``."""
    return json.dumps(jsonable(themes), ensure_ascii=False, indent=1) + "\n"


def read_indicator_runs(path: Path, *, shown_as: Path | None = None) -> IndicatorRuns:
    """Read the machine's ``indicators.json``.

    Raises:
        ProblemsError: The file is torn or was edited.
    """
    shown = shown_as or path
    return _value(IndicatorRuns, _text(path, shown, MACHINE_PREFIX), shown, 1, MACHINE_PREFIX)


def indicator_runs_text(runs: IndicatorRuns) -> str:
    """Write the machine's ``indicators.json``."""
    return json.dumps(jsonable(runs), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _read_lines(kind: type[T], path: Path, shown: Path, prefix: str) -> tuple[T, ...]:
    values: list[T] = []
    problems: list[Problem] = []
    for number, line in enumerate(_text(path, shown, prefix).split("\n"), 1):
        if not line.strip():
            continue
        try:
            values.append(_value(kind, line, shown, number, prefix))
        except ProblemsError as error:
            problems += error.problems
    if problems:
        raise ProblemsError(problems)
    return tuple(values)


def _text(path: Path, shown: Path, prefix: str) -> str:
    try:
        return decode(read_bytes(path, most=64_000_000, shown_as=shown))
    except YamlFault as fault:
        raise ProblemsError(
            [Problem(shown, *fault.place, prefix + fault.number, fault.message)]
        ) from fault


def _value(kind: type[T], line: str, shown: Path, number: int, prefix: str) -> T:
    # A number that JSON does not have is refused below: words may hold "NaN", so this is not proof.
    if "NaN" not in line and "Infinity" not in line:
        found = validate_json(kind, line)
        if found is not None:
            return found
    try:
        data: Plain = json.loads(line, parse_constant=_refuse_constant)
        return validate(kind, data)
    except (json.JSONDecodeError, RecursionError, ValueError) as error:
        message = f"this line is not whole JSON ({error}). Restore it, or take it out"
        raise ProblemsError([Problem(shown, number, 0, f"{prefix}003", message)]) from error
    except InvalidData as invalid:
        problems = [
            Problem(shown, number, 0, problem.code, problem.message)
            for problem in invalid.problems(shown, prefix, Places())
        ]
        raise ProblemsError(problems) from invalid


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number")


def _line(value: Any) -> str:
    return json.dumps(jsonable(value), ensure_ascii=False, separators=(",", ":")) + "\n"


_SCALARS = frozenset({str, int, float, bool, type(None)})


def jsonable(value: Any) -> Any:
    """Turn a model object into what JSON takes, moments as text."""
    return _with_moments_as_text(to_plain(value))


def _with_moments_as_text(value: Any) -> Any:
    if type(value) in _SCALARS:
        return value
    if isinstance(value, dict):
        return {key: _with_moments_as_text(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_with_moments_as_text(part) for part in value]
    return iso(value) if hasattr(value, "astimezone") else value


def lines_of(events: Iterable[Decision]) -> str:
    """Write several events, a line each."""
    return "".join(decision_line(event) for event in events)
