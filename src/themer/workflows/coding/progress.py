"""How far a coder has come, and how long the rest takes at their pace."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from themer.model.decision import Decision
from themer.workflows.coding.answers import Place
from themer.workflows.coding.held import Held

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
    to_judge: int | None
    """Components, unit by unit, on which no fact speaks and no person has said a word; None while
    they are being counted."""

    @property
    def unread(self) -> int:
        """How many answers are left to read."""
        return self.answers - self.read


def progress_of(
    held: Held, hashes: Mapping[Place, str], waiting: Collection[Place], to_judge: int | None
) -> Progress:
    """Say how far a coder has come.

    Args:
        held: What they decided.
        hashes: The text of each answer of today.
        waiting: Answers with something to look at again, which are not read any more.
        to_judge: Components left to judge; None while nobody has counted them.
    """
    accepted, refused = held.counts()
    read = [
        event
        for place, event in held.read.items()
        if place in hashes and is_of(event, hashes[place]) and place not in waiting
    ]
    left = minutes_left((event.at for event in read), len(hashes) - len(read))
    return Progress(len(read), len(hashes), accepted, refused, left, to_judge)


def is_of(event: Decision, sha256: str) -> bool:
    """Say whether an event is about a text, of whose hash it may hold the beginning."""
    return sha256.startswith(event.answer_sha256 or "")


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
