"""Every file call of a session fails in turn, or is its last; what then holds is judged here."""

from __future__ import annotations

import errno
import os
import shutil
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from faults.disk import Disk, Plan
from faults.script import EARLIER, Held, copy_of, hold, make_disk, on_file, recovered

ERRORS = (errno.ENOSPC, errno.EIO, errno.EROFS)
WAYS = ("until room returns", "until it is closed", "once")
SAID_WITHIN = 1.0
SAVED_WITHIN = 10.0
LOST_AT_MOST = 1.0


@dataclass(slots=True)
class Tally:
    """What was injected, and what came of it."""

    injected: Counter[str] = field(default_factory=Counter)
    """Sessions with an injected fault, by error and way."""
    calls: Counter[str] = field(default_factory=Counter)
    """The first call that failed in them, by its name."""
    said: int = 0
    """Sessions in which it was said on the screen, or that would not open, saying why."""
    harmless: int = 0
    """Sessions in which nothing was left unsaved by it, so that nothing had to be said."""
    kills: int = 0
    views: int = 0
    """States of the disk from which a killed session was recovered."""
    worst_loss: float = 0.0
    worst_saved: float = 0.0
    broken: list[str] = field(default_factory=list)
    """Each promise that did not hold, with how to cause it again."""

    def report(self) -> str:
        """Say in a few lines what was injected and what came of it."""
        by_error = "; ".join(f"{name}: {count}" for name, count in sorted(self.injected.items()))
        by_call = ", ".join(f"{name} {count}" for name, count in self.calls.most_common())
        return "\n".join(
            (
                f"{self.injected.total()} sessions with a failing file call ({by_error})",
                f"first to fail: {by_call}",
                f"said {self.said}, nothing left unsaved by it {self.harmless}; "
                f"saved at most {self.worst_saved:.1f} s after room returned",
                f"{self.kills} sessions ended at a file call, recovered from {self.views} states "
                f"of the disk; worst loss {self.worst_loss:.2f} s",
                *self.broken,
            )
        )


class Sweep:
    """Holds the same conversation over and over, with another fault each time.

    Args:
        folder: An empty folder for it all.
        fresh: Whether the machine has no state folder yet.
        forget_fsync: Whether ``fsync`` does nothing, so that a power cut must be seen to lose.
    """

    def __init__(self, folder: Path, *, fresh: bool = False, forget_fsync: bool = False) -> None:
        self._fresh = fresh
        self._forget_fsync = forget_fsync
        self._at = folder / "disk"
        make_disk(self._at)
        if fresh:
            shutil.rmtree(self._at / "state")
        self._master = copy_of(self._at, folder / "master")
        self._name = "fresh" if fresh else "recovering"
        self.tally = Tally()
        plan = Plan()
        held, _ = self._hold(plan)
        assert held.acknowledged == len(held.states) - 1
        self.count = len(plan.calls)
        """How many file calls a session makes."""

    def _hold(self, plan: Plan, ending: str = "room") -> tuple[Held, Disk]:
        copy_of(self._master, self._at)
        return hold(self._at, plan, ending=ending, forget_fsync=self._forget_fsync)

    def fail(self, at: int, error: int, way: str) -> None:
        """Let a call fail and hold the session to the promises."""
        plan = Plan(at, error, lasting=way != "once")
        name = f"{self._name}: call {at} fails with {errno.errorcode[error]} {way}"
        try:
            held, _ = self._hold(plan, "close" if way == "until it is closed" else "room")
        except (OSError, AssertionError) as problem:
            self.tally.broken.append(f"{name} ({plan.failed[:1]}): {problem!r}")
            return
        plan.over = True
        if not plan.failed:
            return
        self.tally.injected[f"{os.strerror(error)}, {way}"] += 1
        self.tally.calls[plan.failed[0]] += 1
        for problem in self._broken(held, way):
            self.tally.broken.append(f"{name} ({plan.failed[0]}): {problem}")

    def _broken(self, held: Held, way: str) -> Iterable[str]:
        tally = self.tally
        if held.is_torn:
            yield "the file is neither the old nor the new version"
        if held.refused is not None:
            tally.said += 1
            if not self._fresh and EARLIER not in recovered(self._at).answers["hardest"].noted:
                yield "what an earlier session left is offered no more"
            return
        if not self._fresh and not held.was_offered:
            yield "what an earlier session left was not offered"
        assert held.saver is not None
        if held.saver.interview != held.states[-1]:
            yield "words are gone from memory"
        now = recovered(self._at)
        if now not in held.states[max(held.acknowledged, 0) :]:
            yield "words that were said to be saved are not on the disk"
        said = [at for at, _ in held.faults if held.failed_at is not None]
        if said:
            tally.said += 1
            if min(said) - _since(held) > SAID_WITHIN:
                yield f"said after {min(said) - _since(held):.2f} s"
        elif now == held.states[-1]:
            tally.harmless += 1
        else:
            yield "never said, and not saved"
        if way != "until it is closed":
            tally.worst_saved = max(tally.worst_saved, held.saved_after or 0.0)
            if held.saved_after is None or held.saved_after > SAVED_WITHIN:
                yield f"saved {held.saved_after} s after room returned"
            if on_file(self._at) != held.states[-1]:
                yield "the file does not hold what was typed"

    def kill(self, at: int) -> None:
        """End the program at a call, and recover from what each kind of end leaves."""
        plan = Plan(at, None)
        held, disk = self._hold(plan)
        plan.over = True
        if not held.is_dead:
            return
        self.tally.kills += 1
        living = {str(p): p.read_bytes() for p in self._at.rglob("*") if p.is_file()}
        views = (
            ("the process is killed", living),
            ("the power is cut", disk.ledger.survivors(every_name=False)),
            ("the power is cut after the names were written",
             disk.ledger.survivors(every_name=True)),
        )  # fmt: skip
        for number, (view, files) in enumerate(views):
            self.tally.views += 1
            if any(files == earlier for _, earlier in views[:number]):
                continue  # the same state of the disk, judged already
            disk.ledger.put(files)
            for problem in self._lost(held):
                name = f"{self._name}: killed at call {at} ({plan.failed[0]}), {view}"
                self.tally.broken.append(f"{name}: {problem}")

    def _lost(self, held: Held) -> Iterable[str]:
        try:
            now = recovered(self._at)
        except Exception as error:  # whatever it is, it is not a conversation that opens
            yield f"it does not open: {error!r}"
            return
        if held.is_torn:
            yield "the file is neither the old nor the new version"
        if not held.states:
            return
        if now not in held.states:
            yield "what is recovered was never on the screen"
            return
        kept = len(held.states) - 1 - held.states[::-1].index(now)
        if kept < held.acknowledged:
            yield "words that were said to be saved are lost"
        if kept + 1 < len(held.states):
            loss = held.ended_at - held.times[kept + 1]
            self.tally.worst_loss = max(self.tally.worst_loss, loss)
            if loss > LOST_AT_MOST:
                yield f"a key of {loss:.2f} s ago is lost"


def _since(held: Held) -> float:
    """Say from when the fault could be said: the first failing call."""
    assert held.failed_at is not None
    return held.failed_at


def every_call(folder: Path, *, is_long: bool) -> Tally:
    """Let every call fail in turn with every error, and end the program at every call.

    Args:
        folder: An empty folder.
        is_long: Whether each error is tried in each way at each call; otherwise errors and ways
            take turns, every second call ends the program, and on a fresh machine two calls of
            three are left out.
    """
    total = Tally()
    for fresh in (False, True):
        sweep = Sweep(folder / ("fresh" if fresh else "recovering"), fresh=fresh)
        sweep.tally = total
        for at in range(0, sweep.count, 1 if is_long or not fresh else 3):
            if is_long or at % 2 == 0 or fresh:
                sweep.kill(at)
            in_turn = [(error, way) for error in ERRORS for way in WAYS]
            for error, way in in_turn if is_long else [in_turn[at * 4 % len(in_turn)]]:
                sweep.fail(at, error, way)
    return total
