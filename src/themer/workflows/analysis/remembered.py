"""What the last analysis was made from and wrote, so that the next leaves alone what still holds.

It is kept in the cache: without it everything is worked out again, to the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from themer.model.interview import Interview
from themer.model.suggestion import SuggestionsFile
from themer.segments import Segment
from themer.storage.kept_value import keep, recalled
from themer.storage.study_folder import StudyFolder
from themer.workflows.analysis.indicators import FILE as INDICATORS

_FILE = "analysed.json"
_FORM = "1"

Row = tuple[str, str, int, int, str | None, float]
"""A segment without its words: id, question, start, end; the likeliest code, and its confidence."""


@dataclass(frozen=True, slots=True)
class OfInterview:
    """What was made of one interview."""

    words: str
    """The hash of what its segments are cut from."""
    part: str
    """The hash of what its suggestions follow from."""
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Remembered:
    """What was written, by what it was made from."""

    files: Mapping[str, str] = field(default_factory=dict)
    """The hash of each of the machine's files, by its name."""
    interviews: Mapping[str, OfInterview] = field(default_factory=dict)
    """By the id of the interview."""

    def still(self, held: Mapping[str, str]) -> Remembered:
        """Give what of it still stands in the machine's folder as it was written.

        Args:
            held: The hash of each file that is there.
        """
        files = {name: sha for name, sha in self.files.items() if held.get(name) == sha}
        there = {n: one for n, one in self.interviews.items() if f"{n}.jsonl" in files}
        return Remembered(files, there)


def rows_of(file: SuggestionsFile) -> tuple[Row, ...]:
    """Give what is remembered of what was written for an interview."""
    rows: list[Row] = []
    for segment in file.segments:
        first = segment.suggestions[0] if segment.suggestions else None
        likeliest = (None, 0.0) if first is None else (first.code, first.confidence)
        rows.append((segment.id, segment.question, segment.start, segment.end, *likeliest))
    return tuple(rows)


def segments_as_before(interview: Interview, rows: Sequence[Row]) -> Iterator[Segment]:
    """Go through the segments of an interview whose words are those that the rows were cut from."""
    texts = {name: answer.coded_text for name, answer in interview.answers.items()}
    for identity, question, start, end, _, _ in rows:
        words = texts[question][start:end]
        yield Segment(identity, interview.id, question, start, end, words)


def held_files(folder: StudyFolder) -> dict[str, str]:
    """Hash what stands in the machine's folder, by name."""
    paths = sorted(folder.machine.iterdir()) if folder.machine.is_dir() else []
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in paths
        if path.name != INDICATORS  # it follows from facts too, and from the run before
    }


def recall(folder: StudyFolder) -> Remembered:
    """Read what the last analysis left; nothing where that is gone or damaged."""
    return recalled(_path(folder), Remembered, _FORM) or Remembered()


def remember(folder: StudyFolder, what: Remembered) -> None:
    """Write down what this analysis leaves."""
    keep(_path(folder), what, _FORM)


def _path(folder: StudyFolder) -> Path:
    return folder.cache / _FILE
