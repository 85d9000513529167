"""How far coders agree beyond chance: Krippendorff's alpha, Cohen's kappa, and their intervals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Totals = NDArray[np.float64]
    Statistic = Callable[[Totals], Totals]

Values = Sequence[str | None]
"""What each coder said of a unit, the coders always in one order; None where one said nothing."""
RESAMPLES = 1000
SEED = 20260101
MOST_UNDEFINED = 0.05
"""Share of resamples without a value above which the others tell nothing of the spread."""
_AT_ONCE = 100
"""Resamples that are drawn together: memory stays small with 100,000 units."""


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A coefficient with its interval, or a plain sentence on why there is none; never a NaN."""

    value: float | None
    """At most 1, which is agreement; 0 is what chance would give."""
    low: float | None = None
    """The lower end of the 95 % interval."""
    high: float | None = None
    why_not: str | None = None
    """Why the value, or where there is one, why the interval cannot be computed."""


def alike(units: Sequence[Values]) -> tuple[int, int]:
    """Count the units of which all who said anything said the same, and those that two spoke of.

    It is not corrected for chance: of a rare code two people say "no" alike nearly always.
    """
    spoken = [(kept, n) for unit, n in _kinds(units).items() if len(kept := _said(unit)) > 1]
    return sum(n for unit, n in spoken if len(set(unit)) == 1), sum(n for _, n in spoken)


def nominal_alpha(
    units: Sequence[Values], *, within: Sequence[Hashable] | None = None, seed: int = SEED
) -> Coefficient:
    """Work out Krippendorff's alpha for nominal values, of any number of coders, some missing.

    Krippendorff (2011), *Computing Krippendorff's Alpha-Reliability*, and (2019), *Content
    Analysis*, 4th ed., chapter 12; Hayes and Krippendorff (2007), *Communication Methods and
    Measures* 1(1), 77-89. The interval is the percentile bootstrap over units, with what is
    expected by chance worked out anew in each resample: the published algorithm, which leaves that
    fixed, covers too rarely (Zapf and others 2016, *BMC Medical Research Methodology* 16:93).
    Where units lie within larger ones, those are drawn as a whole (Field and Welsh 2007, *Journal
    of the Royal Statistical Society B* 69(3), 369-390): units of one answer are not independent.

    Args:
        units: Of each, one value a coder.
        within: For each unit what it lies in, such as its answer; else each is by itself.
        seed: Of the resamples.

    Returns:
        With a reason where nobody, or one person only, said something of a unit, where there is
        one unit only, or where all values are the same.
    """
    found, rows = _alpha(units)
    if found.value is None:
        return found
    shared = [at for at, row in enumerate(rows) if row is not None]
    groups = shared if within is None else [within[at] for at in shared]
    kept = [row for row in rows if row is not None]
    return _with_interval(found.value, kept, groups, _alphas, seed)


def alpha_without_interval(units: Sequence[Values]) -> float | None:
    """Work out alpha alone, which needs no resamples; None where it cannot be computed."""
    return _alpha(units)[0].value


def _alpha(units: Sequence[Values]) -> tuple[Coefficient, list[list[float] | None]]:
    """Give alpha without its interval, and what each unit that two spoke of adds to its totals."""
    kinds = _kinds(units)
    reason = _cannot_compare(kinds)
    if reason is not None:
        return Coefficient(None, why_not=reason), []
    kept = {unit: said for unit in kinds if len(said := _said(unit)) > 1}
    known = sorted({value for said in kept.values() for value in said})
    if len(known) == 1:
        return Coefficient(None, why_not=_ALL_EQUAL), []
    rows = {unit: _alpha_row(Counter(said), known) for unit, said in kept.items()}
    value = _alpha_of(_summed(kinds, rows))
    return Coefficient(value), [rows.get(tuple(unit)) for unit in units]


def cohens_kappa(
    units: Sequence[Values], *, within: Sequence[Hashable] | None = None, seed: int = SEED
) -> Coefficient:
    """Work out Cohen's kappa of two coders over the units of which both said something.

    Cohen (1960), *Educational and Psychological Measurement* 20(1), 37-46. The interval as for
    ``nominal_alpha`` (for kappa: Vanbelle and Albert 2008, *Journal of Statistical Computation and
    Simulation* 78(11), 1009-1015).

    Args:
        units: Of each, the values of the two coders.
        within: For each unit what it lies in; else each is by itself.
        seed: Of the resamples.

    Returns:
        With a reason for any other number of coders, and as for ``nominal_alpha``.
    """
    coders = len(units[0]) if units else 0
    if coders > 2:
        return Coefficient(None, why_not=f"Cohen's kappa compares two people; here are {coders}.")
    kinds = _kinds(units)
    reason = _cannot_compare(kinds)
    if reason is not None:
        return Coefficient(None, why_not=reason)
    kept = [unit for unit in kinds if None not in unit]
    known = sorted({str(value) for unit in kept for value in unit})
    if len(known) == 1:
        return Coefficient(None, why_not=_ALL_EQUAL)
    cells = [(one, other) for one in known for other in known]
    rows = {unit: [float(unit == cell) for cell in cells] for unit in kept}
    value = _kappa_of(_summed(kinds, rows), len(known))
    both = [(tuple(unit), at) for at, unit in enumerate(units) if None not in unit]
    groups = [within[at] if within is not None else at for _, at in both]
    return _with_interval(value, [rows[unit] for unit, _ in both], groups, _kappas, seed)


_NO_SPREAD = "No interval: they never differed, so resampling cannot show by how much they might."
_NO_MOVE = "No interval: every resample gives the same, as one of them used one value only."
_ALL_EQUAL = "Everybody said the same of every unit, so agreement cannot be told from chance."


def _kinds(units: Iterable[Values]) -> Counter[tuple[str | None, ...]]:
    """Count like units: there are few kinds of them, however many units."""
    return Counter(map(tuple, units))


def _said(unit: Values) -> list[str]:
    return [value for value in unit if value is not None]


def _summed(
    kinds: Counter[tuple[str | None, ...]], rows: dict[tuple[str | None, ...], list[float]]
) -> list[float]:
    """Add up what all units of the kinds that count add to the totals."""
    weighted = [[kinds[unit] * number for number in row] for unit, row in rows.items()]
    return [sum(column) for column in zip(*weighted, strict=True)]


def _cannot_compare(kinds: Counter[tuple[str | None, ...]]) -> str | None:
    """Say why nothing can be compared; None where it can."""
    speaking = {coder for unit in kinds for coder, value in enumerate(unit) if value is not None}
    if len(speaking) < 2:
        who = "One person" if speaking else "Nobody"
        return f"{who} coded these units, so there is nobody to compare with."
    shared = sum(n for unit, n in kinds.items() if len(_said(unit)) > 1)
    if shared < 2:
        which = "Only one unit was" if shared else "No unit was"
        return f"{which} coded by two people, so agreement cannot be told from chance."
    return None


def _alpha_row(counts: Counter[str], known: Sequence[str]) -> list[float]:
    """Give a unit's share of the coincidences on the diagonal, and its values' counts."""
    pairs = sum(count * (count - 1) for count in counts.values())
    return [pairs / (counts.total() - 1), *(float(counts[value]) for value in known)]


def _alpha_of(totals: Sequence[float]) -> float:
    matching, *counts = totals
    n = sum(counts)
    return 1 - (n - 1) * (n - matching) / (n * n - sum(count * count for count in counts))


def _alphas(totals: Totals) -> Totals:
    """Give alpha for each row of totals; NaN where all values are the same."""
    import numpy as np

    counts = totals[:, 1:]
    n = counts.sum(axis=1)
    by_chance = n * n - (counts * counts).sum(axis=1)
    possible = by_chance > 0
    found = np.full(len(totals), np.nan)
    apart = (n - 1) * (n - totals[:, 0])
    found[possible] = 1 - apart[possible] / by_chance[possible]
    return found


def _kappa_of(cells: Sequence[float], size: int) -> float:
    n = sum(cells)
    same = sum(cells[at * (size + 1)] for at in range(size))
    rows = [sum(cells[at * size : (at + 1) * size]) for at in range(size)]
    columns = [sum(cells[at::size]) for at in range(size)]
    by_chance = sum(row * column for row, column in zip(rows, columns, strict=True))
    return (n * same - by_chance) / (n * n - by_chance)


def _kappas(totals: Totals) -> Totals:
    """Give kappa for each row of a square table's cells; NaN where both used one value only."""
    import numpy as np

    size = round(totals.shape[1] ** 0.5)
    table = totals.reshape(-1, size, size)
    n = table.sum(axis=(1, 2))
    by_chance = (table.sum(axis=1) * table.sum(axis=2)).sum(axis=1)
    same = np.trace(table, axis1=1, axis2=2)
    possible = n * n > by_chance
    found = np.full(len(totals), np.nan)
    above = n * same - by_chance
    found[possible] = above[possible] / (n * n - by_chance)[possible]
    return found


def _with_interval(
    value: float,
    rows: Sequence[Sequence[float]],
    groups: Sequence[Hashable],
    statistic: Statistic,
    seed: int,
) -> Coefficient:
    """Add the percentile interval, or say why there is none.

    Args:
        value: The coefficient itself.
        rows: What each unit adds to the totals that the coefficient is made of.
        groups: What each unit lies in; drawn as a whole.
        statistic: Coefficients from rows of totals.
        seed: Of the resamples.
    """
    import numpy as np

    numbers = {group: at for at, group in enumerate(dict.fromkeys(groups))}
    if len(numbers) < 2:
        return Coefficient(value, why_not="One answer only, so there is nothing to resample.")
    sums = np.zeros((len(numbers), len(rows[0])))
    np.add.at(sums, [numbers[group] for group in groups], np.asarray(rows))
    found = _resampled(sums, statistic, seed)
    undefined = int(np.isnan(found).sum())
    if undefined > MOST_UNDEFINED * RESAMPLES:
        return Coefficient(
            value,
            why_not=f"No interval: in {undefined} of {RESAMPLES} resamples all values were the "
            "same, so there are too few of the rarer one.",
        )
    spread = found[~np.isnan(found)]
    if float(np.ptp(spread)) < 1e-12:
        return Coefficient(value, why_not=_NO_SPREAD if value == 1 else _NO_MOVE)
    low, high = np.percentile(spread, [2.5, 97.5])
    return Coefficient(value, float(low), float(high))


def _resampled(sums: Totals, statistic: Statistic, seed: int) -> Totals:
    """Draw as many rows as there are again and again, and give the statistic of each draw.

    Equal rows are drawn as one kind: how often each kind comes up, where a row that is drawn
    is put back, is multinomial, and there are far fewer kinds than rows.
    """
    import numpy as np

    kinds, many = np.unique(sums, axis=0, return_counts=True)
    chance = np.random.default_rng(seed)
    found = []
    for _ in range(RESAMPLES // _AT_ONCE):
        drawn = chance.multinomial(len(sums), many / len(sums), size=_AT_ONCE)
        found.append(statistic(drawn.astype(np.float64) @ kinds))
    return np.concatenate(found)
