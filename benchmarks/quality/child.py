"""One method in a process of its own, so that its CPU and its memory are its own."""

from __future__ import annotations

import contextlib
import io
import multiprocessing
import os
import resource
import warnings
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np
from benchmarks.quality.grouping_methods import Method
from benchmarks.quality.material import Material

WARM = 60
"""Texts of a first run, which imports, compiles and loads, and is not counted."""
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")

FAULTS = (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)
"""Some libraries fail on few texts, each in its own way; a line under the table says how."""


@dataclass(frozen=True, slots=True)
class Made:
    """What one run gave and cost."""

    labels: np.ndarray | None
    """None where the method failed."""
    fault: str
    cpu: float
    """Seconds, in this run alone."""
    memory: int
    """MB, the most that its process had so far."""


@contextlib.contextmanager
def alone(method: Method, first: Material, vectors: np.ndarray) -> Iterator[ProcessPoolExecutor]:
    """Start a process for a method and warm it up."""
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    start = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=start) as pool:
        rows = range(min(WARM, len(first.texts)))
        pool.submit(run, method, first.part(rows), vectors[: len(rows)]).result()
        yield pool


def run(method: Method, material: Material, vectors: np.ndarray) -> Made:
    """Group once, in this process."""
    began, fault, labels = _cpu(), "", None
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        try:
            labels = np.asarray(method(material, vectors))
        except FAULTS as failed:
            fault = f"{type(failed).__name__}: {failed}"
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Made(labels, fault, _cpu() - began, memory)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
