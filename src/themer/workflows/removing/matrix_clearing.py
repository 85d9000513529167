"""``matrix.yaml`` and its logs without what retells conversations that were withdrawn."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from themer.model.interview import Interview
from themer.model.matrix import CellSummary, MatrixFile, SummaryStep
from themer.model.study import UnitOfCount
from themer.storage import files, json_lines
from themer.storage.durable import PREVIOUS
from themer.storage.study_folder import StudyFolder
from themer.storage.validation import InvalidData, validate
from themer.storage.writing import to_yaml


@dataclass(frozen=True, slots=True)
class Retold:
    """Where people summed up what was said in some conversations."""

    interviews: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    """What they counted for, where nothing else of it is left."""
    summaries: int = 0
    """In ``matrix.yaml``."""
    logs: tuple[tuple[Path, int], ...] = ()
    """Coders' logs of steps, and in how many steps of each it is retold."""
    previous: tuple[Path, ...] = ()
    """Versions before, which go whole."""

    def matrix_without(self, content: bytes) -> bytes:
        """Take the summaries out of ``matrix.yaml``, and keep the comments on top.

        Returns:
            The new file; the same bytes where there is nothing to take out. Comments further down
            go: nobody can say what is in them.
        """
        text = content.decode("utf-8-sig")
        file = files.interpret_text(files.MATRIX, text, Path("matrix.yaml"))
        kept = tuple(one for one in file.summaries if not self._is_of(one))
        if len(kept) == len(file.summaries):
            return content
        top = re.match(r"(?:[ \t]*(?:#.*)?\n)*", text)
        return ((top[0] if top else "") + to_yaml(MatrixFile(file.schema, kept))).encode()

    def log_without(self, content: bytes) -> bytes:
        """Take the texts out of a log's steps; that there was a step, and whose, stays.

        A line that is no step goes where it names one of the conversations or units.
        """
        lines = (self._line(line) for line in content.split(b"\n"))
        return b"\n".join(line for line in lines if line is not None)

    def _line(self, line: bytes) -> bytes | None:
        if not line.strip():
            return line
        step = _step(line)
        if step is None:
            names = any(name.encode() in line for name in (*self.interviews, *self.units))
            return None if names else line
        if not any(one is not None and self._is_of(one) for one in (step.before, step.after)):
            return line
        empty = replace(step, before=None, after=None)
        return json_lines.summary_step_line(empty).rstrip("\n").encode()

    def _is_of(self, summary: CellSummary) -> bool:
        return summary.rests_on(self.interviews, self.units)


def find_retold(
    folder: StudyFolder, interviews: Iterable[Interview], others: Iterable[Interview]
) -> Retold:
    """Look for summaries that rest on some conversations; nothing is changed.

    Args:
        folder: The study.
        interviews: The conversations.
        others: Those that stay.

    Raises:
        ProblemsError: ``matrix.yaml`` does not hold.
    """
    went = tuple(interviews)
    unit = folder.study_as_written().value.unit
    units = {_counted_as(one, unit) for one in went} - {_counted_as(one, unit) for one in others}
    look = Retold(frozenset(one.id for one in went), frozenset(units))
    stored = folder.matrix()
    number = sum(look._is_of(one) for one in stored.value.summaries) if stored else 0
    logs = tuple(
        (path, changed)
        for path in folder.matrix_steps_paths()
        if (changed := _changed(path.read_bytes(), look))
    )
    before = folder.matrix_path.with_name(folder.matrix_path.name + PREVIOUS)
    previous = (before,) if before.is_file() and (number or logs) else ()
    return replace(look, summaries=number, logs=logs, previous=previous)


def _counted_as(interview: Interview, unit: UnitOfCount) -> str:
    if unit == "organisation":
        return interview.organisation
    return interview.id if unit == "conversation" else interview.unit


def _changed(content: bytes, look: Retold) -> int:
    return len(set(content.split(b"\n")) - set(look.log_without(content).split(b"\n")))


def _step(line: bytes) -> SummaryStep | None:
    try:
        return validate(SummaryStep, json.loads(line))
    except (ValueError, RecursionError, InvalidData):
        return None
