"""What a table's codes come to: what people decided, and an estimate for all where it is honest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum

import numpy as np

from themer.coding.suggestions import Suggestions
from themer.coding.texts import Judgement
from themer.coding.unseen import unseen_confidence
from themer.exchange.table_writing import Value
from themer.findings.prevalence import ReadAnswer, estimated_share
from themer.model.dealing import dealt

COUNT_COLUMNS = ("code", "decided", "read", "answers", "estimate", "low", "high", "method")
NOT_DECIDED = "machine, not decided"
NOT_AT_RANDOM = "decided, not said to be a random part"
ALL_READ = "counted, all read"
ESTIMATED = "estimated from a random part"


@dataclass(frozen=True, slots=True)
class CountRow:
    """How often a code was found by people, and how common it is among all answers."""

    code: str
    decided: int
    """Answers of which people said that they carry it."""
    read: int
    """Answers of which people said whether they carry it."""
    answers: int
    """All answers with words that may carry it."""
    estimate: float | None
    """The share of all answers; None where no honest one can be had."""
    low: float | None
    """The lower end of its 95 % interval."""
    high: float | None
    method: str

    def cells(self) -> Mapping[str, Value]:
        """Give the row as it is written."""
        return {column: getattr(self, column) for column in COUNT_COLUMNS}


def count_rows(
    result: Suggestions, judgements: Sequence[Judgement], *, at_random: bool
) -> tuple[CountRow, ...]:
    """Count what people decided, code by code in the order of the codebook.

    Args:
        result: What was suggested for every answer with words.
        judgements: What people decided about these.
        at_random: Whether somebody says that the answers decided on are a random part of all, and
            that each was read to its end, so that a code not given is one that does not fit.
    """
    place = {text.key: row for row, text in enumerate(result.texts)}
    decided = {(one.text, one.code): one.accepted for one in judgements if one.text in place}
    read = sorted({text for text, _ in decided})
    if not at_random:
        return tuple(_counted(result, decided, column) for column in range(len(result.codes)))
    unseen = unseen_confidence(result.grounds, judgements)
    folds = dealt(read)
    rows = np.array([place[key] for key in read], dtype=np.intp)
    found = []
    for column, code in enumerate(result.codes):
        may = np.isfinite(result.scores[:, column])
        others = may.copy()
        others[rows] = False
        part = [
            ReadAnswer(decided.get((key, code), False), float(unseen[row, column]), folds[key])
            for key, row in zip(read, rows, strict=True)
            if may[row]
        ]
        left = unseen[others, column]
        share = estimated_share(
            part, unread=len(left), expected=fsum(left) / len(left) if len(left) else 0.0
        )
        if share is None:
            found.append(CountRow(code, 0, 0, len(left), None, None, None, NOT_DECIDED))
            continue
        found.append(
            CountRow(
                code,
                decided=share.k,
                read=share.n,
                answers=share.answers,
                estimate=_rounded(share.share),
                low=_rounded(share.low),
                high=_rounded(share.high),
                method=ESTIMATED if len(left) else ALL_READ,
            )
        )
    return tuple(found)


def _rounded(share: float) -> float:
    return round(share, 4) + 0.0


def _counted(result: Suggestions, decided: Mapping[tuple[str, str], bool], column: int) -> CountRow:
    code = result.codes[column]
    said = [accepted for (_, about), accepted in decided.items() if about == code]
    answers = int(np.isfinite(result.scores[:, column]).sum())
    method = NOT_AT_RANDOM if said else NOT_DECIDED
    return CountRow(code, sum(said), len(said), answers, None, None, None, method)
