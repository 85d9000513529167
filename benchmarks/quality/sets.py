"""Folders of coded answers into tasks: answers, codes that may fit them, what people gave.

A folder holds ``labels.json`` (code id -> a name, or ``name`` and ``description``) and
``data.jsonl``, whose lines have ``id``, ``text``, ``labels`` and may have ``undecided`` (codes to
leave out of count), ``group`` (only the codes of the same group are candidates), ``split``,
``question`` or ``context``, one of the fields of `OWNERS`, and one of `FURTHER`: codes of their
own, without definition.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from themer.model.codebook import Code

OWNERS = ("respondent", "participant", "conversation", "interview", "organization", "organisation")
FURTHER = ("subcategory", "themes")
LEARNABLE = ("pool", "train")
"""Parts of a set from which examples may be drawn; all others are for measuring."""
MOST_ANSWERS, MOST_CODES, MOST_GROUPS = 1500, 60, 6
LEAST_ANSWERS, LEAST_CODES = 60, 2
LEAST_USES = 5
"""A code that people gave more rarely cannot be measured; answers with such codes alone go."""
SEED = 11


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as people coded it."""

    key: str
    text: str
    labels: frozenset[str]
    undecided: frozenset[str] = frozenset()
    """Codes of which it is not known whether they fit."""
    asked: str = ""
    owner: str = ""
    split: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """Answers with the same candidate codes."""

    set: str
    """Several tasks may be parts of one set; a mean over sets counts each set once."""
    name: str
    answers: tuple[Answer, ...]
    codes: tuple[Code, ...]


def tasks_of(folder: Path) -> list[Task]:
    """Form every task of one folder; the same folder always gives the same tasks."""
    lines = (folder / "data.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    rows = [{"id": place, **row} for place, row in enumerate(rows) if row.get("text")]
    labels = json.loads((folder / "labels.json").read_text("utf-8"))
    made = [*_tasks(folder.name, "", rows, [_codes(row.get("labels")) for row in rows], labels)]
    for field in FURTHER:
        if any(row.get(field) for row in rows):
            given = [_codes(row.get(field)) for row in rows]
            made += _tasks(folder.name, field, rows, given, {})
    return made


def _tasks(
    source: str, field: str, rows: Sequence[Any], given: Sequence[frozenset[str]], labels: Any
) -> Iterator[Task]:
    by_group: dict[str, list[Answer]] = {}
    for row, codes in zip(rows, given, strict=True):
        by_group.setdefault(str(row.get("group") or ""), []).append(_answer(row, codes, field))
    rng = np.random.default_rng(SEED)
    usable = [t for g in sorted(by_group) if (t := _task(source, field, g, by_group[g], labels))]
    drawn = sorted(rng.permutation(len(usable))[:MOST_GROUPS])
    return (usable[place] for place in drawn)


def _task(source: str, field: str, group: str, answers: list[Answer], labels: Any) -> Task | None:
    drawn = sorted(np.random.default_rng(SEED).permutation(len(answers))[:MOST_ANSWERS])
    kept = [answers[place] for place in drawn]
    uses = Counter(code for answer in kept for code in answer.labels)
    frequent = sorted(uses, key=lambda code: (-uses[code], code))[:MOST_CODES]
    known = frozenset(code for code in frequent if uses[code] >= LEAST_USES)
    # An answer that lost its only codes would else count as one that no code fits.
    kept = [
        replace(a, labels=a.labels & known, undecided=a.undecided & known)
        for a in kept
        if not a.labels or a.labels & known
    ]
    if len(kept) < LEAST_ANSWERS or len(known) < LEAST_CODES:
        return None
    name = f"{source}, {field}" if field else source
    codes = tuple(_code(key, labels.get(key, {})) for key in sorted(known))
    return Task(name, f"{name}: {group}" if group else name, tuple(kept), codes)


def _answer(row: dict[str, Any], codes: frozenset[str], field: str) -> Answer:
    undecided = frozenset() if field else _codes(row.get("undecided"))
    asked = str(row.get("context") or row.get("question") or "")
    owner = next((str(row[name]) for name in OWNERS if row.get(name)), "")
    return Answer(
        str(row["id"]), row["text"], codes, undecided - codes, asked, owner,
        str(row.get("split") or ""),
    )  # fmt: skip


def _codes(value: Any) -> frozenset[str]:
    listed = [value] if isinstance(value, str) else value or []
    return frozenset(str(code).strip() for code in listed if str(code).strip())


def _code(key: str, entry: Any) -> Code:
    if not isinstance(entry, dict):
        entry = {"name": entry}
    name = str(entry.get("name") or key)
    described = str(entry.get("description") or entry.get("definition") or "")
    return Code(key, name, "" if described == name else described)


def goal_of(task: Task) -> np.ndarray:
    """Give what people gave, shape ``(answers, codes)``."""
    return np.array([[code.id in a.labels for code in task.codes] for a in task.answers])


def known_of(task: Task) -> np.ndarray:
    """Give where it is known whether the code fits, shape ``(answers, codes)``."""
    return np.array([[code.id not in a.undecided for code in task.codes] for a in task.answers])


def learnable_of(task: Task, seed: int) -> np.ndarray:
    """Say which answers examples may come from: the set's own part, else one half at random."""
    own = np.array([answer.split in LEARNABLE for answer in task.answers])
    if 0.2 <= own.mean() <= 0.8:
        return own
    half = np.zeros(len(own), dtype=bool)
    half[np.random.default_rng(SEED + seed).permutation(len(own))[: len(own) // 2]] = True
    return half
