"""Long work shown as it goes: a bar on a terminal, plain lines elsewhere; always on stderr."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from themer.cli.printing import say

if TYPE_CHECKING:
    from rich.progress import TaskID

    from themer.workflows.progress import Progress

SECONDS_BETWEEN_LINES = 10.0


@contextlib.contextmanager
def shown() -> Iterator[Progress]:
    """Show progress while the block runs; what a pipe receives on stdout is never touched.

    Yields:
        What work calls with a stage's name, how much of it is done, and of how much.
    """
    if not sys.stderr.isatty():
        yield _Lines()
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeRemainingColumn(compact=True),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as display:
        tasks: dict[str, TaskID] = {}

        def show(stage: str, done: int, total: int) -> None:
            """Show how much of a stage is done, in place of the stage before."""
            if stage not in tasks:
                for task in tasks.values():
                    display.update(task, visible=False)
                tasks[stage] = display.add_task(stage)
            display.update(tasks[stage], completed=done, total=total, visible=True)

        yield show


class _Lines:
    """One line for each stage that takes long, and a further one now and then."""

    def __init__(self) -> None:
        self._said = self._began = time.monotonic()
        self._stage, self._from = "", 0

    def __call__(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._said, self._began, self._from = stage, now, now, done
        elif now - self._said >= SECONDS_BETWEEN_LINES:
            self._said = now
            left = _left(now - self._began, done - self._from, total - done)
            say(f"{stage}: {done} of {total}{left}")


def _left(seconds: float, done: int, left: int) -> str:
    """Say how long the rest takes at the pace so far; nothing where that cannot be told."""
    if done <= 0 or left <= 0:
        return ""
    rest = seconds / done * left
    return f", about {rest / 60:.0f} min left" if rest >= 90 else f", about {rest:.0f} s left"
