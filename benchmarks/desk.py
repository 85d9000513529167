"""The desk's figures in one table, each beside stock Textual doing the same in the same run.

    python benchmarks/desk.py [--keys 200] [--starts 7] [--interviews 500] [--only WORD]

Every program runs in a pseudo-terminal of 80×24 of its own and is typed into by turns, so that
what else the machine does falls on all alike. CPU is that of the whole process, its saving thread
included, from the key until nothing more is painted. Latency is from the writing of the key to the
arrival of the changed words. The conversation has 60 answers and 30 KB; a key goes into an answer
of 2,000 characters.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from first_paint import measure_starts
from made_study import LARGE, make_study
from terminal import Watched

F4, ALT_UP = "\x1bOS", "\x1b[1;3A"
_LETTERS = "abcdefghijklmnop"
_OFTEN = 0.3
"""Seconds between saves where they are to meet as many keys as they can."""


@dataclass(slots=True)
class Found:
    """What was measured of one program."""

    cpu: list[float] = field(default_factory=list)
    painted: list[float] = field(default_factory=list)
    latency: list[float] = field(default_factory=list)
    held_up: list[float] = field(default_factory=list)


class Bench:
    """A folder with copies of the study, and the programs that were started in it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._study = make_study(folder / "study", 1)
        self._number = 0
        self.started: list[Watched] = []

    def themer(self, **options: object) -> Watched:
        """Open the large conversation in a study of its own, at its last question."""
        self._number += 1
        study = shutil.copytree(self._study, self._folder / f"study-{self._number}")
        program = self._start("themer", "interview", LARGE, "--study", str(study), **options)
        program.wait_for("go on with it now")
        program.type("t")
        program.wait_for("matter 59,")
        return self._settled(program)

    def stock(self, kind: str, ready: str, *arguments: str, **options: object) -> Watched:
        """Start one of the stock apps."""
        program = self._start("stock", kind, *arguments, **options)
        program.wait_for(ready)
        return self._settled(program)

    def copy_path(self) -> str:
        """Give a path to save to."""
        self._number += 1
        return str(self._folder / f"copy-{self._number}.txt")

    def end(self) -> None:
        """End every program that is left."""
        while self.started:
            self.started.pop().end()

    def _start(self, *arguments: str, **options: object) -> Watched:
        program = Watched(*arguments, state=self._folder / f"state-{self._number}", **options)
        self.started.append(program)
        return program

    def _settled(self, program: Watched) -> Watched:
        time.sleep(0.3)
        program.read_until_quiet(0.2)
        return program


def type_by_turns(programs: dict[str, Watched], keys: int, rare: Iterable[str]) -> dict[str, Found]:
    """Type the same keys into all programs, one each by turns; some only at each tenth turn."""
    dice = random.Random(7)
    found = {name: Found() for name in programs}
    typed = dict.fromkeys(programs, "")
    for turn in range(keys + 5):
        key = " " if turn % 7 == 6 else dice.choice(_LETTERS)
        for name, program in programs.items():
            if name in rare and turn % 10:
                continue
            typed[name] += key
            time.sleep(dice.uniform(0, 0.04))  # any moment between two saves, two blinks
            program.read_until_quiet(0.0)
            press(program, key, typed[name].rsplit(" ", 1)[-1], found[name])
            if turn < 5:  # what is done once is not counted
                found[name] = Found()
    return found


def press(program: Watched, key: str, word: str, found: Found) -> None:
    """Press a key and put down what came of it; the latency where the word is long enough."""
    before = program.used()
    begun = program.type(key)
    # A stock box does not show a word that goes over below its last row until the next key.
    seen, arrived = program.read_until(word if len(word) > 2 else "", patience=5.0)
    if len(word) > 2 and arrived is not None:
        found.latency.append(arrived - begun)
    seen += program.read_until_quiet()
    after = program.used()
    found.cpu.append(after.cpu - before.cpu)
    found.painted.append(float(len(seen)))
    found.held_up += after.held_up


def walk_by_turns(programs: dict[str, Watched], moves: int) -> dict[str, Found]:
    """Go back and forth through the questions, one program and then the other."""
    found = {name: Found() for name in programs}
    at = 59
    for move in range(moves + 6):
        by = -1 if move // 20 % 2 == 0 else 1
        at += by
        for name, program in programs.items():
            time.sleep(0.02)
            program.read_until_quiet(0.0)
            before = program.used()
            begun = program.type(F4 if by > 0 else ALT_UP)
            seen, arrived = program.read_until(f"matter {at},")
            seen += program.read_until_quiet()
            if move >= 6 and arrived is not None:
                found[name].latency.append(arrived - begun)
                found[name].cpu.append(program.used().cpu - before.cpu)
                found[name].painted.append(float(len(seen)))
    return found


def measure_keys(bench: Bench, keys: int) -> None:
    box = "stock box"
    often = {"save_each": _OFTEN, "is_timed": True}
    programs = {
        box: bench.stock("box", "ready"),
        "themer": bench.themer(),
        "themer, saving": bench.themer(**often),
        "themer, fsync 2 s": bench.themer(**often, fsync=2.0),
        "stock, saving": bench.stock("box", "ready", bench.copy_path(), str(_OFTEN)),
        "stock, fsync 2 s": bench.stock("box", "ready", bench.copy_path(), "3", fsync=2.0),
    }
    found = type_by_turns(programs, keys, rare=["stock, fsync 2 s"])
    bench.end()
    ours, stock = found["themer"], found[box]
    row("one key, CPU ms", "12", ours.cpu, stock.cpu, 1000)
    row("one key, bytes painted", "4096", ours.painted, stock.painted, 1)
    row("key to screen, ms", "", ours.latency, stock.latency, 1000)
    for how, goal in (("saving", "p99 50"), ("fsync 2 s", "p99 100")):
        ours, stock = found[f"themer, {how}"], found[f"stock, {how}"]
        row(f"key to screen, {how}, ms", goal, ours.latency, stock.latency, 1000)
    held_up = found["themer, saving"].held_up + found["themer, fsync 2 s"].held_up
    row("saver on the screen's thread, ms", "5", held_up, [], 1000)


def measure_moves(bench: Bench, moves: int) -> None:
    found = walk_by_turns(
        {"themer": bench.themer(), "stock": bench.stock("desk", "matter 59,")}, moves
    )
    bench.end()
    row("next question, CPU ms", "15", found["themer"].cpu, found["stock"].cpu, 1000)
    row("next question, bytes", "", found["themer"].painted, found["stock"].painted, 1)
    row("next question, to screen, ms", "", found["themer"].latency, found["stock"].latency, 1000)


def measure_first_paint(folder: Path, starts: int, interviews: int) -> None:
    found = measure_starts(folder, starts, interviews)
    bare = found.pop("bare Textual app")
    goals = {"home, frame": "400 and 1.25×", "interview, frame": "400 and 1.25×"}
    for name, times in found.items():
        goal = goals.get(name, "")
        row(f"{name}, wall ms", goal, [t.wall for t in times], [t.wall for t in bare], 1000)
        row(f"{name}, CPU ms", "", [t.cpu for t in times], [t.cpu for t in bare], 1000)


def row(name: str, goal: str, ours: list[float], stock: list[float], scale: float) -> None:
    """Print one figure: goal, ours and the stock app's, and their ratio."""
    one, other = summary(ours, scale), summary(stock, scale)
    ratio = f"{statistics.median(ours) / statistics.median(stock):5.2f}" if stock else "    –"
    print(f"{name:<34} {goal:>13}  {one}  {other}  {ratio}", flush=True)


def summary(values: list[float], scale: float) -> str:
    """Give least, median, 99th percentile and number."""
    if not values:
        return f"{'–':>33}"
    ordered = sorted(value * scale for value in values)
    p99 = ordered[min(len(ordered) - 1, round(0.99 * len(ordered)))]
    median = statistics.median(ordered)
    return f"{ordered[0]:8.1f}{median:8.1f}{p99:9.1f}{len(ordered):8d}"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--keys", type=int, default=200)
    parser.add_argument("--starts", type=int, default=7)
    parser.add_argument("--interviews", type=int, default=500)
    parser.add_argument("--only", choices=["keys", "moves", "starts"])
    wished = parser.parse_args()
    columns = f"{'least':>8}{'median':>8}{'p99':>9}{'n':>8}"
    print(f"{'':<34} {'goal':>13}  {'themer':^33}  {'stock Textual':^33}")
    print(f"{'':<34} {'':>13}  {columns}  {columns}  ratio")
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        try:
            if wished.only in (None, "keys"):
                measure_keys(bench, wished.keys)
            if wished.only in (None, "moves"):
                measure_moves(bench, wished.keys)
        finally:
            bench.end()
        if wished.only in (None, "starts"):
            measure_first_paint(Path(folder) / "many", wished.starts, wished.interviews)


if __name__ == "__main__":
    main()
