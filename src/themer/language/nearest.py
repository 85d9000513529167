"""Arithmetic on rows of vectors that gives the same answer every time."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

NEIGHBOURS = 10
CHUNK = 1024
"""Rows compared at once; fixed, because sums differ in the last bit with the shape."""


def one_thread() -> AbstractContextManager[Any]:
    """Keep matrix arithmetic on one thread while the context lasts.

    Sums differ in the last bit with the number of threads, so a machine with more cores would give
    other bytes; and on a busy machine two threads wait for each other (eigenvectors: 2 s, not 0.1).
    """
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    limits: AbstractContextManager[Any] = threadpool_limits(limits=1)
    return limits


def unit(rows: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Scale rows to length one; a row of zeros stays."""
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9))


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The nearest texts of each text."""

    nearest: npt.NDArray[np.intp]
    """Shape ``(texts, k)``."""
    weight: npt.NDArray[np.float64]
    """Cosine, never under 0; same shape."""


def neighbourhood(rows: Any, count: int = NEIGHBOURS) -> Neighbourhood:
    """Find the nearest rows by cosine; rows have length one and may be sparse.

    Ties go to the earlier row, so that rows in a fixed order give a fixed answer.
    """
    texts = rows.shape[0]
    width = max(0, min(count, texts - 1))
    nearest = np.zeros((texts, width), dtype=np.intp)
    weight = np.zeros((texts, width))
    for start in range(0, texts, CHUNK):
        part = rows[start : start + CHUNK] @ rows.T
        cosines = np.asarray(part.toarray() if hasattr(part, "toarray") else part)
        cosines = np.asarray(np.round(cosines.astype(np.float64), 6), dtype=np.float64)
        own = np.arange(cosines.shape[0])
        cosines[own, own + start] = -np.inf
        nearest[start : start + CHUNK] = _largest(cosines, width)
        picked = np.take_along_axis(cosines, nearest[start : start + CHUNK], axis=1)
        weight[start : start + CHUNK] = np.maximum(picked, 0)
    return Neighbourhood(nearest, weight)


def _largest(cosines: npt.NDArray[np.float64], width: int) -> npt.NDArray[np.intp]:
    if not width:
        return np.zeros((len(cosines), 0), dtype=np.intp)
    some = np.sort(np.argpartition(-cosines, width - 1, axis=1)[:, :width], axis=1)
    values = np.take_along_axis(cosines, some, axis=1)
    order = np.argsort(-values, axis=1, kind="stable")
    return np.asarray(np.take_along_axis(some, order, axis=1))
