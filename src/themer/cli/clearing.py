"""What is to go and what is left, in words, for ``withdraw`` and ``purge``."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from themer.cli.printing import say
from themer.errors import InputError

if TYPE_CHECKING:
    from themer.workflows.removing.clearing import Clearing


def describe(plan: Clearing) -> Iterator[str]:
    """Say what goes, a line each, and then what a person has to see to."""
    yield from (f"  {line}" for line in _files(plan))
    for path, events in plan.coders:
        words = f"the words of {counted(events, 'event')} in {_shown(plan, path)}"
        yield f"  {words}; what was decided stays"
    if plan.passages:
        yield f"  {counted(plan.passages, 'passage')} in themes.yaml; their history says so"
    number = plan.retold.summaries
    if number:
        yield f"  {number} {'summary' if number == 1 else 'summaries'} in matrix.yaml"
    if plan.redactions:
        lines = sum(number for _, number in plan.redactions)
        yield f"  {lines} {'decision' if lines == 1 else 'decisions'} about names in redactions/"
    for path, steps in plan.retold.logs:
        yield f"  the words of {counted(steps, 'step')} in {_shown(plan, path)}"
    for path in plan.reports:
        yield f"  a report that holds the words: {_shown(plan, path)}"
    left = [
        *(f"holds the words and is kept: {_shown(plan, path)}" for path in plan.kept_reports),
        *(f"counts it, so make it again: {_shown(plan, path)}" for path in plan.stale),
        *(
            f"its words stand here: {_shown(plan, one.path)}{f':{one.line}' if one.line else ''}"
            for one in plan.traces
        ),
    ]
    if left:
        yield "Left for you to see to:"
        yield from (f"  {line}" for line in left)


def say_beyond(beyond: Sequence[str]) -> None:
    """Say what no program can clear from here."""
    say("Out of reach from here, and for somebody to clear by other means:")
    for line in beyond:
        say(f"  {line}")


def confirm(question: str, *, yes: bool) -> bool:
    """Ask before something that cannot be undone.

    Raises:
        InputError: There is nobody to ask, and ``--yes`` was not given.
    """
    if yes:
        return True
    if not sys.stdin.isatty():
        raise InputError(
            "Nothing was changed: there is nobody here to ask.", hint="Add --yes to do it."
        )
    return click.confirm(question, default=False, err=True)


def counted(number: int, noun: str) -> str:
    """Say a number of things."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _files(plan: Clearing) -> Iterator[str]:
    """Name files one by one, but for what is made anew anyway."""
    made = {
        plan.root / "coding" / "machine": "what analyse wrote (it makes it anew)",
        plan.root / ".themer": "caches (they are made anew)",
    }
    for folder, what in made.items():
        number = sum(folder in path.parents for path in plan.files)
        if number:
            yield f"{what}: {counted(number, 'file')} in {_shown(plan, folder)}"
    for path in plan.files:
        if not any(folder in path.parents for folder in made):
            yield _shown(plan, path)


def _shown(plan: Clearing, path: Path) -> str:
    return str(path.relative_to(plan.root) if path.is_relative_to(plan.root) else path)
