"""How alike the answers of a study are: for its tests and its benchmark."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from themer.findings.material import Material
from themer.model.codebook import Codebook
from themer.model.question_set import QuestionSet

LONG = 25
"""Words from which an answer is long enough for a template to show."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


class Said(NamedTuple):
    """An answer in words."""

    interview: str
    question: str
    text: str


class Pair(NamedTuple):
    """Two answers of different conversations."""

    likeness: float
    one: Said
    other: Said


def answers_of(material: Material, words: int = 1) -> list[Said]:
    """List the answers with at least so many words, of the conversations that count."""
    return [
        Said(interview.id, question, answer.coded_text)
        for interview in material.counted()
        for question, answer in sorted(interview.answers.items())
        if len(_WORD.findall(answer.coded_text)) >= words
    ]


def likest(said: Sequence[Said], rows: np.ndarray, count: int = 5) -> list[Pair]:
    """Find the most alike answers of different conversations; rows have length one."""
    cosines = np.asarray(rows @ rows.T)
    pairs = [
        Pair(float(cosines[i, j]), said[i], said[j])
        for i, j in combinations(range(len(said)), 2)
        if said[i].interview != said[j].interview
    ]
    return sorted(pairs, key=lambda pair: -pair.likeness)[:count]


def word_rows(said: Sequence[Said]) -> np.ndarray:
    """Weigh words and pairs of words by TF-IDF; names and filler words stay in."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    weigh = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    return np.asarray(weigh.fit_transform([one.text for one in said]).toarray())


def runs(text: str, length: int = 5) -> set[tuple[str, ...]]:
    """Collect the runs of so many words."""
    words = [word.lower() for word in _WORD.findall(text)]
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}


def shared_runs(said: Sequence[Said]) -> list[tuple[tuple[str, ...], list[str]]]:
    """List the runs of five words that stand in more than one conversation."""
    where: dict[tuple[str, ...], set[str]] = {}
    for one in said:
        for run in runs(one.text):
            where.setdefault(run, set()).add(one.interview)
    return sorted((run, sorted(who)) for run, who in where.items() if len(who) > 1)


def material_texts(sets: Iterable[QuestionSet], books: Iterable[Codebook]) -> list[str]:
    """Collect all that the study's makers wrote: each text in question sets and codebooks."""
    return [text for thing in (*sets, *books) for text in _texts_in(thing)]


def _texts_in(thing: object) -> Iterable[str]:
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, dict):
        for value in thing.values():
            yield from _texts_in(value)
    elif isinstance(thing, tuple | list):
        for value in thing:
            yield from _texts_in(value)
    elif hasattr(thing, "__dataclass_fields__"):
        for name in thing.__dataclass_fields__:
            yield from _texts_in(getattr(thing, name))
