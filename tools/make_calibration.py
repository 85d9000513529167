"""Make the curve that turns scores into confidences, from public answers coded by people.

    python tools/make_calibration.py --data FOLDER

``FOLDER`` holds the three sets of ``benchmarks/README.md``; none of them ships with themer, only
the fourteen numbers fitted on them, in ``src/themer/coding/calibration.json``. Of nhs_feedback only
the pool is read, never the part on which the benchmark measures. ``--without NAME`` leaves one set
out, to see how a curve does on answers of a kind that it never saw.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from themer.coding import calibration
from themer.coding.scoring import nearness, prepare, scored
from themer.coding.suggestions import _places
from themer.coding.texts import Judgement, TextForCoding
from themer.language import load_encoder
from themer.model.codebook import Code

SETS = ("nhs_feedback", "key_points", "problem_causes")
ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "src" / "themer" / "coding" / "calibration.json"
EXAMPLES = (0, 0, 2, 5, 10, 20)
STRANGERS = 1.0
"""What rounds with answers that fit no code weigh, beside one for each set."""
SOURCE = (
    "NHS patient feedback (NHS England, pool part), IBM Key Point Analysis 2021 (training part) "
    "and the NaPiRE 2018 survey"
)


@dataclass
class Task:
    """Texts and codes of one kind, with what people gave."""

    texts: list[tuple[str, str]]
    labels: list[set[str]]
    undecided: list[set[str]]
    codes: list[Code]


def read(folder: Path, name: str) -> tuple[list[dict], dict]:
    lines = (folder / name / "data.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines], json.loads(
        (folder / name / "labels.json").read_text("utf-8")
    )


def task_of(rows: list[dict], codes: dict[str, dict]) -> Task:
    known = set(codes)
    made = [
        Code(
            key,
            entry["name"],
            "" if entry["description"] == entry["name"] else entry["description"],
        )
        for key, entry in sorted(codes.items())
    ]
    return Task(
        [(row["id"], row["text"]) for row in rows],
        [set(row["labels"]) & known for row in rows],
        [set(row.get("undecided", ())) for row in rows],
        made,
    )


def tasks(folder: Path, name: str, rng: np.random.Generator) -> Iterator[Task]:
    rows, labels = read(folder, name)
    rows = [row for row in rows if row["split"] in ("pool", "train", "notcodable")]
    if name == "nhs_feedback":
        for size in (100, 200, 400, 700, 1000, 1500):
            picked = sorted(rng.permutation(len(rows))[:size])
            yield task_of([rows[i] for i in picked], labels)
        return
    for group in sorted({row["group"] for row in rows}):
        mine = [row for row in rows if row["group"] == group]
        given = Counter(label for row in mine for label in row["labels"])
        given.update(label for row in mine for label in row.get("undecided", ()))
        frequent = [label for label, _ in sorted(given.items(), key=lambda x: (-x[1], x[0]))[:25]]
        if len(frequent) > 1:
            yield task_of(mine, {label: labels[label] for label in frequent})


def with_strangers(folder: Path, rng: np.random.Generator) -> Iterator[Task]:
    """Answers of one set among answers of others, and answers whose code is not in the codebook."""
    rows, labels = read(folder, "nhs_feedback")
    rows = [row for row in rows if row["split"] == "pool"]
    others = [row for name in SETS[1:] for row in read(folder, name)[0] if row["split"] == "train"]
    others += [row for row in read(folder, "problem_causes")[0] if row["split"] == "pool"]
    for share in (20, 60):
        picked = [rows[i] for i in rng.permutation(len(rows))[:300]]
        extra = [others[i] for i in rng.permutation(len(others))[:share]]
        strange = [{"id": f"other {row['id']}", "text": row["text"], "labels": []} for row in extra]
        yield task_of([*picked, *strange], labels)
        left_out = {str(label) for label in rng.permutation(sorted(labels))[:2]}
        kept = {key: entry for key, entry in labels.items() if key not in left_out}
        yield task_of(picked, kept)


def features_of(task: Task, examples: int, encode, rng: np.random.Generator):
    """Return features of undecided pairs, what people gave, and of texts, whether none fits."""
    order = sorted(range(len(task.texts)), key=lambda i: task.texts[i])
    texts = [TextForCoding(*task.texts[i]) for i in order]
    labels, open_pairs = [task.labels[i] for i in order], [task.undecided[i] for i in order]
    prepared = prepare(texts, task.codes, encode)
    decided: list[Judgement] = []
    for code in task.codes if examples else ():
        mine = [i for i, given in enumerate(labels) if code.id in given]
        wanted = min(examples, len(mine) // 2)
        decided += [
            Judgement(texts[i].key, code.id, True)
            for i in rng.permutation(mine)[:wanted].astype(int)
        ]
    taught = _places(prepared, decided)
    leaning = float(taught.weights(len(task.codes)).mean())
    scores = scored(prepared, taught)
    seen = np.zeros(scores.shape, bool)
    seen[taught.texts] = True
    for i, pairs in enumerate(open_pairs):
        for j, code in enumerate(task.codes):
            seen[i, j] |= code.id in pairs
    goal = np.array([[code.id in given for code in task.codes] for given in labels])
    none = np.array([not g and not o for g, o in zip(labels, open_pairs, strict=True)])
    sure = np.array([bool(g) or not o for g, o in zip(labels, open_pairs, strict=True)])
    sure[taught.texts] = False
    near = nearness(prepared, taught)
    return calibration.code_features(scores, leaning), goal, ~seen, none, sure, near


def fit(parts: list, balance: list[float], strange: list) -> tuple[list[float], list[float]]:
    design = np.vstack([f[keep] for f, _, keep, *_ in parts])
    goal = np.concatenate([g[keep] for _, g, keep, *_ in parts])
    weight = np.concatenate(
        [
            np.full(int(p[2].sum()), b / max(1, p[2].sum()))
            for p, b in zip(parts, balance, strict=True)
        ]
    )
    model = LogisticRegression(C=1e4, max_iter=2000)
    model.fit(design, goal, sample_weight=weight / weight.mean())
    code = [float(model.intercept_[0]), *map(float, model.coef_[0])]
    # What fits a code is learned from real answers alone; what fits none, from strangers too.
    balance = [*balance, *(STRANGERS / len(strange) for _ in strange)]
    parts = [*parts, *strange]
    rows = [
        calibration.none_features(code[0] + f @ np.array(code[1:]), near)[sure]
        for f, _, _, _, sure, near in parts
    ]
    weight = np.concatenate(
        [np.full(len(r), b / max(1, len(r))) for r, b in zip(rows, balance, strict=True)]
    )
    last = LogisticRegression(C=1e4, max_iter=2000)
    last.fit(
        np.vstack(rows), np.concatenate([n[sure] for _, _, _, n, sure, _ in parts]),
        sample_weight=weight / weight.mean(),
    )  # fmt: skip
    return code, [float(last.intercept_[0]), *map(float, last.coef_[0])]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--without", choices=SETS)
    parser.add_argument("--out", type=Path, default=TARGET)
    options = parser.parse_args()
    missing = [n for n in SETS if not (options.data / n / "data.jsonl").is_file()]
    if missing:
        print(f"No {missing[0]}/data.jsonl in {options.data}.", file=sys.stderr)
        return 2
    encoder, memory = load_encoder(), {}

    def encode(texts):
        new = [text for text in dict.fromkeys(texts) if text not in memory]
        memory.update(zip(new, encoder.encode(new), strict=True))
        return np.array([memory[text] for text in texts], np.float32).reshape(len(texts), -1)

    rng = np.random.default_rng(20)
    parts, balance = [], []
    for name in SETS:
        if name == options.without:
            continue
        mine = [
            features_of(task, EXAMPLES[number % len(EXAMPLES)], encode, rng)
            for number, task in enumerate(tasks(options.data, name, rng))
        ]
        if name != "key_points":
            mine += [
                features_of(task, examples, encode, rng)
                for task in tasks(options.data, name, rng)
                for examples in (0, 5)
            ]
        parts += mine
        balance += [1 / len(mine)] * len(mine)
        print(f"{name}: {len(mine)} rounds", file=sys.stderr)
    strange = (
        []
        if options.without == "nhs_feedback"
        else [
            features_of(task, examples, encode, rng)
            for examples in (0, 2, 5, 10)
            for task in with_strangers(options.data, rng)
        ]
    )
    code, none = fit(parts, balance, strange)
    source = SOURCE if not options.without else f"{SOURCE} (without {options.without})"
    content = {
        "source": source,
        "code_weights": [round(w, 5) for w in code],
        "none_weights": [round(w, 5) for w in none],
    }
    options.out.write_text(json.dumps(content, indent=1) + "\n", "utf-8")
    print(json.dumps(content, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
