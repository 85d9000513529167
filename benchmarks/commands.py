"""Whole commands as processes of their own: CPU, wall and peak memory, with a floor beside each.

    python benchmarks/commands.py [--runs 5]

Each command runs in turn with its floor, after one run that is not counted, so that a machine that
slows down slows both. The demo is made in a new folder each time, with nothing kept from before.
"""

from __future__ import annotations

import argparse
import compileall
import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import themer

PYTHON = sys.executable


@dataclass(frozen=True)
class Run:
    cpu: float
    wall: float
    megabytes: float


@dataclass(frozen=True)
class Case:
    command: list[str]
    floor: str
    """What it has to import at the least."""


CASES = [
    Case(["--help"], "click"),
    Case(["check"], "click, pydantic, yaml"),
    Case(["analyse"], "click, pydantic, yaml"),
    Case(["report", "--to", "docx"], "click, pydantic, yaml, jinja2, docx"),
    Case(["demo"], "click, pydantic, yaml, jinja2, docx, onnxruntime, spacy, sklearn.linear_model"),
]
"""``analyse`` runs where nothing has changed; ``demo`` in a new folder with nothing kept."""


def run(arguments: list[str], folder: Path) -> Run:
    began = time.perf_counter()
    child = os.fork()
    if child == 0:
        os.chdir(folder)
        quiet = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(quiet, descriptor)
        os.execv(PYTHON, [PYTHON, *arguments])
    _, status, used = os.wait4(child, 0)
    if status:
        raise SystemExit(f"{' '.join(arguments)} ended with {os.waitstatus_to_exitcode(status)}")
    seconds = time.perf_counter() - began
    return Run(used.ru_utime + used.ru_stime, seconds, used.ru_maxrss / 1024)


def paired(runs: int, case: Case, study: Path, fresh: Path) -> tuple[list[Run], list[Run]]:
    times, floors = [], []
    for number in range(runs + 1):
        target = [f"{fresh}-{number}"] if case.command == ["demo"] else []
        times.append(run(["-m", "themer", *case.command, *target], study))
        floors.append(run(["-c", f"import {case.floor}"], study))
    return times[1:], floors[1:]


def median(runs: list[Run], name: str) -> float:
    return statistics.median(getattr(one, name) for one in runs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    # As after an installation: pip compiles what it installs, a checkout may not.
    compileall.compile_dir(Path(themer.__file__).parent, quiet=1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        study = folder / "study"
        run(["-m", "themer", "demo", str(study)], folder)
        print("| command | CPU s | wall s | MB | floor | its CPU s |")
        print("|---|---|---|---|---|---|")
        for number, case in enumerate(CASES):
            times, floors = paired(runs, case, study, folder / f"demo-{number}")
            print(
                f"| themer {' '.join(case.command)} | {median(times, 'cpu'):.2f} "
                f"| {median(times, 'wall'):.2f} | {median(times, 'megabytes'):.0f} "
                f"| import {case.floor} | {median(floors, 'cpu'):.2f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
