"""Small counts stay hidden, and cannot be worked out from what is printed."""

from __future__ import annotations

import itertools

import pytest

from themer.findings.disclosure import suppress
from themer.findings.figure import Figure


def table(counts: tuple[int, ...], base: int | None = None) -> list[Figure]:
    n = sum(counts) if base is None else base
    return [Figure(str(at), "", "a", count, n, "rule") for at, count in enumerate(counts)]


def printed(counts: tuple[int, ...], minimum: int) -> tuple[object, ...]:
    """Give what a reader sees: the base, unless the table is withheld, and each count or a mark."""
    shown = suppress(table(counts), minimum, exclusive=True)
    base = None if any(one.reason == "base" for one in shown) else sum(counts)
    return (base, *(one.figure.k if one.shown else "hidden" for one in shown))


@pytest.mark.parametrize("minimum", [2, 3, 4])
def test_no_hidden_count_follows_from_the_rest_of_its_table(minimum: int) -> None:
    """Look at every table of three rows up to 7: what prints alike must differ where hidden."""
    alike: dict[tuple[object, ...], list[tuple[int, ...]]] = {}
    for counts in itertools.product(range(8), repeat=3):
        seen = printed(counts, minimum)
        base, rows = seen[0], seen[1:]
        for other in itertools.product(range(1, 22), repeat=rows.count("hidden")):
            if base is None:
                break
            # A reader who knows the base tries every filling of the hidden rows from 1 up.
            filling = iter(other)
            full = tuple(next(filling) if row == "hidden" else int(str(row)) for row in rows)
            if sum(full) == base:
                alike.setdefault(seen, []).append(full)
    for seen, fillings in alike.items():
        for at, row in enumerate(seen[1:]):
            if row == "hidden":
                assert len({filling[at] for filling in fillings}) > 1, seen


def test_every_small_count_is_hidden_and_others_stand_where_they_can() -> None:
    for counts in itertools.product(range(8), repeat=3):
        for one in suppress(table(counts), 3, exclusive=True):
            assert not (one.shown and 0 < one.figure.k < 3)
        if not any(0 < count < 3 for count in counts):
            assert all(one.shown for one in suppress(table(counts), 3, exclusive=True))


def test_a_small_rest_without_a_row_is_protected_too() -> None:
    shown = suppress(table((9, 5), base=15), 3, exclusive=True)
    assert [one.shown for one in shown] == [True, False]


def test_rows_that_stand_alone_hide_where_the_others_are_few() -> None:
    figures = table((14, 8, 2, 0, 15), base=15)
    shown = suppress(figures, 3, exclusive=False)
    assert [one.shown for one in shown] == [False, True, False, True, True]


def test_a_minimum_of_one_shows_everything() -> None:
    assert all(one.shown for one in suppress(table((1, 0, 2)), 1, exclusive=True))
    assert all(one.shown for one in suppress(table((1, 2), base=3), 1, exclusive=False))
