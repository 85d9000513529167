"""What the static encoder for large tables is worth, beside the network and plain TF-IDF.

    python benchmarks/static_encoder.py --data FOLDER [--vectors FOLDER]

``FOLDER`` holds ``nhs_feedback``, ``key_points`` and ``problem_causes``. Printed for each encoder:
how often the code nearest by plain cosine is right (no examples, no other evidence), AMI of k-means
with the true number of groups (mean of three starts), and CPU ms for 1,000 answers. ``--vectors``
names vectors of the network kept by ``benchmarks.quality``; without it they are made (minutes).
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_mutual_info_score

from themer.language import load_encoder, load_static_encoder, one_thread, unit

Encode = Callable[[Sequence[str]], np.ndarray]
MOST, STARTS = 1500, 3


@dataclass(frozen=True)
class Task:
    """Texts, the codes that are right for each, the codes it may get, and groups to find."""

    name: str
    texts: list[str]
    right: list[list[str]]
    codes: dict[str, str]
    may: list[set[str]]
    groups: list[str]


def tasks(folder: Path) -> list[Task]:
    """Make four tasks of at most 1,500 answers each."""
    made = []
    feedback, codes = read(folder, "nhs_feedback")
    said = {code: f"{label['name']}. {label['description']}" for code, label in codes.items()}
    mine = some([row for row in feedback if row["split"] == "pool"])
    made.append(task("nhs_feedback", mine, said, lambda _: set(said), lambda r: r["subcategory"]))
    causes, codes = read(folder, "problem_causes")
    for kind in ("causes", "effects"):
        mine = [r for r in causes if r["group"] == kind and len(r["labels"]) == 1 and r["themes"]]
        said = {code: label["name"] for code, label in codes.items() if label["group"] == kind}
        every = set(said)
        made.append(
            task(f"problem_causes: {kind}", some(mine), said, lambda _, every=every: every,
                 lambda r: r["labels"][0])
        )  # fmt: skip
    points, codes = read(folder, "key_points")
    said = {code: label["name"] for code, label in codes.items()}
    sides: dict[str, set[str]] = {}
    for code, label in codes.items():
        side = "pro" if label["stance"] == 1 else "con"
        sides.setdefault(f"{label['topic']} | {side}", set()).add(code)
    mine = some([row for row in points if row["labels"] and row["group"] in sides])
    made.append(
        task(
            "key_points",
            mine,
            said,
            lambda r: sides[r["group"]],
            lambda r: r["group"].split("|")[0],
        )
    )
    return made


def task(name: str, rows: list[dict], codes: dict[str, str], may, group) -> Task:
    texts, right = [r["text"] for r in rows], [r["labels"] for r in rows]
    return Task(name, texts, right, codes, [may(r) for r in rows], [group(r) for r in rows])


def read(folder: Path, name: str) -> tuple[list[dict], dict]:
    lines = (folder / name / "data.jsonl").read_text("utf-8").splitlines()
    labels = json.loads((folder / name / "labels.json").read_text("utf-8"))
    return [json.loads(line) for line in lines], labels


def some(rows: list[dict]) -> list[dict]:
    picked = np.random.default_rng(3).permutation(len(rows))[:MOST]
    return [rows[i] for i in sorted(picked)]


def accuracy(given: Task, encode: Encode) -> float:
    ids = list(given.codes)
    near = encode(given.texts) @ encode([given.codes[code] for code in ids]).T
    allowed = np.array([[code in may for code in ids] for may in given.may])
    best = np.where(allowed, near, -2).argmax(axis=1)
    return float(np.mean([ids[b] in right for b, right in zip(best, given.right, strict=True)]))


def ami(given: Task, encode: Encode) -> float:
    rows, count = encode(given.texts), len(set(given.groups))
    found = [
        KMeans(count, n_init=1, random_state=start).fit_predict(rows) for start in range(STARTS)
    ]
    return float(np.mean([adjusted_mutual_info_score(given.groups, labels) for labels in found]))


def by_words(given: Task) -> Encode:
    """TF-IDF of the task's own texts and codes, and its hundred strongest directions."""
    weigh = TfidfVectorizer(sublinear_tf=True, stop_words="english")
    matrix = weigh.fit_transform([*given.texts, *given.codes.values()])
    reduce = TruncatedSVD(100, random_state=0).fit(matrix)
    return lambda texts: unit(reduce.transform(weigh.transform(texts)))


def network(vectors: Path | None) -> Encode:
    """Make the network's encoder, with vectors kept from before where there are any."""
    kept: dict[str, np.ndarray] = {}
    for texts in sorted(vectors.glob("*.json")) if vectors else ():
        rows = np.load(texts.with_suffix(".npz"))["v"]
        kept.update(zip(json.loads(texts.read_text("utf-8")), rows, strict=True))

    def encode(texts: Sequence[str]) -> np.ndarray:
        new = [text for text in dict.fromkeys(texts) if text not in kept]
        kept.update(zip(new, load_encoder().encode(new), strict=True))
        return np.stack([kept[text] for text in texts])

    return encode


def speed(texts: list[str], encode: Encode) -> float:
    encode(texts[:50])
    began = time.process_time()
    encode(texts)
    return 1e6 * (time.process_time() - began) / len(texts)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--vectors", type=Path)
    given = parser.parse_args()
    all_tasks = tasks(given.data)
    static, full = load_static_encoder(), network(given.vectors)
    encoders = {"network": lambda _: full, "static": lambda _: static.encode, "TF-IDF": by_words}
    print(f"| encoder | {' | '.join(task.name for task in all_tasks)} | mean |")
    print("|" + "---|" * (len(all_tasks) + 2))
    with one_thread():
        for name, make in encoders.items():
            found = [(accuracy(t, make(t)), ami(t, make(t))) for t in all_tasks]
            found.append(tuple(np.mean(found, axis=0)))
            cells = " | ".join(f"{100 * acc:.1f}, {100 * near:.1f}" for acc, near in found)
            print(f"| {name} | {cells} |", flush=True)
        short = [t for task in all_tasks for t in task.texts if 8 <= len(t.split()) <= 16]
        words = np.mean([len(text.split()) for text in short])
        print(f"{len(short)} answers of {words:.0f} words, CPU ms for 1,000: ", end="")
        print(f"static {speed(short, static.encode):.0f}, ", end="", flush=True)
        print(f"network {speed(short[:100], load_encoder().encode):.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
