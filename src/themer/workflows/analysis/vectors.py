"""Texts into vectors with what was computed before kept, and progress said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from themer.language.encoder import DIMENSION, Encoder, Vectors, can_encode, load_encoder
from themer.storage.vector_cache import Vector, VectorCache
from themer.workflows.progress import Progress, silent

_AT_ONCE, _WORKERS = 128, 2

Encode = Callable[[Sequence[str]], Vectors]


def encoder_or_none() -> Encoder | None:
    """Load the shipped encoder; None where its runtime is not installed.

    Raises:
        ModelError: The model's files are missing or altered.
    """
    return load_encoder() if can_encode() else None


class KeptVectors:
    """Encodes each text once, ever.

    Args:
        encoder: What computes a vector that is not kept yet.
        cache: The folder that may be deleted at any time; None keeps vectors in memory only.
        progress: Told how many texts are read.
    """

    def __init__(self, encoder: Encoder, cache: Path | None, progress: Progress = silent) -> None:
        self._encoder = encoder
        self._progress = progress
        self._kept = None if cache is None else VectorCache(cache, encoder.identity.key, DIMENSION)
        self._memory: dict[str, Vector] = {}

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """Give one vector a text, computing only those that are not kept."""
        memory = self._memory
        wanted = sorted({text for text in texts if text not in memory})
        memory.update({} if self._kept is None else self._kept.find(wanted))
        new = [text for text in wanted if text not in memory]
        for start in range(0, len(new), _AT_ONCE):
            part = new[start : start + _AT_ONCE]
            fresh = dict(zip(part, _read(self._encoder, part), strict=True))
            if self._kept is not None:
                self._kept.keep(fresh)
            memory.update(fresh)
            self._progress("Reading", min(start + _AT_ONCE, len(new)), len(new))
        if not texts:
            return np.zeros((0, DIMENSION), dtype=np.float32)
        return np.stack([memory[text] for text in texts])

    def drop_unused(self) -> None:
        """Take away what is kept and was not asked for, once it is the larger part."""
        if self._kept is not None:
            self._kept.drop_unused()


def kept_vectors(encoder: Encoder, cache: Path | None, progress: Progress = silent) -> KeptVectors:
    """Make what encodes each text once, ever; the arguments are those of `KeptVectors`."""
    return KeptVectors(encoder, cache, progress)


def _read(encoder: Encoder, texts: Sequence[str]) -> list[Vector]:
    """Encode in two threads; a vector follows from its text alone, so the bytes are the same."""
    parts = [texts[start::_WORKERS] for start in range(min(_WORKERS, len(texts)))]
    with ThreadPoolExecutor(len(parts)) as workers:
        rows = list(workers.map(encoder.encode, parts))
    return [rows[place % len(parts)][place // len(parts)] for place in range(len(texts))]
