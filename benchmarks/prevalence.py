"""How near an estimate of each code's share comes, from a random part that people read.

Draws random samples of coded answers, gives the machine what people decided on them, and compares
four ways to say how common each code is among all with what is true: the plain share of the sample
with Wilson's interval, the same with the correction for a finite number of answers, what the
machine says alone (its first codes counted, and its confidences summed, before and after it learned
from the sample), and themer's estimate. No label but those of the sample reaches the machine.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.quality.sets import Task, goal_of, tasks_of
from benchmarks.quality.vectors import KeptVectors

from themer.coding.suggestions import grounds_of, suggest_on
from themer.coding.texts import Judgement, TextForCoding
from themer.coding.unseen import unseen_confidence
from themer.findings.association import wilson
from themer.findings.prevalence import ReadAnswer, estimated_share
from themer.model.dealing import dealt

SIZES = (50, 100, 200, 400)
FULL_DRAWS = 12
"""Tasks with more codes than this give so many more estimates a draw, and are drawn less often."""


@dataclass(slots=True)
class Measured:
    """What came of one way of estimating."""

    missed: list[float] = field(default_factory=list)
    held: list[bool] = field(default_factory=list)
    width: list[float] = field(default_factory=list)

    def add(self, share: float, truth: float, ends: tuple[float, float] | None = None) -> None:
        """Note an estimate, and its interval where it has one."""
        self.missed.append(abs(share - truth))
        if ends is not None:
            self.held.append(ends[0] <= truth <= ends[1])
            self.width.append(ends[1] - ends[0])

    def cells(self) -> tuple[str, str, str]:
        """Give mean error, coverage and mean width, in per cent."""
        error = f"{100 * np.mean(self.missed):.2f}"
        if not self.held:
            return error, "–", "–"
        return error, f"{100 * np.mean(self.held):.1f}", f"{100 * np.mean(self.width):.2f}"


def main() -> int:
    """Print a table for each task."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of the sets")
    parser.add_argument("--sets", default="nhs_feedback,problem_causes")
    parser.add_argument("--tasks", default="", help="only those with this in their name")
    parser.add_argument("--draws", type=int, default=200)
    parser.add_argument("--vectors", type=Path, help="a folder that keeps vectors between runs")
    asked = parser.parse_args()
    folders = [asked.data / name for name in asked.sets.split(",")]
    missing = [folder for folder in folders if not (folder / "data.jsonl").is_file()]
    if missing:
        print(f"no data.jsonl in {missing[0]}", file=sys.stderr)
        return 2
    encode = KeptVectors(asked.vectors)
    for folder in folders:
        for task in (task for task in tasks_of(folder) if asked.tasks in task.name):
            began = time.process_time()
            for line in _lines(task, encode, asked.draws):
                print(line, flush=True)
            print(f"({time.process_time() - began:.0f} CPU-s)\n", flush=True)
        encode.keep()
    return 0


def _lines(task: Task, encode: KeptVectors, draws: int) -> Iterator[str]:
    goal = goal_of(task)
    texts = [TextForCoding(one.key, one.text, one.asked) for one in task.answers]
    grounds = grounds_of(texts, task.codes, encode=encode)
    untaught = suggest_on(grounds).confidence
    draws = max(10, round(draws * min(1.0, FULL_DRAWS / len(task.codes))))
    yield f"{task.name}: {len(goal)} answers, {len(task.codes)} codes, {draws} draws"
    yield "| read | way | mean error | in the interval | width |"
    yield "|---|---|---|---|---|"
    for size in (size for size in SIZES if size < 0.6 * len(goal)):
        ways: dict[str, Measured] = {}
        for draw in range(draws):
            read = np.random.default_rng((draw, size)).permutation(len(goal))[:size]
            judgements = [
                Judgement(texts[row].key, task.codes[column].id, bool(goal[row, column]))
                for row in read
                for column in range(len(task.codes))
                if goal[row, column] or not goal[row].any()
            ]
            unseen = unseen_confidence(grounds, judgements)
            _compare(ways, goal, read, unseen, untaught)
        for way, measured in ways.items():
            yield f"| {size} | {way} | " + " | ".join(measured.cells()) + " |"


def _compare(
    ways: dict[str, Measured],
    goal: np.ndarray,
    read: np.ndarray,
    unseen: np.ndarray,
    untaught: np.ndarray,
) -> None:
    left = np.setdiff1d(np.arange(len(goal)), read)
    folds = dealt(map(str, read))
    taught = np.where(np.isin(np.arange(len(goal)), read)[:, None], goal, unseen)
    for column in range(goal.shape[1]):
        truth, found = goal[:, column].mean(), goal[read, column]
        k, n, worth = int(found.sum()), len(read), len(read) * len(goal) / len(left)

        def note(
            way: str, share: float, ends: tuple[float, float] | None = None, truth: float = truth
        ) -> None:
            ways.setdefault(way, Measured()).add(share, truth, ends)

        note("share of the sample, Wilson", k / n, wilson(k, n))
        note("the same, finite", k / n, wilson(k / n * worth, worth))
        note("machine, first codes", (untaught.argmax(axis=1) == column).mean())
        note("machine, confidences", untaught[:, column].mean())
        note("taught machine, first codes", (taught.argmax(axis=1) == column).mean())
        note("taught machine, confidences", taught[:, column].mean())
        made = estimated_share(
            [
                ReadAnswer(bool(carries), float(unseen[row, column]), folds[str(row)])
                for row, carries in zip(read, found, strict=True)
            ],
            unread=len(left),
            expected=float(unseen[left, column].mean()),
        )
        assert made is not None
        note("themer", made.share, (made.low, made.high))


if __name__ == "__main__":
    raise SystemExit(main())
