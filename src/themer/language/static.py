"""Texts into vectors without a network: one vector a word piece, looked up and added up."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
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
"""Pieces looked up together, 8 MB as float32; a longer text is counted first."""


class StaticEncoder:
    """The encoder for large tables: a thousand short answers in a twentieth of a second.

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
        self._table, self._scales = table, scales[:, None]
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
        places: list[int] = []
        starts: list[int] = []
        pieces: list[int] = []
        for place, text in enumerate(texts):
            own = self._speller.pieces(text)
            if len(own) > AT_ONCE:
                rows[place] = self._counted(own)
                continue
            if len(pieces) + len(own) > AT_ONCE:
                rows[places] = self._sums(pieces, starts)
                places, starts, pieces = [], [], []
            if own:
                places.append(place)
                starts.append(len(pieces))
                pieces += own
        if places:
            rows[places] = self._sums(pieces, starts)
        return np.asarray(unit(rows), dtype=np.float32)

    def _sums(self, pieces: list[int], starts: list[int]) -> Vectors:
        # Added row after row, so a sum is the same to the bit whatever stands before and after it.
        return np.asarray(np.add.reduceat(self._vectors(np.array(pieces)), starts, axis=0))

    def _counted(self, pieces: list[int]) -> Vectors:
        total = np.zeros(DIMENSION, dtype=np.float32)
        for numbers, counts in _parts(*np.unique(pieces, return_counts=True)):
            total += (self._vectors(numbers) * counts[:, None].astype(np.float32)).sum(axis=0)
        return total

    def _vectors(self, pieces: npt.NDArray[np.intp]) -> Vectors:
        return np.asarray(self._table[pieces] * self._scales[pieces])


def _parts(
    numbers: npt.NDArray[Any], counts: npt.NDArray[Any]
) -> Iterator[tuple[npt.NDArray[Any], npt.NDArray[Any]]]:
    for start in range(0, len(numbers), AT_ONCE):
        yield numbers[start : start + AT_ONCE], counts[start : start + AT_ONCE]


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
