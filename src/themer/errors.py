"""Every error that a user can meet, and the exit code that each one ends with.

ThemerError
├── InputError(ValueError)            exit 2: a file, an option or an answer that does not hold
│   ├── ProblemsError                 … many at once, each with its place and its code
│   ├── TemplateError                 … a report template that cannot be rendered
│   └── NotFoundError(LookupError)    … a study, a set, an interview, a code that is not there
├── NewerFormatError(ValueError)      exit 2: written by a later themer, so not to be overwritten
├── StorageError(OSError)             exit 3: the disk said no
│   └── ChangedUnderneathError        … a file is not what this program last read
├── ModelError(RuntimeError)          exit 3: the language model's file is missing or altered
├── RefusedError(RuntimeError)        exit 1: themer will not write what does not hold
└── StoppedError(RuntimeError)        exit 130: somebody stopped work that can be taken up again
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path


class ExitCode(IntEnum):
    """What a themer command tells the shell."""

    FINE = 0
    PROBLEMS = 1
    INPUT = 2
    DISK = 3
    BUG = 70
    INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in one file, in words for people who are not programmers."""

    path: Path
    """The file, relative to the study where it lies inside one."""
    line: int
    """Counted from 1; 0 where the whole file is meant."""
    column: int
    """Counted from 1; 0 where the whole line or file is meant."""
    code: str
    """The name that tests and documents use, such as ``QS011``."""
    message: str
    """What is wrong, the rule, and what to do."""
    severity: str = "error"
    """``error`` stops work that depends on the file; ``advice`` never does."""

    @property
    def place(self) -> str:
        """Say ``file:line:column``, as far as each is known."""
        known = [str(self.path)]
        if self.line:
            known.append(str(self.line))
            if self.column:
                known.append(str(self.column))
        return ":".join(known)

    def __str__(self) -> str:
        return f"{self.place}: {self.code} {self.message}"


class ThemerError(Exception):
    """An error with a sentence for the person who meets it.

    Args:
        message: What happened.
        hint: What to do about it.
        path: The file that it happened in.
        line: The line in that file, counted from 1.
    """

    exit_code = ExitCode.INPUT

    def __init__(
        self,
        message: str,
        *,
        hint: str | None = None,
        path: Path | None = None,
        line: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.path = path
        self.line = line

    def __str__(self) -> str:
        place = "" if self.path is None else f"{self.path}{f':{self.line}' if self.line else ''}: "
        hint = "" if self.hint is None else f" {self.hint}"
        return f"{place}{self.message}{hint}"


class InputError(ThemerError, ValueError):
    """A file, an option or an answer that does not hold."""


class NotFoundError(InputError, LookupError):
    """Something was named that is not there."""


class ProblemsError(InputError):
    """Several problems at once, sorted by place.

    Args:
        problems: At least one problem; errors before advice is not required.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(
            sorted(problems, key=lambda p: (p.path.as_posix(), p.line, p.column, p.code))
        )
        first = self.problems[0]
        super().__init__(f"{first.code} {first.message}", path=first.path, line=first.line or None)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class TemplateError(InputError):
    """A report template that cannot be read or rendered."""


class NewerFormatError(ThemerError, ValueError):
    """A file that a later version of themer wrote: read, perhaps; never overwritten."""


class StorageError(ThemerError, OSError):
    """The disk refused: full, read-only, broken, not permitted."""

    exit_code = ExitCode.DISK


class ChangedUnderneathError(StorageError):
    """A file on disk is not what this program last read or wrote."""


class ModelError(ThemerError, RuntimeError):
    """The language model's file is missing or is not the one that was released."""

    exit_code = ExitCode.DISK


class RefusedError(ThemerError, RuntimeError):
    """Themer will not write what does not hold: an altered quote, a figure without a base."""

    exit_code = ExitCode.PROBLEMS


class StoppedError(ThemerError, RuntimeError):
    """Somebody stopped long work, of which what is done was kept."""

    exit_code = ExitCode.INTERRUPTED
