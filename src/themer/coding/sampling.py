"""Draw the share of the answers that two people code, so that agreement rests on nobody's choice.

Proportionate stratified sampling (Cochran 1977, *Sampling Techniques*, 3rd ed., chapter 5), with a
fixed number for each answer in the place of a drawn one, so that it can be drawn again anywhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
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

    Within a stratum answers to different questions come before a second one to the same. Which
    comes first is fixed by the seed and each answer's own ids: answers of later conversations come
    in between, and change the order of none that were there.

    Args:
        answers: All that can be drawn, each once.
        share: Above 0, at most 1; at least one answer of each stratum is drawn.
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
        found += [answer.name for answer in _in_order(strata[key], seed)[:number]]
    listed = tuple(Stratum(*key, sizes[key], wanted[key]) for key in sizes)
    return listed, tuple(sorted(found))


def allotted(sizes: Mapping[tuple[str, str], int], share: float) -> dict[tuple[str, str], int]:
    """Say how many to draw of each stratum: its share by largest remainders, and at least one.

    Args:
        sizes: How many answers each stratum has, at least one.
        share: Above 0, at most 1.
    """
    exact = {key: size * share for key, size in sizes.items()}
    found = {key: int(number) for key, number in exact.items()}
    left = round(sum(exact.values())) - sum(found.values())
    by_remainder = sorted(exact, key=lambda key: (found[key] - exact[key], key))
    for key in by_remainder[:left]:
        found[key] += 1
    return {key: max(number, 1) for key, number in found.items()}


def _in_order(answers: Sequence[Drawable], seed: int) -> list[Drawable]:
    by_question: dict[str, list[tuple[str, Drawable]]] = {}
    for answer in answers:
        by_question.setdefault(answer.question, []).append((_lot(answer, seed), answer))
    turns = [
        (turn, lot, answer)
        for found in by_question.values()
        for turn, (lot, answer) in enumerate(sorted(found, key=lambda one: one[0]))
    ]
    return [answer for _, _, answer in sorted(turns, key=lambda one: one[:2])]


def _lot(answer: Drawable, seed: int) -> str:
    """Give an answer's lot: as good as drawn, and the same for ever."""
    drawn = "\0".join((str(seed), answer.interview, answer.question))
    return hashlib.sha256(drawn.encode("utf-8")).hexdigest()
