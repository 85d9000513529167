"""How well answers are grouped, beside k-means, NMF and LDA.

    python benchmarks/grouping.py --data FOLDER

``FOLDER`` holds ``problem_causes`` and ``nhs_feedback``. AMI and ARI against the groups that people
made; the others are given the true number of groups, themer also finds its own.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np
from sklearn.cluster import KMeans
from sklearn.decomposition import NMF, LatentDirichletAllocation
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

from themer.language import load_encoder
from themer.themes.grouping import TextForGrouping, group

Task = tuple[str, list[str], list[str], list[str]]


def tasks(folder: Path) -> list[Task]:
    """Name, texts, questions, and the group that a person gave, for each task."""
    made: list[Task] = []
    rows = read(folder / "problem_causes")
    for kind in ("causes", "effects"):
        mine = [r for r in rows if r["group"] == kind and len(r["labels"]) == 1 and r["themes"]]
        given = Counter(r["labels"][0] for r in mine)
        often = {c for c, _ in sorted(given.items(), key=lambda x: (-x[1], x[0]))[:25]}
        frequent = [r for r in mine if r["labels"][0] in often]
        made.append(task(f"{kind}, themes", mine, lambda r: r["themes"][0]))
        made.append(task(f"{kind}, 25 codes", frequent, lambda r: r["labels"][0]))
    feedback = [r for r in read(folder / "nhs_feedback") if r["split"] == "pool"]
    picked = np.random.default_rng(3).permutation(len(feedback))[:1500]
    some = [feedback[i] for i in sorted(picked)]
    made.append(task("nhs_feedback, 9 themes", some, lambda r: r["labels"][0]))
    made.append(task("nhs_feedback, sub-categories", some, lambda r: r["subcategory"]))
    return made


def task(name: str, rows: list[dict], gold) -> Task:
    asked = [r.get("context", "") for r in rows]
    return name, [r["text"] for r in rows], asked, [gold(r) for r in rows]


def read(folder: Path) -> list[dict]:
    lines = (folder / "data.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def ours(texts: list[str], asked: list[str], vectors: np.ndarray, count: int | None) -> np.ndarray:
    rows = [
        TextForGrouping(f"{i:05d}", text, context=context)
        for i, (text, context) in enumerate(zip(texts, asked, strict=True))
    ]
    found = group(rows, vectors, themes=count, resamples=0)
    # What is unplaced counts as a group of one: leaving it out would flatter us.
    labels = np.arange(len(texts)) + len(texts)
    for number, theme in enumerate(found.themes):
        labels[list(theme.members)] = number
    return labels


def methods(texts: list[str], asked: list[str], vectors: np.ndarray, count: int):
    counts = CountVectorizer(stop_words="english").fit_transform(texts)
    tfidf = TfidfVectorizer(stop_words="english", sublinear_tf=True).fit_transform(texts)
    positive = vectors - vectors.min()
    yield "k-means", lambda: KMeans(count, n_init=5, random_state=0).fit_predict(vectors)
    yield "NMF on vectors", lambda: nmf(positive, count)
    yield "NMF on TF-IDF", lambda: nmf(tfidf, count)
    yield (
        "LDA",
        lambda: (
            LatentDirichletAllocation(count, random_state=0).fit_transform(counts).argmax(axis=1)
        ),
    )
    yield "themer, number given", lambda: ours(texts, asked, vectors, count)
    yield "themer", lambda: ours(texts, asked, vectors, None)


def nmf(matrix, count: int) -> np.ndarray:
    return NMF(count, init="nndsvda", random_state=0, max_iter=400).fit_transform(matrix).argmax(1)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    folder = parser.parse_args().data
    for name in ("problem_causes", "nhs_feedback"):
        if not (folder / name / "data.jsonl").is_file():
            print(f"No {name}/data.jsonl in {folder}; benchmarks/README.md says what it holds.")
            return 2
    encoder = load_encoder()
    print(
        "| task | n | groups | method | found | AMI | ARI | s |\n|---|---|---|---|---|---|---|---|"
    )
    for name, texts, asked, gold in tasks(folder):
        vectors, count = encoder.encode(texts), len(set(gold))
        for method, run in methods(texts, asked, vectors, count):
            began = time.perf_counter()
            labels = run()
            spent = time.perf_counter() - began
            ami, ari = adjusted_mutual_info_score(gold, labels), adjusted_rand_score(gold, labels)
            found = sum(size > 1 for size in Counter(labels.tolist()).values())
            print(
                f"| {name} | {len(texts)} | {count} | {method} | {found} | {100 * ami:.1f} "
                f"| {100 * ari:.1f} | {spent:.1f} |",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
