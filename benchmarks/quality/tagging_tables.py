"""The tables of tagging: a mean over sets, how far confidence can be believed, and set by set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks.quality.tables import mean_over_sets, percent, small, table
from benchmarks.quality.tagging import Round

RIGHT = ("accuracy", "recall at 3", "macro-F1", "mAP")
BELIEVED = (
    "calibration", "calibration of first", "sharpness", "Brier", "Brier of base rate", "none, AUC",
    "prevalence, summed", "prevalence, counted",
)  # fmt: skip


def tagging_tables(rounds: Sequence[Round]) -> Iterator[str]:
    """Give each table with the line that explains it."""
    methods = list(dict.fromkeys(r.method for r in rounds))
    counts = sorted({r.count for r in rounds})
    sets = list(dict.fromkeys(r.task.set for r in rounds))
    yield f"### Tagging: mean over {len(sets)} sets\n\n" + table(
        ["examples a code", "method", *RIGHT],
        [
            [str(count), method, *(percent(_over_sets(mine, name)) for name in RIGHT)]
            for count in counts
            for method in methods
            if (mine := [r for r in rounds if r.count == count and r.method == method])
        ],
    )
    yield "### Tagging: confidence and prevalence, mean over sets\n\n" + table(
        ["examples a code", "method", *BELIEVED],
        [
            [str(count), method, *(small(_over_sets(mine, name)) for name in BELIEVED)]
            for count in counts
            for method in methods
            if (mine := [r for r in rounds if r.count == count and r.method == method])
        ],
    )
    yield "### Tagging, set by set: accuracy (mAP)\n\n" + table(
        ["set", "tasks, answers, codes", "method", *(f"{count} a code" for count in counts)],
        [_of_set(rounds, name, method, counts) for name in sets for method in methods],
    )
    given = [
        [
            name,
            *(f"{sum(g) / len(g):.1f}" for count in counts if (g := _given(rounds, name, count))),
        ]
        for name in sets
    ]
    yield (
        "Examples a code that there really were, in the mean (a rare code has fewer):\n\n"
        + table(["set", *(str(count) for count in counts)], given)
    )


def _over_sets(rounds: Sequence[Round], name: str) -> list[float]:
    return mean_over_sets((r.task.set, r.figures[name]) for r in rounds if name in r.figures)


def _given(rounds: Sequence[Round], name: str, count: int) -> list[float]:
    return [r.given for r in rounds if r.task.set == name and r.count == count]


def _of_set(rounds: Sequence[Round], name: str, method: str, counts: Sequence[int]) -> list[str]:
    mine = [r for r in rounds if r.task.set == name and r.method == method]
    tasks = list(dict.fromkeys(r.task for r in rounds if r.task.set == name))
    answers = sum(len(task.answers) for task in tasks)
    codes = sum(len(task.codes) for task in tasks) / len(tasks)
    cells = []
    for count in counts:
        at = [r.figures for r in mine if r.count == count]
        both = (percent([f["accuracy"] for f in at]), percent([f["mAP"] for f in at]))
        cells.append(f"{both[0]} ({both[1]})" if at else "–")
    return [name, f"{len(tasks)}, {answers}, {codes:.0f}", method, *cells]
