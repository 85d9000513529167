"""How far a coder has come, and how long the rest takes at their pace."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

_FEWEST_FOR_PACE = 5
_PAUSE = timedelta(minutes=10)
"""A longer time between two answers read was not spent on reading."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a coder has come."""

    read: int
    answers: int
    accepted: int
    refused: int
    minutes_left: int | None
    """At the pace of the answers read so far; None while too few were."""
    to_judge: int
    """Components, unit by unit, on which no fact speaks and no person has said a word."""

    @property
    def unread(self) -> int:
        """How many answers are left to read."""
        return self.answers - self.read


def minutes_left(moments: Iterable[datetime], answers: int) -> int | None:
    """Say how many minutes some answers take, by the median time between two that were read.

    Args:
        moments: When answers were read, in any order.
        answers: How many are left.

    Returns:
        None while too few were read to tell.
    """
    read = sorted(moments)
    gaps = sorted(gap for before, after in pairwise(read) if (gap := after - before) < _PAUSE)
    if len(gaps) < _FEWEST_FOR_PACE:
        return None
    return round(gaps[len(gaps) // 2].total_seconds() * answers / 60)
