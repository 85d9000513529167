"""Rounds of tagging: with no example and with more, ours and the others, on the same answers.

All answers of a task are in the run, as they are in a study. Examples come from one part of them,
and figures from the other, so no text is measured that was an example. What a person confirmed is
all that a method is told: labels of the measured part go to `measures.figures` alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from benchmarks.quality.measures import figures
from benchmarks.quality.sets import Task, goal_of, known_of, learnable_of

from themer.coding.suggestions import Grounds, grounds_of, suggest_on
from themer.coding.texts import Judgement, TextForCoding

COUNTS = (0, 1, 3, 5, 10, 20)
OURS = "themer"
Encode = Callable[[Sequence[str]], np.ndarray]
Suggested = tuple[np.ndarray, np.ndarray | None, np.ndarray]
"""Scores, confidences or None, and how likely it is that no code fits."""
Method = Callable[[np.ndarray], Suggested | None]
"""Takes examples, shape ``(answers, codes)``; None where it can say nothing without any."""


@dataclass(frozen=True, slots=True)
class Round:
    """Figures of one method in one round."""

    task: Task
    method: str
    count: int
    """Examples a code that were wanted."""
    seed: int
    given: float
    """Examples a code that there were, in the mean: a rare code has fewer."""
    figures: dict[str, float]


def rounds_of(
    task: Task, methods: dict[str, Method], *, seeds: int, counts: Sequence[int] = COUNTS
) -> Iterator[Round]:
    """Play every method, number of examples and seed."""
    goal, known = goal_of(task), known_of(task)
    for seed in range(seeds):
        learnable = learnable_of(task, seed)
        for count in counts:
            examples = drawn_examples(goal, learnable, count, seed)
            given = float(examples.sum(axis=0).mean())
            for name, method in methods.items():
                if (made := method(examples)) is None:
                    continue
                scores, confidence, none = (m if m is None else m[~learnable] for m in made)
                found = figures(scores, confidence, none, goal[~learnable], known[~learnable])
                yield Round(task, name, count, seed, given, found)


def drawn_examples(goal: np.ndarray, learnable: np.ndarray, count: int, seed: int) -> np.ndarray:
    """Draw answers until each code has so many; the few of a seed are among its many.

    All codes of an answer are confirmed with it, as by a person who reads it.
    """
    chosen = np.zeros(goal.shape, dtype=bool)
    order = [i for i in np.random.default_rng(seed).permutation(len(goal)) if learnable[i]]
    for code in range(goal.shape[1]):
        for answer in [i for i in order if goal[i, code]][:count]:
            chosen[answer] = goal[answer]
    return chosen


def ours(task: Task, encode: Encode) -> Method:
    """Suggest as the product does."""
    texts = [TextForCoding(a.key, a.text, question=a.asked) for a in task.answers]
    grounds = grounds_of(texts, task.codes, encode=encode)
    return lambda examples: _suggested(grounds, examples)


def _suggested(grounds: Grounds, examples: np.ndarray) -> Suggested:
    judgements = [
        Judgement(grounds.texts[text].key, grounds.codes[code], accepted=True)
        for text, code in np.argwhere(examples)
    ]
    made = suggest_on(grounds, judgements=judgements)
    return made.scores, made.confidence, made.none
