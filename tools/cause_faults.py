"""Causes the faults that docs/reliability.md promises to stand, many times, and prints the figures.

    python tools/cause_faults.py                     200 kills, 50 of each signal, every file call
    python tools/cause_faults.py --kills 20 --signals 5 --seed 7

Run it in the project's environment (``.venv``). It takes about half an hour, and ends with 1 where
a promise was not kept; each such case is printed with what causes it again. The tests run a few
of each (``tests/faults``).
"""

from __future__ import annotations

import argparse
import datetime as dt
import platform
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests")]

from faults.kills import SIGNALS, end_many, kill_many  # noqa: E402
from faults.sweep import every_call  # noqa: E402


def main() -> int:
    """Cause them all; give the exit code."""
    options = _options()
    print(f"{dt.date.today()}, Python {platform.python_version()}, {platform.platform()}")
    began = time.monotonic()
    broken = 0
    with tempfile.TemporaryDirectory(prefix="themer-faults-") as name:
        folder = Path(name)
        if not options.no_calls:
            tally = every_call(_made(folder / "calls"), is_long=True)
            print(tally.report(), flush=True)
            broken += len(tally.broken)
        for what, count, number in (
            ("kill -9", options.kills, None),
            *((number.name, options.signals, number) for number in SIGNALS),
        ):
            if not count:
                continue
            at = _made(folder / what.replace(" ", ""))
            seed, at_once = options.seed, options.at_once
            if number is None:
                ends = kill_many(at, count, seed=seed, at_once=at_once, real_disk=True)
            else:
                ends = end_many(at, number, count, seed=seed, at_once=at_once)
            print(ends.report(what), flush=True)
            broken += len(ends.problems)
    print(f"{broken} promises broken, {time.monotonic() - began:.0f} s")
    return 1 if broken else 0


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200, help="sessions killed (200)")
    parser.add_argument("--signals", type=int, default=50, help="sessions ended by each (50)")
    parser.add_argument("--no-calls", action="store_true", help="leave the file calls out")
    parser.add_argument("--seed", type=int, default=1, help="of all that is left to chance (1)")
    parser.add_argument("--at-once", type=int, default=2, help="sessions at the same time (2)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
