"""The share of all answers that carry a code, estimated from a random part that people read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from themer.findings.association import wilson

METHOD = (
    "people's decisions on a random part, with what the machine expects of the others "
    "(difference estimator, 95 % Wilson interval on the effective number of answers)"
)
LEAST_READ = 20
"""From fewer answers nobody can tell how far to lean on the machine."""
PRIOR_FINDS = 4.0
"""A gain that rests on k finds counts k / (4 + k): of few finds the spread is too chancy."""


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """An answer of the random part that people read to its end."""

    carries: bool
    """Whether they gave it the code."""
    expected: float
    """The confidence, 0 to 1, of a machine that had not learned from this answer."""
    fold: int
    """The part that it was dealt to; see ``themer.model.dealing``."""


@dataclass(frozen=True, slots=True)
class ShareEstimate:
    """How common a code is among all answers, as far as a random part of them can tell."""

    k: int
    """Answers read that carry the code."""
    n: int
    """Answers read."""
    answers: int
    """All answers, those read among them."""
    share: float
    low: float
    """The lower end of the 95 % interval."""
    high: float
    lean: float
    """How far the machine was leaned on, 0 (not at all) to 1."""


def estimated_share(
    read: Sequence[ReadAnswer],
    *,
    unread: int,
    expected: float = 0.0,
    known: tuple[int, int] = (0, 0),
) -> ShareEstimate | None:
    """Estimate the share of all answers that carry a code.

    The difference estimator (Särndal, Swensson and Wretman 1992, *Model Assisted Survey Sampling*,
    chapter 6; for predictions of a learning machine Angelopoulos and others 2023, *Science*
    382:669): what the machine expects of the unread, put right by how far it was out on those
    read. It is unbiased whatever the machine is worth, because the read answers are a random part
    and the machine had learned from none of those that it is held against (cross-fitting: Zrnic and
    Candès 2024, *PNAS* 121(15)). How far to lean on it is learned as well, in the other folds
    (power tuning: Angelopoulos, Duchi and Zrnic 2023, arXiv:2311.01453), from 0 to 1: where it
    tells nothing, this is the plain share. What was read is known, so only the unread are
    estimated (finite population correction).

    The interval is Wilson's on the effective number of answers (Dean and Pagano 2015, *Journal of
    Survey Statistics and Methodology* 3(4), 484-503), cut at what is known for certain. Answers
    were drawn one by one, so those of one conversation need no correction for being alike.

    Args:
        read: The random part. Not a part that was chosen, or read in an order.
        unread: How many other answers there are.
        expected: The mean confidence in the code over these, of machines without one fold each.
        known: How many of these are known all the same to carry the code, and not to: somebody
            chose to read them, so they tell nothing of the rest, but the share cannot lie beyond.

    Returns:
        None where nothing was read.
    """
    n, answers = len(read), len(read) + unread
    if not n:
        return None
    finds = [float(one.carries) for one in read]
    k = round(fsum(finds))
    leans = _leans(read)
    put_right = [
        found + leans[one.fold] * (expected - one.expected)
        for one, found in zip(read, finds, strict=True)
    ]
    least, most = (k + known[0]) / answers, (k + unread - known[1]) / answers
    share = min(max((k + unread * fsum(put_right) / n) / answers, least), most)
    lean = fsum(leans[one.fold] for one in read) / n
    if not unread:
        return ShareEstimate(k, n, answers, share, share, share, lean)
    worth = n / _spread_left(finds, put_right, k) * answers / unread
    low, high = wilson(share * worth, worth)
    return ShareEstimate(
        k, n, answers, share, min(max(low, least), share), max(min(high, most), share), lean
    )


def _leans(read: Sequence[ReadAnswer]) -> dict[int, float]:
    """Say for each fold how far to lean on the machine: the slope over all other folds, 0 to 1."""
    found = {}
    for fold in {one.fold for one in read}:
        others = [one for one in read if one.fold != fold]
        found[fold] = _slope(others) if others and len(read) >= LEAST_READ else 0.0
    return found


def _slope(read: Sequence[ReadAnswer]) -> float:
    mean = fsum(one.expected for one in read) / len(read)
    usual = fsum(one.carries for one in read) / len(read)
    spread = fsum((one.expected - mean) ** 2 for one in read)
    if spread <= 1e-9:  # a machine that says the same of all tells nothing
        return 0.0
    together = fsum((one.expected - mean) * (one.carries - usual) for one in read)
    return min(max(together / spread, 0.0), 1.0)


def _spread_left(finds: Sequence[float], put_right: Sequence[float], k: int) -> float:
    """Say what share of the variance the machine leaves; near 1 where it rests on few finds."""
    fewer = min(k, len(finds) - k)
    if not fewer:
        return 1.0
    ratio = _variance(put_right) / _variance(finds)
    return max((fewer * ratio + PRIOR_FINDS) / (fewer + PRIOR_FINDS), 1e-6)


def _variance(values: Sequence[float]) -> float:
    mean = fsum(values) / len(values)
    return fsum((value - mean) ** 2 for value in values)
