"""What the codes of a large table come to: exact sums of suggestions, and what people decided."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from themer.coding.large import THOUSANDTHS
from themer.coding.texts import Judgement
from themer.exchange.table_writing import Value
from themer.findings.prevalence import ReadAnswer, estimated_share
from themer.model.codebook import Code
from themer.workflows.tables.shares import (
    ALL_READ,
    COUNT_COLUMNS,
    ESTIMATED,
    NOT_AT_RANDOM,
    NOT_DECIDED,
    CountRow,
)
from themer.workflows.tables.tag_steps import CodeSums

LARGE_COUNT_COLUMNS = (*COUNT_COLUMNS, "suggested_first", "confidences")


@dataclass(frozen=True, slots=True)
class LargeCountRow:
    """How often people and the machine found a code."""

    people: CountRow
    suggested_first: int
    """Answers whose first suggestion it is; nobody looked at them."""
    confidences: float
    """Sum of the confidences in it over all answers: how many it would be if these hold."""

    def cells(self) -> Mapping[str, Value]:
        """Give the row as it is written."""
        return {
            **self.people.cells(),
            "suggested_first": self.suggested_first,
            "confidences": self.confidences,
        }


def large_count_rows(
    codes: Sequence[Code],
    judgements: Sequence[Judgement],
    bases: Sequence[int],
    read: Sequence[Collection[str]],
    sums: CodeSums,
    *,
    at_random: bool,
) -> tuple[LargeCountRow, ...]:
    """Count code by code, in the order of the codebook.

    Where people read a random part, the share among all answers is that of the part, and the
    machine is not leaned on: what it says of all rests on another model than what it says of the
    sample.

    Args:
        codes: The current codes.
        judgements: What people decided, by the ids of rows.
        bases: Answers with words that each code is a candidate for.
        read: The answers decided on that each code is a candidate for, by the ids of rows.
        sums: What was suggested.
        at_random: Whether the answers decided on are a random part, each read to its end.
    """
    decided = {(one.text, one.code): one.accepted for one in judgements}
    rows = []
    for place, code in enumerate(codes):
        said = [accepted for (_, about), accepted in decided.items() if about == code.id]
        if at_random and read[place]:
            people = _estimated(code.id, decided, sorted(read[place]), bases[place])
        else:
            method = NOT_AT_RANDOM if said else NOT_DECIDED
            people = CountRow(code.id, sum(said), len(said), bases[place], None, None, None, method)
        expected = int(sums.expected[place]) / THOUSANDTHS
        rows.append(LargeCountRow(people, int(sums.first[place]), expected))
    return tuple(rows)


def _estimated(
    code: str, decided: Mapping[tuple[str, str], bool], read: Sequence[str], base: int
) -> CountRow:
    part = [ReadAnswer(decided.get((text, code), False), 0.0, 0) for text in read]
    unread = max(0, base - len(part))
    share = estimated_share(part, unread=unread)
    assert share is not None
    ends = (round(share.share, 4) + 0.0, round(share.low, 4) + 0.0, round(share.high, 4) + 0.0)
    method = ESTIMATED if unread else ALL_READ
    return CountRow(code, share.k, share.n, base, *ends, method)
