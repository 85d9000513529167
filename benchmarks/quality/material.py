"""Answers to group: a whole task, or as many conversations as a small study has.

Only answers with exactly one code count, since a group is one too. Where no field says who spoke,
answers are dealt at random into conversations of about twelve; whoever groups is then not told what
was asked, since the answers of one conversation answer the same question several times over, as no
real one does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from benchmarks.quality.sets import MOST_ANSWERS, MOST_GROUPS, SEED, Answer, Task

SIZES = (12, 20, 40, 60)
EACH = 12
"""Answers in a conversation."""
LEAST_EACH = 3
PARTS_IN_SMALL = 1
"""A set of several tasks is shown at small sizes by so many of them."""


@dataclass(frozen=True, slots=True)
class Material:
    """Texts to group, and the group that people put each in."""

    set: str
    name: str
    keys: tuple[str, ...]
    texts: tuple[str, ...]
    asked: tuple[str, ...]
    owners: tuple[str, ...]
    """The conversation that each text is from; empty where none is known."""
    gold: tuple[str, ...]
    conversations: int = 0
    """How many were drawn; 0 for a whole task."""

    @property
    def number(self) -> int:
        """How many groups people made."""
        return len(set(self.gold))

    def part(self, rows: Sequence[int]) -> Material:
        """Take some of the texts, in the order given."""
        taken = {
            name: tuple(getattr(self, name)[row] for row in rows)
            for name in ("keys", "texts", "asked", "owners", "gold")
        }
        return replace(self, **taken)

    def shuffled_words(self) -> Material:
        """Deal all words out again over texts of the same lengths: nothing is left to be found."""
        words = [word for text in self.texts for word in text.split()]
        order = np.random.default_rng(SEED).permutation(len(words))
        dealt = iter([words[place] for place in order])
        texts = (" ".join(next(dealt) for _ in text.split()) for text in self.texts)
        return replace(self, texts=tuple(texts))


def whole(tasks: Sequence[Task]) -> list[Material]:
    """Give the material of each task, and of all parts of a set together where it has many."""
    made = [_material(task.set, task.name, task.answers) for task in tasks]
    for name, count in Counter(task.set for task in tasks).items():
        if count >= MOST_GROUPS:
            answers = [a for task in tasks if task.set == name for a in task.answers]
            together = _material(f"{name}, together", f"{name}, {count} parts together", answers)
            rows = np.random.default_rng(SEED).permutation(len(together.texts))[:MOST_ANSWERS]
            made.append(together.part(sorted(rows)))
    return made


def small(materials: Sequence[Material], seeds: int) -> Iterator[tuple[int, Material]]:
    """Draw small studies: for each material, size and seed, where there are answers enough."""
    met: Counter[str] = Counter()
    for material in materials:
        met[material.set] += 1
        for size in SIZES if met[material.set] <= PARTS_IN_SMALL else ():
            for seed in range(seeds):
                if (drawn := conversations(material, size, seed)) is not None:
                    yield seed, drawn


def conversations(material: Material, size: int, seed: int) -> Material | None:
    """Draw so many conversations; None where there would be under three answers in each."""
    rng = np.random.default_rng([SEED, size, seed])
    names = sorted(set(material.owners) - {""})
    if len(names) >= size:
        taken = {names[place] for place in rng.permutation(len(names))[:size]}
        rows = [row for row, owner in enumerate(material.owners) if owner in taken]
        return replace(material.part(rows), conversations=size)
    rows = sorted(rng.permutation(len(material.texts))[: size * EACH])
    if len(rows) < size * LEAST_EACH:
        return None
    drawn = material.part(rows)
    dealt = tuple(f"conversation {place % size:02d}" for place in rng.permutation(len(rows)))
    return replace(drawn, owners=dealt, asked=("",) * len(rows), conversations=size)


def _material(source: str, name: str, answers: Sequence[Answer]) -> Material:
    single = [answer for answer in answers if len(answer.labels) == 1]
    return Material(
        source,
        name,
        tuple(answer.key for answer in single),
        tuple(answer.text for answer in single),
        tuple(answer.asked for answer in single),
        tuple(answer.owner for answer in single),
        tuple(next(iter(answer.labels)) for answer in single),
    )
