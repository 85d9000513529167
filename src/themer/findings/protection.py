"""Which figures of a study may be printed together, so that no withheld one follows from others.

`suppress` looks at one table. What ties tables to each other is looked at here: a base that is
small, the units outside a base and why, two facts together beside each fact alone, and rules that
count the same units under another name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from themer.findings.coded import ComponentBoard
from themer.findings.disclosure import suppress
from themer.findings.figure import Figure
from themer.findings.indicators import IndicatorFinding
from themer.findings.recorded import FactFinding, PairFinding
from themer.findings.results import Findings

OUTSIDE = ("discussed", "not_discussed")
"""What a component is in the units outside its base."""
_NAME = re.compile(r"[\w-]+")


def printable_figures(findings: Findings, minimum: int) -> dict[str, bool]:
    """Decide for figures that are tied to others whether they may be printed.

    Args:
        findings: What was found.
        minimum: The smallest count that is printed; with 1 everything is.

    Returns:
        Figure → whether it may be printed; ``<figure>:base`` where its base may not. A figure that
        is not in it stands alone.
    """
    if minimum <= 1:
        return {}
    decided: dict[str, bool] = {}
    for fact in findings.facts:
        decided |= _of_table(fact.rows, minimum, exclusive=fact.exclusive)
    for board in findings.boards:
        decided |= _of_board(board, minimum)
    facts = {(fact.question, fact.audience): fact for fact in findings.facts}
    hidden_pairs: set[frozenset[str]] = set()
    for pair in findings.pairs:
        sides = (pair.with_first, pair.without_first)
        if not _may_be_crossed(pair, facts, decided, minimum):
            hidden_pairs.add(frozenset((pair.first, pair.second)))
            decided |= {side.id: False for side in sides}
            decided |= {f"{side.id}:base": False for side in sides}
    withheld = [f for f in findings.figures() if decided.get(f.id) is False and f.k]
    for one in findings.indicators:
        if not _may_be_told(one, facts, decided, hidden_pairs) or _is_one_of(one, withheld):
            decided[one.figure.id] = False
    return decided


def _of_table(rows: Iterable[Figure], minimum: int, *, exclusive: bool) -> dict[str, bool]:
    found: dict[str, bool] = {}
    for one in suppress(tuple(rows), minimum, exclusive=exclusive):
        found[one.figure.id] = one.shown
        if one.reason == "base":
            found[f"{one.figure.id}:base"] = False
    return found


def _of_board(board: ComponentBoard, minimum: int) -> dict[str, bool]:
    """Decide on the rows of a board: all states of a row add up to the units of the audience.

    How many units are outside the base is told by the base; which of them spoke of the component is
    withheld where either is small. Without a column for one of the two the other is told anyway.
    """
    found: dict[str, bool] = {}
    has_both = any(row.count("discussed") for row in board.rows)
    for row in board.rows:
        of_row = _of_table(row.figures, minimum, exclusive=True)
        found |= of_row
        ids = [f"component:{row.component}:{state}@{board.audience}" for state in OUTSIDE]
        is_small = any(0 < row.count(state) < minimum for state in OUTSIDE)  # type: ignore[arg-type]
        base_is_hidden = any(name.endswith(":base") for name in of_row)
        hides = base_is_hidden or (has_both and is_small)
        found |= dict.fromkeys(ids, not hides)
    return found


def _may_be_crossed(
    pair: PairFinding,
    facts: Mapping[tuple[str, str], FactFinding],
    decided: Mapping[str, bool],
    minimum: int,
) -> bool:
    """Say whether two facts may be printed together, beside each of them alone.

    Both have to be printed whole; and those of a row that are in one and not in the other, because
    they answered only one question, must not be few: the difference would tell what they said.
    """
    base = {*pair.with_first.base_units, *pair.without_first.base_units}
    for question in (pair.first, pair.second):
        fact = facts.get((question, pair.audience))
        for row in fact.rows if fact else ():
            if not decided.get(row.id, True) or 0 < len(set(row.units) - base) < minimum:
                return False
    shown = suppress((pair.with_first, pair.without_first), minimum, exclusive=False)
    return all(one.shown for one in shown)


def _may_be_told(
    one: IndicatorFinding,
    facts: Mapping[tuple[str, str], FactFinding],
    decided: Mapping[str, bool],
    hidden_pairs: Iterable[frozenset[str]],
) -> bool:
    """Say whether a rule rests on nothing withheld: on facts printed whole, on no hidden pair."""
    named = [facts.get((question, one.audience)) for question in one.questions]
    whole = all(decided.get(row.id, True) for fact in named if fact for row in fact.rows)
    return whole and not any(pair <= set(one.questions) for pair in hidden_pairs)


def _is_one_of(one: IndicatorFinding, withheld: Iterable[Figure]) -> bool:
    """Say whether a rule counts, or leaves, the very units of something withheld that it names."""
    figure, named = one.figure, set(_NAME.findall(one.rule))
    counted = (set(figure.units), set(figure.base_units) - set(figure.units))
    return any(
        other.audience == figure.audience
        and other.id.split(":")[1].partition("@")[0] in named
        and (set(other.units) in counted or set(other.base_units) - set(other.units) in counted)
        for other in withheld
    )
