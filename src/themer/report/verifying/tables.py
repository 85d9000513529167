"""Cells of a table beside those that were written: by the row and the column that they stand in.

A figure is true only beside its own words. In a table these are the label of its row and the
heading of its column, so a cell is held against what now stands there, wherever its anchor went.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from themer.report.verifying.aligning import align
from themer.report.verifying.lines import Line
from themer.report.verifying.pairs import Pair, words_apart

_DIGITS = re.compile(r"\d+")


@dataclass(slots=True)
class _Grid:
    """A table: its lines by row and column, and where each stands in the document."""

    lines: dict[tuple[int, int], list[tuple[int, Line]]]
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    wordy: tuple[int, ...] = ()
    """The columns that hold no number below their heading."""

    def __post_init__(self) -> None:
        """Look which columns hold words alone."""
        numbered = {
            column
            for (row, column), held in self.lines.items()
            if row != self.rows[0] and any(_DIGITS.search(line.text) for _, line in held)
        }
        self.wordy = tuple(one for one in self.columns if one not in numbered)

    def text(self, row: int, column: int) -> str:
        """Give the words of a cell; empty where it has none."""
        return " ".join(line.key for _, line in self.lines.get((row, column), ()))

    def key(self, row: int, column: int) -> Hashable:
        """Give what a label is known by: its words, and the anchors of figures in it."""
        found = self.lines.get((row, column), ())
        if any(line.marks for _, line in found):
            return tuple(_skeleton(line) for _, line in found)
        return self.text(row, column)

    def words(self, row: int) -> tuple[str, ...]:
        """Give the cells of a row that stand in columns without any number."""
        return tuple(self.text(row, column) for column in self.wordy)


def settled(
    pairs: Sequence[Pair], written: Sequence[Line], read: Sequence[Line]
) -> tuple[Pair, ...]:
    """Pair the cells of tables by row and column, whatever words and anchors paired before.

    Args:
        pairs: As the lines were aligned.
        written: The lines as they were written.
        read: The lines as they are.
    """
    grids, now = _grids(written), _grids(read)
    same = _same_tables(pairs, grids, now)
    back = set(same.values())
    kept: list[Pair] = []
    for pair in pairs:
        was_held = pair.was is not None and _table(pair.was) in same
        now_held = pair.now is not None and _table(pair.now) in back
        if not was_held and not now_held:
            kept.append(pair)
        elif not was_held and pair.was is not None:
            kept.append(Pair(pair.was, None, pair.place))
        elif not now_held and pair.now is not None:
            kept.append(Pair(None, pair.now, pair.place))
    for table, other in same.items():
        kept += _cells(grids[table], now[other])
    return tuple(sorted(kept, key=lambda pair: (pair.place, pair.was is None)))


def _table(line: Line) -> int | None:
    return None if line.cell is None else line.cell[0]


def _grids(lines: Sequence[Line]) -> dict[int, _Grid]:
    """Give the tables that themer wrote; those in a person's text are words like any other."""
    found: dict[int, dict[tuple[int, int], list[tuple[int, Line]]]] = defaultdict(dict)
    for place, line in enumerate(lines):
        if line.cell is not None and not line.author:
            table, row, column = line.cell
            found[table].setdefault((row, column), []).append((place, line))
    grids = {
        table: _Grid(
            cells,
            tuple(sorted({row for row, _ in cells})),
            tuple(sorted({column for _, column in cells})),
        )
        for table, cells in found.items()
    }
    # What has one row or one column is a box around words.
    return {at: one for at, one in grids.items() if len(one.rows) > 1 and len(one.columns) > 1}


def _same_tables(
    pairs: Sequence[Pair], was: Mapping[int, _Grid], now: Mapping[int, _Grid]
) -> dict[int, int]:
    """Say which table is which: the one with which it shares most lines, each at most once."""
    votes: Counter[tuple[int, int]] = Counter()
    for pair in pairs:
        if pair.was is not None and pair.now is not None:
            table, other = _table(pair.was), _table(pair.now)
            if table in was and other in now and table is not None and other is not None:
                votes[table, other] += 1
    found: dict[int, int] = {}
    taken: set[int] = set()
    for (table, other), _ in votes.most_common():
        if table not in found and other not in taken:
            found[table] = other
            taken.add(other)
    return found


def _cells(was: _Grid, now: _Grid) -> Iterator[Pair]:
    rows = _matched(was.rows, now.rows, _row_looks(was), _row_looks(now))
    columns = _matched(was.columns, now.columns, _column_looks(was), _column_looks(now))
    came = {(rows[r], columns[c]): (r, c) for r in rows for c in columns}
    counts = any(line.marks for held in was.lines.values() for _, line in held)
    first = min((place for held in now.lines.values() for place, _ in held), default=0)
    for cell, held in was.lines.items():
        row, column = cell
        there = (rows[row], columns[column]) if row in rows and column in columns else None
        found = now.lines.get(there, []) if there is not None else []
        where = "" if row == was.rows[0] else _where(was, row, column)
        label = counts and (row == was.rows[0] or column == was.columns[0])
        for one in _lines_of([line for _, line in held], [line for _, line in found]):
            place = found[one.place][0] if one.place < len(found) else first
            yield Pair(one.was, one.now, place, where, is_label=label)
    for cell, found in now.lines.items():
        if cell not in came or came[cell] not in was.lines:
            where = _where(was, *came[cell]) if cell in came else ""
            for place, other in found:
                yield Pair(None, other, place, where)


def _lines_of(was: Sequence[Line], now: Sequence[Line]) -> Sequence[Pair]:
    if len(was) == len(now) == 1:
        return (Pair(was[0], now[0], 0),)
    return align(was, now)


def _where(grid: _Grid, row: int, column: int) -> str:
    label, heading = grid.text(row, grid.columns[0]), grid.text(grid.rows[0], column)
    if column == grid.columns[0]:
        return heading
    return ", ".join(one for one in (label, heading) if one)


_Looks = tuple[Callable[[int], Hashable], ...]


def _row_looks(grid: _Grid) -> _Looks:
    """Say what rows are known by: their label, then with it what else they say in words."""
    first, head = grid.columns[0], grid.rows[0]
    return (
        lambda row: (row == head, grid.key(row, first)),
        lambda row: (row == head, grid.key(row, first), grid.words(row)),
    )


def _column_looks(grid: _Grid) -> _Looks:
    head = grid.rows[0]
    return (lambda column: grid.key(head, column),)


def _matched(
    was: Sequence[int], now: Sequence[int], looks: _Looks, others: _Looks
) -> dict[int, int]:
    """Match rows or columns: by what stands once in both, then by what is left in its order."""
    found: dict[int, int] = {}
    left, free = list(was), list(now)
    for look, other in zip(looks, others, strict=True):
        many, many_now = Counter(map(look, left)), Counter(map(other, free))
        once = {other(one): one for one in free if many_now[other(one)] == 1}
        found |= {
            one: once[look(one)] for one in left if many[look(one)] == 1 and look(one) in once
        }
        left = [one for one in left if one not in found]
        free = [one for one in free if one not in found.values()]
    for one in tuple(left):  # alike among themselves: in their order
        same = next((at for at in free if others[0](at) == looks[0](one)), None)
        if same is not None:
            found[one] = same
            left.remove(one)
            free.remove(same)
    if len(left) == len(free):
        found |= dict(zip(left, free, strict=True))
    return found


def _skeleton(line: Line) -> Hashable:
    words = words_apart(line.text, ((mark.start, mark.end) for mark in line.marks))
    return (*(mark.ledger_id for mark in line.marks), _DIGITS.sub("0", " ".join(words.split())))
