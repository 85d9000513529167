"""Run the benchmark of quality and print its tables as Markdown.

    python -m benchmarks.quality --data FOLDER --vectors KEPT --without-rivals --only tagging

``FOLDER`` holds one folder a set of answers, each with ``data.jsonl`` and ``labels.json`` (`sets`).
``--vectors`` keeps vectors between runs; without it every text is encoded anew. ``--sets NAME …``
takes some folders alone, ``--counts 0 5 20`` some numbers of examples, ``--seeds 1`` is quick.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from benchmarks.quality.sets import Task, tasks_of
from benchmarks.quality.tables import heading
from benchmarks.quality.tagging import COUNTS, OURS, ours, rounds_of
from benchmarks.quality.tagging_rivals import rivals
from benchmarks.quality.tagging_tables import tagging_tables
from benchmarks.quality.vectors import KeptVectors

SECTIONS = ("tagging",)


def main() -> int:
    """Read the options, play every section asked for, print."""
    options = parsed()
    folders = sorted(p for p in options.data.glob("*") if (p / "data.jsonl").is_file())
    folders = [p for p in folders if not options.sets or p.name in options.sets]
    if not folders:
        print(f"No folder with a data.jsonl in {options.data}; see benchmarks/README.md.")
        return 2
    encode = KeptVectors(options.vectors)
    tasks = [task for folder in folders for task in tasks_of(folder)]
    print(heading(), flush=True)
    if "tagging" in (options.only or SECTIONS):
        tagging(tasks, encode, options)
    encode.keep()
    return 0


def tagging(tasks: list[Task], encode: KeptVectors, options: argparse.Namespace) -> None:
    """Tag every task with every method."""
    rounds = []
    for task in tasks:
        began = time.process_time()
        others = {} if options.without_rivals else rivals(task, encode)
        methods = {**others, OURS: ours(task, encode)}
        rounds += rounds_of(task, methods, seeds=options.seeds, counts=options.counts)
        spent = time.process_time() - began
        size = f"{len(task.answers)} answers, {len(task.codes)} codes"
        print(f"{task.name}: {size}, {spent:.0f} CPU s", file=sys.stderr, flush=True)
        encode.keep()
    for text in tagging_tables(rounds):
        print(f"\n{text}", flush=True)


def parsed() -> argparse.Namespace:
    """Read the options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--only", nargs="+", choices=SECTIONS)
    parser.add_argument("--sets", nargs="+", metavar="NAME")
    parser.add_argument("--counts", nargs="+", type=int, default=COUNTS, metavar="N")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--vectors", type=Path, metavar="KEPT")
    parser.add_argument("--without-rivals", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
