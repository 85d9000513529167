"""How well answers are tagged from a codebook alone, beside TF-IDF and plain embeddings.

    python benchmarks/tagging.py --data FOLDER [--learn]

``FOLDER`` holds ``data.jsonl`` and ``labels.json`` (see ``benchmarks/README.md``). Measures on the
test part. The labels stay in this process: the product runs in another one, on a file without them.
``--learn`` adds rounds with 1 to 20 confirmed examples a code, drawn from the pool.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import f1_score

from themer.language import load_encoder

RESAMPLES = 1000
BINS = 10
ENTRY = Path(__file__).with_name("product_tag.py")


def average_precision(scores: np.ndarray, goal: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Mean over codes of average precision, one value for each row of ``weights``."""
    found = []
    for code in range(goal.shape[1]):
        order = np.argsort(-scores[:, code], kind="stable")
        hit, weight = goal[order, code], weights[:, order]
        right = np.cumsum(weight * hit, axis=1)
        precision = right / np.maximum(np.cumsum(weight, axis=1), 1e-9)
        found.append((precision * weight * hit).sum(axis=1) / np.maximum(right[:, -1], 1e-9))
    return np.mean(found, axis=0)


def first_right(scores: np.ndarray, goal: np.ndarray) -> np.ndarray:
    return goal[np.arange(len(goal)), scores.argmax(axis=1)].astype(float)


def in_three(scores: np.ndarray, goal: np.ndarray) -> float:
    top = np.argsort(-scores, axis=1, kind="stable")[:, :3]
    return float(np.take_along_axis(goal, top, axis=1).any(axis=1).mean())


def macro_f1(scores: np.ndarray, goal: np.ndarray) -> float:
    given = np.zeros_like(goal)
    given[np.arange(len(goal)), scores.argmax(axis=1)] = True
    return float(f1_score(goal, given, average="macro", zero_division=0))


def calibration_error(confidence: np.ndarray, goal: np.ndarray) -> float:
    """Expected calibration error over all pairs of answer and code, ten equal bins."""
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    gaps = [
        abs(confidence[bins == b].mean() - goal[bins == b].mean()) * (bins == b).mean()
        for b in range(BINS)
        if (bins == b).any()
    ]
    return float(sum(gaps))


def product(texts: list[dict], codes: list[dict], confirmed: list[dict]) -> tuple:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, rows in (("texts.jsonl", texts), ("confirmed.jsonl", confirmed)):
            body = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
            (folder / file).write_text(body, "utf-8")
        (folder / "codes.json").write_text(json.dumps(codes), "utf-8")
        files = [str(folder / f) for f in ("texts.jsonl", "codes.json", "out.jsonl")]
        again = [str(folder / "confirmed.jsonl")] if confirmed else []
        began = time.perf_counter()
        subprocess.run([sys.executable, str(ENTRY), *files, *again], check=True)
        spent = time.perf_counter() - began
        made = [json.loads(s) for s in (folder / "out.jsonl").read_text("utf-8").splitlines()]
    pairs = np.array([[row["codes"][code["id"]] for code in codes] for row in made])
    return pairs[..., 0], pairs[..., 1], spent


def drawn_examples(pool: list[dict], count: int) -> list[dict]:
    rng, given = np.random.default_rng(7), {}
    chosen = []
    for i in rng.permutation(len(pool)):
        label = pool[i]["labels"][0]
        if given.get(label, 0) < count:
            given[label] = given.get(label, 0) + 1
            chosen.append(pool[i])
    return chosen


def row_of(name: str, scores: np.ndarray, goal: np.ndarray, confidence: np.ndarray | None) -> str:
    ones = np.ones((1, len(goal)))
    figures = [
        first_right(scores, goal).mean(), in_three(scores, goal), macro_f1(scores, goal),
        average_precision(scores, goal, ones)[0],
    ]  # fmt: skip
    error = "–" if confidence is None else f"{calibration_error(confidence, goal):.3f}"
    return f"| {name} | " + " | ".join(f"{100 * f:.1f}" for f in figures) + f" | {error} |"


def differences(name: str, ours: np.ndarray, other: np.ndarray, goal: np.ndarray) -> str:
    rng = np.random.default_rng(1)
    weights = rng.multinomial(len(goal), np.full(len(goal), 1 / len(goal)), RESAMPLES).astype(float)
    ones = np.ones((1, len(goal)))
    gap = first_right(ours, goal) - first_right(other, goal)
    acc = np.quantile(weights @ gap / len(goal), [0.025, 0.975]) * 100
    both = [average_precision(s, goal, weights) for s in (ours, other)]
    ap = np.quantile(both[0] - both[1], [0.025, 0.975]) * 100
    mean = 100 * (average_precision(ours, goal, ones) - average_precision(other, goal, ones))[0]
    return (
        f"| ours − {name} | {100 * gap.mean():+.1f} [{acc[0]:+.1f}, {acc[1]:+.1f}] "
        f"| {mean:+.1f} [{ap[0]:+.1f}, {ap[1]:+.1f}] |"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--learn", action="store_true")
    options = parser.parse_args()
    if not (options.data / "data.jsonl").is_file():
        print(f"No data.jsonl in {options.data}; benchmarks/README.md says what it holds.")
        return 2
    lines = (options.data / "data.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    labels = json.loads((options.data / "labels.json").read_text("utf-8"))
    codes = [
        {"id": key, "name": entry["name"], "definition": entry["description"]}
        for key, entry in labels.items()
    ]
    test = [row for row in rows if row["split"] == "test"]
    pool = [row for row in rows if row["split"] == "pool"]
    goal = np.array([[code["id"] in row["labels"] for code in codes] for row in test])
    bare = [{"id": row["id"], "text": row["text"]} for row in test]
    described = [f"{code['name']}. {code['definition']}" for code in codes]
    texts = [row["text"] for row in test]
    counted = TfidfVectorizer(stop_words="english", sublinear_tf=True).fit(texts + described)
    tfidf = (counted.transform(texts) @ counted.transform(described).T).toarray()
    encoder = load_encoder()
    cosine = encoder.encode(texts) @ encoder.encode(described).T
    ours, confidence, spent = product(bare, codes, [])
    print(f"{len(test)} answers, {len(codes)} codes, no examples; product {spent:.1f} s\n")
    print("| method | acc@1 | R@3 | macro-F1 | mAP (over codes) | calibration error |")
    print("|---|---|---|---|---|---|")
    print(row_of("TF-IDF cosine", tfidf, goal, None))
    print(row_of("plain embedding cosine", cosine, goal, None))
    print(row_of("themer", ours, goal, confidence))
    print("\n| paired difference | acc@1 [95 %] | mAP [95 %] |\n|---|---|---|")
    print(differences("TF-IDF cosine", ours, tfidf, goal))
    print(differences("plain embedding cosine", ours, cosine, goal))
    for count in (1, 3, 5, 10, 20) if options.learn else ():
        chosen = drawn_examples(pool, count)
        extra = [{"id": row["id"], "text": row["text"]} for row in chosen]
        taught = [{"id": row["id"], "code": row["labels"][0]} for row in chosen]
        scores, sure, _ = product(bare + extra, codes, taught)
        print(row_of(f"themer, {count} a code", scores[: len(test)], goal, sure[: len(test)]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
