"""The real program is killed, or told to end, while somebody types; what is then on the disk."""

from __future__ import annotations

import random
import re
import shutil
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from faults.disk import Ledger, records_in
from faults.script import make_disk, on_file, recovered
from faults.typist import Key, Typist
from themer.errors import ThemerError
from themer.model.interview import Interview

MOST_SECONDS = 6.0
"""The moment of the end is uniform over the first so many seconds of typing."""
LOST_AT_MOST = 1.0
GONE_WITHIN = 2.0
KILLED = "the process is killed"
POWER_CUT = "the power is cut"
SIGNALS = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT)
T = TypeVar("T")


@dataclass(slots=True)
class End:
    """One session that was ended while somebody typed."""

    folder: Path
    seed: int
    before: Interview
    typist: Typist
    ledger: Ledger
    at: float = 0.0
    """Seconds since the epoch."""
    waited: float = 0.0
    """Seconds that the program had waited for a processor by then."""
    took: float = 0.0
    """Seconds until it was gone."""


@dataclass(slots=True)
class Ends:
    """What came of many."""

    count: int = 0
    keys: int = 0
    acknowledged: int = 0
    lost: int = 0
    worst_loss: float = 0.0
    """Seconds from when the oldest lost key was sent to the kill."""
    worst_stall: float = 0.0
    """Seconds by which the machine itself woke the typist too late."""
    worst_wait: float = 0.0
    """Seconds that the program had to wait for a processor after a key that is lost."""
    slowest: float = 0.0
    views: int = 0
    problems: list[str] = field(default_factory=list)

    def report(self, what: str) -> str:
        """Say it in a line, and each broken promise in one of its own."""
        said = (
            f"{self.count} sessions ended by {what} (states of the disk: {self.views}), "
            f"{self.keys} keys typed, {self.acknowledged} of them shown as saved; at most "
            f"{self.lost} lost, the oldest {self.worst_loss:.3f} s before; gone after "
            f"{self.slowest:.2f} s at most; the machine woke the typist up to "
            f"{self.worst_stall:.3f} s late, and let the program wait up to {self.worst_wait:.3f} s"
        )
        return "\n".join([said, *self.problems])


def kill_many(
    folder: Path,
    count: int,
    *,
    seed: int,
    at_once: int = 1,
    forget_fsync: bool = False,
    real_disk: bool = False,
) -> Ends:
    """Kill sessions at uniformly random moments, and recover from what is left of each.

    Args:
        folder: An empty folder.
        count: How many.
        seed: The first; each session has its own.
        at_once: How many are typed into at the same time.
        forget_fsync: Whether ``fsync`` does nothing in them.
        real_disk: Whether ``fsync`` waits for the disk; a busy one is no fault of the program.
    """

    def one(number: int) -> End:
        chosen = seed + number
        return _end(folder, chosen, signal.SIGKILL, forget_fsync=forget_fsync, real_disk=real_disk)

    _master(folder)
    ends = Ends()
    for end in _some_at_once(one, range(count), at_once):
        _count(end, ends)
        ends.problems += [f"seed {end.seed}, {problem}" for problem in _judge_kill(end, ends)]
        shutil.rmtree(end.folder)
    return ends


def end_many(folder: Path, number: int, count: int, *, seed: int, at_once: int = 1) -> Ends:
    """End sessions by a signal in the middle of a word: every key is kept.

    Only what the machine itself kept from the program, because it was busy, is not counted.
    """

    def one(turn: int) -> End:
        return _end(folder, seed + turn, number)

    _master(folder)
    ends = Ends()
    for end in _some_at_once(one, range(count), at_once):
        _count(end, ends)
        ends.slowest = max(ends.slowest, end.took)
        ends.problems += [f"seed {end.seed}: {p}" for p in _judge_signal(end, number, ends)]
        shutil.rmtree(end.folder)
    return ends


def _some_at_once(one: Callable[[int], T], numbers: Iterable[int], at_once: int) -> Iterator[T]:
    with ThreadPoolExecutor(at_once) as pool:
        waiting = list(numbers)
        while waiting:
            some, waiting = waiting[:at_once], waiting[at_once:]
            # All of them before any is judged: judging sets this process's THEMER_STATE.
            yield from list(pool.map(one, some))


def _end(
    folder: Path, seed: int, number: int, *, forget_fsync: bool = False, real_disk: bool = False
) -> End:
    at = folder / f"seed-{seed}"
    disk = at / "disk"
    shutil.copytree(_master(folder), disk)
    typist = Typist(disk, at / "log", seed, forget_fsync=forget_fsync, real_disk=real_disk)
    end = End(at, seed, on_file(disk), typist, Ledger(disk))
    try:
        typist.start()
        end.at = typist.type_for(random.Random(f"moment {seed}").uniform(0, MOST_SECONDS))
        end.waited = typist.waited()
        end.took = typist.end(number)
    finally:
        typist.close()
    for record in records_in(at / "log"):
        end.ledger.apply(record)
    return end


def _master(folder: Path) -> Path:
    """Give the study that all begin with: words that are only in a journal belong to one path."""
    master = folder / "master"
    if not master.exists():
        made = make_disk(folder / "making")
        shutil.rmtree(made / "state")
        (made / "state").mkdir()
        made.rename(master)
    return master


def _count(end: End, ends: Ends) -> None:
    ends.count += 1
    ends.keys += len(end.typist.keys)
    ends.acknowledged += sum(key.is_acknowledged for key in end.typist.keys)
    ends.worst_stall = max(ends.worst_stall, end.typist.stall)


def _judge_kill(end: End, ends: Ends) -> Iterator[str]:
    disk = end.ledger.root
    living = {str(path): path.read_bytes() for path in disk.rglob("*") if path.is_file()}
    for view, files in (
        (KILLED, living),
        (POWER_CUT, end.ledger.survivors(every_name=False)),
        (f"{POWER_CUT} after the names were written", end.ledger.survivors(every_name=True)),
    ):
        end.ledger.put(files)
        ends.views += 1
        try:
            found = recovered(disk)
        except ThemerError as error:
            yield f"{view}: it does not open: {error}"
            continue
        for problem in _judge_words(end, found, ends):
            yield f"{view}: {problem}"


def _judge_words(
    end: End, found: Interview, ends: Ends, at_most: float = LOST_AT_MOST
) -> Iterator[str]:
    lost: list[Key] = []
    for question in {key.question for key in end.typist.keys}:
        keys = [key for key in end.typist.keys if key.question == question]
        kept = _added(end.before, found, question)
        if kept is None or not "".join(key.letter for key in keys).startswith(kept):
            yield f"{question} holds what was not typed: {kept!r}"
            continue
        lost += keys[len(kept) :]
    if not lost:
        return
    ends.lost = max(ends.lost, len(lost))
    oldest = min(lost, key=lambda key: key.sent)
    loss = end.at - oldest.sent
    machine = end.typist.stall + end.waited - oldest.waited
    ends.worst_loss = max(ends.worst_loss, loss)
    ends.worst_wait = max(ends.worst_wait, end.waited - oldest.waited)
    if any(key.is_acknowledged for key in lost):
        yield "keys that were shown as saved are lost"
    if loss > at_most + machine:
        yield f"a key of {loss:.2f} s before is lost (the machine's part: {machine:.2f} s)"


def _added(before: Interview, found: Interview, question: str) -> str | None:
    """Give the letters that were added to an answer; None where what was there has changed."""
    was = before.answers[question].noted if question in before.answers else ""
    now = found.answers[question].noted if question in found.answers else ""
    return now.removeprefix(was).replace(" ", "") if now.startswith(was) else None


def _judge_signal(end: End, number: int, ends: Ends) -> Iterator[str]:
    typist = end.typist
    ends.views += 1
    if typist.process.returncode != 128 + number:
        yield f"it ended with {typist.process.returncode}"
    if end.took > GONE_WITHIN + typist.stall + typist.last_waited - end.waited:
        yield f"it took {end.took:.2f} s"
    found = on_file(end.ledger.root)
    yield from _judge_words(end, found, ends, at_most=0.0)
    if typist.found_modes[:4] != typist.modes[:4]:
        yield "the terminal's own settings are not as before"
    left = modes_left(typist.seen)
    if left:
        yield f"the terminal's modes are not as before: {left}"
    if list((end.ledger.root / "state").rglob("*.jsonl")):
        yield "a journal is left"


def modes_left(painted: str) -> dict[str, str]:
    """Find the modes of a terminal that are not as a terminal begins with.

    A terminal begins with the cursor shown (25) and lines wrapped (7), and everything else off:
    the alternate screen (1049), the mouse (1000 to 1015), pasting in brackets (2004), the focus
    (1004), synchronised painting (2026).
    """
    last: dict[str, str] = {}
    for names, to in re.findall(r"\x1b\[\?([0-9;]+)([hl])", painted):
        last |= dict.fromkeys(names.split(";"), to)
    pushed, popped = painted.count("\x1b[>1u"), painted.count("\x1b[<u")
    if pushed > popped:
        last["keyboard"] = "pushed"
    begins_on = ("25", "7")
    return {name: to for name, to in last.items() if to != ("h" if name in begins_on else "l")}
