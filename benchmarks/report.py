"""What making a report costs: the demo's, and that of a study of 200 conversations.

    python benchmarks/report.py                    the demo, each document and format by itself
    python benchmarks/report.py --conversations 200

Each row is the whole command in processes of its own, the one that renders templates among them:
CPU seconds and the largest memory of any of them. Beside it stands its floor: ``themer figures``,
which reads the same study and counts the same, and writes nothing. The demo is analysed first;
what the machine suggests is repeated with its conversations.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
PARTS = (
    *("study.yaml", "themes.yaml", "actions.yaml", "indicators.yaml", "assumptions.yaml"),
    *("interviews", "question_sets", "coding", "report_text", "templates", "figures"),
)
IDS = re.compile(r"^(id|unit|organisation): (.+)$", re.MULTILINE)


def make_study(target: Path, conversations: int) -> None:
    """Copy the demo's study, and repeat its conversations under other names.

    Args:
        target: Where; it is made.
        conversations: At least how many, in whole copies of the demo's.
    """
    target.mkdir(parents=True)
    for name in PARTS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("machine"))
        elif source.is_file():
            shutil.copy(source, target / name)
    measured(target, "analyse")
    originals = sorted((ROOT / "interviews").glob("*.yaml"))
    for copy in range(1, -(-conversations // len(originals))):
        for path in originals:
            text = IDS.sub(rf"\1: \2-{copy}", path.read_text("utf-8"), count=3)
            (target / "interviews" / f"{path.stem}-{copy}.yaml").write_text(text, "utf-8")
        _repeat_decisions(target, copy)
        _repeat_suggestions(target, copy)
    _repeat_register(target, -(-conversations // len(originals)))
    _repeat_themes(target, -(-conversations // len(originals)))


def _repeat_decisions(target: Path, copy: int) -> None:
    for path in sorted((ROOT / "coding").glob("*.jsonl")):
        lines = []
        for line in path.read_text("utf-8").splitlines():
            event = json.loads(line)
            for name in ("id", "interview", "unit", "undoes"):
                if event.get(name):
                    event[name] = _renamed(name, event[name], copy)
            lines.append(json.dumps(event, ensure_ascii=False))
        with (target / "coding" / path.name).open("a", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")


def _repeat_suggestions(target: Path, copy: int) -> None:
    machine = target / "coding" / "machine"
    stems = {path.stem for path in (ROOT / "interviews").glob("*.yaml")}
    for original in sorted(path for path in machine.glob("*.jsonl") if path.stem in stems):
        header, *segments = original.read_text("utf-8").splitlines()
        changed = {**json.loads(header), "interview": f"{original.stem}-{copy}"}
        lines = [json.dumps(changed), *segments]
        path = machine / f"{original.stem}-{copy}.jsonl"
        path.write_text("\n".join(lines) + "\n", "utf-8")


def _renamed(name: str, value: str, copy: int) -> str:
    if name in ("id", "undoes"):
        return f"{copy:08x}{value[8:]}"
    return f"{value}-{copy}"


def _repeat_register(target: Path, copies: int) -> None:
    path = target / "study.yaml"
    study = yaml.safe_load(path.read_text("utf-8"))
    partners = list(study["partners"])
    for copy in range(1, copies):
        for partner in partners:
            units = [{**unit, "id": f"{unit['id']}-{copy}"} for unit in partner["units"]]
            study["partners"].append({**partner, "id": f"{partner['id']}-{copy}", "units": units})
    path.write_text(_as_yaml(study), "utf-8")


def _repeat_themes(target: Path, copies: int) -> None:
    path = target / "themes.yaml"
    themes = yaml.safe_load(path.read_text("utf-8"))
    for theme in themes["themes"]:
        for side in ("members", "contrary"):
            passages = list(theme.get(side, ()))
            for copy in range(1, copies):
                for passage in passages:
                    again = {**passage, "interview": f"{passage['interview']}-{copy}"}
                    theme[side].append(again)
    path.write_text(_as_yaml(themes), "utf-8")


def _as_yaml(content: object) -> str:
    dumper = type("Dumper", (yaml.SafeDumper,), {"ignore_aliases": lambda *_: True})
    return yaml.dump(content, Dumper=dumper, allow_unicode=True, sort_keys=False)


def measured(study: Path, *arguments: str) -> tuple[float, float]:
    """Run a command of themer.

    Returns:
        CPU seconds of it and what it started, and the most memory that one of them held, in MB.
    """
    program = [sys.executable, __file__, "--timed", json.dumps([*arguments, "--study", str(study)])]
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    found = json.loads(done.stdout.splitlines()[-1])
    return found["cpu"], found["mb"]


def run_timed(arguments: list[str]) -> None:
    """Run ``themer`` and print what it and its children used."""
    done = subprocess.run(
        [sys.executable, "-m", "themer", *arguments], stdout=subprocess.DEVNULL, check=False
    )
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(json.dumps({"cpu": used.ru_utime + used.ru_stime, "mb": used.ru_maxrss / 1024}))
    raise SystemExit(done.returncode)


def row(study: Path, name: str, runs: int, floor: float, *arguments: str) -> float:
    """Print the row of a command, and give its CPU seconds."""
    found = [measured(study, *arguments) for _ in range(runs)]
    cpu = statistics.median(one[0] for one in found)
    most = max(one[1] for one in found)
    beside = f"{cpu - floor:+6.2f} over the floor" if floor else "       the floor"
    print(f"{name:28} {cpu:6.2f} CPU s  {beside}  {most:5.0f} MB", flush=True)
    return cpu


def main() -> None:
    """Print a row for each document and format."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--conversations", type=int, default=0)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--timed", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.timed:
        run_timed(json.loads(options.timed))
    with tempfile.TemporaryDirectory() as temporary:
        study = Path(temporary) / "study"
        make_study(study, options.conversations)
        out = ("--out", str(Path(temporary) / "out"))
        floor = row(study, "themer figures", options.runs, 0, "figures")
        for ending in ("docx", "html", "md", "pdf"):
            only = ("report", "--only", "summary", "--to", ending, *out)
            row(study, f"summary.{ending}", options.runs, floor, *only)
        row(study, "slides.pptx", options.runs, floor, "report", "--to", "pptx", *out)
        row(study, "all, docx, html and md", options.runs, floor, "report", *out)


if __name__ == "__main__":
    main()
