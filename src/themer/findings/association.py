"""Two facts together: an exact test, a difference with its interval, and an honest sentence."""

from __future__ import annotations

import math

from themer.findings.counting import (
    AskedQuestion,
    counts_of,
    group_apart,
    make_figure,
    observe,
)
from themer.findings.facts import has_value
from themer.findings.figure import Figure
from themer.findings.material import Material
from themer.findings.recorded import PairFinding
from themer.model.study import Pair

RULE = "two-facts-together"
Z_95 = 1.959964
"""The normal quantile of a two-sided 95 % interval."""
LEVEL = 0.05
SMALL_SIDE = 50
"""Below so many on a side, "numbers this small" is said of them."""


def find_pairs(material: Material) -> tuple[PairFinding, ...]:
    """Cross the facts that the study declared, for every audience that was asked both."""
    found = []
    for audience in material.audiences():
        asked = {one.question.id: one for one in observe(material, audience)}
        for pair in material.study.pairs:
            if pair.first in asked and pair.second in asked:
                found.append(_cross(material, pair, asked[pair.first], asked[pair.second]))
    return tuple(found)


def exact_test(a: int, b: int, c: int, d: int) -> float | None:
    """Give the two-sided p value of Fisher's exact test on ``[[a, b], [c, d]]``.

    Fisher 1922; for counts too small for the chi-squared test. It tests whether there is any link,
    not how strong it is, and is conservative. None where a row or a column is empty.

    Counted in whole numbers: exact, and without ``scipy.stats``, whose import alone takes longer
    than writing a report. A test holds it against that library.
    """
    row, other, column = a + b, c + d, a + c
    if 0 in (row, other, column, b + d):
        return None
    least, most = max(0, column - other), min(row, column)
    way = math.comb(row, least) * math.comb(other, column - least)
    ways = [way]
    for k in range(least, most):
        # Each from the one before: binomials of thousands anew for every k would take minutes.
        way = way * (row - k) * (column - k) // ((k + 1) * (other - column + k + 1))
        ways.append(way)
    observed = ways[a - least]
    return sum(way for way in ways if way <= observed) / sum(ways)


def wilson(k: float, n: float) -> tuple[float, float]:
    """Give the 95 % score interval of a share ``k / n`` (Wilson 1927), for ``n`` above 0."""
    share, z2 = k / n, Z_95 * Z_95
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z_95 * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def difference_of_shares(k1: int, n1: int, k2: int, n2: int) -> tuple[float, float, float]:
    """Give ``k1/n1 - k2/n2`` with its 95 % interval, by Newcombe's hybrid score method.

    Newcombe 1998, *Interval estimation for the difference between independent proportions*,
    Statistics in Medicine 17, 873 to 890, method 10: it keeps its level for small counts and for
    shares near 0 and 1, where the textbook interval does not. For independent groups only.

    Returns:
        The difference, the lower and the upper end, each from -1 to 1.
    """
    p1, p2 = k1 / n1, k2 / n2
    (l1, u1), (l2, u2) = wilson(k1, n1), wilson(k2, n2)
    difference = p1 - p2
    low = difference - math.hypot(p1 - l1, u2 - p2)
    high = difference + math.hypot(u1 - p1, p2 - l2)
    return difference, low, high


def _cross(
    material: Material, pair: Pair, first: AskedQuestion, second: AskedQuestion
) -> PairFinding:
    firsts, seconds = first.with_value(), second.with_value()
    base = [unit for unit in firsts if unit in seconds]
    on = [u for u in base if any(has_value(firsts[u].fact, value) for value in pair.first_is)]
    off = [unit for unit in base if unit not in on]
    hit = [u for u in base if any(has_value(seconds[u].fact, value) for value in pair.second_is)]
    missing = {u: seen.state for u, seen in second.latest.items() if u not in seconds}
    missing |= {u: seen.state for u, seen in first.latest.items() if u not in firsts}
    apart = counts_of(group_apart(missing))

    def side(part: str, units: list[str], words: str) -> Figure:
        """Count those of one side of the pair."""
        counted = [unit for unit in units if unit in hit]
        return make_figure(
            f"pair:{pair.id}:{part}",
            f"{words}: {pair.about.second}",
            first.audience,
            counted=counted,
            base=units,
            rule=RULE,
            answers=[s[unit].reference for unit in counted for s in (firsts, seconds)],
            apart=apart,
        )

    with_first = side("with", on, f"those that {pair.about.first}")
    without = side("without", off, "the others")
    p_value = exact_test(
        with_first.k, with_first.n - with_first.k, without.k, without.n - without.k
    )
    effect = (
        difference_of_shares(with_first.k, with_first.n, without.k, without.n)
        if on and off
        else (None, None, None)
    )
    return PairFinding(
        id=f"pair:{pair.id}@{first.audience}",
        audience=first.audience,
        first=pair.first,
        second=pair.second,
        with_first=with_first,
        without_first=without,
        p_value=p_value,
        difference=effect[0],
        low=effect[1],
        high=effect[2],
        sentence=_sentence(material, pair, with_first, without, p_value),
        apart=apart,
    )


def _sentence(
    material: Material, pair: Pair, on: Figure, off: Figure, p_value: float | None
) -> str:
    """Say what the table allows: a link never as a cause, no link never as proof of none."""
    called = material.study.audiences[on.audience].counted
    if not on.n and not off.n:
        return f"No {called(1)} answered both questions, so nothing can be said."
    if not off.n:
        return (
            f"All {on.n} {called(on.n)} that answered {pair.about.first}, so there is nothing to "
            f"compare with; {on.k} {pair.about.second}."
        )
    if not on.n:
        return (
            f"None of the {off.n} {called(off.n)} that answered {pair.about.first}, so there is "
            f"nothing to compare with; {off.k} {pair.about.second}."
        )
    counts = (
        f"{on.k} of the {on.n} {called(on.n)} that {pair.about.first} {pair.about.second}, "
        f"and {off.k} of the {off.n} {'other' if off.n == 1 else 'others'}."
    )
    if p_value is None:
        return f"{counts} The answers are all alike, so no link can show."
    if p_value >= LEVEL:
        size = "this small" if min(on.n, off.n) < SMALL_SIDE else "like these"
        return f"No clear link: {counts} Numbers {size} could hide a real difference either way."
    return f"A link: {counts} Things that go together in what was said, not proof of a cause."
