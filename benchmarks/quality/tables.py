"""Figures as Markdown tables."""

from __future__ import annotations

import importlib.metadata
import platform
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import numpy as np

LIBRARIES = (
    "themer", "numpy", "scipy", "scikit-learn", "onnxruntime", "bertopic", "umap-learn", "hdbscan",
    "turftopic",
)  # fmt: skip


def heading() -> str:
    """Give date and versions of what is installed in one line."""
    there = {dist.name for dist in importlib.metadata.distributions()}
    versions = [f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES if name in there]
    date = datetime.now(UTC).strftime("%-d %B %Y")
    return f"{date}, Python {platform.python_version()}, {', '.join(versions)}."


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Lay out one table."""
    lines = [head, ["---"] * len(head), *rows]
    # A bar in a name would begin another cell.
    return "\n".join(f"| {' | '.join(c.replace('|', '/') for c in line)} |" for line in lines)


def percent(values: Sequence[float]) -> str:
    """Give the mean times a hundred, one decimal; a dash where there is nothing."""
    return f"{100 * np.mean(values):.1f}" if len(values) else "–"


def small(values: Sequence[float]) -> str:
    """Give the mean with three decimals; a dash where there is nothing."""
    return f"{np.mean(values):.3f}" if len(values) else "–"


def mean_over_sets(values: Iterable[tuple[str, float]]) -> list[float]:
    """Give one mean for each set, however many tasks and seeds it has."""
    by_set: dict[str, list[float]] = {}
    for name, value in values:
        by_set.setdefault(name, []).append(value)
    return [float(np.mean(found)) for found in by_set.values()]
