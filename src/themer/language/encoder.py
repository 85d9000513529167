"""Texts into vectors, by a small network that runs on this machine and asks nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from themer.errors import ModelError
from themer.language.released import (
    MODEL_FOLDER,
    VOCABULARY_FILE,
    released_bytes,
    released_sums,
)
from themer.language.sentences import LONGEST, sentences
from themer.language.wordpiece import Speller, numbered

Vectors = npt.NDArray[np.float32]
"""Shape ``(texts, dimension)``; every row has length one, or is zero where a text has no words."""

MODEL_FILE = "minilm-l6-int8.onnx"
DIMENSION = 384
WINDOW = 254
"""Pieces that the network reads at once, beside the marks for beginning and end."""
BEGIN, END = 101, 102


@dataclass(frozen=True, slots=True)
class EncoderIdentity:
    """What a vector must be filed under, so that vectors of two encoders never mix."""

    name: str
    version: str
    sha256: str
    """Hash of the network's file."""

    @property
    def key(self) -> str:
        """Name, version and the beginning of the hash in one word."""
        return f"{self.name}-{self.version}-{self.sha256[:16]}"


class Encoder(Protocol):
    """Anything that turns texts into vectors; a better one can be put in its place."""

    @property
    def identity(self) -> EncoderIdentity:
        """Say which encoder this is."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row of length one for each text, the same whatever its neighbours are."""


class MiniLM:
    """all-MiniLM-L6-v2, int8, one text at a time.

    Int8 scales follow what is read together, so the same text in another batch would get another
    vector (cosine down to 0.96). Alone, it always gets the same one, and can be kept by its hash.

    Args:
        network: Bytes of the ONNX file.
        vocabulary: Text of the vocabulary, one piece a line.
        sha256: Hash of ``network``.
    """

    def __init__(self, network: bytes, vocabulary: str, sha256: str) -> None:
        import onnxruntime

        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 3
        self._session: Any = onnxruntime.InferenceSession(
            network, options, providers=["CPUExecutionProvider"]
        )
        self._speller = Speller(numbered(vocabulary))
        self._identity = EncoderIdentity("minilm-l6-int8", "1", sha256)

    @property
    def identity(self) -> EncoderIdentity:
        """Say which encoder this is."""
        return self._identity

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row of length one for each text.

        Args:
            texts: Any texts; one longer than the window is read in windows on sentence borders,
                whose vectors are pooled by length. The first ``LONGEST`` characters are read.

        Returns:
            Shape ``(len(texts), 384)``; a text without a single word gives a row of zeros.
        """
        rows = np.zeros((len(texts), DIMENSION), dtype=np.float32)
        seen: dict[str, int] = {}
        for row, text in enumerate(texts):
            first = seen.setdefault(text, row)
            rows[row] = self._encode_one(text) if first == row else rows[first]
        return rows

    def _encode_one(self, text: str) -> npt.NDArray[np.float32]:
        total = np.zeros(DIMENSION, dtype=np.float64)
        for window in self._windows(text[:LONGEST]):
            total += self._read(window) * len(window)
        length = float(np.linalg.norm(total))
        return (total / length if length else total).astype(np.float32)

    def _windows(self, text: str) -> list[list[int]]:
        whole = self._speller.pieces(text)
        if len(whole) <= WINDOW:
            return [whole] if whole else []
        windows: list[list[int]] = [[]]
        for start, end in sentences(text):
            numbers = self._speller.pieces(text[start:end])
            if windows[-1] and len(windows[-1]) + len(numbers) > WINDOW:
                windows.append([])
            for number in numbers:
                if len(windows[-1]) == WINDOW:
                    windows.append([])
                windows[-1].append(number)
        return [window for window in windows if window]

    def _read(self, window: list[int]) -> npt.NDArray[np.float32]:
        numbers = np.array([[BEGIN, *window, END]], dtype=np.int64)
        places = np.arange(numbers.shape[1], dtype=np.int64)[None]
        vectors = self._session.run(None, {"pieces": numbers, "places": places})[0]
        mean: npt.NDArray[np.float32] = vectors[0].mean(axis=0)
        return mean / np.float32(np.linalg.norm(mean))


def can_encode() -> bool:
    """Tell whether the runtime for the encoder is installed; without it TF-IDF works alone."""
    from importlib.util import find_spec

    return find_spec("onnxruntime") is not None


def load_encoder(folder: Path = MODEL_FOLDER) -> Encoder:
    """Load the shipped encoder once, after checking that its files are the released ones.

    Raises:
        ModelError: A file is missing or altered, or onnxruntime is not installed.
    """
    if not can_encode():
        raise ModelError(
            "onnxruntime is not installed, so texts cannot be turned into vectors.",
            hint="Install themer again with its dependencies, or go on with TF-IDF alone.",
        )
    return _load(folder)


@lru_cache(maxsize=1)
def _load(folder: Path) -> MiniLM:
    sums = released_sums(folder)
    network = released_bytes(folder / MODEL_FILE, sums.get(MODEL_FILE, ""))
    vocabulary = released_bytes(folder / VOCABULARY_FILE, sums.get(VOCABULARY_FILE, ""))
    return MiniLM(network, vocabulary.decode("utf-8"), sums[MODEL_FILE])
