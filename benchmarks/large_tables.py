"""What ``themer tag`` and ``themer group`` take of a large table, measured from outside.

    python benchmarks/large_tables.py --data FOLDER/nhs_feedback [--rows 100000 1000000]
        [--processes 1 2] [--command tag] [--work FOLDER]

The table is made from a public set: the beginning of one sentence, the end of another, drawn with a
fixed seed, about twelve words, most of them different, and every fifth row one that came before.
Printed are CPU seconds of all processes, seconds on the clock, and the largest memory of all
processes together (proportional set size where the system tells it, so that what they share counts
once). Each run is a new process that reads the file and writes rows and counts.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

REPEATS = 0.2
SEEN_BEFORE = 50_000
EVERY = 0.2
"""Seconds between two looks at the memory."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--command", choices=["tag", "group"], default="tag")
    parser.add_argument("--work", type=Path, help="where tables are made; else a temporary folder")
    options = parser.parse_args()
    if not (options.data / "data.jsonl").is_file():
        print(f"There is no data.jsonl in {options.data}.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as temporary:
        work = options.work or Path(temporary)
        book = codebook(options.data, work)
        print("rows,processes,cpu_s,wall_s,peak_mb,same_bytes", flush=True)
        for rows in options.rows:
            made, sums = table(options.data, work, rows), set()
            for processes in options.processes:
                out = work / f"out-{rows}.csv"
                told = measured(command(options.command, made, book, out, processes))
                sums.add(hashlib.sha256(out.read_bytes()).hexdigest())
                same = "yes" if len(sums) == 1 else "NO"
                print(f"{rows},{processes},{','.join(told)},{same}", flush=True)
    return 0


def command(name: str, table: Path, book: Path, out: Path, processes: int) -> list[str]:
    """Say what is run."""
    made = [sys.executable, "-m", "themer", name, str(table), "--out", str(out)]
    if name == "tag":
        made += ["--codebook", str(book), "--counts-out", str(out.with_suffix(".counts.csv"))]
    else:
        made += ["--themes-out", str(out.with_suffix(".themes.csv"))]
    return [*made, "--processes", str(processes)]


def measured(arguments: list[str]) -> tuple[str, str, str]:
    """Run a program and give its CPU seconds, seconds and megabytes, with all its children's."""
    before, began, peak = cpu_of_children(), time.monotonic(), 0.0
    process = subprocess.Popen(arguments, stderr=subprocess.PIPE, text=True)
    while process.poll() is None:
        peak = max(peak, sum(memory(pid) for pid in family(process.pid)))
        time.sleep(EVERY)
    if process.returncode:
        raise SystemExit(process.stderr.read() if process.stderr else process.returncode)
    seconds = time.monotonic() - began
    return f"{cpu_of_children() - before:.1f}", f"{seconds:.1f}", f"{peak:.0f}"


def cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def family(pid: int) -> Iterator[int]:
    """List a process and all that it began."""
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for child in children:
        yield from family(int(child))


def memory(pid: int) -> float:
    """Give the megabytes of a process; 0 where it has gone."""
    try:
        found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0


def codebook(data: Path, work: Path) -> Path:
    """Write the labels of the set as a codebook; groups are left out."""
    labels = json.loads((data / "labels.json").read_text("utf-8"))
    codes = [
        {"id": key, "name": label["name"], "definition": label.get("description") or label["name"]}
        for key, label in labels.items()
    ]
    path = work / "codes.yaml"
    path.write_text(json.dumps({"codes": codes}), "utf-8")  # JSON is YAML
    return path


def table(data: Path, work: Path, rows: int) -> Path:
    """Make a table of so many answers, the same for the same set."""
    path = work / f"answers-{rows}.csv"
    chance = random.Random(1)
    halves = [words for words in sentences(data) if 2 <= len(words) <= 20]
    seen: list[str] = []
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["id", "text"])
        for number in range(rows):
            if seen and chance.random() < REPEATS:
                text = chance.choice(seen)
            else:
                one, other = chance.choice(halves), chance.choice(halves)
                text = " ".join([*one[: chance.randint(3, 9)], *other[-chance.randint(3, 9) :]])
                if len(seen) < SEEN_BEFORE:
                    seen.append(text)
            writer.writerow([f"r{number}", text])
    os.sync()
    return path


def sentences(data: Path) -> Iterator[list[str]]:
    for line in (data / "data.jsonl").read_text("utf-8").splitlines():
        for sentence in re.split(r"(?<=[.!?])\s+|\n", json.loads(line)["text"]):
            yield sentence.split()


if __name__ == "__main__":
    sys.exit(main())
