"""Steps over the parts of a large table, in one process or several, with what is done kept.

A step is a pure function of what it was made ready with and the number of a part. It knows neither
who runs it nor in what order, so a part is done again at no risk, and another engine could run the
same steps. Results are merged by whoever asked, in the order of the parts: the same bytes come out
with any number of processes, and after a stop.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from themer.errors import StorageError, ThemerError
from themer.language import one_thread
from themer.storage.work_folder import Arrays, WorkFolder
from themer.workflows.progress import Progress

TRIES = 3
"""A part whose process was ended so many times is given up."""
MOST_PROCESSES = 8
_FEWER = "Run it again with a smaller --processes: what is done is kept."


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is done to every part."""

    name: str
    """Its folder within the work folder."""
    told: str
    """What the screen says meanwhile, such as ``Reading answers``."""
    parts: int
    ready: Callable[[Path], Any]
    """Called once in each process with the work folder; a function of a module, never a closure.
    What it gives is handed to ``map``."""
    map: Callable[[Any, int], Arrays]
    """From what ``ready`` gave and the number of a part to named arrays; the same for the same."""


class Pool:
    """Processes that do the parts of one step after another.

    Use it as a context, so that no process outlives it. With one process everything is done in
    this one.

    Args:
        processes: How many.
    """

    def __init__(self, processes: int) -> None:
        self._count = processes
        self._workers: list[_Worker] = []

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.end()
        self._workers.clear()

    def run(self, folder: WorkFolder, step: Step, progress: Progress) -> None:
        """Do every part of a step that is not done yet; results are then in the folder.

        Raises:
            StorageError: The disk refused, or processes were ended from outside again and again.
            ThemerError: What the step raised.
        """
        left = [part for part in range(step.parts) if not is_done(folder, step, part)]
        progress(step.told, step.parts - len(left), step.parts)
        if not left:
            return
        if self._count == 1 or len(left) == 1:
            done = _alone(folder, step, left)
        else:
            done = self._together(folder, step, left)
        for number in done:
            progress(step.told, step.parts - len(left) + number, step.parts)

    def _together(self, folder: WorkFolder, step: Step, left: list[int]) -> Iterator[int]:
        waiting, tries, done = list(reversed(left)), dict.fromkeys(left, 0), 0
        while done < len(left):
            self._staff(min(self._count, len(left) - done))
            for worker in self._workers:
                if worker.part is None and waiting:
                    worker.give(folder, step, waiting.pop())
            for worker in self._ready():
                part, finished = worker.part, worker.outcome()
                if finished:
                    done += 1
                    yield done
                elif part is not None:
                    tries[part] += 1
                    _refuse_too_often(tries[part], step, part)
                    waiting.append(part)

    def _staff(self, count: int) -> None:
        # One that died at a part is still to be heard: its part must not be lost.
        gone = [w for w in self._workers if w.part is None and not w.process.is_alive()]
        for worker in gone:
            worker.end()
            self._workers.remove(worker)
        while len(self._workers) < count:
            self._workers.append(_Worker())

    def _ready(self) -> list[_Worker]:
        """Wait until a worker has something to say, or has gone."""
        signs: dict[Any, _Worker] = {}
        for worker in self._workers:
            signs[worker.connection] = signs[worker.process.sentinel] = worker
        return list({id(signs[sign]): signs[sign] for sign in wait(list(signs))}.values())


def is_done(folder: WorkFolder, step: Step, part: int) -> bool:
    """Say whether a part's result is there and whole."""
    return folder.arrays(_name(step, part)) is not None


def results(folder: WorkFolder, step: Step) -> Iterator[Arrays]:
    """Give each part's result in the order of the parts.

    Raises:
        StorageError: One is not there, or was torn since.
    """
    for part in range(step.parts):
        arrays = folder.arrays(_name(step, part))
        if arrays is None:
            raise StorageError(
                f"Part {part + 1} of {step.parts} is gone or damaged.",
                hint="Run the same command again: it is made again.",
                path=folder.path,
            )
        yield arrays


def usual_processes() -> int:
    """Say how many processes are used unless somebody says otherwise: one a processor."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, min(MOST_PROCESSES, len(os.sched_getaffinity(0))))
    return max(1, min(MOST_PROCESSES, os.cpu_count() or 1))


def _name(step: Step, part: int) -> str:
    return f"{step.name}/{part:06d}"


def _refuse_too_often(tries: int, step: Step, part: int) -> None:
    if tries >= TRIES:
        raise StorageError(
            f"The process for part {part + 1} of {step.parts} was ended {tries} times.",
            hint=f"Perhaps the memory did not suffice. {_FEWER}",
        )


def _alone(folder: WorkFolder, step: Step, left: list[int]) -> Iterator[int]:
    with one_thread():
        context = _made_ready(folder, step)
        for number, part in enumerate(left, 1):
            _do(folder, step, context, part)
            yield number


def _made_ready(folder: WorkFolder, step: Step) -> Any:
    with _memory_said():
        return step.ready(folder.path)


def _do(folder: WorkFolder, step: Step, context: Any, part: int) -> None:
    with _memory_said():
        folder.keep(_name(step, part), step.map(context, part))


@contextlib.contextmanager
def _memory_said() -> Iterator[None]:
    try:
        yield
    except MemoryError as error:
        raise StorageError("The memory did not suffice.", hint=_FEWER) from error


@contextlib.contextmanager
def _no_interrupts() -> Iterator[None]:
    """Let a process that begins within the block never hear ctrl-C: ours ends it instead."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class _Worker:
    """A process with a pipe of its own: one that is killed takes no lock of the others with it."""

    def __init__(self) -> None:
        spawn = get_context("spawn")
        self.connection, theirs = spawn.Pipe()
        self.part: int | None = None
        self._knows: tuple[Path, str] | None = None
        self.process = spawn.Process(target=_serve, args=(theirs,), daemon=True)
        with _no_interrupts():
            self.process.start()
        theirs.close()

    def give(self, folder: WorkFolder, step: Step, part: int) -> None:
        """Let it do a part; one that has just gone is seen by its sentinel."""
        self.part = part
        with contextlib.suppress(OSError):
            if self._knows != (folder.path, step.name):
                self.connection.send((folder.path, step))
                self._knows = (folder.path, step.name)
            self.connection.send(part)

    def outcome(self) -> bool:
        """Take what it says: True for a part done, False where the process has gone.

        Raises:
            ThemerError: What the step raised.
        """
        self.part = None
        try:
            said = self.connection.recv()
        except (EOFError, OSError):
            self.end()
            return False
        if isinstance(said, ThemerError):
            raise said
        return True

    def end(self) -> None:
        """End it at once: results are whole or not there, so nothing is lost but the work."""
        self.process.kill()
        self.process.join()
        self.connection.close()


def _serve(connection: Connection) -> None:
    """Do parts until the other end is closed, as it is when that process ends however it does."""
    if not os.environ.get("THEMER_DEBUG"):
        sys.stderr = open(os.devnull, "w")  # noqa: PTH123, SIM115 - a trace may hold an answer
    folder, step, context = None, None, None
    with contextlib.suppress(EOFError, OSError), one_thread():
        while True:
            order = connection.recv()
            if not isinstance(order, int):
                folder, step, context = WorkFolder(order[0]), order[1], None
                continue
            assert folder is not None
            assert step is not None
            try:
                context = _made_ready(folder, step) if context is None else context
                _do(folder, step, context, order)
            except ThemerError as error:
                connection.send(error)
            else:
                connection.send(order)
