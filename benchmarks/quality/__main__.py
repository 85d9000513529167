"""Run the benchmark of quality and print its tables as Markdown.

    python -m benchmarks.quality --data FOLDER --vectors KEPT --without-rivals --only tagging

``FOLDER`` holds one folder a set of answers, each with ``data.jsonl`` and ``labels.json`` (`sets`).
``--vectors`` keeps vectors between runs; without it every text is encoded anew. ``--only`` takes
some of tagging, grouping (whole tasks) and small (12 to 60 conversations), ``--sets NAME …`` some
folders, ``--counts 0 5 20`` some numbers of examples; ``--seeds 1`` is quick. The other programs
come with ``pip install -r benchmarks/quality/requirements.txt``; what is not there is named.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.quality import grouping, tagging
from benchmarks.quality.grouping_methods import methods
from benchmarks.quality.grouping_tables import small_tables, whole_tables
from benchmarks.quality.material import Material, small, whole
from benchmarks.quality.sets import Task, tasks_of
from benchmarks.quality.tables import heading
from benchmarks.quality.tagging_rivals import rivals
from benchmarks.quality.tagging_tables import tagging_tables
from benchmarks.quality.vectors import KeptVectors

SECTIONS = ("tagging", "grouping", "small")
MOST_SMALL_SEEDS = 2


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
    materials = whole(tasks)
    for section in options.only or SECTIONS:
        if section == "tagging":
            show(tagging_tables(tagged(tasks, encode, options)))
        elif section == "grouping":
            drawn = [(0, material) for material in materials]
            show(whole_tables(grouped(drawn, encode, options)))
        else:
            drawn = list(small(materials, min(options.seeds, MOST_SMALL_SEEDS)))
            show(small_tables(grouped(drawn, encode, options)))
        encode.keep()
    return 0


def tagged(
    tasks: Sequence[Task], encode: KeptVectors, options: argparse.Namespace
) -> list[tagging.Round]:
    """Tag every task with every method."""
    rounds: list[tagging.Round] = []
    for task in tasks:
        began = time.process_time()
        others = {} if options.without_rivals else rivals(task, encode)
        every = {**others, tagging.OURS: tagging.ours(task, encode)}
        rounds += tagging.rounds_of(task, every, seeds=options.seeds, counts=options.counts)
        size = f"{len(task.answers)} answers, {len(task.codes)} codes"
        said(f"{task.name}: {size}, {time.process_time() - began:.0f} CPU s")
    return rounds


def grouped(
    drawn: Sequence[tuple[int, Material]], encode: KeptVectors, options: argparse.Namespace
) -> list[grouping.Grouped]:
    """Group every material with every method."""
    every, missing = methods(rivals=not options.without_rivals)
    for name in missing:
        print(f"\nLeft out, since it is not installed: {name}.")
    rounds: list[grouping.Grouped] = []
    try:
        for name, method in every.items():
            began = time.perf_counter()
            rounds += grouping.rounds_of(name, method, drawn, encode)
            said(f"{name}: {len(drawn)} materials, {time.perf_counter() - began:.0f} s")
    except KeyboardInterrupt:
        print(f"\nStopped while this was under way, so it is not shown: {name}.")
    return rounds


def show(texts: Iterable[str]) -> None:
    """Print tables as they come."""
    for text in texts:
        print(f"\n{text}", flush=True)


def said(words: str) -> None:
    """Say how far the run is, apart from its tables."""
    print(words, file=sys.stderr, flush=True)


def parsed() -> argparse.Namespace:
    """Read the options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--only", nargs="+", choices=SECTIONS)
    parser.add_argument("--sets", nargs="+", metavar="NAME")
    parser.add_argument("--counts", nargs="+", type=int, default=tagging.COUNTS, metavar="N")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--vectors", type=Path, metavar="KEPT")
    parser.add_argument("--without-rivals", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
