"""Distil the static encoder that themer ships for large tables from the one it ships already.

A user never runs this. It needs themer's development environment and nothing else, no corpus, no
list of word frequencies, no network::

    python tools/make_static_encoder.py

A static encoder is a table: one vector a word piece, and a text's vector is their sum, scaled to
length one. The idea is Model2Vec's (Tulkens and van Dongen 2024), which runs each piece through a
sentence encoder, keeps the strongest directions, and weighs pieces down by rank, since the
vocabulary stands roughly in the order of frequency. This goes one step further: the encoder reads
made-up texts, random pieces of its own vocabulary, and the table is fitted so that the sums come
near to what the encoder said of them (ridge regression towards the vectors of pieces read alone).
So a piece's vector is what the piece adds to a text. ``MODEL_CARD.md`` says what each step gave.

Steps: read every piece alone; make texts; read them; fit; weigh by rank (smooth inverse frequency,
Arora and others 2017); keep the strongest directions; round to int8 with a scale for each piece.
About twelve minutes of one core; onnxruntime on another machine may give other bytes, as good.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import sys
from pathlib import Path

import numpy as np
import onnxruntime
import scipy.sparse as sp

from themer.language.encoder import BEGIN, END, MODEL_FILE
from themer.language.released import (
    MODEL_FOLDER,
    SUMS_FILE,
    VOCABULARY_FILE,
    released_bytes,
    released_sums,
)  # fmt: skip
from themer.language.static import DIMENSION, SCALES_FILE, TABLE_FILE
from themer.language.wordpiece import numbered

TEXTS = 250_000
FIRST_SINGLE, FIRST_WORD = 999, 1996
"""Where single characters begin in BERT's vocabulary, and where whole words do."""
SHORTEST, LONGEST = 2, 10
GOES_ON = 0.12
"""Odds that a made-up word has one more piece."""
FULL_STOP = 0.3
"""Share of texts that end with one."""
FLATTENED, OFFSET = 0.6, 30
"""Words are drawn by ``(rank + offset) ** -flattened``: Zipf's law, but rare ones get a chance."""
RIDGE, STEPS = 0.1, 20
RARE = 3e-3
"""A piece of frequency ``p`` weighs ``RARE / (RARE + p)``."""
HELD_OUT = 2_000
LOWEST_COSINE = 0.9


class Reader:
    """Runs the shipped network on piece numbers."""

    def __init__(self, network: bytes) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(
            network, options, providers=["CPUExecutionProvider"]
        )

    def read(self, numbers: list[int]) -> np.ndarray:
        """Return one vector a piece, those of the marks for beginning and end among them."""
        given = np.array([[BEGIN, *numbers, END]], dtype=np.int64)
        places = np.arange(given.shape[1], dtype=np.int64)[None]
        return self._session.run(None, {"pieces": given, "places": places})[0][0]


def frequencies(size: int) -> np.ndarray:
    """Guess each piece's share of running text from its rank (Zipf, with Mandelbrot's 2.7)."""
    rank = np.maximum(np.arange(size) - FIRST_WORD + 1, 0)
    share = 1 / (rank + 2.7)
    return share / share[FIRST_WORD:].sum()


def made_up(vocabulary: dict[str, int], count: int) -> list[list[int]]:
    """Make texts of random words, some of which go on with pieces from inside words."""
    words, inside = (
        np.array([n for piece, n in vocabulary.items() if n >= FIRST_WORD and is_kind(piece)])
        for is_kind in (
            lambda piece: piece.isascii() and piece.isalpha(),
            lambda piece: piece[:2] == "##" and piece[2:].isascii() and piece[2:].isalpha(),
        )
    )
    odds = (np.arange(len(words)) + OFFSET) ** -FLATTENED
    odds /= odds.sum()
    rng = np.random.default_rng(1)
    texts = []
    for _ in range(count):
        text: list[int] = []
        for word in rng.choice(words, int(rng.integers(SHORTEST, LONGEST + 1)), p=odds):
            text.append(int(word))
            while rng.random() < GOES_ON:
                text.append(int(rng.choice(inside)))
        if rng.random() < FULL_STOP:
            text.append(vocabulary["."])
        texts.append(text)
    return texts


def bags(texts: list[list[int]], size: int) -> sp.csr_matrix:
    """Count pieces a text, over the root of their number: as long as a sum of unlike vectors."""
    lengths = np.array([len(text) for text in texts])
    ends = np.concatenate([[0], np.cumsum(lengths)])
    shares = np.repeat(1 / np.sqrt(lengths), lengths).astype(np.float32)
    return sp.csr_matrix((shares, np.concatenate(texts), ends), shape=(len(texts), size))


def ridge(counts: sp.csr_matrix, wanted: np.ndarray) -> np.ndarray:
    """Solve for all columns by conjugate gradients (Hestenes and Stiefel 1952)."""
    found = np.zeros((counts.shape[1], wanted.shape[1]), np.float32)
    left = counts.T @ wanted
    towards, size = left.copy(), (left**2).sum(0)
    for _ in range(STEPS):
        step = counts.T @ (counts @ towards) + RIDGE * towards
        share = size / np.maximum((towards * step).sum(0), 1e-20)
        found += share * towards
        left -= share * step
        before, size = size, (left**2).sum(0)
        towards = left + (size / np.maximum(before, 1e-20)) * towards
    return found


def fitted(alone: np.ndarray, texts: list[list[int]], said: np.ndarray) -> np.ndarray:
    """Fit one vector a piece so that sums come near to what the encoder said of whole texts."""
    counts = bags(texts, len(alone))
    guess = counts @ alone
    start = alone * float((guess * said).sum() / (guess**2).sum())
    return start + ridge(counts, said - counts @ start)


def unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9)


def distilled(reader: Reader, vocabulary: dict[str, int], count: int) -> np.ndarray:
    """Return one vector a piece, strongest directions first."""
    size = max(vocabulary.values()) + 1
    is_word = np.zeros(size, dtype=bool)
    for piece, number in vocabulary.items():
        is_word[number] = number >= FIRST_SINGLE and any(char.isalnum() for char in piece)
    alone = np.stack([reader.read([number])[1] for number in range(size)])
    frequency = frequencies(size)
    weight = (1e-3 / (1e-3 + frequency))[:, None].astype(np.float32)
    alone = np.where(is_word[:, None], (alone - alone[is_word].mean(0)) * weight, 0)
    texts = made_up(vocabulary, count)
    fit = count - HELD_OUT
    said = unit(np.stack([reader.read(text).mean(0) for text in texts]))
    said -= said[:fit].mean(0)
    table = fitted(alone.astype(np.float32), texts[:fit], said[:fit])
    guess = bags(texts[fit:], size) @ table
    cosine = float(np.median((unit(guess) * unit(said[fit:])).sum(1)))
    print(f"{HELD_OUT} made-up texts not fitted: median cosine {cosine:.3f} to the encoder")
    if cosine < LOWEST_COSINE:
        raise SystemExit("Too far from the encoder; nothing was written.")
    table = np.where(is_word[:, None], table * (RARE / (RARE + frequency))[:, None], 0)
    directions = np.linalg.svd(table[is_word], full_matrices=False)[2][:DIMENSION]
    return table @ directions.T


def as_npy(array: np.ndarray) -> bytes:
    stream = io.BytesIO()
    np.save(stream, array, allow_pickle=False)
    return stream.getvalue()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=int, default=TEXTS, help="how many texts to make up")
    parser.add_argument("--folder", type=Path, default=MODEL_FOLDER, help="where the model lies")
    given = parser.parse_args()
    sums = released_sums(given.folder)
    vocabulary = numbered(
        released_bytes(given.folder / VOCABULARY_FILE, sums[VOCABULARY_FILE]).decode("utf-8")
    )
    reader = Reader(released_bytes(given.folder / MODEL_FILE, sums[MODEL_FILE]))
    table = distilled(reader, vocabulary, given.texts)
    scales = (np.abs(table).max(axis=1) / 127).astype(np.float32)
    rounded = np.round(table / np.maximum(scales, 1e-12)[:, None]).astype(np.int8)
    for name, array in ((TABLE_FILE, rounded), (SCALES_FILE, scales)):
        made = as_npy(array)
        (given.folder / name).write_bytes(made)
        sums[name] = hashlib.sha256(made).hexdigest()
        print(f"{name}: {len(made) / 1e6:.2f} MB, {sums[name]}")
    lines = "".join(f"{value}  {name}\n" for name, value in sums.items())
    (given.folder / SUMS_FILE).write_text(lines, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
