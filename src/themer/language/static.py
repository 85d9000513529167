"""Texts into vectors without a network: one vector a word piece, looked up and added up."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from themer.language.encoder import EncoderIdentity, Vectors
from themer.language.nearest import unit
from themer.language.released import (
    MODEL_FOLDER,
    VOCABULARY_FILE,
    released_bytes,
    released_sums,
)
from themer.language.wordpiece import Speller, numbered

DIMENSION = 256
TABLE_FILE, SCALES_FILE = "static.npy", "static-scales.npy"
AT_ONCE = 8192
"""Vectors looked up together, 8 MB; the pieces of a longer text are counted first."""


class StaticEncoder:
    """The encoder for large tables: a thousand short answers in a fortieth of a second.

    After Model2Vec (Tulkens and van Dongen 2024). It knows no order of words and no context ("not
    safe" is *safe* with a *not*), so for a study's few thousand answers the network is better.

    Args:
        table: Shape ``(pieces, 256)``, int8.
        scales: What a piece's row is multiplied by; zero for what is no word.
        vocabulary: Text of the vocabulary, one piece a line.
        sha256: Hash of the table's file.
    """

    def __init__(
        self,
        table: npt.NDArray[np.int8],
        scales: npt.NDArray[np.float32],
        vocabulary: str,
        sha256: str,
    ) -> None:
        # As int8 they are small to ship; multiplied out once (31 MB) they are quick to add up.
        self._vectors = table * scales[:, None].astype(np.float32)
        self._speller = Speller(numbered(vocabulary))
        self._identity = EncoderIdentity("minilm-l6-static", "1", sha256)

    @property
    def identity(self) -> EncoderIdentity:
        """Say which encoder this is."""
        return self._identity

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row of length one for each text.

        Returns:
            Shape ``(len(texts), 256)``; a text without a word (none at all, emoji, punctuation
            alone) gives a row of zeros.
        """
        rows = np.zeros((len(texts), DIMENSION), dtype=np.float32)
        for place, text in enumerate(texts):
            pieces = self._speller.pieces(text)
            if len(pieces) > AT_ONCE:
                rows[place] = self._counted(pieces)
            elif pieces:
                # One text at a time: reduceat over many takes four times as long.
                rows[place] = np.add.reduce(self._vectors.take(pieces, axis=0), axis=0)
        return np.asarray(unit(rows), dtype=np.float32)

    def _counted(self, pieces: list[int]) -> Vectors:
        total = np.zeros(DIMENSION, dtype=np.float32)
        numbers, counts = np.unique(pieces, return_counts=True)
        for start in range(0, len(numbers), AT_ONCE):
            part = slice(start, start + AT_ONCE)
            weights = counts[part, None].astype(np.float32)
            total += (self._vectors[numbers[part]] * weights).sum(axis=0)
        return total


def load_static_encoder(folder: Path = MODEL_FOLDER) -> StaticEncoder:
    """Load the shipped static encoder once, after checking that its files are the released ones.

    Raises:
        ModelError: A file is missing or altered.
    """
    return _load(folder)


@lru_cache(maxsize=1)
def _load(folder: Path) -> StaticEncoder:
    sums = released_sums(folder)
    table, scales, vocabulary = (
        released_bytes(folder / name, sums.get(name, ""))
        for name in (TABLE_FILE, SCALES_FILE, VOCABULARY_FILE)
    )
    return StaticEncoder(
        _array(table), _array(scales), vocabulary.decode("utf-8"), sums[TABLE_FILE]
    )


def _array(content: bytes) -> npt.NDArray[Any]:
    return np.asarray(np.load(io.BytesIO(content), allow_pickle=False))
