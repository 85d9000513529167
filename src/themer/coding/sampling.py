"""Draw the share of the answers that two people code, so that agreement rests on nobody's choice.

Proportionate stratified sampling (Cochran 1977, *Sampling Techniques*, 3rd ed., chapter 5). An
answer's lot is a hash and not a drawn number, so that the same can be drawn again anywhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from themer.model.sample import Stratum


@dataclass(frozen=True, slots=True)
class Drawable:
    """An answer that can be drawn."""

    interview: str
    question: str
    audience: str
    type: str
    """Of its organisation."""

    @property
    def name(self) -> str:
        """Give it as a sample names it."""
        return f"{self.interview}/{self.question}"


def draw(
    answers: Iterable[Drawable], share: float, seed: int
) -> tuple[tuple[Stratum, ...], tuple[str, ...]]:
    """Draw a share of the answers, in proportion from each audience and type of organisation.

    Within a stratum each answer is as likely to be drawn as any other. Its place follows from the
    seed and its own ids alone: answers of later conversations may come in between, and change the
    order of none that were there.

    Args:
        answers: All that can be drawn, each once.
        share: Above 0, at most 1.
        seed: Another one gives another sample.

    Returns:
        The strata, sorted, and the names of the answers drawn, sorted.
    """
    strata: dict[tuple[str, str], list[Drawable]] = {}
    for answer in answers:
        strata.setdefault((answer.audience, answer.type), []).append(answer)
    sizes = {key: len(strata[key]) for key in sorted(strata)}
    wanted = allotted(sizes, share)
    found: list[str] = []
    for key, number in wanted.items():
        found += [answer.name for answer in in_order(strata[key], seed)[:number]]
    listed = tuple(Stratum(*key, sizes[key], wanted[key]) for key in sizes)
    return listed, tuple(sorted(found))


def allotted(sizes: Mapping[tuple[str, str], int], share: float) -> dict[tuple[str, str], int]:
    """Say how many to draw of each stratum, by largest remainders.

    Together they are the share of all, rounded, and at least one. A stratum that is too small for
    its share may have none: one more for its sake would make its answers likelier than the others.

    Args:
        sizes: How many answers each stratum has, at least one.
        share: Above 0, at most 1.
    """
    exact = {key: size * share for key, size in sizes.items()}
    found = {key: int(number) for key, number in exact.items()}
    left = max(round(sum(exact.values())), 1) - sum(found.values())
    by_remainder = sorted(exact, key=lambda key: (found[key] - exact[key], key))
    for key in by_remainder[:left]:
        found[key] += 1
    return found


def in_order(answers: Iterable[Drawable], seed: int) -> list[Drawable]:
    """Put answers in the order of their lots, in which they are drawn."""
    return sorted(answers, key=lambda answer: _lot(answer, seed))


def _lot(answer: Drawable, seed: int) -> str:
    """Give an answer's lot: as good as drawn, and the same for ever."""
    drawn = "\0".join((str(seed), answer.interview, answer.question))
    return hashlib.sha256(drawn.encode("utf-8")).hexdigest()
