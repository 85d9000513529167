"""Which sums may be printed together, so that no few units' numbers can be worked out from them.

A sum over many units is harmless alone, and two of them may not be: what all offered, less what
those offered who also said what they need, is what one unit offered. So sums of one measure are
looked at together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

import numpy as np

from themer.findings.recorded import Total, WorkforceFinding, WorkforceRow

Sum = tuple[str, tuple[str, ...]]
"""A measure, and the units that it is summed over, sorted."""


def sums_of(total: Total) -> tuple[Sum, ...]:
    """Name the sums that a printed total tells; of several measures, each one alone."""
    return tuple((measure, total.units) for measure in total.measures) if total.n else ()


def printable(wanted: Iterable[Sequence[Sum]], minimum: int) -> frozenset[Sum]:
    """Choose sums that may be printed, the first before the later ones.

    Sums that come together are printed together, or none of them is. A sum is refused where it,
    with those chosen before, lets somebody work out a number that rests on fewer than ``minimum``
    units: where some weighted difference of the printed sums has no other units in it. For an
    introduction see Hundepool and others (2012), *Statistical Disclosure Control*, chapter 4, on
    linked tables; here the tables are few enough to be searched whole. It does not protect a unit
    whose number is nearly the whole sum.

    Args:
        wanted: Groups of sums, the most wanted first.
        minimum: The smallest number of units that a number may rest on; with 1 all may be printed.
    """
    groups = [group for group in wanted if group]
    if minimum <= 1:
        return frozenset(one for group in groups for one in group)
    chosen: dict[str, list[tuple[str, ...]]] = {}
    for group in groups:
        tried: dict[str, list[tuple[str, ...]]] = {}
        for name, units in group:
            tried.setdefault(name, list(chosen.get(name, ()))).append(units)
        if all(_is_safe(sets, minimum) for sets in tried.values()):
            chosen |= tried
    return frozenset((name, units) for name, sets in chosen.items() for units in sets)


def _is_safe(sets: Sequence[tuple[str, ...]], minimum: int) -> bool:
    """Say whether no number of fewer than so many units follows from sums over these sets."""
    different = list(dict.fromkeys(sets))
    patterns: dict[tuple[bool, ...], int] = {}
    members = [frozenset(one) for one in different]
    for unit in frozenset().union(*members):
        pattern = tuple(unit in one for one in members)
        patterns[pattern] = patterns.get(pattern, 0) + 1
    # Units in the same sets cannot be told apart, so whatever follows is of a whole such group.
    columns = np.array(list(patterns), dtype=np.int8).T
    whole = int(np.linalg.matrix_rank(columns))
    for left_out in _small(list(patterns.values()), minimum):
        kept = np.delete(columns, left_out, axis=1)
        rank = int(np.linalg.matrix_rank(kept)) if kept.shape[1] else 0
        if rank < whole:
            return False
    return True


def _small(sizes: Sequence[int], minimum: int) -> Iterator[tuple[int, ...]]:
    """Go through the choices of groups that hold fewer than so many units together."""
    small = [at for at, size in enumerate(sizes) if size < minimum]
    for many in range(1, minimum):
        for chosen in combinations(small, many):
            if sum(sizes[at] for at in chosen) < minimum:
                yield chosen


def sums_in_order(found: WorkforceFinding) -> Iterator[tuple[Sum, ...]]:
    """Give the sums of the workforce picture in the order in which they are wanted.

    The gap of all first, then where the projection starts, the totals of all, what passes along
    the chain; then the parts: their gaps before their totals; last what is held against other
    sources, and the charts.
    """
    *parts, whole = found.rows
    yield _gap(whole)
    if found.projection is not None and found.projection.paths:
        start = found.projection
        yield tuple(
            one
            for total in (start.supply, start.demand, start.stock, start.on_their_way)
            for one in sums_of(total)
        )
    yield from _totals(whole)
    for part in whole.flow:
        yield (*sums_of(part.start), *sums_of(part.end))
    if found.assessing is not None:
        yield (*sums_of(found.assessing.people), *sums_of(found.assessing.by))
    for row in parts:
        yield _gap(row)
    for row in parts:
        yield from _totals(row)
    for table in found.imported:
        for measure in table.measures:
            yield sums_of(measure.told)
    for row in (*parts, whole):
        yield tuple(one for total in row.same.values() for one in sums_of(total))
        yield tuple(one for total in row.same_stock for one in sums_of(total))
    if found.chain is not None:
        yield tuple(one for total in found.chain.steps for one in sums_of(total))


def _gap(row: WorkforceRow) -> tuple[Sum, ...]:
    return () if row.gap is None else sums_of(row.gap)


def _totals(row: WorkforceRow) -> Iterator[tuple[Sum, ...]]:
    for total in (row.supply, row.filled, row.demand, *(total for _, total in row.stock)):
        if total is not None:
            yield sums_of(total)
