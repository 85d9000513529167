"""The tables of grouping: whole tasks, and small studies by their number of conversations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks.quality.grouping import Grouped
from benchmarks.quality.tables import mean_over_sets, table

Column = tuple[str, str, int, float]
"""Figure, heading, decimals, factor."""
QUALITY: tuple[Column, ...] = (
    ("AMI", "AMI", 1, 100), ("ARI", "ARI", 1, 100), ("groups", "groups", 1, 1),
    ("groups of people", "by people", 1, 1), ("median size", "median size", 1, 1),
    ("largest share", "largest %", 0, 100), ("unplaced", "unplaced %", 1, 100),
    ("same in other order", "same in other order", 2, 1), ("CPU s", "CPU s", 2, 1),
)  # fmt: skip
STEADY: tuple[Column, ...] = (
    ("stability", "stability (AMI)", 1, 100),
    ("stability, shuffled words", "of shuffled words", 1, 100),
    ("kept", "themes kept %", 0, 100), ("kept, shuffled words", "of shuffled words", 0, 100),
    ("firm", "themes firm %", 0, 100), ("firm, shuffled words", "of shuffled words", 0, 100),
    ("groups, shuffled words", "groups in shuffled words", 1, 1),
)  # fmt: skip


def whole_tables(rounds: Sequence[Grouped]) -> Iterator[str]:
    """Give the tables of whole tasks."""
    yield _by_method("### Grouping: mean over {} sets", rounds, QUALITY, memory=True)
    tasks = list(dict.fromkeys(r.material.name for r in rounds))
    rows = []
    for task in tasks:
        mine = [r for r in rounds if r.material.name == task]
        size = f"{len(mine[0].material.texts)}, {mine[0].material.number}"
        cells = {r.method: _ami(r) for r in mine}
        rows.append([task, size, *(cells.get(name, "–") for name in _methods(rounds))])
    yield "### Grouping, task by task: AMI (number of groups)\n\n" + table(
        ["task", "answers, groups by people", *_methods(rounds)], rows
    )
    yield from _faults(rounds)


def small_tables(rounds: Sequence[Grouped]) -> Iterator[str]:
    """Give the tables of small studies."""
    for size in sorted({r.material.conversations for r in rounds}):
        mine = [r for r in rounds if r.material.conversations == size]
        columns = (*QUALITY, *STEADY) if any("stability" in r.figures for r in mine) else QUALITY
        yield _by_method(f"### Grouping, {size} conversations: mean over {{}} sets", mine, columns)
    yield from _faults(rounds)


def _by_method(
    title: str, rounds: Sequence[Grouped], columns: Sequence[Column], *, memory: bool = False
) -> str:
    rows = []
    for name in _methods(rounds):
        mine = [r for r in rounds if r.method == name]
        cells = [_mean(mine, column) for column in columns]
        most = max((r.figures.get("memory MB", 0) for r in mine), default=0)
        rows.append([name, *cells, *([f"{most:.0f}"] if memory else [])])
    head = ["method", *(column[1] for column in columns), *(["most memory, MB"] if memory else [])]
    return f"{title.format(len({r.material.set for r in rounds}))}\n\n{table(head, rows)}"


def _mean(rounds: Sequence[Grouped], column: Column) -> str:
    figure, _, decimals, factor = column
    found = mean_over_sets(
        (r.material.set, r.figures[figure]) for r in rounds if figure in r.figures
    )
    return f"{factor * sum(found) / len(found):.{decimals}f}" if found else "–"


def _methods(rounds: Sequence[Grouped]) -> list[str]:
    return list(dict.fromkeys(r.method for r in rounds))


def _ami(made: Grouped) -> str:
    if made.fault:
        return "failed"
    return f"{100 * made.figures['AMI']:.1f} ({made.figures['groups']:.0f})"


def _faults(rounds: Sequence[Grouped]) -> Iterator[str]:
    faults = [f"- {r.method}, {r.material.name}: {r.fault}" for r in rounds if r.fault]
    if faults:
        shown = "\n".join(dict.fromkeys(faults))
        yield f"Failed, and left out of the means ({len(faults)} of {len(rounds)}):\n\n{shown}"
