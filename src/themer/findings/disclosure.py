"""Disclosure control: small counts are not printed, nor what they could be worked out from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from themer.findings.figure import Figure


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """A figure with what may be printed of it."""

    figure: Figure
    shown: bool
    reason: Literal["", "base", "small", "secondary"] = ""
    """Why it is hidden. Not to be printed: *secondary* would tell that it is not small."""


def suppress(
    figures: Sequence[Figure], minimum: int, *, exclusive: bool
) -> tuple[ShownFigure, ...]:
    """Decide which counts of one table may be printed.

    A count from 1 to ``minimum`` - 1 is small; 0 and all of n tell of no small group and are shown.
    A base under ``minimum`` hides its whole table, base and all (reason ``base``). In a table
    whose rows add up to n, further counts are hidden, the smallest first, until no hidden one
    follows from the shown ones and n. All hidden counts have to be printed with the same words.

    The method is primary and complementary cell suppression (Hundepool and others 2012,
    *Statistical Disclosure Control*, chapter 4), for one table at a time: tables that share rows
    with each other are not compared.

    Args:
        figures: The rows of one table, in order.
        minimum: The smallest count that is printed, 1 or more; with 1 everything is shown.
        exclusive: Whether each unit is in one row only, so that the rows add up to n. Otherwise
            each row is a table of its own, with those not counted in it as the other row.
    """
    if not exclusive:
        return tuple(_alone(figure, minimum) for figure in figures)
    if any(0 < figure.n < minimum for figure in figures):
        return tuple(ShownFigure(figure, shown=False, reason="base") for figure in figures)
    counts = [figure.k for figure in figures]
    rest = max((figure.n for figure in figures), default=0) - sum(counts)
    small = {i for i, count in enumerate(counts) if 0 < count < minimum}
    hidden = _complete(counts, small, unlisted=rest if 0 < rest < minimum else 0)
    if hidden is None:
        return tuple(ShownFigure(figure, shown=False, reason="base") for figure in figures)
    return tuple(
        ShownFigure(figure, shown=False, reason="small" if i in small else "secondary")
        if i in hidden
        else ShownFigure(figure, shown=True)
        for i, figure in enumerate(figures)
    )


def _alone(figure: Figure, minimum: int) -> ShownFigure:
    if 0 < figure.n < minimum:
        return ShownFigure(figure, shown=False, reason="base")
    if 0 < figure.k < minimum or 0 < figure.n - figure.k < minimum:
        return ShownFigure(figure, shown=False, reason="small")
    return ShownFigure(figure, shown=True)


def _complete(counts: Sequence[int], small: set[int], *, unlisted: int) -> set[int] | None:
    """Add to the small counts until several tables are possible that print the same.

    With m counts hidden that add up to s, each at least 1, there is more than one way only if m is
    2 or more and s is more than m. ``unlisted`` is a small rest of n that has no row. None where
    that cannot be reached, so that the whole table has to go.
    """
    hidden = set(small)
    while hidden or unlisted:
        cells = len(hidden) + (unlisted > 0)
        total = sum(counts[i] for i in hidden) + unlisted
        if cells >= 2 and total > cells:
            break
        others = [i for i, count in enumerate(counts) if i not in hidden and count > 0]
        if not others:
            return None
        hidden.add(min(others, key=lambda i: (counts[i], i)))
    return hidden
