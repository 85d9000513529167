"""What the queue's order saves a coder who follows the gold labels, and how sure it may be.

    python benchmarks/coding_queue.py --data FOLDER [--seeds 5] [--most 990] [--cache FOLDER]

For each seed 2,000 answers are drawn from the test part of ``FOLDER/data.jsonl`` and kept in their
order there: 1,000 are the queue, 1,000 are never decided. A coder decides answer by answer, giving
each the code of its gold label; after every 15 decisions the machine learns from all of them, as it
does beside the desk. Only the order differs: as the answers stand in the file, at random, or the
queue's, which is asked anew after each refit. Measured after each refit on the answers that are
never decided: macro-F1 and accuracy of the first code, and how often it is right by its confidence.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from themer.coding.instructive import front
from themer.coding.suggestions import (
    Grounds,
    Judgement,
    Suggestions,
    TextForCoding,
    grounds_of,
    suggest_on,
)
from themer.language import load_encoder
from themer.model.codebook import Code
from themer.workflows.analysis.vectors import kept_vectors

DRAWN, HELD, BATCH = 2000, 1000, 15
ORDERS = ("as they stand", "at random", "queue")
BANDS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
LEVELS = (0.34, 0.36, 0.38, 0.40, 0.42, 0.44)
SHOWN = (0, 30, 60, 90, 120, 150, 210, 300, 450, 600, 750, 990)
RELIABLE_AT = (0, 150, 600)
"""Decisions after which the first codes are compared with their confidence."""
STEADY = 5
"""A level is reached where so many refits from there on have it in the mean."""


@dataclass(slots=True)
class Coded:
    """What came of one coding from first answer to last."""

    decisions: list[int] = field(default_factory=list)
    macro_f1: list[float] = field(default_factory=list)
    accuracy: list[float] = field(default_factory=list)
    sure: dict[int, tuple[np.ndarray, np.ndarray]] = field(default_factory=dict)
    """After so many decisions: the confidence of each first code, and whether it is right."""


def macro_f1(first: np.ndarray, gold: np.ndarray, codes: int) -> float:
    """Mean over the codes that occur of F1, one code an answer."""
    scores = []
    for code in range(codes):
        if not (gold == code).any():
            continue
        right = ((first == code) & (gold == code)).sum()
        scores.append(2 * right / max(1, (first == code).sum() + (gold == code).sum()))
    return float(np.mean(scores))


def code_all(
    grounds: Grounds, gold: np.ndarray, held: np.ndarray, order: str, seed: int, most: int
) -> Coded:
    """Let the coder decide the whole queue in an order."""
    rng = np.random.default_rng(seed)
    queue = [int(i) for i in np.flatnonzero(~held)]
    if order == "at random":
        queue = [queue[i] for i in rng.permutation(len(queue))]
    found, judged, lines = Coded(), [], None
    while True:
        # The curve is fitted anew when the coder pauses; here at every fourth refit.
        is_paused = len(judged) in RELIABLE_AT or len(found.decisions) % 4 == 0
        read = {judgement.text for judgement in judged}
        made = suggest_on(grounds, judgements=judged, read=read, lines=None if is_paused else lines)
        lines = made.lines
        first = made.scores.argmax(axis=1)
        right = first[held] == gold[held]
        found.decisions.append(len(judged))
        found.macro_f1.append(macro_f1(first[held], gold[held], len(grounds.codes)))
        found.accuracy.append(float(right.mean()))
        if len(judged) in RELIABLE_AT:
            found.sure[len(judged)] = made.confidence[held, first[held]], right
        if not queue or len(judged) >= most:
            return found
        batch = chosen(made, queue, order)
        judged += [
            Judgement(grounds.texts[i].key, grounds.codes[gold[i]], accepted=True) for i in batch
        ]
        queue = [i for i in queue if i not in set(batch)]


def chosen(made: Suggestions, queue: list[int], order: str) -> list[int]:
    """Give the answers that the coder meets before the machine has learned again."""
    if order != "queue":
        return queue[:BATCH]
    return [queue[place] for place in front(made, [[i] for i in queue], BATCH)]


def drawn(rows: list[dict[str, Any]], seed: int) -> tuple[list[dict[str, Any]], np.ndarray]:
    """Draw the answers of a seed in the order of the file, and say which are never decided."""
    rng = np.random.default_rng(seed)
    picked = [rows[i] for i in sorted(rng.choice(len(rows), DRAWN, replace=False))]
    held = np.zeros(DRAWN, dtype=bool)
    held[rng.choice(DRAWN, HELD, replace=False)] = True
    return picked, held


def reached(found: Coded, level: float) -> int | None:
    """Give the decisions from which on macro-F1 has a level; None where it never does."""
    for at in range(len(found.macro_f1)):
        following = found.macro_f1[at : at + STEADY]
        if len(following) == STEADY and float(np.mean(following)) >= level:
            return found.decisions[at]
    return None


def print_curves(coded: dict[str, list[Coded]]) -> None:
    print("\nmacro-F1 x 100 after so many decisions, mean (sd over seeds); accuracy behind\n")
    shown = [n for n in SHOWN if n in coded[ORDERS[0]][0].decisions]
    print("| decisions | " + " | ".join(ORDERS) + " |\n|---|---|---|---|")
    for decisions in shown:
        cells = []
        for order in ORDERS:
            at = [one.decisions.index(decisions) for one in coded[order]]
            f1 = [100 * one.macro_f1[n] for one, n in zip(coded[order], at, strict=True)]
            right = [100 * one.accuracy[n] for one, n in zip(coded[order], at, strict=True)]
            cells.append(f"{np.mean(f1):.1f} ({np.std(f1):.1f}) {np.mean(right):.1f}")
        print(f"| {decisions} | " + " | ".join(cells) + " |")


def print_saved(coded: dict[str, list[Coded]]) -> None:
    print("\ndecisions to reach a macro-F1, median (least to most over seeds)\n")
    print("| macro-F1 | " + " | ".join(ORDERS) + " | saved against as they stand |")
    print("|---|---|---|---|---|")
    for level in LEVELS:
        needed = {order: [reached(one, level) for one in coded[order]] for order in ORDERS}
        saved = [
            plain - queue
            for plain, queue in zip(needed[ORDERS[0]], needed["queue"], strict=True)
            if plain is not None and queue is not None
        ]
        both = f"{np.median(saved):.0f} ({min(saved)} to {max(saved)})" if saved else "–"
        cells = [shown_needed(needed[order]) for order in ORDERS]
        print(
            f"| {100 * level:.0f} | " + " | ".join(cells) + f" | {both}, "
            f"{len(saved)} of {len(needed['queue'])} seeds |"
        )


def shown_needed(needed: list[int | None]) -> str:
    there = [n for n in needed if n is not None]
    if not there:
        return f"never in {len(needed)}"
    words = f"{np.median(there):.0f} ({min(there)} to {max(there)})"
    return words if len(there) == len(needed) else f"{words}, never in {len(needed) - len(there)}"


def print_reliability(coded: dict[str, list[Coded]]) -> None:
    print("\nfirst codes by their confidence: how many, claimed %, right %\n")
    columns = [
        (order, n)
        for n in RELIABLE_AT
        for order in (ORDERS[0], "queue")
        if n in coded[order][0].sure and (n or order == "queue")
    ]
    print("| confidence | " + " | ".join(f"{n}, {order}" for order, n in columns) + " |")
    print("|---|" + "---|" * len(columns))
    for low in BANDS:
        cells = []
        for order, n in columns:
            sure = np.concatenate([one.sure[n][0] for one in coded[order]])
            right = np.concatenate([one.sure[n][1] for one in coded[order]])
            band = (sure >= low) & (sure < low + 0.1)
            if not band.any():
                cells.append("–")
                continue
            claimed = f"{100 * sure[band].mean():.0f}, {100 * right[band].mean():.0f}"
            cells.append(f"{band.sum()}: {claimed}")
        print(f"| {low:.1f} to {low + 0.1:.1f} | " + " | ".join(cells) + " |")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--most", type=int, default=990)
    parser.add_argument("--cache", type=Path, help="keeps vectors for the next run")
    options = parser.parse_args()
    if not (options.data / "data.jsonl").is_file():
        print(f"No data.jsonl in {options.data}; benchmarks/README.md says what it holds.")
        return 2
    lines = (options.data / "data.jsonl").read_text("utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["split"] == "test"]
    labels = json.loads((options.data / "labels.json").read_text("utf-8"))
    codes = [
        Code(id=key, name=entry["name"], definition=entry["description"])
        for key, entry in labels.items()
    ]
    places = {code.id: place for place, code in enumerate(codes)}
    encode = kept_vectors(load_encoder(), options.cache)
    coded: dict[str, list[Coded]] = {order: [] for order in ORDERS}
    begun = time.process_time()
    for seed in range(options.seeds):
        picked, held = drawn(rows, seed)
        texts = [TextForCoding(row["id"], row["text"], row["question"]) for row in picked]
        grounds = grounds_of(texts, codes, encode=encode)
        gold = np.array([places[row["labels"][0]] for row in picked])
        for order in ORDERS:
            coded[order].append(code_all(grounds, gold, held, order, seed, options.most))
        print(f"seed {seed}: {time.process_time() - begun:.0f} CPU s", flush=True)
    print_curves(coded)
    print_saved(coded)
    print_reliability(coded)
    return 0


if __name__ == "__main__":
    sys.exit(main())
