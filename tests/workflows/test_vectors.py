from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from themer.language import Vectors, load_encoder
from themer.workflows.analysis.vectors import kept_vectors

LONG = "The van came late again, and nobody told the branch. " * 30
TEXTS = [f"Answer {n} is about shelf {n * 7}." for n in range(140)] + [LONG, "", "—"]


class Counting:
    """The shipped encoder, and what it was asked to read."""

    def __init__(self) -> None:
        self.inner = load_encoder()
        self.identity = self.inner.identity
        self.read: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.read.extend(texts)
        return self.inner.encode(texts)


def test_two_threads_give_the_bytes_that_one_text_at_a_time_gives() -> None:
    encoder = load_encoder()
    alone = np.vstack([encoder.encode([text]) for text in TEXTS])
    assert kept_vectors(encoder, None)(TEXTS).tobytes() == alone.tobytes()


@pytest.mark.parametrize("count", [0, 1, 2, 3, 129])
def test_any_number_of_texts_comes_back_in_its_order(count: int) -> None:
    encoder = load_encoder()
    rows = kept_vectors(encoder, None)(TEXTS[:count])
    assert rows.shape == (count, 384)
    assert rows.tobytes() == encoder.encode(TEXTS[:count]).tobytes()


def test_a_text_is_read_once_whatever_asks_for_it_and_when(tmp_path: Path) -> None:
    counting = Counting()
    encode = kept_vectors(counting, tmp_path)
    encode([*TEXTS[:5], *TEXTS[:5]])
    encode(TEXTS[3:8])
    assert sorted(counting.read) == sorted(TEXTS[:8])
    again = Counting()
    assert kept_vectors(again, tmp_path)(TEXTS[:8]).tobytes() == encode(TEXTS[:8]).tobytes()
    assert again.read == []


def test_what_the_encoder_raises_reaches_whoever_asked() -> None:
    class Broken(Counting):
        def encode(self, texts: Sequence[str]) -> Vectors:
            raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        kept_vectors(Broken(), None)(["one", "two"])
