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


def neighbourhood(
    rows: Any, count: int = NEIGHBOURS, *, without_hubs: bool = False
) -> Neighbourhood:
    """Find the nearest rows by cosine; rows have length one and may be sparse.

    Ties go to the earlier row, so that rows in a fixed order give a fixed answer.

    Args:
        rows: Shape ``(texts, dimensions)``.
        count: How many neighbours, at most.
        without_hubs: Take from each cosine half the mean of either side's nearest cosines (CSLS,
            Conneau and others 2018), so that a text which is a little like everything is not
            everybody's neighbour. The weights stay plain cosines.
    """
    texts = rows.shape[0]
    width = max(0, min(count, texts - 1))
    nearest = np.zeros((texts, width), dtype=np.intp)
    weight = np.zeros((texts, width))
    crowd = _nearest_means(rows, width) if without_hubs and width else np.zeros(texts)
    for start in range(0, texts, CHUNK):
        cosines = _cosines(rows, start)
        # Half of the text's own mean would shift its whole row, so only the others' counts.
        nearest[start : start + CHUNK] = _largest(np.round(cosines - crowd / 2, 6), width)
        picked = np.take_along_axis(cosines, nearest[start : start + CHUNK], axis=1)
        weight[start : start + CHUNK] = np.maximum(picked, 0)
    return Neighbourhood(nearest, weight)


def _cosines(rows: Any, start: int) -> npt.NDArray[np.float64]:
    """Compare one chunk of rows with all; a row with itself is set below everything."""
    part = rows[start : start + CHUNK] @ rows.T
    cosines = np.asarray(part.toarray() if hasattr(part, "toarray") else part)
    cosines = np.asarray(np.round(cosines.astype(np.float64), 6), dtype=np.float64)
    own = np.arange(cosines.shape[0])
    cosines[own, own + start] = -np.inf
    return cosines


def _nearest_means(rows: Any, width: int) -> npt.NDArray[np.float64]:
    parts = (_cosines(rows, start) for start in range(0, rows.shape[0], CHUNK))
    return np.concatenate([-np.partition(-p, width - 1, axis=1)[:, :width].mean(1) for p in parts])


def _largest(cosines: npt.NDArray[np.float64], width: int) -> npt.NDArray[np.intp]:
    if not width:
        return np.zeros((len(cosines), 0), dtype=np.intp)
    some = np.sort(np.argpartition(-cosines, width - 1, axis=1)[:, :width], axis=1)
    values = np.take_along_axis(cosines, some, axis=1)
    order = np.argsort(-values, axis=1, kind="stable")
    return np.asarray(np.take_along_axis(some, order, axis=1))
