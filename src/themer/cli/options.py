"""Options that several commands share, and how they find their study."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from themer.errors import InputError
from themer.model.scalars import as_identifier

if TYPE_CHECKING:
    from themer.storage.study_folder import StudyFolder

LONGEST_REASON = 500
"""Characters."""
F = TypeVar("F", bound=Callable[..., Any])


def study_option(function: F) -> F:
    """Add ``--study DIR``."""
    return click.option(
        "--study",
        metavar="DIR",
        default=None,
        help="The study's folder; else the one that this folder lies in.",
    )(function)


def json_option(function: F) -> F:
    """Add ``--json``."""
    return click.option(
        "--json", "as_json", is_flag=True, help="Print JSON, for another program to read."
    )(function)


def processes_option(function: F) -> F:
    """Add ``--processes N``, for tables that are worked on in parts."""
    return click.option(
        "--processes",
        type=click.IntRange(min=1),
        metavar="N",
        help="For a large table; else one for each processor, at most 8.",
    )(function)


def reason_option(function: F) -> F:
    """Add ``--reason WHY`` for the log of changes, of a length that a line of it can hold."""
    return click.option(
        "--reason",
        metavar="WHY",
        callback=_brief,
        help="For the log of changes, at most 500 characters; no place for what was said.",
    )(function)


def coder_option(does: str) -> Callable[[F], F]:
    """Add ``--coder your-name``, in small letters where capitals were typed.

    Args:
        does: What the coder does, for the help.
    """
    return click.option("--coder", metavar="your-name", callback=_coder, help=does)


def _coder(_: click.Context, __: click.Parameter, coder: str | None) -> str | None:
    return None if coder is None else as_identifier(coder)


def _brief(_: click.Context, __: click.Parameter, reason: str | None) -> str | None:
    if reason is not None and len(reason) > LONGEST_REASON:
        raise InputError(
            f"The reason has {len(reason)} characters, and the log takes {LONGEST_REASON}.",
            hint='Say it shorter, such as "by letter of 3 March"; nothing was changed.',
        )
    return reason


def find_root(study: str | None) -> Path:
    """Find the folder of the study that a command works on, without reading it.

    Args:
        study: What ``--study`` said, here or before the command.

    Raises:
        NotFoundError: There is no study there.
    """
    from themer.storage.finding import find_study

    context = click.get_current_context(silent=True)
    named = study or (context.find_root().obj if context is not None else None)
    return find_study(Path(named) if named else Path.cwd())


def open_study(study: str | None) -> StudyFolder:
    """Find the study that a command works on; errors as in ``find_root``."""
    from themer.storage.study_folder import StudyFolder

    return StudyFolder(find_root(study))


def require_terminal() -> None:
    """Refuse a screen where nobody can see or type.

    Raises:
        InputError: Standard input or output is not a terminal, or it is one that only prints lines.
    """
    if os.environ.get("TERM") == "dumb":
        raise InputError(
            "This terminal (TERM=dumb) prints lines and cannot be drawn on.",
            hint="themer interview --plain holds a conversation line by line.",
        )
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise InputError(
            "This needs a terminal to draw on and to type in, and there is none here.",
            hint="Run it in a terminal window, or use the commands that print: themer --help.",
        )
